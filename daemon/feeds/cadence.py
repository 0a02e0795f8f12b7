"""When to poll a feed next, and what its state is after a poll. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from daemon.errors import FeedError, FetchError, ParseError
from daemon.feeds.answer import Fetched, NotModified
from daemon.model import FeedHealth, FeedState, Shown

WHOLE_EVERY = timedelta(hours=24)  #: a feed that answers 304 for ever is fetched whole so often (F12)
LONGEST_BACK_OFF = timedelta(hours=6)
GONE_EVERY = timedelta(hours=24)
CRASHES_TOLERATED = 2  #: in a row; a feed whose document does it once more to the parser is quarantined (H5)
QUARANTINE = timedelta(hours=1)  #: for the first crash beyond, `LONGEST_BACK_OFF` for all after it
_MAX_ERROR = 500


def _share(feed_id: str) -> float:
    """A number in [0, 1) that depends on nothing but the id."""
    return int.from_bytes(blake2b(feed_id.encode(), digest_size=6).digest()) / 2**48


def first_polls(intervals: Mapping[str, timedelta], *, now: datetime) -> dict[str, datetime]:
    """When feeds that were never polled are polled first, by id; `intervals` has an interval for each (L1).

    Law: the same for the same feeds; never before `now`; those with the same interval start at even distances, over
    one second a feed or over one interval, whichever is shorter. Their order is that of a hash, so that the feeds of
    one host, which stand together in a config, are far apart.
    """
    window = timedelta(seconds=len(intervals))
    starts: dict[str, datetime] = {}
    for interval in set(intervals.values()):
        group = sorted((feed for feed, own in intervals.items() if own == interval), key=_share)
        starts |= {feed: now + min(interval, window) * (place / len(group)) for place, feed in enumerate(group)}
    return starts


def for_url(state: FeedState, url: str, *, now: datetime) -> FeedState:
    """The state to poll with when the config has this URL.

    Law: the same state for the same URL, and for one whose URL was never noted (which it is now). Under another URL
    nothing holds that the old one taught: it is polled at once, and its first success is a new baseline. When the feed
    was last polled, and last well, stays.
    """
    key = blake2b(url.encode("utf-8", "replace"), digest_size=8).hexdigest()
    if state.url_key in {key, None}:
        return replace(state, url_key=key)
    return FeedState(
        feed=state.feed,
        next_poll_at=now,
        last_poll_at=state.last_poll_at,
        last_success_at=state.last_success_at,
        url_key=key,
    )


def wants_whole(state: FeedState, *, now: datetime) -> bool:
    """Whether the next fetch should be made without validators: the last 200 was a day ago, or never."""
    return state.full_fetch_at is None or now - state.full_fetch_at >= WHOLE_EVERY


def may_cut(shown: Shown, *, now: datetime) -> bool:
    """Whether entries seen before may be left out of the next parse: a document was parsed in full within a day."""
    return shown.whole_at is not None and timedelta(0) <= now - shown.whole_at < WHOLE_EVERY


def after_success(
    state: FeedState,
    answer: Fetched | NotModified,
    *,
    interval: timedelta,
    now: datetime,
    truncated: bool = False,
    news: bool = False,
) -> FeedState:
    """The state after a poll that brought a feed, or the word that nothing changed. `news`: it had a new item.

    Law: a truncated document leaves validators and body hash as they were, so that the rest is asked for again.
    """
    whole = isinstance(answer, Fetched) and not truncated
    same_place = answer.moved_to is not None and answer.moved_to == state.moved_to
    return replace(
        state,
        health=FeedHealth.OK,
        validators=state.validators if truncated else answer.validators,
        body_hash=answer.body_hash if isinstance(answer, Fetched) and whole else state.body_hash,
        next_poll_at=now + interval,
        last_poll_at=now,
        last_success_at=now,
        full_fetch_at=now if whole else state.full_fetch_at,
        baseline_at=state.baseline_at or now,
        failures=0,
        last_error=None,
        moved_to=answer.moved_to,
        moved_count=state.moved_count + 1 if same_place else int(answer.moved_to is not None),
        crashes=0,
        last_new_at=now if news else state.last_new_at,
    )


def after_failure(state: FeedState, error: FeedError, *, interval: timedelta, now: datetime) -> FeedState:
    """The state after a poll that failed.

    Law: what was known of the feed's content (validators, body hash, baseline) stays; the wait is never shorter than
    the interval, and never longer than 6 h (or a day for a feed that is gone), if the interval is not. A feed that
    brings down the parser again and again is quarantined at once: it costs a child and its deadline each time.
    """
    failures, crashes = state.failures + 1, _crashes(state, error)
    return replace(
        state,
        health=_health(error),
        next_poll_at=now + max(interval, _wait(error, failures=failures, crashes=crashes, interval=interval)),
        last_poll_at=now,
        failures=failures,
        crashes=crashes,
        last_error=error.message[:_MAX_ERROR],
    )


def _crashes(state: FeedState, error: FeedError) -> int:
    """Crashes in a row; a document that never came proves nothing either way."""
    if not isinstance(error, ParseError):
        return state.crashes
    return state.crashes + 1 if error.crashed else 0


def _health(error: FeedError) -> FeedHealth:
    if isinstance(error, ParseError) and error.preview_off:
        return FeedHealth.PREVIEW_OFF
    if isinstance(error, ParseError):
        return FeedHealth.FAILING if error.crashed else FeedHealth.NOT_A_FEED
    if isinstance(error, FetchError) and error.gone:
        return FeedHealth.GONE
    if isinstance(error, FetchError) and error.retry_after is not None:
        return FeedHealth.PUT_OFF
    return FeedHealth.FAILING


def _wait(error: FeedError, *, failures: int, crashes: int, interval: timedelta) -> timedelta:
    if isinstance(error, FetchError) and error.gone:
        return GONE_EVERY
    if isinstance(error, FetchError) and error.retry_after is not None:
        return min(error.retry_after, LONGEST_BACK_OFF)
    doublings = min(failures - 1, 16)  # 2**16 intervals are longer than any back-off
    ordinary = min(interval * 2**doublings, LONGEST_BACK_OFF) if interval < LONGEST_BACK_OFF else interval
    if isinstance(error, ParseError) and error.crashed and crashes > CRASHES_TOLERATED:
        return max(ordinary, QUARANTINE if crashes == CRASHES_TOLERATED + 1 else LONGEST_BACK_OFF)
    return ordinary
