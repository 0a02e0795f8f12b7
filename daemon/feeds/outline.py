"""The outline of an XML document, or of something like one: limits kept, root closed, last entry whole? Pure.

One pass that jumps from `<` to `<` and never looks back, so it is linear whatever the text. It builds nothing, and it
is no validator: what it sees differently from a real parser is caught by the parser's own limits.
"""

import re
from dataclasses import dataclass

MAX_DEPTH = 2_000
MAX_ATTRIBUTES = 300  #: on one tag
MAX_CATEGORIES = 3_000  #: in one entry
MAX_TAGS = 500_000
MAX_NAME = 200  #: characters

_NAME = re.compile(r"[A-Za-z_:\u0080-\uffff][^\s<>/\"'=]*")
_STOP = re.compile(r"[\"'<>]")
_ROOTS = frozenset({"rss", "rdf", "feed"})
_ENTRIES = frozenset({"item", "entry"})
_CATEGORIES = frozenset({"category", "subject", "keywords"})
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})  #: never closed in HTML that stands unescaped in a feed


class OutlineError(Exception):
    """The document goes beyond a limit; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What can be said of a document without building it."""

    root: str  #: local name of the first element, in lower case; empty if there is none
    truncated: bool  #: the root element was never closed
    cut_at: int  #: where a truncated document must be cut, so that no partial entry or tag is left; else its length
    closing: str  #: the end tags that a truncated document lacks after the cut


def outline(text: str) -> Outline:
    """The outline of a document. Errors: OutlineError beyond a limit."""
    return _Walk(text).run()


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._open_names: list[str] = []
        self._tags = 0
        self._categories = 0
        self._root = ""
        self._root_closed = False
        self._entry_at: int | None = None  #: where the entry begins that is open now
        self._entry_depth = 0  #: how many elements were open round it
        self._broken_at: int | None = None  #: where a tag, comment or CDATA section begins that has no end
        self._no_more: set[str] = set()  #: quotes that do not occur any further on: not searched for again

    def run(self) -> Outline:
        at = self._text.find("<")
        while at >= 0:
            end = self._step(at)
            if end is None:
                self._broken_at = at
                break
            at = self._text.find("<", end)
        if not self._root or self._root_closed:
            return Outline(root=self._root, truncated=False, cut_at=len(self._text), closing="")
        cuts = [cut for cut in (self._entry_at, self._broken_at) if cut is not None]
        names = self._open_names if self._entry_at is None else self._open_names[: self._entry_depth]
        closing = "".join(f"</{name}>" for name in reversed(names))
        return Outline(root=self._root, truncated=True, cut_at=min(cuts, default=len(self._text)), closing=closing)

    def _step(self, at: int) -> int | None:
        """Take in what begins with the `<` at this place; where to go on from, or None if it has no end."""
        text = self._text
        if text.startswith("<![CDATA[", at):
            return self._behind("]]>", at + 9)
        if text.startswith("<!--", at):
            return self._behind("-->", at + 4)
        if text.startswith("<?", at):
            return self._behind("?>", at + 2)
        closing = text.startswith("/", at + 1)
        name = _NAME.match(text, at + 1 + closing)
        if name is None:
            return at + 1 if at + 1 < len(text) else None
        self._tags += 1
        if self._tags > MAX_TAGS:
            raise OutlineError(f"more than {MAX_TAGS} tags")
        if len(name.group()) > MAX_NAME:
            raise OutlineError(f"the name of a tag is longer than {MAX_NAME} characters")
        end = self._behind_attributes(name.end()) if not closing else name.end()
        if end is None or (end == len(text) and closing):
            return None
        if closing:
            self._close(name.group())
        else:
            self._open(name.group(), at)
            if text.startswith("/>", end - 2):
                self._close(name.group())
        return end

    def _behind(self, mark: str, at: int) -> int | None:
        end = self._text.find(mark, at)
        return end + len(mark) if end >= 0 else None

    def _behind_attributes(self, at: int) -> int | None:
        """Where a start tag ends; quoted values are jumped over, what stands outside quotes is counted."""
        attributes = 0
        while found := _STOP.search(self._text, at):
            attributes += len(self._text[at : found.start()].split())
            if attributes > MAX_ATTRIBUTES:
                raise OutlineError(f"more than {MAX_ATTRIBUTES} attributes on a tag")
            sign = found.group()
            if sign == "<":
                return found.start()
            if sign == ">":
                return found.end()
            at = self._behind_quoted(sign, found.end())
        return None

    def _behind_quoted(self, quote: str, at: int) -> int:
        if quote in self._no_more:
            return at
        end = self._text.find(quote, at)
        if end < 0:
            self._no_more.add(quote)
            return at
        return end + 1

    def _open(self, name: str, at: int) -> None:
        local = _local(name)
        if not self._root or (local in _ROOTS and self._root not in _ROOTS):  # a server's warnings may stand before it
            self._root = local
        if local in _VOID:
            return
        if local in _ENTRIES:
            self._entry_at, self._entry_depth, self._categories = at, len(self._open_names), 0
        elif local in _CATEGORIES:
            self._categories += 1
            if self._categories > MAX_CATEGORIES:
                raise OutlineError(f"more than {MAX_CATEGORIES} categories")
        self._open_names.append(name)
        if len(self._open_names) > MAX_DEPTH:
            raise OutlineError(f"nested deeper than {MAX_DEPTH} levels")

    def _close(self, name: str) -> None:
        local = _local(name)
        if local in _VOID:
            return
        if self._open_names:
            self._open_names.pop()
        self._root_closed = self._root_closed or local == self._root
        if local in _ENTRIES and self._entry_at is not None:
            # Tags left open inside the entry (unescaped HTML) end with it.
            del self._open_names[self._entry_depth :]
            self._entry_at = None


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
