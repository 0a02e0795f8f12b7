"""Nobody has it: who hears next, and when. Pure.

Each route may have steps. A step is due when an incident is so old, by its first message that arrived, and nobody has
acked it; with `repeat` it is due again at that interval, louder than a follow-up, until somebody has it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from daemon.model import Alert, AlertReason, Planned
from daemon.receiving import Route

_MOST_REPEATS = 12  #: of one step; then it is the operators' turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A step whose time has come."""

    number: int  #: counted from 1, over all routes that took the alert
    turn: int  #: 0 for the step itself, then its repeats
    to: tuple[str, ...]
    after: timedelta


def due_steps(routes: Sequence[Route], *, told_at: datetime, now: datetime) -> Iterator[Due]:
    """The steps of an unacked incident that are due by now, earlier ones included.

    `routes`: those that took its first alert; `told_at`: when that arrived. Law: the later the call, the more steps,
    never fewer.
    """
    age = now - told_at
    steps = [step for route in routes for step in route.escalate]
    for number, step in enumerate(sorted(steps, key=lambda step: step.after), 1):
        if age >= step.after:
            turns = min(int((age - step.after) / step.repeat), _MOST_REPEATS) if step.repeat else 0
            for turn in range(turns + 1):
                yield Due(number=number, turn=turn, to=step.to, after=step.after)


def planned_step(alert: Alert, due: Due, *, now: datetime) -> list[Planned]:
    """What the next level hears: the first alert again, with a sound, and why.

    Law: the same step and turn of the same incident always has the same id, so that it is queued once.
    """
    text = f"{alert.incident_id}\x00{due.number}\x00{due.turn}"
    told = replace(
        alert,
        id=f"u{blake2b(text.encode(), digest_size=11).hexdigest()}",
        reason=AlertReason.UNACKED,
        created_at=now,
        level=due.number,
    )
    return [Planned(alert=told, receiver=receiver, silent=False) for receiver in due.to]
