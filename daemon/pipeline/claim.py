"""What a receiver gets next: alone, in a roll-up or in a digest; and whether it makes a sound."""

from datetime import datetime

from daemon.alerts.quiet import has_sound, is_quiet, waits_until
from daemon.alerts.rollup import FROM, digest_of, rolled_up
from daemon.model import AlertReason, Delivery, Planned
from daemon.pipeline.pace import Pace
from daemon.receiving import Receiver
from daemon.store.database import Transaction

_ALWAYS_SOUND = {AlertReason.UNACKED, AlertReason.NOTICE, AlertReason.TEST}  #: as they were planned
_FIRST = {AlertReason.OPENED, AlertReason.ROLLED_UP}
#: Told by themselves, for their text says more than a digest's line of it would.
_WHOLE = {AlertReason.NOTICE, AlertReason.TEST, AlertReason.ROLLED_UP}


def claim_next(
    tx: Transaction, receiver: str, pace: Pace, *, settings: Receiver | None, now: datetime
) -> tuple[Delivery, str | None] | None:
    """The receiver's next due delivery, marked as started, and the message it replies to.

    What comes in its inactive hours is put off, digests whose time has come are made, and when much waits, it is
    rolled up. While the chat has few slots left, only what is urgent may use them.
    """
    least_rank = pace.least_rank(now)
    if least_rank is None:
        return None
    if settings and settings.active and (until := waits_until(settings.active, now=now)):
        tx.gathered.put_off(receiver, below=settings.active.except_from.rank, until=until, now=now)
    _make_digests(tx, receiver, now=now)
    if tx.outbox.count_waiting(receiver) >= FROM:
        backlog = tx.outbox.count_pending(receiver)
        for alert, told in rolled_up(tx.outbox.rollable(receiver), backlog=backlog, now=now):
            silent = all(one.silent for one in told)
            tx.outbox.roll_up(Planned(alert=alert, receiver=receiver, silent=silent), told, now=now)
    delivery = tx.outbox.start(receiver, now=now, least_rank=least_rank)
    if delivery is None:
        return None
    pace.sends(now)  # here, so that two lanes to one chat never take the same slot
    alert = delivery.alert
    follows = alert.incident_id is not None and alert.reason is not AlertReason.OPENED
    return delivery, tx.outbox.thread(alert.incident_id, receiver) if follows and alert.incident_id else None


def _make_digests(tx: Transaction, receiver: str, *, now: datetime) -> None:
    """One message for each digest that is due; what waited alone, or has a text of its own, is told as it is."""
    for waiting in tx.gathered.due(receiver, now=now):
        whole = [one for one in waiting if one.alert.reason in _WHOLE]
        rest = [one for one in waiting if one.alert.reason not in _WHOLE]
        if len(rest) == 1:
            whole, rest = [*whole, *rest], []
        tx.gathered.release(whole, now=now)
        if rest:
            silent = all(one.silent for one in rest)
            told = Planned(alert=digest_of(rest, now=now), receiver=receiver, silent=silent)
            tx.outbox.roll_up(told, rest, now=now)


def is_hushed(delivery: Delivery, settings: Receiver | None, *, now: datetime) -> bool:
    """Whether a message comes without a sound: as planned, as its receiver wants it, or because of the hour."""
    alert = delivery.alert
    if settings is None:
        return delivery.silent
    sound_from = None if alert.reason in _ALWAYS_SOUND else settings.sound_from
    opens = alert.reason in _FIRST
    sounds = has_sound(sound_from, alert.severity, planned=not delivery.silent, opens=opens)
    return not sounds or is_quiet(settings.quiet, alert.severity, now=now)
