"""What the operators are told about watchdesk itself."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from daemon.model import AlertReason, FeedHealth, FeedState, Severity
from daemon.pipeline import notices
from tests.helpers.build import NOW

FINE = FeedState(feed="wire", health=FeedHealth.LIVE, last_success_at=NOW, url_key="a")


def told(before: FeedState, after: FeedState) -> str | None:
    """The subject of the notice that this poll gives cause for."""
    alert = notices.feed_notice(before, after, label="The Wire", now=NOW)
    return alert.title if alert else None


def test_a_feed_that_moved_is_told_at_the_third_time() -> None:
    """F6: the third permanent redirect to the same place is told, once."""
    moved = [replace(FINE, moved_to="https://new.example/", moved_count=count) for count in range(5)]
    subjects = [told(before, after) for before, after in pairwise(moved)]
    assert subjects == [None, None, "Feed The Wire has moved", None]


def test_a_gap_is_told_once_a_week() -> None:
    """The first poll that shows nothing known is told; another gap within a week of the last is not."""
    first = replace(FINE, gap_at=NOW)
    assert told(FINE, first) == "Feed The Wire may have lost items"
    assert told(first, first) is None
    assert told(replace(FINE, gap_at=NOW - timedelta(days=6)), first) is None
    assert told(replace(FINE, gap_at=NOW - timedelta(days=8)), first) == "Feed The Wire may have lost items"


@pytest.mark.parametrize(
    ("health", "subject", "severity"),
    [
        (FeedHealth.TIMEOUT, "Feed The Wire fails", Severity.HIGH),
        (FeedHealth.NOT_A_FEED, "Feed The Wire fails", Severity.HIGH),
        (FeedHealth.GONE, "Feed The Wire has ended", Severity.HIGH),
        (FeedHealth.QUARANTINED, "Feed The Wire hangs the parser", Severity.HIGH),
        (FeedHealth.PREVIEW_OFF, "Feed The Wire has no preview", Severity.HIGH),
        (FeedHealth.RATE_LIMITED, "Feed The Wire is put off", Severity.MEDIUM),
    ],
)
def test_each_trouble_has_its_words(health: FeedHealth, subject: str, severity: Severity) -> None:
    """F14, F16, H5: what an operator must do differs, and so do the notices; the reason stands in each that has one."""
    state = replace(
        FINE, health=health, failures=6, crashes=3, last_error="HTTP 999", next_poll_at=NOW, failing_since=NOW
    )
    one = notices.feed_fails(state, label="The Wire", now=NOW)
    assert (one.title, one.severity, one.reason) == (subject, severity, AlertReason.NOTICE)
    assert "HTTP 999" in one.text or health in {FeedHealth.GONE, FeedHealth.PREVIEW_OFF}


def test_the_same_spell_of_trouble_has_the_same_id() -> None:
    """A notice that is planned twice is queued once: its id is made of what it is about, and of when that began."""
    state = replace(FINE, failures=5, failing_since=NOW)
    first = notices.feed_fails(state, label="The Wire", now=NOW)
    again = notices.feed_fails(replace(state, failures=6), label="The Wire", now=NOW + timedelta(hours=1))
    mended = notices.feed_fails(replace(state, url_key="b"), label="The Wire", now=NOW)
    assert first.id == again.id != mended.id
    down = notices.receiver_down("desk", reason="blocked", since=NOW, fallback="ops", now=NOW)
    later = notices.receiver_down("desk", reason="other", since=NOW, fallback=None, now=NOW)
    assert down.id == later.id
    assert "ops" in down.text


def test_a_return_says_what_the_outage_hid() -> None:
    """F12: a silence as long as the outage is in the notice of its end, for no other will tell it."""
    since = NOW - timedelta(days=8)
    quiet = replace(FINE, last_new_at=since - timedelta(hours=1))
    one = notices.feed_is_back("The Wire", quiet, trouble=notices.FAILS, since=since, now=NOW)
    assert "Nothing in it was new since" in one.text
    brief = notices.feed_is_back("The Wire", quiet, trouble=notices.FAILS, since=NOW - timedelta(hours=2), now=NOW)
    assert "Nothing in it was new since" not in brief.text


def test_many_names_are_cut() -> None:
    """A message about hundreds of feeds names some, counts the rest, and says where all are."""
    many = [(f"Feed {n:03}", replace(FINE, feed=f"f{n}", last_error="HTTP 500")) for n in range(300)]
    one = notices.feeds_fail(many, live=0, total=300, now=NOW)
    assert one.title == "300 feeds fail together"
    assert "HTTP 500 (300)" in one.text
    assert "and 260 more" in one.text
    assert len(one.text) < 2_000
