"""Dated entries of a story feed -> the bytes of a real RSS 2.0, RSS 1.0 (RDF), Atom or JSON Feed document. Pure."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from daemon.drill.story import StoryFeed
from daemon.model import Entry

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A feed document as it goes over the wire."""

    body: bytes
    content_type: str


def render_feed(feed: StoryFeed, entries: Sequence[Entry], *, url: str, updated: datetime) -> Document:
    """The feed's document in the feed's own format.

    Law: the same entries give the same bytes. Errors: ValueError for a format that does not exist, or undated entries.
    """
    renderer = _RENDERERS.get(feed.format)
    if renderer is None:
        raise ValueError(f"there is no feed format {feed.format!r}; there are: {', '.join(_RENDERERS)}")
    render, content_type = renderer
    return Document(body=render(feed, entries, url, updated).encode(), content_type=f"{content_type}; charset=utf-8")


def _rss(feed: StoryFeed, entries: Sequence[Entry], url: str, updated: datetime) -> str:
    items = "".join(
        f"<item><title>{escape(entry.title)}</title><link>{escape(entry.url or '')}</link>"
        f'<guid isPermaLink="false">{escape(entry.guid or "")}</guid>'
        f"<pubDate>{_rfc822(_published(entry))}</pubDate>"
        f"<description>{_html(entry.summary)}</description></item>\n"
        for entry in entries
    )
    return (
        f'{_XML}<rss version="2.0"><channel><title>{escape(feed.name)}</title><link>{escape(url)}</link>'
        f"<description>{escape(feed.name)}</description><language>{escape(feed.language)}</language>"
        f"<lastBuildDate>{_rfc822(updated)}</lastBuildDate>\n{items}</channel></rss>\n"
    )


def _atom(feed: StoryFeed, entries: Sequence[Entry], url: str, updated: datetime) -> str:
    items = "".join(
        f"<entry><title>{escape(entry.title)}</title><id>{escape(entry.guid or '')}</id>"
        f'<link rel="alternate" href="{escape(entry.url or "")}"/>'
        f"<published>{_iso(_published(entry))}</published>"
        f"<updated>{_iso(entry.updated or _published(entry))}</updated>"
        f'<summary type="html">{_html(entry.summary)}</summary></entry>\n'
        for entry in entries
    )
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(feed.language)}">'
        f"<title>{escape(feed.name)}</title><id>{escape(url)}</id>"
        f'<link rel="self" href="{escape(url)}"/><author><name>{escape(feed.publisher)}</name></author>'
        f"<updated>{_iso(updated)}</updated>\n{items}</feed>\n"
    )


def _rdf(feed: StoryFeed, entries: Sequence[Entry], url: str, updated: datetime) -> str:
    places = "".join(f'<rdf:li rdf:resource="{escape(entry.guid or "")}"/>' for entry in entries)
    items = "".join(
        f'<item rdf:about="{escape(entry.guid or "")}"><title>{escape(entry.title)}</title>'
        f"<link>{escape(entry.url or '')}</link><description>{_html(entry.summary)}</description>"
        f"<dc:date>{_iso(_published(entry))}</dc:date></item>\n"
        for entry in entries
    )
    return (
        f'{_XML}<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="{escape(url)}">'
        f"<title>{escape(feed.name)}</title><link>{escape(url)}</link><description>{escape(feed.name)}</description>"
        f"<dc:language>{escape(feed.language)}</dc:language><dc:date>{_iso(updated)}</dc:date>"
        f"<items><rdf:Seq>{places}</rdf:Seq></items></channel>\n{items}</rdf:RDF>\n"
    )


def _json(feed: StoryFeed, entries: Sequence[Entry], url: str, updated: datetime) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.name,
        "feed_url": url,
        "language": feed.language,
        "items": [
            {
                "id": entry.guid,
                "url": entry.url,
                "title": entry.title,
                "content_text": entry.summary,
                "date_published": _iso(_published(entry)),
                "date_modified": _iso(entry.updated or _published(entry)),
            }
            for entry in entries
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _published(entry: Entry) -> datetime:
    if entry.published is None:
        raise ValueError(f"the entry {entry.guid!r} has no date yet")
    return entry.published


def _html(text: str) -> str:
    """Plain text as most feeds carry it: one paragraph of HTML, escaped once more for XML."""
    return escape(f"<p>{escape(text)}</p>")


def _rfc822(instant: datetime) -> str:
    return format_datetime(instant.astimezone(UTC), usegmt=True)


def _iso(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


_Renderer = Callable[[StoryFeed, Sequence[Entry], str, datetime], str]
_RENDERERS: dict[str, tuple[_Renderer, str]] = {
    "rss": (_rss, "application/rss+xml"),
    "atom": (_atom, "application/atom+xml"),
    "rdf": (_rdf, "application/rdf+xml"),
    "json": (_json, "application/feed+json"),
}
