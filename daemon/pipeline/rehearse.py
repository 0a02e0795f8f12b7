"""Items of the past -> what would become of them under a rule set, in a store in memory. Nothing is sent.

The very functions of the daemon, in the order given; for `watchdesk replay` and `watchdesk diff`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TypeVar

from daemon.config import Feed
from daemon.model import Item
from daemon.pipeline.asked import Asked
from daemon.pipeline.ingest import Desk, Ingested, Visit, ingest
from daemon.pipeline.known import KnownItems
from daemon.pipeline.meaning import vectors_of
from daemon.store.database import Transaction, memory_store

T = TypeVar("T")
_BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An item as it came once: when, from where, and whether it stood there at the feed's first poll."""

    item: Item
    feed: Feed
    now: datetime
    baseline: bool = False
    asked: Asked | None = None  #: what the rules said of it before its turn


def rehearse(
    past: Iterable[Past],
    desk: Desk,
    *,
    told: Callable[[Transaction, Past, Ingested], T],
    prepared: Callable[[Transaction], None] | None = None,
) -> Iterator[T]:
    """What `told` says of each item once it has gone its way, in the order given.

    `prepared` puts into the store what is to be there before.
    Law: the items are taken one by one, so a copy is known as one also within one batch.
    """
    store = memory_store()
    coming = iter(past)
    try:
        if prepared is not None:
            store.write_now(prepared)
        while batch := list(islice(coming, _BATCH)):
            yield from store.write_now(partial(_take, batch=batch, desk=desk, told=told))
    finally:
        store.close_now()


def _take(tx: Transaction, batch: list[Past], desk: Desk, told: Callable[[Transaction, Past, Ingested], T]) -> list[T]:
    results = []
    for one in batch:
        known = KnownItems(tx, [one.item])
        vectors = vectors_of([one.item], desk=desk)
        visit = Visit(feed=one.feed, now=one.now, baseline=one.baseline, vectors=vectors, asked=one.asked)
        results.append(told(tx, one, ingest(tx, one.item, known.of(one.item), visit=visit, desk=desk)))
    return results
