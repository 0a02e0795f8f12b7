"""`watchdesk stats`: what each rule is worth; `watchdesk harvest`: what the desk's false alarms teach."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from daemon.cli.beside import read_store
from daemon.cli.harvesting import alarms_since, lessons, put_in
from daemon.cli.loading import load_all
from daemon.cli.swapping import swap
from daemon.errors import WatchdeskError
from daemon.items import dedup
from daemon.model import DeliveryState
from daemon.pipeline.ingest import Desk, Visit, ingest
from daemon.pipeline.known import KnownItems
from daemon.store.database import Transaction, open_store
from tests.helpers.build import an_item
from tests.helpers.shell import CONFIG, call, facts, said, stand_in

RULES = """\
# Our rules; the night shift reads them, too.
rules:
  - id: fire
    title: حريق <b>كبير</b>   # right to left, and with signs of HTML
    severity: high
    when: fire
    tests:
      match: [a fire]
      skip:
        - a fir   # a tree
  - {id: blaze, severity: high, when: blaze | inferno, tests: {match: [a blaze], skip: [a blazer]}}
  - {id: storm, severity: low, when: storm, tests: {match: [a storm], skip: [a stork]}}
  - {id: convoy, severity: high, mode: shadow, when: convoy, tests: {match: [a convoy], skip: [a conveyor]}}
"""
TITLES = (
    "Fire in the harbour of Mosul",
    "Blaze and fire in the old town of Jena",
    "Fire brigade of Ulm opens its doors to visitors",
    "Convoy leaves Erbil",
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a config, rules, and a store in which four items were matched and told an hour ago."""
    stand_in(tmp_path, monkeypatch, config=CONFIG, rules=RULES)
    config, rules = load_all(tmp_path / "config.yaml")
    now = datetime.now(UTC) - timedelta(hours=1)

    def come(tx: Transaction) -> None:
        for number, title in enumerate(TITLES):
            item = an_item(id=f"i{number}", title=title, summary="", url=f"https://wire.example/{number}",
                           fingerprint=f"1:{number}", arrived_at=now, published_at=now)  # fmt: skip
            item = replace(item, title_key=None, guid_key=f"g{number}", url_key=f"u{number}")
            visit = Visit(feed=config.feeds[0], now=now)
            ingest(tx, item, KnownItems(tx, [item]).of(item), visit=visit, desk=Desk(config=config, rules=rules))
            assert dedup.lookup_keys(item)
        while delivery := tx.outbox.start("desk", now=now):
            tx.outbox.finish(replace(delivery, state=DeliveryState.SENT), now=now)

    store = open_store(tmp_path / "watchdesk.sqlite")
    store.write_now(come)
    store.close_now()
    return tmp_path


def _incident(title: str) -> str:
    return next(str(one["incident"]) for one in facts("incidents") if one["title"] == title)


def _rule(name: str) -> dict[str, Any]:
    return next(one for one in facts("stats") if one["rule"] == name)


def test_each_rules_record_is_told(desk: Path) -> None:
    """Alerts, acks, false alarms, what only it caught, and with which rule it overlaps."""
    assert call("ack", _incident(TITLES[0])).exit_code == 0
    assert call("false-alarm", _incident(TITLES[2]), "--why", "an open day").exit_code == 0
    fire = _rule("fire")
    assert {key: fire[key] for key in ("alerts", "acked", "false_alarms", "muted", "only")} == {
        "alerts": 3, "acked": 1, "false_alarms": 1, "muted": 0, "only": 2,
    }  # fmt: skip
    assert fire["overlap"] == {"rule": "blaze", "incidents": 1}
    assert 3500 < fire["to_ack_s"] < 3700
    assert _rule("blaze")["only"] == 0
    assert _rule("storm") == {"rule": "storm", "never_fired": True}
    shown = said("stats")
    assert "UTC" in shown.splitlines()[0]
    assert "never fired: storm" in shown
    assert "all: 3 alerts, 1 false alarm" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_false_alarm_that_was_undone_does_not_count(desk: Path) -> None:
    """Whoever takes a verdict back takes it out of the record."""
    assert call("false-alarm", _incident(TITLES[2])).exit_code == 0
    number = facts("audit")[0]["id"]
    assert call("undo", str(number)).exit_code == 0
    assert _rule("fire")["false_alarms"] == 0


