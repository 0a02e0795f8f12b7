"""What one report costs, in CPU time, as the store and its incident grow: the decision, and the whole change.

The decision: finding candidates, reading them, and the verdict. The change: that, and all that follows until the
incident is saved with the report: whether it is a copy, what the incident rests on, what of it is set aside.
"""

import gc
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from benchmarks.made_reports import Event, Teller
from benchmarks.memory import Memory
from benchmarks.progress import Progress
from daemon.incidents import cluster, lifecycle
from daemon.incidents.rulings import respected
from daemon.memory import look_for_cycles_seldom
from daemon.model import Incident, Joining, Report, Severity
from daemon.pipeline.joined import as_copy, saved
from daemon.store.database import Store, Transaction, open_store

NOW = datetime(2026, 7, 1, tzinfo=UTC)
QUIET = timedelta(days=3)
WINDOW = 50_000
SIZES = (5_000, 50_000, 1_000_000)
_ASKED = 1_000
_LONG = 2_000  #: reports of a long incident
_ADDED = 200  #: reports that it gets then, and as many of ordinary incidents
_PART = 10_000  #: reports of the history that are made; the others are copies of them
_BATCH = 5_000  #: reports saved in one transaction
_OPENED = Joining(incident_id=None, reason="filled in", score=0.0)


def measure(sizes: Sequence[int]) -> None:
    """Print the cost of a decision in stores of these sizes, of which at most 50,000 reports are of the last days."""
    print("\none decision, CPU ms: stored, in the window: p50 p99 max | MiB held before, peak while deciding, on disk")
    print(f"then the whole change, the same: of ordinary incidents, and of one of {_LONG:,} reports | MiB at the peak")
    for stored in sizes:
        with tempfile.TemporaryDirectory(prefix="watchdesk-cost-") as folder:
            _measured(Path(folder) / "store.sqlite", stored)


def _measured(path: Path, stored: int) -> None:
    teller = Teller(seed=2)
    store = open_store(path)
    try:
        events = _filled(store, teller, stored)
        look_for_cycles_seldom()  # as every command does
        gc.collect()
        memory = Memory()
        memory.reset()
        before = memory.now()
        asked = [teller.report(_event(teller, events, number), at=NOW) for number in range(_ASKED)]
        times = _shown(store.write_now(lambda tx: [_timed(tx, report) for report in asked]))
        size = sum(one.stat().st_size for one in path.parent.iterdir()) / 2**20
        print(
            f"  {stored:9,} {min(WINDOW, stored):7,}: {times} | {before:.0f} {memory.peak():.0f} {size:.0f}", flush=True
        )
        added = asked[: 2 * _ADDED : 2]  # of incidents that are there
        ordinary = _shown(store.write_now(lambda tx: [_changed(tx, report)[0] for report in added]))
        long = _shown(_grown(store, teller)[-_ADDED:])
        print(f"{'change':>19}: {ordinary}, {long} | {memory.peak():.0f}", flush=True)
    finally:
        store.close_now()


def _shown(times: Sequence[float]) -> str:
    """The median, the 99th percentile and the most, in milliseconds."""
    ordered = sorted(times)
    return " ".join(
        f"{one * 1e3:.2f}" for one in (ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100], ordered[-1])
    )


def _grown(store: Store, teller: Teller) -> list[float]:
    """How long each report of an event took that is told so often."""
    event, progress = teller.event(), Progress()
    times: list[float] = []
    opened: set[str] = set()
    for number in range(_LONG + _ADDED):
        report = teller.report(event, at=NOW)
        took, incident_id = store.write_now(partial(_changed, report=report))
        times.append(took)
        opened.add(incident_id)
        progress.say(f"  {number:,} of {_LONG + _ADDED:,} reports of one event, {len(opened)} incidents")
    progress.end()
    return times


