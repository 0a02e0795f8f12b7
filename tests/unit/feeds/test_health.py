"""What a poll came to, as a state with a cause and a mend."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from daemon.errors import FeedError, FetchError, ParseError
from daemon.feeds import habit as habits
from daemon.feeds.health import ADVICE, GOOD, SILENCE, advice, is_quiet, of_failure, of_success, silence
from daemon.model import FeedHealth, FeedState, Habit

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
STATE = FeedState(feed="wire")


@pytest.mark.parametrize(
    ("state", "entries", "same", "quiet", "health"),
    [
        (STATE, 5, False, False, FeedHealth.LIVE),
        (STATE, 5, True, False, FeedHealth.NOT_MODIFIED),
        (STATE, None, True, False, FeedHealth.NOT_MODIFIED),
        (STATE, 0, False, False, FeedHealth.EMPTY),
        (STATE, 0, True, False, FeedHealth.EMPTY),
        (STATE, 5, True, True, FeedHealth.QUIET),
        (replace(STATE, flaw="not well-formed XML"), 5, True, False, FeedHealth.MALFORMED),
        (replace(STATE, moved_count=2), 5, False, False, FeedHealth.LIVE),
        (replace(STATE, moved_count=3), 5, False, True, FeedHealth.MOVED),
    ],
)
def test_states_of_feeds_that_answer(
    state: FeedState, entries: int | None, same: bool, quiet: bool, health: FeedHealth
) -> None:
    """F6, F12: of several things that are true of a feed, the one that needs somebody most is its state."""
    assert of_success(state, entries=entries, same=same, quiet=quiet) is health


@pytest.mark.parametrize(
    ("error", "crashes", "health"),
    [
        (FetchError("wire", "HTTP 500"), 0, FeedHealth.FAILING),
        (FetchError("wire", "slow", cause="timeout"), 0, FeedHealth.TIMEOUT),
        (FetchError("wire", "certificate", cause="TLS"), 0, FeedHealth.TLS),
        (FetchError("wire", "HTTP 403", cause="forbidden"), 0, FeedHealth.FORBIDDEN),
        (FetchError("wire", "HTTP 410", gone=True), 0, FeedHealth.GONE),
        (FetchError("wire", "HTTP 429", retry_after=HOUR), 0, FeedHealth.RATE_LIMITED),
        (ParseError("wire", "not a feed"), 0, FeedHealth.NOT_A_FEED),
        (ParseError("wire", "too long", crashed=True), 2, FeedHealth.FAILING),
        (ParseError("wire", "too long", crashed=True), 3, FeedHealth.QUARANTINED),
        (FeedError("wire", "bug: KeyError"), 0, FeedHealth.FAILING),
    ],
)
def test_states_of_feeds_that_fail(error: FeedError, crashes: int, health: FeedHealth) -> None:
    """F9, F14, F15, F16, H5: each kind of failure is a state of its own."""
    assert of_failure(error, crashes=crashes) is health


def test_whatever_is_not_well_says_what_to_do() -> None:
    """Every state has a mend beside it, but for those in which there is nothing to do."""
    assert set(FeedHealth) - set(ADVICE) == {FeedHealth.LIVE, FeedHealth.NOT_MODIFIED}
    assert FeedHealth.QUIET not in GOOD


def office_hours(weeks: int) -> Habit:
    """A feed with two items an hour from eight to eighteen on weekdays, watched for so many weeks."""
    habit = habits.learn(None, 0, since=MONDAY, now=MONDAY)
    for hour in range(weeks * habits.HOURS):
        works = hour % 168 < 120 and 8 <= hour % 24 < 18
        habit = habits.learn(habit, 2 * works, since=None, now=MONDAY + (hour + 1) * HOUR)
    return habit


def test_a_weekend_is_no_silence() -> None:
    """F12: a desk that works on weekdays is not called quiet on Sunday night, and is on Tuesday if it stays silent."""
    habit = office_hours(4)
    hourly = habits.rates(habit)
    friday = MONDAY + timedelta(weeks=4, days=4, hours=17)

    def missing(after: timedelta) -> float:
        return silence(habit, hourly, last_new_at=friday, now=friday + after)

    assert not is_quiet(missing(timedelta(days=2, hours=6)), last_new_at=friday, now=friday + timedelta(days=2))
    tuesday = friday + timedelta(days=4)
    assert is_quiet(missing(timedelta(days=4, hours=12)), last_new_at=friday, now=tuesday)


def test_a_habit_must_be_known_before_it_is_judged_by() -> None:
    """In its first week a feed is not called quiet by a habit, for nobody has seen its weekend."""
    habit = office_hours(1)
    heard = MONDAY + timedelta(days=4)
    assert silence(habit, habits.rates(habit), last_new_at=heard, now=heard + timedelta(days=6)) == 0
    assert silence(None, habits.rates(None), last_new_at=heard, now=heard + timedelta(days=6)) == 0


def test_bursts_are_one_arrival() -> None:
    """A feed that posts ten items at a time is not missed after two of its posts."""
    habit = habits.learn(None, 0, since=MONDAY, now=MONDAY)
    for hour in range(4 * habits.HOURS):
        habit = habits.learn(habit, 10 * (hour % 6 == 0), since=None, now=MONDAY + (hour + 1) * HOUR)
    now = MONDAY + timedelta(weeks=4)
    missing = silence(habit, habits.rates(habit), last_new_at=now, now=now + timedelta(hours=12))
    assert 1 < missing < 3 < SILENCE


def test_a_week_without_news_is_silence_for_any_feed() -> None:
    """F12: a feed that had news is quiet after seven days without, whatever is known of its habit."""
    assert is_quiet(0, last_new_at=MONDAY, now=MONDAY + timedelta(days=7))
    assert not is_quiet(0, last_new_at=MONDAY, now=MONDAY + timedelta(days=6))
    assert not is_quiet(99, last_new_at=MONDAY, now=MONDAY + timedelta(minutes=30))
    assert not is_quiet(99, last_new_at=None, now=MONDAY)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("address in a private network (10.0.0.1)", "allow_private: true"),
        ("HTTP 404 Not Found", "correct the URL"),
        ("the name does not resolve", "correct the URL"),
        ("connection refused", "whether the site is up"),
        ("HTTP 500 Internal Server Error", "a passing fault mends itself"),
    ],
)
def test_a_failure_without_a_state_of_its_own_has_advice_of_its_own(reason: str, said: str) -> None:
    """What does not mend itself says what to do; the reason is the one that the fetcher gives."""
    state = FeedState(feed="wire", health=FeedHealth.FAILING, failures=1, last_error=reason)
    assert said in (advice(state) or "")
    assert advice(FeedState(feed="wire", health=FeedHealth.LIVE, last_error=reason)) is None
