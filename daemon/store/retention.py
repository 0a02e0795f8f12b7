"""What is too old to be kept is let go, a bounded number of rows at once; what something still rests on is not.

Law: an item is recognised as long as the store lives: of an old one the text goes, and keys, title, dates and
fingerprint stay. An incident that is open, or can be found, stays, with its deliveries; a delivery that waits stays;
items that a ruling or a false alarm names keep their text.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    literal_column,
    not_,
    null,
    or_,
    select,
    text,
    true,
    update,
)

from daemon.model import DeliveryState
from daemon.store.pages import PageRow
from daemon.store.tables import (
    ActRow,
    AlertRow,
    DeliveryRow,
    IncidentKeyRow,
    IncidentRow,
    ItemRow,
    LiveRow,
    MatchRow,
    ReportRow,
    ReportRunRow,
    RulingRow,
    SilenceRow,
    TextRow,
    table_of,
)

_ITEM, _MATCH, _TEXT, _PAGE = table_of(ItemRow), table_of(MatchRow), table_of(TextRow), table_of(PageRow)
_INCIDENT, _REPORT, _KEY = table_of(IncidentRow), table_of(ReportRow), table_of(IncidentKeyRow)
_RUN = table_of(ReportRunRow)
_DELIVERY, _ALERT, _LIVE = table_of(DeliveryRow), table_of(AlertRow), table_of(LiveRow)
_ACT, _SILENCE, _RULING = table_of(ActRow), table_of(SilenceRow), table_of(RulingRow)
_FINISHED = (DeliveryState.SENT.value, DeliveryState.DEAD.value, DeliveryState.MUTED.value)
_FALSE_ALARM = "false"
_NONE = ("author", "thumbnail", "latitude", "longitude", "language")
#: What is written in the place of what an item was.
_BARE: dict[str, Any] = {
    **dict.fromkeys(("summary", "body"), literal("")),
    **dict.fromkeys(_NONE, null()),
    **dict.fromkeys(("authors", "tags", "categories", "enclosures"), literal_column("'[]'")),
    **dict.fromkeys(("bare", "retired"), true()),
}

Kind = Literal["incidents", "deliveries", "items", "audit"]
KINDS: tuple[Kind, ...] = ("incidents", "deliveries", "items", "audit")  #: in the order in which they are let go


class RetentionRecords:
    """Counts and lets go. `before`: the instant from which on things are kept."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, kind: Kind, *, before: datetime) -> int:
        """How many would be let go."""
        return sum(self._counted(table, free) for table, _, free in _parts(kind, before))

    def count_held(self, kind: Kind, *, before: datetime) -> int:
        """How many are as old and are kept, because something rests on them."""
        return sum(self._counted(table, and_(old, not_(free))) for table, old, free in _parts(kind, before))

    def _counted(self, table: Any, which: ColumnElement[bool]) -> int:
        return int(self._connection.execute(select(func.count()).select_from(table).where(which)).scalar_one())

    def let_go(self, kind: Kind, *, before: datetime, limit: int) -> int:
        """Let so many go at most; returns how many those were. 0: nothing is left to do."""
        return {
            "incidents": self._incidents,
            "deliveries": self._deliveries,
            "items": self._items,
            "audit": self._audit,
        }[kind](before, limit)

    def _ids(self, column: Any, which: ColumnElement[bool], limit: int) -> list[Any]:
        return list(self._connection.execute(select(column).where(which).limit(limit)).scalars())

    def _incidents(self, before: datetime, limit: int) -> int:
        ((_, _, free),) = _parts("incidents", before)
        ids = self._ids(_INCIDENT.c.id, free, limit)
        if ids:
            self._run(update(_ITEM).where(_ITEM.c.incident_id.in_(ids)).values(incident_id=None, retired=True))
            for table in (_REPORT, _RUN, _KEY, _LIVE):
                self._run(delete(table).where(table.c.incident_id.in_(ids)))
            self._run(delete(_INCIDENT).where(_INCIDENT.c.id.in_(ids)))
        return len(ids)

    def _deliveries(self, before: datetime, limit: int) -> int:
        ((_, _, free),) = _parts("deliveries", before)
        rows = self._connection.execute(select(_DELIVERY.c.id, _DELIVERY.c.alert_id).where(free).limit(limit)).all()
        if rows:
            self._run(delete(_DELIVERY).where(_DELIVERY.c.id.in_([row[0] for row in rows])))
            still = exists().where(_DELIVERY.c.alert_id == _ALERT.c.id)
            self._run(delete(_ALERT).where(_ALERT.c.id.in_([row[1] for row in rows]), ~still))
        return len(rows)

    def _items(self, before: datetime, limit: int) -> int:
        ((_, _, free),) = _parts("items", before)
        ids = self._ids(_ITEM.c.id, free, limit)
        if ids:
            # Written anew rather than changed: a row that only shrinks leaves its page as it is, and frees nothing.
            kept = select(*(_bare(column) for column in _ITEM.c)).where(_ITEM.c.id.in_(ids))
            self._run(insert(_ITEM).prefix_with("OR REPLACE").from_select([one.name for one in _ITEM.c], kept))
            for table in (_MATCH, _TEXT, _PAGE):
                self._run(delete(table).where(table.c.item_id.in_(ids)))
        return len(ids)

    def _audit(self, before: datetime, limit: int) -> int:
        done = 0
        for table, _, free in _parts("audit", before):
            ids = self._ids(table.c.id, free, limit - done)
            if ids:
                self._run(delete(table).where(table.c.id.in_(ids)))
            done += len(ids)
        return done

    def _run(self, statement: Any) -> None:
        self._connection.execute(statement)


