"""Rules over several items through the whole daemon: rates, order, first sights and silence."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from typer.testing import CliRunner

from daemon.cli import cli
from daemon.model import Message
from daemon.rules.load import build_rules
from daemon.rules.match import MAX_EVIDENCE
from daemon.yamlfile import parse_yaml
from tests.helpers.story import Story

ENTITIES = """\
entities:
  - {id: syria, name: Syria, kind: country}
  - {id: homs, name: Homs, kind: place, within: [syria]}
  - {id: hama, name: Hama, kind: place, within: [syria]}
  - {id: ivanov, name: Ivan Ivanov, kind: person}
rules:
"""
COUNT = "  - {id: fires, severity: high, when: {count: {of: fire, at_least: 3, within: 1h}}}\n"


async def with_rules(story: Story, text: str) -> None:
    """Restart with these rules, and entities that they may name."""
    story.rules = build_rules([parse_yaml(ENTITIES + text, name="rules.yaml")])
    await story.restart()


async def told(story: Story, *titles: str, **over: object) -> list[str]:
    """Publish titles one by one, two minutes apart; the titles of the items that made an alert."""
    heard: list[Message] = []
    for title in titles:
        story.publish(title, **over)
        story.now += timedelta(minutes=2)
        heard += await story.poll()
    return [message.facts["item"]["title"] for message in heard if message.facts["reason"] == "opened"]


async def test_a_count_fires_once_and_again_after_it_lapsed(story: Story) -> None:
    """The third item in an hour alerts, the fourth does not; after a quiet hour it needs three again."""
    await with_rules(story, COUNT)
    titles = ["Fire at a mill", "Fire in a bakery", "Fire on the pier", "Fire at the zoo"]
    assert await told(story, *titles) == ["Fire on the pier"]
    await story.pass_time(hours=2)
    later = ["Fire in a school", "Fire at a stadium", "Fire under the old bridge"]
    assert await told(story, *later) == ["Fire under the old bridge"]


async def test_an_alert_of_a_count_names_the_items_counted(story: Story) -> None:
    """The message shows how many items, within which time, and their titles; the words that counted are evidence."""
    await with_rules(story, COUNT)
    await told(story, "Fire at a mill", "Fire in a bakery")
    story.publish("Fire on the pier")
    (message,) = await story.poll()
    assert "3 items within 1 h: “Fire at a mill” (The Wire)" in message.text
    assert [span["text"] for span in message.facts["evidence"]] == ["Fire"]


async def test_a_count_goes_on_after_a_restart(story: Story) -> None:
    """What was counted, and that it was told, stands in rows: neither is lost or repeated by a restart."""
    await with_rules(story, COUNT)
    assert await told(story, "Fire at a mill", "Fire in a bakery") == []
    await story.restart()
    assert await told(story, "Fire on the pier") == ["Fire on the pier"]
    await story.restart()
    await story.pass_time(minutes=1)
    assert await told(story, "Fire at the zoo") == []


async def test_polls_copies_and_old_stories_count_once_or_not(story: Story) -> None:
    """The same poll again, a copy in another feed and a stale story add nothing to a count."""
    await with_rules(story, COUNT)
    await told(story, "Fire at a mill kills two in the north", "Fire in a bakery")
    await story.poll()
    story.publish("Fire at a mill kills two in the north", feed="paper", url="https://paper.example.org/1")
    story.publish("Fire on the pier", published=story.now - timedelta(days=5))
    assert await story.poll() == []
    assert await told(story, "Fire at the zoo") == ["Fire at the zoo"]


async def test_late_items_count_when_they_arrive(story: Story) -> None:
    """Windows run on arrival: a report published hours ago and seen now counts now."""
    await with_rules(story, COUNT)
    await told(story, "Fire at a mill", "Fire in a bakery")
    assert await told(story, "Fire on the pier", published=story.now - timedelta(hours=5)) == ["Fire on the pier"]


async def test_a_clock_that_steps_back_fires_nothing_twice(story: Story) -> None:
    """Z3: after the clock was set back by three hours, a condition that holds does not fire again."""
    await with_rules(story, COUNT)
    await told(story, "Fire at a mill", "Fire in a bakery", "Fire on the pier")
    story.now -= timedelta(hours=3)
    await story.running.sweep_tick()
    assert await told(story, "Fire at the zoo", "Fire in a school", "Fire at a stadium") == []


async def test_counting_by_entity_keeps_places_apart(story: Story) -> None:
    """`by: entity`: two items on Homs and one on Hama are not three on one place, though all three name Syria."""
    await with_rules(
        story, "  - {id: f, severity: high, when: {count: {of: fire, at_least: 3, within: 1h, by: entity}}}\n"
    )
    assert await told(story, "Fire in Homs, Syria", "Hama, Syria: fire at a mill", "Fire: Homs bakery, Syria") == []
    assert await told(story, "Homs pier on fire") == ["Homs pier on fire"]


async def test_counting_by_incident_needs_reports_of_one_event(story: Story) -> None:
    """`by: incident`: reports of one event add up, those of another do not; nobody hears before there are enough."""
    await with_rules(
        story, "  - {id: f, severity: high, when: {count: {of: blaze, at_least: 3, within: 6h, by: incident}}}\n"
    )
    alike = "Blaze destroys the central market hall of Homs"
    assert await told(story, alike, "Blaze in a Hama shipyard", f"{alike}, traders say") == []
    assert await told(story, f"Homs: {alike.lower()}") == [f"Homs: {alike.lower()}"]


async def test_words_beside_a_count_are_asked_of_the_item_that_fires(story: Story) -> None:
    """Beside others in an `all`, a count fires only by an item that says the rest, too."""
    await with_rules(
        story,
        "  - {id: f, severity: high, when: {all: [arson, {count: {of: fire, at_least: 3, within: 1h}}]}}\n",
    )
    assert await told(story, "Fire at a mill", "Fire in a bakery", "Fire on the pier") == []
    assert await told(story, "Arson feared in zoo fire") == ["Arson feared in zoo fire"]


async def test_shadow_rules_count_and_alert_nobody(story: Story) -> None:
    """A rule over several items in shadow mode is kept to itself, and the item has its fate."""
    await with_rules(story, COUNT.replace("severity", "mode: shadow, severity"))
    assert await told(story, "Fire at a mill", "Fire in a bakery", "Fire on the pier") == []
    fates = await story.store.read(lambda tx: tx.items.fates())
    assert (fates["Fire at a mill"], fates["Fire on the pier"]) == ("counted", "shadow")


async def test_a_spike_is_held_against_the_same_hours_before(story: Story) -> None:
    """As many items as on the day before say nothing, three times as many alert; without a day before, nothing does."""
    await with_rules(
        story,
        "  - {id: s, severity: high, when: {spike: {of: fire, ratio: 3, window: 1h, baseline: 2d, at_least: 3}}}\n",
    )
    await story.pass_time(minutes=1)
    assert await told(story, "Fire at a mill", "Fire in a bakery", "Fire on the pier", "Fire at the zoo") == []
    await story.pass_time(hours=23, minutes=50)
    usual = ["Fire at a school", "Fire in a factory", "Fire under the bridge", "Fire near the station"]
    assert await told(story, *usual) == []
    await story.pass_time(hours=8)
    assert await told(story, "Fire in a tunnel", "Fire in the museum", "Fire on a ferry") == ["Fire on a ferry"]


async def test_first_seen_fires_for_what_is_new(story: Story) -> None:
    """A person alerts when first named, and again only after the window has passed without them."""
    await with_rules(story, "  - {id: who, severity: low, when: {first_seen: {entity: {kind: person}, within: 30d}}}\n")
    assert await told(story, "Talks with Ivan Ivanov begin", "Ivan Ivanov leaves the talks") == [
        "Talks with Ivan Ivanov begin"
    ]
    await story.pass_time(days=31)
    assert await told(story, "Return of Ivan Ivanov to politics") == ["Return of Ivan Ivanov to politics"]


async def test_first_seen_remembers_all_words_of_an_item(story: Story) -> None:
    """Of an item with more new words than are shown none is new afterwards, and the alert says how many there were."""
    await with_rules(story, "  - {id: v, severity: high, when: {first_seen: {of: '/CVE-\\d{4}-\\d+/', within: 90d}}}\n")
    story.publish("Bulletin", summary=" ".join(f"CVE-2024-{1000 + number}" for number in range(40)))
    (message,) = await story.poll()
    assert len(message.facts["evidence"]) == MAX_EVIDENCE
    assert await told(story, "Exploit for CVE-2024-1038 published") == []
    assert await told(story, "Exploit for CVE-2024-1040 published") == ["Exploit for CVE-2024-1040 published"]


SEQUENCE = (
    "  - {id: warning, severity: low, mode: shadow, when: warning}\n"
    "  - {id: blast, severity: low, mode: shadow, when: blast}\n"
    "  - {id: warned, severity: critical, when: {sequence: [warning, blast], within: 24h, by: entity}}\n"
)


async def test_a_sequence_wants_its_rules_in_order_about_one_entity(story: Story) -> None:
    """The second rule's match alerts if the first came before it about the same place, and not the other way round."""
    await with_rules(story, SEQUENCE)
    assert await told(story, "Blast in Homs", "Warning for Homs", "Blast in Hama") == []
    assert await told(story, "Second blast shakes Homs") == ["Second blast shakes Homs"]
    assert await told(story, "Another blast heard in Homs") == []


