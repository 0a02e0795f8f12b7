"""What one word, or one entity, leads to: the rules and the names that it may be of. Pure nouns."""

from collections.abc import Sequence, Set

AtomId = int
Atoms = tuple[AtomId, ...]
Anchor = AtomId | str  #: an atom, or the id of an entity
Anchors = frozenset[Anchor]
Needs = tuple[Anchors, ...]  #: of each group at least one is present wherever the condition holds; none: no need
Filed = tuple[int, Needs]  #: a rule by its number, and what it needs beside its anchor
#: An entity, the words of one of its names, and that of them which stands in the fewest names but for the anchor.
Spelling = tuple[str, Atoms, AtomId]
#: A lead that may be of a name, its first entry in a scan, and which of its spellings have their partner in the item.
Naming = tuple["Lead", int, Sequence[int]]
Places = tuple[int, ...]
Place = tuple[int, int, int]  #: a field, and a stretch of it by code points
#: A piece of a text: its words' atoms, starts and ends in the piece; and what its words lead to.
Piece = tuple[tuple[Atoms, ...], Places, Places, tuple["Lead", ...]]


class Lead:
    """What is asked when an atom or an entity is present. Law: made once for each, so that it is known by itself."""

    __slots__ = (
        "alone", "anchor", "certain", "entities", "filed", "is_naming", "next_needs", "number", "of_partner",
        "partners", "possible", "spellings",
    )  # fmt: skip

    def __init__(
        self,
        anchor: Anchor,
        *,
        certain: tuple[int, ...],
        possible: tuple[int, ...],
        filed: tuple[Filed, ...],
        entities: tuple[str, ...] = (),
        spellings: tuple[Spelling, ...] = (),
    ) -> None:
        self.number = 0  #: among the leads of its rule set
        self.anchor = anchor
        self.alone: Atoms = (anchor,) if isinstance(anchor, int) else ()  #: as the words of a name
        self.certain = certain  #: rules that hold
        self.possible = possible  #: rules that hold if their conditions say so
        self.filed = filed  #: rules that may hold if what else they need is present, too
        #: What one of the `filed` needs next: if nothing of it is there, none of them needs to be looked at.
        self.next_needs: Anchors = frozenset[Anchor]().union(*[needs[0] for _, needs in filed])
        self.is_naming = bool(entities or spellings)
        self.entities = entities  #: entities that this word alone is a name of
        self.spellings = spellings  #: names of several words that are filed under this one
        #: Those of the spellings, by their places, that have no chance where this word is not there.
        self.of_partner: dict[AtomId, list[int]] = {}
        for at, (_, _, partner) in enumerate(spellings):
            self.of_partner.setdefault(partner, []).append(at)
        self.partners = frozenset(self.of_partner)

    def possible_spellings(self, present: Set[AtomId]) -> Sequence[int]:
        """Those of the spellings, by their places, whose partner is present."""
        if self.partners.isdisjoint(present):
            return ()
        return [at for partner in self.partners.intersection(present) for at in self.of_partner[partner]]
