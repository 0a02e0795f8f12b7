"""The vectors of a poll's matched items, made before its transaction, on a thread of their own.

Why before: a vector takes a fifth of a second, and nobody else can write while a transaction is open. So what is news
and what matches is looked at twice where embeddings are on. An item without a vector is decided by its words.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from daemon.embeddings import text_of
from daemon.items import dedup
from daemon.model import Item, VerdictKind
from daemon.pipeline.ingest import Desk, Visit
from daemon.pipeline.known import KnownItems
from daemon.rules.match import find
from daemon.store.database import Store, Transaction

MOST = 30  #: items of one poll that get a vector, the latest; they take some six seconds
log = logging.getLogger(__name__)


class Meanings:
    """Makes vectors for polls, one poll after the other: their places on the other threads stay free."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedding")

    async def of(self, items: Sequence[Item], *, visit: Visit, desk: Desk, store: Store) -> Mapping[str, str]:
        """Fingerprint -> vector, of the items that are news and match a rule; empty where embeddings are off.

        Law: it never fails: whatever goes wrong is logged, and the poll goes on without vectors.
        """
        if desk.embedder is None or not items:
            return {}
        try:
            news = await store.read(partial(_news, items=items, visit=visit))
            return await asyncio.get_running_loop().run_in_executor(self._thread, partial(vectors_of, news, desk=desk))
        except Exception:
            log.exception("no vectors", extra={"feed": visit.feed.id})
            return {}


def vectors_of(items: Sequence[Item], *, desk: Desk) -> dict[str, str]:
    """Fingerprint -> vector of the items that can join an incident. Blocks."""
    if desk.embedder is None:
        return {}
    wanted = [item for item in items if desk.join_all or _matches(item, desk)][-MOST:]
    texts = [text_of(item.title, item.summary or item.body) for item in wanted]
    return dict(zip((item.fingerprint for item in wanted), desk.embedder.vectors(texts), strict=True))


def _matches(item: Item, desk: Desk) -> bool:
    return any(match.rule.mode == "live" for match in find(desk.rules, item).matches)


def _news(tx: Transaction, items: Sequence[Item], visit: Visit) -> list[Item]:
    """The items that the store does not have yet, or not so. A copy joins its origin without being compared."""
    known = KnownItems(tx, items)
    return [
        item
        for item in items
        if dedup.decide(item, known.of(item), now=visit.now, shown=visit.shown).kind
        in {VerdictKind.NEW, VerdictKind.REVISED}
    ]
