"""What time itself causes: incidents that have gone quiet are closed."""

from datetime import datetime

from daemon.config import Config
from daemon.incidents import lifecycle
from daemon.store.database import Transaction


def sweep(tx: Transaction, config: Config, *, now: datetime) -> int:
    """Close the incidents without a report for `incidents.quiet_for`; returns how many."""
    quiet_for = config.incidents.quiet_for
    closed = 0
    for incident in tx.incidents.quiet(before=now - quiet_for):
        if lifecycle.is_quiet(incident, quiet_for=quiet_for, now=now):
            tx.incidents.close(lifecycle.close(incident, now=now))
            closed += 1
    return closed
