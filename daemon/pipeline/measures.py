"""What the store holds, in the few numbers that metrics show. Every question is answered by an index, or is small."""

import shutil
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from daemon.config import Config
from daemon.feeds.health import GOOD
from daemon.metrics import Measured
from daemon.model import FeedHealth
from daemon.store.database import Store, Transaction

LAST_BACKUP = "last backup"  #: the fact of the store that tells when one was made
_RECENT = timedelta(days=1)


async def measure(store: Store, config: Config, *, refused: bool, since: datetime | None, now: datetime) -> Measured:
    """What store and disk hold now. `refused`, `since`: how the daemon stands to its files. Errors: StoreError."""
    return await store.read(lambda tx: _measured(tx, config, refused=refused, since=since, now=now))


def _measured(tx: Transaction, config: Config, *, refused: bool, since: datetime | None, now: datetime) -> Measured:
    enabled = {feed.id for feed in config.feeds if feed.enabled}
    known = {name: (health, due) for name, health, due in tx.feeds.healths() if name in enabled}
    feeds = Counter(health for health, _ in known.values())
    feeds[FeedHealth.NEW.value] += len(enabled) - len(known)
    receivers = tx.outbox.receivers()
    backup = tx.feeds.fact(LAST_BACKUP)
    path = config.store
    return Measured(
        feeds={health.value: feeds[health.value] for health in FeedHealth},
        live=sum(FeedHealth(health) in GOOD for health, _ in known.values()),
        poll_lateness=max((now - due for _, due in known.values() if due and due < now), default=timedelta(0)),
        outbox=tx.deliveries.unfinished(dead_since=now - _RECENT),
        outbox_overdue=max(now - (tx.deliveries.next_attempt() or now), timedelta(0)),
        receivers={
            name: bool((state := receivers.get(name)) and state.failing_since) for name in sorted(config.receivers)
        },
        incidents=tx.incidents.count_open(),
        silences=len(tx.silences.current(now=now)),
        last_sent_at=tx.outbox.last_sent_at(),
        backup_at=datetime.fromisoformat(backup) if backup else None,
        config_refused=refused,
        config_since=since,
        store_bytes=_size(path),
        wal_bytes=_size(path.with_name(f"{path.name}-wal")),
        disk_free_bytes=shutil.disk_usage(path.parent).free if path.parent.exists() else 0,
    )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
