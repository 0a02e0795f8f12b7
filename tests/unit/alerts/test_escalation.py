"""Nobody has it: which steps are due."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from daemon.alerts.escalation import Due, due_steps, planned_step
from daemon.model import AlertReason
from daemon.receiving import Route
from tests.helpers.build import NOW, an_alert

MINUTE = timedelta(minutes=1)
ROUTE = Route.model_validate(
    {
        "to": ["desk"],
        "escalate": [{"after": "10m", "to": ["duty"]}, {"after": "20m", "to": ["chief"], "repeat": "10m"}],
    }
)


def due(age: timedelta) -> list[Due]:
    """The steps that are due when the incident is so old."""
    return list(due_steps([ROUTE], told_at=NOW, now=NOW + age))


def test_steps_come_one_after_the_other_and_the_last_repeats() -> None:
    """Ten minutes: duty; twenty: the chief, then again every ten minutes; what was missed is not made up for."""
    assert due(9 * MINUTE) == []
    assert [(one.number, one.to) for one in due(10 * MINUTE)] == [(1, ("duty",))]
    assert [(one.number, one.turn) for one in due(45 * MINUTE)] == [(1, 0), (2, 2)]
    assert [(one.number, one.turn) for one in due(timedelta(days=30))] == [(1, 0), (2, 12)]


@given(st.integers(0, 600), st.integers(0, 600))
def test_time_only_adds_steps(one: int, other: int) -> None:
    """Whatever was due stays due, by its step: a sweep that was missed loses none (Z4)."""
    earlier, later = sorted((one, other))
    assert {one.number for one in due(earlier * MINUTE)} <= {one.number for one in due(later * MINUTE)}


def test_a_step_is_one_alert_however_often_it_is_planned() -> None:
    """The same step and turn have the same id, another turn has another: each is queued once."""
    first, *_, last = due(45 * MINUTE)
    (told,) = planned_step(an_alert(), first, now=NOW)
    (again,) = planned_step(an_alert(), first, now=NOW + MINUTE)
    (louder,) = planned_step(an_alert(), last, now=NOW)
    assert told.alert.id == again.alert.id != louder.alert.id
    assert (told.alert.reason, told.receiver, told.silent) == (AlertReason.UNACKED, "duty", False)
