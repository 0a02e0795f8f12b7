"""A long run of the schedule: many feeds, most of them unchanged; how late polls are, and how long the loop is held up.

The lag of a poll goes from when it was due to when it was done, so a poll that is started in time and waits is late.

Run by `polling.py --soak`. The feeds begin as known to the store: polled before, due evenly over the interval. A feed's
first change is taken in as a whole document of new items, which costs more than in a daemon that has run for long.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.farm_bench import Bench, Server, Spent, memory
from daemon.model import FeedHealth, FeedState, Validators
from daemon.pipeline.report import PollReport

LAG, STALL, MEMORY, CORES = 5.0, 100.0, 400.0, 1.0  #: aims: s, ms, MB, share of a core
CHANGE_EVERY = 10  #: polls of a feed, for one that brings a new entry
_LOOK_EVERY = 10.0  #: seconds
_STEP = 0.02  #: seconds


@dataclass
class Watched:
    """What was seen while the schedule ran."""

    stalls: list[float] = field(default_factory=list)  #: ms by which a step of the loop came late
    own: list[float] = field(default_factory=list)  #: ms of CPU that the loop's thread used meanwhile
    lags: list[float] = field(default_factory=list)  #: s from when each poll was due to when it was done
    resident: float = 0.0  #: MB of the daemon and its children, at most
    daemon: float = 0.0  #: MB of the daemon alone then


class Lags:
    """From when each poll was due to when it was done, slots, fetch, parser and commit included."""

    def __init__(self, states: list[FeedState], interval: timedelta, clock: Callable[[], datetime]) -> None:
        self._due = {state.feed: state.next_poll_at or clock() for state in states}
        self._interval, self._clock = interval, clock
        self.done: list[float] = []

    def add(self, report: PollReport) -> None:
        """Note a poll that has ended; the next one is due an interval later."""
        now = self._clock()
        self.done.append((now - self._due[report.feed]).total_seconds())
        self._due[report.feed] = now + self._interval

    def all(self) -> list[float]:
        """With those of the polls that are due and not done."""
        now = self._clock()
        return [*self.done, *((now - due).total_seconds() for due in self._due.values() if due < now)]


async def soak(folder: Path, feeds: int, server: Server, minutes: float, seconds: int) -> None:
    """Let the schedule drive, and print lag, stalls, memory, CPU and a verdict."""
    server.order(f"revision=0&change_every={CHANGE_EVERY}&ready=0")
    interval = timedelta(seconds=seconds)
    bench = Bench(folder, feeds, server, interval=f"{seconds}s")
    states = [known(number, feeds, interval, now=bench.clock()) for number in range(feeds)]
    await bench.app.store.write(lambda tx: tx.feeds.save(states))
    lags = Lags(states, interval, bench.clock)
    await bench.app.start()
    tell = bench.app.poller.on_report

    def heard(report: PollReport) -> None:
        tell(report)
        lags.add(report)

    bench.app.poller.on_report = heard
    bench.app.start_schedule()
    try:
        await asyncio.sleep(5)  # what a start costs is over
        server.order(f"revision=0&change_every={CHANGE_EVERY}&ready=0")
        lags.done.clear()
        before = Spent.now(server)
        watched = await watch(bench, minutes)
        watched.lags = lags.all()
        report(bench, watched, before, Spent.now(server), polls=await server.served(), interval=interval)
    finally:
        await bench.app.stop()


def known(number: int, feeds: int, interval: timedelta, *, now: datetime) -> FeedState:
    """The state of a feed of the farm that was polled before, and is due at its own time."""
    due = now + interval * (number / feeds)
    return FeedState(
        feed=f"f{number}",
        health=FeedHealth.LIVE,
        validators=Validators(etag=f'"{number}-0"'),
        body_hash="0" * 64,
        next_poll_at=due,
        last_poll_at=due - interval,
        last_success_at=due - interval,
        full_fetch_at=now,
        baseline_at=now - timedelta(days=1),
        last_new_at=now - timedelta(hours=1),
        entries=18,
    )


async def watch(bench: Bench, minutes: float) -> Watched:
    """Look at the loop every 20 ms, and at memory every 10 s."""
    watched = Watched()
    end = time.monotonic() + minutes * 60
    look_at = time.monotonic() + _LOOK_EVERY
    while (began := time.monotonic()) < end:
        own = time.thread_time()
        await asyncio.sleep(_STEP)
        watched.stalls.append((time.monotonic() - began - _STEP) * 1000)
        watched.own.append((time.thread_time() - own) * 1000)
        if began >= look_at:
            look_at = began + _LOOK_EVERY
            look(bench, watched)
    return watched


def look(bench: Bench, watched: Watched) -> None:
    """Note memory."""
    daemon, children = memory(bench.server, key="VmRSS")
    if daemon + children > watched.resident:
        watched.resident, watched.daemon = daemon + children, daemon


def report(bench: Bench, watched: Watched, before: Spent, after: Spent, *, polls: int, interval: timedelta) -> None:
    """Print what was seen, against the aims, and one line of verdict."""
    wall = after.wall - before.wall
    wanted = bench.feeds * wall / interval.total_seconds()
    lag, stall, own, cores = (
        _p99(watched.lags),
        _p99(watched.stalls),
        _p99(watched.own),
        (after.cpu - before.cpu) / wall,
    )
    print(
        f"soak of {bench.feeds} feeds every {interval.total_seconds():g} s for {wall:.0f} s, one of"
        f" {CHANGE_EVERY} polls brings something: {polls} polls of {wanted:.0f} wanted\n"
        f"  schedule lag   p99 {lag:.1f} s, longest {max(watched.lags):.1f} s (aim {LAG:g})\n"
        f"  loop stall     p99 {stall:.0f} ms, longest {max(watched.stalls):.0f} ms (aim {STALL:g});"
        f" of its own CPU p99 {own:.0f} ms, longest {max(watched.own):.0f} ms\n"
        f"  memory         {watched.resident:.0f} MB: daemon {watched.daemon:.0f}, children"
        f" {watched.resident - watched.daemon:.0f} (aim {MEMORY:g})\n"
        f"  CPU            {cores:.2f} of a core (aim {CORES:g})"
    )
    missed = {
        "schedule lag": lag > LAG,
        "loop stall": stall > STALL,
        "memory": watched.resident > MEMORY,
        "CPU": cores > CORES,
        "polls": polls < wanted * 0.95,
    }
    misses = [name for name, is_missed in missed.items() if is_missed]
    print(f"verdict: {'MISSED ' + ', '.join(misses) if misses else 'all aims are met'}", flush=True)


def _p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]
