"""How often each feed is polled, so that new items wait least."""

from array import array
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.budget import interval, next_poll, stretch_for
from daemon.model import Bounds, Pace
from daemon.spans import PACES

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WIDE = Bounds(shortest=MINUTE / 2, usual=10 * MINUTE, longest=720 * MINUTE)
RATES = st.floats(0.001, 500)


@pytest.mark.parametrize(
    ("pace", "rate", "minutes"),
    [
        (Pace.NORMAL, 1, 8),
        (Pace.NORMAL, 100, 5),
        (Pace.NORMAL, 0.01, 15),
        (Pace.FAST, 1, 1),
        (Pace.FAST, 100, 0.5),
        (Pace.FAST, 0.01, 2),
        (Pace.SLOW, 1, 120),
        (Pace.SLOW, 0.25, 240),
    ],
)
def test_intervals_of_the_classes(pace: Pace, rate: float, minutes: float) -> None:
    """One item an hour is polled at the usual interval, a quarter of it half as often, and none beyond the bounds."""
    assert interval(rate, PACES[pace], stretch=1.0) == timedelta(minutes=minutes)


@given(st.lists(RATES, min_size=1, max_size=30), st.floats(0.05, 50))
def test_the_budget_is_kept_and_used(rates: list[float], budget: float) -> None:
    """The polls a minute are never above the budget if bounds allow, and hardly below it if they do not forbid more."""
    stretch = stretch_for([(WIDE, [rate]) for rate in rates], polls_a_minute=budget)
    taken = sum(MINUTE / interval(rate, WIDE, stretch=stretch) for rate in rates)
    least, most = len(rates) / 720, len(rates) * 2
    assert taken <= max(budget, least) * 1.001
    assert taken >= min(budget, most) * 0.95


@given(st.lists(RATES, min_size=2, max_size=30), st.floats(0.05, 50))
def test_a_busier_feed_is_never_polled_less(rates: list[float], budget: float) -> None:
    """With one stretch for all, intervals fall as rates rise, and stay within the bounds."""
    stretch = stretch_for([(WIDE, [rate]) for rate in rates], polls_a_minute=budget)
    waits = [interval(rate, WIDE, stretch=stretch) for rate in sorted(rates)]
    assert all(busier <= calmer for calmer, busier in pairwise(waits))
    assert all(WIDE.shortest <= wait <= WIDE.longest for wait in waits)


@given(st.lists(RATES, min_size=2, max_size=12))
def test_no_exchange_of_polls_between_two_feeds_would_shorten_the_wait(rates: list[float]) -> None:
    """The allocation is the smallest: items wait no less if polls are shared evenly."""
    stretch = stretch_for([(WIDE, [rate]) for rate in rates], polls_a_minute=len(rates) / 10)
    waits = [interval(rate, WIDE, stretch=stretch) / MINUTE for rate in rates]
    polls = sum(1 / wait for wait in waits)
    equal = len(rates) / polls
    waiting = sum(rate * wait for rate, wait in zip(rates, waits, strict=True))
    assert waiting <= sum(rates) * equal * 1.001


def test_no_feeds_need_no_stretch() -> None:
    """Without feeds there is nothing to share."""
    assert stretch_for([], polls_a_minute=10) == 1.0


def test_a_budget_is_the_mean_of_the_hours_to_come() -> None:
    """A busy hour may take more than the budget if calm ones take less."""
    hours = [16.0] * 12 + [1.0] * 12
    stretch = stretch_for([(WIDE, hours)], polls_a_minute=0.1)
    taken = [MINUTE / interval(rate, WIDE, stretch=stretch) for rate in hours]
    assert max(taken) > 0.1 > min(taken)
    assert sum(taken) / len(taken) == pytest.approx(0.1, rel=0.05)


@given(st.lists(RATES, min_size=24, max_size=24), st.integers(0, 168 * 60), st.floats(0.01, 100))
def test_polls_stay_within_the_bounds(rates: list[float], minute: int, stretch: float) -> None:
    """Whatever the rates, the next poll is never sooner than the shortest nor later than the longest interval."""
    now = MONDAY + minute * MINUTE
    for bounds in (WIDE, *PACES.values()):
        wait = next_poll(array("f", rates * 7), bounds, stretch=stretch, now=now) - now
        assert bounds.shortest <= wait <= bounds.longest


def test_a_night_poll_does_not_oversleep_the_morning() -> None:
    """At five, a feed that is silent until six and busy then is polled soon after six, not at noon."""
    rates = array("f", [0.001] * 6 + [400.0] * 162)
    wait = next_poll(rates, WIDE, stretch=1.0, now=MONDAY + timedelta(hours=5))
    assert timedelta(hours=6) < wait - MONDAY < timedelta(hours=6, minutes=2)
