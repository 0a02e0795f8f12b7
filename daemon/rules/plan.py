"""What a condition becomes when its words are known: nodes that look at an item's view. Pure.

`holds` says whether a node holds in the whole item: of most rules nothing else is ever asked.
`spans` says whether it holds within a scope: None if not, else its evidence (empty for what holds by absence).
The lists are shared between nodes and never changed.
`groups` lists single occurrences, for nodes that can stand near something: each with all the spans that make it up.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple, Protocol

from daemon.rules.lead import Anchor, AtomId, Atoms, Place
from daemon.rules.pattern import CompiledPattern
from daemon.rules.places import Range, Span
from daemon.rules.view import ItemView, Scope, within

_new: Final = tuple.__new__  # a named tuple is made so in half the time that calling its class takes


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

    @property
    def leaves(self) -> "tuple[Leaf, ...]":
        """The words, names and patterns that can be its evidence: those under no negation."""
        ...


class NearNode(Node, Protocol):
    """A condition whose occurrences have places, so that it can stand near another."""

    def groups(self, view: ItemView, scope: Scope) -> list[Group]:
        """The occurrences within the scope."""
        ...


class Leaf(NearNode, Protocol):
    """A condition that holds no other."""

    def each(self, view: ItemView) -> list[list[Span]]:
        """The places of each of its words, names and patterns, anywhere in the item; ascending."""
        ...


class Direct(Node, Protocol):
    """A condition that single words or mentions make hold."""

    @property
    def anchors(self) -> frozenset[Anchor]:
        """Each of these makes the condition hold in the whole item.

        Law: where the index finds nothing else of the condition, they are all of its evidence.
        """
        ...


def first_places(node: Node, view: ItemView, places: Collection[Place]) -> set[Place]:
    """Of each word, name and pattern of a condition the first place, if any, that is among these."""
    firsts: set[Place] = set()
    for leaf in node.leaves:
        for spans in leaf.each(view):
            for field, _, _, start, end in spans:
                if (field, start, end) in places:
                    firsts.add((field, start, end))
                    break
    return firsts


def flat(groups: Sequence[Group]) -> list[Span] | None:
    """The spans of all groups; None if there are none."""
    return [span for group in groups for span in group.spans] or None


def _each(spans: Sequence[Span] | None) -> list[Group]:
    """Every span as an occurrence."""
    return [_new(Group, (span.field, span.first, span.last, (span,))) for span in spans or ()]


def gathered(pieces: Sequence[list[Span]]) -> list[Span]:
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

    @property
    def leaves(self) -> "tuple[Leaf, ...]":
        """Itself."""
        return (self,)

    def each(self, view: ItemView) -> list[list[Span]]:
        """Its one list of places."""
        return [view.spans_of(self.atoms)]


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
        return gathered(pieces) if pieces else None

    @property
    def leaves(self) -> "tuple[Leaf, ...]":
        """Itself."""
        return (self,)

    def each(self, view: ItemView) -> list[list[Span]]:
        """The places of each that is there."""
        singles = [view.spans_of((atom,)) for atom in self.singles & view.present]
        return [*singles, *[view.spans_of(part.atoms) for part in self.others]]

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

    @property
    def leaves(self) -> "tuple[Leaf, ...]":
        """Itself."""
        return (self,)

    def each(self, view: ItemView) -> list[list[Span]]:
        """The mentions of each entity."""
        return [view.mentions_of(entity) for entity in view.spelled.keys() & self.entities]


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

    @property
    def leaves(self) -> "tuple[Leaf, ...]":
        """Itself."""
        return (self,)

    def each(self, view: ItemView) -> list[list[Span]]:
        """Its matches in all fields, as one list."""
        return [[span for place in view.fields for span in self._found(view, place.field)]]

    def _found(self, view: ItemView, field: int) -> list[Span]:
        key = (self.number, field)
        if key not in view.patterns:
            places = self.pattern.matches(view.texts[field], view.pattern_budget)
            spans = (view.span_of_characters(field, start, end) for start, end in places)
            view.patterns[key] = [span for span in spans if span]
        return view.patterns[key]
