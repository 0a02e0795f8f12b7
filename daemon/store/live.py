"""First messages that are kept up to date: which of them show less than is known by now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from daemon.store.due import NOW, at, is_unfinished, receiver_waits
from daemon.store.prepared import Prepared
from daemon.store.tables import DeliveryRow, LiveRow, table_of

_LIVE = table_of(LiveRow)
_DELIVERY = table_of(DeliveryRow)
PAUSE = timedelta(seconds=6)  #: between two edits in one chat: ten a minute, so that alerts keep the other ten
_TOUCH = Prepared(
    update(_LIVE)
    .where(_LIVE.c.incident_id == bindparam("incident"))
    .values(changed_at=bindparam("now", type_=_LIVE.c.changed_at.type))
)
_ADD = Prepared(insert(_LIVE).on_conflict_do_nothing())
_TIRED_AFTER = 5  #: edits of one message that failed in a row; from then on it is tried ever so often only
_REST = timedelta(minutes=10)


def _is_due() -> ColumnElement[bool]:
    """Changed, nothing in this chat was edited a moment ago, and the receiver waits for nothing, new or else.

    An edit later than now was made before the clock was set back: it counts as long ago.
    """
    other, instant = _LIVE.alias("other"), _LIVE.c.edited_at.type
    there = and_(other.c.receiver == _LIVE.c.receiver, other.c.edited_at <= NOW)
    last = select(func.max(other.c.edited_at)).where(there).scalar_subquery()
    long_ago = or_(_LIVE.c.edited_at <= bindparam("tired", type_=instant), _LIVE.c.edited_at > NOW)
    rested = or_(_LIVE.c.failures < _TIRED_AFTER, long_ago)
    waits = exists().where(_DELIVERY.c.receiver == _LIVE.c.receiver, is_unfinished(_DELIVERY.c.state))
    free = and_(~waits, ~receiver_waits(_LIVE.c.receiver))
    paused = or_(last.is_(None), last <= bindparam("before", type_=instant))
    return and_(_LIVE.c.changed_at.is_not(None), rested, paused, free)


def _at(edited_before: datetime) -> dict[str, Any]:
    now = edited_before + PAUSE
    return {**at(now), "before": edited_before, "tired": now - _REST}


_WAITING = Prepared(select(_LIVE.c.receiver).where(_is_due()).distinct())
_NEXT = Prepared(
    select(_LIVE)
    .where(_LIVE.c.receiver == bindparam("receiver"), _is_due())
    .order_by(_LIVE.c.edited_at.nulls_first(), _LIVE.c.delivery_id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """An incident's first message at a receiver."""

    incident_id: str
    receiver: str
    delivery_id: int
    changed_at: datetime | None = None  #: since the last edit; None: up to date
    edited_at: datetime | None = None
    failures: int = 0


class LiveRecords:
    """One row for each incident and receiver that has its first message."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, live: Live) -> None:
        """Note a first message; a later one of the same incident changes nothing."""
        _ADD.run(self._connection, [{name: getattr(live, name) for name in Live.__slots__}])

    def touch(self, incident_id: str, *, now: datetime) -> None:
        """The incident has changed: its first messages are to be edited."""
        _TOUCH.run(self._connection, [{"incident": incident_id, "now": now}])

    def waiting_receivers(self, *, edited_before: datetime) -> list[str]:
        """The receivers at which an edit is due, and nothing that is new waits. `edited_before`: now, less `PAUSE`."""
        return [receiver for (receiver,) in _WAITING.rows(self._connection, _at(edited_before))]

    def next(self, receiver: str, *, edited_before: datetime) -> Live | None:
        """The message at a receiver that is to be edited next: the one whose last edit is longest ago."""
        for row in _NEXT.mappings(self._connection, {"receiver": receiver, **_at(edited_before)}):
            return Live(**row)
        return None

    def edited(self, live: Live, *, now: datetime) -> None:
        """The message shows what was known when `live` was read; a change since then is kept for the next edit."""
        self._change(live, edited_at=now, failures=0)
        unchanged = and_(self._is(live), _LIVE.c.changed_at == live.changed_at)
        self._connection.execute(update(_LIVE).where(unchanged).values(changed_at=None))

    def failed(self, live: Live, *, now: datetime) -> None:
        """An edit failed; it is tried again at the usual pace, and seldom once it failed often."""
        self._change(live, edited_at=now, failures=live.failures + 1)

    def leave_as_shown(self) -> None:
        """Edit nothing that was not edited yet: what is shown may be newer than what is known."""
        self._connection.execute(update(_LIVE).values(changed_at=None))

    def drop(self, live: Live) -> None:
        """The message cannot be edited any more."""
        self._connection.execute(_LIVE.delete().where(self._is(live)))

    def _change(self, live: Live, **values: object) -> None:
        self._connection.execute(update(_LIVE).where(self._is(live)).values(**values))

    @staticmethod
    def _is(live: Live) -> ColumnElement[bool]:
        return and_(_LIVE.c.incident_id == live.incident_id, _LIVE.c.receiver == live.receiver)
