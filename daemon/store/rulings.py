"""What the desk said of pairs of items: one event, or two. Kept for good, for deciding and for measuring."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, or_, select
from sqlalchemy.dialects.sqlite import insert

from daemon.model import Ruling
from daemon.store.tables import RulingRow, table_of

_RULING = table_of(RulingRow)
_FIELDS = [column for column in _RULING.c if column.name != "id"]


class RulingRecords:
    """The desk's rulings, newest last; a later one on a pair stands beside the earlier."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, rulings: Sequence[Ruling]) -> None:
        """Keep these rulings."""
        rows = [{**asdict(one), "evidence": dict(one.evidence)} for one in rulings]
        if rows:
            self._connection.execute(insert(_RULING), rows)

    def about(self, item_ids: Iterable[str]) -> list[Ruling]:
        """All rulings on one of these items, the oldest first."""
        wanted = sorted(set(item_ids))
        query = select(*_FIELDS).where(or_(_RULING.c.item.in_(wanted), _RULING.c.other.in_(wanted)))
        return [_ruling(dict(row)) for row in self._connection.execute(query.order_by(_RULING.c.id)).mappings()]

    def all(self) -> list[Ruling]:
        """Every labelled pair, the oldest first."""
        query = select(*_FIELDS).order_by(_RULING.c.id)
        return [_ruling(dict(row)) for row in self._connection.execute(query).mappings()]


def _ruling(values: dict[str, Any]) -> Ruling:
    return Ruling(**values)
