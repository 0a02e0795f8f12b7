"""What the operators are told about watchdesk itself: once for each spell of trouble."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from daemon.model import AlertReason, FeedHealth, FeedState
from daemon.pipeline import notices
from tests.helpers.build import NOW

FINE = FeedState(feed="wire", health=FeedHealth.OK, last_success_at=NOW)


def failing(times: int) -> FeedState:
    """The feed after so many failures in a row."""
    return replace(FINE, health=FeedHealth.FAILING, failures=times, last_error="HTTP 503")


def told(before: FeedState, after: FeedState) -> str | None:
    """The subject of the notice that this change gives cause for."""
    alert = notices.feed_notice(before, after, label="The Wire", now=NOW)
    return alert.title if alert else None


def test_a_failing_feed_is_told_once_and_its_return_too() -> None:
    """F11: from the fifth failure in a row it is told, under one id for the spell; the first success after it too."""
    notes = [notices.feed_notice(failing(n - 1), failing(n), label="The Wire", now=NOW) for n in range(1, 8)]
    assert notes[:4] == [None] * 4
    assert len({note.id for note in notes[4:] if note}) == 1
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


def test_a_feed_that_hangs_the_parser_is_told_once() -> None:
    """H5: the third crash of the parser in a row is told, with the reason, and not again while it lasts."""
    spell = [replace(failing(n), crashes=n, last_error="parsing took longer than 10 s") for n in range(7)]
    notes = [notices.feed_notice(*pair, label="The Wire", now=NOW) for pair in pairwise(spell)]
    assert notes[:2] == [None, None]
    assert len({note.id for note in notes[2:] if note}) == 1
    assert notes[2] is not None
    assert notes[2].title == "Feed The Wire hangs the parser"
    assert "longer than 10 s" in notes[2].text
    assert told(spell[3], FINE) == "Feed The Wire is back"
    assert told(spell[2], FINE) is None
    unreachable = replace(failing(5), crashes=3)
    assert told(replace(unreachable, failures=4), unreachable) == "Feed The Wire fails"


def test_a_feed_without_news_is_told_once() -> None:
    """F12: a feed that had news, answers well and shows none for 7 days is told, once for each silence."""
    heard = NOW - timedelta(days=10)
    days = [replace(FINE, last_new_at=heard, last_success_at=heard + timedelta(days=n)) for n in range(10)]
    subjects = [told(*pair) for pair in pairwise(days)]
    assert subjects == [None] * 6 + [f"Feed The Wire has shown nothing new since {heard:%Y-%m-%d}", None, None]
    assert told(days[9], replace(FINE, last_new_at=NOW)) is None
    never = [replace(day, last_new_at=None) for day in days]
    assert [told(*pair) for pair in pairwise(never)] == [None] * 9


def test_a_feed_that_comes_back_without_news_says_so() -> None:
    """F12: the silence that came with an outage is in the notice of its end, for no other will tell it."""
    gone = replace(failing(9), last_new_at=NOW - timedelta(days=8), last_success_at=NOW - timedelta(days=8))
    back = notices.feed_notice(
        gone, replace(gone, failures=0, health=FeedHealth.OK, last_success_at=NOW), label="The Wire", now=NOW
    )
    assert back is not None
    assert back.title == "Feed The Wire is back"
    assert "nothing in it was new since" in back.text.lower()


def test_another_url_begins_another_spell() -> None:
    """A URL that was mended in vain is told of anew, even if the feed never answered."""
    never = replace(failing(5), last_success_at=None, url_key="a")
    ids = set()
    for state in (never, replace(never, url_key="b")):
        note = notices.feed_notice(replace(state, failures=4), state, label="The Wire", now=NOW)
        ids.add(note and note.id)
    assert len(ids - {None}) == 2


def test_the_same_spell_of_trouble_has_the_same_id() -> None:
    """A notice that is planned twice is queued once: its id is made of what it is about."""
    first = notices.feed_notice(failing(4), failing(5), label="The Wire", now=NOW)
    again = notices.feed_notice(failing(4), failing(5), label="The Wire", now=NOW + timedelta(hours=1))
    assert first is not None
    assert again is not None
    assert first.id == again.id
    assert first.reason is AlertReason.NOTICE
    down = notices.receiver_down("desk", reason="blocked", since=NOW, fallback="ops", now=NOW)
    later = notices.receiver_down("desk", reason="other", since=NOW, fallback=None, now=NOW)
    assert down.id == later.id
    assert "ops" in down.text
