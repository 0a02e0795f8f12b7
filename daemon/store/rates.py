"""What rules over several items have counted, what they have seen, and what holds already."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from daemon.store.tables import CountedRow, HoldingRow, ItemRow, MetaRow, SeenRow, table_of

_COUNTED = table_of(CountedRow)
_SEEN = table_of(SeenRow)
_HOLDING = table_of(HoldingRow)
_ITEM = table_of(ItemRow)
_META = table_of(MetaRow)
BEGAN = "began:"  #: and the series: the fact that it is counted since then
_PERIODS = 200  #: that one statement counts
_MAX_ARRIVALS = 2_000  #: a feed's habit shows in fewer

Span = tuple[datetime, datetime | None]  #: from the first on, up to but without the second; None: open


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A condition under a key: whether it holds, and since which item; of a quiet feed, since when."""

    series: str
    key: str
    holds: bool
    item_id: str | None = None
    heard_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """When a value was seen last, and which item showed it first."""

    item_id: str
    seen_at: datetime


class RateRecords:
    """The memory of rules over several items."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save_counted(self, series: str, key: str, item_id: str, *, place: int = 0, now: datetime) -> bool:
        """Count an item under a key; False if it was counted there before: then nothing changes."""
        row = {"series": series, "key": key, "place": place, "item_id": item_id, "at": now}
        return self._connection.execute(insert(_COUNTED).values(**row).on_conflict_do_nothing()).rowcount > 0

    def counts(self, series: str, key: str, periods: Sequence[Span]) -> list[int]:
        """How many items were counted in each of the periods."""
        found: list[int] = []
        for start in range(0, len(periods), _PERIODS):
            chunk = periods[start : start + _PERIODS]
            columns = [func.coalesce(func.sum(case((_within(span), 1), else_=0)), 0) for span in chunk]
            oldest = min(span[0] for span in chunk)
            query = select(*columns).where(_COUNTED.c.series == series, _COUNTED.c.key == key, _COUNTED.c.at >= oldest)
            found += [int(count) for count in self._connection.execute(query).one()]
        return found

    def counted(self, series: str, key: str, *, since: datetime) -> list[tuple[int, str]]:
        """The place and the id of every item that was counted from `since` on, in the order in which they came."""
        query = (
            select(_COUNTED.c.place, _COUNTED.c.item_id)
            .where(_COUNTED.c.series == series, _COUNTED.c.key == key, _COUNTED.c.at >= since)
            .order_by(_COUNTED.c.id)
        )
        return [(int(place), str(item_id)) for place, item_id in self._connection.execute(query)]

    def seen(self, series: str, value: str) -> Seen | None:
        """When a value was seen last; None: never, or longer ago than anybody asks."""
        query = select(_SEEN.c.item_id, _SEEN.c.seen_at).where(_SEEN.c.series == series, _SEEN.c.value == value)
        row = self._connection.execute(query).mappings().first()
        return Seen(**row) if row else None

    def save_seen(self, series: str, value: str, seen: Seen) -> None:
        """Note that a value was seen. Law: an earlier sight never replaces a later one."""
        row = {"series": series, "value": value, **asdict(seen)}
        statement = insert(_SEEN).values(**row)
        changes = {name: statement.excluded[name] for name in ("item_id", "seen_at")}
        later = _SEEN.c.seen_at <= statement.excluded.seen_at
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["series", "value"], set_=changes, where=later)
        )

    def holding(self, series: str, key: str) -> Holding | None:
        """What is known of a condition under a key; None: it does not hold."""
        query = select(_HOLDING).where(_HOLDING.c.series == series, _HOLDING.c.key == key)
        row = self._connection.execute(query).mappings().first()
        return Holding(**row) if row else None

    def holdings(self) -> list[Holding]:
        """All that holds, and all that is known of feeds that may go quiet."""
        query = select(_HOLDING).order_by(_HOLDING.c.series, _HOLDING.c.key)
        return [Holding(**row) for row in self._connection.execute(query).mappings()]

    def save_holding(self, holding: Holding) -> None:
        """Insert or replace what is known under a key."""
        row = asdict(holding)
        changes = {name: value for name, value in row.items() if name not in {"series", "key"}}
        statement = insert(_HOLDING).values(**row)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["series", "key"], set_=changes))

    def forget_holding(self, series: str, key: str) -> None:
        """The condition does not hold any more."""
        self._connection.execute(delete(_HOLDING).where(_HOLDING.c.series == series, _HOLDING.c.key == key))

    def began(self) -> dict[str, datetime]:
        """Since when each series is counted, of those for which that was noted."""
        query = select(_META.c.key, _META.c.value).where(_META.c.key.startswith(BEGAN, autoescape=True))
        rows = self._connection.execute(query)
        return {str(key).removeprefix(BEGAN): datetime.fromisoformat(value) for key, value in rows}

    def began_at(self, series: str) -> datetime | None:
        """Since when one series is counted."""
        value = self._connection.execute(select(_META.c.value).where(_META.c.key == BEGAN + series)).scalar()
        return datetime.fromisoformat(value) if value else None

    def save_began(self, series: str, *, now: datetime) -> None:
        """Note that a series is counted from now on; a series that was noted before stays as it is."""
        row = {"key": BEGAN + series, "value": now.isoformat()}
        self._connection.execute(insert(_META).values(**row).on_conflict_do_nothing())

    def forget_began(self, series: str) -> None:
        """The series is counted no more."""
        self._connection.execute(delete(_META).where(_META.c.key == BEGAN + series))

    def prune(self, horizons: Mapping[str, timedelta], *, now: datetime | None) -> int:
        """Forget what is older than each series looks back, and all of a series that is not named; returns how many.

        `now` is None where nobody knows: then only what is of no series.

        Why each by itself: what has left its window must not come back into it when a clock steps back.
        """
        gone = 0
        for table, at in ((_COUNTED, _COUNTED.c.at), (_SEEN, _SEEN.c.seen_at)):
            oldest = select(table.c.series, func.min(at).label("at")).group_by(table.c.series)
            for series, first in self._connection.execute(oldest).all():
                horizon = horizons.get(series)
                if horizon is None:
                    gone += self._connection.execute(delete(table).where(table.c.series == series)).rowcount
                elif now is not None and first <= now - horizon:
                    old = and_(table.c.series == series, at < now - horizon)
                    gone += self._connection.execute(delete(table).where(old)).rowcount
        return gone

    def first_arrival(self) -> datetime | None:
        """When the first item of all came."""
        found: datetime | None = self._connection.execute(select(func.min(_ITEM.c.arrived_at))).scalar()
        return found

    def last_arrival(self, feed: str) -> datetime | None:
        """When the latest item of a feed came; None: none ever did."""
        query = select(func.max(_ITEM.c.arrived_at)).where(_ITEM.c.feed == feed)
        found: datetime | None = self._connection.execute(query).scalar()
        return found

    def arrivals(self, feed: str, *, since: datetime) -> list[datetime]:
        """The instants at which items of a feed came, each once, the latest first."""
        query = (
            select(_ITEM.c.arrived_at)
            .where(_ITEM.c.feed == feed, _ITEM.c.arrived_at >= since)
            .distinct()
            .order_by(_ITEM.c.arrived_at.desc())
            .limit(_MAX_ARRIVALS)
        )
        return list(self._connection.execute(query).scalars())

    def titles(self, item_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        """The title and the source of items, by id."""
        query = select(_ITEM.c.id, _ITEM.c.title, _ITEM.c.source).where(_ITEM.c.id.in_(item_ids))
        return {str(one): (str(title), str(source)) for one, title, source in self._connection.execute(query)}


def _within(span: Span) -> ColumnElement[bool]:
    start, end = span
    return _COUNTED.c.at >= start if end is None else and_(_COUNTED.c.at >= start, _COUNTED.c.at < end)
