"""`watchdesk replay` on more than one process, and on what can be read once only."""

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from daemon.cli.history import written
from daemon.cli.replay import past_of, replay_past, timed, without_receivers
from daemon.cli.replaying import asked
from daemon.errors import ConfigError, WatchdeskError
from daemon.model import VerdictKind
from daemon.pipeline.ingest import Desk, Ingested, Visit, ingest
from daemon.pipeline.known import KnownItems
from daemon.pipeline.rehearse import Past, rehearse
from daemon.rules.load import load_rules
from daemon.rules.ruleset import RuleSet
from daemon.store.database import Transaction, memory_store
from tests.helpers.shell import call, write_lines

RULES = """entities:
  - {id: mosul, name: Mosul, kind: place, aliases: [Мосул]}
rules:
  - {id: fire, severity: high, when: fire | пожар, tests: {match: [a fire], skip: [a fir]}}
  - {id: mosul, severity: low, when: "@mosul", tests: {match: [in Mosul], skip: [in Rome]}}
  - {id: fires, severity: high, when: {count: {of: fire, at_least: 3, within: 2h}},
     tests: {match: [a fire], skip: [a fir]}}
"""
TITLES = [
    "Fire in the harbour of Mosul", "Mosul harbour on fire, says the mayor", "Library of Jena closes early",
    "Пожар в порту Мосула", "Fire drill at the opera of Mosul tomorrow", "Chess team named for the finals in Ulm",
]  # fmt: skip


