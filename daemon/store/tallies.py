"""What rules did in some time: their matches, their alerts, and what became of those. For statistics; only read."""

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from daemon.model import AlertReason, DeliveryState
from daemon.store.due import ROLLED_UP
from daemon.store.tables import ActRow, AlertRow, DeliveryRow, IncidentRow, ItemRow, MatchRow, table_of

_ACT = table_of(ActRow)
_ALERT = table_of(AlertRow)
_DELIVERY = table_of(DeliveryRow)
_INCIDENT = table_of(IncidentRow)
_ITEM = table_of(ItemRow)
_MATCH = table_of(MatchRow)


class Matched(NamedTuple):
    """A rule that held for an item."""

    rule: str
    mode: str
    item: str
    at: datetime
    incident: str | None
    copy_of: str | None
    severity: str


class Told(NamedTuple):
    """An incident's first alert."""

    incident: str
    rules: tuple[str, ...]
    at: datetime
    sent_at: datetime | None  #: when the first receiver had it
    muted: bool  #: nobody was told
    acked_at: datetime | None


class FalseAlarm(NamedTuple):
    """What the desk called a false alarm."""

    incident: str
    item: str
    rules: tuple[str, ...]
    by: str
    why: str
    at: datetime


class TallyRecords:
    """The past of the rules, whatever they are now."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def matched(self, *, since: datetime) -> list[Matched]:
        """Every rule that held for an item since then, each once for an item, the oldest first."""
        columns = (
            _MATCH.c.rule_id,
            _MATCH.c.mode,
            _MATCH.c.item_id,
            func.min(_MATCH.c.matched_at, type_=_MATCH.c.matched_at.type),
            _ITEM.c.incident_id,
            _ITEM.c.duplicate_of,
            _MATCH.c.severity,
        )
        query = select(*columns).join(_ITEM, _ITEM.c.id == _MATCH.c.item_id).where(_MATCH.c.matched_at >= since)
        query = query.group_by(_MATCH.c.rule_id, _MATCH.c.mode, _MATCH.c.item_id).order_by(
            func.min(_MATCH.c.matched_at)
        )
        return [Matched(*row) for row in self._connection.execute(query)]

    def told(self, *, since: datetime) -> list[Told]:
        """The first alert of each incident since then, exercises aside, the oldest first."""
        sent = func.min(_DELIVERY.c.finished_at, type_=_DELIVERY.c.finished_at.type).filter(
            or_(_DELIVERY.c.state == DeliveryState.SENT.value, _DELIVERY.c.mute_reason.startswith(ROLLED_UP))
        )
        kept_back = func.sum(
            and_(
                _DELIVERY.c.state == DeliveryState.MUTED.value,
                or_(_DELIVERY.c.mute_reason.is_(None), ~_DELIVERY.c.mute_reason.startswith(ROLLED_UP)),
            )
        )
        first = and_(
            _ALERT.c.created_at >= since,
            _ALERT.c.reason == AlertReason.OPENED.value,
            func.coalesce(func.json_extract(_ALERT.c.alert, "$.exercise"), 0) == 0,
        )
        columns = (
            _ALERT.c.incident_id,
            func.json_extract(_ALERT.c.alert, "$.rules").label("rules"),
            _ALERT.c.created_at,
            sent.label("sent_at"),
            (kept_back == func.count()).label("muted"),
            _INCIDENT.c.acked_at,
        )
        query = (
            select(*columns)
            .join(_DELIVERY, _DELIVERY.c.alert_id == _ALERT.c.id)
            .join(_INCIDENT, _INCIDENT.c.id == _ALERT.c.incident_id)
            .where(first)
            .group_by(_ALERT.c.id)
            .order_by(_ALERT.c.created_at)
        )
        found: dict[str, Told] = {}
        for incident, rules, at, sent_at, muted, acked_at in self._connection.execute(query):
            names = tuple(str(rule["id"]) for rule in json.loads(rules))
            one = Told(incident, names, at, sent_at, bool(muted), acked_at)
            found[incident] = _together(found[incident], one) if incident in found else one
        return list(found.values())

    def false_alarms(self, *, since: datetime) -> list[FalseAlarm]:
        """What was called a false alarm since then and not undone, the oldest first; each incident once."""
        query = select(_ACT.c.target, _ACT.c.before, _ACT.c.by, _ACT.c.why, _ACT.c.at)
        called = and_(_ACT.c.verb == "false", _ACT.c.at >= since, _ACT.c.undone_by.is_(None))
        found = {}
        for target, before, by, why, at in self._connection.execute(query.where(called).order_by(_ACT.c.id)):
            rules = tuple(before.get("rules") or ())
            found[target] = FalseAlarm(target, str(before.get("item") or ""), rules, by, why, at)
        return list(found.values())


def _together(one: Told, other: Told) -> Told:
    """Two first alerts of an incident, for receivers that came to hear of it one after the other."""
    sent = [at for at in (one.sent_at, other.sent_at) if at is not None]
    return one._replace(
        rules=tuple(dict.fromkeys((*one.rules, *other.rules))),
        sent_at=min(sent, default=None),
        muted=one.muted and other.muted,
    )
