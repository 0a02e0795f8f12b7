"""The desk undoes a joining, or makes one: incidents, keys and the record of the ruling, in one transaction."""

from datetime import datetime
from typing import Any

from daemon.errors import WatchdeskError
from daemon.incidents import cluster, rulings
from daemon.incidents.ranking import ranked
from daemon.model import Incident, Report
from daemon.store.database import Transaction


def split(tx: Transaction, item_id: str, *, by: str, why: str, now: datetime) -> tuple[Incident, Incident]:
    """Take a report, with its copies, out of its incident; returns what remains, and the report's own incident.

    Law: from then on the report is never joined with those that remain. Errors: WatchdeskError, nothing changes then.
    """
    incident = tx.incidents.of_item(item_id)
    if incident is None:
        raise WatchdeskError(f"no incident has a report {item_id}")
    rest, own = rulings.split_off(incident, item_id, now=now)
    joining = tx.incidents.joining(item_id)
    evidence = {"incident": incident.id, "reason": joining.reason, "score": joining.score} if joining else {}
    _rearrange(tx, rest, own)
    tx.rulings.save(
        rulings.rulings_of(own.reports, rest.reports, same=False, by=by, why=why, evidence=evidence, now=now)
    )
    return rest, own


def join(  # noqa: PLR0913 - a ruling says who, what, when and why
    tx: Transaction, one_id: str, other_id: str, *, by: str, why: str, now: datetime, keep: str | None = None
) -> Incident:
    """Make two incidents one; returns it. The other is closed and says where its reports went.

    `keep`: which of the two lives on; the older one if none is given.
    Errors: WatchdeskError if one of them does not exist, or both are the same; nothing changes then.
    """
    one, other = _incident(tx, one_id), _incident(tx, other_id)
    whole, empty = rulings.joined(one, other, now=now, keep=keep)
    evidence = {"incident": whole.id, "joined": empty.id, **_why_apart(tx, one, other)}
    _rearrange(tx, whole, empty)
    tx.rulings.save(
        rulings.rulings_of(one.reports, other.reports, same=True, by=by, why=why, evidence=evidence, now=now)
    )
    return whole


def _why_apart(tx: Transaction, one: Incident, other: Incident) -> dict[str, Any]:
    """Why the later of two incidents had opened one of its own, and how alike they look to the machine now."""
    first, later = sorted((one, other), key=lambda incident: (incident.opened_at, incident.id))
    opening = tx.incidents.joining(later.reports[0].item_id) if later.reports else None
    if opening is None:
        return {}
    likest = ranked(later.reports[0], [first], join=cluster.JOIN, is_past=lambda _: False)
    looks = {"likeness": likest[0][0].score, "features": likest[0][0].reason} if likest else {}
    return {"reason": opening.reason, "score": opening.score, **looks}


def _incident(tx: Transaction, incident_id: str) -> Incident:
    incident = tx.incidents.incident(incident_id)
    if incident is None:
        raise WatchdeskError(f"there is no incident {incident_id}")
    return incident


def _rearrange(tx: Transaction, *incidents: Incident) -> None:
    for incident in incidents:
        tx.incidents.rearrange(incident, keys=_keys(incident.reports))
        tx.items.move([report.item_id for report in incident.reports], incident_id=incident.id)


def _keys(reports: tuple[Report, ...]) -> set[str]:
    return {key for report in reports for key in cluster.lookup_keys(report)}
