"""What a kind of feed is handed to read one body, and what it answers. Pure; crosses to the parser's child and back.

Every kind is one file beside this one with two functions; `kinds.py` has a line for each:

    request_url(url) -> str            the URL that is asked, made from the one in the config
    parse(body, asked) -> Answer       the entries of one body; runs in the parser's child, for the bytes are hostile

Both are pure. `parse` raises NotAFeedError (`guard.py`) for a body that is not of its kind. What it wants to remember
it puts into the answer's `memory`, and finds it in `asked.memory` at the next page and the next poll.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NotRequired, TypedDict


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything beside the bytes that one body is read by. All of it is JSON-able."""

    url: str  #: where the body came from, after redirects
    content_type: str | None = None
    kind: str = "rss"
    settings: Mapping[str, Any] = field(default_factory=dict)  #: the feed's `select`, `ignore`, `ignore_text`, `pages`
    memory: Mapping[str, Any] = field(default_factory=dict)  #: what the last body's answer held; empty: nothing yet
    further: str | None = None  #: the further page that was asked for; None: the feed itself
    known: Sequence[str] = ()  #: marks of entries that may be left out; always empty for a kind that has a memory
    now: str | None = None  #: ISO 8601, for dates such as "2 hours ago"

    def header(self) -> dict[str, Any]:
        """The frame header that asks the child."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class PreviewOffError(Exception):
    """A Telegram channel that shows no posts on the web."""


class EntryValues(TypedDict, total=False):
    """An entry on its way out of the child: HTML text, dates in ISO 8601. Left out: the field of an empty `Entry`."""

    guid: str | None
    url: str | None
    title: str
    summary: str
    body: str
    published: str | None
    updated: str | None
    language: str | None
    author: str | None
    authors: list[str]
    categories: list[str]
    enclosures: list[dict[str, Any]]  #: with the fields of an `Enclosure`
    thumbnail: str | None
    point: list[float] | None  #: latitude, longitude
    mark: str  #: left out: made of the other values
    origin: str | None
    origin_url: str | None
    reply_to: str | None


class Answer(TypedDict):
    """What one body came to."""

    title: str
    language: str | None
    truncated: bool  #: the document breaks off
    entries: list[EntryValues]
    marks: NotRequired[list[str]]  #: of all entries, those left out included; left out: each entry gets one
    memory: NotRequired[dict[str, Any]]  #: to be remembered; left out: nothing
    further: NotRequired[list[str]]  #: URLs to be read next, in this poll; each gets the memory that the last one left
    again: NotRequired[bool]  #: read the whole body next time, too, even if it is the same
    hints: NotRequired[dict[str, Any]]  #: how often the publisher wants it to be read
    flaw: NotRequired[str | None]  #: what is wrong with the document, though it can be read
    missed: NotRequired[int]  #: entries that are known to exist and could not be had
    hubs: NotRequired[list[str]]  #: absolute URLs of the hubs that the document names; left out: none
    topic: NotRequired[str | None]  #: the document's own absolute URL, in its own words
