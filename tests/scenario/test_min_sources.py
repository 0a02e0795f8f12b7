"""`min_sources` through the whole daemon: nobody hears of an event before enough independent sources tell of it."""

from daemon.rules.load import build_rules
from daemon.yamlfile import parse_yaml
from tests.helpers.story import Story

RULES = "rules:\n  - {id: downed, severity: high, when: helicopter downed, min_sources: 2}\n"
TITLE = "Helicopter downed over the harbour of Tartus, three crew missing"


async def test_the_second_source_makes_the_alert(story: Story) -> None:
    """One source alone is kept back with that fate, also when it reports again; with another one the desk hears."""
    story.rules = build_rules([parse_yaml(RULES, name="rules.yaml")])
    await story.restart()
    first = story.publish(TITLE)
    assert await story.poll() == []
    assert await story.fate(first) == "below min_sources"
    story.publish("Helicopter downed over the harbour of Tartus: search for three crew goes on")
    assert await story.poll() == []
    story.publish("Tartus harbour: military helicopter downed, crew of three missing", feed="paper")
    (message,) = await story.poll()
    assert message.facts["reason"] == "opened"


async def test_a_copy_is_no_second_source(story: Story) -> None:
    """The same text in another feed counts for its origin, and so alerts nobody."""
    story.rules = build_rules([parse_yaml(RULES, name="rules.yaml")])
    await story.restart()
    story.publish(TITLE)
    story.publish(TITLE, feed="paper", url="https://paper.example.org/copied")
    assert await story.poll() == []
    assert await story.poll() == []