async def test_an_item_that_ends_two_orders_tells_of_both_once(story: Story) -> None:
    """An item that completes the order at two places makes one match, which names all items; neither fires again."""
    await with_rules(story, SEQUENCE)
    await told(story, "Warning for Homs", "Hama gets a warning")
    story.publish("Blasts in Homs and Hama")
    (message,) = await story.poll()
    about = "in this order within 1 d about"
    assert f"{about} Homs: “Warning for Homs” (The Wire) → “Blasts in Homs and Hama”" in message.text
    assert f"{about} Hama: “Hama gets a warning” (The Wire) → “Blasts in Homs and Hama”" in message.text
    assert await told(story, "Third explosion: blast at Hama mill") == []


ABSENCE = "  - {id: quiet, severity: high, when: {absence: {feeds: {ids: [wire]}, for: auto}}}\n"


async def speak(story: Story, times: int) -> None:
    """Publish an item an hour."""
    for number in range(times):
        story.publish(f"Weather report number {number} of {story.now:%d %H}")
        await story.pass_time(hours=1)


async def test_a_feed_that_falls_silent_is_told_once(story: Story) -> None:
    """An hourly feed is missed after three hours: who was last heard when, and was due when; then not again."""
    await with_rules(story, ABSENCE)
    await speak(story, 12)
    heard: list[Message] = []
    for _ in range(8):
        await story.pass_time(minutes=50)
        heard += await story.poll()
    (message,) = heard
    assert message.facts["item"]["title"] == "The Wire has gone quiet"
    assert "The Wire: last heard 9 Jul 2016 02:00 UTC, due by 9 Jul 2016 05:00 UTC" in message.text


