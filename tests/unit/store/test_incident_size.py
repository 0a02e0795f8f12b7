"""However much is stored, a decision reads the window: keys are dropped, indexes are searched, few reports are read."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from daemon.incidents import cluster
from daemon.model import Incident, Joining, Report, Severity
from daemon.store.database import Store, Transaction, memory_store
from tests.helpers.build import NOW

JOINING = Joining(incident_id=None, reason="nothing alike", score=0.0)
QUIET = timedelta(days=3)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """An empty store in memory."""
    opened = memory_store()
    yield opened
    await opened.close()


def _saved(tx: Transaction, name: str, *, reports: int = 1, key: str = "w:ferry", age: timedelta = QUIET) -> Incident:
    at = NOW - age
    told = tuple(
        Report(item_id=f"{name}-{n}", feed="f", source="F", title="Ferry sinks off Batangas", arrived_at=at)
        for n in range(reports)
    )
    incident = Incident(
        id=name, title=told[0].title, severity=Severity.LOW, opened_at=at, last_report_at=at, reports=told
    )
    tx.incidents.save(incident)
    for report in told:
        words = cluster.packed_words(report)
        tx.incidents.save_report(incident, report, joining=JOINING, keys=[key], words=words)
    return incident


def _steps(tx: Transaction, ask: Any) -> list[str]:
    """The plan's steps of every statement that `ask` runs."""
    asked: list[str] = []
    driver: Any = tx.connection.connection.driver_connection
    driver.set_trace_callback(asked.append)
    ask()
    driver.set_trace_callback(None)
    assert asked
    plans = [tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}") for query in asked]
    return [str(row[3]) for rows in plans for row in rows]


async def test_candidates_are_found_and_read_by_indexes_alone(store: Store) -> None:
    """L5: neither keys, nor reports, nor rulings are walked through; of a key, only the index is read."""

    def steps(tx: Transaction) -> list[str]:
        _saved(tx, "i1", reports=30)
        return [
            *_steps(tx, lambda: tx.incidents.candidates({"w:ferry": 1.0, "w:sea": 0.5}, since=NOW - 2 * QUIET)),
            *_steps(tx, lambda: tx.incidents.candidates({}, since=NOW, item_ids=["i1-3"])),
            *_steps(tx, lambda: tx.rulings.about(["i1-3"])),
        ]

    found = await store.write(steps)
    tables = [step for step in found if step.startswith(("SCAN incident", "SCAN report", "SCAN ruling"))]
    assert tables == []
    by_key = [step for step in found if "incident_key" in step]
    assert by_key
    assert all("SEARCH incident_key USING COVERING INDEX ix_incident_key_latest" in step for step in by_key)
    assert any("report USING INDEX ix_report_part (incident_id=? AND part=? AND position>?)" in step for step in found)


async def test_the_sweep_looks_at_open_and_findable_incidents_only(store: Store) -> None:
    """L5: what is to be closed or forgotten is found in an index that holds nothing of the history."""

    def steps(tx: Transaction) -> list[str]:
        _saved(tx, "i1")
        asked = [tx.incidents.quiet, tx.incidents.forget_past]
        return [step for ask in asked for step in _steps(tx, lambda ask=ask: ask(before=NOW - QUIET))]

    found = await store.write(steps)
    assert any("SEARCH incident USING INDEX ix_incident_open" in step for step in found)
    assert any("SEARCH incident USING INDEX ix_incident_findable" in step for step in found)
    assert not [step for step in found if step.startswith("SCAN")]


async def test_what_is_long_past_is_found_no_more_and_stays(store: Store) -> None:
    """No key leads to an incident without a report since then; it is there all the same, with its reports."""

    def forgotten(tx: Transaction) -> tuple[int, int, list[str], Incident | None]:
        old = _saved(tx, "i1", reports=2, age=3 * QUIET)
        _saved(tx, "i2")
        counts = [tx.incidents.forget_past(before=NOW - 2 * QUIET) for _ in range(2)]
        found = tx.incidents.candidates({"w:ferry": 1.0}, since=NOW - 9 * QUIET)
        assert tx.incidents.incident("i1") == old
        return counts[0], counts[1], [one.id for one in found], tx.incidents.of_item("i1-1")

    first, again, found, old = await store.write(forgotten)
    assert (first, again, found) == (1, 0, ["i2"])
    assert old is not None


async def test_an_incident_that_is_told_again_is_found_again(store: Store) -> None:
    """A forgotten incident that gets a report after all is found under that report's keys, until it is past again."""

    def told_again(tx: Transaction) -> tuple[list[str], int]:
        old = _saved(tx, "i1", age=3 * QUIET)
        tx.incidents.forget_past(before=NOW - 2 * QUIET)
        late = replace(old.reports[0], item_id="late", arrived_at=NOW)
        extended = replace(old, last_report_at=NOW, reports=(*old.reports, late))
        tx.incidents.save(extended)
        tx.incidents.save_report(extended, late, joining=JOINING, keys=["w:sea"])
        found = tx.incidents.candidates({"w:sea": 1.0}, since=NOW - QUIET)
        return [one.id for one in found], tx.incidents.forget_past(before=NOW + QUIET)

    assert await store.write(told_again) == (["i1"], 1)


async def test_a_report_comes_with_its_packed_wording(store: Store) -> None:
    """What was packed when a report was saved comes back with it; after a revision, that of the new text."""

    def words(tx: Transaction) -> tuple[bytes, bytes, bytes]:
        incident = _saved(tx, "i1")
        (found,) = tx.incidents.candidates({"w:ferry": 1.0}, since=NOW - 2 * QUIET)
        revised = replace(incident.reports[0], title="Ferry found safe off Batangas")
        newer = replace(incident, reports=(revised,))
        packed = cluster.packed_words(revised)
        tx.incidents.save_report(newer, revised, joining=JOINING, keys=["w:ferry"], words=packed)
        (again,) = tx.incidents.candidates({"w:ferry": 1.0}, since=NOW - 2 * QUIET)
        return found.reports[0].words, again.reports[0].words, packed

    before, after, packed = await store.write(words)
    assert before
    assert before != after
    assert after == packed


async def test_what_a_report_does_not_have_is_not_stored(store: Store) -> None:
    """A field that says nothing takes no room, nor time when the report is read, and comes back all the same."""

    def stored(tx: Transaction) -> tuple[set[str], bool]:
        incident = _saved(tx, "i1")
        (raw,) = tx.connection.exec_driver_sql("SELECT report FROM report").one()
        return set(json.loads(raw)), tx.incidents.incident("i1") == incident

    always = {"item_id", "feed", "source", "title", "arrived_at", "rules", "entities"}
    assert await store.write(stored) == (always, True)
