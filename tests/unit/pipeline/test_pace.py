"""How much a chat may still get."""

from datetime import timedelta

from daemon.alerts.rollup import URGENT
from daemon.pipeline.pace import Pace
from tests.helpers.build import NOW

SECOND = timedelta(seconds=1)


def test_the_last_slots_of_a_minute_are_for_what_is_urgent() -> None:
    """T19: a full group still has room for an urgent alert, and never gets more than its limit in a minute."""
    pace = Pace(20)
    for number in range(15):
        assert pace.least_rank(NOW + number * SECOND) == 0
        pace.sends(NOW + number * SECOND)
    for number in range(5):
        assert pace.least_rank(NOW + (20 + number) * SECOND) == URGENT
        pace.sends(NOW + (20 + number) * SECOND)
    assert pace.least_rank(NOW + 30 * SECOND) is None
    assert pace.least_rank(NOW + 61 * SECOND) == URGENT
    assert pace.least_rank(NOW + 81 * SECOND) == 0


def test_three_come_at_once_and_then_one_a_second() -> None:
    """T4: a burst is spread before flood control has to spread it."""
    pace = Pace(20)
    for _ in range(3):
        assert pace.least_rank(NOW) == 0
        pace.sends(NOW)
    assert pace.least_rank(NOW + 2 * SECOND) is None
    assert pace.least_rank(NOW + 3 * SECOND) == 0


def test_a_clock_that_is_set_back_does_not_hold_alerts_up() -> None:
    """Z3: what was sent in a future that is no more counts for nothing."""
    pace = Pace(1)
    pace.sends(NOW + 3600 * SECOND)
    assert pace.least_rank(NOW) is not None


def test_a_channel_without_a_limit_is_never_paced() -> None:
    """Only a chat whose limit is known waits for it."""
    pace = Pace(None)
    for _ in range(1000):
        pace.sends(NOW)
    assert pace.least_rank(NOW) == 0


def test_flood_control_teaches_a_chat_s_pace() -> None:
    """T3, T4: once struck, one message at a time for ten minutes; what was refused took no slot of the minute."""
    pace = Pace(20)
    pace.sends(NOW)
    pace.struck(NOW)
    assert pace.least_rank(NOW) == 0
    for number in range(15):
        assert pace.least_rank(NOW + 2 * number * SECOND) == 0
        pace.sends(NOW + 2 * number * SECOND)
        assert pace.least_rank(NOW + (2 * number + 1) * SECOND) is None
    assert pace.least_rank(NOW + 30 * SECOND) == URGENT
    for _ in range(3):
        assert pace.least_rank(NOW + 700 * SECOND) == 0
        pace.sends(NOW + 700 * SECOND)
