"""A clock that stepped -> the store's times put right, and whether what is old may be forgotten.

Law: no item of the store came in the future. What a wrong clock dated later than now is moved back by as much as the
clock was ahead, so that all that came under it keeps its distances. Why forgetting waits: a clock that leaps ahead may
be put right a minute later, and what is forgotten by then would be news again.
"""

import logging
from datetime import datetime, timedelta

from daemon.store.database import Transaction

_LOG = logging.getLogger(__name__)
_SLACK = timedelta(minutes=1)  #: clocks are set by less all the time
_NOTED_EVERY = timedelta(minutes=5)
_LEAP = timedelta(hours=1)  #: of the clock, between two sweeps: more than that needs to be believed …
_BELIEVED_AFTER = timedelta(hours=1)


def is_steady(tx: Transaction, *, now: datetime) -> bool:
    """Put the store's times right if the clock was set back; False if it leapt ahead so lately that it may be wrong."""
    swept_at, arrived_at = tx.clock.swept_at(), tx.clock.latest()
    latest = max([moment for moment in (swept_at, arrived_at) if moment], default=now)
    if swept_at is None or abs(now - swept_at) >= _NOTED_EVERY:
        tx.clock.save_swept(now=now)
    if latest <= now + _SLACK:
        return not _has_leapt(tx, swept_at or latest, now=now)
    moved = tx.clock.bring_back(latest - now, now=now)
    tx.clock.save_leapt(None)
    _LOG.warning("the clock was set back", extra={"seconds": int((latest - now).total_seconds()), "moved": moved})
    return True


def _has_leapt(tx: Transaction, before: datetime, *, now: datetime) -> bool:
    """Did the clock leap ahead less than an hour ago?"""
    if now - before > _LEAP:
        tx.clock.save_leapt(now)
        return True
    leapt_at = tx.clock.leapt_at()
    if leapt_at is not None and now - leapt_at >= _BELIEVED_AFTER:
        tx.clock.save_leapt(None)
        leapt_at = None
    return leapt_at is not None
