"""An item's words: which atoms are present, what they lead to, and where they stand. Pure.

The words of all fields stand in one row, with a gap of one position between fields, so that each atom has one list of
places and nothing can stand across two fields. Which atoms are present is known at once, for most rules ask no more.
Where they stand is worked out when it is first asked.
"""

from bisect import bisect_left, bisect_right
from itertools import accumulate, chain, compress, pairwise, repeat
from operator import add, itemgetter
from typing import Final, NamedTuple

from daemon.language.words import is_sentence_end
from daemon.model import Item
from daemon.rules.lead import Anchor, AtomId, Atoms, Lead, Piece, Place
from daemon.rules.reading import Readings


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


_new: Final = tuple.__new__  # a named tuple is made so in half the time that calling its class takes
_GAP: Final[Piece] = (((),), (0,), (0,), ())  #: after a field: one word without atoms
_atoms_of_piece, _starts_of_piece, _ends_of_piece, _leads_of_piece = map(itemgetter, range(4))


class ItemWords:
    """The words of an item."""

    def __init__(self, item: Item, readings: Readings, language: str | None) -> None:
        self.texts = (item.title, item.summary, item.body)
        #: Where the words are kept in rows; the next ones are then made late.
        self.scan = readings.scan(self.texts, language)
        self._pieces: list[str] = []
        self._read: list[Piece] = []
        self._borders: list[int] = []  #: the number of each field's first piece
        self._present: set[AtomId] | None = None
        self._leads: list[Lead] | None = None
        if self.scan is None:
            self._read_texts(readings, language)
        self._leading: dict[Anchor, list[int]] = {}
        self._atoms: list[Atoms] = []
        self._places: dict[AtomId, list[int]] | None = None
        self._firsts: list[int] = []  #: how many words stand before each piece
        self._begins: list[int] = []  #: how many characters of all fields stand before each piece, with a space each
        self._bases: list[int] = []  #: … before each field
        self._fields: list[Range] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._words: dict[Anchor, list[tuple[int, int]]] = {}  #: of a lead, as piece and offset in it
        self._spans: dict[Atoms, list[Span]] = {}
        self._sentences: dict[int, list[Range]] = {}
        self._sentence_lows: dict[int, list[int]] = {}

    def _read_texts(self, readings: Readings, language: str | None) -> None:
        for text in self.texts:
            pieces = text.split(" ") if text else []
            self._borders.append(len(self._pieces))
            self._pieces += pieces
            self._pieces.append("")
            self._read += readings.read(pieces, language)
            self._read.append(_GAP)

    @property
    def present(self) -> set[AtomId]:
        """The atoms of all words."""
        present = self._present
        if present is None:
            words = chain.from_iterable(map(_atoms_of_piece, self._read))
            present = set[AtomId]().union(*words) if self.scan is None else self.scan.present()
            self._present = present
        return present

    @property
    def leads(self) -> list[Lead]:
        """What the words lead to, each once."""
        leads = self._leads
        if leads is None:
            leads = self._leads = list(dict.fromkeys(chain.from_iterable(map(_leads_of_piece, self._read))))
        return leads

    @property
    def leading(self) -> dict[Anchor, list[int]]:
        """An atom with a lead -> the numbers of the pieces it stands in, ascending."""
        leading = self._leading
        if not leading:
            of_pieces = list(map(_leads_of_piece, self._read))
            for number, found in compress(enumerate(of_pieces), of_pieces):
                for lead in found:
                    if lead.anchor in leading:
                        leading[lead.anchor].append(number)
                    else:
                        leading[lead.anchor] = [number]
        return leading

    @property
    def atoms(self) -> list[Atoms]:
        """The atoms of each word; none in the gap after a field."""
        if not self._atoms:
            words = chain.from_iterable(map(_atoms_of_piece, self._read))
            self._atoms = list(words) if self.scan is None else self.scan.atoms_of_words()
        return self._atoms

    @property
    def places(self) -> dict[AtomId, list[int]]:
        """The word positions of each atom that is present, ascending."""
        places = self._places
        if places is None:
            places = self._places = _places(self.atoms)
        return places

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
        if self.scan is not None:
            places = [self.scan.place(position) for position in range(len(self.scan.words))]
            self._starts, self._ends = [place[1] for place in places], [place[2] for place in places]
            return
        counts = map(len, map(_starts_of_piece, self._read))
        of_words = list(chain.from_iterable(map(repeat, self._begins_in_fields(), counts)))
        self._starts = list(map(add, of_words, chain.from_iterable(map(_starts_of_piece, self._read))))
        self._ends = list(map(add, of_words, chain.from_iterable(map(_ends_of_piece, self._read))))

    def _begins_in_fields(self) -> list[int]:
        """How many characters of its field stand before each piece."""
        begins, borders = self._begins_of_pieces(), pairwise((*self._borders, len(self._read)))
        return [one - base for base, (low, high) in zip(self._bases, borders, strict=True) for one in begins[low:high]]

    def _begins_of_pieces(self) -> list[int]:
        if not self._begins:
            begins = self._begins = list(accumulate(map(add, map(len, self._pieces), repeat(1)), initial=0))
            self._bases = [begins[border] for border in self._borders]
        return self._begins

    def _firsts_of_pieces(self) -> list[int]:
        if not self._firsts:
            self._firsts = list(accumulate(map(len, map(_starts_of_piece, self._read)), initial=0))
        return self._firsts

    def place_of(self, position: int) -> Place:
        """Where a word stands: of the few words that are asked for, without placing them all."""
        if self.scan is not None:
            return self.scan.place(position)
        firsts = self._firsts or self._firsts_of_pieces()
        number = bisect_right(firsts, position) - 1
        return self._place_in(number, position - firsts[number])

    def _place_in(self, number: int, offset: int) -> Place:
        """Where a word of a piece stands."""
        begins = self._begins or self._begins_of_pieces()
        _, starts, ends, _ = self._read[number]
        _, second, third = self._borders
        field = 0 if number < second else 1 if number < third else 2
        begin = begins[number] - self._bases[field]
        return field, begin + starts[offset], begin + ends[offset]

    def _places_of_lead(self, lead: Lead, most: int) -> list[Place]:
        """Where the words with a lead stand, ascending; so many of them at the most."""
        if self.scan is not None:
            return self.scan.places_of(lead.alone[0], most)
        words = self._words_of_lead(lead.anchor, most)
        return [self._place_in(number, offset) for number, offset in words[:most]]

    def _words_of_lead(self, atom: Anchor, most: int | None = None) -> list[tuple[int, int]]:
        """The words with an atom that has a lead, ascending: piece, and offset in it; in so many pieces at the most."""
        found = []
        for number in self.leading[atom][:most]:
            words = self._read[number][0]
            if len(words) == 1:
                found.append((number, 0))
            else:
                found += [(number, offset) for offset, atoms in enumerate(words) if atom in atoms]
        return found

    @property
    def fields(self) -> list[Range]:
        """The whole of each field."""
        if not self._fields:
            if self.scan is None:
                firsts = self._firsts_of_pieces()
                lows = [firsts[number] for number in (*self._borders, len(self._read))]
            else:
                lows = [*self.scan.lows, len(self.scan.words)]
            self._fields = [Range(field, low, high - 1) for field, (low, high) in enumerate(pairwise(lows))]
        return self._fields

    def span(self, first: int, last: int) -> Span:
        """The span from one word to another of the same field, both included."""
        field, start, end = self.place_of(first)
        return _new(Span, (field, first, last, start, end if first == last else self.place_of(last)[2]))

    def span_of_characters(self, field: int, start: int, end: int) -> Span | None:
        """The span of a stretch of a field's characters; None if no word is touched."""
        _, low, high = self.fields[field]
        touched = self._touched(field, start, end) if self.scan is None else self.scan.touched(low, high, start, end)
        first, last = touched
        return Span(field, first, last, start, end) if first <= last else None

    def _touched(self, field: int, start: int, end: int) -> tuple[int, int]:
        """The first word of a field that ends after `start`, and the last one that begins before `end`."""
        begins, firsts, read = self._begins_of_pieces(), self._firsts_of_pieces(), self._read
        start, end = start + self._bases[field], end + self._bases[field]
        low, high = self._borders[field], (*self._borders, len(read))[field + 1] - 1  # without the gap
        number = max(low, bisect_right(begins, start, low, high) - 1)
        while number < high and (not read[number][2] or begins[number] + read[number][2][-1] <= start):
            number += 1  # a piece may have no words
        first = firsts[number] + (bisect_right(read[number][2], start - begins[number]) if number < high else 0)
        number = bisect_left(begins, end, low, high) - 1
        while number >= low and (not read[number][1] or begins[number] + read[number][1][0] >= end):
            number -= 1
        within = bisect_left(read[number][1], end - begins[number]) if number >= low else 0
        return first, firsts[max(number, low)] + within - 1

    def stands(self, atoms: Atoms) -> bool:
        """Do the atoms stand next to each other anywhere?"""
        if len(atoms) == 1 or not self.present.issuperset(atoms):
            return self.present.issuperset(atoms)
        if self.scan is not None:
            return bool(self.scan.begun(atoms))
        begun = self._begun(atoms)
        return bool(self.spans_of(atoms) if begun is None else begun)

    def spans_of(self, atoms: Atoms) -> list[Span]:
        """Where the atoms stand next to each other, ascending; kept, for many rules ask for the same."""
        spans = self._spans.get(atoms)
        if spans is None:
            reach = len(atoms) - 1
            spans = self._spans[atoms] = [self.span(first, first + reach) for first in self._sequences(atoms)]
        return spans

    def _sequences(self, atoms: Atoms) -> list[int]:
        """The positions at which the atoms stand next to each other, ascending."""
        if not self.present.issuperset(atoms):
            return []
        if self.scan is not None:
            return self.scan.begun(atoms)
        begun = self._begun(atoms)
        if begun is not None:  # then the words need not all be looked at
            firsts = self._firsts_of_pieces()
            return [firsts[number] + offset for number, offset in begun]
        places = self.places
        positions = set(places[atoms[0]])
        for offset, atom in enumerate(atoms[1:], start=1):
            positions.intersection_update([position - offset for position in places[atom]])
        return sorted(positions)

    def _begun(self, atoms: Atoms) -> list[tuple[int, int]] | None:
        """The words, as piece and offset, from which on the atoms stand next to each other; None if none has a lead."""
        at, rarest, leading = -1, 0, self.leading
        for index, atom in enumerate(atoms):
            numbers = leading.get(atom)
            if numbers is not None and (at < 0 or len(numbers) < rarest):
                at, rarest = index, len(numbers)
        return None if at < 0 else self.begun_round(atoms, at)

    def begun_round(self, atoms: Atoms, at: int) -> list[tuple[int, int]]:
        """The same, by the one at this place of the atoms, which has a lead."""
        anchor = atoms[at]
        words = self._words.get(anchor)
        if words is None:
            words = self._words[anchor] = self._words_of_lead(anchor)
        if len(atoms) == 1:
            return words
        begins = [self._moved(number, offset - at) for number, offset in words]
        return [begin for begin in begins if begin and self._run(begin, atoms)]

    def _moved(self, number: int, offset: int) -> tuple[int, int] | None:
        """The piece and offset of a word that is told by an offset that may be negative; None if there is none."""
        while offset < 0:
            number -= 1
            if number < 0:
                return None
            offset += len(self._read[number][0])
        return number, offset

    def _run(self, begin: tuple[int, int], atoms: Atoms) -> bool:
        """Do the words from one on have these atoms? The last of all words has none."""
        number, offset = begin
        words = self._read[number][0]
        for atom in atoms:
            while offset == len(words):
                number += 1
                words, offset = self._read[number][0], 0
            if atom not in words[offset]:
                return False
            offset += 1
        return True

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


def _places(words: list[Atoms]) -> dict[AtomId, list[int]]:
    places: dict[AtomId, list[int]] = {}
    for position, atoms in compress(enumerate(words), words):
        for atom in atoms:
            if atom in places:
                places[atom].append(position)
            else:
                places[atom] = [position]
    return places
