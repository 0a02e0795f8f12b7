"""Pages of alerted items that are due -> fetch -> what changed -> told in the incident's thread, once.

The same fetcher, slots per host, limits and refusals of private addresses hold as for feeds, and the page is read in a
child that can be killed. What is due stands in the store; a page that cannot be had says nothing of its story.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b

from daemon.config import Config, Feed
from daemon.errors import FeedError, FetchError, StoreError
from daemon.feeds.asked import Asked
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.feeds.parse import Parser
from daemon.feeds.request import kind_of
from daemon.items.plaintext import clean
from daemon.model import Alert, AlertReason, FeedKind, FeedState, Item, Planned
from daemon.pipeline.lookagain import GONE, News, Seen, after_look, first_look, leads_home
from daemon.pipeline.underway import UnderWay
from daemon.store.database import Store, Transaction
from daemon.store.pages import WatchedPage

log = logging.getLogger(__name__)

_AT_ONCE = 2  #: pages under way: polls and articles must not wait for them
_AFTER_STORE_ERROR = timedelta(seconds=10)
_OPENING = 600  #: characters of a page's text in which it says what it corrects
_LINES = {
    "removal": "the page is gone: its address leads nowhere any more",
    "correction": "the page says so of itself",
    "retraction": "the page says so of itself",
}


class Relooks:
    """Looks at the pages that are due; keeps nothing between ticks but what is under way."""

    def __init__(
        self,
        config: Config,
        store: Store,
        fetcher: Fetcher,
        parser: Parser,
        clock: Callable[[], datetime],
        on_queued: Callable[[], None],
    ) -> None:
        self._config, self._store, self._fetcher, self._parser = config, store, fetcher, parser
        self._clock, self._on_queued = clock, on_queued
        self._under_way = UnderWay[None](self._tell_of_bug)
        self._spared_until: datetime | None = None
        self._stopping = False

    def take(self, config: Config, fetcher: Fetcher | None, parser: Parser | None) -> "list[asyncio.Task[None]]":
        """From here on, look by this config with these tools; returns what was dropped for it, and is due still."""
        dropped = [self._under_way.drop(name) for name in self._under_way.names()] if fetcher or parser else []
        self._config = config
        self._fetcher, self._parser = fetcher or self._fetcher, parser or self._parser
        return dropped

    async def start_due(self) -> None:
        """Start looking at what is due, a few at a time."""
        now = self._clock()
        if self._stopping or not self._config.look_again or (self._spared_until and self._spared_until > now):
            return
        feeds = {one.id: one for one in self._config.feeds if one.enabled}
        pages = await self._store.read(lambda tx: tx.pages.due(feeds, now=now, limit=2 * _AT_ONCE))
        for page in pages:
            if page.item_id not in self._under_way and len(self._under_way) < _AT_ONCE:
                work = self._look(page, feeds[page.feed])
                self._under_way.start(page.item_id, work, title=f"page {page.item_id}")

    async def drain(self) -> None:
        """Look at all that is due now, and wait for it."""
        await self.start_due()
        while self._under_way:
            await self._under_way.drain()
            await self.start_due()

    async def stop(self) -> None:
        """Start nothing new and drop what is under way: it is due still."""
        self._stopping = True
        await self._under_way.stop()

    def _tell_of_bug(self, item_id: str, error: BaseException) -> None:
        self._spared_until = self._clock() + _AFTER_STORE_ERROR
        log.error("page not looked at because of a bug", extra={"item_id": item_id}, exc_info=error)

    async def _look(self, page: WatchedPage, feed: Feed) -> None:
        seen = await self._seen(page, feed)
        try:
            queued = await self._store.write(partial(self._save, page=page, seen=seen))
        except StoreError as error:
            self._spared_until = self._clock() + _AFTER_STORE_ERROR
            log.warning("page not saved, looked at again", extra={"feed": feed.id, "reason": str(error)})
            return
        if queued:
            self._on_queued()

    async def _seen(self, page: WatchedPage, feed: Feed) -> Seen:
        """What one look came to; a failure that is not the page's own says nothing."""
        try:
            answer = await self._fetcher.fetch(feed, FeedState(feed=feed.id), whole=True, url=page.url)
            if not isinstance(answer, Fetched):
                return Seen()
            if leads_home(page.url, answer.url):
                return Seen(gone=True)
            asked = Asked(url=answer.url, content_type=answer.content_type, kind="article")
            parsed = await self._parser.read(answer.body, asked, feed=feed.id)
        except FeedError as error:
            return Seen(gone=isinstance(error, FetchError) and error.status in GONE)
        memory = parsed.memory
        headline, text = str(memory.get("headline", "")), str(memory.get("text", ""))
        return Seen(headline=clean(headline)[:_OPENING], opening=clean(text)[:_OPENING])

    def _save(self, tx: Transaction, *, page: WatchedPage, seen: Seen) -> int:
        """Note the look, and queue what it tells, in one transaction; returns how many deliveries wait for it."""
        now, item = self._clock(), tx.items.item(page.item_id)
        watched_for = self._config.look_again
        if item is None or not watched_for or tx.pages.page(page.item_id) != page:
            return 0
        after, news = after_look(page, seen, known_title=item.title, watched_for=watched_for, now=now)
        tx.pages.save(after)
        return tx.outbox.enqueue(_told(tx, item, news, now=now), now=now) if news else 0


def watch_page(tx: Transaction, item: Item, feed: Feed, config: Config, *, now: datetime) -> None:
    """Look at the page of an item that was told, from now on; not at what has no page of its own."""
    if config.look_again and item.url and kind_of(feed) not in {FeedKind.TELEGRAM, FeedKind.PAGE}:
        page = WatchedPage(item_id=item.id, feed=feed.id, url=item.url, alerted_at=now, next_at=first_look(now))
        tx.pages.watch(page)


def _told(tx: Transaction, item: Item, news: News, *, now: datetime) -> list[Planned]:
    """A follow-up in the incident's thread for everybody who has heard of it; what takes something back has a sound."""
    told = [one.alert for one in tx.deliveries.of_item(item.id) if one.alert.incident_id]
    incident = tx.incidents.of_item(item.id)
    if not told or incident is None:
        return []
    alert = _alert(told[0], news, incident_id=incident.id, now=now)
    return [
        Planned(alert=alert, receiver=name, silent=news.kind == "headline")
        for name in sorted(tx.outbox.heard(incident.id))
    ]


def _alert(first: Alert, news: News, *, incident_id: str, now: datetime) -> Alert:
    """The item's alert again, with what its page says now. Law: the same news always makes the alert of the same id."""
    text = "\x00".join((first.item_id or "", news.kind, news.now))
    return replace(
        first,
        id=f"p{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=11).hexdigest()}",
        reason=AlertReason.CORRECTED,
        created_at=now,
        incident_id=incident_id,
        item_title=news.now,
        item_was=news.was if news.kind == "headline" else None,
        amendment=None if news.kind == "headline" else news.kind,
        changed=(_LINES[news.kind],) if news.kind in _LINES else (),
        evidence=(),  # its spans are those of the first title
    )
