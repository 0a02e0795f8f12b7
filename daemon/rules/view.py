"""An item as the rules see it: words with their atoms and places, sentences, mentions. Made once per item. Pure.

The words of all fields stand in one row, with a gap of one position between fields, so that each atom has one list of
places and nothing can stand across two fields. What most items never need is worked out when first asked for.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate, chain, compress, repeat
from operator import add, itemgetter
from typing import NamedTuple

from daemon.language.words import is_sentence_end
from daemon.model import Evidence, Item
from daemon.rules.lexicon import AtomId, Atoms, Lexicon, Piece
from daemon.rules.pattern import Budget
from daemon.rules.shape import FIELDS

MAX_EVIDENCE = 24  #: spans of one match; more would not be read


class Span(NamedTuple):
    """A stretch of one field: by word positions in the item, and by code points of the field."""

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
_atoms_of_piece, _starts_of_piece, _ends_of_piece = map(itemgetter, range(3))


def within(spans: Sequence[Span], place: Range) -> list[Span]:
    """Those of ascending spans that lie in a place: as quick for one sentence as for a whole text."""
    field, low, high = place
    begin = bisect_left(spans, (field, low))
    end = bisect_left(spans, (field, high), begin)
    return [span for span in spans[begin:end] if span.last < high]


class ItemView:
    """An item's words, and what was found in them so far."""

    def __init__(self, item: Item, lexicon: Lexicon, language: str | None) -> None:
        self.texts = (item.title, item.summary, item.body)
        #: The same text twice is looked at once, so that nothing is reported twice.
        self.body_repeats = bool(item.summary) and item.summary == item.body
        self.atoms: list[Atoms] = []  #: of each word; none in the gap after a field
        self.fields: list[Range] = []  #: the whole of each
        self._pieces: list[list[str]] = []
        self._read: list[list[Piece]] = []
        for index, text in enumerate(self.texts):
            self._add_field(index, text, lexicon, language)
        self.places = _places(self.atoms)  #: word positions of each atom, ascending
        self.present: set[AtomId] = set(self.places)
        self.mentions: dict[str, list[Span]] = {}  #: entity id -> where it is mentioned, ascending
        self.patterns: dict[tuple[int, int], list[Span]] = {}  #: pattern number and field -> where it matches
        self.pattern_budget = Budget()
        self._piece_places: list[tuple[list[int], list[int]] | None] = [None, None, None]
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._spans: dict[Atoms, list[Span]] = {}
        self._mentioned: dict[frozenset[str], list[Span]] = {}
        self._scopes: dict[tuple[str, ...], Scope] = {}
        self._sentences: dict[int, list[Range]] = {}
        self._sentence_lows: dict[int, list[int]] = {}
        self._of_word: dict[int, Evidence] = {}
        self._of_stretch: dict[tuple[int, int, int], Evidence] = {}
        self._of_atom: dict[AtomId, tuple[Evidence, ...]] = {}
        self.whole: Scope = self.scope(FIELDS)

    def _add_field(self, index: int, text: str, lexicon: Lexicon, language: str | None) -> None:
        pieces = text.split(" ") if text else []
        read = lexicon.read(pieces, language)
        low = len(self.atoms)
        self.atoms.extend(chain.from_iterable(map(_atoms_of_piece, read)))
        self.fields.append(Range(index, low, len(self.atoms)))
        self.atoms.append(())
        self._pieces.append(pieces)
        self._read.append(read)

    @property
    def starts(self) -> list[int]:
        """Where each word begins, in code points of its field."""
        if not self._starts:
            self._place_words()
        return self._starts

    @property
    def ends(self) -> list[int]:
        """Where each word ends, in code points of its field."""
        if not self._starts:
            self._place_words()
        return self._ends

    def _place_words(self) -> None:
        for pieces, read in zip(self._pieces, self._read, strict=True):
            begins = [0, *accumulate([len(piece) + 1 for piece in pieces])]
            counts = map(len, map(_starts_of_piece, read))
            of_words = list(chain.from_iterable(map(repeat, begins, counts)))
            self._starts += map(add, of_words, chain.from_iterable(map(_starts_of_piece, read)))
            self._ends += map(add, of_words, chain.from_iterable(map(_ends_of_piece, read)))
            self._starts.append(begins[-1])
            self._ends.append(begins[-1])

    def _place_of(self, position: int) -> tuple[int, int, int]:
        """Field, start and end of a word: of the few words that are asked for, without placing them all."""
        field = self._field_of(position)
        if self._starts:
            return field, self._starts[position], self._ends[position]
        firsts, begins = self._piece_places[field] or self._place_pieces(field)
        offset = position - self.fields[field].low
        number = bisect_right(firsts, offset) - 1
        _, starts, ends = self._read[field][number]
        offset -= firsts[number]
        begin = begins[number]
        return field, begin + starts[offset], begin + ends[offset]

    def _place_pieces(self, field: int) -> tuple[list[int], list[int]]:
        """How many words stand before each piece of a field, and how many characters."""
        firsts = list(accumulate(map(len, map(_starts_of_piece, self._read[field])), initial=0))
        begins = [0, *accumulate([len(piece) + 1 for piece in self._pieces[field]])]  # each is followed by a space
        self._piece_places[field] = firsts, begins
        return firsts, begins

    def span_of_characters(self, field: int, start: int, end: int) -> Span | None:
        """The span of a stretch of a field's characters; None if no word is touched."""
        firsts, begins = self._piece_places[field] or self._place_pieces(field)
        read, low, high = self._read[field], self.fields[field].low, self.fields[field].high
        number = bisect_right(begins, start) - 1
        first = low + firsts[number] + bisect_left(read[number][2], start - begins[number] + 1)
        number = bisect_left(begins, end) - 1
        last = low + firsts[number] + bisect_left(read[number][1], end - begins[number]) - 1
        return Span(field, first, last, start, end) if first <= last < high else None

    def is_whole(self, scope: Scope) -> bool:
        """Is the scope everything that stands in the item?"""
        return scope is self.whole and not self.body_repeats

    def span(self, first: int, last: int) -> Span:
        """The span from one word to another of the same field, both included."""
        field, start, end = self._place_of(first)
        return Span(field, first, last, start, end if first == last else self._place_of(last)[2])

    def _field_of(self, position: int) -> int:
        if position < self.fields[1].low:
            return 0
        return 1 if position < self.fields[2].low else 2

    def spans_of(self, atoms: Atoms) -> list[Span]:
        """Where the atoms stand next to each other, ascending; kept, for many rules ask for the same."""
        spans = self._spans.get(atoms)
        if spans is None:
            firsts, reach = self._sequences(atoms), len(atoms) - 1
            spans = self._spans[atoms] = [self.span(first, first + reach) for first in firsts]
        return spans

    def _sequences(self, atoms: Atoms) -> list[int]:
        """The positions at which the atoms stand next to each other, ascending."""
        places, words = self.places, self.atoms
        if len(atoms) == 1:
            return places.get(atoms[0], [])
        if not self.present.issuperset(atoms):
            return []
        rarest = min(range(len(atoms)), key=lambda offset: len(places[atoms[offset]]))
        found = []
        for position in places[atoms[rarest]]:
            begin = position - rarest
            if begin < 0 or begin + len(atoms) > len(words):
                continue
            if all(atom in words[begin + offset] for offset, atom in enumerate(atoms)):
                found.append(begin)
        return found

    def sentences(self, field: int) -> list[Range]:
        """A field's sentences."""
        sentences = self._sentences.get(field)
        if sentences is None:
            _, low, high = self.fields[field]
            text, starts, ends = self.texts[field], self.starts, self.ends
            borders = [
                position
                for position in range(low + 1, high)
                if is_sentence_end(
                    text[ends[position - 1] : starts[position]], text[starts[position - 1] : ends[position - 1]]
                )
            ]
            lows, highs = [low, *borders], [*borders, high]
            sentences = [Range(field, begin, end) for begin, end in zip(lows, highs, strict=True)]
            self._sentences[field], self._sentence_lows[field] = sentences, lows
        return sentences

    def sentence_of(self, field: int, position: int) -> Range:
        """The sentence of a field in which a word stands."""
        sentences = self.sentences(field)
        return sentences[bisect_right(self._sentence_lows[field], position) - 1]

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
            wanted = [field for field, name in zip(self.fields, FIELDS, strict=True) if name in names]
            if self.body_repeats and "summary" in names:
                wanted = [field for field in wanted if FIELDS[field.field] != "body"]
            scope = self._scopes[names] = tuple(wanted)
        return scope

    def shown_of_words(self, atoms: Collection[AtomId]) -> tuple[Evidence, ...]:
        """Every word of the item with one of these atoms, as evidence; kept for a single atom: many rules show it."""
        if len(atoms) > 1:
            return self._shown_at(sorted(set(chain.from_iterable(map(self.places.__getitem__, atoms)))))
        (atom,) = atoms
        shown = self._of_atom.get(atom)
        if shown is None:
            shown = self._of_atom[atom] = self._shown_at(self.places[atom])
        return shown

    def _shown_at(self, positions: list[int]) -> tuple[Evidence, ...]:
        return tuple(map(self._evidence_at, positions[:MAX_EVIDENCE]))

    def _evidence_at(self, position: int) -> Evidence:
        evidence = self._of_word.get(position)
        if evidence is None:
            evidence = self._of_word[position] = self._evidence(*self._place_of(position))
        return evidence

    def shown(self, spans: Iterable[Span]) -> tuple[Evidence, ...]:
        """The spans as evidence: each stretch once, in their order in the item."""
        places = sorted({(field, start, end) for field, _, _, start, end in spans})
        return tuple([self._evidence_of(place) for place in places[:MAX_EVIDENCE]])

    def evidence_of(self, span: Span) -> Evidence:
        """One span as evidence."""
        return self._evidence_of((span.field, span.start, span.end))

    def _evidence_of(self, place: tuple[int, int, int]) -> Evidence:
        evidence = self._of_stretch.get(place)
        if evidence is None:
            evidence = self._of_stretch[place] = self._evidence(*place)
        return evidence

    def _evidence(self, field: int, start: int, end: int) -> Evidence:
        return Evidence(field=FIELDS[field], start=start, end=end, text=self.texts[field][start:end])


def _places(words: list[Atoms]) -> dict[AtomId, list[int]]:
    places: dict[AtomId, list[int]] = {}
    for position, atoms in compress(enumerate(words), words):
        for atom in atoms:
            if atom in places:
                places[atom].append(position)
            else:
                places[atom] = [position]
    return places
