"""What the operators are told about watchdesk itself: once for each spell of trouble."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from daemon.model import AlertReason, FeedHealth, FeedState
from daemon.pipeline import notices
from tests.helpers.build import NOW, a_delivery

FINE = FeedState(feed="wire", health=FeedHealth.OK, last_success_at=NOW)


def failing(times: int) -> FeedState:
    """The feed after so many failures in a row."""
    return replace(FINE, health=FeedHealth.FAILING, failures=times, last_error="HTTP 503")


def told(before: FeedState, after: FeedState) -> str | None:
    """The subject of the notice that this change gives cause for."""
    alert = notices.feed_notice(before, after, label="The Wire", now=NOW)
    return alert.title if alert else None


def test_a_failing_feed_is_told_once_and_its_return_too() -> None:
    """F11: the fifth failure in a row is told, the sixth not; the first success after it is told."""
    assert [told(failing(n - 1), failing(n)) for n in range(1, 8)].count("Feed The Wire fails") == 1
    assert told(failing(4), failing(5)) == "Feed The Wire fails"
    assert told(failing(7), FINE) == "Feed The Wire is back"
    assert told(failing(4), FINE) is None


def test_a_feed_that_ended_or_moved_is_told() -> None:
    """F6, F16: 410 and the third permanent redirect to the same place are told once."""
    gone = replace(FINE, health=FeedHealth.GONE, failures=1, last_error="410")
    assert told(FINE, gone) == "Feed The Wire has ended"
    assert told(gone, replace(gone, failures=2)) is None
    moved = [replace(FINE, moved_to="https://new.example/", moved_count=count) for count in range(5)]
    subjects = [told(before, after) for before, after in pairwise(moved)]
    assert subjects == [None, None, "Feed The Wire has moved", None]


def test_a_feed_that_is_put_off_for_long_is_told() -> None:
    """F14: a publisher's wish to be left alone for an hour or more reaches the operators."""
    short = replace(FINE, health=FeedHealth.PUT_OFF, next_poll_at=NOW + timedelta(minutes=5))
    long = replace(short, next_poll_at=NOW + timedelta(hours=6))
    assert told(FINE, short) is None
    assert told(FINE, long) == "Feed The Wire is put off"
    assert told(long, long) is None


def test_the_same_spell_of_trouble_has_the_same_id() -> None:
    """A notice that is planned twice is queued once: its id is made of what it is about."""
    first = notices.feed_notice(failing(4), failing(5), label="The Wire", now=NOW)
    again = notices.feed_notice(failing(4), failing(5), label="The Wire", now=NOW + timedelta(hours=1))
    assert first is not None
    assert again is not None
    assert first.id == again.id
    assert first.reason is AlertReason.NOTICE
    down = notices.receiver_down(a_delivery(), reason="blocked", since=NOW, fallback="ops", now=NOW)
    later = notices.receiver_down(a_delivery(), reason="other", since=NOW, fallback=None, now=NOW)
    assert down.id == later.id
    assert "ops" in down.text
