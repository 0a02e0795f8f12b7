"""When a feed posts -> how often it will: its rate for each hour of the week, learned from what polls brought. Pure.

For rates only what a poll brought and the time since the one before count; of publishers' dates the strokes alone are
made (`feeds/strokes.py`). Two tables of 168 single-precision numbers a feed, 1.3 KB: the new items of each hour of the
week, and for how long we looked.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from daemon.feeds import strokes
from daemon.feeds.strokes import Profile
from daemon.model import Habit

HOURS = 168
HALF_LIFE_WEEKS = 4.0  #: what a feed did so long ago counts half
LONGEST_GAP = timedelta(hours=24)  #: after a longer one (we were off, or the feed was down) nothing is learned
FIRST_GUESS = 1.0  #: items an hour of a feed nobody knows
_GUESS_WEIGHT = 2.0  #: hours of looking that weigh as much as the first guess
_DAILY_WEIGHT = 2.0  #: … as the mean does against an hour of the day
_WEEKDAY_WEIGHT = 24.0  #: items that a weekday's own factor needs to count half
_HOURLY_WEIGHT = 8.0  #: hours of looking that weigh as much as hour of the day and weekday together
_NEIGHBOURS = 0.4  #: what the hours before and after count against an hour of the day
_KEPT_AN_HOUR = 0.5 ** (1 / HALF_LIFE_WEEKS)  #: of an hour of the week, each time it comes round
_EMPTY = bytes(4 * HOURS)


def hour_of_week(moment: datetime) -> int:
    """0 for Monday 00:00 UTC to 167."""
    return moment.weekday() * 24 + moment.hour


def learn(
    habit: Habit | None, items: int, *, since: datetime | None, now: datetime, dates: Sequence[datetime] = ()
) -> Habit:
    """The habit after a poll at `now` that brought so many new items; the poll before it was at `since`.

    `dates`: what their publisher says when they were published.

    Law: cutting a span in two, each part with its own items, teaches the same as the hours themselves; numbers stay
    finite and not negative. What came is spread evenly over the time since the poll before: nobody knows when in it
    each item appeared. In the time before that, back to what was learned last, polls found nothing.
    """
    habit = habit or Habit()
    start = max(filter(None, (since, habit.until)), default=now)
    span = now - start
    if not timedelta(0) < span <= LONGEST_GAP:
        return replace(habit, until=now)
    counts, hours = _table(habit.counts), _table(habit.hours)
    began = max(habit.until or start, start - LONGEST_GAP)
    for first, last, found in ((began, start, 0.0), (start, now, items / (span / timedelta(hours=1)))):
        for slot, part in _hours_between(first, last):
            kept = _KEPT_AN_HOUR**part
            counts[slot] = counts[slot] * kept + found * part
            hours[slot] = hours[slot] * kept + part
    kept = 0.5 ** ((now - began) / timedelta(weeks=HALF_LIFE_WEEKS))
    return Habit(
        counts=counts.tobytes(),
        hours=hours.tobytes(),
        arrivals=habit.arrivals * kept + (items > 0),
        items=habit.items * kept + items,
        until=now,
        strokes=strokes.learn(habit.strokes, [date for date in dates if start < date <= now], kept=kept),
    )


def rates(habit: Habit | None) -> "array[float]":
    """New items an hour to expect, for each hour of the week.

    Law: never negative or zero; of a feed nobody knows, the first guess. An hour seen seldom leans on the same hour of
    the other days times its weekday's share, a feed seen seldom on the first guess: so a feed that is known for two
    days has a daily profile already, and one known for a month keeps its weekends apart.
    """
    if habit is None:
        return _unknown()
    counts, hours = _table(habit.counts), _table(habit.hours)
    mean = (sum(counts) + _GUESS_WEIGHT * FIRST_GUESS) / (sum(hours) + _GUESS_WEIGHT)
    daily = [
        (sum(counts[hour::24]) + _DAILY_WEIGHT * mean) / (sum(hours[hour::24]) + _DAILY_WEIGHT) for hour in range(24)
    ]
    daily = [
        (daily[hour] + _NEIGHBOURS * (daily[hour - 1] + daily[(hour + 1) % 24])) / (1 + 2 * _NEIGHBOURS)
        for hour in range(24)
    ]
    found = array("f", _EMPTY)
    for day in range(0, HOURS, 24):
        expected = sum(daily[hour] * hours[day + hour] for hour in range(24))
        factor = (sum(counts[day : day + 24]) + _WEEKDAY_WEIGHT) / (expected + _WEEKDAY_WEIGHT)
        for hour in range(24):
            slot, usual = day + hour, daily[hour] * factor
            found[slot] = (counts[slot] + _HOURLY_WEIGHT * usual) / (hours[slot] + _HOURLY_WEIGHT)
    return found


def profile(habit: Habit | None) -> Profile:
    """When the feed publishes, as far as that is known."""
    found = strokes.strokes(habit.strokes, habit.items) if habit else ()
    return Profile(rates(habit), found)


def weeks_known(habit: Habit | None) -> float:
    """For how many weeks we have looked, older ones counting less."""
    return sum(_table(habit.hours)) / HOURS if habit else 0.0


def expected(hourly: "array[float]", *, since: datetime, now: datetime) -> float:
    """How many new items these rates let one expect between two moments; spans beyond four weeks are cut to them."""
    start = max(since, now - timedelta(weeks=4))
    return sum(hourly[slot] * part for slot, part in _hours_between(start, now))


def _hours_between(start: datetime, end: datetime) -> Iterator[tuple[int, float]]:
    """The hours of the week that a span touches, in order, each with the part of it that the span covers (0..1]."""
    while start < end:
        edge = min(start.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1), end)
        yield hour_of_week(start), (edge - start) / timedelta(hours=1)
        start = edge


def _table(packed: bytes) -> "array[float]":
    return array("f", packed if len(packed) == len(_EMPTY) else _EMPTY)


@lru_cache(maxsize=1)
def _unknown() -> "array[float]":
    return array("f", [FIRST_GUESS] * HOURS)
