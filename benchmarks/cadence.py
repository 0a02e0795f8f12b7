"""How long new items wait for their poll: equal intervals, an entry-frequency rule, and ours, at one number of polls.

Beside them an oracle: the best allocation (Sia, Cho and Cho 2007) by the true rate of each hour of the week, as all
eight weeks turned out. It knows the future, but nothing finer than an hour.

Replays the publication times of ../shared/data/stream (24 outlets, 8 weeks). Every rule learns from its own polls
alone, as the daemon does: how many new items each brought, when, and how they were dated. Nothing is known when weeks
1 to 4 begin; weeks 5 to 8 are polled by what those taught. The constants were compared on both. Only counts are
printed. `--quick`: one budget.
"""

import gzip
import json
import sys
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from heapq import heapify, heappop, heappush
from pathlib import Path

from daemon.feeds import cadence, habit
from daemon.feeds.budget import next_poll, stretch_for
from daemon.model import Bounds, FeedState, Habit

STREAM = Path(__file__).parents[1] / ".." / "shared" / "data" / "stream"
START, END = datetime(2026, 5, 13, tzinfo=UTC), datetime(2026, 7, 5, 22, tzinfo=UTC)  #: whole days of the collection
MIDDLE = START + timedelta(weeks=4)
EVERY = (15, 60)  #: minutes between the polls of equal intervals: what a small and a very small budget allow
WIDE = Bounds(shortest=timedelta(seconds=30), usual=timedelta(minutes=10), longest=timedelta(hours=12))
_BAR = 40

Times = Mapping[str, Sequence[datetime]]
#: A poll of this feed at this moment brought items with these dates, the one before was then: when is the next?
Rule = Callable[[str, Sequence[datetime], datetime, datetime], datetime]


