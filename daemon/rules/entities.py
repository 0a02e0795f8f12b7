"""The gazetteer: an item's view -> where each entity is mentioned, in one pass however many entities there are. Pure.

Every spelling is filed under the word of it that the fewest other spellings share, so that a text's word leads to the
few spellings that it may belong to; and of these only those are looked at whose next rarest word is there as well.
"""

from collections import Counter, defaultdict

from daemon.rules.lead import AtomId, Atoms, Spelling
from daemon.rules.places import Span
from daemon.rules.view import ItemView


class Gazetteer:
    """The spellings of all entities."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, Atoms], None] = {}
        self._unless: dict[str, list[Atoms]] = defaultdict(list)
        self._of_one_word: dict[AtomId, tuple[str, ...]] = {}  #: entities; most names are of one word
        self._of_several: dict[AtomId, tuple[Spelling, ...]] = {}

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
        several: dict[AtomId, list[Spelling]] = defaultdict(list)
        for entity, atoms in self._waiting:
            if len(atoms) == 1:
                one_word[atoms[0]].append(entity)
            else:
                anchor, partner = sorted(atoms, key=shared.__getitem__)[:2]
                several[anchor].append((entity, atoms, partner))
        self._of_one_word = {atom: tuple(entities) for atom, entities in one_word.items()}
        self._of_several = {atom: tuple(spellings) for atom, spellings in several.items()}
        self._waiting = {}

    def under(self, atom: AtomId) -> tuple[tuple[str, ...], tuple[Spelling, ...]]:
        """The entities that a word alone names; and the names of several words that are filed under it."""
        return self._of_one_word.get(atom, ()), self._of_several.get(atom, ())

    def look(self, view: ItemView) -> None:
        """Note in the view which entities are mentioned, by which of their spellings.

        Law: an entity is not mentioned within a phrase of its `unless`.
        """
        found = view.spelled = _spelled(view)
        for entity in found.keys() & self._unless.keys():
            spans = view.mentions[entity] = self._uncovered(view.mentions_of(entity), self._unless[entity], view)
            if not spans:
                del found[entity]

    def _uncovered(self, spans: list[Span], unless: list[Atoms], view: ItemView) -> list[Span]:
        """Those of the spans that do not lie within one of the phrases."""
        covered: set[int] = set()  # positions; phrases are short
        for atoms in unless:
            for span in view.spans_of(atoms):
                covered.update(range(span.first, span.last + 1))
        return [span for span in spans if not covered.issuperset(range(span.first, span.last + 1))]


def _spelled(view: ItemView) -> dict[str, list[Atoms]]:
    """The entities whose names stand in the item, and which of their names."""
    found: dict[str, list[Atoms]] = {}
    for lead, first, possible in view.naming:
        for entity in lead.entities:
            view.alone[entity] = lead
            if entity in found:
                found[entity].append(lead.alone)
            else:
                found[entity] = [lead.alone]
        for at in possible:
            entity, atoms, _ = lead.spellings[at]
            if view.spells(lead, first, atoms):
                found.setdefault(entity, []).append(atoms)
    return found
