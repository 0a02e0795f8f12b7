"""An item as the rules see it: words with their atoms and places, sentences, mentions. Made once per item. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from daemon.language.words import is_sentence_end, word_columns
from daemon.model import Evidence, Item
from daemon.rules.lexicon import AtomId, Atoms, Lexicon
from daemon.rules.pattern import Budget
from daemon.rules.shape import FIELDS


class Span(NamedTuple):
    """A stretch of one field: by word positions, and by code points."""

    field: int  #: index into FIELDS
    first: int
    last: int
    start: int
    end: int


class Range(NamedTuple):
    """Word positions of one field, `low` up to but not `high`."""

    field: int
    low: int
    high: int


Scope = tuple[Range, ...]  #: where a condition may look; ascending


def within(spans: Sequence[Span], place: Range) -> list[Span]:
    """Those of ascending spans that lie in a place: as quick for one sentence as for a whole text."""
    field, low, high = place
    begin = bisect_left(spans, (field, low))
    end = bisect_left(spans, (field, high), begin)
    return [span for span in spans[begin:end] if span.last < high]


class FieldView:
    """One field's words. What most items never need is worked out when first asked for."""

    def __init__(self, index: int, text: str, lexicon: Lexicon, language: str | None) -> None:
        self.index = index
        self.text = text
        words, self.starts, self.ends = word_columns(text) if text else ([], [], [])
        self.atoms: list[Atoms] = lexicon.atoms_of_all(words, language)  #: of each word
        self.present: set[AtomId] = set(chain.from_iterable(self.atoms))
        self._places: dict[AtomId, list[int]] | None = None
        self._spans: dict[Atoms, list[Span]] = {}
        self._sentences: list[Range] | None = None
        self._sentence_lows: list[int] = []

    @property
    def places(self) -> Mapping[AtomId, list[int]]:
        """Word positions of each atom, ascending."""
        if self._places is None:
            places: dict[AtomId, list[int]] = {}
            for position, atoms in enumerate(self.atoms):
                for atom in atoms:
                    if atom in places:
                        places[atom].append(position)
                    else:
                        places[atom] = [position]
            self._places = places
        return self._places

    def span(self, first: int, last: int) -> Span:
        """The span from one word to another, both included."""
        return Span(self.index, first, last, self.starts[first], self.ends[last])

    def spans_of(self, atoms: Atoms) -> list[Span]:
        """Where the atoms stand next to each other, ascending; kept, for many rules ask for the same."""
        spans = self._spans.get(atoms)
        if spans is None:
            index, starts, ends, reach = self.index, self.starts, self.ends, len(atoms) - 1
            spans = self._spans[atoms] = [
                Span(index, first, first + reach, starts[first], ends[first + reach]) for first in self.sequences(atoms)
            ]
        return spans

    def sequences(self, atoms: Atoms) -> Iterator[int]:
        """The positions at which the atoms stand next to each other, ascending."""
        if not self.present.issuperset(atoms):
            return
        places = self.places
        if len(atoms) == 1:
            yield from places[atoms[0]]
            return
        rarest = min(range(len(atoms)), key=lambda offset: len(places[atoms[offset]]))
        for position in places[atoms[rarest]]:
            begin = position - rarest
            if begin < 0 or begin + len(atoms) > len(self.atoms):
                continue
            if all(atom in self.atoms[begin + offset] for offset, atom in enumerate(atoms)):
                yield begin

    @property
    def sentences(self) -> list[Range]:
        """The field's sentences; worked out when first asked for."""
        if self._sentences is None:
            borders = [
                position
                for position in range(1, len(self.starts))
                if is_sentence_end(self.text[self.ends[position - 1] : self.starts[position]])
            ]
            lows, highs = [0, *borders], [*borders, len(self.starts)]
            self._sentences = [Range(self.index, low, high) for low, high in zip(lows, highs, strict=True)]
            self._sentence_lows = lows
        return self._sentences

    def sentence_of(self, position: int) -> int:
        """The number of the sentence in which a word stands."""
        return bisect_right(self._sentence_lows, position) - 1 if self.sentences else 0

    def spans_within(self, atoms: Atoms, place: Range) -> list[Span]:
        """Where the atoms stand next to each other in a place of this field."""
        spans = self.spans_of(atoms)
        return spans if not spans or self.is_whole(place) else within(spans, place)

    def is_whole(self, place: Range) -> bool:
        """Is the place all of this field?"""
        return not place.low and place.high >= len(self.starts)


class ItemView:
    """An item's fields, and what was found in them so far."""

    def __init__(self, item: Item, lexicon: Lexicon, language: str | None) -> None:
        texts = (item.title, item.summary, item.body)
        self.fields = tuple(FieldView(index, text, lexicon, language) for index, text in enumerate(texts))
        self.present: set[AtomId] = set().union(*(field.present for field in self.fields))
        #: The same text twice is looked at once, so that nothing is reported twice.
        self.body_repeats = bool(item.summary) and item.summary == item.body
        self.mentions: dict[str, list[Span]] = {}  #: entity id -> where it is mentioned, ascending
        self.patterns: dict[tuple[int, int], list[Span]] = {}  #: pattern number and field -> where it matches
        self.evidence: dict[tuple[int, int, int], Evidence] = {}  #: field, start and end -> as it is shown
        self._scopes: dict[tuple[str, ...], Scope] = {}
        self._spans: dict[Atoms, list[Span]] = {}
        self._mentioned: dict[frozenset[str], list[Span]] = {}
        self.pattern_budget = Budget()
        self.whole: Scope = self.scope(FIELDS)

    def spans_of(self, atoms: Atoms) -> list[Span]:
        """Where the atoms stand next to each other in the whole item; kept, for many rules ask for the same."""
        spans = self._spans.get(atoms)
        if spans is None:
            spans = self._spans[atoms] = []
            for place in self.whole:
                field = self.fields[place.field]
                if field.present.issuperset(atoms):
                    spans += field.spans_of(atoms)
        return spans

    def mentions_of(self, entities: frozenset[str]) -> list[Span]:
        """Where one of the entities is mentioned, ascending; kept, for it is asked sentence by sentence."""
        spans = self._mentioned.get(entities)
        if spans is None:
            spans = sorted(span for one in self.mentions.keys() & entities for span in self.mentions[one])
            self._mentioned[entities] = spans
        return spans

    def scope(self, names: tuple[str, ...]) -> Scope:
        """The whole of the named fields."""
        scope = self._scopes.get(names)
        if scope is None:
            wanted = [field for field in self.fields if FIELDS[field.index] in names]
            if self.body_repeats and "summary" in names:
                wanted = [field for field in wanted if field.index != FIELDS.index("body")]
            scope = tuple(Range(field.index, 0, len(field.starts)) for field in wanted)
            self._scopes[names] = scope
        return scope
