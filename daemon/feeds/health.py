"""What a poll came to -> how the feed is doing, and what an operator can do about it. Pure."""

from array import array
from collections.abc import Mapping
from datetime import datetime, timedelta

from daemon.errors import FeedError, FetchError, ParseError
from daemon.feeds import habit as habits
from daemon.model import FeedHealth, FeedState, Habit
from daemon.network import MEND, REFUSED

MOVES_BEFORE_MOVED = 3  #: polls in a row that were redirected for good to the same place (F6)
CRASHES_TOLERATED = 2  #: in a row; a feed whose document does it once more to the parser is quarantined (H5)
SILENCE = 20.0  #: arrivals that its habit let us expect and that did not come, before a feed is called quiet
LONGEST_SILENCE = timedelta(days=7)  #: whatever the habit, a feed that had news is quiet after so long without (F12)
WEEKS_TO_KNOW = 1.5  #: of looking before a habit is judged by: every weekend hour was seen at least once
_AT_LEAST = timedelta(hours=1)

#: States in which a feed does its work.
GOOD = frozenset(
    {
        FeedHealth.LIVE,
        FeedHealth.NOT_MODIFIED,
        FeedHealth.EMPTY,
        FeedHealth.MALFORMED,
        FeedHealth.MOVED,
    }
)
ADVICE: Mapping[FeedHealth, str] = {
    FeedHealth.NEW: "wait: first polls are spread over some seconds",
    FeedHealth.EMPTY: "open it: should there be entries?",
    FeedHealth.MALFORMED: "nothing, if its items look right; tell the publisher",
    FeedHealth.MOVED: "put the new URL into the config",
    FeedHealth.QUIET: "open its page: it may have ended, or moved without a word",
    FeedHealth.FAILING: "look at the reason; a passing fault mends itself",
    FeedHealth.TIMEOUT: "try it from this machine; raise poll.timeout if it is only slow",
    FeedHealth.TLS: "open the URL in a browser; check this machine's date and certificates",
    FeedHealth.FORBIDDEN: "give the feed its login or headers, or ask the publisher",
    FeedHealth.NOT_A_FEED: "open the URL; correct it, or give the feed its login",
    FeedHealth.PREVIEW_OFF: "look for another way to read the channel",
    FeedHealth.RATE_LIMITED: "poll it less often: interval",
    FeedHealth.GONE: "remove it, or find its successor",
    FeedHealth.QUARANTINED: "open the URL: is it still a feed?",
}

#: Of a failure that has no state of its own, by how its reason begins.
_ADVICE_BY_REASON = (
    (REFUSED, MEND),
    ("HTTP 404", "correct the URL: nothing is there any more"),
    ("the name does not resolve", "correct the URL; if other feeds fail, too, look at this machine's resolver"),
    ("connection refused", "nothing listens there now; see whether the site is up, and the port right"),
)


def advice(state: FeedState) -> str | None:
    """What an operator can do about the state of a feed; None for one that is well."""
    if state.health is FeedHealth.FAILING:
        for begins, to_do in _ADVICE_BY_REASON:
            if (state.last_error or "").startswith(begins):
                return to_do
    return ADVICE.get(state.health)


def of_success(state: FeedState, *, entries: int | None, same: bool, quiet: bool) -> FeedHealth:
    """The state of a feed that answered well; `state` is what the poll left, `same`: the document did not change."""
    if state.moved_count >= MOVES_BEFORE_MOVED:
        return FeedHealth.MOVED
    if quiet:
        return FeedHealth.QUIET
    if entries == 0:
        return FeedHealth.EMPTY
    if state.flaw:
        return FeedHealth.MALFORMED
    return FeedHealth.NOT_MODIFIED if same else FeedHealth.LIVE


def of_failure(error: FeedError, *, crashes: int) -> FeedHealth:
    """The state of a feed whose poll failed; `crashes` of its parser in a row, this one included."""
    if isinstance(error, ParseError) and error.preview_off:
        return FeedHealth.PREVIEW_OFF
    if isinstance(error, ParseError) and error.crashed:
        return FeedHealth.QUARANTINED if crashes > CRASHES_TOLERATED else FeedHealth.FAILING
    if isinstance(error, ParseError):
        return FeedHealth.NOT_A_FEED
    if isinstance(error, FetchError) and error.gone:
        return FeedHealth.GONE
    if isinstance(error, FetchError) and error.retry_after is not None:
        return FeedHealth.RATE_LIMITED
    return FeedHealth(error.cause) if isinstance(error, FetchError) and error.cause else FeedHealth.FAILING


def silence(habit: Habit | None, hourly: "array[float]", *, last_new_at: datetime | None, now: datetime) -> float:
    """How many arrivals the habit let us expect since the last one; 0 if the habit is not known yet.

    Law: it grows with time, and hardly at all in hours in which the feed never posts, such as nights and weekends.
    Items that came by one poll are one arrival: publishers post in bursts, so ten items are not ten chances.
    """
    if habit is None or last_new_at is None or habit.items <= 0 or habits.weeks_known(habit) < WEEKS_TO_KNOW:
        return 0.0
    return habits.expected(hourly, since=last_new_at, now=now) * habit.arrivals / habit.items


def is_quiet(missing: float, *, last_new_at: datetime | None, now: datetime) -> bool:
    """Is a feed that misses so many arrivals quiet for longer than its own habit?"""
    if last_new_at is None or now - last_new_at < _AT_LEAST:
        return False
    return missing >= SILENCE or now - last_new_at >= LONGEST_SILENCE
