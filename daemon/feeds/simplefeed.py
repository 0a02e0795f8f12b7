"""The entries of simple RSS and Atom feeds, as feedparser would give them, in a fraction of its time. Pure.

Most feeds are written by a few programs and use a dozen elements in one way. What expat says of those is turned here
into the raw values that `xmlfeed` expects from feedparser. Whatever else there is in a document, an attribute or a
date in another form included, makes the whole of it go to feedparser.

Law: what is answered is what feedparser would have answered, as far as `xmlfeed` reads it; None where that is not
certain. Tests hold it to this on made-up documents, `benchmarks/cutting.py` on real ones.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from daemon.feeds.simpleentry import (
    ATOM,
    ATOM_ELEMENTS,
    COMMENTS,
    CONTENT,
    DC,
    MEDIA,
    RSS_ELEMENTS,
    SEVERAL,
    SLASH,
    SYNDICATION,
    Attributes,
    NotSimpleError,
    Raw,
    add_author,
    only,
    repaired,
)
from daemon.feeds.simplehead import Head

#: feedparser takes an element for what its prefix usually means; one that means something else is not simple.
_PREFIXES = {
    "atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA, "slash": SLASH, "sy": SYNDICATION,
    "wfw": COMMENTS,
}  # fmt: skip
#: Elements outside entries that leave nothing behind which entries would inherit.
_HEAD = frozenset(
    re.findall(
        r"\w+",
        "title link description language lastBuildDate pubDate generator ttl copyright managingEditor webMaster docs "
        "category url width height subtitle id updated name uri email icon logo rights",
    )
)
_HEAD_ATTRIBUTES = frozenset(
    re.findall(r"\w+", "href rel type hreflang title length term scheme label domain uri version")
)
_IN_AUTHOR = frozenset({f"{ATOM} name", f"{ATOM} uri"})
_HOLDERS = frozenset({"image", "author"})  #: of such elements
_LEFT_OUT = frozenset({"comments", f"{SLASH} comments", f"{COMMENTS} commentRss"})  #: say nothing that is read


@dataclass(frozen=True, slots=True)
class SimpleFeed:
    """A document in feedparser's terms."""

    entries: list[Raw]
    head: Raw | None  #: the feed's own values; None: they are not simple


def read_simple(text: bytes) -> SimpleFeed | None:
    """A well-formed document in UTF-8, or None if it is not simple."""
    document = _Document()
    try:
        document.read(text)
    except (NotSimpleError, expat.ExpatError):
        return None
    return SimpleFeed(document.entries, document.head.values)


class _Document:
    """One way through a document; knows in which entry and element it is."""

    def __init__(self) -> None:
        self.entries: list[Raw] = []
        self.head = Head()
        self._elements: dict[str, Callable[[Raw, str, Attributes], None]] = {}
        self._entry_name = ""
        self._depth = self._entry_depth = 0
        self._entry: Raw | None = None
        self._held = ""  #: what holds the elements that are being read
        self._leaf = ""  #: the element that is open now
        self._attributes: Attributes = {}
        self._pieces: list[str] = []
        self._author: str | None = None
        self._seen: set[str] = set()

    def read(self, text: bytes) -> None:
        parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._pieces.append
        parser.StartNamespaceDeclHandler = self._namespace
        parser.Parse(text, True)

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        wanted = _PREFIXES.get((prefix or "").lower())
        usual = next((name for name, known in _PREFIXES.items() if known == uri), None)
        known_elsewhere = usual is not None and prefix is not None and prefix != usual
        if self._entry is not None or (wanted and wanted != uri) or (known_elsewhere and uri != ATOM):
            raise NotSimpleError

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._entry is not None:
            self._start_in_entry(name, attributes)
        elif self._depth == 1:
            self._start_root(name, attributes)
        elif name == self._entry_name and self._depth == self._entry_depth and not (attributes or self._leaf):
            self._entry = {}
            self._seen.clear()
        else:
            self._start_in_head(name, attributes)

    def _start_root(self, name: str, attributes: Attributes) -> None:
        if name == "rss" and attributes.keys() <= {"version"}:
            self._entry_name, self._entry_depth, self._elements = "item", 3, RSS_ELEMENTS
        elif name == f"{ATOM} feed" and not attributes:
            self._entry_name, self._entry_depth, self._elements = f"{ATOM} entry", 2, ATOM_ELEMENTS
        else:
            raise NotSimpleError

    def _start_in_head(self, name: str, attributes: Attributes) -> None:
        if self._depth == 2 and name == "channel" and self._entry_name == "item" and not attributes:
            return
        local = name.removeprefix(f"{SYNDICATION} " if name.startswith(SYNDICATION) else f"{ATOM} ")
        is_update = name.startswith(SYNDICATION) and local in {"updatePeriod", "updateFrequency", "updateBase"}
        level = self._depth - (1 if self._held else 0)
        if not attributes.keys() <= _HEAD_ATTRIBUTES or self._leaf or level != self._entry_depth:
            raise NotSimpleError
        if local in _HOLDERS and not self._held:
            self._held = local
        elif local in _HEAD or is_update:
            self._leaf, self._attributes = local, attributes
            self._pieces.clear()
        else:
            raise NotSimpleError

    def _start_in_entry(self, name: str, attributes: Attributes) -> None:
        level = self._depth - self._entry_depth
        if level == 2 and self._held and name in _IN_AUTHOR and not attributes:
            self._leaf = name
        elif level == 1 and name == f"{ATOM} author" and self._elements is ATOM_ELEMENTS and not attributes:
            self._held, self._author = name, None
        elif level == 1 and (name in self._elements or name in _LEFT_OUT):
            if name in self._seen and name not in SEVERAL:
                raise NotSimpleError
            self._seen.add(name)
            self._leaf, self._attributes = name, attributes
        else:
            raise NotSimpleError
        self._pieces.clear()

    def _end(self, name: str) -> None:
        if self._entry is not None:
            self._end_in_entry(name, self._entry)
        elif not self._leaf:
            self._held = ""
        elif self._held:
            self.head.take_held(self._held, self._leaf)
        else:
            self.head.take(self._leaf, "".join(self._pieces), self._attributes)
        self._leaf = ""
        self._pieces.clear()
        self._depth -= 1

    def _end_in_entry(self, name: str, entry: Raw) -> None:
        if self._held and self._leaf:
            if name == f"{ATOM} name":
                self._author = "".join(self._pieces).strip()
        elif self._held:
            add_author(entry, self._author or "", empty=False)
            self._held = ""
        elif self._leaf in self._elements:
            self._elements[name](entry, repaired("".join(self._pieces).strip()), self._attributes)
        elif self._leaf in _LEFT_OUT:
            only(self._attributes, ())
        else:
            self.entries.append(entry)
            self._entry = None
