"""The articles behind items: which are due to be fetched, and what came of the others."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from daemon.model import FullText, TextState
from daemon.store.tables import TextRow, table_of

_TEXT = table_of(TextRow)


class TextRecords:
    """One row for each item whose article was ever asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def queue(self, item_id: str, *, feed: str, url: str, now: datetime) -> None:
        """Let the article be fetched, or fetched anew; a text that came before stays until then."""
        values = {"feed": feed, "url": url, "state": TextState.DUE.value, "attempts": 0, "next_at": now, "error": None}
        statement = insert(_TEXT).values(item_id=item_id, text="", **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["item_id"], set_=values))

    def due(self, *, now: datetime, limit: int) -> list[FullText]:
        """The articles whose time has come, the longest due first."""
        wanted = (_TEXT.c.state == TextState.DUE.value) & (_TEXT.c.next_at <= now)
        query = select(_TEXT).where(wanted).order_by(_TEXT.c.next_at).limit(limit)
        return [_noun(dict(row)) for row in self._connection.execute(query).mappings()]

    def forget_due(self) -> int:
        """Ask for no article that was not had yet; returns how many those are."""
        return self._connection.execute(delete(_TEXT).where(_TEXT.c.state == TextState.DUE.value)).rowcount

    def of_item(self, item_id: str) -> FullText | None:
        """What is known of an item's article; None if it was never asked for."""
        row = self._connection.execute(select(_TEXT).where(_TEXT.c.item_id == item_id)).mappings().first()
        return _noun(dict(row)) if row else None

    def tally(self) -> dict[str, dict[TextState, int]]:
        """How many articles of each feed are in which state, by feed; feeds without any are left out."""
        query = select(_TEXT.c.feed, _TEXT.c.state, func.count()).group_by(_TEXT.c.feed, _TEXT.c.state)
        found: dict[str, dict[TextState, int]] = {}
        for feed, state, count in self._connection.execute(query.order_by(_TEXT.c.feed, _TEXT.c.state)):
            found.setdefault(feed, {})[TextState(state)] = count
        return found

    def last_errors(self) -> dict[str, str]:
        """Why the feeds' latest articles that were not had were not, by feed."""
        query = select(_TEXT.c.feed, _TEXT.c.error).where(_TEXT.c.error.is_not(None)).order_by(_TEXT.c.next_at)
        return {row.feed: row.error for row in self._connection.execute(query)}

    def save(self, text: FullText) -> None:
        """Replace what was known of an article."""
        values = {**asdict(text), "state": text.state.value}
        statement = insert(_TEXT).values(**values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["item_id"], set_=values))


def _noun(row: dict[str, Any]) -> FullText:
    return FullText(**{**row, "state": TextState(row["state"])})
