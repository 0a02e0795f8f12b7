"""When to poll a feed next, and what its state is after a poll. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from daemon.errors import FeedError, FetchError, ParseError
from daemon.feeds.answer import Fetched, NotModified
from daemon.feeds.budget import next_poll
from daemon.feeds.health import CRASHES_TOLERATED, is_quiet, of_failure, of_success
from daemon.feeds.placing import place
from daemon.feeds.strokes import Profile
from daemon.model import Bounds, FeedState, Hints, Shown

GAP_REMEMBERED = timedelta(days=7)  #: so long after a gap a feed is polled at its class's shortest interval
JITTER = 0.1  #: of an interval, at most; a poll comes sooner by it, never later
AFTER_STROKE = timedelta(seconds=10)  #: at most; so much later a poll comes that is placed after a stroke
WHOLE_EVERY = timedelta(hours=24)  #: a feed that answers 304 for ever is fetched whole so often (F12)
LONGEST_BACK_OFF = timedelta(hours=6)
GONE_EVERY = timedelta(hours=24)
QUARANTINE = timedelta(hours=1)  #: for the first crash beyond, `LONGEST_BACK_OFF` for all after it
_MAX_ERROR = 500
_NO_HINTS = Hints()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a poll learned of a feed's document as a whole."""

    entries: int
    news: bool = False  #: something in it was new
    truncated: bool = False  #: not all of it could be taken in: it is asked for again
    hints: Hints = _NO_HINTS
    flaw: str | None = None
    gap: bool = False  #: it showed none of the entries of the document before


def _share(text: str) -> float:
    """A number in [0, 1) that depends on nothing but the text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest()) / 2**48


def bounds_of(state: FeedState, bounds: Bounds, *, now: datetime) -> Bounds:
    """The bounds that hold for a feed now: after a gap, the shortest interval is the only one."""
    if state.gap_at is None or now - state.gap_at >= GAP_REMEMBERED:
        return bounds
    return Bounds(shortest=bounds.shortest, usual=bounds.shortest, longest=bounds.shortest)


def wait(
    state: FeedState,
    rhythm: Bounds | timedelta,
    profile: Profile,
    *,
    stretch: float,
    fresh_for: timedelta | None,
    now: datetime,
) -> timedelta:
    """How long to leave a feed alone after a poll at `now`. `rhythm`: its class's bounds, or a fixed interval.

    Law: a fixed interval is the answer; any other lies within the bounds. The publisher's wishes (ttl, skipHours,
    skipDays, and that its servers give the same again for a while) make it longer, but never longer than the bounds.
    Every feed and every poll has a jitter of its own, so that feeds that once went in step drift apart.
    """
    if isinstance(rhythm, timedelta):
        return rhythm
    bounds = bounds_of(state, rhythm, now=now)
    wanted = next_poll(profile.hourly, bounds, stretch=stretch, now=now) - now
    share = _share(f"{state.feed} {now.isoformat()}")
    placed = place(profile, wait=wanted, shortest=bounds.shortest, longest=bounds.longest, now=now)
    # A poll that waits for a stroke must not come before it.
    wanted = wanted * (1 - JITTER * share) if placed == wanted else placed + AFTER_STROKE * share
    hints = state.hints
    asked = max(fresh_for or timedelta(0), timedelta(minutes=hints.ttl_minutes or 0))
    then = now + max(wanted, asked)
    if then.hour in hints.skip_hours or then.weekday() in hints.skip_days:
        asked = bounds.longest
    return min(max(wanted, asked, bounds.shortest), bounds.longest)


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
        hold_before=state.hold_before,
    )


def is_due(state: FeedState | None, *, now: datetime) -> bool:
    """Whether the feed's time has come; a last poll "later" than now was made before the clock stepped back."""
    if state is None or state.next_poll_at is None or state.next_poll_at <= now:
        return True
    return state.last_poll_at is not None and state.last_poll_at > now


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
    document: Document | None = None,
    missing: float = 0.0,
) -> FeedState:
    """The state after a poll that brought a feed, or the word that nothing changed.

    `document`: what was learned of it, if it was read; `missing`: arrivals that were to be expected since the last.

    Law: a truncated document leaves validators and body hash as they were, so that the rest is asked for again.
    """
    truncated, news = (document.truncated, document.news) if document else (False, False)
    whole = isinstance(answer, Fetched) and not truncated
    same_place = answer.moved_to is not None and answer.moved_to == state.moved_to
    after = replace(
        state,
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
        silence=0.0 if news else missing,
        failing_since=None,
        hold_before=state.hold_before if truncated else None,
    )
    if document is not None:
        after = replace(
            after,
            hints=document.hints,
            entries=document.entries,
            flaw=document.flaw,
            gap_at=now if document.gap else state.gap_at,
        )
    quiet = is_quiet(after.silence, last_new_at=after.last_new_at, now=now)
    return replace(after, health=of_success(after, entries=after.entries, same=document is None, quiet=quiet))


def after_failure(state: FeedState, error: FeedError, *, interval: timedelta, now: datetime) -> FeedState:
    """The state after a poll that failed.

    Law: what was known of the feed's content (validators, body hash, baseline) stays; the wait is never shorter than
    the interval, and never longer than 6 h (or a day for a feed that is gone), if the interval is not. A feed that
    brings down the parser again and again is quarantined at once: it costs a child and its deadline each time.
    """
    failures, crashes = state.failures + 1, _crashes(state, error)
    return replace(
        state,
        health=of_failure(error, crashes=crashes),
        next_poll_at=now + max(interval, _wait(error, failures=failures, crashes=crashes, interval=interval)),
        last_poll_at=now,
        failures=failures,
        crashes=crashes,
        last_error=error.message[:_MAX_ERROR],
        failing_since=state.failing_since or now,
    )


def _crashes(state: FeedState, error: FeedError) -> int:
    """Crashes in a row; a document that never came proves nothing either way."""
    if not isinstance(error, ParseError):
        return state.crashes
    return state.crashes + 1 if error.crashed else 0


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
