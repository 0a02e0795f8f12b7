"""The outline of an XML document, or of something like one: limits kept, root closed, last entry whole? Pure.

One pass that jumps from `<` to `<` and never looks back, so it is linear whatever the text. It builds nothing, and it
is no validator: what it sees differently from a real parser is caught by the parser's own limits.
"""

import re
from collections import Counter
from dataclasses import dataclass

MAX_DEPTH = 2_000
MAX_ATTRIBUTES = 300  #: on one tag
MAX_CATEGORIES = 3_000  #: in one entry
MAX_COMPARISONS = 10_000_000  #: of categories in a document: the parser compares each with all before it in its entry
MAX_TAGS = 500_000
MAX_NAME = 200  #: characters

_NAME = re.compile(r"[A-Za-z_:\u0080-\uffff][^\s<>/\"'=]*")
_STOP = re.compile(r"[\"'<>]")
_ROOTS = frozenset({"rss", "rdf", "feed"})
_ENTRIES = frozenset({"item", "entry"})
_CATEGORIES = frozenset({"category", "subject"})
_LISTS = frozenset({"keywords", "tags"})  #: categories as text, with commas between
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
        self._open_count: Counter[str] = Counter()  #: of the names above the floor, in lower case
        self._floor = 1  #: so many open elements are closed by nothing but the root's or the entry's own end tag
        self._tags = 0
        self._categories = 0  #: of the entry so far
        self._comparisons = 0
        self._list_at: int | None = None  #: where a list of categories begins that is open now
        self._root = ""
        self._root_closed = False
        self._closed_for_sure = False  #: every element in the root was closed before it
        self._entry_at: int | None = None  #: where the entry begins that is open now
        self._entry_depth = 0  #: how many elements were open round it
        self._outside: Counter[str] = Counter()  #: what `_open_count` was before the entry
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
        self._end_list(len(self._text))
        rootless = self._root in _ENTRIES and self._entry_at is None  # entries, and nothing round them
        if not self._root or self._root_closed or rootless:
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
        self._root_closed = self._root_closed and self._closed_for_sure  # else it was not the document's last tag
        if closing:
            self._close(name.group(), at)
        else:
            self._open(name.group(), at)
            if text.startswith("/>", end - 2):
                self._close(name.group(), at)
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
            self._root, self._floor, self._entry_at = local, 1, None
            self._open_names.clear()
            self._open_count.clear()
        if local in _VOID:
            return
        if local in _ENTRIES:
            self._open_entry(at)
        elif local in _CATEGORIES:
            self._count_categories(1)
        elif local in _LISTS and self._list_at is None:
            self._list_at = at
        self._open_names.append(name)
        if len(self._open_names) > self._floor:
            self._open_count[name.lower()] += 1
        if len(self._open_names) > MAX_DEPTH:
            raise OutlineError(f"nested deeper than {MAX_DEPTH} levels")

    def _close(self, name: str, at: int) -> None:
        """Take in an end tag. Law: one that closes nothing, such as a `</rss>` in an entry's text, changes nothing."""
        local = _local(name)
        if local in _LISTS:
            self._end_list(at)
        if local in _ENTRIES and self._entry_at is not None:
            self._close_entry(at)
        elif local == self._root and self._entry_at is None and not self._open_count[name.lower()]:
            inside = self._open_names[1:3]
            self._root_closed = True
            self._closed_for_sure = not inside or [_local(one) for one in inside] == ["channel"]
        elif self._open_count[name.lower()]:
            # What was left open inside (unescaped HTML) ends with it.
            while self._pop() != name.lower():
                pass

    def _pop(self) -> str:
        name = self._open_names.pop().lower()
        self._open_count[name] -= 1
        return name

    def _open_entry(self, at: int) -> None:
        """Begin an entry; the end tags in it close only what was opened in it, whatever they name."""
        if self._entry_at is not None:  # its end tag was forgotten
            self._close_entry(at)
        self._root_closed = self._closed_for_sure = False  # what looked like the root's end was text
        self._entry_at, self._entry_depth, self._categories = at, len(self._open_names), 0
        self._outside, self._open_count, self._floor = self._open_count, Counter(), len(self._open_names) + 1

    def _close_entry(self, at: int) -> None:
        self._end_list(at)
        del self._open_names[self._entry_depth :]
        self._open_count, self._floor = self._outside, 1
        self._entry_at = None

    def _end_list(self, at: int) -> None:
        """Count the categories of a list that ends here; each `&` may stand for a comma."""
        if self._list_at is not None:
            start, self._list_at = self._list_at, None
            self._count_categories(1 + self._text.count(",", start, at) + self._text.count("&", start, at))

    def _count_categories(self, count: int) -> None:
        self._comparisons += count * self._categories + count * count // 2
        self._categories += count
        if self._categories > MAX_CATEGORIES:
            raise OutlineError(f"more than {MAX_CATEGORIES} categories in an entry")
        if self._comparisons > MAX_COMPARISONS:
            raise OutlineError("too many entries with too many categories")


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
