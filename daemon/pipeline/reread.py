"""What an earlier version of watchdesk stored, read again: what was taken back then counts no more now.

Why: whether a report retracts, corrects or only denies is kept with it, and used to be asked of it each time.
"""

from daemon.incidents.lifecycle import read_again
from daemon.store.database import Transaction

_FACT = "reports_read"
_AS = "1"  #: to be raised when what is kept of a report is read otherwise


def read_stored(tx: Transaction) -> int:
    """Read the reports of open incidents again, once for each store; returns how many were kept otherwise."""
    if tx.feeds.fact(_FACT) == _AS:
        return 0
    tx.feeds.save_fact(_FACT, _AS)
    return sum(_read(tx, one.id) for one in tx.incidents.open() if read_again(one))


def _read(tx: Transaction, incident_id: str) -> int:
    """The same of one incident, whole: its reports are saved with their words."""
    incident = tx.incidents.incident(incident_id)
    changed = read_again(incident) if incident else []
    for report in changed:
        if incident and (joining := tx.incidents.joining(report.item_id)):
            tx.incidents.save_report(incident, report, joining=joining, keys=(), words=report.words)
    return len(changed)
