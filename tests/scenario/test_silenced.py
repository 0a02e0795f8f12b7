"""Silences that stand in the config: a reload applies them, and their end is told."""

from datetime import timedelta
from pathlib import Path

import pytest

from daemon.cli.loading import load_all
from daemon.errors import ConfigError
from daemon.reload.reloader import Reloader
from tests.helpers.story import Story

RULES = "rules:\n  - {id: alarm, severity: high, when: alarm}\n  - {id: bomb, severity: critical, when: bomb}\n"


@pytest.fixture
async def reloader(story: Story) -> Reloader:
    """Somebody who watches a config and a folder of two rules."""
    (story.folder / "rules").mkdir()
    (story.folder / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    return await story.watch()


def silences(story: Story, hours: int = 2, **over: str) -> str:
    """The section with one silence from now on."""
    end = story.now + timedelta(hours=hours)
    entry = {
        "rules": "[alarm]",
        "from": f"{story.now:%Y-%m-%d %H:%M} UTC",
        "until": f"{end:%Y-%m-%d %H:%M} UTC",
        "reason": "an exercise",
        **over,
    }
    return "silences: [{" + ", ".join(f"{key}: {value}" for key, value in entry.items()) + "}]\n"


async def saved(story: Story, reloader: Reloader, settings: str) -> None:
    """Save a config with these settings and let it be taken up."""
    story.settings = settings
    story.config()
    await story.settle(reloader)
    assert not reloader.standing.is_refused, reloader.standing.problems


async def test_a_reload_applies_a_silence_and_its_end_is_told(story: Story, reloader: Reloader) -> None:
    """R14: the rule is held back, with the reason; at `until` the desk hears what that was, and the rule again."""
    await saved(story, reloader, silences(story))
    story.publish("An alarm in the harbour")
    assert await story.pass_time(minutes=5) == []
    (held,) = await story.store.read(lambda tx: tx.outbox.deliveries())
    assert "an exercise (config)" in (held.mute_reason or "")
    await story.pass_time(hours=2)
    told = await story.pass_time(minutes=1)
    assert any("An alarm in the harbour" in one.text and "is over" in one.text for one in [*story.desk.messages, *told])
    story.publish("An alarm at the lighthouse of another island")
    assert len(await story.pass_time(minutes=5)) == 1


async def test_an_entry_that_is_taken_out_ends_at_once(story: Story, reloader: Reloader) -> None:
    """Saved without it: what comes next is heard."""
    await saved(story, reloader, silences(story))
    await saved(story, reloader, "")
    story.publish("An alarm in the harbour")
    assert any("An alarm in the harbour" in one.text for one in await story.pass_time(minutes=5))


async def test_what_the_config_silences_holds_over_a_restart(story: Story, reloader: Reloader) -> None:
    """Z7: started again, the entry is the same silence; one whose end came meanwhile is over, and that is told."""
    await saved(story, reloader, silences(story))
    story.publish("An alarm in the harbour")
    await story.pass_time(minutes=5)
    await story.restart()
    story.publish("An alarm in the harbour, says the harbour master")
    assert await story.pass_time(minutes=5) == []
    await story.end()
    story.now += timedelta(hours=3)
    await story.begin()
    await story.pass_time(minutes=1)
    await story.pass_time(minutes=1)
    assert sum("is over" in text for text in story.desk.texts) == 1


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"rules": "[bomb]"}, "rule 'bomb' is critical; write hold_critical: true"),
        ({"rules": "[alarms]"}, "there is no rule 'alarms'; did you mean 'alarm'?"),
        ({"feeds": "[bbc]"}, "there is no feed 'bbc'"),
        ({"entities": "[syria]"}, "there is no entity 'syria'"),
        ({"until": "2099-01-01 00:00 UTC"}, "at most 14 days"),
        ({"until": "2000-01-01 00:00 UTC"}, "it ends before it begins"),
        ({"until": "never"}, "write a date, a time and a zone"),
        ({"until": "2016-04-01 08:00"}, "write a date, a time and a zone"),
        ({"until": "2016-04-01 08:00 Mars/Olympus"}, "write a time zone"),
        ({"until": "2016-03-27 02:30 Europe/Berlin"}, "the clocks are put forward then"),
        ({"up_to": "critical"}, "write hold_critical: true"),
        ({"reason": "' '"}, "reason"),
        ({"rules": "[]"}, "say what is silenced"),
    ],
)
def test_a_bad_silence_is_refused_with_the_mend(tmp_path: Path, over: dict[str, str], said: str) -> None:
    """R14: a silence is never for ever, names what is there, and a critical rule is silenced only by who says that."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    story = Story(folder=tmp_path, site=None)  # type: ignore[arg-type]
    text = f"receivers: {{desk: {{console: {{}}}}}}\n{silences(story, **over)}"
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_all(tmp_path / "config.yaml")
    assert any(said in str(problem) for problem in caught.value.problems)


def test_a_critical_rule_may_be_silenced_by_who_says_it(tmp_path: Path) -> None:
    """`hold_critical: true` is the word for it."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    story = Story(folder=tmp_path, site=None)  # type: ignore[arg-type]
    text = f"receivers: {{desk: {{console: {{}}}}}}\n{silences(story, rules='[bomb]', hold_critical='true')}"
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    assert load_all(tmp_path / "config.yaml")[0].silences[0].hold_critical
