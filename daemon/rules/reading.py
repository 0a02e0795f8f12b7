"""Pieces of texts -> their words' atoms, places and leads, each worked out when first met and then remembered.

A piece is what stands between two spaces, most often a word or a word and a comma; in rows also a sign that is a word.
What is remembered of a word by itself serves for all pieces that it stands in. The memory is one for all languages, and
bounded: what is not met for long is forgotten.
"""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Final, cast

from daemon.language.words import lone_word, word_columns
from daemon.rules.lead import AtomId, Atoms, Lead, Piece, Places
from daemon.rules.lexicon import Lexicon
from daemon.rules.rows import MAX_LETTERS, Rows
from daemon.rules.scan import Scan

IS_COMPILED: Final = not __file__.endswith(".py")  #: then rows of integers are quicker than dictionaries
_MAX_KEPT: Final = 87_000  #: strings remembered in each of two generations: what fits a table of 2 ** 17

LeadOf = Callable[[AtomId], Lead | None]

#: The pieces of a single word without atoms, of which few are different, as one for all of its length and place.
_WITHOUT_ATOMS: Final[dict[tuple[int, int], Piece]] = {}
_SHARED: Final[dict[Places, Places]] = {}


class _Reader:
    """What was worked out for pieces of texts in one language."""

    def __init__(self, readings: "Readings", language: str | None) -> None:
        self._readings = readings
        self._language = language
        self.newer: dict[str, Piece] = {}
        self.older: dict[str, Piece] = {}

    def read(self, pieces: list[str]) -> list[Piece]:
        """Each piece's words."""
        rows = self._readings.rows
        if rows is not None:
            return [self._alone(piece, rows) for piece in pieces]
        known = list(map(self.newer.get, pieces))
        if not all(known):  # no piece is empty; quicker than to look for None among tuples
            for index, piece in enumerate(known):
                if piece is None:
                    known[index] = self.piece(pieces[index])
        return cast("list[Piece]", known)

    def _alone(self, text: str, rows: Rows) -> Piece:
        piece = self.piece(text)
        rows.forget()
        return piece

    def piece(self, text: str) -> Piece:
        """What stands between two spaces."""
        piece = self._remembered(text)
        if piece is None:
            piece = self.new_piece(text)
            self._keep(text, piece)
        return piece

    def new_piece(self, text: str) -> Piece:
        """What stands between two spaces and is not remembered: that is up to who asks."""
        word = lone_word(text)
        if not word:
            words, starts, ends = word_columns(text)
            return self._readings.made(tuple([self._atoms(one) for one in words]), starts, ends)
        if len(word) == len(text):
            return self._new_word(text)
        piece = self._word(word)
        return piece if text.startswith(word) else self._readings.moved(piece, text.index(word))

    def _atoms(self, word: str) -> Atoms:
        """Those of a word: all that is asked of one that is not a piece of its own."""
        rows = self._readings.rows
        atoms = None if rows is None else rows.atoms_of(word, self._language)
        return self._word(word)[0][0] if atoms is None else atoms

    def _word(self, word: str) -> Piece:
        """A word as a piece of its own."""
        piece = self._remembered(word)
        if piece is None:
            piece = self._new_word(word)
            self._keep(word, piece)
        return piece

    def _new_word(self, word: str) -> Piece:
        small = word.lower() if word.isascii() and word.isalpha() else word
        if small != word and not (self._readings.is_exact(word) or self._readings.is_exact(small)):
            piece = self._remembered(small)  # it has the same atoms: only exact words are asked for as written
            if piece is not None:
                return piece
        return self._readings.made((self._readings.look_up(word, self._language),), [0], [len(word)])

    def _remembered(self, text: str) -> Piece | None:
        rows = self._readings.rows
        if rows is not None:
            return rows.find(text, self._language)
        piece = self.newer.get(text)
        if piece is None:
            piece = self.older.get(text)
            if piece is not None:
                self._keep(text, piece)
        return piece

    def _keep(self, text: str, piece: Piece) -> None:
        if len(text) > MAX_LETTERS:
            return
        rows = self._readings.rows
        if rows is not None:
            rows.keep(text, self._language, piece)
        else:
            self.newer[text] = piece
            self._readings.count_kept()


class Readings:
    """Reads texts in all languages, and remembers."""

    def __init__(
        self, lexicon: Lexicon, lead_of: LeadOf, *, most_kept: int = _MAX_KEPT, in_rows: bool = IS_COMPILED
    ) -> None:
        self.look_up, self.is_exact = lexicon.look_up, lexicon.is_exact
        self._lead_of = lead_of
        self._most_kept = most_kept  #: strings in each of two generations
        self._kept = 0
        self._readers: dict[str | None, _Reader] = {}
        self.rows = Rows(most_kept) if in_rows else None

    def scan(self, texts: Sequence[str], language: str | None) -> Scan | None:
        """The words of an item's fields, where rows are kept."""
        return None if self.rows is None else self.rows.scan(texts, language, self._reader(language).new_piece)

    def read(self, pieces: list[str], language: str | None) -> list[Piece]:
        """The words of a text that was cut at its spaces; no piece is empty. `language` is its item's.

        Why pieces: no word holds a space, and a text cut so is split much quicker than by what a word is.
        """
        return self._reader(language).read(pieces)

    def _reader(self, language: str | None) -> _Reader:
        reader = self._readers.get(language)
        if reader is None:
            reader = self._readers.setdefault(language, _Reader(self, language))
        return reader

    def count_kept(self) -> None:
        """One string more is remembered; if that is too many, what was not met lately is forgotten."""
        self._kept += 1
        if self._kept >= self._most_kept:
            self._kept = 0
            for reader in self._readers.values():
                reader.older, reader.newer = reader.newer, {}

    def __len__(self) -> int:
        if self.rows is not None:
            return len(self.rows)
        return sum([len(reader.newer) + len(reader.older) for reader in self._readers.values()])

    def made(self, atoms: tuple[Atoms, ...], starts: Sequence[int], ends: Sequence[int]) -> Piece:
        """A piece with these words."""
        if len(atoms) == 1 and not atoms[0] and ends[0] <= MAX_LETTERS:
            place = (starts[0], ends[0])
            piece = _WITHOUT_ATOMS.get(place)
            return piece or _WITHOUT_ATOMS.setdefault(place, (((),), _shared(starts), _shared(ends), ()))
        leads = [lead for atom in dict.fromkeys(chain.from_iterable(atoms)) if (lead := self._lead_of(atom))]
        return atoms, _shared(starts), _shared(ends), tuple(leads)

    def moved(self, piece: Piece, start: int) -> Piece:
        """The piece of a single word, which begins elsewhere."""
        end = start + piece[2][0]
        if not piece[0][0]:
            return self.made(piece[0], [start], [end])
        return piece[0], _shared([start]), _shared([end]), piece[3]


def _shared(places: Sequence[int]) -> Places:
    kept = tuple(places)
    return _SHARED.setdefault(kept, kept) if len(kept) == 1 and kept[0] <= MAX_LETTERS else kept
