"""The gazetteer: an item's view -> where each entity is mentioned, in one pass however many entities there are. Pure.

Every spelling is filed under the word of it that the fewest other spellings share, so that a text's word leads to the
few spellings that it may belong to.
"""

from collections import Counter, defaultdict
from typing import NamedTuple

from daemon.rules.lexicon import AtomId, Atoms
from daemon.rules.view import FieldView, ItemView, Span


class _Spelling(NamedTuple):
    entity: str
    atoms: Atoms
    anchor: int  #: which of the atoms it is filed under


class Gazetteer:
    """The spellings of all entities."""

    def __init__(self) -> None:
        self._spellings: list[tuple[str, Atoms]] = []
        self._unless: dict[str, list[Atoms]] = defaultdict(list)
        self._by_anchor: dict[AtomId, list[_Spelling]] = {}

    def add(self, entity: str, atoms: Atoms) -> None:
        """File a spelling; `seal` afterwards."""
        self._spellings.append((entity, atoms))

    def add_unless(self, entity: str, atoms: Atoms) -> None:
        """A phrase inside which the entity is not meant."""
        self._unless[entity].append(atoms)

    def seal(self) -> None:
        """Choose the anchors, when all spellings are known."""
        shared = Counter(atom for _, atoms in self._spellings for atom in set(atoms))
        by_anchor: dict[AtomId, list[_Spelling]] = defaultdict(list)
        for entity, atoms in dict.fromkeys(self._spellings):
            anchor = min(range(len(atoms)), key=lambda offset: shared[atoms[offset]])
            by_anchor[atoms[anchor]].append(_Spelling(entity, atoms, anchor))
        self._by_anchor = dict(by_anchor)

    def mentions(self, view: ItemView) -> dict[str, list[Span]]:
        """Entity -> where it is mentioned, ascending.

        Law: the mentions of one entity do not lie within each other, nor within a phrase of its `unless`.
        """
        found: dict[str, list[Span]] = defaultdict(list)
        for field in view.fields:
            for atom, positions in field.places.items():
                for spelling in self._by_anchor.get(atom, ()):
                    found[spelling.entity] += _at(field, spelling, positions)
        kept = {entity: self._counting(entity, view, spans) for entity, spans in found.items() if spans}
        return {entity: spans for entity, spans in kept.items() if spans}

    def _counting(self, entity: str, view: ItemView, spans: list[Span]) -> list[Span]:
        outer = _outermost(spans)
        forbidden = [
            Span(field.index, first, first + len(atoms) - 1, 0, 0)
            for atoms in self._unless.get(entity, ())
            for field in view.fields
            for first in field.sequences(atoms)
        ]
        if not forbidden:
            return outer
        covered: dict[int, set[int]] = defaultdict(set)  # positions of each field; phrases are short
        for span in forbidden:
            covered[span.field].update(range(span.first, span.last + 1))
        return [span for span in outer if not covered[span.field].issuperset(range(span.first, span.last + 1))]


def _at(field: FieldView, spelling: _Spelling, positions: list[int]) -> list[Span]:
    atoms, length = spelling.atoms, len(spelling.atoms)
    if length == 1:
        return [field.span(position, position) for position in positions]
    found = []
    for position in positions:
        first = position - spelling.anchor
        if first < 0 or first + length > len(field.atoms):
            continue
        if all(atom in field.atoms[first + offset] for offset, atom in enumerate(atoms)):
            found.append(field.span(first, first + length - 1))
    return found


def _outermost(spans: list[Span]) -> list[Span]:
    """Without those that lie within another, ascending."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda one: (one.field, one.first, -one.last)):
        if not kept or kept[-1].field != span.field or span.last > kept[-1].last:
            kept.append(span)
    return kept
