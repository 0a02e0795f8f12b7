"""Pages of alerted items that are due -> fetch -> what changed -> told in the incident's thread, once.

The same fetcher, slots per host, limits and refusals of private addresses hold as for feeds, and the page is read in a
child that can be killed. What is due stands in the store; a page that cannot be had says nothing of its story.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from hashlib import blake2b

from daemon.config import Config, Feed
from daemon.errors import FeedError, FetchError, StoreError
from daemon.feeds.fetch import Fetcher
from daemon.feeds.parse import Parser
from daemon.feeds.request import kind_of
from daemon.items.plaintext import clean
from daemon.model import Alert, AlertReason, FeedKind, Incident, Item, Planned
from daemon.pipeline.errands import Errands
from daemon.pipeline.lookagain import GONE, News, Seen, after_look, first_look, known_of, leads_home
from daemon.pipeline.matter import gathering_for, matter_of_incident, rules_told
from daemon.store.database import Store, Transaction
from daemon.store.pages import WatchedPage

log = logging.getLogger(__name__)

_OPENING = 600  #: characters of a page's text in which it says what it corrects
_LINES = {
    "removal": "the page is gone: its address leads nowhere any more",
    "correction": "the page says so of itself",
    "retraction": "the page says so of itself",
}


class Relooks(Errands[WatchedPage]):
    """Looks at the pages that are due."""

    kind = "page"
    at_once = 2

    def __init__(
        self,
        config: Config,
        store: Store,
        fetcher: Fetcher,
        parser: Parser,
        clock: Callable[[], datetime],
        on_queued: Callable[[], None],
    ) -> None:
        super().__init__(store, fetcher, parser, clock, on_queued)
        self._config = config

    def take(self, config: Config, fetcher: Fetcher | None, parser: Parser | None) -> "list[asyncio.Task[None]]":
        """From here on, look by this config with these tools; returns what was dropped for it, and is due still."""
        self._config = config
        return self._new_tools(fetcher, parser)

    def _feeds(self) -> Mapping[str, Feed] | None:
        """Those that are not polled any more, too: the desk was told, so it hears what is taken back."""
        return {one.id: one for one in self._config.feeds} if self._config.look_again else None

    def _due(self, tx: Transaction, *, now: datetime, limit: int) -> Sequence[WatchedPage]:
        return tx.pages.due(now=now, limit=limit)

    def _drop(self, tx: Transaction, row: WatchedPage) -> None:
        tx.pages.save(replace(row, next_at=None))

    async def _work(self, row: WatchedPage, feed: Feed) -> None:
        """One look. A bug counts as a look that says nothing, so that the page is looked at as seldom as any."""
        try:
            seen = await self._seen(row, feed)
        except Exception:
            log.exception("page not looked at because of a bug", extra={"feed": feed.id, "item_id": row.item_id})
            seen = Seen()
        try:
            queued = await self._store.write(partial(self._save, page=row, seen=seen, feed=feed))
        except StoreError as error:
            self._spare()
            log.warning("page not saved, looked at again", extra={"feed": feed.id, "reason": str(error)})
            return
        if queued:
            self._on_queued()

    async def _seen(self, page: WatchedPage, feed: Feed) -> Seen:
        """What one look came to; a failure that is not the page's own says nothing."""
        try:
            came = await self._fetch(page.url, feed)
            if came is None:
                return Seen()
            if leads_home(page.url, came.url):
                return Seen(gone=True)
            memory = (await self._read(came, feed)).memory
        except FeedError as error:
            return Seen(gone=isinstance(error, FetchError) and error.status in GONE)
        headline, text = str(memory.get("headline", "")), str(memory.get("text", ""))
        return Seen(headline=clean(headline)[:_OPENING], opening=clean(text)[:_OPENING])

    def _save(self, tx: Transaction, *, page: WatchedPage, seen: Seen, feed: Feed) -> int:
        """Note the look, and queue what it tells, in one transaction; returns how many deliveries wait for it."""
        item = tx.items.item(page.item_id)
        if item is None or tx.pages.page(page.item_id) != page:
            return 0
        try:
            return tx.attempt(lambda: self._told(tx, page, seen, item, feed))
        except StoreError:
            raise
        except Exception:  # a bug must not make the same look for ever
            log.exception("page not looked at because of a bug", extra={"feed": feed.id, "item_id": item.id})
            return self._told(tx, page, Seen(), item, feed)

    def _told(self, tx: Transaction, page: WatchedPage, seen: Seen, item: Item, feed: Feed) -> int:
        now, watched_for = self._clock(), self._config.look_again
        if not watched_for:
            return 0
        incident = tx.incidents.of_item(item.id)
        after, news = after_look(page, seen, known=known_of(item, incident), watched_for=watched_for, now=now)
        tx.pages.save(after)
        if news is None or incident is None:
            return 0
        return tx.outbox.enqueue(_planned(tx, item, news, incident, feed, self._config, now=now), now=now)


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


def _planned(  # noqa: PLR0913 - all that the decision rests on
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
