"""When a feed spoke -> when its silence is worth a word. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import ceil
from statistics import median

LOOK_BACK = timedelta(weeks=4)
MIN_ARRIVALS = 10  #: with fewer, nobody knows a feed's habit
AT_LEAST = timedelta(hours=1)
_USUAL_GAPS = 3  #: times the gap that 95 of 100 gaps do not exceed …
_DAILY_GAP = 1.5  #: … and times the longest gap of a usual day: most feeds sleep at night


def patience(arrivals: Sequence[datetime]) -> timedelta | None:
    """How long a feed that arrived so may be quiet before that is unusual; None if its habit is not known.

    Law: items that came by one poll are one arrival; the order does not matter; never less than an hour.
    Why the longest gap of a usual day: a desk that sleeps for eight hours has few such gaps, and one every night.
    """
    ordered = sorted(set(arrivals))
    if len(ordered) < MIN_ARRIVALS:
        return None
    gaps = [later - earlier for earlier, later in pairwise(ordered)]
    frequent = sorted(gaps)[ceil(0.95 * len(gaps)) - 1]
    return max(AT_LEAST, frequent * _USUAL_GAPS, _longest_of_a_day(ordered, gaps) * _DAILY_GAP)


def _longest_of_a_day(ordered: Sequence[datetime], gaps: Sequence[timedelta]) -> timedelta:
    longest: dict[date, timedelta] = {}
    for end, gap in zip(ordered[1:], gaps, strict=True):
        longest[end.date()] = max(gap, longest.get(end.date(), gap))
    return timedelta(seconds=median(gap.total_seconds() for gap in longest.values()))
