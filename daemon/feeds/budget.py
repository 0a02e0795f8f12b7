"""Rates and bounds -> how often each feed is polled, so that new items wait as little as the budget allows. Pure.

An item that is published at rate r waits, when its feed is polled each T, T / 2 on average; polls at rate 1 / T cost.
The sum of waits over all items is smallest, for a given number of polls, when every T is in proportion to 1 / sqrt(r)
(Sia, Cho and Cho 2007, for rates that change over the day). A class of feeds whose items matter more has a shorter
usual interval: that of a feed with one new item an hour when there is no budget.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil, log2, sqrt

from daemon.feeds.habit import hour_of_week
from daemon.model import Bounds

_LEAST_RATE = 1e-6  #: items an hour; less makes no difference to any interval
_HALVINGS = 60
_STEPS = 32  #: a doubling of the rate; feeds whose rates differ by less share one reckoning


def interval(rate: float, bounds: Bounds, *, stretch: float) -> timedelta:
    """How long to wait between two polls at this rate (items an hour); `stretch` is what the budget makes of it.

    Law: within the bounds; never longer for a higher rate.
    """
    wanted = bounds.usual * (stretch / sqrt(max(rate, _LEAST_RATE)))
    return min(max(wanted, bounds.shortest), bounds.longest)


def stretch_for(feeds: Iterable[tuple[Bounds, Sequence[float]]], *, polls_a_minute: float) -> float:
    """The one factor on all usual intervals with which the feeds take just the budget.

    Each feed comes with its rates in the hours to come, the same number for each; the budget is meant as their mean.
    Law: the polls a minute that follow are no more than the budget, if the feeds' longest intervals allow that, and
    within a few hundredths no less, if their shortest ones do.
    """
    claims: Counter[tuple[Bounds, int]] = Counter()
    hours = 1
    for bounds, rates in feeds:
        hours = len(rates)
        claims.update((bounds, ceil(log2(max(rate, _LEAST_RATE)) * _STEPS)) for rate in rates)
    if not claims:
        return 1.0
    # Of each row: the usual interval at that rate, in minutes; stretched, it is cut to the bounds.
    rows = [(_minutes(b.usual) / 2 ** (step / _STEPS / 2), b, count) for (b, step), count in claims.items()]
    low = min(_minutes(b.shortest) / scale for scale, b, _ in rows)
    high = max(_minutes(b.longest) / scale for scale, b, _ in rows)
    for _ in range(_HALVINGS):
        middle = sqrt(low * high)
        taken = sum(
            count / min(max(middle * scale, _minutes(b.shortest)), _minutes(b.longest)) for scale, b, count in rows
        )
        low, high = (middle, high) if taken > polls_a_minute * hours else (low, middle)
    return high


def next_poll(hourly: "array[float]", bounds: Bounds, *, stretch: float, now: datetime) -> datetime:
    """When to poll next, if the rates are such: each hour on the way brings the poll nearer at its own speed.

    Law: never sooner than the shortest, never later than the longest interval from now. A poll at four in the night
    does not oversleep a morning in which the feed wakes up.
    """
    at, left = now, 1.0  # of an interval
    latest = now + bounds.longest
    while at < latest:
        here = interval(hourly[hour_of_week(at)], bounds, stretch=stretch)
        edge = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        if at + here * left <= edge:
            at += here * left
            break
        left -= (edge - at) / here
        at = edge
    return min(max(at, now + bounds.shortest), latest)


def _minutes(span: timedelta) -> float:
    return span / timedelta(minutes=1)