@pytest.fixture
def rules(tmp_path: Path) -> RuleSet:
    """Rules over one item and over several, and an entity."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    return load_rules(tmp_path / "rules")


def items(count: int) -> list[dict[str, object]]:
    """Reports, among them copies in another feed, the same again, and new versions of what was there."""
    made = []
    for number in range(count):
        told = {
            "id": number - number % 2 if number % 7 == 3 else number,
            "title": f"{TITLES[number % len(TITLES) if number % 5 == 0 else -1]}, report {number // 9}",
            "feed": f"wire{number % 4}",
            "published": f"2026-01-01T{number // 60 % 24:02}:{number % 60:02}:00Z",
        }
        made.append(made[-1] if number % 11 == 5 else told)
    return made


def test_as_many_processes_as_there_are_say_what_one_says(tmp_path: Path, rules: RuleSet) -> None:
    """Verdicts, incidents, matches and their evidence come in the order given, however the processes were started."""
    file = write_lines(tmp_path / "items.jsonl", items(600))
    told = []
    for jobs, method in ((1, "fork"), (2, "fork"), (2, "spawn")):
        with asked(written(file), rules, jobs=jobs, method=method) as past:
            told.append(list(replay_past(past, rules, join_all=False)))
    assert told[0] == told[1] == told[2]
    assert [one["id"] for one in told[0]] == [one["id"] for one in items(600)]
    assert {one["verdict"] for one in told[0]} >= {"new", "duplicate", "unchanged"}
    assert {match["rule"] for one in told[0] for match in one["matches"]} == {"fire", "mosul", "fires"}


def test_what_was_asked_before_is_not_asked_again(tmp_path: Path, rules: RuleSet) -> None:
    """Each item brings what the rules say of it: a set that knows no rule finds the same matches on its way."""
    file = write_lines(tmp_path / "items.jsonl", items(20))
    with asked(written(file), rules, jobs=1) as past:
        told = list(replay_past(past, RuleSet.empty(), join_all=False))
    assert any(one["matches"] for one in told)


def test_the_feeds_that_a_file_names_are_cited_by_their_names(tmp_path: Path, rules: RuleSet) -> None:
    """Who cites another feed counts for it, in whichever process that is found."""
    lines = [
        {"id": 1, "title": "Fire in the harbour of Mosul", "feed": "Rudaw", "published": "2026-01-01T00:00:00Z"},
        {
            "id": 2,
            "title": "Mosul harbour on fire, Rudaw reports",
            "feed": "paper",
            "published": "2026-01-01T01:00:00Z",
        },
    ]
    file = write_lines(tmp_path / "items.jsonl", lines)
    for jobs in (1, 2):
        with asked(written(file), rules, jobs=jobs) as past:
            assert [one.asked and one.asked.speech and one.asked.speech.voice for _, one in past] == ["", "Rudaw"]


def test_items_taken_together_fare_as_one_by_one(tmp_path: Path, rules: RuleSet) -> None:
    """Copies, the same again and new versions, also of one another, come to what they would come to apart."""
    given = items(300)
    for number in range(0, 300, 9):
        given[number] = {**given[max(0, number - 1 - number % 7)], "title": f"{TITLES[number % 6]}, corrected {number}"}
    desk = Desk(config=without_receivers(), rules=rules)
    past = [past_of(fields, now=now) for fields, now in timed(given)]
    together = list(rehearse(past, desk, told=lambda _tx, _past, one: one))
    store = memory_store()
    apart = [store.write_now(partial(_alone, one=one, desk=desk)) for one in past]
    store.close_now()
    assert together == apart
    assert {one.verdict.kind for one in together} == set(VerdictKind)
    assert any(one.incident_id and one.verdict.kind is VerdictKind.REVISED for one in together)


def _alone(tx: Transaction, one: Past, desk: Desk) -> Ingested:
    known, visit = KnownItems(tx, [one.item]), Visit(feed=one.feed, now=one.now)
    return ingest(tx, one.item, known.of(one.item), visit=visit, desk=desk)


def test_a_page_is_read_when_it_is_its_turn(tmp_path: Path) -> None:
    """A file is not held in memory: nothing of a page exists before the one ahead of it was taken."""
    file = write_lines(tmp_path / "items.jsonl", items(1_300))
    history = written(file)
    sizes = [page.count for page in history.pages]
    assert (history.count, sum(sizes)) == (1_300, 1_300)
    assert max(sizes) <= 500
    history, lines = written(file), file.read_bytes().splitlines(keepends=True)
    assert len(next(history.pages).read({})) == 500
    os.truncate(file, len(b"".join(lines[:700])))
    assert sum(len(page.read({})) for page in history.pages) == 200, (
        "what left the file after the first page was not read before"
    )
    file.write_bytes(b"".join(lines))
    last = written(file, days=1)
    assert last.count == sum(len(page.read({})) for page in last.pages) == 1_300
    assert (last.until - last.since).total_seconds() < 86_400


def test_the_last_days_begin_within_a_page(tmp_path: Path) -> None:
    """Of a file with empty lines, too, the items of the last days are those that the whole file ends with."""
    lines = [json.dumps({**one, "id": number}) for number, one in enumerate(items(1_300))]
    late = [line.replace("2026-01-01", "2026-01-03") for line in lines[620:]]
    file = tmp_path / "items.jsonl"
    file.write_text("\n\n" + "\n".join([*lines[:300], "", *lines[300:620], *late]) + "\n\n", encoding="utf-8")
    whole = [one for page in written(file).pages for one in page.read({})]
    last = [(page.count, page.read({})) for page in written(file, days=1).pages]
    assert [one for _, page in last for one in page] == [one for one in whole if one[1].now.day > 1]
    assert [(count, len(page)) for count, page in last] == [(380, 380), (300, 300)]


def test_items_come_through_a_pipe(tmp_path: Path, rules: RuleSet) -> None:
    """What can be read once only gives what the file gives."""
    file = write_lines(tmp_path / "items.jsonl", items(30))
    text = file.read_text(encoding="utf-8")
    words = ("--rules", str(tmp_path / "rules"), "--json")
    of_file, piped = call("replay", str(file), *words), call("replay", "-", *words, given=text)
    assert piped.exit_code == 0
    assert piped.stdout == of_file.stdout
    assert len([json.loads(line) for line in piped.stdout.splitlines()]) == 30


def test_a_broken_line_is_named_before_anything_is_told(tmp_path: Path, rules: RuleSet) -> None:
    """All lines are looked at first: a replay that would end in the middle does not begin."""
    file = write_lines(tmp_path / "items.jsonl", items(5))
    file.write_text(file.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
    result = call("replay", str(file), "--rules", str(tmp_path / "rules"), "--json")
    assert isinstance(result.exception, ConfigError)
    assert "items.jsonl:6" in str(result.exception)
    assert not result.stdout
    file.write_bytes(b"\xff\xfe")
    assert "not UTF-8" in str(call("replay", str(file), "--rules", str(tmp_path / "rules")).exception)
    with pytest.raises(WatchdeskError, match="cannot be read"):
        written(tmp_path / "gone.jsonl")


def test_what_no_terminal_can_show_is_named(tmp_path: Path, rules: RuleSet) -> None:
    """A name of half a character is refused with its line; the last moment of the calendar is one like any other."""
    file = tmp_path / "items.jsonl"
    for key in ("id", "feed"):
        item = {"id": 1, "title": "Fire", key: "\\ud800"}
        file.write_text(json.dumps(item).replace("\\\\", "\\") + "\n", encoding="utf-8")
        with pytest.raises(ConfigError, match=f"items.jsonl:1.*{key} holds half a character"):
            written(file)
    write_lines(file, [{"id": 1, "title": "Fire", "published": "9999-12-31T23:59:59.999999Z"}])
    history = written(file, days=3)
    assert (history.count, history.until.year, len(list(history.pages))) == (1, 9999, 1)
    assert '"fire"' in call("replay", str(file), "--rules", str(tmp_path / "rules"), "--json").stdout


def test_a_pipe_is_utf_8_whatever_the_terminal_speaks(tmp_path: Path, rules: RuleSet) -> None:
    """In a container without a locale, too: the same letters are found, and bytes that are not UTF-8 are said."""
    words = [sys.executable, "-m", "daemon.cli", "replay", "-", "--rules", str(tmp_path / "rules"), "--json"]
    env = {**os.environ, "LC_ALL": "C"}
    line = '{"id": 1, "title": "Пожар"}\n'.encode()
    done = subprocess.run(words, input=line, capture_output=True, check=True, env=env)
    assert b'"fire"' in done.stdout
    broken = subprocess.run(words, input=line[:-4], capture_output=True, check=False, env=env)
    assert broken.returncode == 1
    assert b"- cannot be read: not UTF-8" in broken.stderr


def test_no_items_are_no_error(tmp_path: Path, rules: RuleSet) -> None:
    """An empty file is replayed to nothing; there is nothing to compare in it."""
    file = write_lines(tmp_path / "items.jsonl", [])
    assert call("replay", str(file), "--rules", str(tmp_path / "rules"), "--json").stdout == ""
    assert "holds no items" in str(
        call("diff", "--jsonl", str(file), str(tmp_path / "rules"), str(tmp_path / "rules")).exception
    )
