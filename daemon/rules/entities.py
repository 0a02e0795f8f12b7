"""The gazetteer: an item's view -> where each entity is mentioned, in one pass however many entities there are. Pure.

Every spelling is filed under the word of it that the fewest other spellings share, so that a text's word leads to the
few spellings that it may belong to.
"""

from collections import Counter, defaultdict

from daemon.rules.lexicon import AtomId, Atoms
from daemon.rules.view import ItemView, Span


class Gazetteer:
    """The spellings of all entities."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, Atoms], None] = {}
        self._unless: dict[str, list[Atoms]] = defaultdict(list)
        self._of_one_word: dict[AtomId, tuple[str, ...]] = {}  #: entities; most names are of one word
        self._of_several: dict[AtomId, tuple[tuple[str, Atoms], ...]] = {}
        self._one_word_atoms: frozenset[AtomId] = frozenset()
        self._anchors: frozenset[AtomId] = frozenset()

    def add(self, entity: str, atoms: Atoms) -> None:
        """File a spelling; `seal` afterwards."""
        self._waiting[entity, atoms] = None

    def add_unless(self, entity: str, atoms: Atoms) -> None:
        """A phrase inside which the entity is not meant."""
        self._unless[entity].append(atoms)

    def seal(self) -> None:
        """Choose the anchors, when all spellings are known."""
        shared = Counter(atom for _, atoms in self._waiting for atom in atoms)
        one_word: dict[AtomId, list[str]] = defaultdict(list)
        several: dict[AtomId, list[tuple[str, Atoms]]] = defaultdict(list)
        for spelling in self._waiting:
            entity, atoms = spelling
            if len(atoms) == 1:
                one_word[atoms[0]].append(entity)
            else:
                several[min(atoms, key=shared.__getitem__)].append(spelling)
        self._of_one_word = {atom: tuple(entities) for atom, entities in one_word.items()}
        self._of_several = {atom: tuple(spellings) for atom, spellings in several.items()}
        self._one_word_atoms, self._anchors = frozenset(one_word), frozenset(several)
        self._waiting = {}

    def mentions(self, view: ItemView) -> dict[str, list[Span]]:
        """Entity -> where it is mentioned, ascending.

        Law: the mentions of one entity do not lie within each other, nor within a phrase of its `unless`.
        """
        present = view.present
        found: dict[str, list[Span]] = {}  # the lists are shared, and so never changed
        for atom in present & self._one_word_atoms:
            spans = view.spans_of((atom,))
            for entity in self._of_one_word[atom]:
                found[entity] = [*found[entity], *spans] if entity in found else spans
        for atom in present & self._anchors:
            for entity, atoms in self._of_several[atom]:
                if present.issuperset(atoms):
                    spans = view.spans_of(atoms)
                    if spans:
                        found[entity] = [*found[entity], *spans] if entity in found else spans
        for entity, spans in list(found.items()):
            if len(spans) > 1 or entity in self._unless:
                found[entity] = self._counting(entity, view, spans)
                if not found[entity]:
                    del found[entity]
        return found

    def _counting(self, entity: str, view: ItemView, spans: list[Span]) -> list[Span]:
        outer = _outermost(spans) if len(spans) > 1 else spans
        if entity not in self._unless:
            return outer
        covered: set[int] = set()  # positions; phrases are short
        for atoms in self._unless[entity]:
            for span in view.spans_of(atoms):
                covered.update(range(span.first, span.last + 1))
        return [span for span in outer if not covered.issuperset(range(span.first, span.last + 1))]


def _outermost(spans: list[Span]) -> list[Span]:
    """Without those that lie within another, ascending."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda one: (one.field, one.first, -one.last)):
        if not kept or kept[-1].field != span.field or span.last > kept[-1].last:
            kept.append(span)
    return kept
