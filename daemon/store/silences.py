"""Silences: what the desk does not want to hear, until when, and why."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select
from sqlalchemy.dialects.sqlite import insert

from daemon.model import Severity, Silence
from daemon.store.prepared import Prepared
from daemon.store.tables import SilenceRow, table_of

_SILENCE = table_of(SilenceRow)
_LISTS = ("rules", "entities", "feeds", "incidents")
_NOW = bindparam("now", type_=_SILENCE.c.ends_at.type)
_ALIVE = and_(_SILENCE.c.ended_by.is_(None), _SILENCE.c.told.is_(False))
_CURRENT = Prepared(
    select(_SILENCE)
    .where(_SILENCE.c.ends_at > _NOW, _SILENCE.c.starts_at <= _NOW, _ALIVE)
    .order_by(_SILENCE.c.ends_at, _SILENCE.c.id)
)


class SilenceRecords:
    """One row for each silence that was ever made."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, silence: Silence) -> None:
        """Insert or replace a silence."""
        row: dict[str, Any] = {**asdict(silence), **{name: list(getattr(silence, name)) for name in _LISTS}}
        row["max_severity"] = silence.max_severity.value if silence.max_severity else None
        self._connection.execute(insert(_SILENCE).values(**row).on_conflict_do_update(index_elements=["id"], set_=row))

    def silence(self, silence_id: str) -> Silence | None:
        """One silence."""
        return next(iter(self._load(_SILENCE.c.id == silence_id)), None)

    def current(self, *, now: datetime) -> list[Silence]:
        """Those that hold now, and those that wait for a second person; the first to end first."""
        names = [column.name for column in _SILENCE.c]
        rows = _CURRENT.rows(self._connection, {"now": now})
        return [_silence(dict(zip(names, row, strict=True))) for row in rows]

    def unended(self, prefix: str) -> list[Silence]:
        """Those whose ids begin so and that nobody ended, as long as their end has not been told."""
        return self._load(and_(_SILENCE.c.id.startswith(prefix, autoescape=True), _ALIVE))

    def ended(self, *, now: datetime) -> list[Silence]:
        """Those that are over and whose end has not been told."""
        over = or_(_SILENCE.c.ends_at <= now, _SILENCE.c.ended_by.is_not(None))
        return self._load(and_(over, _SILENCE.c.told.is_(False)))

    def _load(self, which: Any) -> list[Silence]:
        query = select(_SILENCE).where(which).order_by(_SILENCE.c.ends_at, _SILENCE.c.id)
        return [_silence(dict(row)) for row in self._rows(query)]

    def _rows(self, query: Any) -> Sequence[Any]:
        return self._connection.execute(query).mappings().all()


def _silence(row: dict[str, Any]) -> Silence:
    row |= {name: tuple(row[name]) for name in _LISTS}
    return Silence(**{**row, "max_severity": Severity(row["max_severity"]) if row["max_severity"] else None})
