"""Due articles -> fetch -> text -> the item again, matched on all of it. What is due stands in the store.

An item is told at once by what its feed says; this only adds what its article says. The same fetcher, slots, limits
and refusals of private addresses hold as for feeds, and the page is read in a child that can be killed.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from daemon.config import Feed
from daemon.errors import FeedError, FetchError, ParseError, StoreError
from daemon.feeds.fetch import Fetcher
from daemon.feeds.parse import Parser
from daemon.items.fulltext import after_failure, take_text, with_text
from daemon.model import FullText, TextState
from daemon.pipeline.errands import NOT_WANTED, Errands
from daemon.pipeline.ingest import Desk, Ingested, Visit, ingest_text
from daemon.store.database import Store, Transaction

log = logging.getLogger(__name__)


class FullTexts(Errands[FullText]):
    """Fetches the articles that are due."""

    kind = "article"
    at_once = 4

    def __init__(
        self,
        desk: Desk,
        store: Store,
        fetcher: Fetcher,
        parser: Parser,
        clock: Callable[[], datetime],
        on_queued: Callable[[], None],
    ) -> None:
        super().__init__(store, fetcher, parser, clock, on_queued)
        self._desk = desk

    def take(
        self, desk: Desk, fetcher: Fetcher | None = None, parser: Parser | None = None
    ) -> "list[asyncio.Task[None]]":
        """From here on, work for this desk with these tools; returns what was dropped for it, and is due still."""
        self._desk = desk
        return self._new_tools(fetcher, parser)

    def _feeds(self) -> Mapping[str, Feed]:
        return {one.id: one for one in self._desk.config.feeds if one.enabled and one.full_text != "never"}

    def _due(self, tx: Transaction, *, now: datetime, limit: int) -> Sequence[FullText]:
        return tx.texts.due(now=now, limit=limit)

    def _drop(self, tx: Transaction, row: FullText) -> None:
        tx.texts.save(after_failure(row, NOT_WANTED, retry_after=None, final=True, now=row.next_at))

    async def _work(self, due: FullText, feed: Feed) -> None:
        """One article, from its publisher to what it makes of the item."""
        try:
            raw = await self._text(due, feed)
            save = partial(self._take, due=due, feed=feed, raw=raw)
        except FeedError as error:
            save = partial(self._give_up, due=due, error=error)
        except Exception as surprise:  # it counts as a try like any failure, so that it comes to an end
            log.exception("full text failed by a bug", extra={"feed": feed.id, "item_id": due.item_id})
            save = partial(self._give_up, due=due, error=FeedError(feed.id, f"bug: {type(surprise).__name__}"))
        try:
            after, ingested = await self._store.write(save)
        except StoreError as error:
            self._spare()
            log.warning("full text not saved, tried again", extra={"feed": feed.id, "reason": str(error)})
            return
        if ingested and ingested.queued:
            self._on_queued()
        if after.state not in {TextState.DUE, TextState.TAKEN}:
            facts = {"feed": feed.id, "item_id": due.item_id, "state": after.state.value, "reason": after.error}
            log.warning("full text not had", extra=facts)

    async def _text(self, due: FullText, feed: Feed) -> str:
        """The article's text. Errors: FeedError; a ParseError will not mend by itself."""
        came = await self._fetch(due.url, feed)
        if came is None:
            raise FetchError(feed.id, "nothing came")
        return str((await self._read(came, feed)).memory.get("text", ""))

    def _take(self, tx: Transaction, *, due: FullText, feed: Feed, raw: str) -> tuple[FullText, Ingested | None]:
        """Take what came in: the article's state and all that it makes of the item, in one transaction."""
        if tx.texts.of_item(due.item_id) != due:  # the item was revised meanwhile, and its article is due anew
            return due, None
        item = tx.items.item(due.item_id)
        if item is None:
            return self._saved(
                tx, after_failure(due, "the item is gone", retry_after=None, final=True, now=due.next_at)
            )
        after, ingested = take_text(due, item, raw), None
        whole = with_text(item, after.text, was=due.text)
        if after.state is TextState.TAKEN and whole != item:
            visit = Visit(feed=feed, now=self._clock())
            try:
                work = partial(ingest_text, tx, item, whole, visit=visit, desk=self._desk)
                ingested = tx.attempt(work)
            except StoreError:
                raise
            except Exception:  # a bug must not fetch the same article for ever
                log.exception("full text failed by a bug", extra={"feed": feed.id, "item_id": item.id})
                after = after_failure(due, "a bug", retry_after=None, final=True, now=visit.now)
        return self._saved(tx, after, ingested)

    def _give_up(self, tx: Transaction, *, due: FullText, error: FeedError) -> tuple[FullText, Ingested | None]:
        """Note a failure: to be tried again, or not."""
        if tx.texts.of_item(due.item_id) != due:
            return due, None
        final = isinstance(error, ParseError) or (isinstance(error, FetchError) and error.gone)
        retry_after = error.retry_after if isinstance(error, FetchError) else None
        reason = error.message.removeprefix("not a feed: ")
        return self._saved(tx, after_failure(due, reason, retry_after=retry_after, final=final, now=self._clock()))

    def _saved(
        self, tx: Transaction, after: FullText, ingested: Ingested | None = None
    ) -> tuple[FullText, Ingested | None]:
        tx.texts.save(after)
        return after, ingested
