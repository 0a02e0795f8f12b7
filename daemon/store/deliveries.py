"""The record of what left the outbox, or did not: found by message, by item, by reason, by time."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection, String, and_, cast, exists, func, or_, select

from daemon.model import Alert, AlertReason, Delivery, DeliveryState, Timing
from daemon.store.due import ROLLED_UP
from daemon.store.outbox import delivery_of
from daemon.store.tables import AlertRow, DeliveryRow, ItemRow, MatchRow, ReceiverRow, table_of

_ALERT = table_of(AlertRow)
_DELIVERY = table_of(DeliveryRow)
_ITEM = table_of(ItemRow)
_MATCH = table_of(MatchRow)
_RECEIVER = table_of(ReceiverRow)
_SENT = DeliveryState.SENT.value
_ANSWERED = timedelta(days=30)  #: how far back a message is known again that somebody replies to
_MOST = 50  #: findings of one kind
_ALERTS: TypeAdapter[Alert] = TypeAdapter(Alert)


class DeliveryRecords:
    """Deliveries, looked up."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def delivery(self, delivery_id: int) -> Delivery | None:
        """One delivery."""
        query = select(_DELIVERY, _ALERT.c.alert).join(_ALERT, _ALERT.c.id == _DELIVERY.c.alert_id)
        row = self._connection.execute(query.where(_DELIVERY.c.id == delivery_id)).mappings().first()
        return None if row is None else delivery_of(dict(row))

    def of_message(self, reference: str, *, receiver: str | None = None) -> Delivery | None:
        """The delivery that a message belongs to, by the reference of any of its parts; of two, the newest.

        Looked at is what was sent in the 30 days before the newest of all, so that any message costs the same.
        """
        newest = select(_DELIVERY.c.finished_at).where(_DELIVERY.c.state == _SENT)
        last: datetime | None = self._connection.execute(newest.order_by(_DELIVERY.c.id.desc()).limit(1)).scalar()
        if last is None:
            return None
        query = select(_DELIVERY, _ALERT.c.alert).join(_ALERT, _ALERT.c.id == _DELIVERY.c.alert_id)
        query = query.where(_DELIVERY.c.state == _SENT, _DELIVERY.c.finished_at >= last - _ANSWERED)
        query = query.where(cast(_DELIVERY.c.parts_sent, String).contains(json.dumps(reference), autoescape=True))
        if receiver is not None:
            query = query.where(_DELIVERY.c.receiver == receiver)
        row = self._connection.execute(query.order_by(_DELIVERY.c.id.desc()).limit(1)).mappings().first()
        return None if row is None else delivery_of(dict(row))

    def of_item(self, item_id: str) -> list[Delivery]:
        """All deliveries that tell of an item, in the order in which they were planned."""
        query = select(_DELIVERY, _ALERT.c.alert).join(_ALERT, _ALERT.c.id == _DELIVERY.c.alert_id)
        rows = self._connection.execute(query.where(_ALERT.c.item_id == item_id).order_by(_DELIVERY.c.id)).mappings()
        return [delivery_of(dict(row)) for row in rows]

    def muted_by(self, mute_reason: str) -> list[Delivery]:
        """All deliveries that were not sent for a reason, in the order in which they were planned."""
        query = select(_DELIVERY, _ALERT.c.alert).join(_ALERT, _ALERT.c.id == _DELIVERY.c.alert_id)
        query = query.where(_DELIVERY.c.mute_reason == mute_reason, _DELIVERY.c.state == DeliveryState.MUTED.value)
        return [delivery_of(dict(row)) for row in self._connection.execute(query.order_by(_DELIVERY.c.id)).mappings()]

    def count_muted(self, mute_reason: str) -> int:
        """How many deliveries were not sent for a reason."""
        query = select(func.count()).select_from(_DELIVERY)
        muted = and_(_DELIVERY.c.mute_reason == mute_reason, _DELIVERY.c.state == DeliveryState.MUTED.value)
        return int(self._connection.execute(query.where(muted)).scalar_one())

    def count_held(self, incident_id: str, receiver: str) -> int:
        """How many messages of an incident a receiver did not get, those told in other messages aside."""
        held = and_(
            _DELIVERY.c.incident_id == incident_id,
            _DELIVERY.c.receiver == receiver,
            _DELIVERY.c.state == DeliveryState.MUTED.value,
            ~_DELIVERY.c.mute_reason.startswith(ROLLED_UP),
        )
        return int(self._connection.execute(select(func.count()).select_from(_DELIVERY).where(held)).scalar_one())

    def muted_as(self, fate: str, *, since: datetime) -> list[Delivery]:
        """All deliveries planned since then that were not sent for a reason of this name, as they were planned."""
        query = select(_DELIVERY, _ALERT.c.alert).join(_ALERT, _ALERT.c.id == _DELIVERY.c.alert_id)
        query = query.where(_DELIVERY.c.mute_reason.startswith(f"{fate}:"), _DELIVERY.c.created_at >= since)
        return [delivery_of(dict(row)) for row in self._connection.execute(query.order_by(_DELIVERY.c.id)).mappings()]

    def unfinished(self, *, dead_since: datetime) -> dict[str, int]:
        """How many deliveries wait, how many are under way, and how many died since then."""
        counts = {}
        for state in (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.DEAD):
            query = select(func.count()).select_from(_DELIVERY).where(_DELIVERY.c.state == state.value)
            if state is DeliveryState.DEAD:
                query = query.where(_DELIVERY.c.finished_at >= dead_since)
            counts[state.value] = int(self._connection.execute(query).scalar_one())
        return counts

    def next_attempt(self) -> datetime | None:
        """When the delivery that waits longest fell, or falls, due; None: nothing waits."""
        pending = _DELIVERY.c.state == DeliveryState.PENDING.value
        found: datetime | None = self._connection.execute(
            select(func.min(_DELIVERY.c.next_attempt_at)).where(pending)
        ).scalar()
        return found

    def timings(self, *, since: datetime) -> list[Timing]:
        """The stages of all first alerts that arrived since then, exercises aside."""
        columns = (_ALERT.c.alert, _DELIVERY.c.receiver, _DELIVERY.c.started_at, _DELIVERY.c.finished_at)
        told = and_(
            _DELIVERY.c.state == DeliveryState.SENT.value,
            _DELIVERY.c.finished_at >= since,
            _ALERT.c.reason == AlertReason.OPENED.value,
        )
        query = select(*columns).join(_ALERT, _ALERT.c.id == _DELIVERY.c.alert_id).where(told)
        found = []
        for raw, receiver, started_at, finished_at in self._connection.execute(query):
            alert = _ALERTS.validate_python(raw)
            if alert.exercise or alert.arrived_at is None or started_at is None:
                continue
            found.append(
                Timing(
                    feed=alert.feed or "",
                    rules=tuple(rule.id for rule in alert.rules),
                    receiver=receiver,
                    published_at=alert.published_at,
                    seen_at=alert.arrived_at,
                    matched_at=alert.created_at,
                    sent_at=started_at,
                    confirmed_at=finished_at,
                )
            )
        return found

    def first_told(self, incident_id: str) -> tuple[Alert, datetime] | None:
        """An incident's first alert that was told, by itself or in a roll-up, or that died; and when that was."""
        query = select(_ALERT.c.alert, _DELIVERY.c.finished_at).join(_ALERT, _ALERT.c.id == _DELIVERY.c.alert_id)
        told = and_(
            _DELIVERY.c.incident_id == incident_id,
            or_(
                _DELIVERY.c.state.in_([DeliveryState.SENT.value, DeliveryState.DEAD.value]),
                _DELIVERY.c.mute_reason.startswith(ROLLED_UP),
            ),
            _ALERT.c.reason == AlertReason.OPENED.value,
        )
        row = self._connection.execute(query.where(told).order_by(_DELIVERY.c.finished_at).limit(1)).first()
        return (_ALERTS.validate_python(row[0]), row[1]) if row else None

    def without_fate(self, *, since: datetime, until: datetime) -> list[str]:
        """Items in which a live rule matched in that time, and of which nothing became."""
        query = select(_MATCH.c.item_id).join(_ITEM, _ITEM.c.id == _MATCH.c.item_id).distinct()
        matched = and_(_MATCH.c.matched_at > since, _MATCH.c.matched_at <= until, _MATCH.c.mode == "live")
        rows = self._connection.execute(query.where(matched, _ITEM.c.fate.is_(None)).limit(_MOST))
        return [str(one) for one in rows.scalars()]

    def without_delivery(self, *, since: datetime, until: datetime) -> list[str]:
        """Alerts of that time that are meant for nobody."""
        meant = exists().where(_DELIVERY.c.alert_id == _ALERT.c.id)
        made = and_(_ALERT.c.created_at > since, _ALERT.c.created_at <= until)
        rows = self._connection.execute(select(_ALERT.c.id).where(made, ~meant).limit(_MOST))
        return [str(one) for one in rows.scalars()]

    def overdue(self, *, until: datetime, receivers: Sequence[str], now: datetime) -> list[tuple[str, datetime]]:
        """Deliveries that were due by then, whose receiver is there and takes messages, and that nobody has begun."""
        troubled = exists().where(
            _RECEIVER.c.receiver == _DELIVERY.c.receiver,
            or_(_RECEIVER.c.not_before > now, _RECEIVER.c.failing_since.is_not(None)),
        )
        earlier = _DELIVERY.alias("earlier")
        sent_since = exists().where(
            earlier.c.receiver == _DELIVERY.c.receiver, earlier.c.finished_at > until, earlier.c.state == _SENT
        )
        due = and_(_DELIVERY.c.state == DeliveryState.PENDING.value, _DELIVERY.c.next_attempt_at <= until)
        query = select(_DELIVERY.c.key, _DELIVERY.c.next_attempt_at).where(
            due, _DELIVERY.c.receiver.in_(receivers), ~troubled, ~sent_since
        )
        return [(str(key), at) for key, at in self._connection.execute(query.limit(_MOST))]

    def severities_alerted(self, *, since: datetime) -> dict[str, int]:
        """How many first alerts there were since then that somebody was told of, by severity."""
        told = exists().where(
            _DELIVERY.c.alert_id == _ALERT.c.id,
            or_(_DELIVERY.c.state != DeliveryState.MUTED.value, _DELIVERY.c.mute_reason.startswith(ROLLED_UP)),
        )
        first = and_(_ALERT.c.created_at >= since, _ALERT.c.reason == AlertReason.OPENED.value, told)
        return Counter(
            str(one["severity"]) for one in self._connection.execute(select(_ALERT.c.alert).where(first)).scalars()
        )

    def rules_alerted(self, *, since: datetime) -> list[list[str]]:
        """Of each first alert since then, the ids of its rules."""
        first = and_(_ALERT.c.created_at >= since, _ALERT.c.reason == AlertReason.OPENED.value)
        found = self._connection.execute(select(_ALERT.c.alert).where(first)).scalars()
        return [[str(rule["id"]) for rule in alert["rules"]] for alert in found]
