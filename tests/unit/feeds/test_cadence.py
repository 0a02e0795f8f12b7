"""When a feed is polled next, and what a poll leaves behind."""

from array import array
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from daemon.errors import FeedError, FetchError, ParseError
from daemon.feeds.answer import Fetched, NotModified
from daemon.feeds.cadence import Document, after_failure, after_success, first_polls, for_url, is_due, wait, wants_whole
from daemon.feeds.strokes import BINS, Profile
from daemon.model import FeedHealth, FeedState, Hints, Pace, Validators
from daemon.spans import PACES
from tests.helpers.build import NOW

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


def test_many_feeds_start_at_even_distances(now: datetime) -> None:
    """L1: of ten thousand feeds no second sees more than 40 start, with one interval or with several."""
    for several in ((FIVE,), (FIVE, timedelta(minutes=15), timedelta(hours=1))):
        intervals = {f"feed-{n}": several[n % len(several)] for n in range(10_000)}
        starts = first_polls(intervals, now=now)
        assert starts.keys() == intervals.keys()
        assert all(now <= start < now + intervals[feed] for feed, start in starts.items())
        assert max(Counter((start - now) // timedelta(seconds=1) for start in starts.values()).values()) <= 40
    assert first_polls(intervals, now=now) == starts


def test_few_feeds_start_a_second_apart(now: datetime) -> None:
    """A small desk sees its first items at once: one feed starts now, twelve within 12 s, and none starts none."""
    starts = first_polls({f"feed-{n}": FIVE for n in range(12)}, now=now)
    assert sorted(starts.values()) == [now + timedelta(seconds=n) for n in range(12)]
    assert first_polls({"wire": FIVE}, now=now) == {"wire": now}
    assert first_polls({}, now=now) == {}


def test_another_url_is_another_feed(now: datetime) -> None:
    """A mended URL is polled at once and gets a new baseline; nothing that the old one taught is held against it."""
    old = for_url(FeedState(feed="wire", next_poll_at=now + FIVE), "https://old.example/feed", now=now)
    taught = replace(
        after_success(
            old, fetched(moved_to="https://x.example/"), interval=FIVE, now=now, document=Document(entries=1, news=True)
        ),
        health=FeedHealth.GONE,
        failures=7,
        crashes=3,
        last_error="HTTP 410",
        next_poll_at=now + timedelta(days=1),
    )
    assert for_url(taught, "https://old.example/feed", now=now + FIVE) == taught
    mended = for_url(taught, "https://new.example/feed", now=now + FIVE)
    assert mended == FeedState(
        feed="wire",
        next_poll_at=now + FIVE,
        last_poll_at=now,
        last_success_at=now,
        url_key=mended.url_key,
    )
    assert mended.url_key not in {None, taught.url_key}
    assert for_url(mended, "https://new.example/feed", now=now + 2 * FIVE) == mended


def test_a_url_is_noted_without_being_kept(now: datetime) -> None:
    """A feed's first URL changes nothing but the key, and the key does not show what may be a secret."""
    before = a_state(baseline_at=now, failures=2)
    after = for_url(before, "https://example.org/feed?token=sesame", now=now)
    assert replace(after, url_key=None) == before
    assert "sesame" not in str(after)


def test_the_last_news_is_noted(now: datetime) -> None:
    """F12: a poll with a new item sets the time of the last news; one without leaves it."""
    after = after_success(a_state(), fetched(), interval=FIVE, now=now, document=Document(entries=1, news=True))
    assert after.last_new_at == now
    assert after_success(after, fetched(), interval=FIVE, now=now + FIVE).last_new_at == now
    assert after_failure(after, FetchError("wire", "HTTP 500"), interval=FIVE, now=now + FIVE).last_new_at == now


def test_a_feed_that_crashes_the_parser_is_quarantined(now: datetime) -> None:
    """P5, H5: after three crashes in a row it is tried in an hour, then every six hours; then a good one heals it."""
    state, waits = a_state(), []
    for _ in range(6):
        state = after_failure(state, ParseError("wire", "too long", crashed=True), interval=FIVE, now=now)
        assert (state.health is FeedHealth.QUARANTINED) == (state.crashes > 2)
        assert state.next_poll_at is not None
        waits.append(state.next_poll_at - now)
    assert waits == [FIVE, 2 * FIVE, *[timedelta(hours=hours) for hours in (1, 6, 6, 6)]]
    assert after_success(state, fetched(), interval=FIVE, now=now).crashes == 0


def test_only_crashes_in_a_row_count(now: datetime) -> None:
    """H5: a document that was read ends the row, be it no feed; one that never came does not."""
    state = a_state(crashes=2)
    unreachable = after_failure(state, FetchError("wire", "HTTP 500"), interval=FIVE, now=now)
    assert (unreachable.crashes, unreachable.next_poll_at) == (2, now + FIVE)
    assert after_failure(state, ParseError("wire", "not a feed"), interval=FIVE, now=now).crashes == 0


def test_quarantine_is_never_shorter_than_the_ordinary_wait(now: datetime) -> None:
    """H5: a feed that failed for long already, or is polled seldom, is not tried sooner because it crashes."""
    crash = ParseError("wire", "too long", crashed=True)
    for before, interval, hours in ((a_state(failures=40, crashes=2), FIVE, 6), (a_state(crashes=2), 144 * FIVE, 12)):
        assert after_failure(before, crash, interval=interval, now=now).next_poll_at == now + timedelta(hours=hours)


def test_a_whole_fetch_is_wanted_once_a_day(now: datetime) -> None:
    """F12: a feed that answers 304 for ever is fetched whole a day after its last 200, and if it never had one."""
    assert wants_whole(FeedState(feed="wire"), now=now)
    assert not wants_whole(a_state(full_fetch_at=now - timedelta(hours=23)), now=now)
    assert wants_whole(a_state(full_fetch_at=now - timedelta(hours=24)), now=now)


def test_success_heals(now: datetime) -> None:
    """A success resets failures and errors, keeps validators and hash, and sets the baseline once."""
    before = a_state(health=FeedHealth.FAILING, failures=7, last_error="HTTP 500", baseline_at=None)
    after = after_success(before, fetched(), interval=FIVE, now=now)
    assert (after.health, after.failures, after.last_error) == (FeedHealth.NOT_MODIFIED, 0, None)
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
    after = after_success(before, fetched(), interval=FIVE, now=now, document=Document(entries=1, truncated=True))
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
    assert after.health is FeedHealth.RATE_LIMITED


NORMAL = PACES[Pace.NORMAL]


def waits(state: FeedState, now: datetime, *, rate: float = 1.0, fresh_for: timedelta | None = None) -> timedelta:
    """How long a feed of the class `normal` is left alone."""
    return wait(state, NORMAL, Profile(array("f", [rate] * 168)), stretch=1.0, fresh_for=fresh_for, now=now)


def test_a_fixed_interval_wins(now: datetime) -> None:
    """An interval that operators wrote is kept, whatever the feed does or wishes."""
    state = a_state(hints=Hints(ttl_minutes=60, skip_hours=tuple(range(24))), gap_at=now)
    hourly = array("f", [100.0] * 168)
    assert wait(state, FIVE, Profile(hourly), stretch=9.0, fresh_for=timedelta(days=1), now=now) == FIVE


def test_a_poll_after_a_stroke_is_late_by_seconds(now: datetime) -> None:
    """Feeds that wait for the full hour are polled within ten seconds of each other, and none before it."""
    profile, at = Profile(array("f", [1.0] * 168), ((1 / BINS, 0.6),)), now.replace(minute=52, second=0, microsecond=0)
    spans = {wait(a_state(feed=f"f{n}"), NORMAL, profile, stretch=1.0, fresh_for=None, now=at) for n in range(50)}
    assert len(spans) > 40
    assert all(timedelta(seconds=540) <= span <= timedelta(seconds=550) for span in spans)


def test_jitter_is_small_and_the_same_for_the_same_poll(now: datetime) -> None:
    """Each poll comes sooner by up to a tenth, differently for each feed and poll, and never below the bounds."""
    spans = {waits(a_state(feed=f"f{n}"), now) for n in range(200)}
    assert len(spans) > 150
    assert all(timedelta(minutes=7.2) <= span <= timedelta(minutes=8) for span in spans)
    assert waits(a_state(), now) == waits(a_state(), now) != waits(a_state(), now + FIVE)
    assert all(waits(a_state(feed=f"f{n}"), now, rate=99) == NORMAL.shortest for n in range(20))


@pytest.mark.parametrize(
    ("hints", "fresh_minutes", "minutes"),
    [
        (Hints(ttl_minutes=12), None, 12),
        (Hints(ttl_minutes=600), None, 15),
        (Hints(ttl_minutes=1), None, 8),
        (Hints(), 11, 11),
        (Hints(), 600, 15),
        (Hints(ttl_minutes=10), 12, 12),
        (Hints(skip_hours=tuple(range(24))), None, 15),
        (Hints(skip_days=tuple(range(7))), None, 15),
        (Hints(skip_hours=(25,)), None, 8),
    ],
)
def test_publishers_wishes_count_within_the_bounds(
    hints: Hints, fresh_minutes: int | None, minutes: int, now: datetime
) -> None:
    """ttl, skipHours, skipDays and Cache-Control make the wait longer, but no longer than the class allows."""
    fresh = timedelta(minutes=fresh_minutes) if fresh_minutes else None
    span = waits(a_state(hints=hints), now, fresh_for=fresh)
    assert timedelta(minutes=0.9 * minutes) <= span <= timedelta(minutes=minutes)


def test_after_a_gap_a_feed_is_polled_sooner_for_a_week(now: datetime) -> None:
    """A document without a known entry makes the class's shortest interval the only one, for a week."""
    state = a_state(gap_at=now)
    assert waits(state, now + timedelta(days=6), rate=0.01) == NORMAL.shortest
    assert waits(state, now + timedelta(days=7), rate=0.01) > 2 * NORMAL.shortest


def test_a_gap_is_noted(now: datetime) -> None:
    """The time of the last gap is kept; a poll without one does not clear it."""
    after = after_success(a_state(), fetched(), interval=FIVE, now=now, document=Document(entries=3, gap=True))
    assert after.gap_at == now
    later = after_success(after, fetched(), interval=FIVE, now=now + FIVE, document=Document(entries=3))
    assert later.gap_at == now


def test_a_row_of_failures_has_its_beginning(now: datetime) -> None:
    """The first failure of a row is remembered until a success ends it."""
    first = after_failure(a_state(), FetchError("wire", "x"), interval=FIVE, now=now)
    second = after_failure(first, FetchError("wire", "x"), interval=FIVE, now=now + FIVE)
    assert first.failing_since == second.failing_since == now
    assert after_success(second, fetched(), interval=FIVE, now=now + 2 * FIVE).failing_since is None


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


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (None, True),
        (FeedState(feed="wire"), True),
        (FeedState(feed="wire", next_poll_at=NOW), True),
        (FeedState(feed="wire", next_poll_at=NOW + timedelta(seconds=1)), False),
        (FeedState(feed="wire", next_poll_at=NOW + timedelta(days=2), last_poll_at=NOW + timedelta(days=1)), True),
    ],
)
def test_when_a_feed_is_due(state: FeedState | None, due: bool) -> None:
    """A feed is due if it was never polled, if its time has come, or if the clock stepped back behind its last poll."""
    assert is_due(state, now=NOW) == due
