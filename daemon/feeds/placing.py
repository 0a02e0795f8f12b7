"""A feed's strokes -> polls that come just after them. Pure.

A poll right after a stroke finds at once what one right before it lets wait for an interval.
"""

from array import array
from collections.abc import Sequence
from datetime import datetime, timedelta

from daemon.feeds.habit import hour_of_week
from daemon.feeds.strokes import BINS, Profile, Strokes

_FINENESS = 6  #: points in an interval that are weighed as the next poll, strokes besides
_AHEAD = 3  #: intervals that are looked ahead
_MOST_POINTS = 48
_HOUR = timedelta(hours=1)


def place(
    profile: Profile,
    *,
    wait: timedelta,
    shortest: timedelta,
    longest: timedelta,
    now: datetime,
) -> timedelta:
    """How long to wait instead of `wait`, so that items wait least at the same number of polls.

    Law: within the bounds; `wait` itself if the feed has no strokes. Of all ways to place polls at some points of the
    next intervals the cheapest is chosen, a poll costing what makes `wait` the best for a feed without strokes.
    """
    hourly, found = profile.hourly, profile.strokes
    span, least, most = wait / _HOUR, shortest / _HOUR, longest / _HOUR
    if not found or span * BINS < _FINENESS:
        return wait
    times = _points(found, span=span, least=least, now=now)
    seen, dated = _expected(times, hourly, found, now=now)
    rate = seen[-1] / times[-1]
    price = span * span * rate / 2  # of a poll, in items x hours
    best, first = [0.0] * len(times), 0
    for here in range(len(times) - 1, -1, -1):
        if times[here] >= times[-1] - span or here == len(times) - 1:
            best[here] = (times[-1] - times[here]) * span * rate  # as many polls as ever, none placed
            continue
        lowest = float("inf")
        for then in range(here + 1, len(times)):
            if not here and times[then] > most:
                break
            cost = times[then] * (seen[then] - seen[here]) - dated[then] + dated[here] + price + best[then]
            if cost < lowest:
                lowest, first = cost, then
        best[here] = lowest
    return min(max(times[first] * _HOUR, shortest), longest) if first else wait


def _points(found: Strokes, *, span: float, least: float, now: datetime) -> list[float]:
    """Hours from now that are weighed as polls: 0, then in order."""
    into = (now.minute * 60 + now.second + now.microsecond / 1e6) / 3600
    even = [span * step / _FINENESS for step in range(1, _AHEAD * _FINENESS + 1)]
    ends = [hour + end - into for hour in range(int(_AHEAD * span + into) + 1) for end, _ in found]
    times = sorted(one for one in {*even, *ends} if max(least, 1e-4) <= one <= even[-1])
    return [0.0, *times[: _MOST_POINTS - 1]]


def _expected(
    times: Sequence[float], hourly: "array[float]", found: Strokes, *, now: datetime
) -> tuple[list[float], list[float]]:
    """Of the items up to each point: how many, and the sum of their times in hours from now."""
    smooth, shares = 1.0 - sum(share for _, share in found), dict(found)
    into = (now.minute * 60 + now.second + now.microsecond / 1e6) / 3600
    slot, count, moment = hour_of_week(now), 0.0, 0.0
    seen, dated, before = [0.0], [0.0], 0.0
    for time in times[1:]:
        middle, part = (before + time) / 2, time - before
        plain = hourly[(slot + int(middle + into)) % len(hourly)] * smooth * part
        count, moment = count + plain, moment + plain * middle
        offset = (time + into) % 1.0 or 1.0
        for end, share in shares.items():
            if abs(offset - end) < 1e-6:
                mass = hourly[(slot + int(time + into - 1e-6)) % len(hourly)] * share
                count, moment = count + mass, moment + mass * (time - 0.5 / BINS)
        seen.append(count)
        dated.append(moment)
        before = time
    return seen, dated
