"""Feed states, and small facts about the store itself."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlalchemy.dialects.sqlite import insert

from daemon.model import FeedHealth, FeedState, Validators
from daemon.store.tables import FeedRow, MemoryRow, MetaRow, table_of

_FEED = table_of(FeedRow)
_MEMORY = table_of(MemoryRow)
_META = table_of(MetaRow)


class FeedRecords:
    """What is known of each feed between two polls."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def states(self) -> dict[str, FeedState]:
        """Every feed that was ever scheduled, by id."""
        return {row["feed"]: _state(dict(row)) for row in self._connection.execute(select(_FEED)).mappings()}

    def state(self, feed: str) -> FeedState:
        """The state of one feed; a new one if it was never saved."""
        row = self._connection.execute(select(_FEED).where(_FEED.c.feed == feed)).mappings().first()
        return _state(dict(row)) if row else FeedState(feed=feed)

    def due(self, *, now: datetime) -> list[FeedState]:
        """The feeds whose time has come, the longest due first.

        A feed that was polled later than now was polled before the clock was set back: its time has come.
        """
        due = or_(_FEED.c.next_poll_at <= now, _FEED.c.next_poll_at.is_(None), _FEED.c.last_poll_at > now)
        query = select(_FEED).where(due).order_by(_FEED.c.next_poll_at, _FEED.c.feed)
        return [_state(dict(row)) for row in self._connection.execute(query).mappings()]

    def save(self, states: Sequence[FeedState]) -> None:
        """Insert or replace the states."""
        if not states:
            return
        rows = [_row(state) for state in states]
        statement = insert(_FEED)
        changes = {name: statement.excluded[name] for name in rows[0] if name != "feed"}
        self._connection.execute(statement.on_conflict_do_update(index_elements=["feed"], set_=changes), rows)

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

    def fact(self, key: str) -> str | None:
        """A small fact about the store, such as `drill`."""
        return self._connection.execute(select(_META.c.value).where(_META.c.key == key)).scalar()

    def save_fact(self, key: str, value: str) -> None:
        """Remember a small fact about the store."""
        statement = insert(_META).values(key=key, value=value)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def _state(row: dict[str, Any]) -> FeedState:
    validators = Validators(etag=row.pop("etag"), last_modified=row.pop("last_modified"))
    return FeedState(**{**row, "health": FeedHealth(row["health"]), "validators": validators})


def _row(state: FeedState) -> dict[str, Any]:
    row = asdict(state)
    validators = row.pop("validators")
    return {**row, **validators, "health": state.health.value}
