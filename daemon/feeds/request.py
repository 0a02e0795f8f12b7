"""A feed of the config -> what is asked for it, and what its kind is handed. Pure."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from daemon.config import Feed
from daemon.feeds.asked import Asked
from daemon.feeds.kinds import KINDS
from daemon.model import FeedKind

_SETTINGS = frozenset({"select", "ignore", "ignore_text", "pages"})
_TELEGRAM_HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})


def kind_of(feed: Feed) -> FeedKind:
    """The feed's kind; where the config does not say, its URL does."""
    if feed.kind is not FeedKind.AUTO:
        return feed.kind
    host = (urlsplit(feed.url).hostname or "").lower().removeprefix("www.")
    return FeedKind.TELEGRAM if host in _TELEGRAM_HOSTS else FeedKind.RSS


def request_url(feed: Feed) -> str:
    """The URL to ask for the feed."""
    return KINDS[kind_of(feed)].request_url(feed.url)


def for_page(feed: Feed, url: str) -> Feed:
    """The feed as it asks for a page that it links to: only one of its own host may lie in a private network."""
    if not feed.allow_private or urlsplit(url).hostname == urlsplit(feed.url).hostname:
        return feed
    return feed.model_copy(update={"allow_private": False})


def identity(feed: Feed) -> str:
    """What is read, and how: the URL, and for other kinds than RSS the settings that decide what is an entry.

    Why: after a change of the selectors the same document must be read again, as that of a new feed.
    """
    if kind_of(feed) is FeedKind.RSS:
        return feed.url
    return json.dumps([kind_of(feed), feed.url, {**_settings(feed), "pages": None}], sort_keys=True)


def memory_key(feed: Feed) -> str | None:
    """What a feed's memory is about: under another URL, kind or setting nothing of it holds. None: it keeps none."""
    if not KINDS[kind_of(feed)].remembers:
        return None
    return blake2b(identity(feed).encode("utf-8", "replace"), digest_size=12).hexdigest()


def asked_of(
    feed: Feed,
    *,
    url: str,
    content_type: str | None,
    now: datetime,
    memory: Mapping[str, Any] | None = None,
    further: str | None = None,
) -> Asked:
    """What the feed's kind is handed for a body that came from `url`; `further`: the further page that was asked."""
    return Asked(
        url=url,
        content_type=content_type,
        further=further,
        kind=kind_of(feed).value,
        settings=_settings(feed),
        memory=memory or {},
        now=now.isoformat(),
    )


def _settings(feed: Feed) -> dict[str, Any]:
    if kind_of(feed) is FeedKind.RSS:  # none of them is for it, and it is by far the most frequent
        return {}
    return feed.model_dump(mode="json", include=set(_SETTINGS), exclude_none=True)
