"""What people did: the audit log. Nothing is taken out of it, but what is older than the config keeps it."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from daemon.model import Act
from daemon.store.tables import ActRow, HeardRow, table_of

_ACT = table_of(ActRow)
_HEARD = table_of(HeardRow)


class HeardUpTo(NamedTuple):
    """How far a bot was heard."""

    number: int  #: of the last that was heard
    at: datetime  #: when it was heard last, whether anything came or not


class ActRecords:
    """Acts, each under a key that is unique: what comes twice is done once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, act: Act) -> Act:
        """Keep an act; returns it with its number, which the store gives unless it has one."""
        values = {name: value for name, value in asdict(act).items() if name != "id" or value}
        number = self._connection.execute(insert(_ACT).values(**values).returning(_ACT.c.id)).scalar_one()
        return replace(act, id=int(number))

    def last_number(self) -> int:
        """The highest number of any act; 0: there is none."""
        return int(self._connection.execute(select(func.coalesce(func.max(_ACT.c.id), 0))).scalar_one())

    def of_key(self, key: str) -> Act | None:
        """The act that was done under a key."""
        return self._first(select(_ACT).where(_ACT.c.key == key))

    def act(self, number: int) -> Act | None:
        """One act by its number."""
        return self._first(select(_ACT).where(_ACT.c.id == number))

    def undone(self, number: int, *, by: int) -> None:
        """Note that an act was undone by another."""
        self._connection.execute(update(_ACT).where(_ACT.c.id == number).values(undone_by=by))

    def latest(self, *, target: str | None = None, since: datetime | None = None, limit: int = 100) -> list[Act]:
        """The newest acts, newest first; of one target if given."""
        query = select(_ACT)
        if target is not None:
            query = query.where(_ACT.c.target == target)
        if since is not None:
            query = query.where(_ACT.c.at >= since)
        return [_act(dict(row)) for row in self._rows(query.order_by(_ACT.c.id.desc()).limit(limit))]

    def count_by(self, by_key: str, *, since: datetime) -> int:
        """How many acts somebody did since then."""
        query = select(func.count()).select_from(_ACT).where(_ACT.c.by_key == by_key, _ACT.c.at >= since)
        return int(self._connection.execute(query).scalar_one())

    def heard_up_to(self, bot: str) -> HeardUpTo | None:
        """Up to which number a bot was heard, and when it was heard last."""
        row = self._connection.execute(select(_HEARD).where(_HEARD.c.bot == bot)).mappings().first()
        return HeardUpTo(number=row["number"], at=row["at"]) if row else None

    def save_heard(self, bot: str, number: int | None, *, now: datetime) -> None:
        """Note that a bot was heard; with a number, up to where."""
        values = {"at": now} if number is None else {"at": now, "number": number}
        statement = insert(_HEARD).values(**{"bot": bot, "number": -1, **values})
        self._connection.execute(statement.on_conflict_do_update(index_elements=["bot"], set_=values))

    def _first(self, query: Any) -> Act | None:
        rows = self._rows(query.limit(1))
        return _act(dict(rows[0])) if rows else None

    def _rows(self, query: Any) -> Sequence[Any]:
        return self._connection.execute(query).mappings().all()


def _act(row: dict[str, Any]) -> Act:
    return Act(**row)
