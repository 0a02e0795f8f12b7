"""What one decision costs, in CPU time, as the store grows: finding candidates, reading them, and the verdict."""

import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from daemon.incidents import cluster, lifecycle
from daemon.model import Joining, Report, Severity
from daemon.store.database import Transaction, memory_store

NOW = datetime(2026, 7, 1, tzinfo=UTC)
QUIET = timedelta(days=3)
_ASKED = 400
_OLD_FOR_EACH = 4  #: incidents long past for each one in the window
_REPORTS = 3  #: of each event, on average
_OPENED = Joining(incident_id=None, reason="filled in", score=0.0)


def reports(count: int, *, seed: int, at: datetime) -> Iterator[Report]:
    """Made reports of made events, in words as unevenly used as those of a language are."""
    draw = random.Random(seed)
    common = [_word(draw) for _ in range(20_000)]
    weights = [1.0 / (rank + 10) for rank in range(len(common))]
    event: list[str] = []
    for number in range(count):
        if number % _REPORTS == 0:
            event = draw.choices(common, weights, k=60)
        words = draw.sample(event, 40) + draw.choices(common, weights, k=20)
        draw.shuffle(words)
        yield Report(
            item_id=f"{seed}-{number}",
            feed=f"feed{number % 200}",
            source=f"feed{number % 200}",
            title=" ".join(event[:4] + words[:5]).capitalize(),
            text=" ".join(words),
            arrived_at=at,
        )


def _word(draw: random.Random) -> str:
    return "".join(draw.choice("bcdfglmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(2, 5)))


def measure(in_window: int) -> None:
    """Print the cost of a decision in a small, a larger and the full window, each with a longer history behind it."""
    print("\ncost of one decision, CPU ms   in the window, stored: median p99")
    for size in sorted({in_window // 10, in_window}):
        store = memory_store()
        try:
            times = store.write_now(lambda tx, size=size: _times(tx, size))
        finally:
            store.close_now()
        times.sort()
        middle, late = times[len(times) // 2], times[int(len(times) * 0.99)]
        print(f"  {size:8} {size * (1 + _OLD_FOR_EACH):8}: {middle * 1e3:.2f} {late * 1e3:.2f}")


def _times(tx: Transaction, size: int) -> list[float]:
    old = NOW - 10 * QUIET
    _fill(tx, list(reports(size * _OLD_FOR_EACH, seed=1, at=old)))
    window = list(reports(size, seed=2, at=NOW))
    _fill(tx, window)
    asked = list(reports(size + _ASKED, seed=2, at=NOW))[-_ASKED // 2 :]
    asked += random.Random(3).sample(window, min(len(window), _ASKED // 2))
    return [_timed(tx, report) for report in asked]


def _timed(tx: Transaction, report: Report) -> float:
    start = time.process_time()
    candidates = tx.incidents.candidates(cluster.lookup_keys(report), since=NOW - 2 * QUIET)
    cluster.join(report, candidates, quiet_for=QUIET, now=NOW)
    return time.process_time() - start


def _fill(tx: Transaction, told: Sequence[Report]) -> None:
    for number in range(0, len(told), _REPORTS):
        first, *others = told[number : number + _REPORTS]
        incident = lifecycle.open_incident(first, severity=Severity.LOW, previous=None, now=first.arrived_at)
        for report in others:
            change = lifecycle.extend(incident, report, severity=Severity.LOW, now=first.arrived_at)
            incident = change.incident
        tx.incidents.save(incident)
        for report in incident.reports:
            tx.incidents.save_report(incident, report, joining=_OPENED, keys=cluster.lookup_keys(report))
