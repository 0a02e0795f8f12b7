"""Incidents, their reports, and the keys under which an incident is found for a new report."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Float, Select, and_, bindparam, delete, func, or_, select, union_all, update
from sqlalchemy.dialects.sqlite import insert

from daemon.model import Incident, Joining, Report, Severity
from daemon.store.tables import IncidentKeyRow, IncidentRow, ReportRow, table_of

_INCIDENT = table_of(IncidentRow)
_REPORT = table_of(ReportRow)
_KEY = table_of(IncidentKeyRow)
_REPORTS: TypeAdapter[Report] = TypeAdapter(Report)
_CANDIDATES = 15
_COMPARED = 12  #: reports of an incident that a new one is compared with
_LATEST = 60  #: incidents of one key that are looked at


@lru_cache(maxsize=256)
def _sharing(count: int) -> Select[tuple[str]]:
    """The incidents that share most with so many keys; kept, because to build it costs more than to run it."""
    latest = union_all(
        *(
            select(
                select(_KEY.c.incident_id, bindparam(f"weight{number}", type_=Float()).label("weight"))
                .where(_KEY.c.key == bindparam(f"key{number}"), _KEY.c.seen_at >= bindparam("since"))
                .order_by(_KEY.c.seen_at.desc(), _KEY.c.incident_id.desc())
                .limit(_LATEST)
                .subquery()
            )
            for number in range(count)
        )
    ).subquery()
    return (
        select(latest.c.incident_id)
        .group_by(latest.c.incident_id)
        .order_by(func.sum(latest.c.weight).desc(), latest.c.incident_id)
        .limit(_CANDIDATES)
    )


def _first_and_latest() -> Select[Any]:
    newer = func.row_number().over(partition_by=_REPORT.c.incident_id, order_by=_REPORT.c.position.desc())
    chosen = _REPORT.c.incident_id.in_(bindparam("ids", expanding=True))
    ranked = select(_REPORT.c.incident_id, _REPORT.c.position, _REPORT.c.report, newer.label("newer"))
    told = ranked.where(chosen).subquery()
    return select(told).where(or_(told.c.position == 0, told.c.newer < _COMPARED)).order_by(told.c.position)


_FIRST_AND_LATEST = _first_and_latest()


class IncidentRecords:
    """The reports of each event, from open to closed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def candidates(self, keys: Mapping[str, float], *, since: datetime, item_ids: Sequence[str] = ()) -> list[Incident]:
        """Incidents that a report with these keys could belong to, and those that hold one of the items.

        Shape: those whose shared keys weigh most first, at most 15 beside the ones that hold an item; unique; of many
        reports only the first and the latest ones. Law: of a key, only the latest incidents are looked at, so that
        the cost grows neither with the history nor with the window. Those that hold an item have all their reports.
        """
        holding = select(_REPORT.c.incident_id).where(_REPORT.c.item_id.in_(item_ids)) if item_ids else None
        ids = [str(one) for one in self._connection.execute(holding).scalars()] if holding is not None else []
        shared: list[str] = []
        if keys:
            asked = {f"key{number}": key for number, key in enumerate(keys)}
            weights = {f"weight{number}": weight for number, weight in enumerate(keys.values())}
            found = self._connection.execute(_sharing(len(keys)), {**asked, **weights, "since": since})
            shared = [str(one) for one in found.scalars()]
        held = list(dict.fromkeys(ids))
        return self._load(held) + self._load([one for one in shared if one not in held], compared=True)

    def of_item(self, item_id: str) -> Incident | None:
        """The incident that an item was joined to."""
        query = select(_REPORT.c.incident_id).where(_REPORT.c.item_id == item_id)
        found = self._connection.execute(query).scalars().first()
        return self.incident(str(found)) if found else None

    def incident(self, incident_id: str) -> Incident | None:
        """One incident with all its reports."""
        return next(iter(self._load([incident_id])), None)

    def open(self) -> list[Incident]:
        """All that is not closed, the oldest first."""
        query = select(_INCIDENT.c.id).where(_INCIDENT.c.closed_at.is_(None)).order_by(_INCIDENT.c.opened_at)
        return self._load([str(one) for one in self._connection.execute(query).scalars()])

    def quiet(self, *, before: datetime) -> list[Incident]:
        """Open incidents whose last report came before that instant."""
        quiet = and_(_INCIDENT.c.closed_at.is_(None), _INCIDENT.c.last_report_at < before)
        query = select(_INCIDENT.c.id).where(quiet)
        return self._load([str(one) for one in self._connection.execute(query).scalars()])

    def save(self, incident: Incident) -> None:
        """Insert or replace the incident itself; its reports are saved one by one."""
        row = {
            "id": incident.id,
            "title": incident.title,
            "severity": incident.severity.value,
            "opened_at": incident.opened_at,
            "last_report_at": incident.last_report_at,
            "closed_at": incident.closed_at,
            "previous": incident.previous,
            "joined_to": incident.joined_to,
        }
        self._connection.execute(insert(_INCIDENT).values(**row).on_conflict_do_update(index_elements=["id"], set_=row))

    def save_report(self, incident: Incident, report: Report, *, joining: Joining, keys: Iterable[str]) -> None:
        """Keep a report of an incident, why it was joined, and the keys that will lead other reports here."""
        position = next(index for index, one in enumerate(incident.reports) if one.item_id == report.item_id)
        row: dict[str, Any] = {
            "incident_id": incident.id,
            "item_id": report.item_id,
            "position": position,
            "report": _dumped(report),
            "reason": joining.reason,
            "score": joining.score,
        }
        changes = {"report": row["report"]}
        statement = insert(_REPORT).values(**row)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["incident_id", "item_id"], set_=changes)
        )
        seen_at = incident.last_report_at
        rows = [{"key": key, "incident_id": incident.id, "seen_at": seen_at} for key in sorted(set(keys))]
        if rows:
            newer = insert(_KEY)
            change = {"seen_at": newer.excluded.seen_at}
            self._connection.execute(
                newer.on_conflict_do_update(index_elements=["key", "incident_id"], set_=change), rows
            )

    def joining(self, item_id: str) -> Joining | None:
        """Why an item was joined to the incident that it is in."""
        query = select(_REPORT.c.incident_id, _REPORT.c.reason, _REPORT.c.score).where(_REPORT.c.item_id == item_id)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else Joining(**row)

    def rearrange(self, incident: Incident, *, keys: Iterable[str]) -> None:
        """Save an incident whose reports came from, or went to, another; they stay in the store, each in one incident.

        Why the keys anew: what led to a report that is gone must not lead here.
        """
        self.save(incident)
        for position, report in enumerate(incident.reports):
            values = {"incident_id": incident.id, "position": position, "report": _dumped(report)}
            self._connection.execute(update(_REPORT).where(_REPORT.c.item_id == report.item_id).values(**values))
        self._connection.execute(delete(_KEY).where(_KEY.c.incident_id == incident.id))
        seen_at = incident.last_report_at
        rows = [{"key": key, "incident_id": incident.id, "seen_at": seen_at} for key in sorted(set(keys))]
        if rows:
            self._connection.execute(insert(_KEY), rows)

    def close(self, incident: Incident) -> None:
        """Mark an incident as closed."""
        statement = update(_INCIDENT).where(_INCIDENT.c.id == incident.id)
        self._connection.execute(statement.values(closed_at=incident.closed_at))

    def _load(self, ids: Sequence[str], *, compared: bool = False) -> list[Incident]:
        """The incidents with their reports; or only those that a new report is compared with."""
        if not ids:
            return []
        reports: dict[str, list[Report]] = {}
        query = select(_REPORT).where(_REPORT.c.incident_id.in_(bindparam("ids", expanding=True)))
        query = _FIRST_AND_LATEST if compared else query.order_by(_REPORT.c.position)
        for row in self._connection.execute(query, {"ids": ids}).mappings():
            reports.setdefault(row["incident_id"], []).append(_REPORTS.validate_python(row["report"]))
        rows = self._connection.execute(select(_INCIDENT).where(_INCIDENT.c.id.in_(ids))).mappings()
        loaded = {
            row["id"]: Incident(
                **{**row, "severity": Severity(row["severity"]), "reports": tuple(reports.get(row["id"], ()))}
            )
            for row in rows
        }
        return [loaded[one] for one in ids if one in loaded]


def _dumped(report: Report) -> dict[str, Any]:
    """The report as JSON, sets in a stable order."""
    dumped: dict[str, Any] = _REPORTS.dump_python(report, mode="json")
    return {**dumped, "rules": sorted(report.rules), "entities": sorted(report.entities)}
