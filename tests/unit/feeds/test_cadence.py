"""When a feed is polled next, and what a poll leaves behind."""

from datetime import datetime, timedelta

import pytest

from daemon.errors import FeedError, FetchError, ParseError
from daemon.feeds.answer import Fetched, NotModified
from daemon.feeds.cadence import after_failure, after_success, first_poll_at, wants_whole
from daemon.model import FeedHealth, FeedState, Validators

FIVE = timedelta(minutes=5)


def fetched(**over: object) -> Fetched:
    """A whole answer."""
    values: dict[str, object] = {
        "url": "https://example.org/feed",
        "body": b"<rss/>",
        "body_hash": "aa",
        "content_type": None,
        "validators": Validators(etag='"2"'),
    }
    return Fetched(**{**values, **over})  # type: ignore[arg-type]


def a_state(**over: object) -> FeedState:
    """A feed that was polled before."""
    return FeedState(**{"feed": "wire", "validators": Validators(etag='"1"'), "body_hash": "00", **over})  # type: ignore[arg-type]


def test_a_dozen_feeds_start_within_seconds(now: datetime) -> None:
    """A small desk sees its first items at once: a dozen feeds start within 12 s."""
    starts = [first_poll_at(f"feed-{n}", count=12, interval=FIVE, now=now) for n in range(12)]
    assert all(now <= start < now + timedelta(seconds=12) for start in starts)


def test_a_cold_start_is_spread_over_the_interval(now: datetime) -> None:
    """L1: ten thousand feeds start evenly over one interval, always in the same place."""
    starts = [first_poll_at(f"feed-{n}", count=10_000, interval=FIVE, now=now) for n in range(10_000)]
    per_minute = [sum(start - now < timedelta(minutes=n + 1) for start in starts) for n in range(5)]
    assert per_minute[-1] == 10_000
    assert all(abs(seen - 2_000 * (n + 1)) < 300 for n, seen in enumerate(per_minute))
    assert starts[7] == first_poll_at("feed-7", count=10_000, interval=FIVE, now=now)


def test_a_whole_fetch_is_wanted_once_a_day(now: datetime) -> None:
    """F12: a feed that answers 304 for ever is fetched whole a day after its last 200, and if it never had one."""
    assert wants_whole(FeedState(feed="wire"), now=now)
    assert not wants_whole(a_state(full_fetch_at=now - timedelta(hours=23)), now=now)
    assert wants_whole(a_state(full_fetch_at=now - timedelta(hours=24)), now=now)


def test_success_heals(now: datetime) -> None:
    """A success resets failures and errors, keeps validators and hash, and sets the baseline once."""
    before = a_state(health=FeedHealth.FAILING, failures=7, last_error="HTTP 500", baseline_at=None)
    after = after_success(before, fetched(), interval=FIVE, now=now)
    assert (after.health, after.failures, after.last_error) == (FeedHealth.OK, 0, None)
    assert (after.validators, after.body_hash) == (Validators(etag='"2"'), "aa")
    assert after.next_poll_at == now + FIVE
    assert after.baseline_at == after.last_success_at == after.full_fetch_at == now
    later = after_success(after, fetched(), interval=FIVE, now=now + FIVE)
    assert later.baseline_at == now


def test_not_modified_keeps_the_body_hash(now: datetime) -> None:
    """F12, F13: a 304 may bring new validators, leaves the hash, and is no whole fetch."""
    before = a_state(full_fetch_at=now - FIVE)
    after = after_success(before, NotModified(validators=Validators(etag='"9"')), interval=FIVE, now=now)
    assert after.validators.etag == '"9"'
    assert after.body_hash == "00"
    assert after.full_fetch_at == now - FIVE


def test_a_truncated_document_is_asked_for_again(now: datetime) -> None:
    """P16: after a document that broke off, validators, hash and the time of the last whole fetch are as before."""
    before = a_state(full_fetch_at=now - FIVE)
    after = after_success(before, fetched(), interval=FIVE, now=now, truncated=True)
    assert (after.validators, after.body_hash, after.full_fetch_at) == (
        before.validators,
        before.body_hash,
        before.full_fetch_at,
    )
    assert after.last_success_at == now


def test_moves_are_counted(now: datetime) -> None:
    """F6: only consecutive polls whose permanent redirects lead to the same place add up."""
    state = FeedState(feed="wire")
    counts = []
    for target in ("https://a.test/", "https://a.test/", "https://b.test/", None, "https://b.test/"):
        state = after_success(state, fetched(moved_to=target), interval=FIVE, now=now)
        counts.append((state.moved_to, state.moved_count))
    assert [count for _, count in counts] == [1, 2, 1, 0, 1]
    assert counts[3][0] is None


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 5), (1, 10), (2, 20), (5, 160), (6, 320), (7, 360), (50, 360), (10_000, 360)]
)
def test_back_off_doubles_up_to_six_hours(failures: int, minutes: int, now: datetime) -> None:
    """Each failure doubles the wait, from the interval up to 6 h."""
    after = after_failure(a_state(failures=failures), FetchError("wire", "HTTP 500"), interval=FIVE, now=now)
    assert after.next_poll_at == now + timedelta(minutes=minutes)
    assert after.failures == failures + 1
    assert after.health is FeedHealth.FAILING


def test_back_off_is_never_below_the_interval(now: datetime) -> None:
    """A feed polled once in 12 h is not polled more often because it fails, or says that it may be."""
    for error in (
        FetchError("wire", "x"),
        ParseError("wire", "x"),
        FetchError("wire", "x", retry_after=timedelta(seconds=5)),
    ):
        after = after_failure(a_state(failures=3), error, interval=timedelta(hours=12), now=now)
        assert after.next_poll_at == now + timedelta(hours=12)


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        (timedelta(seconds=5), FIVE),
        (timedelta(hours=1), timedelta(hours=1)),
        (timedelta(days=365), timedelta(hours=6)),
    ],
)
def test_retry_after_is_obeyed_within_reason(asked: timedelta, wait: timedelta, now: datetime) -> None:
    """F14: the publisher's wish is kept, but for no longer than 6 h, and the feed is said to be put off."""
    error = FetchError("wire", "HTTP 429", retry_after=asked)
    after = after_failure(a_state(failures=2), error, interval=FIVE, now=now)
    assert after.next_poll_at == now + wait
    assert after.health is FeedHealth.PUT_OFF


def test_gone_is_asked_once_a_day(now: datetime) -> None:
    """F16: a feed that is gone is not forgotten: it is asked once a day."""
    after = after_failure(a_state(), FetchError("wire", "HTTP 410", gone=True), interval=FIVE, now=now)
    assert (after.health, after.next_poll_at) == (FeedHealth.GONE, now + timedelta(days=1))


@pytest.mark.parametrize("error", [ParseError("wire", "not a feed: a login page"), FetchError("wire", "HTTP 500")])
def test_failure_forgets_nothing(error: FeedError, now: datetime) -> None:
    """F11: a login page or an outage leaves validators, hash, baseline and last success as they were."""
    before = a_state(baseline_at=now - FIVE, last_success_at=now - FIVE, full_fetch_at=now - FIVE)
    after = after_failure(before, error, interval=FIVE, now=now)
    for name in ("validators", "body_hash", "baseline_at", "last_success_at", "full_fetch_at", "moved_to"):
        assert getattr(after, name) == getattr(before, name)
    assert after.last_error == error.message
    assert (after.health is FeedHealth.NOT_A_FEED) == isinstance(error, ParseError)
