"""What is learned of when feeds post."""

from array import array
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.habit import FIRST_GUESS, HOURS, expected, hour_of_week, learn, rates, weeks_known
from daemon.model import Habit

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def taught(weeks: int, *, posts: dict[int, int]) -> Habit:
    """A habit after so many weeks with hourly polls; `posts`: new items by hour of the week."""
    habit = learn(None, 0, since=MONDAY, now=MONDAY)
    for hour in range(weeks * HOURS):
        habit = learn(habit, posts.get(hour % HOURS, 0), since=None, now=MONDAY + (hour + 1) * HOUR)
    return habit


def test_hours_of_the_week_begin_on_monday() -> None:
    """Hour 0 is Monday 00:00 UTC, hour 167 Sunday 23:00."""
    assert hour_of_week(MONDAY) == 0
    assert hour_of_week(MONDAY - timedelta(seconds=1)) == HOURS - 1


def test_an_unknown_feed_has_the_first_guess_everywhere() -> None:
    """A feed nobody has polled is expected to post as the first guess says, in all hours."""
    assert set(rates(None)) == {FIRST_GUESS}
    assert weeks_known(None) == 0


def test_a_daily_rhythm_is_seen_after_two_days() -> None:
    """Two days of a feed that posts at nine and sleeps at three show the third morning, which was never seen."""
    habit = learn(None, 0, since=MONDAY, now=MONDAY)
    for hour in range(48):
        habit = learn(habit, 12 if hour % 24 == 9 else 0, since=None, now=MONDAY + (hour + 1) * HOUR)
    hourly = rates(habit)
    assert hourly[48 + 9] > 10 * hourly[48 + 3]


def test_weekends_are_kept_apart_after_some_weeks() -> None:
    """A desk that works on weekdays alone is not expected on Saturdays."""
    weekdays = {day * 24 + hour: 4 for day in range(5) for hour in range(8, 18)}
    hourly = rates(taught(5, posts=weekdays))
    assert hourly[24 + 12] > 2.5
    assert hourly[5 * 24 + 12] < 1


def test_old_habits_fade() -> None:
    """A feed that stopped posting at noon is expected there less and less."""
    busy = taught(2, posts={12: 20})
    silent, peaks = busy, [rates(busy)[12]]
    for hour in range(2 * HOURS, 8 * HOURS):
        silent = learn(silent, 0, since=None, now=MONDAY + (hour + 1) * HOUR)
        if hour % HOURS == HOURS - 1:
            peaks.append(rates(silent)[12])
    assert peaks == sorted(peaks, reverse=True)
    assert peaks[-1] < peaks[0] / 2


@given(st.lists(st.tuples(st.integers(1, 600), st.integers(0, 50)), max_size=30))
def test_rates_are_finite_and_positive(polls: list[tuple[int, int]]) -> None:
    """Whatever polls brought, whenever: rates are numbers above zero, and tables keep their size."""
    habit, now = None, MONDAY
    for minutes, items in polls:
        since, now = now, now + timedelta(minutes=minutes)
        habit = learn(habit, items, since=since, now=now)
    assert all(0 < rate < 1e6 for rate in rates(habit))
    assert habit is None or len(habit.counts) == len(habit.hours) == 4 * HOURS


def test_polls_that_found_nothing_count_as_looked() -> None:
    """Of six polls an hour the last alone brings an item, the others were not told: one an hour is learned, not six."""
    habit = learn(None, 0, since=MONDAY, now=MONDAY)
    for hour in range(1, 49):
        now = MONDAY + hour * HOUR
        habit = learn(habit, 1, since=now - HOUR / 6, now=now)
    assert sum(array("f", habit.hours)) == pytest.approx(48, rel=0.05)
    assert sum(rates(habit)) / HOURS == pytest.approx(1, rel=0.05)


@given(st.integers(1, 23 * 60), st.integers(0, 40))
def test_all_that_came_is_counted(minutes: int, items: int) -> None:
    """The hours that a poll looked back over get its items between them, and their own length; none gets others'."""
    now = MONDAY + timedelta(days=2, minutes=7) + timedelta(minutes=minutes)
    habit = learn(None, items, since=now - timedelta(minutes=minutes), now=now)
    assert sum(array("f", habit.counts)) == pytest.approx(items, rel=0.2)
    assert sum(array("f", habit.hours)) == pytest.approx(minutes / 60, rel=1e-4)


def test_a_long_absence_teaches_nothing() -> None:
    """What came after days in which nobody looked says nothing about hours; looking goes on from there."""
    habit = taught(1, posts={9: 3})
    after = learn(habit, 500, since=None, now=MONDAY + timedelta(weeks=1, days=3))
    assert (after.counts, after.hours) == (habit.counts, habit.hours)
    assert after.until == MONDAY + timedelta(weeks=1, days=3)


def test_a_clock_that_was_set_back_teaches_nothing() -> None:
    """Z3: a poll before the last one leaves the numbers as they were."""
    habit = taught(1, posts={9: 3})
    assert learn(habit, 5, since=None, now=MONDAY).counts == habit.counts


def test_what_is_expected_adds_up() -> None:
    """What is expected over a week is the sum of its hours; over nothing it is nothing."""
    hourly = rates(taught(3, posts={9: 5, 100: 2}))
    start = MONDAY + timedelta(hours=3, minutes=30)
    assert expected(hourly, since=start, now=start + timedelta(weeks=1)) == pytest.approx(sum(hourly), rel=1e-5)
    assert expected(hourly, since=start, now=start) == 0