async def test_a_feed_that_spoke_again_can_fall_silent_again(story: Story) -> None:
    """The silence ends with the next item, also over a restart; the next silence is a new incident."""
    await with_rules(story, ABSENCE)
    await speak(story, 24)
    await story.pass_time(hours=4)
    await story.restart()
    await story.pass_time(hours=4)
    await speak(story, 2)
    await story.pass_time(hours=14)
    await story.pass_time(hours=1)
    await story.poll()
    titles = [message.facts["item"]["title"] for message in story.desk.messages]
    assert titles == ["The Wire has gone quiet"] * 2


async def test_a_feed_that_nobody_could_listen_to_is_not_called_quiet(story: Story) -> None:
    """While polls fail, or the daemon was off, a silence says nothing."""
    await with_rules(story, ABSENCE)
    await speak(story, 12)
    await story.end()
    story.now += timedelta(hours=20)
    await story.begin()
    await story.running.sweep_tick()
    await story.running.deliver_all()
    assert story.desk.messages == []


async def test_items_of_one_poll_count_each(story: Story) -> None:
    """A poll that brings three at once alerts with the third, once."""
    await with_rules(story, COUNT)
    for title in ("Fire at a mill", "Fire in a bakery", "Fire on the pier", "Fire at the zoo"):
        story.publish(title)
    (message,) = await story.poll()
    assert message.facts["item"]["title"] == "Fire on the pier"