def test_a_rule_in_shadow_tells_what_it_would_have_sent(desk: Path) -> None:
    """Shadow: nobody was alerted by it; what it held for is counted, and how much of it nobody was told of."""
    convoy = _rule("convoy")
    assert (convoy["mode"], convoy["alerts"], convoy["would_send"], convoy["unheard"]) == ("shadow", 0, 1, 1)
    assert "in shadow, convoy would have sent 1; 1 of them nobody was told of" in said("stats")


def test_every_silence_is_in_the_status(desk: Path) -> None:
    """R14: what is muted stands in every status with its end, until it has ended; nobody has to remember it."""
    assert "silenced" not in said("status")
    assert call("silence", "rule:fire", "2h", "a", "drill", "at", "the", "port").exit_code == 0
    (told,) = facts("status")
    (silence,) = told["silences"]
    assert silence["holds"].startswith("rule fire")
    assert f"silenced   {silence['holds']} until " in said("status")
    assert call("unsilence", silence["id"]).exit_code == 0
    assert "silenced" not in said("status")


def test_a_desk_without_a_past_has_a_record_of_nothing(desk: Path) -> None:
    """Of a store that has seen nothing, every rule has never fired."""
    (desk / "watchdesk.sqlite").unlink()
    open_store(desk / "watchdesk.sqlite").close_now()
    assert {one["rule"] for one in facts("stats") if one["never_fired"]} == {"fire", "blaze", "storm", "convoy"}
    assert "all: 0 alerts" in said("stats")
    said("stats", "--html", "page.html")