def published() -> Times:
    """When each outlet published, by its own word, each item once; what it published before we looked left out."""
    found: dict[str, dict[str, datetime]] = {}
    for path in sorted(STREAM.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                moment = datetime.fromisoformat(record["pubDate"])
                found.setdefault(record["source"], {}).setdefault(record["id"], moment)
    return {source: sorted(one for one in items.values() if START <= one < END) for source, items in found.items()}


class Equal:
    """Every feed at the same interval."""

    def __init__(self, every: timedelta) -> None:
        self._every = every

    def __call__(self, feed: str, dates: Sequence[datetime], before: datetime, now: datetime) -> datetime:
        """The next poll."""
        return now + self._every


class EntryFrequency:
    """Each feed in proportion to its items of the last seven days, within a minute and a day, as Miniflux has it.

    Its factor is set anew each day so that all feeds together take just the budget, which flatters it.
    """

    def __init__(self, feeds: Sequence[str], polls_a_minute: float) -> None:
        self._feeds, self._budget = feeds, polls_a_minute
        self._seen: dict[str, list[tuple[datetime, int]]] = {feed: [] for feed in feeds}
        self._factor, self._set_on = 1.0, START.date() - timedelta(days=1)

    def _interval(self, feed: str, factor: float) -> float:
        items = sum(count for _, count in self._seen[feed])
        return min(max(factor / max(items, 1), 1.0), 24 * 60.0)

    def __call__(self, feed: str, dates: Sequence[datetime], before: datetime, now: datetime) -> datetime:
        """The next poll."""
        if dates:
            self._seen[feed].append((now, len(dates)))
        if now.date() != self._set_on:
            self._set_on = now.date()
            for name, seen in self._seen.items():
                self._seen[name] = [one for one in seen if now - one[0] <= timedelta(days=7)]
            low, high = 1e-3, 1e9
            for _ in range(60):
                middle = (low * high) ** 0.5
                taken = sum(1 / self._interval(one, middle) for one in self._feeds)
                low, high = (middle, high) if taken > self._budget else (low, middle)
            self._factor = high
        return now + timedelta(minutes=self._interval(feed, self._factor))


class Ours:
    """The daemon's own functions, as `pipeline/rhythm.py` calls them."""

    def __init__(self, feeds: Sequence[str], polls_a_minute: float) -> None:
        self._budget, self._reckoned_for = polls_a_minute, START - timedelta(hours=1)
        self._habits: dict[str, Habit | None] = dict.fromkeys(feeds)
        self._profiles = {feed: habit.profile(None) for feed in feeds}
        self._stretch = 1.0

    def __call__(self, feed: str, dates: Sequence[datetime], before: datetime, now: datetime) -> datetime:
        """The next poll."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        known = self._habits[feed]
        if dates or known is None or known.until is None or known.until < hour:
            self._habits[feed] = learned = habit.learn(known, len(dates), since=before, now=now, dates=dates)
            self._profiles[feed] = habit.profile(learned)
        if hour != self._reckoned_for:
            self._reckoned_for = hour
            claims = [(WIDE, one.hourly) for one in self._profiles.values()]
            self._stretch = stretch_for(claims, polls_a_minute=self._budget)
        state, profile = FeedState(feed=feed), self._profiles[feed]
        return now + cadence.wait(state, WIDE, profile, stretch=self._stretch, fresh_for=None, now=now)


class Oracle:
    """The best intervals for rates that nobody knows beforehand: what came in each hour of the week."""

    def __init__(self, times: Times, polls_a_minute: float) -> None:
        hours = int((END - START) / timedelta(hours=1))
        looked = Counter(habit.hour_of_week(START + timedelta(hours=hour)) for hour in range(hours))
        self._rates = {}
        for feed, dates in times.items():
            came = Counter(map(habit.hour_of_week, dates))
            self._rates[feed] = array("f", [came[slot] / looked[slot] for slot in range(habit.HOURS)])
        self._stretch = stretch_for([(WIDE, one) for one in self._rates.values()], polls_a_minute=polls_a_minute)

    def __call__(self, feed: str, dates: Sequence[datetime], before: datetime, now: datetime) -> datetime:
        """The next poll."""
        return next_poll(self._rates[feed], WIDE, stretch=self._stretch, now=now)


def replay(times: Times, rule: Rule) -> tuple[list[int], list[list[float]]]:
    """Polls, and the waits of the items in minutes, of both halves."""
    waiting = [(START + timedelta(seconds=37 * place), feed) for place, feed in enumerate(times)]
    heapify(waiting)
    last, taken = dict.fromkeys(times, START), dict.fromkeys(times, 0)
    polls = [0, 0]
    waits: list[list[float]] = [[], []]
    while waiting:
        now, feed = heappop(waiting)
        if now >= END:
            continue
        half, upto = int(now >= MIDDLE), bisect_right(times[feed], now, taken[feed])
        polls[half] += 1
        waits[half] += [(now - one) / timedelta(minutes=1) for one in times[feed][taken[feed] : upto]]
        heappush(waiting, (rule(feed, times[feed][taken[feed] : upto], last[feed], now), feed))
        last[feed], taken[feed] = now, upto
    return polls, waits


def main() -> None:
    """Print mean and 95th percentile of the waits, for each rule, budget and half."""
    if not any(STREAM.glob("*.jsonl.gz")):
        print("cadence: the recorded stream is not here (../shared/data/stream); nothing measured")
        return
    times = published()
    feeds = list(times)
    print(
        f"cadence: {len(feeds)} feeds, {sum(map(len, times.values()))} items; minutes that an item waits for its poll"
    )
    for every in EVERY[:1] if "--quick" in sys.argv else EVERY:
        budget = len(feeds) / every
        ours = replay(times, Ours(feeds, budget))
        peer = replay(times, EntryFrequency(feeds, budget))
        oracle = replay(times, Oracle(times, budget))
        for half, weeks in enumerate(("weeks 1-4 (learning from nothing)", "weeks 5-8")):
            span = (MIDDLE - START, END - MIDDLE)[half]
            equal = replay(times, Equal(span * len(feeds) / ours[0][half]))
            print(f"one poll in {every} min a feed, {weeks}:")
            against = sum(equal[1][half]) / len(equal[1][half])
            for name, (polls, waits) in (
                ("equal intervals", equal),
                ("entry frequency", peer),
                ("ours", ours),
                ("oracle", oracle),
            ):
                ordered = sorted(waits[half])
                mean, late = sum(ordered) / len(ordered), ordered[int(0.95 * len(ordered))]
                bar = "#" * round(_BAR * mean / against / 1.5)
                ratio = mean / against
                print(f"  {name:15} {polls[half]:6} polls  mean {mean:6.2f}  p95 {late:6.2f}  x {ratio:.2f}  {bar}")


if __name__ == "__main__":
    main()