async def test_a_revised_item_counts_once_and_keeps_what_it_fired(story: Story) -> None:
    """A new version of the item that fired corrects its alert; it neither counts again nor loses its rule."""
    await with_rules(story, COUNT)
    await told(story, "Fire at a mill", "Fire in a bakery")
    entry = story.publish("Fire on the pier")
    await story.poll()
    story.site.publish("/wire", [replace(entry, title="Fire on the pier kills nine")])
    (message,) = await story.poll()
    assert (message.facts["reason"], [rule["id"] for rule in message.facts["rules"]]) == ("corrected", ["fires"])
    assert await told(story, "Fire at the zoo") == []


async def test_an_old_story_is_seen_but_no_news(story: Story) -> None:
    """A person of last week's story, shown again, is not new afterwards, and nobody is told of the old story."""
    await with_rules(story, "  - {id: who, severity: low, when: {first_seen: {entity: {kind: person}, within: 30d}}}\n")
    assert await told(story, "Ivan Ivanov resigns", published=story.now - timedelta(days=7)) == []
    assert await told(story, "Ivan Ivanov explains himself") == []


async def test_what_no_rule_counts_any_more_is_forgotten(story: Story) -> None:
    """A rule that is gone leaves nothing behind, and begins anew when it comes back."""
    await with_rules(story, COUNT)
    await told(story, "Fire at a mill", "Fire in a bakery", "Fire on the pier")
    await with_rules(story, "  - {id: other, severity: low, when: flood}\n")
    await story.pass_time(minutes=1)
    assert await story.store.read(lambda tx: tx.rates.holdings()) == []
    await with_rules(story, COUNT)
    assert await told(story, "Fire at the zoo", "Fire in a school") == []


async def test_a_silence_reaches_nobody_in_shadow_or_after_its_end(story: Story) -> None:
    """A rule of absence that is on trial, or has expired, tells nobody."""
    for line in ("mode: shadow", "expires: 2016-07-08"):
        await with_rules(story, ABSENCE.replace("severity", f"{line}, severity"))
        await speak(story, 11)
        await story.pass_time(hours=4)
        await story.pass_time(hours=1)
    await story.poll()
    assert story.desk.messages == []


def test_commands_know_rules_over_several_items(tmp_path: Path) -> None:
    """`try` says for which rules a text counts; `replay` goes the daemon's way, by the items' own dates."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "fires.yaml").write_text(f"rules:\n{COUNT}", encoding="utf-8")
    config = tmp_path / "config.yaml"
    config.write_text("rules: rules\nreceivers: {desk: {console: {}}}\nfeeds: []\n", encoding="utf-8")
    assert "counts for: fires" in CliRunner().invoke(cli, ["try", "--config", str(config), "Fire at a mill"]).output
    hours = {
        "Fire at a mill": "10:00",
        "Fire in a bakery": "10:50",
        "Fire on the pier": "11:30",
        "Zoo on fire": "11:40",
    }
    items = [
        {"id": number, "title": title, "published": f"2016-07-08T{hour}:00Z"}
        for number, (title, hour) in enumerate(hours.items())
    ]
    path = tmp_path / "items.jsonl"
    path.write_text("\n".join(map(json.dumps, items)), encoding="utf-8")
    result = CliRunner().invoke(cli, ["replay", str(path), "--rules", str(tmp_path / "rules"), "--json"])
    matched = [json.loads(line)["id"] for line in result.stdout.splitlines() if json.loads(line)["matches"]]
    assert matched == [3]
