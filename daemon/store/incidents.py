"""Incidents, their reports, and the keys under which an incident is found for a new report."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, and_, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from daemon.model import Incident, Joining, Report, Severity
from daemon.store.tables import IncidentKeyRow, IncidentRow, ReportRow, table_of

_INCIDENT = table_of(IncidentRow)
_REPORT = table_of(ReportRow)
_KEY = table_of(IncidentKeyRow)
_REPORTS: TypeAdapter[Report] = TypeAdapter(Report)
_CANDIDATES = 20


class IncidentRecords:
    """The reports of each event, from open to closed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def candidates(self, keys: Iterable[str], *, since: datetime, item_ids: Sequence[str] = ()) -> list[Incident]:
        """Incidents that a report with these keys could belong to, and those that hold one of the items.

        Shape: those sharing most keys first, at most 20 beside the ones that hold an item; unique.
        """
        wanted = sorted(set(keys))
        shared = func.count().label("shared")
        query = (
            select(_KEY.c.incident_id)
            .where(_KEY.c.key.in_(wanted), _KEY.c.seen_at >= since)
            .group_by(_KEY.c.incident_id)
            .order_by(shared.desc(), func.max(_KEY.c.seen_at).desc(), _KEY.c.incident_id)
            .limit(_CANDIDATES)
        )
        holding = select(_REPORT.c.incident_id).where(_REPORT.c.item_id.in_(item_ids)) if item_ids else None
        ids = [str(one) for one in self._connection.execute(holding).scalars()] if holding is not None else []
        ids += [str(one) for one in self._connection.execute(query).scalars()]
        return self._load(list(dict.fromkeys(ids)))

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

    def _load(self, ids: Sequence[str]) -> list[Incident]:
        if not ids:
            return []
        reports: dict[str, list[Report]] = {}
        query = select(_REPORT).where(_REPORT.c.incident_id.in_(ids)).order_by(_REPORT.c.position)
        for row in self._connection.execute(query).mappings():
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
