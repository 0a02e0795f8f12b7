"""Feed states, and small facts about the store itself."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select
from sqlalchemy.dialects.sqlite import insert

from daemon.model import FeedHealth, FeedState, Habit, Hints, Shown, Told, Validators
from daemon.store.prepared import Prepared
from daemon.store.tables import FeedRow, HabitRow, MemoryRow, MetaRow, ShownRow, ToldRow, table_of

_FEED = table_of(FeedRow)
_HABIT = table_of(HabitRow)
_MEMORY = table_of(MemoryRow)
_SHOWN = table_of(ShownRow)
_META = table_of(MetaRow)
_TOLD = table_of(ToldRow)
_UNSAID = Hints()
_NO_HINTS = asdict(_UNSAID)
_STATE = tuple(field.name for field in fields(FeedState) if field.name != "validators")
_INSERT = insert(_FEED)
_SAVE = Prepared(
    _INSERT.on_conflict_do_update(
        index_elements=["feed"],
        set_={column.name: _INSERT.excluded[column.name] for column in _FEED.c if column.name != "feed"},
    )
)
_GET_SHOWN = Prepared(select(_SHOWN.c.marks, _SHOWN.c.whole_at).where(_SHOWN.c.feed == bindparam("feed")))
_INSERT_SHOWN = insert(_SHOWN)
_SAVE_SHOWN = Prepared(
    _INSERT_SHOWN.on_conflict_do_update(
        index_elements=["feed"], set_={name: _INSERT_SHOWN.excluded[name] for name in ("marks", "whole_at")}
    )
)
_LEARNED = tuple(field.name for field in fields(Habit))
_INSERT_HABIT = insert(_HABIT)
_SAVE_HABIT = Prepared(
    _INSERT_HABIT.on_conflict_do_update(
        index_elements=["feed"], set_={name: _INSERT_HABIT.excluded[name] for name in _LEARNED}
    )
)
_DUE = Prepared(
    select(_FEED.c.feed)
    .where(
        or_(
            _FEED.c.next_poll_at <= bindparam("now"),
            _FEED.c.next_poll_at.is_(None),
            _FEED.c.last_poll_at > bindparam("now"),
        )
    )
    .order_by(_FEED.c.next_poll_at, _FEED.c.feed)
)


class FeedRecords:
    """What is known of each feed between two polls."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def states(self) -> dict[str, FeedState]:
        """Every feed that was ever scheduled, by id."""
        return {row["feed"]: _state(dict(row)) for row in self._connection.execute(select(_FEED)).mappings()}

    def healths(self) -> list[tuple[str, str, datetime | None]]:
        """Of every feed that was ever scheduled its id, its health, and when it is due."""
        query = select(_FEED.c.feed, _FEED.c.health, _FEED.c.next_poll_at)
        return [(str(feed), str(health), due) for feed, health, due in self._connection.execute(query)]

    def state(self, feed: str) -> FeedState:
        """The state of one feed; a new one if it was never saved."""
        row = self._connection.execute(select(_FEED).where(_FEED.c.feed == feed)).mappings().first()
        return _state(dict(row)) if row else FeedState(feed=feed)

    def due(self, *, now: datetime) -> list[str]:
        """The ids of the feeds whose time has come, the longest due first.

        A feed that was polled later than now was polled before the clock was set back: its time has come.
        """
        return [str(feed) for (feed,) in _DUE.rows(self._connection, {"now": now})]

    def save(self, states: Sequence[FeedState]) -> None:
        """Insert or replace the states."""
        if states:
            _SAVE.run(self._connection, [_row(state) for state in states])

    def memory(self, feed: str, *, about: str) -> dict[str, Any]:
        """What the feed's kind remembers, if it is about the same as then; empty: nothing."""
        query = select(_MEMORY.c.memory).where(_MEMORY.c.feed == feed, _MEMORY.c.about == about)
        memory: dict[str, Any] | None = self._connection.execute(query).scalar()
        return memory or {}

    def save_memory(self, feed: str, memory: Mapping[str, Any], *, about: str) -> None:
        """Remember this of the feed, instead of what was remembered before."""
        values = {"about": about, "memory": dict(memory)}
        statement = insert(_MEMORY).values(feed=feed, **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["feed"], set_=values))

    def shown(self, feed: str) -> Shown:
        """What the feed's last document showed; nothing if that was never saved."""
        found = _GET_SHOWN.rows(self._connection, {"feed": feed})
        if not found:
            return Shown()
        marks, whole_at = found[0]
        return Shown(marks={mark: tuple(keys) for mark, keys in marks.items()}, whole_at=whole_at)

    def save_shown(self, feed: str, shown: Shown) -> None:
        """Replace what the feed's last document showed."""
        row = {"feed": feed, "marks": dict(shown.marks), "whole_at": shown.whole_at}
        _SAVE_SHOWN.run(self._connection, [row])

    def habits(self) -> dict[str, Habit]:
        """What is known of when feeds post, by id."""
        rows = self._connection.execute(select(_HABIT)).mappings()
        return {row["feed"]: Habit(**{name: row[name] for name in row if name != "feed"}) for row in rows}

    def save_habits(self, habits: Mapping[str, Habit]) -> None:
        """Insert or replace the habits."""
        if not habits:
            return
        rows = [{"feed": feed, **{name: getattr(habit, name) for name in _LEARNED}} for feed, habit in habits.items()]
        _SAVE_HABIT.run(self._connection, rows)

    def told(self) -> list[Told]:
        """The troubles that the operators know of."""
        return [Told(**row) for row in self._connection.execute(select(_TOLD)).mappings()]

    def save_told(self, troubles: Sequence[Told]) -> None:
        """Note troubles as told, or when those that were told seemed to be over."""
        if troubles:
            note = insert(_TOLD)
            note = note.on_conflict_do_update(["feed", "trouble"], set_={"back_at": note.excluded.back_at})
            self._connection.execute(note, [asdict(one) for one in troubles])

    def forget_told(self, troubles: Sequence[Told]) -> None:
        """Troubles that are over, and were said to be."""
        for one in troubles:
            where = (_TOLD.c.feed == one.feed, _TOLD.c.trouble == one.trouble)
            self._connection.execute(delete(_TOLD).where(*where))

    def forget_all_told(self) -> None:
        """The operators know of no trouble: what goes on is told anew, and no end of what they may not know of."""
        self._connection.execute(delete(_TOLD))

    def fact(self, key: str) -> str | None:
        """A small fact about the store, such as `drill`."""
        return self._connection.execute(select(_META.c.value).where(_META.c.key == key)).scalar()

    def forget_fact(self, key: str) -> None:
        """A small fact that does not hold any more."""
        self._connection.execute(delete(_META).where(_META.c.key == key))

    def save_fact(self, key: str, value: str) -> None:
        """Remember a small fact about the store."""
        statement = insert(_META).values(key=key, value=value)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def _state(row: dict[str, Any]) -> FeedState:
    validators = Validators(etag=row.pop("etag"), last_modified=row.pop("last_modified"))
    said: dict[str, Any] = row.pop("hints")
    hints = Hints(
        ttl_minutes=said.get("ttl_minutes"),
        skip_hours=tuple(said.get("skip_hours", ())),
        skip_days=tuple(said.get("skip_days", ())),
    )
    return FeedState(**{**row, "health": FeedHealth(row["health"]), "validators": validators, "hints": hints})


def _row(state: FeedState) -> dict[str, Any]:
    values = {name: getattr(state, name) for name in _STATE}
    validators = state.validators
    own = {
        "etag": validators.etag,
        "last_modified": validators.last_modified,
        "health": state.health.value,
        "hints": _NO_HINTS if state.hints == _UNSAID else asdict(state.hints),
    }
    return {**values, **own}
