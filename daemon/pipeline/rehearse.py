"""Items of the past -> what would become of them under a rule set, in a store in memory. Nothing is sent.

The very functions of the daemon, in the order given; for `watchdesk replay` and `watchdesk diff`.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TypeVar

from daemon.config import Feed
from daemon.model import Item, VerdictKind
from daemon.pipeline.asked import Asked
from daemon.pipeline.ingest import Desk, Ingested, Recognised, Visit, judge, recognise, save
from daemon.pipeline.known import KnownItems
from daemon.pipeline.meaning import vectors_of
from daemon.store.database import Transaction, memory_store

T = TypeVar("T")
_BATCH = 100
_RUN = 20  #: items whose keys one query asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An item as it came once: when, from where, and whether it stood there at the feed's first poll."""

    item: Item
    feed: Feed
    now: datetime
    baseline: bool = False
    asked: Asked | None = None  #: what was found in it before its turn


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
    coming = deque(batch)
    while coming:
        run = _recognised(tx, coming, desk)
        save(tx, [one for _, _, one in run])
        results += [told(tx, past, judge(tx, one, visit=visit, desk=desk)) for past, visit, one in run]
    return results


def _recognised(tx: Transaction, coming: deque[Past], desk: Desk) -> list[tuple[Past, Visit, Recognised]]:
    """The next items, and what each is to us; they are taken from those that come.

    Law: a new version is by itself: it reads what was saved before it, and changes it for those that follow.
    """
    items = [one.item for one in islice(coming, _RUN)]
    known = KnownItems(tx, items)
    run: list[tuple[Past, Visit, Recognised]] = []
    for item in items:
        past = coming[0]
        vectors = vectors_of([item], desk=desk)
        visit = Visit(feed=past.feed, now=past.now, baseline=past.baseline, vectors=vectors, asked=past.asked)
        one = recognise(tx, item, known.of(item), visit=visit)
        is_revised = one.verdict.kind is VerdictKind.REVISED
        if is_revised and run:
            break
        run.append((coming.popleft(), visit, one))
        if is_revised:
            break
        known.add(one)
    return run
