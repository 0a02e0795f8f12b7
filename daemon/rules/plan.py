"""What a condition becomes when its words are known: nodes that look at an item's view. Pure.

`holds` says whether a node holds in the whole item: of most rules nothing else is ever asked.
`spans` says whether it holds within a scope: None if not, else its evidence (empty for what holds by absence).
The lists are shared between nodes and never changed.
`groups` lists single occurrences, for nodes that can stand near something: each with all the spans that make it up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, Protocol

from daemon.rules.index import Anchor
from daemon.rules.lexicon import AtomId, Atoms
from daemon.rules.pattern import CompiledPattern
from daemon.rules.places import Range, Span
from daemon.rules.view import ItemView, Scope, within


class Group(NamedTuple):
    """One occurrence: where it reaches from and to, and its evidence."""

    field: int
    first: int
    last: int
    spans: tuple[Span, ...]


class Node(Protocol):
    """A condition that can be asked of an item."""

    def holds(self, view: ItemView) -> bool:
        """Does the condition hold in the whole item? The same as if there are spans, at less cost."""
        ...

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence if the condition holds within the scope, else None."""
        ...


class NearNode(Node, Protocol):
    """A condition whose occurrences have places, so that it can stand near another."""

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """The occurrences within the scope."""
        ...


class Direct(Node, Protocol):
    """A condition that single words or mentions make hold."""

    @property
    def anchors(self) -> frozenset[Anchor]:
        """Each of these makes the condition hold in the whole item.

        Law: where the index finds nothing else of the condition, they are all of its evidence.
        """
        ...


def flat(groups: Sequence[Group]) -> list[Span] | None:
    """The spans of all groups; None if there are none."""
    return [span for group in groups for span in group.spans] or None


def _each(spans: Sequence[Span] | None) -> list[Group]:
    """Every span as an occurrence."""
    return [Group(span.field, span.first, span.last, (span,)) for span in spans or ()]


def _gathered(pieces: Sequence[list[Span]]) -> list[Span]:
    """All of them in one list; a single one is shared."""
    return pieces[0] if len(pieces) == 1 else list(chain.from_iterable(pieces))


@dataclass(frozen=True, slots=True)
class Sequences:
    """Words next to each other; most often a single one."""

    atoms: Atoms

    @property
    def anchors(self) -> frozenset[Anchor]:
        """The word, if it is a single one."""
        return frozenset(self.atoms) if len(self.atoms) == 1 else frozenset()

    def holds(self, view: ItemView) -> bool:
        """Do the words stand anywhere?"""
        return view.stands(self.atoms)

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """Every place where the words stand."""
        return _each(self.spans(view, scope))

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """Every place where the words stand."""
        atoms = self.atoms
        if not view.present.issuperset(atoms):
            return None
        spans = view.spans_of(atoms)
        if not view.is_whole(scope):
            spans = [span for place in scope for span in within(spans, place)]
        return spans or None


@dataclass(frozen=True, slots=True)
class Words:
    """Any of these: the commonest node, and so one that asks for all single words at once."""

    singles: frozenset[AtomId]
    others: tuple[Sequences, ...]

    @property
    def anchors(self) -> frozenset[Anchor]:
        """The single words, but for those that are also parts of the others."""
        return self.singles.difference(*[part.atoms for part in self.others])

    def holds(self, view: ItemView) -> bool:
        """Does one of them stand anywhere?"""
        if not self.singles.isdisjoint(view.present):
            return True
        return any(view.stands(part.atoms) for part in self.others)

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """Every place where one of them stands."""
        return _each(self.spans(view, scope))

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """Every place where one of them stands."""
        if view.is_whole(scope):
            pieces = [view.spans_of((atom,)) for atom in self.singles & view.present]
        else:
            pieces = [spans for place in scope if (spans := self._within(view, place))]
        for part in self.others:
            others = part.spans(view, scope)
            if others is not None:
                pieces.append(others)
        return _gathered(pieces) if pieces else None

    def _within(self, view: ItemView, place: Range) -> list[Span]:
        """The single words in one place; in a short one it is quicker to look at its words than at all of these."""
        if place in view.fields:
            return [span for atom in self.singles & view.present for span in within(view.spans_of((atom,)), place)]
        positions = range(place.low, place.high)
        return [view.span(one, one) for one in positions if not self.singles.isdisjoint(view.atoms[one])]


@dataclass(frozen=True, slots=True)
class Mentions:
    """Mentions of any of these entities."""

    entities: frozenset[str]

    @property
    def anchors(self) -> frozenset[Anchor]:
        """The entities."""
        return self.entities

    def holds(self, view: ItemView) -> bool:
        """Is one of them mentioned anywhere?"""
        return not self.entities.isdisjoint(view.spelled)

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """Every mention."""
        return _each(self.spans(view, scope))

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """Every mention."""
        spans = view.mentions_of_any(self.entities)
        if not view.is_whole(scope):
            spans = [span for place in scope for span in within(spans, place)]
        return spans or None


