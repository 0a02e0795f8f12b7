"""The times at which things came, as the store holds them, and how they are moved when a clock was wrong."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from daemon.store.rates import BEGAN
from daemon.store.tables import CountedRow, HoldingRow, ItemRow, MetaRow, SeenRow, table_of

_META = table_of(MetaRow)
_SWEPT, _LEAPT = "clock:swept", "clock:leapt"
_ITEM = table_of(ItemRow)
#: When something came, and what is due because of that.
_TIMES = (
    (_ITEM, ("arrived_at",)),
    (table_of(CountedRow), ("at",)),
    (table_of(SeenRow), ("seen_at",)),
    (table_of(HoldingRow), ("heard_at", "due_at")),
)


class ClockRecords:
    """What the store knows of the clock that its times were taken from."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def swept_at(self) -> datetime | None:
        """What the clock showed at about the last sweep; None: there was none."""
        return self._fact(_SWEPT)

    def save_swept(self, *, now: datetime) -> None:
        """Note what the clock shows."""
        self._save(_SWEPT, now)

    def leapt_at(self) -> datetime | None:
        """What the clock showed after it leapt ahead, if that was lately."""
        return self._fact(_LEAPT)

    def save_leapt(self, moment: datetime | None) -> None:
        """Note, or forget, that the clock leapt ahead."""
        if moment is None:
            self._connection.execute(delete(_META).where(_META.c.key == _LEAPT))
        else:
            self._save(_LEAPT, moment)

    def latest(self) -> datetime | None:
        """When the latest of all items came."""
        found: datetime | None = self._connection.execute(select(func.max(_ITEM.c.arrived_at))).scalar()
        return found

    def bring_back(self, by: timedelta, *, now: datetime) -> int:
        """Move what came later than now to earlier; returns how much that was.

        What is due because of it moves as well, and so does since when a series is counted.
        """
        return sum(self._moved(table, names, by, now=now) for table, names in _TIMES) + self._began_earlier(by, now=now)

    def _moved(self, table: Table, names: tuple[str, ...], by: timedelta, *, now: datetime) -> int:
        keys, times = list(table.primary_key.columns), [table.c[name] for name in names]
        rows = self._connection.execute(select(*keys, *times).where(times[0] > now)).all()
        if rows:
            places = [f"old_{key.name}" for key in keys] + [f"new_{name}" for name in names]
            statement = update(table).where(*(key == bindparam(f"old_{key.name}") for key in keys))
            moved = ([one - by if isinstance(one, datetime) else one for one in row] for row in rows)
            changes = [dict(zip(places, row, strict=True)) for row in moved]
            self._connection.execute(statement.values({name: bindparam(f"new_{name}") for name in names}), changes)
        return len(rows)

    def _began_earlier(self, by: timedelta, *, now: datetime) -> int:
        query = select(_META.c.key, _META.c.value).where(_META.c.key.startswith(BEGAN, autoescape=True))
        began = {str(key): datetime.fromisoformat(value) for key, value in self._connection.execute(query).all()}
        later = {key: moment for key, moment in began.items() if moment > now}
        for key, moment in later.items():
            self._save(key, moment - by)
        return len(later)

    def _fact(self, key: str) -> datetime | None:
        value = self._connection.execute(select(_META.c.value).where(_META.c.key == key)).scalar()
        return datetime.fromisoformat(value) if value else None

    def _save(self, key: str, moment: datetime) -> None:
        statement = insert(_META).values(key=key, value=moment.isoformat())
        changes = {"value": statement.excluded.value}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=changes))
