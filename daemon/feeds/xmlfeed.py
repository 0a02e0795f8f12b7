"""RSS, RDF and Atom by feedparser -> plain entries. Runs in the parser's child; the only user of feedparser."""

import calendar
import html
import re
from collections.abc import Mapping, Sequence, Set
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXParseException

import feedparser
from feedparser.api import LooseFeedParser, StrictFeedParser

from daemon.feeds.doorway import page_kind
from daemon.feeds.fields import read_categories, read_language, read_text
from daemon.feeds.guard import Guarded, NotAFeedError
from daemon.feeds.hints import read_hints
from daemon.feeds.hublinks import read_links
from daemon.feeds.media import read_authors, read_enclosures, read_place, read_thumbnail
from daemon.feeds.simplefeed import read_simple

_TAG = re.compile(r"<[A-Za-z/!?]")
UNREADABLE = 0.01  #: of a document: with more, it is said to be malformed (P15)
_WEB_PAGES = frozenset({"html", "head", "body", "script"})

# An id is compared, not followed: resolved against the feed's URL it would change with every move of the feed, and all
# entries would be news again (D1).
for _parser in (StrictFeedParser, LooseFeedParser):
    _parser.can_be_relative_uri = _parser.can_be_relative_uri - {"id"}


def parse_xml(guarded: Guarded, *, url: str, known: Set[str] = frozenset()) -> dict[str, Any]:
    """The feed as plain JSON-able values: `title`, `language`, `truncated`, `entries`, and `marks`.

    `known`: marks of entries to leave out; they may be left in all the same. If the document could be cut at its
    entries, each has its `mark`, and `marks` holds those of all; else there are none.
    Law: nothing is opened or fetched, whatever the text says (P14); feedparser's `bozo` decides nothing; the entries
    that are not left out are the same as if none were.
    Errors: NotAFeedError if there is no feed in it.
    """
    if guarded.root in _WEB_PAGES:
        raise NotAFeedError(_why_not(guarded))  # cheaper than to parse a whole page as if it were a feed
    marks = guarded.spans.marks(url) if guarded.spans else []
    seen = {place for place, mark in enumerate(marks) if mark in known}
    if guarded.spans and seen:
        feed = _parse(guarded, guarded.spans.without(seen), url=url)
        if len(feed["entries"]) == len(marks) - len(seen):
            return _marked(feed, [mark for mark in marks if mark not in known], marks)
    feed = _parse(guarded, guarded.text.encode("utf-8", "replace"), url=url)
    return _marked(feed, marks, marks) if len(feed["entries"]) == len(marks) else feed


def _marked(feed: dict[str, Any], own: list[str], marks: list[str]) -> dict[str, Any]:
    entries = [{**entry, "mark": mark} for entry, mark in zip(feed["entries"], own, strict=True)]
    return {**feed, "entries": entries, "marks": marks}


def _parse(guarded: Guarded, text: bytes, *, url: str) -> dict[str, Any]:
    """The document, read the short way as far as it is simple."""
    simple = read_simple(text) if guarded.spans else None
    if guarded.spans is None or simple is None:
        return _read(guarded, text, url=url)
    if simple.head is not None:
        return _values(guarded, simple.head, simple.entries, url=url)
    head = guarded.spans.without(set(range(len(guarded.spans.entries))))
    return {**_read(guarded, head, url=url), "entries": [_entry(entry, base=url) for entry in simple.entries]}


