"""JSON Feed 1.0 and 1.1 -> plain entries (https://www.jsonfeed.org/version/1.1/). Pure; runs in the parser's child."""

import html
import json
import re
from datetime import UTC, datetime
from typing import Any

from daemon.feeds.fields import (
    MAX_ENCLOSURES,
    read_categories,
    read_language,
    read_link,
    read_mime,
    read_names,
    read_size,
    read_text,
)
from daemon.feeds.guard import NotAFeedError
from daemon.feeds.hublinks import read_links

MAX_DEPTH = 100
_VERSION = re.compile(r"https?://(www\.)?jsonfeed\.org/version/1(\.[0-9]+)?/?\Z")
_SIGN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


def parse_json(text: str, *, url: str) -> dict[str, Any]:
    """The feed as plain JSON-able values: `title`, `language`, `truncated`, `entries`.

    Shape: entries that are no objects, or say nothing at all, are left out.
    Errors: NotAFeedError.
    """
    _check_depth(text)
    try:
        document = json.loads(text, parse_int=_number, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        raise NotAFeedError("JSON that is damaged, or breaks off") from None
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, str) or not _VERSION.match(version):
        raise NotAFeedError("JSON, but not a JSON Feed")
    items = document.get("items")
    if not isinstance(items, list):
        raise NotAFeedError("a JSON Feed without items")
    entries = [_entry(item, base=url) for item in items if isinstance(item, dict)]
    return {
        "title": read_text(document.get("title")) or "",
        "language": read_language(document.get("language")),
        "truncated": False,
        "entries": [entry for entry in entries if entry is not None],
        **_links(document, base=url),
    }


def _links(document: dict[str, Any], *, base: str) -> dict[str, Any]:
    """The hubs of type WebSub, and the feed's own URL."""
    listed = document.get("hubs")
    hubs = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    links = [{"rel": "hub", "href": one.get("url")} for one in hubs if read_text(one.get("type")) == "WebSub"]
    return read_links([*links, {"rel": "self", "href": document.get("feed_url")}], base=base)


def _check_depth(text: str) -> None:
    """Refuse nesting that only an attack needs (P8). Linear: strings are jumped over in one step."""
    depth = 0
    for found in _SIGN.finditer(text):
        sign = found.group()
        depth += (sign in {"[", "{"}) - (sign in {"]", "}"})
        if depth > MAX_DEPTH:
            raise NotAFeedError(f"JSON nested deeper than {MAX_DEPTH} levels")


def _number(digits: str) -> int | str:
    """A number; one of thousands of digits, which Python refuses to read, stays text."""
    return int(digits) if len(digits) < 1_000 else digits


def _entry(item: dict[str, Any], *, base: str) -> dict[str, Any] | None:
    markup = read_text(item.get("content_html"))
    plain = read_text(item.get("content_text"))
    entry = {
        "guid": _id(item.get("id")),
        "url": read_text(item.get("url")) or read_text(item.get("external_url")),
        "title": _escaped(read_text(item.get("title"))),
        "summary": _escaped(read_text(item.get("summary"))),
        "body": markup or _escaped(plain),
        "published": _instant(item.get("date_published")),
        "updated": _instant(item.get("date_modified")),
        "language": read_language(item.get("language")),
        "author": ", ".join(authors := _authors(item)) or None,
        "categories": read_categories(tags) if isinstance(tags := item.get("tags"), list) else [],
        "authors": authors,
        "enclosures": _attachments(item, base=base),
        "thumbnail": read_link(item.get("image"), base=base) or read_link(item.get("banner_image"), base=base),
        "point": None,
    }
    return entry if any(entry[key] for key in ("guid", "url", "title", "summary", "body")) else None


def _escaped(text: str | None) -> str:
    """Plain text as HTML, which is what an entry holds."""
    return html.escape(text or "", quote=False)


def _id(value: object) -> str | None:
    """The id as text: publishers write numbers, which the standard tells readers to take."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return read_text(value)


def _instant(value: object) -> str | None:
    """An RFC 3339 date in ISO 8601, in UTC; without an offset it is taken as UTC."""
    if not isinstance(value, str):
        return None
    try:
        date = datetime.fromisoformat(value.strip())
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return None


def _authors(item: dict[str, Any]) -> list[str]:
    """The authors' names (1.1), or the author's (1.0)."""
    authors = item.get("authors")
    listed = authors if isinstance(authors, list) else [item.get("author")]
    return read_names(one.get("name") for one in listed if isinstance(one, dict))


def _attachments(item: dict[str, Any], *, base: str) -> list[dict[str, Any]]:
    listed = item.get("attachments")
    several = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    found = {
        url: {"url": url, "type": read_mime(one.get("mime_type")), "bytes": read_size(one.get("size_in_bytes"))}
        for one in several[:MAX_ENCLOSURES]
        if (url := read_link(one.get("url"), base=base))
    }
    return list(found.values())
