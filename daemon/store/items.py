"""Items, the keys by which they are recognised again, and the matches found in them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, select, update
from sqlalchemy.dialects.sqlite import insert

from daemon.model import Item, KnownItem, Match
from daemon.store.tables import ItemKeyRow, ItemRow, MatchRow, table_of

_ITEM = table_of(ItemRow)
_KEY = table_of(ItemKeyRow)
_MATCH = table_of(MatchRow)
_CHUNK = 500  #: SQLite takes a limited number of bound values in one statement
_TOUCH_AFTER = timedelta(days=1)
_KNOWN = [_ITEM.c[field.name] for field in fields(KnownItem)]
_WHOLE = [_ITEM.c[field.name] for field in fields(Item)]


class ItemRecords:
    """What was seen, for as long as it could come again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, keys: Iterable[str]) -> dict[str, list[KnownItem]]:
        """Stored items by lookup key: all that could make a new one a duplicate or a revision."""
        found: dict[str, list[KnownItem]] = {}
        wanted = sorted(set(keys))
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            query = select(_KEY.c.key, *_KNOWN).join(_ITEM, _ITEM.c.id == _KEY.c.item_id).where(_KEY.c.key.in_(chunk))
            for row in self._connection.execute(query.order_by(_ITEM.c.arrived_at, _ITEM.c.id)).mappings():
                view = {name: value for name, value in row.items() if name != "key"}
                found.setdefault(row["key"], []).append(KnownItem(**view))
        return found

    def item(self, item_id: str) -> Item | None:
        """One item in its latest revision."""
        row = self._connection.execute(select(*_WHOLE).where(_ITEM.c.id == item_id)).mappings().first()
        if row is None:
            return None
        values = dict(row)
        return Item(**{**values, "tags": tuple(values["tags"]), "categories": tuple(values["categories"])})

    def save_new(self, item: Item, *, keys: Sequence[str], duplicate_of: str | None) -> None:
        """Insert an item with the keys under which it will be recognised."""
        self._connection.execute(insert(_ITEM), {**_row(item), "duplicate_of": duplicate_of})
        self._save_keys(item, keys)

    def save_revision(self, item: Item, *, keys: Sequence[str]) -> None:
        """Replace an item's content; its arrival time stays that of the first version."""
        kept = {"id", "arrived_at"}
        values = {name: value for name, value in _row(item).items() if name not in kept}
        statement = update(_ITEM).where(_ITEM.c.id == item.id)
        self._connection.execute(statement.values(**values, revised_at=item.arrived_at))
        self._save_keys(item, keys)

    def _save_keys(self, item: Item, keys: Sequence[str]) -> None:
        rows = [{"key": key, "item_id": item.id, "seen_at": item.arrived_at} for key in dict.fromkeys(keys)]
        if rows:
            self._connection.execute(insert(_KEY).on_conflict_do_nothing(), rows)

    def touch(self, keys: Iterable[str], *, now: datetime) -> None:
        """Note that the publisher still shows these, at most once a day each: retention counts from the last sight."""
        wanted = sorted(set(keys))
        for start in range(0, len(wanted), _CHUNK):
            stale = and_(_KEY.c.key.in_(wanted[start : start + _CHUNK]), _KEY.c.seen_at < now - _TOUCH_AFTER)
            self._connection.execute(update(_KEY).where(stale).values(seen_at=now))

    def save_matches(self, matches: Sequence[Match], *, now: datetime) -> None:
        """Keep which rules held, in which revision, on which words."""
        rows = [
            {
                "item_id": match.item_id,
                "rule_id": match.rule.id,
                "revision": match.rule.revision,
                "severity": match.rule.severity.value,
                "mode": match.rule.mode,
                "evidence": [asdict(span) for span in match.evidence],
                "counted": list(match.counted),
                "matched_at": now,
            }
            for match in matches
        ]
        if rows:
            statement = insert(_MATCH)
            changes = {
                name: statement.excluded[name] for name in ("evidence", "counted", "matched_at", "severity", "mode")
            }
            keys = ["item_id", "rule_id", "revision"]
            self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes), rows)

    def save_fate(self, item_id: str, *, fate: str | None, incident_id: str | None) -> None:
        """Keep what became of an item that matched a rule."""
        statement = update(_ITEM).where(_ITEM.c.id == item_id)
        self._connection.execute(statement.values(fate=fate, incident_id=incident_id))

    def fate(self, item_id: str) -> str | None:
        """What became of an item; None if it matched no rule."""
        return self._connection.execute(select(_ITEM.c.fate).where(_ITEM.c.id == item_id)).scalar()

    def fates(self) -> dict[str, str | None]:
        """What became of every item, by its title; of two with one title, the later."""
        query = select(_ITEM.c.title, _ITEM.c.fate).order_by(_ITEM.c.arrived_at, _ITEM.c.id)
        return {str(title): fate for title, fate in self._connection.execute(query)}


def _row(item: Item) -> dict[str, Any]:
    return {**asdict(item), "tags": list(item.tags), "categories": list(item.categories)}
