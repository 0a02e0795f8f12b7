"""Once a day, what is too old is let go: a few rows a tick, so that no poll and no send waits for it."""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from daemon.store.database import Store, Transaction
from daemon.store.retention import KINDS, Kind
from daemon.upkeep import Retention

log = logging.getLogger(__name__)

AT_ONCE = 200  #: rows that one transaction lets go: tens of milliseconds, also on a busy machine
_FACT = "retained"  #: the day of the last run that came to its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What the next run would let go of one kind, and what it would keep though it is as old."""

    kind: Kind
    before: datetime | None  #: None: kept for good
    count: int = 0
    held: int = 0


class Keeper:
    """Lets go by itself; knows nothing that is not in rows but that today's work is done."""

    def __init__(self) -> None:
        self._done = ""
        self._gone: Counter[str] = Counter()

    async def step(self, store: Store, retention: Retention, *, now: datetime) -> int:
        """Let a few rows go, if today's run has any left; returns how many. Errors: StoreError."""
        today = f"{now:%Y-%m-%d}"
        if self._done == today or not retention.is_set:
            return 0
        kind, count = await store.write(lambda tx: _let_go(tx, retention, today, now=now))
        if kind is None:
            self._done = today
            if self._gone:
                log.info("retention: old rows let go", extra=dict(self._gone))
            self._gone.clear()
            return 0
        self._gone[kind] += count
        return count


def _let_go(tx: Transaction, retention: Retention, today: str, *, now: datetime) -> tuple[Kind | None, int]:
    """A few rows of the first kind that has any; None: the day's run is at its end."""
    if tx.feeds.fact(_FACT) == today:
        return None, 0
    for kind in KINDS:
        kept = getattr(retention, kind)
        if kept and (count := tx.retention.let_go(kind, before=now - kept, limit=AT_ONCE)):
            return kind, count
    tx.feeds.save_fact(_FACT, today)
    return None, 0


def preview(tx: Transaction, retention: Retention, *, now: datetime) -> list[Due]:
    """What a run would let go now, of each kind."""
    found = []
    for kind in KINDS:
        kept = getattr(retention, kind)
        if kept is None:
            found.append(Due(kind=kind, before=None))
            continue
        before = now - kept
        count, held = (ask(kind, before=before) for ask in (tx.retention.count, tx.retention.count_held))
        found.append(Due(kind=kind, before=before, count=count, held=held))
    return found
