"""What of the outbox is due, and the statements that run for every alert: built once, as those of every poll are.

What is written here decides nothing that `outbox.py` does not say in words; it is apart because it is all SQL.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, exists, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from daemon.model import AlertReason, DeliveryState, Severity
from daemon.store.prepared import Prepared
from daemon.store.tables import AlertRow, DeliveryRow, ReceiverRow, table_of

ALERT = table_of(AlertRow)
DELIVERY = table_of(DeliveryRow)
RECEIVER = table_of(ReceiverRow)
LONGEST_WAIT = timedelta(hours=25)  #: no retry and no flood control waits longer
LONGEST_GATHERED = timedelta(days=9)  #: no digest waits longer: a week of inactive hours
ROLLED_UP = "rolled up:"  #: how the mute reason of a delivery begins that another message tells of
SOME_HAVE_IT = '"to:'  #: in the references of what arrived, as yet, at some people of a receiver (`channels/parts.py`)
_INSTANT = DELIVERY.c.next_attempt_at.type
NOW = bindparam("now", type_=_INSTANT)
_FAR = bindparam("far", type_=_INSTANT)
_FARTHER = bindparam("farther", type_=_INSTANT)
_ASKED = DELIVERY.c.receiver == bindparam("receiver")
_PENDING = DELIVERY.c.state == DeliveryState.PENDING.value
_THREAD = and_(DELIVERY.c.incident_id == bindparam("incident"), _ASKED)


def at(now: datetime) -> dict[str, Any]:
    """The values of a statement that asks what is due."""
    return {"now": now, "far": now + LONGEST_WAIT, "farther": now + LONGEST_GATHERED}


def is_unfinished(state: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a delivery waits or is under way."""
    return or_(state == DeliveryState.PENDING.value, state == DeliveryState.SENDING.value)


def receiver_waits(receiver: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether flood control keeps that receiver waiting; a time that no wait reaches is a former clock's."""
    return exists().where(RECEIVER.c.receiver == receiver, RECEIVER.c.not_before > NOW, RECEIVER.c.not_before <= _FAR)


def _is_due() -> ColumnElement[bool]:
    """Due: its own time has come, its receiver need not wait, and no earlier one of its thread is unfinished.

    What some people of the receiver have, and one is put off, holds up none of the others.
    A time further ahead than anything ever waits was written before the clock was set back: it counts as come.
    """
    earlier = DELIVERY.alias("earlier")
    thread_waits = exists().where(
        earlier.c.incident_id == DELIVERY.c.incident_id,
        earlier.c.receiver == DELIVERY.c.receiver,
        earlier.c.id < DELIVERY.c.id,
        is_unfinished(earlier.c.state),
        ~cast(earlier.c.parts_sent, String).contains(SOME_HAVE_IT),
    )
    return and_(
        _PENDING,
        or_(
            DELIVERY.c.next_attempt_at <= NOW,
            and_(DELIVERY.c.next_attempt_at > _FAR, DELIVERY.c.gather.is_(None)),
            DELIVERY.c.next_attempt_at > _FARTHER,
        ),
        ~thread_waits,
        ~receiver_waits(DELIVERY.c.receiver),
    )


def _rollable() -> ColumnElement[bool]:
    """Of the asked receiver, what can be rolled up: first alerts that are not urgent and were not tried."""
    return and_(
        _ASKED,
        _PENDING,
        DELIVERY.c.rank < Severity.CRITICAL.rank,
        DELIVERY.c.attempts == 0,
        DELIVERY.c.gather.is_(None),
        ALERT.c.reason == AlertReason.OPENED.value,
    )


_DELIVERIES = select(DELIVERY, ALERT.c.alert).join(ALERT, ALERT.c.id == DELIVERY.c.alert_id)
_COUNTED = select(func.count()).select_from(DELIVERY)
_DIGEST_HAS_COME = or_(DELIVERY.c.next_attempt_at <= NOW, DELIVERY.c.next_attempt_at > _FARTHER)
_DIGESTS = select(DELIVERY.c.gather).where(_ASKED, _PENDING, DELIVERY.c.gather.is_not(None), _DIGEST_HAS_COME)
_HEARD = or_(
    is_unfinished(DELIVERY.c.state),
    DELIVERY.c.state == DeliveryState.SENT.value,
    DELIVERY.c.mute_reason.startswith(ROLLED_UP),
)
_ANSWERABLE = or_(
    DELIVERY.c.state == DeliveryState.SENT.value, cast(DELIVERY.c.parts_sent, String).contains(SOME_HAVE_IT)
)

#: Of an incident: who has, or will have, its first alert.
HEARD = Prepared(select(DELIVERY.c.receiver).where(DELIVERY.c.incident_id == bindparam("incident"), _HEARD).distinct())
#: Of an incident at a receiver: the references of what arrived, oldest first.
THREAD = Prepared(select(DELIVERY.c.parts_sent).where(_THREAD, _ANSWERABLE).order_by(DELIVERY.c.id).limit(1))
#: For whom something is due, and the highest rank of it.
WAITING = Prepared(
    select(DELIVERY.c.receiver, func.max(DELIVERY.c.rank))
    .where(_is_due())
    .group_by(DELIVERY.c.receiver)
    .order_by(DELIVERY.c.receiver)
)
#: A receiver's next: the most urgent first, then the oldest.
NEXT = Prepared(
    _DELIVERIES.where(_ASKED, DELIVERY.c.rank >= bindparam("least"), _is_due(), DELIVERY.c.gather.is_(None))
    .order_by(DELIVERY.c.rank.desc(), DELIVERY.c.id)
    .limit(1)
)
#: A receiver's digests that are to be told now, by name.
DIGESTS = Prepared(_DIGESTS.distinct())
COUNT_ROLLABLE = Prepared(_COUNTED.join(ALERT, ALERT.c.id == DELIVERY.c.alert_id).where(_rollable()))
COUNT_PENDING = Prepared(_COUNTED.where(_ASKED, _PENDING))
ROLLABLE = Prepared(_DELIVERIES.where(_rollable()).order_by(DELIVERY.c.id))
PENDING = Prepared(_DELIVERIES.where(_ASKED, _PENDING).order_by(DELIVERY.c.id))
ADD_ALERT = Prepared(insert(ALERT).on_conflict_do_nothing())
_NOT_YET = {"id", "started_at", "last_error"}
ADD = Prepared(
    insert(DELIVERY).on_conflict_do_nothing(), columns=[one.name for one in DELIVERY.c if one.name not in _NOT_YET]
)
START = Prepared(update(DELIVERY).where(DELIVERY.c.id == bindparam("row")), columns=["state", "attempts", "started_at"])
FINISH = Prepared(
    update(DELIVERY).where(DELIVERY.c.id == bindparam("row")),
    columns=[
        "state",
        "next_attempt_at",
        "finished_at",
        "possible_repeat",
        "parts_sent",
        "last_error",
        "mute_reason",
    ],
)
#: What waits of an incident at a receiver ranks as high as what follows it there …
RAISE = Prepared(update(DELIVERY).where(_THREAD, _PENDING, DELIVERY.c.rank < bindparam("least")), columns=["rank"])
#: … and waits for no digest any more.
UNGATHER = Prepared(
    update(DELIVERY).where(_THREAD, _PENDING, DELIVERY.c.gather.is_not(None)), columns=["gather", "next_attempt_at"]
)
RECEIVERS = Prepared(select(RECEIVER).where(RECEIVER.c.receiver == bindparam("receiver")))