@dataclass(frozen=True, slots=True)
class Patterned:
    """What a regular expression matches."""

    number: int  #: of the pattern in its rule set
    pattern: CompiledPattern

    def holds(self, view: ItemView) -> bool:
        """Does it match anywhere?"""
        return self.spans(view, view.whole) is not None

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """Every match that touches a word."""
        return _each(self.spans(view, scope))

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """Every match that touches a word."""
        return [span for place in scope for span in within(self._found(view, place.field), place)] or None

    def _found(self, view: ItemView, field: int) -> list[Span]:
        key = (self.number, field)
        if key not in view.patterns:
            places = self.pattern.matches(view.texts[field], view.pattern_budget)
            spans = (view.span_of_characters(field, start, end) for start, end in places)
            view.patterns[key] = [span for span in spans if span]
        return view.patterns[key]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts; the evidence is that of every part that holds."""

    parts: tuple[Node, ...]

    def holds(self, view: ItemView) -> bool:
        """Does any part hold?"""
        return _any_holds(self.parts, view)

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence of every part that holds."""
        return _held(self.parts, view, scope)


def _any_holds(parts: Sequence[Node], view: ItemView) -> bool:
    return any(part.holds(view) for part in parts)


def _held(parts: Sequence[Node], view: ItemView, scope: Scope) -> list[Span] | None:
    pieces = [spans for part in parts if (spans := part.spans(view, scope)) is not None]
    return _gathered(pieces) if pieces else None


@dataclass(frozen=True, slots=True)
class EitherNear:
    """Any of the parts, all of which have places."""

    parts: tuple[NearNode, ...]

    def holds(self, view: ItemView) -> bool:
        """Does any part hold?"""
        return _any_holds(self.parts, view)

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

    def holds(self, view: ItemView) -> bool:
        """Do all parts hold?"""
        return all(part.holds(view) for part in self.parts)

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence of all parts."""
        pieces: list[list[Span]] = []
        for part in self.parts:
            spans = part.spans(view, scope)
            if spans is None:
                return None
            pieces.append(spans)
        return _gathered(pieces)


@dataclass(frozen=True, slots=True)
class Absent:
    """The part does not hold."""

    part: Node

    def holds(self, view: ItemView) -> bool:
        """Does the part not hold?"""
        return not self.part.holds(view)

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """Nothing to show, if the part does not hold."""
        return [] if self.part.spans(view, scope) is None else None


@dataclass(frozen=True, slots=True)
class WithinSentence:
    """The part holds within one sentence."""

    part: Node
    leaves: tuple[NearNode, ...]  #: the part's words: only sentences with one of them are looked at

    def holds(self, view: ItemView) -> bool:
        """Is there such a sentence?"""
        return self.spans(view, view.whole) is not None

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence in every sentence in which the part holds."""
        pieces = [spans for place in scope for spans in self._by_sentence(view, place)]
        return _gathered(pieces) if pieces else None

    def _by_sentence(self, view: ItemView, place: Range) -> Iterator[list[Span]]:
        groups = (group for leaf in self.leaves for group in leaf.groups(view, (place,)))
        if view.sentence_of(place.field, place.low).high >= place.high:  # one sentence, as in SENT(SENT(...))
            inner = [place] if next(groups, None) is not None else []
        else:
            sentences = sorted({view.sentence_of(place.field, group.first) for group in groups})
            inner = [_overlap(sentence, place) for sentence in sentences]
        for one in inner:
            spans = self.part.spans(view, (one,))
            if spans is not None:
                yield spans


def _overlap(sentence: Range, place: Range) -> Range:
    return Range(place.field, max(sentence.low, place.low), min(sentence.high, place.high))


@dataclass(frozen=True, slots=True)
class InTitle:
    """The part holds in the title."""

    part: Node

    def holds(self, view: ItemView) -> bool:
        """Does the part hold in the title?"""
        return self.spans(view, view.whole) is not None

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence in the title."""
        title = tuple(place for place in scope if place.field == 0)
        return self.part.spans(view, title) if title else None


@dataclass(frozen=True, slots=True)
class Counted:
    """At least so many of the parts hold."""

    count: int
    parts: tuple[Node, ...]

    def holds(self, view: ItemView) -> bool:
        """Do so many parts hold?"""
        held = 0
        for part in self.parts:
            if part.holds(view):
                held += 1
                if held == self.count:
                    return True
        return False

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence of every part that holds."""
        pieces = [spans for part in self.parts if (spans := part.spans(view, scope)) is not None]
        return _gathered(pieces) if len(pieces) >= self.count else None


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of the parts that hold add up to at least so much."""

    least: float
    parts: tuple[tuple[Node, float], ...]

    def holds(self, view: ItemView) -> bool:
        """Do the parts that hold weigh so much?"""
        return sum([weight for part, weight in self.parts if part.holds(view)]) >= self.least

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence of the parts that speak for it."""
        held = [(spans, weight) for part, weight in self.parts if (spans := part.spans(view, scope)) is not None]
        if sum(weight for _, weight in held) < self.least:
            return None
        return [span for spans, weight in held if weight > 0 for span in spans]
