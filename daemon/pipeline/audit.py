"""The auditor: does the store keep the promises of delivery? What it finds broken is told to the operators.

Every item in which a live rule matched has a fate. Every alert has deliveries. Every delivery is sent, muted with a
reason, dead and told, or waits for a reason that is known: its time, its receiver's, or an earlier one of its thread.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from daemon.config import Config
from daemon.pipeline.notices import broken_promises, to_operators
from daemon.store.database import Transaction

log = logging.getLogger(__name__)

_LOOK_BACK = timedelta(days=1)
_SETTLED_AFTER = timedelta(minutes=2)  #: what is younger may be under way
_OVERDUE_AFTER = timedelta(minutes=15)  #: a delivery that is due and free to go, and does not go


def audit(tx: Transaction, config: Config, *, now: datetime) -> Sequence[str]:
    """Look for broken promises of the last day, and tell the operators of each kind once a day; returns all in words.

    Why not of each one: what breaks one promise a minute would send a message a minute.
    """
    since, until = now - _LOOK_BACK, now - _SETTLED_AFTER
    late = tx.deliveries.overdue(until=now - _OVERDUE_AFTER, receivers=list(config.receivers), now=now)
    kinds = {
        "fate": [f"item {one} matched and has no fate" for one in tx.deliveries.without_fate(since=since, until=until)],
        "alert": [f"alert {one} has no delivery" for one in tx.deliveries.without_delivery(since=since, until=until)],
        "delivery": [f"delivery {key} is due since {at:%H:%M} UTC, and nobody sends it" for key, at in late],
    }
    for kind, found in kinds.items():
        if found:
            log.error("promises broken", extra={"count": len(found), "reason": "; ".join(found[:5])})
            tx.outbox.enqueue([to_operators(broken_promises(kind, found, now=now), config)], now=now)
    return [line for found in kinds.values() for line in found]