def _bare(column: Any) -> Any:
    """What a column of an item holds when its text is gone."""
    return _BARE.get(column.name, column)


def _parts(kind: Kind, before: datetime) -> Sequence[tuple[Any, ColumnElement[bool], ColumnElement[bool]]]:
    """Tables, with what in them is too old, and what of that nothing rests on."""
    match kind:
        case "incidents":
            old = _INCIDENT.c.closed_at < before
            after = _INCIDENT.alias("after")
            followed = exists().where(after.c.closed_at.is_(None), after.c.previous == _INCIDENT.c.id)
            waits = exists().where(_DELIVERY.c.incident_id == _INCIDENT.c.id, _DELIVERY.c.state.not_in(_FINISHED))
            return [(_INCIDENT, old, and_(old, _INCIDENT.c.findable.is_(False), ~followed, ~waits))]
        case "deliveries":
            old = and_(_DELIVERY.c.state.in_(_FINISHED), _DELIVERY.c.finished_at < before)
            incident = exists().where(_INCIDENT.c.id == _DELIVERY.c.incident_id)
            return [(_DELIVERY, old, and_(old, ~incident))]
        case "items":
            old = and_(text("NOT bare"), _ITEM.c.arrived_at < before)  # in the words of the index that holds these
            return [(_ITEM, old, and_(old, *(~one for one in _resting_on_items())))]
        case "audit":
            return [_old_acts(before), _old_silences(before)]


def _resting_on_items() -> list[ColumnElement[bool]]:
    """What an item's text is still needed for."""
    told = exists().where(
        _INCIDENT.c.id == _ITEM.c.incident_id, or_(_INCIDENT.c.closed_at.is_(None), _INCIDENT.c.findable)
    )
    ruled = exists().where(or_(_RULING.c.item == _ITEM.c.id, _RULING.c.other == _ITEM.c.id))
    named = _ACT.c.before["item"].as_string()
    alarms = select(named).where(_ACT.c.verb == _FALSE_ALARM, _ACT.c.undone_by.is_(None), named.is_not(None))
    alarm = _ITEM.c.id.in_(alarms)  # one look at the acts for all items, and not one for each
    return [told, ruled, alarm]


def _old_acts(before: datetime) -> tuple[Any, ColumnElement[bool], ColumnElement[bool]]:
    old = _ACT.c.at < before
    about_open = exists().where(_INCIDENT.c.id == _ACT.c.target, _INCIDENT.c.closed_at.is_(None))
    return _ACT, old, and_(old, ~about_open)


def _old_silences(before: datetime) -> tuple[Any, ColumnElement[bool], ColumnElement[bool]]:
    old = and_(_SILENCE.c.ends_at < before, _SILENCE.c.told.is_not(false()))
    return _SILENCE, old, old
