"""What a condition becomes when its words are known: nodes that look at an item's view. Pure.

`spans` says whether a node holds within a scope: None if not, else its evidence (empty for what holds by absence).
The lists are shared between nodes and never changed.
`groups` lists single occurrences, for nodes that can stand near something: each with all the spans that make it up.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from daemon.rules.lexicon import AtomId, Atoms
from daemon.rules.pattern import CompiledPattern
from daemon.rules.view import FieldView, ItemView, Range, Scope, Span


class Group(NamedTuple):
    """One occurrence: where it reaches from and to, and its evidence."""

    field: int
    first: int
    last: int
    spans: tuple[Span, ...]


class Node(Protocol):
    """A condition that can be asked of an item."""

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence if the condition holds within the scope, else None."""
        ...


class NearNode(Node, Protocol):
    """A condition whose occurrences have places, so that it can stand near another."""

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """The occurrences within the scope."""
        ...


def flat(groups: Sequence[Group]) -> list[Span] | None:
    """The spans of all groups; None if there are none."""
    return [span for group in groups for span in group.spans] or None


def _inside(spans: Sequence[Span], scope: Scope) -> list[Group]:
    return [
        Group(span.field, span.first, span.last, (span,)) for place in scope for span in spans if _lies_in(span, place)
    ]


def _lies_in(span: Span, place: Range) -> bool:
    return span.field == place.field and place.low <= span.first and span.last < place.high


@dataclass(frozen=True, slots=True)
class Sequences:
    """Words next to each other; most often a single one."""

    atoms: Atoms

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """Every place where the words stand."""
        return [Group(span.field, span.first, span.last, (span,)) for span in self.spans(view, scope) or ()]

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """Every place where the words stand."""
        atoms = self.atoms
        if not view.present.issuperset(atoms):
            return None
        if scope is view.whole:
            return view.spans_of(atoms) or None
        found: list[Span] = []
        for place in scope:
            field = view.fields[place.field]
            if not field.present.issuperset(atoms):
                continue
            spans = field.spans_of(atoms)
            if place.low or place.high < len(field.starts):
                spans = [span for span in spans if place.low <= span.first and span.last < place.high]
            found += spans
        return found or None


@dataclass(frozen=True, slots=True)
class Words:
    """Any of these: the commonest node, and so one that asks for all single words at once."""

    singles: frozenset[AtomId]
    others: tuple[Sequences, ...]

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """Every place where one of them stands."""
        return [Group(span.field, span.first, span.last, (span,)) for span in self.spans(view, scope) or ()]

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """Every place where one of them stands."""
        found: list[Span] = []
        for atom in self.singles & view.present:
            spans = view.spans_of((atom,)) if scope is view.whole else _single(view, atom, scope)
            found = found + spans if found else spans
        for part in self.others:
            found = found + (part.spans(view, scope) or [])
        return found or None


def _single(view: ItemView, atom: AtomId, scope: Scope) -> list[Span]:
    return [span for place in scope for span in view.fields[place.field].spans_of((atom,)) if _lies_in(span, place)]


@dataclass(frozen=True, slots=True)
class Mentions:
    """Mentions of any of these entities."""

    entities: frozenset[str]

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """Every mention."""
        return [Group(span.field, span.first, span.last, (span,)) for span in self.spans(view, scope) or ()]

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """Every mention."""
        mentions = view.mentions
        spans = [span for one in mentions.keys() & self.entities for span in mentions[one]]
        return [span for place in scope for span in spans if _lies_in(span, place)] or None


@dataclass(frozen=True, slots=True)
class Patterned:
    """What a regular expression matches."""

    number: int  #: of the pattern in its rule set
    pattern: CompiledPattern

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """Every match that touches a word."""
        return [group for place in scope for group in _inside(self._found(view, place.field), (place,))]

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """Every match that touches a word."""
        return flat(self.groups(view, scope))

    def _found(self, view: ItemView, index: int) -> list[Span]:
        key = (self.number, index)
        if key not in view.patterns:
            field = view.fields[index]
            spans = (_span_of_characters(field, start, end) for start, end in self.pattern.matches(field.text))
            view.patterns[key] = [span for span in spans if span]
        return view.patterns[key]


def _span_of_characters(field: FieldView, start: int, end: int) -> Span | None:
    """The span of a stretch of characters; None if no word is touched."""
    first = bisect_left(field.ends, start + 1)
    last = bisect_left(field.starts, end) - 1
    return Span(field.index, first, last, start, end) if first <= last < len(field.starts) else None


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts; the evidence is that of every part that holds."""

    parts: tuple[Node, ...]

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence of every part that holds."""
        return _held(self.parts, view, scope)


def _held(parts: Sequence[Node], view: ItemView, scope: Scope) -> list[Span] | None:
    found: list[Span] | None = None
    for part in parts:
        spans = part.spans(view, scope)
        if spans is not None:
            found = spans if found is None else found + spans
    return found


@dataclass(frozen=True, slots=True)
class EitherNear:
    """Any of the parts, all of which have places."""

    parts: tuple[NearNode, ...]

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """The occurrences of every part."""
        return [group for part in self.parts for group in part.groups(view, scope)]

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence of every part that holds."""
        return _held(self.parts, view, scope)


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts."""

    parts: tuple[Node, ...]

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence of all parts."""
        found: list[Span] = []
        for part in self.parts:
            spans = part.spans(view, scope)
            if spans is None:
                return None
            found = found + spans if found else spans
        return found


@dataclass(frozen=True, slots=True)
class Absent:
    """The part does not hold."""

    part: Node

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """Nothing to show, if the part does not hold."""
        return [] if self.part.spans(view, scope) is None else None


@dataclass(frozen=True, slots=True)
class WithinSentence:
    """The part holds within one sentence."""

    part: Node
    leaves: tuple[NearNode, ...]  #: the part's words: only sentences with one of them are looked at

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence in every sentence in which the part holds."""
        found: list[Span] | None = None
        for place in scope:
            sentences = view.fields[place.field].sentences
            lows = [sentence.low for sentence in sentences]
            groups = [group for leaf in self.leaves for group in leaf.groups(view, (place,))]
            for number in sorted({bisect_left(lows, group.first + 1) - 1 for group in groups}):
                low, high = max(sentences[number].low, place.low), min(sentences[number].high, place.high)
                spans = self.part.spans(view, (Range(place.field, low, high),))
                if spans is not None:
                    found = (found or []) + spans
        return found


@dataclass(frozen=True, slots=True)
class InTitle:
    """The part holds in the title."""

    part: Node

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence in the title."""
        title = tuple(place for place in scope if place.field == 0)
        return self.part.spans(view, title) if title else None


@dataclass(frozen=True, slots=True)
class Counted:
    """At least so many of the parts hold."""

    count: int
    parts: tuple[Node, ...]

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence of every part that holds."""
        found = [spans for part in self.parts if (spans := part.spans(view, scope)) is not None]
        return [span for spans in found for span in spans] if len(found) >= self.count else None


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of the parts that hold add up to at least so much."""

    least: float
    parts: tuple[tuple[Node, float], ...]

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence of the parts that speak for it."""
        held = [(spans, weight) for part, weight in self.parts if (spans := part.spans(view, scope)) is not None]
        if sum(weight for _, weight in held) < self.least:
            return None
        return [span for spans, weight in held if weight > 0 for span in spans]
