"""Conditions made of conditions: any, all, none, so many of them, in a sentence, in the title, by weight. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from daemon.rules.places import Range, Span
from daemon.rules.plan import Group, Leaf, NearNode, Node, gathered
from daemon.rules.view import ItemView, Scope


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

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Those of all parts."""
        return leaves_of(self.parts)


def _any_holds(parts: Sequence[Node], view: ItemView) -> bool:
    return any(part.holds(view) for part in parts)


def leaves_of(parts: Sequence[Node]) -> tuple[Leaf, ...]:
    """The leaves of all parts."""
    return tuple([leaf for part in parts for leaf in part.leaves])


def _held(parts: Sequence[Node], view: ItemView, scope: Scope) -> list[Span] | None:
    pieces = [spans for part in parts if (spans := part.spans(view, scope)) is not None]
    return gathered(pieces) if pieces else None


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

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Those of all parts."""
        return leaves_of(self.parts)


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
        return gathered(pieces)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Those of all parts."""
        return leaves_of(self.parts)


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

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """None: what is not there is not shown."""
        return ()


@dataclass(frozen=True, slots=True)
class WithinSentence:
    """The part holds within one sentence."""

    part: Node
    leaves: tuple[Leaf, ...]  #: the part's: only sentences with one of them are looked at

    def holds(self, view: ItemView) -> bool:
        """Is there such a sentence?"""
        return self.spans(view, view.whole) is not None

    def spans(self, view: ItemView, scope: Scope) -> list[Span] | None:
        """The evidence in every sentence in which the part holds."""
        pieces = [spans for place in scope for spans in self._by_sentence(view, place)]
        return gathered(pieces) if pieces else None

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

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Those of the part."""
        return self.part.leaves


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
        return gathered(pieces) if len(pieces) >= self.count else None

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Those of all parts."""
        return leaves_of(self.parts)


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

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Those of the parts that speak for it."""
        return leaves_of([part for part, weight in self.parts if weight > 0])
