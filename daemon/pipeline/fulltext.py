"""Due articles -> fetch -> text -> the item again, matched on all of it. What is due stands in the store.

An item is told at once by what its feed says; this only adds what its article says. The same fetcher, slots, limits
and refusals of private addresses hold as for feeds, and the page is read in a child that can be killed.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from daemon.config import Feed
from daemon.errors import FeedError, FetchError, ParseError, StoreError
from daemon.feeds.asked import Asked
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.feeds.parse import Parser
from daemon.feeds.request import for_page
from daemon.items.fulltext import after_failure, take_text, with_text
from daemon.model import FeedState, FullText, TextState
from daemon.pipeline.ingest import Desk, Ingested, Visit, ingest_text
from daemon.pipeline.underway import UnderWay
from daemon.store.database import Store, Transaction

log = logging.getLogger(__name__)

MAX_AT_ONCE = 4  #: articles under way: polls must not wait for them
_AFTER_STORE_ERROR = timedelta(seconds=10)


class FullTexts:
    """Fetches the articles that are due; keeps nothing between ticks but what is under way."""

    def __init__(
        self,
        desk: Desk,
        store: Store,
        fetcher: Fetcher,
        parser: Parser,
        clock: Callable[[], datetime],
        on_queued: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._store = store
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self._on_queued = on_queued
        self._under_way = UnderWay[None](self._tell_of_bug)
        self._spared_until: datetime | None = None
        self._stopping = False

    def take(
        self, desk: Desk, fetcher: Fetcher | None = None, parser: Parser | None = None
    ) -> "list[asyncio.Task[None]]":
        """From here on, work for this desk with these tools; returns what was dropped for it, and is due still."""
        dropped = [self._under_way.drop(name) for name in self._under_way.names()] if fetcher or parser else []
        self._desk = desk
        self._fetcher, self._parser = fetcher or self._fetcher, parser or self._parser
        return dropped

    async def start_due(self) -> None:
        """Start fetching what is due, a few at a time."""
        feeds, now = self._feeds(), self._clock()
        if self._stopping or not feeds or (self._spared_until and self._spared_until > now):
            return
        rows = await self._store.read(lambda tx: tx.texts.due(feeds, now=now, limit=2 * MAX_AT_ONCE))
        for row in rows:
            if row.item_id not in self._under_way and len(self._under_way) < MAX_AT_ONCE:
                self._under_way.start(row.item_id, self._work(row, feeds[row.feed]), title=f"article {row.item_id}")

    async def drain(self) -> None:
        """Fetch all that is due now, and wait for it."""
        await self.start_due()
        while self._under_way:
            await self._under_way.drain()
            await self.start_due()

    async def stop(self) -> None:
        """Start nothing new and drop what is under way: it is due still."""
        self._stopping = True
        await self._under_way.stop()

    def _feeds(self) -> dict[str, Feed]:
        return {one.id: one for one in self._desk.config.feeds if one.enabled and one.full_text != "never"}

    def _tell_of_bug(self, item_id: str, error: BaseException) -> None:
        self._spared_until = self._clock() + _AFTER_STORE_ERROR
        log.error("full text failed by a bug", extra={"item_id": item_id}, exc_info=error)

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
            self._spared_until = self._clock() + _AFTER_STORE_ERROR
            log.warning("full text not saved, tried again", extra={"feed": feed.id, "reason": str(error)})
            return
        if ingested and ingested.queued:
            self._on_queued()
        if after.state not in {TextState.DUE, TextState.TAKEN}:
            facts = {"feed": feed.id, "item_id": due.item_id, "state": after.state.value, "reason": after.error}
            log.warning("full text not had", extra=facts)

    async def _text(self, due: FullText, feed: Feed) -> str:
        """The article's text. Errors: FeedError; a ParseError will not mend by itself."""
        answer = await self._fetcher.fetch(for_page(feed, due.url), FeedState(feed=feed.id), whole=True, url=due.url)
        if not isinstance(answer, Fetched):
            raise FetchError(feed.id, "nothing came")
        asked = Asked(url=answer.url, content_type=answer.content_type, kind="article")
        parsed = await self._parser.read(answer.body, asked, feed=feed.id)
        return str(parsed.memory.get("text", ""))

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
