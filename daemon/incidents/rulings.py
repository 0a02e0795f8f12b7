"""The desk's word on what is one event: a report is split off, two incidents are joined, and it stays so. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

from daemon.errors import WatchdeskError
from daemon.incidents.lifecycle import incident_id
from daemon.model import Incident, Joining, Report, Ruling

_MOST = 20  #: pairs kept of one ruling; a large incident says nothing new with more


def split_off(incident: Incident, item_id: str, *, now: datetime) -> tuple[Incident, Incident]:
    """The incident without a report, and the one that the report then has to itself, with its copies.

    Law: no report is lost, none is in both; the split-off report counts for itself. Errors: WatchdeskError if the
    report is not there, or nothing would remain.
    """
    gone = [_alone(one, item_id) for one in incident.reports if item_id in (one.item_id, one.copy_of)]
    stays = [one for one in incident.reports if item_id not in (one.item_id, one.copy_of)]
    if not any(one.item_id == item_id for one in gone):
        raise WatchdeskError(f"incident {incident.id} has no report {item_id}")
    if not stays:
        raise WatchdeskError(f"report {item_id} is all that incident {incident.id} has: there is nothing to split")
    named = incident_id(gone[0])
    new = Incident(
        id=named if named != incident.id else _other_id(item_id, now),
        title=gone[0].title,
        severity=incident.severity,
        opened_at=gone[0].arrived_at,
        last_report_at=max(one.arrived_at for one in gone),
        reports=tuple(gone),
        previous=incident.previous,
    )
    title = stays[0].title if incident.title == gone[0].title else incident.title
    latest = max(one.arrived_at for one in stays)
    return replace(incident, title=title, last_report_at=latest, reports=tuple(stays)), new


def joined(one: Incident, other: Incident, *, now: datetime, keep: str | None = None) -> tuple[Incident, Incident]:
    """The older incident with the reports of both, and the other, empty and closed, which says where they went.

    `keep`: the id of the one that is to have them instead. Law: no report is lost or doubled; the severity is the
    higher one; who had either of them first has the whole. Errors: WatchdeskError for one and the same.
    """
    if one.id == other.id:
        raise WatchdeskError(f"{one.id} is one incident already")
    kept, gone = sorted((one, other), key=lambda incident: (incident.id != keep, incident.opened_at, incident.id))
    reports = sorted((*kept.reports, *gone.reports), key=lambda report: report.arrived_at)
    severity = max(kept.severity, gone.severity, key=lambda one: one.rank)
    latest = max(kept.last_report_at, gone.last_report_at)
    is_open = kept.closed_at is None or gone.closed_at is None
    acked_at, acked_by = min(
        ((each.acked_at, each.acked_by) for each in (kept, gone) if each.acked_at),
        key=lambda ack: ack[0],
        default=(None, None),
    )
    whole = replace(
        kept,
        opened_at=min(kept.opened_at, gone.opened_at),
        acked_at=acked_at,
        acked_by=acked_by,
        severity=severity,
        last_report_at=latest,
        reports=tuple(reports),
        closed_at=None if is_open else kept.closed_at,
    )
    return whole, replace(gone, reports=(), closed_at=gone.closed_at or now, joined_to=kept.id)


def rulings_of(  # noqa: PLR0913 - a ruling says who, what, when and why
    reports: Iterable[Report],
    others: Iterable[Report],
    *,
    same: bool,
    by: str,
    why: str,
    evidence: dict[str, Any],
    now: datetime,
) -> tuple[Ruling, ...]:
    """The labelled pairs of a ruling: each report against each of the others, copies left out."""
    own = [one for one in reports if one.copy_of is None]
    rest = [one for one in others if one.copy_of is None]
    pairs = [(one.item_id, other.item_id) for one in own for other in rest][:_MOST]
    return tuple(
        Ruling(item=item, other=other, same=same, by=by, why=why, at=now, evidence=evidence) for item, other in pairs
    )


def respected(
    report: Report, candidates: Sequence[Incident], rulings: Iterable[Ruling]
) -> tuple[list[Incident], Joining | None]:
    """The candidates that a report may join by the desk's word, and the joining that its word demands, if any.

    Law: the latest ruling on a pair holds; apart outweighs together where rulings on several pairs disagree.
    """
    about = {report.item_id, report.copy_of} - {None}
    latest: dict[str, bool] = {}
    for ruling in sorted(rulings, key=lambda one: one.at):
        if ruling.item in about or ruling.other in about:
            latest[ruling.other if ruling.item in about else ruling.item] = ruling.same
    if not latest:
        return list(candidates), None
    apart = {item for item, same in latest.items() if not same}
    together = {item for item, same in latest.items() if same}
    allowed = [one for one in candidates if not any(told.item_id in apart for told in one.reports)]
    for one in allowed:
        if one.closed_at is None and any(told.item_id in together for told in one.reports):
            return allowed, Joining(incident_id=one.id, reason="the desk joined them", score=1.0)
    return allowed, None


def _alone(report: Report, item_id: str) -> Report:
    return replace(report, copy_of=None) if report.item_id == item_id else report


def _other_id(item_id: str, now: datetime) -> str:
    text = f"{item_id}\x00{now.isoformat()}"
    return f"i{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"
