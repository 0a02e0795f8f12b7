"""When to poll a feed next, and what its state is after a poll. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from daemon.errors import FeedError, FetchError, ParseError
from daemon.feeds.answer import Fetched, NotModified
from daemon.model import FeedHealth, FeedState

WHOLE_EVERY = timedelta(hours=24)  #: a feed that answers 304 for ever is fetched whole so often (F12)
LONGEST_BACK_OFF = timedelta(hours=6)
GONE_EVERY = timedelta(hours=24)
_MAX_ERROR = 500


def first_poll_at(feed_id: str, *, count: int, interval: timedelta, now: datetime) -> datetime:
    """When a feed that was never polled is polled first.

    Law: the same for the same id; never before `now`; starts are spread evenly over `count` seconds, a second a feed,
    but over no more than one interval.
    """
    window = min(interval, timedelta(seconds=count))
    share = int.from_bytes(blake2b(feed_id.encode(), digest_size=6).digest()) / 2**48
    return now + window * share


def wants_whole(state: FeedState, *, now: datetime) -> bool:
    """Whether the next fetch should be made without validators: the last 200 was a day ago, or never."""
    return state.full_fetch_at is None or now - state.full_fetch_at >= WHOLE_EVERY


def after_success(
    state: FeedState,
    answer: Fetched | NotModified,
    *,
    interval: timedelta,
    now: datetime,
    truncated: bool = False,
) -> FeedState:
    """The state after a poll that brought a feed, or the word that nothing changed.

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
    )


def after_failure(state: FeedState, error: FeedError, *, interval: timedelta, now: datetime) -> FeedState:
    """The state after a poll that failed.

    Law: what was known of the feed's content (validators, body hash, baseline) stays; the wait is never shorter than
    the interval, and never longer than 6 h (or a day for a feed that is gone), if the interval is not.
    """
    failures = state.failures + 1
    return replace(
        state,
        health=_health(error),
        next_poll_at=now + max(interval, _wait(error, failures=failures, interval=interval)),
        last_poll_at=now,
        failures=failures,
        last_error=error.message[:_MAX_ERROR],
    )


def _health(error: FeedError) -> FeedHealth:
    if isinstance(error, ParseError):
        return FeedHealth.NOT_A_FEED
    if isinstance(error, FetchError) and error.gone:
        return FeedHealth.GONE
    if isinstance(error, FetchError) and error.retry_after is not None:
        return FeedHealth.PUT_OFF
    return FeedHealth.FAILING


def _wait(error: FeedError, *, failures: int, interval: timedelta) -> timedelta:
    if isinstance(error, FetchError) and error.gone:
        return GONE_EVERY
    if isinstance(error, FetchError) and error.retry_after is not None:
        return min(error.retry_after, LONGEST_BACK_OFF)
    doublings = min(failures - 1, 16)  # 2**16 intervals are longer than any back-off
    return min(interval * 2**doublings, LONGEST_BACK_OFF) if interval < LONGEST_BACK_OFF else interval
