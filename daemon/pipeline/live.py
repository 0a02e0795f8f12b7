"""First messages that are kept up to date: what each should show by now, and what became of an edit.

Edits never overtake what is new, are paced, so that a group stays under its limit, and may be lost: the next change
makes the next one. They are no deliveries: an edit that is repeated shows the same.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.alerts.standing import Standing, compose_standing
from daemon.errors import PermanentSendError, SendError, TransientSendError
from daemon.incidents.account import account_of
from daemon.model import AlertReason, Delivery, Message
from daemon.pipeline import failover
from daemon.store.database import Transaction
from daemon.store.live import Live

PAUSE = timedelta(seconds=6)  #: between two edits in one chat: ten a minute, so that alerts keep the other ten
_GIVE_UP_AFTER = 5  #: edits of one message that failed in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A message to be edited."""

    live: Live
    reference: str
    message: Message


def follow(tx: Transaction, delivery: Delivery) -> None:
    """Keep the message of a first alert up to date from now on."""
    alert = delivery.alert
    if alert.reason is AlertReason.OPENED and alert.incident_id and delivery.parts_sent:
        tx.live.add(Live(incident_id=alert.incident_id, receiver=delivery.receiver, delivery_id=delivery.id))


def next_edit(tx: Transaction, receiver: str, *, now: datetime) -> Edit | None:
    """What is to be edited next at a receiver; None if nothing is, or the receiver must be left alone."""
    wait = tx.outbox.receiver(receiver).not_before
    live = tx.live.next(receiver, edited_before=now - PAUSE)
    if live is None or (wait is not None and wait > now):
        return None
    delivery, incident = tx.deliveries.delivery(live.delivery_id), tx.incidents.incident(live.incident_id)
    if delivery is None or incident is None or not delivery.parts_sent:
        tx.live.drop(live)
        return None
    standing = Standing(incident=incident, account=account_of(incident), silences=tx.silences.current(now=now))
    message = compose_standing(delivery, standing, now=now)
    return Edit(live=live, reference=delivery.parts_sent[0], message=message)


def save_edit(tx: Transaction, edit: Edit, error: SendError | None, *, now: datetime) -> None:
    """Note what became of an edit: done, to be tried again, or given up."""
    if error is None:
        tx.live.edited(edit.live, now=now)
    elif isinstance(error, PermanentSendError) or edit.live.failures + 1 >= _GIVE_UP_AFTER:
        tx.live.drop(edit.live)
    else:
        tx.live.failed(edit.live, now=now)
    if isinstance(error, TransientSendError) and error.retry_after:
        state = tx.outbox.receiver(edit.live.receiver)
        tx.outbox.save_receiver(failover.after_failure(state, error, now=now))