class _Page(HTMLParser):
    """What a page holds: its tags in their order, each closed, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.leads: list[str] = []
        self.isolated: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.leads += [value or "" for name, value in attrs if name in {"src", "href", "xlink:href", "action"}]
        if tag not in {"meta", "br", "link", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "bdi":
            self.isolated.append(data)


def test_the_page_stands_alone(desk: Path) -> None:
    """One file that is whole, fetches nothing, shows UTC, and isolates and escapes what operators wrote."""
    said("stats", "--html", "page.html")
    text = (desk / "page.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert page.open == []
    assert page.tags.count("svg") >= 3
    assert page.leads == []
    assert not re.search(r"url\(|@import|<script|https?://", text)
    assert " UTC" in text
    assert "حريق <b>كبير</b>" in page.isolated
    assert "b" in page.tags
    assert "<b>كبير" not in text


def test_a_false_alarm_becomes_a_test_of_its_rule(desk: Path) -> None:
    """It is offered with who said so and why; written, it stands under `skip`, and every other sign stays."""
    assert call("false-alarm", _incident(TITLES[2]), "--why", "an open day", "--by", "Anna").exit_code == 0
    shown = said("harvest")
    assert TITLES[2] in shown
    assert "Anna" in shown
    assert "an open day" in shown
    assert "the rule still fires on it" in shown
    assert (desk / "rules" / "rules.yaml").read_text(encoding="utf-8") == RULES
    written = said("harvest", "--write", "--yes", "--failing")
    assert "now failing: fire" in written
    after = (desk / "rules" / "rules.yaml").read_text(encoding="utf-8")
    assert after == RULES.replace("- a fir   # a tree\n", f"- a fir   # a tree\n        - {TITLES[2]}\n")
    assert "must not match but does" in str(call("check").exception)


def test_once_the_rule_is_mended_the_set_is_whole(desk: Path) -> None:
    """R2: with the failing test the set is refused as a whole; mended, it loads, and nothing is offered again."""
    assert call("false-alarm", _incident(TITLES[2])).exit_code == 0
    said("harvest", "--write", "--yes", "--failing", "--rule", "fire")
    path = desk / "rules" / "rules.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("when: fire", "when: fire & !brigade"), encoding="utf-8")
    assert call("check").exit_code == 0
    assert facts("harvest") == []


def test_what_a_rule_found_in_the_body_is_in_the_test(desk: Path) -> None:
    """Where the title alone would not fire, the test has the field that does."""
    path = desk / "rules" / "rules.yaml"
    path.write_text(RULES.replace("when: fire", "when: helicopter | fire"), encoding="utf-8")
    store = open_store(desk / "watchdesk.sqlite")
    now = datetime.now(UTC)
    config, rules = load_all(desk / "config.yaml")
    item = an_item(id="b", title="The week in pictures", summary="", body="A helicopter, and more.", fingerprint="1:b",
                   url="https://wire.example/b", arrived_at=now, published_at=now)  # fmt: skip
    store.write_now(
        lambda tx: ingest(
            tx, item, [], visit=Visit(feed=config.feeds[0], now=now), desk=Desk(config=config, rules=rules)
        )
    )
    store.close_now()
    assert call("false-alarm", _incident("The week in pictures")).exit_code == 0
    assert "no rule 'ghost'" in str(call("harvest", "--rule", "ghost").exception)
    (offer,) = facts("harvest")
    assert offer["test"] == {"title": "The week in pictures", "body": "A helicopter, and more."}
    assert offer["still_fires"]
    said("harvest", "--write", "--yes", "--failing")
    assert "must not match but does" in str(call("check").exception)


def test_what_is_written_loads(desk: Path) -> None:
    """R2: the test of a rule that still fires is not written: it is said what to do; once it is narrowed, it is."""
    assert call("false-alarm", _incident(TITLES[2])).exit_code == 0
    written = said("harvest", "--write", "--yes")
    assert "still firing, so not written: fire. Narrow each" in written
    path = desk / "rules" / "rules.yaml"
    assert path.read_text(encoding="utf-8") == RULES
    path.write_text(RULES.replace("when: fire", "when: fire & !brigade"), encoding="utf-8")
    assert "1 added" in said("harvest", "--write", "--yes")
    assert TITLES[2] in path.read_text(encoding="utf-8")
    assert call("check").exit_code == 0


def _two_files(desk: Path) -> tuple[Path, Path]:
    """Two rules in two files, that one false alarm teaches something, and that do not fire on it any more."""
    assert call("false-alarm", _incident(TITLES[1])).exit_code == 0
    first, second = desk / "rules" / "rules.yaml", desk / "rules" / "second.yaml"
    blaze = next(line for line in RULES.splitlines() if "id: blaze" in line)
    first.write_text(RULES.replace(f"{blaze}\n", "").replace("when: fire", "when: fire & !jena"), encoding="utf-8")
    narrow = blaze.replace("when: blaze | inferno", "when: '(blaze | inferno) & !jena'")
    second.write_text(f"rules:\n{narrow}\n", encoding="utf-8")
    return first, second


def test_tests_of_several_files_are_written_together(desk: Path) -> None:
    """One false alarm can teach rules of several files; each file has its test."""
    first, second = _two_files(desk)
    assert len(facts("harvest", "--write", "--yes")) == 2, "programs are told of the tests, and of nothing else"
    assert TITLES[1] in first.read_text(encoding="utf-8")
    assert TITLES[1] in second.read_text(encoding="utf-8")
    assert call("check").exit_code == 0


def test_where_one_file_cannot_be_written_none_is(desk: Path) -> None:
    """R13: a file that cannot be written, in whatever order, leaves all others as they were; what to add is named."""
    first, second = _two_files(desk)
    before = {path: path.read_bytes() for path in (first, second)}
    config, rules = load_all(desk / "config.yaml")
    alarms = read_store(config.store, lambda tx: alarms_since(tx, since=datetime(2000, 1, 1, tzinfo=UTC)))
    found = list(lessons(rules, alarms or []))
    assert len(found) == 2

    def full(path: Path, raw: bytes, content: bytes) -> None:
        if path == second.resolve():
            raise OSError(28, "No space left on device")
        swap(path, raw, content)

    with pytest.raises(WatchdeskError, match=r"(?s)second.yaml was not written: No space left.*No file was changed"):
        put_in(found, config.rules, put=full)
    assert {path: path.read_bytes() for path in (first, second)} == before

    def stopped(path: Path, raw: bytes, content: bytes) -> None:
        if path == second.resolve():
            raise KeyboardInterrupt
        swap(path, raw, content)

    with pytest.raises(KeyboardInterrupt):
        put_in(found, config.rules, put=stopped)
    assert {path: path.read_bytes() for path in (first, second)} == before


def test_whoever_is_asked_can_say_no(desk: Path) -> None:
    """Without --yes each test is asked about; a no leaves the file as it is."""
    assert call("false-alarm", _incident(TITLES[2])).exit_code == 0
    assert call("harvest", "--write", given="n\n").exit_code == 0
    assert (desk / "rules" / "rules.yaml").read_text(encoding="utf-8") == RULES
