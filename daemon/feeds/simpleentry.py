"""The elements of a simple feed's entries, each read into the raw values that feedparser would give. Pure.

Each function takes in one element: the entry's raw values so far, the element's text, its attributes. What is not in
the usual form raises NotSimpleError.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from time import struct_time
from typing import Any

from daemon.feeds.simpledates import simple_date

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
MEDIA = "http://search.yahoo.com/mrss/"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
COMMENTS = "http://wellformedweb.org/CommentAPI/"
SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
#: An absolute link on which resolving and repairing change nothing.
LINK = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?(?:/[A-Za-z0-9._~%+/:@,!-]*)?(?:\?[A-Za-z0-9._~%+/=&-]+)?\Z"
)
_HTML = frozenset({"text/html", "application/xhtml+xml"})
#: The types of a text that is written as text, and what feedparser makes of them; XHTML and files are others.
TEXT_TYPES = {"text": "text/plain", "text/plain": "text/plain", "html": "text/html", "text/html": "text/html"}
_C1 = re.compile("[\x80-\x9f]")

Attributes = dict[str, str]
Raw = dict[str, Any]


class NotSimpleError(Exception):
    """Something that only feedparser understands for certain."""


def repaired(text: str) -> str:
    """The text, decoded once more if it was UTF-8 taken for Latin-1, as feedparser does."""
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    if _C1.search(text):  # feedparser takes them for Windows characters
        raise NotSimpleError
    return text


def only(attributes: Attributes, names: tuple[str, ...]) -> None:
    """Refuse other attributes than these."""
    if attributes and not attributes.keys() <= set(names):
        raise NotSimpleError


def _link_of(text: str | None) -> str:
    if text is None or not LINK.match(text):
        raise NotSimpleError
    return text


def _title(entry: Raw, text: str, attributes: Attributes) -> None:
    only(attributes, ())
    if "<" in text:  # whether it is HTML is for feedparser to guess
        raise NotSimpleError
    entry["title"] = text


def _link(entry: Raw, text: str, attributes: Attributes) -> None:
    only(attributes, ())
    entry["link"] = _link_of(text)


def _guid(entry: Raw, text: str, attributes: Attributes) -> None:
    only(attributes, ("isPermaLink",))
    entry["id"] = text
    if attributes.get("isPermaLink", "true") == "true":
        entry.setdefault("link", text)


def _date(key: str) -> Callable[[Raw, str, Attributes], None]:
    def read(entry: Raw, text: str, attributes: Attributes) -> None:
        only(attributes, ())
        entry[key] = _instant(text)

    return read


def _instant(text: str) -> struct_time:
    found = simple_date(text)
    if found is None:
        raise NotSimpleError
    return found.utctimetuple()


def _description(entry: Raw, text: str, attributes: Attributes) -> None:
    only(attributes, ())
    entry["summary"] = text


def _encoded(entry: Raw, text: str, attributes: Attributes) -> None:
    only(attributes, ())
    entry["content"] = [{"value": text}]
    entry.setdefault("summary", text)


def _creator(entry: Raw, text: str, attributes: Attributes) -> None:
    only(attributes, ())
    add_author(entry, text, empty=True)


def add_author(entry: Raw, name: str, *, empty: bool) -> None:
    """Add one who wrote it; `empty` names may be."""
    if "@" in name or not (name or empty):  # an address, which feedparser takes apart
        raise NotSimpleError
    entry["author"] = name
    entry.setdefault("authors", []).append({"name": name})


def _category(entry: Raw, text: str, attributes: Attributes) -> None:
    only(attributes, ())
    if text:
        _add_tag(entry, {"term": text, "label": None})


def _add_tag(entry: Raw, tag: Raw) -> None:
    tags = entry.setdefault("tags", [])
    if tag not in tags:
        tags.append(tag)


def _enclosure(entry: Raw, _text: str, attributes: Attributes) -> None:
    only(attributes, ("url", "length", "type"))
    link = {**attributes, "rel": "enclosure", "href": _link_of(attributes.get("url"))}
    entry.setdefault("links", []).append(link)


def _media_content(entry: Raw, text: str, attributes: Attributes) -> None:
    only(attributes, ("url", "medium", "type", "width", "height", "fileSize"))
    if text:
        raise NotSimpleError
    _link_of(attributes.get("url"))
    entry.setdefault("media_content", []).append({name.lower(): value for name, value in attributes.items()})


def _media_thumbnail(entry: Raw, text: str, attributes: Attributes) -> None:
    only(attributes, ("url", "width", "height"))
    if text:
        raise NotSimpleError
    entry.setdefault("media_thumbnail", []).append({"url": _link_of(attributes.get("url"))})


def _type_of(attributes: Attributes) -> str:
    """The type of an Atom text; XHTML and files are for feedparser."""
    only(attributes, ("type",))
    kind = TEXT_TYPES.get(attributes.get("type", "text"))
    if kind is None:
        raise NotSimpleError
    return kind


def _atom_title(entry: Raw, text: str, attributes: Attributes) -> None:
    entry["title"], entry["title_detail"] = text, {"type": _type_of(attributes)}


def _atom_summary(entry: Raw, text: str, attributes: Attributes) -> None:
    entry["summary"], entry["summary_detail"] = text, {"type": _type_of(attributes)}


def _atom_content(entry: Raw, text: str, attributes: Attributes) -> None:
    entry["content"] = [{"value": text, "type": _type_of(attributes)}]
    entry.setdefault("summary", text)


def _atom_link(entry: Raw, _text: str, attributes: Attributes) -> None:
    only(attributes, ("href", "rel", "type", "hreflang", "title", "length"))
    href, rel, kind = _link_of(attributes.get("href")), attributes.get("rel", "alternate"), attributes.get("type")
    if rel not in {"alternate", "enclosure", "self", "replies", "related", "via"} or (kind and "/" not in kind):
        raise NotSimpleError
    link = {**attributes, "rel": rel, "href": href}
    entry.setdefault("links", []).append(link)
    if rel == "alternate" and (kind is None or kind.lower() in _HTML):
        entry["link"] = href


def _atom_category(entry: Raw, text: str, attributes: Attributes) -> None:
    only(attributes, ("term", "scheme", "label"))
    if text or not attributes.get("term"):
        raise NotSimpleError
    _add_tag(entry, {"term": attributes["term"], "label": attributes.get("label"), "scheme": attributes.get("scheme")})


#: Elements that an entry may have more than once.
SEVERAL = frozenset(
    {
        "category", "enclosure", f"{DC} creator", f"{MEDIA} content", f"{MEDIA} thumbnail", f"{ATOM} link",
        f"{ATOM} category",
    }
)  # fmt: skip
RSS_ELEMENTS: dict[str, Callable[[Raw, str, Attributes], None]] = {
    "title": _title,
    "link": _link,
    "guid": _guid,
    "pubDate": _date("published_parsed"),
    "description": _description,
    "category": _category,
    "enclosure": _enclosure,
    f"{CONTENT} encoded": _encoded,
    f"{DC} creator": _creator,
    f"{DC} date": _date("updated_parsed"),
    f"{MEDIA} content": _media_content,
    f"{MEDIA} thumbnail": _media_thumbnail,
}
ATOM_ELEMENTS: dict[str, Callable[[Raw, str, Attributes], None]] = {
    f"{ATOM} title": _atom_title,
    f"{ATOM} id": _guid,
    f"{ATOM} link": _atom_link,
    f"{ATOM} published": _date("published_parsed"),
    f"{ATOM} updated": _date("updated_parsed"),
    f"{ATOM} category": _atom_category,
    f"{ATOM} summary": _atom_summary,
    f"{ATOM} content": _atom_content,
}
