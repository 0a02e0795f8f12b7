"""What time itself causes: incidents close, counts lapse, silences end, feeds fall silent, a day passes."""

from datetime import datetime

from daemon.incidents import lifecycle
from daemon.pipeline.absence import tell_of_silence
from daemon.pipeline.audit import audit
from daemon.pipeline.configured import adopt_silences
from daemon.pipeline.escalate import escalate_due
from daemon.pipeline.ingest import FOUND_FOR, Desk
from daemon.pipeline.rates import lapse
from daemon.pipeline.restoring import tell_held
from daemon.pipeline.silencing import tell_ends
from daemon.pipeline.stepped import is_steady
from daemon.pipeline.summary import hand_over, say_alive, summarise
from daemon.store.database import Transaction


def sweep(tx: Transaction, desk: Desk, *, now: datetime) -> int:
    """Do all that is due by time alone; returns how many deliveries now wait for it in the outbox."""
    steady = is_steady(tx, now=now)
    _close_quiet(tx, desk, now=now)
    tx.incidents.forget_past(before=now - FOUND_FOR * desk.config.incidents.quiet_for)
    lapse(tx, desk.rules, now=now, may_forget=steady)
    summarise(tx, desk.config, now=now)
    hand_over(tx, desk, now=now)
    say_alive(tx, desk.config, now=now)
    adopt_silences(tx, desk.config, now=now)
    tell_ends(tx, desk, now=now)
    tell_held(tx, desk, now=now)
    audit(tx, desk.config, now=now)
    escalated = escalate_due(tx, desk, now=now)
    return escalated + tell_of_silence(tx, desk, now=now)


def _close_quiet(tx: Transaction, desk: Desk, *, now: datetime) -> None:
    """Close the incidents without a report for `incidents.quiet_for`."""
    quiet_for = desk.config.incidents.quiet_for
    for incident in tx.incidents.quiet(before=now - quiet_for):
        if lifecycle.is_quiet(incident, quiet_for=quiet_for, now=now):
            tx.incidents.close(lifecycle.close(incident, now=now))
            tx.live.touch(incident.id, now=now)
