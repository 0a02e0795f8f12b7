"""An item as the rules see it: words with their atoms and places, sentences, mentions. Made once per item. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from daemon.language.words import is_sentence_end, split_words
from daemon.model import Item
from daemon.rules.lexicon import AtomId, Atoms, Lexicon
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


class FieldView:
    """One field's words."""

    def __init__(self, index: int, text: str, lexicon: Lexicon, language: str | None) -> None:
        self.index = index
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.atoms: list[Atoms] = []  #: of each word
        self.places: dict[AtomId, list[int]] = defaultdict(list)  #: word positions of each atom, ascending
        for position, (surface, start, end) in enumerate(split_words(text)):
            self.starts.append(start)
            self.ends.append(end)
            atoms = lexicon.atoms_of(surface, language)
            self.atoms.append(atoms)
            for atom in atoms:
                self.places[atom].append(position)
        self._sentences: list[Range] | None = None

    def span(self, first: int, last: int) -> Span:
        """The span from one word to another, both included."""
        return Span(self.index, first, last, self.starts[first], self.ends[last])

    def sequences(self, atoms: Atoms) -> Iterator[int]:
        """The positions at which the atoms stand next to each other, ascending."""
        places = self.places
        if len(atoms) == 1:
            yield from places.get(atoms[0], ())
            return
        if any(atom not in places for atom in atoms):
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
        return self._sentences


class ItemView:
    """An item's fields, and what was found in them so far."""

    def __init__(self, item: Item, lexicon: Lexicon, language: str | None) -> None:
        texts = (item.title, item.summary, item.body)
        self.fields = tuple(FieldView(index, text, lexicon, language) for index, text in enumerate(texts))
        #: The same text twice is looked at once, so that nothing is reported twice.
        self.body_repeats = bool(item.summary) and item.summary == item.body
        self.mentions: dict[str, list[Span]] = {}  #: entity id -> where it is mentioned, ascending
        self.patterns: dict[tuple[int, int], list[Span]] = {}  #: pattern number and field -> where it matches
        self._scopes: dict[tuple[str, ...], Scope] = {}

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