def _filled(store: Store, teller: Teller, stored: int) -> list[Event]:
    """A store of so many reports, the latest in the window; those before are long past, as the sweep leaves them.

    The history repeats 10,000 reports under other names, copied in the store, for to make and save each takes longer.
    """
    window = min(WINDOW, stored)
    past = stored - window
    store.write_now(lambda tx: tx.connection.exec_driver_sql("PRAGMA cache_size = -262144"))
    fill(store, teller, min(past, _PART), at=NOW - 10 * QUIET, keyed=False)
    store.write_now(lambda tx: tx.connection.exec_driver_sql("UPDATE incident SET findable = 0, closed_at = opened_at"))
    events = fill(store, teller, window, at=NOW, keyed=True)
    progress = Progress()
    for number in range(1, past // _PART):
        store.write_now(partial(_repeat, prefix=f"past{number}-"))
        progress.say(f"  {(number + 1) * _PART:,} of {past:,} past ones saved")
    store.write_now(lambda tx: tx.connection.exec_driver_sql("PRAGMA cache_size = -2000"))
    return events


def _repeat(tx: Transaction, prefix: str) -> None:
    first = "SELECT id FROM incident WHERE findable = 0 AND id NOT LIKE 'past%'"
    for table, names, rest in (
        ("report", ("incident_id", "item_id"), "position, report, reason, score"),
        ("incident", ("id",), "title, severity, opened_at, last_report_at, closed_at, findable"),
    ):
        renamed = ", ".join(f"'{prefix}' || {name}" for name in names)
        tx.connection.exec_driver_sql(
            f"INSERT INTO {table} ({', '.join(names)}, {rest}) "
            f"SELECT {renamed}, {rest} FROM {table} WHERE {names[0]} IN ({first}) ORDER BY {names[0]}"
        )


def _event(teller: Teller, events: Sequence[Event], number: int) -> Event:
    """A new event, and one that is in the window, by turns: it may have been told at any time of it."""
    return teller.event() if number % 2 else events[number * len(events) // _ASKED]


def _timed(tx: Transaction, report: Report) -> float:
    """How long the decision takes."""
    start = time.process_time()
    _decided(tx, cluster.read(report))
    return time.process_time() - start


def _decided(tx: Transaction, report: Report) -> Joining:
    """The decision as `pipeline.ingest` takes it."""
    rulings = tx.rulings.about([report.item_id])
    found = tx.incidents.candidates(cluster.lookup_keys(report), since=NOW - 2 * QUIET)
    candidates, _ = respected(report, found, rulings)
    return cluster.join(report, candidates, quiet_for=QUIET, now=NOW)


def _changed(tx: Transaction, report: Report) -> tuple[float, str]:
    """How long the whole change takes, as `pipeline.ingest` brings it about, and the id of the incident."""
    start = time.process_time()
    report = cluster.read(report)
    joining = _decided(tx, report)
    incident = tx.incidents.current(joining.incident_id) if joining.incident_id else None
    if incident:
        change = lifecycle.extend(incident, as_copy(tx, report, incident), severity=Severity.LOW, now=NOW)
    else:
        change = lifecycle.open_change(report, severity=Severity.LOW, joining=joining, now=NOW)
    saved(tx, change, joining)
    return time.process_time() - start, change.incident.id


def fill(store: Store, teller: Teller, count: int, *, at: datetime, keyed: bool) -> list[Event]:
    """Save so many reports, and say how far it is; `keyed`: as the sweep leaves those that are not long past."""
    events: list[Event] = []
    saved, progress = 0, Progress()
    while saved < count:
        batch: list[Incident] = []
        before = saved
        while saved < min(count, before + _BATCH):
            event = teller.event()
            told = list(teller.reports(event, at=at))[: count - saved]
            saved += len(told)
            events.append(event)
            batch.append(_incident(told, at=at))
        store.write_now(partial(_save, incidents=batch, keyed=keyed))
        progress.say(f"  {saved:,} of {count:,} saved")
    progress.end()
    return events


def _incident(told: Sequence[Report], *, at: datetime) -> Incident:
    incident = lifecycle.open_incident(told[0], severity=Severity.LOW, previous=None, now=at)
    return replace(incident, reports=tuple(told))


def _save(tx: Transaction, incidents: Sequence[Incident], *, keyed: bool) -> None:
    for incident in incidents:
        tx.incidents.save(incident)
        for report in incident.reports:
            keys = cluster.lookup_keys(report) if keyed else ()
            words = cluster.packed_words(report) if keyed else None
            tx.incidents.save_report(incident, report, joining=_OPENED, keys=keys, words=words)
