"""What the desk said of pairs of items: one event, or two. Kept for good, for deciding and for measuring."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, or_, select
from sqlalchemy.dialects.sqlite import insert

from daemon.model import Ruling
from daemon.store.prepared import Prepared
from daemon.store.tables import RulingRow, table_of

_RULING = table_of(RulingRow)
_FIELDS = [column for column in _RULING.c if column.name != "id"]
_NAMES = [column.name for column in _FIELDS]
_ASKED: BindParameter[str] = bindparam("asked")
_ABOUT = Prepared(select(_RULING.c.id, *_FIELDS).where(or_(_RULING.c.item == _ASKED, _RULING.c.other == _ASKED)))


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
        found: dict[int, Ruling] = {}
        for one in set(item_ids):
            for number, *values in _ABOUT.rows(self._connection, {"asked": one}):
                found[number] = _ruling(dict(zip(_NAMES, values, strict=True)))
        return [found[number] for number in sorted(found)]

    def all(self) -> list[Ruling]:
        """Every labelled pair, the oldest first."""
        query = select(*_FIELDS).order_by(_RULING.c.id)
        return [_ruling(dict(row)) for row in self._connection.execute(query).mappings()]


def _ruling(values: dict[str, Any]) -> Ruling:
    return Ruling(**values)