def _read(guarded: Guarded, text: bytes, *, url: str) -> dict[str, Any]:
    """The document as feedparser reads it."""
    found = feedparser.parse(
        BytesIO(text),
        # The base of relative links; without it feedparser takes one from an earlier entry.
        response_headers={"content-location": url, "content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    entries = found.get("entries") or []
    if not found.get("version") and not entries:
        raise NotAFeedError(_why_not(guarded))
    return _values(guarded, found.get("feed") or {}, entries, url=url, complaint=found.get("bozo_exception"))


def _values(
    guarded: Guarded,
    feed: Mapping[str, Any],
    entries: Sequence[Mapping[str, Any]],
    *,
    url: str,
    complaint: object = None,
) -> dict[str, Any]:
    return {
        "title": _text(feed, "title"),
        "language": read_language(_raw(feed, "language")),
        "truncated": guarded.truncated,
        "entries": [_entry(entry, base=url) for entry in entries],
        "hints": read_hints(guarded.text),
        "flaw": _flaw(complaint, guarded),
        **read_links(_raw(feed, "links"), base=url),
    }


def _flaw(complaint: object, guarded: Guarded) -> str | None:
    """What is wrong with a document that could be read all the same; of an encoding's mislabelling nothing is said."""
    if guarded.truncated:
        return "the document breaks off"
    if isinstance(complaint, SAXParseException):
        return f"not well-formed XML: {' '.join(str(complaint.getMessage()).split())[:100]}"
    wrong = guarded.text.count("\ufffd")
    return "many characters cannot be read" if wrong > len(guarded.text) * UNREADABLE else None


def _why_not(guarded: Guarded) -> str:
    if guarded.root not in _WEB_PAGES:
        return "XML, but neither RSS nor Atom" if guarded.root else "this is plain text"
    return page_kind(guarded.text)


def _entry(entry: Mapping[str, Any], *, base: str) -> dict[str, Any]:
    summary, body = _markup(entry, "summary"), _body(entry)
    enclosures = read_enclosures(entry, base=base)
    return {
        "guid": read_text(_raw(entry, "id")),
        "url": _url(entry, base=base),
        "title": _markup(entry, "title"),
        # Without a summary of its own an entry gets its content as one; matched twice, it would be shown twice.
        "summary": "" if summary == body else summary,
        "body": body,
        "published": _instant(_raw(entry, "published_parsed")),
        "updated": _instant(_raw(entry, "updated_parsed")),
        "language": read_language(_raw(entry, "language")) or _detail_language(entry),
        "author": read_text(_raw(entry, "author")),
        "categories": _categories(_raw(entry, "tags")),
        "authors": read_authors(entry),
        "enclosures": enclosures,
        "thumbnail": read_thumbnail(entry, enclosures, base=base),
        "point": read_place(entry),
    }


def _url(entry: Mapping[str, Any], *, base: str) -> str | None:
    """The entry's link, absolute; a guid stands in for it only if it can be one."""
    link, guid = read_text(_raw(entry, "link")), read_text(_raw(entry, "id"))
    if link is None or (link == guid and not link.startswith(("http://", "https://", "/"))):
        return None
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _raw(values: Mapping[str, Any], key: str) -> Any:
    """What is stored under exactly this key: feedparser's own look-up would answer with a neighbour's value."""
    return dict.get(values, key) if isinstance(values, dict) else None


def _text(values: Mapping[str, Any], key: str) -> str:
    return read_text(_raw(values, key)) or ""


def _markup(entry: Mapping[str, Any], key: str) -> str:
    """A text construct as HTML: what Atom declares to be plain text is escaped, so that `<` in it stays a `<`."""
    detail = _raw(entry, f"{key}_detail")
    return _as_markup(_text(entry, key), detail if isinstance(detail, dict) else {})


def _as_markup(text: str, detail: Mapping[str, Any]) -> str:
    is_plain = _raw(detail, "type") == "text/plain"
    return html.escape(text, quote=False) if is_plain and _TAG.search(text) else text


def _body(entry: Mapping[str, Any]) -> str:
    """The longest content: publishers give the same text in several types."""
    contents = _raw(entry, "content")
    found = [one for one in contents if isinstance(one, dict)] if isinstance(contents, list) else []
    texts = [_as_markup(_text(one, "value"), one) for one in found]
    return max(texts, key=len, default="")


def _instant(parsed: object) -> str | None:
    """UTC as feedparser gives it, in ISO 8601; None for what is no date."""
    if not isinstance(parsed, struct_time):
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _detail_language(entry: Mapping[str, Any]) -> str | None:
    """`xml:lang`, which feedparser keeps with each text: the title's, else the first content's."""
    contents = _raw(entry, "content")
    several = contents if isinstance(contents, list) else []
    details = [_raw(entry, "title_detail"), *several, _raw(entry, "summary_detail")]
    found = (read_language(_raw(detail, "language")) for detail in details if isinstance(detail, dict))
    return next((language for language in found if language), None)


def _categories(tags: object) -> list[str]:
    found = [one for one in tags if isinstance(one, dict)] if isinstance(tags, list) else []
    return read_categories(read_text(_raw(tag, "label")) or _raw(tag, "term") for tag in found)
