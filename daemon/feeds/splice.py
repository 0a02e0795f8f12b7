"""Where the entries of a well-formed XML feed begin and end, so that those seen before need not be parsed again. Pure.

expat goes through the document once, two orders of magnitude faster than feedparser; each entry's bytes are hashed to
a mark. Whoever knows the marks of the last document cuts those entries out and gives feedparser the small rest.

Law: only what is certain is answered. A document that is not well-formed, has entries anywhere but in their place, or
goes beyond a limit of `outline`, has no spans (None), and goes the long way.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from xml.parsers import expat

from daemon.feeds.outline import MAX_ATTRIBUTES, MAX_CATEGORIES, MAX_COMPARISONS, MAX_DEPTH, MAX_NAME, MAX_TAGS

MARK_BYTES = 9
_VERSION = b"1"  #: of what marks are made of; another one makes everything unseen
_ROOTS = frozenset({"rss", "rdf", "feed"})
_ENTRIES = frozenset({"item", "entry"})
_CATEGORIES = frozenset({"category", "subject"})
_LISTS = frozenset({"keywords", "tags"})
_END_TAG = re.compile(rb"</([^\s>]+)\s*>")
_TELLING = _ENTRIES | _CATEGORIES | _LISTS | {"title"}
#: In other namespaces such an element is no entry to feedparser, so what it is would be a guess.
_ENTRY_NAMESPACES = frozenset(
    {
        "",
        "http://purl.org/rss/1.0/",
        "http://www.w3.org/2005/Atom",
        "http://purl.org/atom/ns#",
        "http://my.netscape.com/rdf/simple/0.9/",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """A document in UTF-8, and where its entries stand in it."""

    text: bytes
    root: str  #: local name of the root element, in lower case
    entries: tuple[tuple[int, int], ...]  #: start and end in bytes, in the document's order, apart from each other
    around: bytes  #: the tags that all entries stand in: what they inherit (namespaces, base, language)

    def marks(self, url: str) -> list[str]:
        """The mark of each entry of a document that came from `url`: equal for equal bytes in equal surroundings."""
        seed = blake2b(b"\0".join((_VERSION, url.encode("utf-8", "replace"), self.around)), digest_size=MARK_BYTES)
        return [_mark(seed, self.text[start:end]) for start, end in self.entries]

    def without(self, places: set[int]) -> bytes:
        """The document without the entries at these places."""
        kept, at = [], 0
        for place in sorted(places):
            start, end = self.entries[place]
            kept.append(self.text[at:start])
            at = end
        return b"".join((*kept, self.text[at:]))


def _mark(seed: blake2b, content: bytes) -> str:
    own = seed.copy()
    own.update(content)
    return own.hexdigest()


def find_spans(text: bytes) -> Spans | None:
    """The entries of a document without DOCTYPE, or None if it must go the long way."""
    scan = _Scan(text)
    try:
        scan.run()
    except (_OddError, expat.ExpatError):
        return None
    return Spans(text=text, root=scan.root, entries=tuple(scan.entries), around=scan.around)


class _OddError(Exception):
    """Something that only the long way understands."""


class _Scan:
    def __init__(self, text: bytes) -> None:
        self.root = ""
        self.entries: list[tuple[int, int]] = []
        self.around = b""
        self._text = text
        self._depth = self._tags = self._namespaces = 0
        self._outer_at = -1  #: where the tag of the root or channel begins in which nothing has begun yet
        self._has_channel = False
        self._entry_depth = 0  #: of all entries; 0: none seen yet
        self._entry_at = -1  #: where the entry begins that is open now
        self._list_at = -1  #: where a list of categories begins that is open now
        self._categories = self._comparisons = 0
        self._names: dict[str, tuple[str, str, bool]] = {}  #: namespace, local name, is it telling: of each name seen

    def run(self) -> None:
        parser: Any = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser = parser
        parser.ordered_attributes = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartNamespaceDeclHandler = self._namespace
        parser.Parse(self._text, True)
        if self.root not in _ROOTS:
            raise _OddError

    def _namespace(self, _prefix: str | None, _uri: str | None) -> None:
        self._namespaces += 1
        if self._namespaces > MAX_ATTRIBUTES and self._entry_at < 0:
            raise _OddError

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        self._tags += 1
        if self._depth > MAX_DEPTH or self._tags > MAX_TAGS or len(attributes) > 2 * MAX_ATTRIBUTES:
            raise _OddError
        namespace, local, is_telling = self._names.get(name) or self._named(name)
        if self._depth <= 3:
            self._see_surroundings(local)
        if is_telling:
            self._see_telling(namespace, local)

    def _named(self, name: str) -> tuple[str, str, bool]:
        """The parts of an element's name; of the few that a feed uses, each is looked at once."""
        namespace, _, local = name.rpartition(" ")
        local = local.lower()
        if len(local) > MAX_NAME:
            raise _OddError
        self._names[name] = found = (namespace, local, local in _TELLING)
        return found

    def _see_surroundings(self, local: str) -> None:
        """Note the root's and the channel's tag: their bytes end where the first element in them begins."""
        here = self._parser.CurrentByteIndex
        if self._depth == 1:
            self.root, self._outer_at = local, here
        elif self._outer_at >= 0:
            self.around += self._text[self._outer_at : here]
            self._outer_at = -1
        if self._depth == 2 and local == "channel" and self.root == "rss":
            if self._has_channel:
                raise _OddError
            self._has_channel, self._outer_at = True, here

    def _see_telling(self, namespace: str, local: str) -> None:
        if local in _ENTRIES:
            self._open_entry(namespace)
        elif local in _CATEGORIES:
            self._count_categories(1)
        elif local == "title":
            if self.entries and self._depth == self._entry_depth and self._entry_at < 0:
                raise _OddError  # which of several titles is the feed's depends on the entries between them
        elif self._list_at < 0:
            self._list_at = self._parser.CurrentByteIndex

    def _open_entry(self, namespace: str) -> None:
        in_place = self._depth == (3 if self._has_channel else 2)
        same = self._entry_depth in {0, self._depth}
        if self._entry_at >= 0 or not in_place or not same or namespace not in _ENTRY_NAMESPACES:
            raise _OddError
        self._entry_depth, self._entry_at = self._depth, self._parser.CurrentByteIndex
        self._categories = 0

    def _end(self, name: str) -> None:
        if self._list_at >= 0 and name.rpartition(" ")[2].lower() in _LISTS:
            start, self._list_at = self._list_at, -1
            here = self._parser.CurrentByteIndex
            self._count_categories(1 + self._text.count(b",", start, here) + self._text.count(b"&", start, here))
        if self._entry_at >= 0 and self._depth == self._entry_depth:
            here = self._parser.CurrentByteIndex
            tag = _END_TAG.match(self._text, here)
            if tag is None or not self._text.startswith(tag[1], self._entry_at + 1):  # `<item/>` has no end tag
                raise _OddError
            self.entries.append((self._entry_at, tag.end()))
            self._entry_at = -1
        self._depth -= 1

    def _count_categories(self, count: int) -> None:
        self._comparisons += count * self._categories + count * count // 2
        self._categories += count
        if self._categories > MAX_CATEGORIES or self._comparisons > MAX_COMPARISONS:
            raise _OddError
