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
from daemon.feeds.request import for_page, kind_of
from daemon.items.plaintext import clean
from daemon.model import Alert, AlertReason, FeedKind, FeedState, Incident, Item, Planned
from daemon.pipeline.lookagain import GONE, News, Seen, after_look, first_look, known_of, leads_home
from daemon.pipeline.matter import gathering_for, matter_of_incident, rules_told
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
            queued = await self._store.write(partial(self._save, page=page, seen=seen, feed=feed))
        except StoreError as error:
            self._spared_until = self._clock() + _AFTER_STORE_ERROR
            log.warning("page not saved, looked at again", extra={"feed": feed.id, "reason": str(error)})
            return
        if queued:
            self._on_queued()

    async def _seen(self, page: WatchedPage, feed: Feed) -> Seen:
        """What one look came to; a failure that is not the page's own says nothing."""
        try:
            answer = await self._fetcher.fetch(
                for_page(feed, page.url), FeedState(feed=feed.id), whole=True, url=page.url
            )
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

    def _save(self, tx: Transaction, *, page: WatchedPage, seen: Seen, feed: Feed) -> int:
        """Note the look, and queue what it tells, in one transaction; returns how many deliveries wait for it."""
        now, item = self._clock(), tx.items.item(page.item_id)
        watched_for = self._config.look_again
        if item is None or not watched_for or tx.pages.page(page.item_id) != page:
            return 0
        incident = tx.incidents.of_item(item.id)
        known = known_of(item, incident)
        after, news = after_look(page, seen, known=known, watched_for=watched_for, now=now)
        tx.pages.save(after)
        if news is None or incident is None:
            return 0
        return tx.outbox.enqueue(_told(tx, item, news, incident, feed, self._config, now=now), now=now)


def watch_page(tx: Transaction, item: Item, feed: Feed, config: Config, *, now: datetime) -> None:
    """Look at the page of an item that was told, from now on; not at what has no page of its own."""
    if config.look_again and item.url and kind_of(feed) not in {FeedKind.TELEGRAM, FeedKind.PAGE}:
        page = WatchedPage(item_id=item.id, feed=feed.id, url=item.url, alerted_at=now, next_at=first_look(now))
        tx.pages.watch(page)


def title_told(tx: Transaction, was: Item, item: Item) -> str:
    """The title by which who heard of an item knows it: its feed's, or what its page said since then."""
    page = tx.pages.page(was.id)
    if page is None or not page.told or was.title == item.title:
        return was.title
    shown = [one.alert.item_title for one in tx.deliveries.of_item(was.id)]
    return shown[-1] if shown else was.title


def amendments_told(tx: Transaction, item_id: str) -> tuple[str, ...]:
    """What an item's page said of itself, and was told."""
    page = tx.pages.page(item_id)
    return page.told if page else ()


def _told(  # noqa: PLR0913 - all that the decision rests on
    tx: Transaction, item: Item, news: News, incident: Incident, feed: Feed, config: Config, *, now: datetime
) -> list[Planned]:
    """A follow-up in the incident's thread for everybody who has heard of it; what takes something back has a sound.

    Who gets digests gets it in one.
    """
    told = [one.alert for one in tx.deliveries.of_item(item.id) if one.alert.incident_id]
    if not told:
        return []
    alert = _alert(told[0], news, incident_id=incident.id, now=now)
    matter = matter_of_incident(incident, rules_told(told[0]), feed=feed)
    gathering = gathering_for(matter, config, now=now)
    return [
        Planned(alert=alert, receiver=name, silent=news.kind == "headline", gathering=gathering.get(name))
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
