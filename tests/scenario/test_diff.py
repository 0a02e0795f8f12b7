"""`watchdesk diff`: what a change of the rules adds and loses, told before it ships."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daemon.errors import ConfigError, WatchdeskError
from daemon.model import FeedState
from daemon.pipeline.compare import Heard, first_alerts, load
from daemon.store.database import open_store
from tests.helpers.build import an_item
from tests.helpers.shell import CONFIG, call, facts, said, stand_in, store_items, write_lines

FIRE = "rules:\n  - {id: fire, severity: high, when: fire, tests: {match: [a fire], skip: [a fir]}}\n"
FIRE_AND_FLOOD = FIRE + "  - {id: flood, severity: low, when: flood, tests: {match: [a flood], skip: [a flute]}}\n"
NARROW = FIRE.replace("when: fire", "when: fire, unless: drill")
ITEMS = [
    {"id": 1, "title": "Fire in the harbour of Mosul", "feed": "wire", "published": "2026-01-01T00:00:00Z"},
    {"id": 2, "title": "Mosul harbour on fire, says the mayor", "feed": "radio", "published": "2026-01-01T00:10:00Z"},
    {"id": 3, "title": "Fire drill at the opera", "feed": "wire", "published": "2026-01-02T00:00:00Z"},
    {"id": 4, "title": "Flood in the valley of Jena", "feed": "wire", "published": "2026-01-03T00:00:00Z"},
    {"id": 5, "title": "Library closes", "feed": "wire", "published": "2026-01-03T01:00:00Z"},
]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a config, rules, former rules and some items."""
    write_lines(tmp_path / "items.jsonl", ITEMS)
    former = {"old/rules.yaml": FIRE, "narrow/rules.yaml": NARROW}
    return stand_in(tmp_path, monkeypatch, config=CONFIG, rules=FIRE_AND_FLOOD, files=former)


def test_a_new_rule_adds_the_alerts_that_nobody_had(desk: Path) -> None:
    """Added and lost are counted for each rule and for all, an incident counts once, and examples show the title."""
    shown = said("diff", "old", "rules", "--jsonl", "items.jsonl")
    rows = {line.split("  ")[0].strip(): line.split()[-4:] for line in shown.splitlines()}
    assert rows["flood"] == ["0", "1", "+1", "-0"]
    assert rows["all rules"] == ["2", "3", "+1", "-0"]
    assert "new: flood" in shown
    assert "1 rule alerts as before" in shown
    assert "flood: added 1" in shown
    assert "2026-01-03 00:00 UTC" in shown
    assert "Flood in the valley of Jena" in shown
    assert "alerts per shift of 8 h: 0.3 before, 0.5 after; in the busiest 1 before, 1 after" in " ".join(shown.split())


def test_what_a_narrower_rule_loses_is_shown(desk: Path) -> None:
    """A rule worded otherwise is named, with the alerts that it no longer gives."""
    *rules, whole = facts("diff", "old", "narrow", "--jsonl", "items.jsonl")
    assert [(one["rule"], one["before"], one["after"]) for one in rules] == [("fire", 2, 1)]
    assert [one["title"] for one in rules[0]["lost"]] == ["Fire drill at the opera"]
    assert rules[0]["added"] == []
    assert whole["rules"] == {"new": [], "gone": [], "changed": ["fire"], "same": [], "uncounted": {}}


def test_what_is_counted_is_called_by_its_name(desk: Path) -> None:
    """What --matches counts is no alert; and no count of zero rules is told."""
    calm = FIRE.replace("fire", "quarrel")
    (desk / "narrow" / "rules.yaml").write_text(calm, encoding="utf-8")
    assert "matched items per shift of 8 h" in said("diff", "old", "rules", "--jsonl", "items.jsonl", "--matches")
    assert "no other rule alerts on these items" in said("diff", "narrow", "old", "--jsonl", "items.jsonl")
    assert "no rule alerts on these items, before or after" in said(
        "diff", "narrow", "narrow", "--jsonl", "items.jsonl"
    )


def test_a_change_that_changes_nothing_is_said(desk: Path) -> None:
    """A rule that is worded otherwise, or new, and alerts on the same events is named, with how long that was tried."""
    wider = FIRE_AND_FLOOD.replace("when: fire", "when: fire | wildfire").replace("when: flood", "when: deluge")
    (desk / "narrow" / "rules.yaml").write_text(wider.replace("a flood", "a deluge"), encoding="utf-8")
    shown = " ".join(said("diff", "old", "narrow", "--jsonl", "items.jsonl").split())
    assert "changed, no difference in 2 days: fire, flood" in shown
    assert "1 rule alerts as before" in shown
    *_, whole = facts("diff", "old", "narrow", "--jsonl", "items.jsonl")
    same = {"same": ["fire", "flood"], "uncounted": {}}
    assert whole["rules"] == {"new": ["flood"], "gone": [], "changed": ["fire"], **same}
    assert "no difference" not in said("diff", "old", "old", "--jsonl", "items.jsonl")


