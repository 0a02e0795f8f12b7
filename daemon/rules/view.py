"""An item as the rules see it: its words, what is mentioned in it, where conditions look, what is shown. Pure.

Made once per item; what most items never need is worked out when first asked for.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from typing import Final

from daemon.model import Evidence, Item
from daemon.rules.lead import Atoms, Lead, Naming, Place
from daemon.rules.pattern import Budget
from daemon.rules.places import ItemWords, Range, Span
from daemon.rules.reading import Readings
from daemon.rules.shape import FIELDS

MAX_EVIDENCE: Final = 24  #: spans of one match, unless more parts of its condition hold; more would not be read

_new: Final = tuple.__new__  # a named tuple is made so in half the time that calling its class takes
_NAMES: Final = FIELDS  # compiled, what is final here is at hand, what is imported is looked up each time
_Evidence: Final = Evidence

Scope = tuple[Range, ...]  #: where a condition may look; ascending


def within(spans: Sequence[Span], place: Range) -> list[Span]:
    """Those of ascending spans that lie in a place: as quick for one sentence as for a whole text."""
    field, low, high = place
    begin = bisect_left(spans, (field, low))
    end = bisect_left(spans, (field, high), begin)
    return [span for span in spans[begin:end] if span.last < high]


class ItemView(ItemWords):
    """An item's words, and what was found in them so far."""

    def __init__(self, item: Item, readings: Readings, language: str | None) -> None:
        super().__init__(item, readings, language)
        #: The same text twice is looked at once, so that nothing is reported twice.
        self.body_repeats = bool(item.summary) and item.summary == item.body
        self.spelled: dict[str, list[Atoms]] = {}  #: entity id -> those of its spellings that stand in the item
        self.alone: dict[str, Lead] = {}  #: entity id -> a word that by itself names it
        self.mentions: dict[str, list[Span]] = {}  #: entity id -> where it is mentioned, ascending; as far as asked
        self.patterns: dict[tuple[int, int], list[Span]] = {}  #: pattern number and field -> where it matches
        self.pattern_budget = Budget()
        self._mentioned: dict[frozenset[str], list[Span]] = {}
        self._scopes: dict[tuple[str, ...], Scope] = {}
        self._of_place: dict[Place, Evidence] = {}
        self.of_lead: dict[Lead, tuple[Evidence, ...]] = {}  #: what is shown of a lead, as far as asked

    @property
    def whole(self) -> Scope:
        """Everything that stands in the item."""
        return self.scope(FIELDS)

    def is_whole(self, scope: Scope) -> bool:
        """Is the scope everything that stands in the item?"""
        return scope is self.whole and not self.body_repeats

    def scope(self, names: tuple[str, ...]) -> Scope:
        """The whole of the named fields."""
        scope = self._scopes.get(names)
        if scope is None:
            wanted = [field for field, name in zip(self.fields, FIELDS, strict=True) if name in names]
            if self.body_repeats and "summary" in names:
                wanted = [field for field in wanted if FIELDS[field.field] != "body"]
            scope = self._scopes[names] = tuple(wanted)
        return scope

    @property
    def naming(self) -> list[Naming]:
        """Those of the leads that may be of a name."""
        if self.scan is not None:
            return self.scan.naming
        present = self.present
        return [(lead, 0, lead.possible_spellings(present)) for lead in self.leads if lead.is_naming]

    def spells(self, lead: Lead, first: int, atoms: Atoms) -> bool:
        """Do the words of a name stand next to each other? One of them is the lead's; `first` is its first entry."""
        if self.scan is not None:
            return self.scan.spells(first, lead.alone[0], atoms)
        return self.present.issuperset(atoms) and bool(self.begun_round(atoms, atoms.index(lead.alone[0])))

    def mentions_of(self, entity: str) -> list[Span]:
        """Where an entity is mentioned, ascending."""
        spans = self.mentions.get(entity)
        if spans is None:
            spellings = self.spelled.get(entity, ())
            spans = [span for atoms in spellings for span in self.spans_of(atoms)]
            spans = self.mentions[entity] = outermost(spans) if len(spans) > 1 else spans
        return spans

    def mentions_of_any(self, entities: frozenset[str]) -> list[Span]:
        """Where one of the entities is mentioned, ascending; kept, for it is asked sentence by sentence."""
        spans = self._mentioned.get(entities)
        if spans is None:
            spans = sorted(span for one in self.spelled.keys() & entities for span in self.mentions_of(one))
            self._mentioned[entities] = spans
        return spans

    def first_mention(self, entity: str) -> Evidence:
        """Where an entity that is mentioned stands first."""
        word = self._only_word(entity)
        if word is not None:
            return self.shown_of_lead(word)[0]
        span = self.mentions_of(entity)[0]
        return self.evidence_of((span.field, span.start, span.end))

    def _only_word(self, entity: str) -> Lead | None:
        """The word that each mention of an entity is; None if there are several names, or longer ones."""
        if len(self.spelled[entity]) > 1 or entity in self.mentions:
            return None
        return self.alone.get(entity)

    def shown_of_lead(self, lead: Lead) -> tuple[Evidence, ...]:
        """Every word of the item with the lead's atom, or every mention of its entity; kept, for many rules show it."""
        shown = self.of_lead.get(lead)
        if shown is None:
            shown = self.of_lead[lead] = self._newly_shown(lead)
        return shown

    def _newly_shown(self, lead: Lead) -> tuple[Evidence, ...]:
        anchor = lead.anchor
        if isinstance(anchor, str):
            word = self._only_word(anchor)
            return self.shown(self.mentions_of(anchor)) if word is None else self.shown_of_lead(word)
        if self.scan is None:
            numbers = self.leading[anchor]
            if len(numbers) == 1:
                number = numbers[0]
                _, starts, ends, _ = self._read[number]
                if len(starts) == 1:  # as most often: the only word of its only piece
                    return (self._evidence_in(number, starts[0], ends[0]),)
        places = self._places_of_lead(lead, MAX_EVIDENCE)
        texts = self.texts
        return tuple(
            [_new(_Evidence, (_NAMES[field], start, end, texts[field][start:end])) for field, start, end in places]
        )

    def _evidence_in(self, number: int, start: int, end: int) -> Evidence:
        """A stretch of a piece."""
        begins = self._begins or self._begins_of_pieces()
        _, second, third = self._borders
        field = 0 if number < second else 1 if number < third else 2
        begin = begins[number] - self._bases[field]
        return _new(_Evidence, (_NAMES[field], begin + start, begin + end, self._pieces[number][start:end]))

    def _places_of(self, lead: Lead) -> list[Place]:
        anchor = lead.anchor
        if isinstance(anchor, int):
            return self._places_of_lead(lead, MAX_EVIDENCE)
        word = self._only_word(anchor)
        if word is not None:
            return self._places_of_lead(word, MAX_EVIDENCE)
        return [(span.field, span.start, span.end) for span in self.mentions_of(anchor)]

    def shown_of_leads(self, leads: Sequence[Lead]) -> tuple[Evidence, ...]:
        """The same of several."""
        of_each = [self._places_of(lead) for lead in leads]
        found = sorted({place for places in of_each for place in places})
        if len(found) > MAX_EVIDENCE:
            found = fairly_cut(found, {places[0] for places in of_each})
        return self.shown_at(found)

    def shown(self, spans: Iterable[Span]) -> tuple[Evidence, ...]:
        """The spans as evidence: each stretch once, in their order in the item."""
        return self.shown_at(places_of(spans)[:MAX_EVIDENCE])

    def shown_at(self, places: Iterable[Place]) -> tuple[Evidence, ...]:
        """Places as evidence, in their order."""
        return tuple([self.evidence_of(place) for place in places])

    def evidence_of(self, place: Place) -> Evidence:
        """One place as evidence."""
        evidence = self._of_place.get(place)
        if evidence is None:
            field, start, end = place
            evidence = self._of_place[place] = Evidence(FIELDS[field], start, end, self.texts[field][start:end])
        return evidence


def places_of(spans: Iterable[Span]) -> list[Place]:
    """Where spans stand, each stretch once, ascending."""
    return sorted({(field, start, end) for field, _, _, start, end in spans})


def fairly_cut(places: Sequence[Place], firsts: Set[Place]) -> list[Place]:
    """So many of ascending places as are shown. Law: all of the `firsts`, then the others from the beginning on."""
    left = max(0, MAX_EVIDENCE - len(firsts))
    others = [place for place in places if place not in firsts]
    return sorted([*firsts, *others[:left]])


def outermost(spans: Iterable[Span]) -> list[Span]:
    """Without those that lie within another, ascending."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda one: (one.field, one.first, -one.last)):
        if not kept or kept[-1].field != span.field or span.last > kept[-1].last:
            kept.append(span)
    return kept
