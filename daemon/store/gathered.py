"""Deliveries that wait for others, to be told with them in one message: digests, and what came in inactive hours."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from daemon.model import Delivery, DeliveryState
from daemon.store.due import DIGESTS, at
from daemon.store.outbox import delivery_of
from daemon.store.tables import AlertRow, DeliveryRow, table_of

_ALERT = table_of(AlertRow)
_DELIVERY = table_of(DeliveryRow)
INACTIVE = "inactive hours"  #: the digest of what came while its receiver did not hear


class GatherRecords:
    """Rows of the outbox that carry the name of a digest. Law: such a row is never sent by itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_off(self, receiver: str, *, below: int, until: datetime, now: datetime) -> None:
        """Let all that is due and ranks below wait until then, to be told together; what was tried is not put off."""
        due = and_(*_waiting(receiver), _DELIVERY.c.rank < below, _DELIVERY.c.attempts == 0)
        due = and_(due, or_(_DELIVERY.c.next_attempt_at <= now, _DELIVERY.c.gather == INACTIVE))
        self._connection.execute(update(_DELIVERY).where(due).values(gather=INACTIVE, next_attempt_at=until))

    def due(self, receiver: str, *, now: datetime) -> list[Sequence[Delivery]]:
        """The digests that are to be told now, each whole, oldest first."""
        names = [name for (name,) in DIGESTS.rows(self._connection, {"receiver": receiver, **at(now)})]
        if not names:
            return []
        query = select(_DELIVERY, _ALERT.c.alert).join(_ALERT, _ALERT.c.id == _DELIVERY.c.alert_id)
        query = query.where(*_waiting(receiver), _DELIVERY.c.gather.in_(names)).order_by(_DELIVERY.c.id)
        groups: dict[str, list[Delivery]] = defaultdict(list)
        for row in self._connection.execute(query).mappings():
            groups[str(row["gather"])].append(delivery_of(dict(row)))
        return list(groups.values())

    def release(self, deliveries: Sequence[Delivery], *, now: datetime) -> None:
        """Let these be told by themselves."""
        ids = [one.id for one in deliveries]
        values = {"gather": None, "next_attempt_at": now}
        self._connection.execute(update(_DELIVERY).where(_DELIVERY.c.id.in_(ids)).values(**values))

    def count(self, receiver: str | None = None) -> int:
        """How many wait to be told in digests."""
        query = select(func.count()).select_from(_DELIVERY)
        query = query.where(_DELIVERY.c.gather.is_not(None), _DELIVERY.c.state == DeliveryState.PENDING.value)
        return int(
            self._connection.execute(
                query if receiver is None else query.where(_DELIVERY.c.receiver == receiver)
            ).scalar_one()
        )


def _waiting(receiver: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _DELIVERY.c.receiver == receiver, _DELIVERY.c.state == DeliveryState.PENDING.value