def test_a_change_that_cannot_be_seen_here_is_not_said_to_change_nothing(desk: Path) -> None:
    """A rule in shadow, on absence, or over several items where each counts alone: that it is not counted is said."""
    new = FIRE.replace("id: fire,", "id: fire, mode: shadow,") + (
        "  - {id: burst, severity: low, when: {count: {of: flood, at_least: 9, within: 1h}},"
        " tests: {match: [a flood], skip: [a flute]}}\n"
        "  - {id: silent, severity: low, when: {absence: {feeds: {ids: [wire]}, for: 2h}}}\n"
    )
    (desk / "narrow" / "rules.yaml").write_text(new, encoding="utf-8")
    *_, whole = facts("diff", "narrow", "narrow", "--jsonl", "items.jsonl")
    assert (whole["rules"]["same"], whole["rules"]["uncounted"]) == ([], {})
    (desk / "empty").mkdir()
    (desk / "empty" / "rules.yaml").write_text("entities: [{id: homs, name: Homs, kind: place}]\n", encoding="utf-8")
    *_, whole = facts("diff", "empty", "narrow", "--jsonl", "items.jsonl")
    assert whole["rules"]["same"] == ["burst"]
    assert whole["rules"]["uncounted"] == {"fire": "mode: shadow", "silent": "absence"}
    shown = " ".join(said("diff", "empty", "narrow", "--jsonl", "items.jsonl", "--matches").split())
    counted = "fire (mode: shadow), silent (absence)"
    assert "no difference" not in shown
    assert "no alert is counted: burst (over several items, not with --matches), " + counted in shown


def test_an_event_heard_of_by_a_later_report_is_not_lost(desk: Path) -> None:
    """The same event is the same alert, whichever of its reports a rule hears first."""
    mayor = FIRE.replace("when: fire", "when: fire & mayor").replace("[a fire]", "[a fire and a mayor]")
    (desk / "narrow" / "rules.yaml").write_text(mayor, encoding="utf-8")
    *rules, whole = facts("diff", "old", "narrow", "--jsonl", "items.jsonl")
    assert whole["added"] == []
    assert [one["title"] for one in rules[0]["lost"]] == ["Fire drill at the opera"]


def test_a_revision_of_git_is_compared_with_the_folder_as_it_is(desk: Path) -> None:
    """Without arguments HEAD is compared with the files as they are now, over what the store holds."""
    now = datetime.now(UTC)
    items = [
        an_item(id=str(number), title=title, summary="", fingerprint=f"1:{number}", arrived_at=at, published_at=at)
        for number, (title, at) in enumerate(
            [
                ("Flood in the valley of Jena", now - timedelta(hours=3)),
                ("Flood in the valley of Ulm, long ago", now - timedelta(days=30)),
            ]
        )
    ]
    store_items(desk / "watchdesk.sqlite", items)
    (desk / "rules" / "rules.yaml").write_text(FIRE, encoding="utf-8")
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@b.example")
    for words in (("init", "-q"), ("add", "rules"), ("commit", "-q", "-m", "rules")):
        subprocess.run([*git, *words], check=True, capture_output=True)
    (desk / "rules" / "rules.yaml").write_text(FIRE_AND_FLOOD, encoding="utf-8")
    shown = said("diff")
    assert "old: HEAD   new: rules" in shown
    assert "flood: added 1" in shown
    assert "Ulm" not in shown
    assert f"{now - timedelta(hours=3):%Y-%m-%d %H:%M} to" in shown, "no week is told of where the store has hours"
    assert "changed, no difference" not in shown
    assert "the store begins" not in shown, "it does reach back a week: there is nothing of most of it"
    month = said("diff", "--days", "40")
    assert "Ulm" in month
    assert "the store begins 30 d ago, and 40 days were asked for" in month
    assert "flood: lost 1" in said("diff", "rules", "HEAD")


def test_a_young_store_says_how_far_it_reaches_and_when_it_learns_more(desk: Path) -> None:
    """A desk that began an hour ago hears that it is no week; when the next poll is due is said to programs, too."""
    now = datetime.now(UTC)
    came = now - timedelta(hours=1)
    store_items(desk / "watchdesk.sqlite", [an_item(title="Flood", arrived_at=came, published_at=came)])
    shown = said("diff", "rules", "rules")
    assert "the store begins 1 h ago, and 7 days were asked for" in shown
    assert "what was older than alert_max_age alerts nobody on either side, and --matches counts it" in shown
    assert "Next poll: as soon as a daemon runs." in shown
    store = open_store(desk / "watchdesk.sqlite")
    due = [
        FeedState(feed=feed, next_poll_at=now + timedelta(hours=hours))
        for feed, hours in (("wire", 9.5), ("radio", 4.5))
    ]
    store.write_now(lambda tx: tx.feeds.save(due))
    store.close_now()
    assert "Next poll: in 4 h." in said("diff", "rules", "rules")
    assert facts("diff", "rules", "rules")[-1]["young"].endswith("Next poll: in 4 h.")


