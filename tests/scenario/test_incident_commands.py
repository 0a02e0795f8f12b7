"""`watchdesk incidents`, `split` and `join`, on a store that no daemon owns."""

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest

from daemon.cli.replay import parse_items
from daemon.incidents.cluster import lookup_keys
from daemon.model import Joining
from daemon.store.database import Transaction, open_store
from tests.helpers.build import an_item
from tests.scenario.test_commands import call
from tests.unit.incidents.builders import a_report, an_incident

ONE = a_report("Helicopter lost near Palmyra", "palmyra", source="A")
TWO = a_report("Helicopter lost near the dam", "palmyra", source="B")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A config whose store holds one incident of two reports."""
    path = tmp_path / "config.yaml"
    path.write_text("receivers: {desk: {console: {}}}\nstore: store.sqlite\n", encoding="utf-8")
    incident = an_incident(ONE, TWO, id="i1")

    def save(tx: Transaction) -> None:
        tx.incidents.save(incident)
        for report in incident.reports:
            tx.items.save_new([(an_item(id=report.item_id, title=report.title), (), None)])
            joining = Joining(incident_id="i1", reason="place", score=0.6)
            tx.incidents.save_report(incident, report, joining=joining, keys=lookup_keys(report))

    async def fill() -> None:
        store = open_store(tmp_path / "store.sqlite")
        await store.write(save)
        await store.close()

    asyncio.run(fill())
    return path


def listed(config: Path) -> list[dict[str, object]]:
    """What `incidents --json` shows."""
    shown = call("incidents", "--config", str(config), "--json")
    assert shown.exit_code == 0, shown.output
    return [json.loads(line) for line in shown.output.splitlines()]


def test_incidents_are_listed_with_why_each_report_joined(config: Path) -> None:
    """Sources, reports with their item ids, reasons and scores, for people and for programs."""
    (shown,) = listed(config)
    assert shown["sources"] == ["A", "B"]
    text = call("incidents", "--config", str(config)).output
    assert "independent sources: A, B" in text
    assert f"{TWO.item_id}  B: {TWO.title} (place 0.60)" in text


def test_a_split_and_a_join_are_kept(config: Path) -> None:
    """A split makes two incidents of one, a join one of two; what cannot be done is said in one line."""
    done = call("split", TWO.item_id, "--why", "two machines", "--config", str(config))
    assert "1 stay in i1" in done.output
    first, second = listed(config)
    assert (first["sources"], second["sources"]) == (["A"], ["B"])
    done = call("join", str(first["incident"]), str(second["incident"]), "--why", "no", "--config", str(config))
    assert "has all 2 reports now" in done.output
    assert len(listed(config)) == 1
    refused = call("split", "nobody", "--why", "x", "--config", str(config))
    assert refused.exit_code == 1
    assert "no incident has a report nobody" in str(refused.exception)


def test_rulings_come_out_as_labelled_pairs(config: Path) -> None:
    """Each ruling is a line: what was said, by whom, of what had been decided; its items as `replay` reads them."""
    call("split", TWO.item_id, "--why", "two machines", "--by", "Anna", "--config", str(config))
    first, second = listed(config)
    call(
        "join",
        str(first["incident"]),
        str(second["incident"]),
        "--why",
        "one after all",
        "--by",
        "Boris",
        "--config",
        str(config),
    )
    lines = [json.loads(line) for line in call("rulings", "--config", str(config)).output.splitlines()]
    assert [(line["same"], line["by"], line["why"]) for line in lines] == [
        (False, "Anna", "two machines"),
        (True, "Boris", "one after all"),
    ]
    assert lines[0]["evidence"] == {"incident": "i1", "reason": "place", "score": 0.6}
    items = list(parse_items((json.dumps(item) for item in lines[0]["items"]), name="rulings"))
    assert {item["title"] for item in items} == {ONE.title, TWO.title}


def test_acts_are_done_beside_a_running_daemon(config: Path) -> None:
    """What is done at the shell is in the store at once, though a daemon owns it, and stands in the audit log."""
    store = open_store(config.parent / "store.sqlite")
    done = call("ack", "i1", "--by", "Anna", "--config", str(config))
    again = call("ack", "i1", "--by", "Boris", "--config", str(config))
    acts = asyncio.run(store.read(lambda tx: tx.acts.latest()))
    asyncio.run(store.close())
    assert "Anna has it" in done.output
    assert "Anna has it" in again.output
    assert [(act.verb, act.by, act.target) for act in acts] == [("ack", "Anna", "i1")]
    assert "Anna" in call("audit", "--config", str(config), "--since", "3650d").output
    assert "undone: ack" in call("undo", str(acts[0].id), "--config", str(config)).output
    assert listed(config)[0]["acked_by"] is None


def test_a_store_of_another_version_is_left_alone(config: Path) -> None:
    """Only a daemon's start brings a store up to date; a command beside it says so and changes nothing."""
    with sqlite3.connect(config.parent / "store.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0009'")
    refused = call("ack", "i1", "--config", str(config))
    assert refused.exit_code == 1
    assert "another version of watchdesk" in str(refused.exception)


@pytest.mark.parametrize("words", [("incidents",), ("ack", "i1"), ("silences",), ("backup", "copy")])
def test_a_store_without_a_byte_is_called_empty(config: Path, words: tuple[str, ...]) -> None:
    """What a first start leaves that is cut off, or a disk that lost it, is no store of another version."""
    store = config.parent / "store.sqlite"
    store.write_bytes(b"")
    refused = call(*words, "--config", str(config))
    assert refused.exit_code == 1
    assert str(refused.exception).startswith(f"the store at {store} is empty; run the daemon first, or ")
    assert store.read_bytes() == b""


def test_a_store_that_holds_nothing_yet_is_said_to(config: Path) -> None:
    """A database without a table is none of another version either."""
    store = config.parent / "store.sqlite"
    store.unlink()
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    refused = call("ack", "i1", "--config", str(config))
    assert "nothing is in the store yet; start the daemon first" in str(refused.exception)
