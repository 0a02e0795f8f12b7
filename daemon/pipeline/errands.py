"""Pages that are due -> fetched, a few at a time: the frame that articles and further looks at pages share.

What is due stands in the store, and nothing is kept between ticks but what is under way. What belongs to a feed that is
not polled any more is dropped, with a reason, or it would be due for ever.
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar, Generic, Protocol, TypeVar

from daemon.config import Feed
from daemon.feeds.asked import Asked
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.feeds.parse import Parsed, Parser
from daemon.feeds.request import for_page
from daemon.model import FeedState
from daemon.pipeline.underway import UnderWay
from daemon.store.database import Store, Transaction

log = logging.getLogger(__name__)

_AFTER_STORE_ERROR = timedelta(seconds=10)
NOT_WANTED = "its feed is not polled any more, or wants it no more"


class Due(Protocol):
    """A row that says what is to be fetched."""

    @property
    def item_id(self) -> str:
        """The item behind which it stands."""

    @property
    def feed(self) -> str:
        """The feed by whose settings it is fetched."""


Row = TypeVar("Row", bound=Due)


class Errands(ABC, Generic[Row]):
    """Fetches what is due, and lets what came be saved."""

    kind: ClassVar[str]  #: what is fetched, for the log
    at_once: ClassVar[int]  #: under way: polls must not wait for them

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        parser: Parser,
        clock: Callable[[], datetime],
        on_queued: Callable[[], None],
    ) -> None:
        self._store, self._fetcher, self._parser = store, fetcher, parser
        self._clock, self._on_queued = clock, on_queued
        self._under_way = UnderWay[None](self._tell_of_bug)
        self._spared_until: datetime | None = None
        self._stopping = False

    @abstractmethod
    def _feeds(self) -> Mapping[str, Feed] | None:
        """The feeds whose pages are wanted; None: nothing is fetched at all, and what is due may wait."""

    @abstractmethod
    def _due(self, tx: Transaction, *, now: datetime, limit: int) -> Sequence[Row]:
        """What is due, the longest first, of whatever feed."""

    @abstractmethod
    def _drop(self, tx: Transaction, row: Row) -> None:
        """Ask for it no more: its feed is not polled any more."""

    @abstractmethod
    async def _work(self, row: Row, feed: Feed) -> None:
        """One page, from its publisher to what it makes. Law: whatever happens, it is not due at once again."""

    def _new_tools(self, fetcher: Fetcher | None, parser: Parser | None) -> "list[asyncio.Task[None]]":
        """From here on, fetch with these; returns what was dropped for it, and is due still."""
        dropped = [self._under_way.drop(name) for name in self._under_way.names()] if fetcher or parser else []
        self._fetcher, self._parser = fetcher or self._fetcher, parser or self._parser
        return dropped

    async def start_due(self) -> None:
        """Start what is due, a few at a time."""
        feeds, now = self._feeds(), self._clock()
        if self._stopping or feeds is None or (self._spared_until and self._spared_until > now):
            return
        rows = await self._store.read(lambda tx: self._due(tx, now=now, limit=2 * self.at_once))
        while ownerless := [row for row in rows if row.feed not in feeds]:
            rows = await self._store.write(partial(self._without, rows=ownerless, now=now))
        for row in rows:
            if row.item_id not in self._under_way and len(self._under_way) < self.at_once:
                self._under_way.start(row.item_id, self._work(row, feeds[row.feed]), title=f"{self.kind} {row.item_id}")

    def _without(self, tx: Transaction, *, rows: Sequence[Row], now: datetime) -> Sequence[Row]:
        """Drop these; returns what is due then."""
        for row in rows:
            self._drop(tx, row)
            log.info(
                "not asked for any more",
                extra={"feed": row.feed, "item_id": row.item_id, "kind": self.kind, "reason": NOT_WANTED},
            )
        return self._due(tx, now=now, limit=2 * self.at_once)

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

    async def _fetch(self, url: str, feed: Feed) -> Fetched | None:
        """The page's bytes, and where they were; None: nothing came. Errors: FeedError."""
        answer = await self._fetcher.fetch(for_page(feed, url), FeedState(feed=feed.id), whole=True, url=url)
        return answer if isinstance(answer, Fetched) else None

    async def _read(self, page: Fetched, feed: Feed) -> Parsed:
        """The page as its child reads it. Errors: FeedError."""
        asked = Asked(url=page.url, content_type=page.content_type, kind="article")
        return await self._parser.read(page.body, asked, feed=feed.id)

    def _spare(self) -> None:
        """Leave everything alone for a while."""
        self._spared_until = self._clock() + _AFTER_STORE_ERROR

    def _tell_of_bug(self, item_id: str, error: BaseException) -> None:
        self._spare()
        log.error("page failed by a bug", extra={"item_id": item_id, "kind": self.kind}, exc_info=error)