def test_a_revision_with_bad_rules_names_file_and_line(desk: Path) -> None:
    """R2: what is wrong with the rules of a revision is told with the revision's name, not with a folder of ours."""
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@b.example")
    (desk / "rules" / "rules.yaml").write_text("rules:\n  - {id: a, when: fire}\n", encoding="utf-8")
    for words in (("init", "-q"), ("add", "rules"), ("commit", "-q", "-m", "rules")):
        subprocess.run([*git, *words], check=True, capture_output=True)
    result = call("diff", "HEAD", "old", "--jsonl", "items.jsonl")
    assert isinstance(result.exception, ConfigError)
    assert str(result.exception).startswith("HEAD:rules/rules.yaml:2")


@pytest.mark.parametrize("name", ["ghost", "--output=x", "HEAD"])
def test_a_name_that_leads_nowhere_is_told(desk: Path, name: str) -> None:
    """R10: what is neither a folder nor a revision is refused by name; it cannot be an option of git."""
    result = call("diff", "--jsonl", "items.jsonl", "--", name, "rules")
    assert isinstance(result.exception, WatchdeskError)
    assert "neither a folder nor a revision" in str(result.exception)
    assert "commit the rules once" in str(result.exception)


def test_a_wrong_option_is_refused_before_anything_is_tried(desk: Path) -> None:
    """Nobody waits for a long history to learn that the length of a shift is none."""
    assert call("diff", "old", "rules", "--jsonl", "gone.jsonl", "--shift", "long").exit_code == 2


def test_without_a_store_the_way_out_is_told(desk: Path) -> None:
    """Where nothing was ever stored, the message names --jsonl."""
    result = call("diff", "old", "rules")
    assert "--jsonl" in str(result.exception)


def test_more_processes_find_the_same(desk: Path) -> None:
    """With two processes the outcome is that of one; by matches alone each item counts."""
    one = facts("diff", "old", "rules", "--jsonl", "items.jsonl", "--jobs", "1")
    assert facts("diff", "old", "rules", "--jsonl", "items.jsonl", "--jobs", "2") == one
    *_, whole = facts("diff", "old", "rules", "--jsonl", "items.jsonl", "--jobs", "2", "--matches")
    assert (whole["before"], whole["after"]) == (3, 4)


def test_a_file_of_items_needs_no_config(desk: Path) -> None:
    """Where no config is, somebody hears everything; a rule in shadow alerts nobody."""
    (desk / "config.yaml").unlink()
    (desk / "rules" / "rules.yaml").write_text(FIRE_AND_FLOOD.replace("id: flood,", "id: flood, mode: shadow,"))
    *_, whole = facts("diff", "old", "rules", "--jsonl", "items.jsonl")
    assert (whole["before"], whole["after"]) == (2, 2)


def test_the_busiest_shift_is_counted_back_from_the_end() -> None:
    """Alerts of one shift count together; the mean is over all shifts, also those without any."""
    end = datetime(2026, 1, 2, tzinfo=UTC)
    heard = [
        Heard(item=f"{hours}", title="", source="", url=None, at=end - timedelta(hours=hours), incident=f"{hours}",
              fate="alerted")
        for hours in (1, 7, 9, 20)
    ]  # fmt: skip
    found = load(first_alerts(heard), since=end - timedelta(hours=24), until=end, shift=timedelta(hours=8))
    assert (found.mean, found.most) == (4 / 3, 2)


def test_replay_without_a_file_runs_the_items_of_the_store(desk: Path) -> None:
    """The store's items of the last days go by the config's rules, or by others; older ones are left out."""
    at = datetime.now(UTC)
    titles = {"fire": "Fire in the harbour of Mosul", "flood": "Flood in the valley of Jena", "calm": "Library closes"}
    items = [
        an_item(id=name, title=text, summary="", url=None, guid_key=name, fingerprint=f"1:{name}", arrived_at=at)
        for name, text in titles.items()
    ]
    items.append(replace(items[0], id="old", guid_key="old", fingerprint="1:old", arrived_at=at - timedelta(days=9)))
    store_items(desk / "watchdesk.sqlite", items)
    told = {one["id"]: [match["rule"] for match in one["matches"]] for one in facts("replay")}
    assert told == {"fire": ["fire"], "flood": ["flood"], "calm": []}
    told = {one["id"]: [match["rule"] for match in one["matches"]] for one in facts("replay", "--rules", "old")}
    assert told == {"fire": ["fire"], "flood": [], "calm": []}
    assert len(facts("replay", "--days", "10")) == 4
    assert "wire" in call("replay").output, "the table names the feeds"


def test_replay_without_a_file_or_a_store_says_what_to_do(desk: Path) -> None:
    """There is nothing to run: the way to some items is named."""
    assert "replay FILE" in str(call("replay").exception)
