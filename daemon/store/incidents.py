"""Incidents, their reports, and the keys under which an incident is found for a new report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from heapq import nlargest
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    join,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects.sqlite import Insert, insert

from daemon.model import Incident, Joining, Report, Severity
from daemon.store.prepared import Prepared
from daemon.store.reports import ASIDE, LATEST, RAW, READ_ON, TOLD, dumped, holding, place, place_again, report_of
from daemon.store.tables import IncidentKeyRow, IncidentRow, ReportRow, ReportRunRow, table_of

_INCIDENT = table_of(IncidentRow)
_REPORT = table_of(ReportRow)
_KEY = table_of(IncidentKeyRow)
_RUN = table_of(ReportRunRow)
_NOUN = sorted((column for column in _INCIDENT.c if column.name != "findable"), key=lambda one: one.name != "id")
_NAMES = [column.name for column in _NOUN]
_CANDIDATES = 15
_COMPARED = 12  #: reports of an incident that a new one is compared with
_LATEST = 60  #: incidents of one key that are looked at
_BETWEEN = "\n"  #: ids of incidents, where they stand in one text
_AT_ONCE = 1_000  #: incidents forgotten in one transaction

#: Incidents that are asked for at once, one parameter each; what is left over is asked for as NULL, which is none.
_ASKED: list[BindParameter[Any]] = [bindparam(f"id{number}", None, type_=Text()) for number in range(_CANDIDATES)]


def _first_and_latest() -> CompoundSelect[Any]:
    """The reports of some incidents that a new one is compared with, the oldest first; of others none is read."""
    whole = _REPORT.alias()
    last = select(func.max(whole.c.position)).where(whole.c.incident_id == _INCIDENT.c.id, whole.c.part == LATEST)
    last_position = last.correlate(_INCIDENT).scalar_subquery()
    latest = and_(_REPORT.c.position > 0, _REPORT.c.position > last_position + 1 - _COMPARED)
    of_latest = and_(_REPORT.c.incident_id == _INCIDENT.c.id, _REPORT.c.part == LATEST, latest)
    both = join(_INCIDENT, _REPORT, of_latest)
    first = and_(_REPORT.c.part == LATEST, _REPORT.c.position == 0)
    return union_all(
        select(*TOLD).where(_REPORT.c.incident_id.in_(_ASKED), first),
        select(*TOLD).select_from(both).where(_INCIDENT.c.id.in_(_ASKED)),
    ).order_by("position")


def _saving(table: Table, *, by: Sequence[str], changed: Sequence[str]) -> Insert:
    """Insert a row, or change these columns of the one that is there; built once, which costs more than to run it."""
    new = insert(table)
    return new.on_conflict_do_update(index_elements=by, set_={name: new.excluded[name] for name in changed})


_SAVE = Prepared(_saving(_INCIDENT, by=["id"], changed=[one.name for one in _INCIDENT.c if one.name != "id"]))
_SAVE_REPORT = Prepared(_saving(_REPORT, by=["incident_id", "item_id"], changed=["report", "words"]))
_SAVE_KEYS = Prepared(_saving(_KEY, by=["key", "incident_id"], changed=["seen_at"]))
_OF_ITEM = Prepared(select(_REPORT.c.incident_id).where(_REPORT.c.item_id == bindparam("item", type_=Text())))


def _latest_of_key() -> Select[Any]:
    """The latest incidents of a key, in one text (by SQLite): to fetch each as a row takes longer than to find it.

    Why one query for each key: SQLite takes longer to add up the weights of all of them, and to parse one that long.
    """
    since = bindparam("since", type_=_KEY.c.seen_at.type)
    of_key = select(_KEY.c.incident_id).where(_KEY.c.key == bindparam("key", type_=Text()), _KEY.c.seen_at >= since)
    latest = of_key.order_by(_KEY.c.seen_at.desc(), _KEY.c.incident_id.desc()).limit(_LATEST).subquery("latest")
    return select(func.group_concat(latest.c.incident_id, _BETWEEN))


_LATEST_OF_KEY = Prepared(_latest_of_key())
_FIRST_AND_LATEST = Prepared(_first_and_latest())
_ALL = Prepared(select(*TOLD).where(_REPORT.c.incident_id.in_(_ASKED)).order_by(_REPORT.c.position))
_TELLING = Prepared(
    select(*READ_ON).where(_REPORT.c.incident_id.in_(_ASKED), _REPORT.c.part < ASIDE).order_by(_REPORT.c.position)
)
_READ_TO_REVISE = union_all(
    select(*READ_ON).where(_REPORT.c.incident_id.in_(_ASKED), _REPORT.c.part < ASIDE),
    select(*READ_ON).where(_REPORT.c.item_id == bindparam("item", type_=Text()), _REPORT.c.part == ASIDE),
)
_REVISED = Prepared(_READ_TO_REVISE.order_by("position"))
_INCIDENTS = Prepared(select(*_NOUN).where(_INCIDENT.c.id.in_(_ASKED)))


class IncidentRecords:
    """The reports of each event, from open to closed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def candidates(self, keys: Mapping[str, float], *, since: datetime, item_ids: Sequence[str] = ()) -> list[Incident]:
        """Incidents that a report with these keys could belong to, and those that hold one of the items.

        Shape: those whose shared keys weigh most first, at most 15 beside the ones that hold an item; unique; of many
        reports only the first and the latest ones. Law: of a key, only the latest incidents are looked at, so that
        the cost grows neither with the history nor with the window. Those that hold an item have all of their reports
        that `current` reads, and the one that holds it.
        """
        holding = select(_REPORT.c.incident_id).where(_REPORT.c.item_id.in_(item_ids)) if item_ids else None
        ids = [str(one) for one in self._connection.execute(holding).scalars()] if holding is not None else []
        held = list(dict.fromkeys(ids))
        shared = [one for one in self._sharing_most(keys, since=since) if one not in held] if keys else []
        holders = [self._with(one, item_ids) for one in self._load(held, _TELLING)]
        return holders + self._load(shared, _FIRST_AND_LATEST)

    def _with(self, incident: Incident, item_ids: Sequence[str]) -> Incident:
        """The incident with the reports of these items, of those that were set aside."""
        if not incident.aside:
            return incident
        these = and_(_REPORT.c.incident_id == incident.id, _REPORT.c.item_id.in_(item_ids), _REPORT.c.part == ASIDE)
        found = self._connection.execute(select(RAW, _REPORT.c.words).where(these).order_by(_REPORT.c.position))
        more = [report_of(*row) for row in found]
        reports = (*incident.reports[:1], *more, *incident.reports[1:])
        return replace(incident, reports=reports, aside=incident.aside - len(more))

    def _sharing_most(self, keys: Mapping[str, float], *, since: datetime) -> list[str]:
        weights: dict[str, float] = {}
        asked = ({"key": key, "since": since} for key in keys)
        for weight, ((latest,),) in zip(keys.values(), _LATEST_OF_KEY.each(self._connection, asked), strict=True):
            for found in latest.split(_BETWEEN) if latest else ():
                weights[found] = weights.get(found, 0.0) + weight
        least = min(nlargest(_CANDIDATES, weights.values()), default=0.0)  # without a key, which would be asked for all
        best = [(-weight, one) for one, weight in weights.items() if weight >= least]
        return [one for _, one in sorted(best)[:_CANDIDATES]]

    def of_item(self, item_id: str) -> Incident | None:
        """The incident that an item was joined to."""
        found = self.id_of_item(item_id)
        return self.incident(found) if found else None

    def id_of_item(self, item_id: str) -> str | None:
        """The id of the incident that an item was joined to."""
        found = _OF_ITEM.rows(self._connection, {"item": item_id})
        return str(found[0][0]) if found else None

    def to_revise(self, item_id: str) -> Incident | None:
        """The incident that an item was joined to, as `current` reads it, with the report of the item in its place."""
        found = self.id_of_item(item_id)
        return self._load([found], _REVISED, item=item_id)[0] if found else None

    def incident(self, incident_id: str) -> Incident | None:
        """One incident with all its reports."""
        return next(iter(self._load([incident_id])), None)

    def current(self, incident_id: str) -> Incident | None:
        """One incident without the reports that were set aside: all that the next report of it needs."""
        return next(iter(self._load([incident_id], _TELLING)), None)

    def told_ago(self, incident: Incident, runs: Iterable[int]) -> list[Report]:
        """Reports told long ago that share some of these runs of words with another, those that share most; by age.

        Law: however many there are, a bounded number is looked at.
        """
        return holding(self._connection, incident, runs) if incident.earlier + incident.aside else []

    def set_aside(
        self, incident: Incident, *, telling: Iterable[str], silent: Iterable[str], runs: Sequence[Iterable[int]]
    ) -> None:
        """Keep which reports are of long ago from now on, by item id: those to be read again, and the others.

        `runs`: of each report that was among the latest until now, oldest first, the runs by which it is to be found.
        """
        place(self._connection, incident, telling=telling, silent=silent, runs=runs)

    def again(self, incident: Incident, item_id: str, *, tells: bool, runs: Iterable[int]) -> None:
        """Keep what a new version of a report of long ago changes: whether it is to be read again, and how it is found.

        `runs`: as for `set_aside`.
        """
        place_again(self._connection, incident.id, item_id, tells=tells, runs=runs)

    def open(self) -> list[Incident]:
        """All that is not closed, the oldest first, each as `current` reads it."""
        query = select(_INCIDENT.c.id).where(_INCIDENT.c.closed_at.is_(None)).order_by(_INCIDENT.c.opened_at)
        return self._load([str(one) for one in self._connection.execute(query).scalars()], _TELLING)

    def count_open(self) -> int:
        """How many are not closed."""
        query = select(func.count()).select_from(_INCIDENT).where(_INCIDENT.c.closed_at.is_(None))
        return int(self._connection.execute(query).scalar_one())

    def severe(self, severities: Sequence[Severity], *, since: datetime) -> list[Incident]:
        """Open incidents of these severities with a report since then, each as `current` reads it."""
        wanted = _INCIDENT.c.severity.in_([one.value for one in severities])
        recent = and_(_INCIDENT.c.closed_at.is_(None), _INCIDENT.c.last_report_at >= since, wanted)
        query = select(_INCIDENT.c.id).where(recent).order_by(_INCIDENT.c.last_report_at.desc()).limit(50)
        return self._load([str(one) for one in self._connection.execute(query).scalars()], _TELLING)

    def quiet(self, *, before: datetime) -> list[Incident]:
        """Open incidents whose last report came before that instant, each as `current` reads it."""
        quiet = and_(_INCIDENT.c.closed_at.is_(None), _INCIDENT.c.last_report_at < before)
        query = select(_INCIDENT.c.id).where(quiet)
        return self._load([str(one) for one in self._connection.execute(query).scalars()], _TELLING)

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
            "findable": True,
            "acked_at": incident.acked_at,
            "acked_by": incident.acked_by,
        }
        _SAVE.run(self._connection, [row])

    def save_report(
        self, incident: Incident, report: Report, *, joining: Joining, keys: Iterable[str], words: bytes | None = None
    ) -> None:
        """Keep a report of an incident, why it was joined, and the keys that will lead other reports here.

        `words` is its packed wording: whoever compares with it need not work it out.
        """
        index = next(index for index, one in enumerate(incident.reports) if one.item_id == report.item_id)
        row: dict[str, Any] = {
            "incident_id": incident.id,
            "item_id": report.item_id,
            "position": index + incident.aside if index else 0,
            "part": LATEST,
            "report": dumped(report),
            "reason": joining.reason,
            "score": joining.score,
            "words": words,
        }
        _SAVE_REPORT.run(self._connection, [row])
        seen_at = incident.last_report_at
        rows = [{"key": key, "incident_id": incident.id, "seen_at": seen_at} for key in sorted(set(keys))]
        _SAVE_KEYS.run(self._connection, rows)

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
            values = {"incident_id": incident.id, "position": position, "part": 0, "report": dumped(report)}
            self._connection.execute(update(_REPORT).where(_REPORT.c.item_id == report.item_id).values(**values))
        for table in (_KEY, _RUN):
            self._connection.execute(delete(table).where(table.c.incident_id == incident.id))
        seen_at = incident.last_report_at
        rows = [{"key": key, "incident_id": incident.id, "seen_at": seen_at} for key in sorted(set(keys))]
        if rows:
            self._connection.execute(insert(_KEY), rows)

    def forget_past(self, *, before: datetime) -> int:
        """Let no key lead any more to incidents without a report since then; returns to how many.

        Shape: at most 1,000 at once. Law: incidents and reports stay. Why: what can be found, and so what a decision
        looks through, is as large as the window, however long the history.
        """
        past = select(_INCIDENT.c.id).where(text("findable"), _INCIDENT.c.last_report_at < before).limit(_AT_ONCE)
        ids = [str(one) for one in self._connection.execute(past).scalars()]
        if ids:
            for table in (_KEY, _RUN):
                self._connection.execute(delete(table).where(table.c.incident_id.in_(ids)))
            self._connection.execute(update(_REPORT).where(_REPORT.c.incident_id.in_(ids)).values(words=None))
            self._connection.execute(update(_INCIDENT).where(_INCIDENT.c.id.in_(ids)).values(findable=False))
        return len(ids)

    def close(self, incident: Incident) -> None:
        """Mark an incident as closed."""
        statement = update(_INCIDENT).where(_INCIDENT.c.id == incident.id)
        self._connection.execute(statement.values(closed_at=incident.closed_at))

    def _load(self, ids: Sequence[str], statement: Prepared = _ALL, **also: str) -> list[Incident]:
        """The incidents with their reports, or with those of them that the statement, with these values, finds."""
        loaded: dict[str, Incident] = {}
        for start in range(0, len(ids), len(_ASKED)):
            asked = {f"id{number}": one for number, one in enumerate(ids[start : start + len(_ASKED)])}
            of_reports, is_current = {**asked, **also}, statement in (_TELLING, _REVISED)
            reports: dict[str, list[Sequence[Any]]] = {}
            for told in statement.rows(self._connection, of_reports):
                reports.setdefault(told[0], []).append(told)
            for row in _INCIDENTS.rows(self._connection, asked):
                loaded[row[0]] = _incident(row, reports.get(row[0], ()), is_current=is_current)
        return [loaded[one] for one in ids if one in loaded]


def _incident(row: Sequence[Any], told: Sequence[Sequence[Any]], *, is_current: bool) -> Incident:
    """An incident of its row and those of its reports, by age: how many were set aside, the last one's place tells."""
    values: dict[str, Any] = dict(zip(_NAMES, row, strict=True))
    reports = tuple(report_of(raw, words) for _, _, _, raw, words in told)
    if is_current and told:
        values |= {"aside": told[-1][1] + 1 - len(told), "earlier": sum(one[2] != LATEST for one in told)}
    return Incident(**{**values, "severity": Severity(values["severity"]), "reports": reports})
