"""The kinds of feed: one line each; and what else the child reads. `asked.py` tells what a kind is made of.

The parser's child has this file, too, so nothing here may import the config or a database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from daemon.feeds import article, listing, opml, page, rss, site, sitemap, telegram
from daemon.feeds.asked import Answer, Asked
from daemon.model import FeedKind

Parse = Callable[[bytes, Asked], Answer]


@dataclass(frozen=True, slots=True)
class Kind:
    """How feeds of one kind are asked and read."""

    request_url: Callable[[str], str]
    parse: Parse
    remembers: bool = True  #: is something kept from one poll to the next?


KINDS: Mapping[str, Kind] = {
    FeedKind.RSS: Kind(rss.request_url, rss.parse, remembers=False),
    FeedKind.TELEGRAM: Kind(telegram.request_url, telegram.parse),
    FeedKind.SITEMAP: Kind(sitemap.request_url, sitemap.parse),
    FeedKind.LIST: Kind(listing.request_url, listing.parse, remembers=False),
    FeedKind.PAGE: Kind(page.request_url, page.parse),
}

#: Everything that the child can be asked to read: feeds, and what leads to them.
READERS: Mapping[str, Parse] = {
    **{name: kind.parse for name, kind in KINDS.items()},
    "site": site.parse,
    "robots": site.parse_robots,
    "hub": site.parse_hub,
    "opml": opml.parse,
    "article": article.parse,
}
