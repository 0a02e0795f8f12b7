"""First messages that are kept up to date: what each should show by now, and what became of an edit.

Edits never overtake what is new, are paced, so that a group stays under its limit, and are tried until they are made
or the message is gone. They are no deliveries: an edit that is repeated shows the same.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from daemon.alerts.inhibit import mute_reason_of
from daemon.alerts.standing import Standing, compose_standing
from daemon.errors import PermanentSendError, SendError, TransientSendError
from daemon.incidents.account import account_of
from daemon.model import Alert, AlertReason, Delivery, Incident, Message
from daemon.store import live as records
from daemon.store.database import Transaction
from daemon.store.due import LONGEST_WAIT
from daemon.store.live import Live

PAUSE = records.PAUSE
MOST_REFUSED = 150  #: edits of one message that failed in a row: at last one in ten minutes, so about a day
#: What a refusal says that is about the message itself; any other may be mended: a token, the bot's place in a group.
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "there is nothing to edit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A message to be edited."""

    live: Live
    reference: str
    message: Message


def follow(tx: Transaction, delivery: Delivery) -> None:
    """Keep the message of a first alert up to date from now on; what it does not show yet is shown soon."""
    alert = delivery.alert
    if alert.reason is not AlertReason.OPENED or not alert.incident_id or not delivery.parts_sent:
        return
    incident = tx.incidents.current(alert.incident_id)
    changed_at = _changed_since(alert, incident) if incident else None
    tx.live.add(
        Live(
            incident_id=alert.incident_id,
            receiver=delivery.receiver,
            delivery_id=delivery.id,
            changed_at=changed_at,
        )
    )


def _changed_since(alert: Alert, incident: Incident) -> datetime | None:
    """When an incident became other than its first alert tells; None: it has not."""
    told_more = incident.last_report_at if incident.count > alert.reports else None
    return max(filter(None, (incident.acked_at, incident.closed_at, told_more)), default=None)


def next_edit(tx: Transaction, receiver: str, *, now: datetime) -> Edit | None:
    """What is to be edited next at a receiver; None if nothing is, or the receiver must be left alone."""
    live = tx.live.next(receiver, edited_before=now - PAUSE)
    if live is None:
        return None
    delivery, incident = tx.deliveries.delivery(live.delivery_id), tx.incidents.current(live.incident_id)
    if delivery is None or incident is None or not delivery.parts_sent:
        tx.live.drop(live)
        return None
    standing = Standing(
        incident=incident,
        account=account_of(incident),
        silences=tx.silences.current(now=now),
        held=tx.deliveries.count_held(incident.id, receiver),
        holds=tx.deliveries.count_muted(mute_reason_of(incident)),
    )
    message = compose_standing(delivery, standing, now=now)
    return Edit(live=live, reference=delivery.parts_sent[0], message=message)


def save_edit(tx: Transaction, edit: Edit, error: SendError | None, *, now: datetime) -> None:
    """Note what became of an edit: done, to be tried again, or given up because its message is gone.

    Law: flood control makes the receiver wait, and says nothing about whether messages arrive there.
    """
    if error is None:
        tx.live.edited(edit.live, now=now)
    elif isinstance(error, TransientSendError) and error.retry_after:
        state = tx.outbox.receiver(edit.live.receiver)
        tx.outbox.save_receiver(replace(state, not_before=now + min(error.retry_after, LONGEST_WAIT)))
    elif isinstance(error, PermanentSendError) and _is_over(error, edit.live):
        tx.live.drop(edit.live)
    else:
        tx.live.failed(edit.live, now=now)


def _is_over(error: PermanentSendError, live: Live) -> bool:
    """Whether a refused edit is given up: its message is gone, or it was refused for so long that nobody mends it."""
    return any(words in error.message.lower() for words in _GONE) or live.failures + 1 >= MOST_REFUSED
