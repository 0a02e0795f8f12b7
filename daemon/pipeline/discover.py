"""The address of a site -> the feeds that it offers, each fetched and read once, by the ways of every poll.

Looked at in this order: the address itself; what its page names; the usual paths, if it names none; the sitemaps in
robots.txt. Every request goes through the fetcher, with its limits and its refusal of private addresses, and every
body is read in the parser's child.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from daemon.config import Feed
from daemon.errors import FeedError, FetchError, ParseError
from daemon.feeds.asked import Asked
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.feeds.parse import Parsed, Parser
from daemon.feeds.request import kind_of
from daemon.feeds.site import usual_urls
from daemon.model import FeedKind, FeedState
from daemon.pipeline.document import Reader

MAX_TRIED = 10  #: addresses that a page names
MAX_SITEMAPS = 2
_PAGES = 2  #: of an index of sitemaps: enough for a look


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that was read."""

    url: str  #: as it should stand in the config: where permanent redirects lead
    kind: FeedKind
    title: str  #: as the document or the page says it; HTML
    parsed: Parsed
    body_hash: str
    hub: str | None = None  #: a WebSub hub that the document names


class Discoverer:
    """Looks for feeds; keeps nothing."""

    def __init__(self, fetcher: Fetcher, parser: Parser, clock: Callable[[], datetime], *, allow_private: bool) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._reader = Reader(fetcher, parser, clock)
        self._allow_private = allow_private

    async def find(self, url: str) -> list[FoundFeed]:
        """The feeds at or behind an address; empty: there are none.

        Shape: each document once; what the page names first comes first.
        Errors: FeedError if the address itself cannot be fetched, or is a Telegram channel that cannot be read.
        """
        answer = await self._fetch(url)
        if kind_of(self._feed(url)) is FeedKind.TELEGRAM:
            return [await self._read(url, answer, FeedKind.TELEGRAM)]
        if own := await self._as_feed(url, answer):
            return [own]
        named = await self._named(answer, "site")
        titles = {one["url"]: one["title"] for one in named[:MAX_TRIED]}
        found = [one for one in await asyncio.gather(*(self._try(*pair) for pair in titles.items())) if one]
        if not found:
            found = await self._first(one for one in usual_urls(answer.url) if one not in titles)
        return _each_once([*found, *await self._sitemaps(answer.url)])

    def _feed(self, url: str, kind: FeedKind = FeedKind.AUTO) -> Feed:
        return Feed(
            id="new",
            url=url,
            kind=kind,
            allow_private=self._allow_private,
            pages=_PAGES if kind == FeedKind.SITEMAP else 0,
        )

    async def _fetch(self, url: str) -> Fetched:
        feed = self._feed(url)
        answer = await self._fetcher.fetch(feed, FeedState(feed=feed.id), whole=True)
        if not isinstance(answer, Fetched):
            raise FetchError(feed.id, "nothing came")
        return answer

    async def _named(self, answer: Fetched, reader: str) -> list[dict[str, str]]:
        """What a page or robots.txt names; nothing if it cannot be read."""
        try:
            asked = Asked(url=answer.url, content_type=answer.content_type, kind=reader)
            parsed = await self._parser.read(answer.body, asked, feed="new")
        except ParseError:
            return []
        return list(parsed.memory.get("feeds", ()))

    async def _try(self, url: str, title: str = "") -> FoundFeed | None:
        """The feed at an address that may have none."""
        try:
            return await self._as_feed(url, await self._fetch(url), title=title)
        except (FeedError, ValueError):  # also an address that no feed may have
            return None

    async def _first(self, urls: Iterable[str]) -> list[FoundFeed]:
        """The first feed at these addresses; guesses are made one after the other, for politeness."""
        for url in urls:
            if found := await self._try(url):
                return [found]
        return []

    async def _sitemaps(self, url: str) -> list[FoundFeed]:
        """The sitemaps that robots.txt names, and that can be read."""
        try:
            answer = await self._fetch(urljoin(url, "/robots.txt"))
        except FeedError:
            return []
        named = await self._named(answer, "robots")
        return [found for one in named[:MAX_SITEMAPS] if (found := await self._try(one["url"]))]

    async def _as_feed(self, url: str, answer: Fetched, *, title: str = "") -> FoundFeed | None:
        """What came, if it is a feed or a sitemap."""
        for kind in (FeedKind.RSS, FeedKind.SITEMAP):
            try:
                return await self._read(url, answer, kind, title=title)
            except ParseError:
                continue
        return None

    async def _read(self, url: str, answer: Fetched, kind: FeedKind, *, title: str = "") -> FoundFeed:
        parsed = await self._reader.read(self._feed(url, kind), answer, memory={})
        hub = None
        if kind is FeedKind.RSS:
            asked = Asked(url=answer.url, content_type=answer.content_type, kind="hub")
            hub = (await self._parser.read(answer.body, asked, feed="new")).memory.get("hub")
        return FoundFeed(
            url=answer.moved_to or url,
            kind=kind,
            title=parsed.title or title,
            parsed=parsed,
            body_hash=answer.body_hash,
            hub=hub,
        )


def _each_once(found: Iterable[FoundFeed]) -> list[FoundFeed]:
    """Of two addresses of one document the first."""
    by_body: dict[str, FoundFeed] = {}
    for one in found:
        by_body.setdefault(one.body_hash, one)
    return list(by_body.values())
