"""Nobody has it: who hears next, and when. Pure.

Each route may have steps. A step is due when an incident is so old, by its first message that arrived, and nobody has
acked it; with `repeat` it is due again at that interval, louder than a follow-up, until somebody has it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from daemon.model import Alert, AlertReason, Planned
from daemon.receiving import Route, Step

_MOST_REPEATS = 12  #: of one step; then it is the operators' turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A step whose time has come."""

    number: int  #: counted from 1, over all routes that took the alert
    turn: int  #: 0 for the step itself, then its repeats
    to: tuple[str, ...]
    after: timedelta


def steps_of(routes: Sequence[Route]) -> list[tuple[int, Step]]:
    """The steps of some routes, the earliest first, numbered from 1."""
    return list(enumerate(sorted((step for route in routes for step in route.escalate), key=lambda one: one.after), 1))


def due_steps(routes: Sequence[Route], *, told_at: datetime, now: datetime) -> Iterator[Due]:
    """The steps of an unacked incident that are due by now, each with its latest turn.

    `routes`: those that take its alert; `told_at`: when its first one was told. Law: what was missed, as in a stop or
    by a clock that was put forward, is not made up for: one message a step, not one a turn.
    """
    age = now - told_at
    for number, step in steps_of(routes):
        if age >= step.after:
            turn = min(int((age - step.after) / step.repeat), _MOST_REPEATS) if step.repeat else 0
            yield Due(number=number, turn=turn, to=step.to, after=step.after)


def planned_step(alert: Alert, due: Due, *, mute_reason: str | None = None, now: datetime) -> list[Planned]:
    """What the next level hears: the first alert again, with a sound, and why.

    Law: the same step and turn of the same incident always has the same id, so that it is queued once.
    """
    text = f"{alert.incident_id}\x00{due.after}\x00{' '.join(due.to)}\x00{due.turn}"
    told = replace(
        alert,
        id=f"u{blake2b(text.encode(), digest_size=11).hexdigest()}",
        reason=AlertReason.UNACKED,
        created_at=now,
        level=due.number,
    )
    return [Planned(alert=told, receiver=name, silent=False, mute_reason=mute_reason) for name in due.to]
