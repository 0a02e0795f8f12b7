"""Where in the hour a feed publishes, and polls placed just after it."""

from array import array
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.habit import HOURS, learn
from daemon.feeds.placing import place
from daemon.feeds.strokes import BINS, Profile, strokes
from daemon.model import Habit

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
EVEN = array("f", [4.0] * HOURS)


def taught(hours: int, *, dates: tuple[timedelta, ...], seen: timedelta = MINUTE) -> Habit:
    """A habit after hourly polls, each of which brought items dated so long after the hour's begin."""
    habit = learn(None, 0, since=MONDAY, now=MONDAY + seen)
    for hour in range(1, hours + 1):
        start = MONDAY + timedelta(hours=hour)
        since, now = start + seen - timedelta(hours=1), start + seen
        habit = learn(habit, len(dates), since=since, now=now, dates=[start + date for date in dates])
    return habit


def placed(wait: timedelta, *, at: timedelta, found: tuple[tuple[float, float], ...] = ((1 / BINS, 0.5),)) -> timedelta:
    """The wait for a feed with a stroke, after a poll so long after the hour's begin."""
    return place(Profile(EVEN, found), wait=wait, shortest=MINUTE, longest=timedelta(hours=6), now=MONDAY + at)


def test_a_feed_that_publishes_at_the_full_hour_has_a_stroke() -> None:
    """Items that are always dated a few seconds after the hour make one stroke, with most of the feed in it."""
    habit = taught(48, dates=(6 * SECOND,))
    [(end, share)] = strokes(habit.strokes, habit.items)
    assert end == 1 / BINS
    assert 0.7 < share < 1


def test_dates_before_the_poll_before_are_no_strokes() -> None:
    """What a feed shows later than it dates it says nothing of when to look: its items were not there at the stroke."""
    habit = taught(48, dates=(-90 * MINUTE,))
    assert habit.items > 40
    assert strokes(habit.strokes, habit.items) == ()


def test_dates_in_the_future_are_no_strokes() -> None:
    """A publisher whose clock runs ahead, or who schedules, teaches nothing."""
    assert strokes(taught(48, dates=(5 * MINUTE,)).strokes, 48) == ()


@given(st.lists(st.integers(0, 3599), max_size=200))
def test_shares_are_shares(seconds: list[int]) -> None:
    """Whatever dates came: each share is above zero, together they stay below one, and the table keeps its size."""
    habit = None
    for number, second in enumerate(seconds):
        now = MONDAY + timedelta(hours=number + 1)
        habit = learn(habit, 1, since=now - timedelta(hours=1), now=now, dates=[now - second * SECOND])
    found = strokes(habit.strokes, habit.items) if habit else ()
    assert all(share > 0 and 0 < end <= 1 for end, share in found)
    assert sum(share for _, share in found) < 1
    assert habit is None or len(habit.strokes) in {0, 4 * BINS}


def test_a_feed_without_dates_costs_no_room() -> None:
    """No table is kept for a feed whose items carry no usable dates."""
    assert taught(5, dates=()).strokes == b""


def test_old_strokes_fade() -> None:
    """After a season of publishing at half past, the full hour is no stroke any more."""
    habit = taught(24, dates=(6 * SECOND,))
    for hour in range(25, 24 * 120):
        now = MONDAY + timedelta(hours=hour) + 40 * MINUTE
        habit = learn(habit, 1, since=now - timedelta(hours=1), now=now, dates=[now - 10 * MINUTE])
    assert [end for end, _ in strokes(habit.strokes, habit.items)] == [0.5 + 1 / BINS]


def test_a_poll_waits_for_the_stroke() -> None:
    """Ten minutes before the hour, a quarter of an hour's wait becomes one that ends a minute after the hour."""
    assert placed(15 * MINUTE, at=50 * MINUTE) == 11 * MINUTE


def test_a_poll_does_not_come_just_before_the_stroke() -> None:
    """A wait that would end two minutes before the hour goes on until just after it."""
    assert placed(15 * MINUTE, at=43 * MINUTE) == 18 * MINUTE


def test_without_strokes_nothing_changes() -> None:
    """A feed that publishes at any time is polled as its rate says."""
    assert placed(15 * MINUTE, at=43 * MINUTE, found=()) == 15 * MINUTE


@given(st.integers(60, 6 * 3600), st.integers(0, HOURS * 3600), st.sampled_from([0.05, 0.3, 0.9]))
def test_placed_polls_keep_the_bounds(seconds: int, at: int, share: float) -> None:
    """Wherever strokes are, a placed wait is never shorter than the shortest nor longer than the longest."""
    found = ((1 / BINS, share / 2), (0.5, share / 2))
    longest = timedelta(seconds=seconds) * 1.2
    wait = place(
        Profile(EVEN, found),
        wait=timedelta(seconds=seconds),
        shortest=timedelta(seconds=seconds) * 0.8,
        longest=longest,
        now=MONDAY + timedelta(seconds=at),
    )
    assert timedelta(seconds=seconds) * 0.8 <= wait <= longest


def test_placing_takes_about_as_many_polls() -> None:
    """Over a week, a feed with a stroke is polled about as often as its rate alone would have it."""
    now, polls = MONDAY, 0
    while now < MONDAY + timedelta(weeks=1):
        now += placed(25 * MINUTE, at=now - MONDAY)
        polls += 1
    assert 0.8 < polls / (timedelta(weeks=1) / (25 * MINUTE)) < 1.2
