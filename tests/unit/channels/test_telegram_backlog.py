"""How old a press is that carries no date: by its number, and what waited at Telegram when."""

from datetime import timedelta

from daemon.channels.telegram_backlog import LOOK_EVERY, SINCE_BEFORE, Backlog


def test_what_waited_when_the_door_opened_is_from_before() -> None:
    """B9: three updates waited then: these three are as old as the time since somebody heard, whenever they come."""
    backlog = Backlog()
    backlog.opened(known=10, pending=3)
    backlog.looked(known=10, pending=3, at=0.0)
    assert [backlog.waited(number, at=500.0) for number in (11, 13)] == [SINCE_BEFORE] * 2
    assert backlog.waited(14, at=500.0) == timedelta(0)


def test_what_was_there_at_a_look_is_as_old_as_the_look() -> None:
    """B9: a proxy that was down for an hour: what Telegram counted at a look, and brings later, is that old."""
    backlog = Backlog()
    backlog.opened(known=10, pending=0)
    for minute, pending in ((0, 0), (1, 1), (2, 1), (10, 4)):
        backlog.looked(known=10, pending=pending, at=minute * 60.0)
    assert backlog.waited(11, at=900.0) == timedelta(seconds=900 - 60)
    assert backlog.waited(14, at=900.0) == timedelta(seconds=900 - 600)
    assert backlog.waited(15, at=900.0) == timedelta(0)


def test_a_bot_that_was_never_heard_has_no_numbers_to_go_by() -> None:
    """Without a number to count from, nothing is said to be old."""
    backlog = Backlog()
    backlog.opened(known=None, pending=5)
    backlog.looked(known=None, pending=5, at=0.0)
    assert backlog.waited(3, at=4000.0) == timedelta(0)


def test_looks_are_a_minute_apart_and_kept_for_a_day() -> None:
    """A look costs a request; what Telegram has thrown away by now needs none to be remembered."""
    backlog = Backlog()
    assert backlog.is_time(0.0)
    backlog.looked(known=1, pending=1, at=0.0)
    assert not backlog.is_time(LOOK_EVERY - 1)
    assert backlog.is_time(LOOK_EVERY)
    backlog.looked(known=5, pending=0, at=90_000.0)
    assert backlog.waited(2, at=90_001.0) == timedelta(0)
