"""People of a receiver who get none of its messages, though others of it do: told to the operators, once a spell."""

import json
from collections.abc import Sequence
from datetime import datetime

from daemon.channels.parts import put_off_in, refused_in
from daemon.config import Config
from daemon.pipeline.notices import people_refused, to_operators
from daemon.store.database import Transaction


def note_refusals(tx: Transaction, receiver: str, parts: Sequence[str], config: Config, *, now: datetime) -> None:
    """Tell of those whom a message did not reach, though it reached others, unless it was told when it began."""
    key, refused = f"refused:{receiver}", {**refused_in(parts), **put_off_in(parts)}
    told = set(json.loads(tx.feeds.fact(key) or "[]"))
    if refused.keys() == told:
        return
    if new := {name: reason for name, reason in refused.items() if name not in told}:
        notice = to_operators(people_refused(receiver, new, now=now), config)
        tx.outbox.enqueue([notice], now=now)
    tx.feeds.save_fact(key, json.dumps(sorted(refused)))
