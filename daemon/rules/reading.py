"""Pieces of texts -> their words' atoms and places, each worked out when first met and then remembered.

A piece is what stands between two spaces, most often a word or a word and a comma. What is remembered of a word by
itself serves for all pieces that it stands in. The memory is one for all languages, and bounded: what is not met for
long is forgotten.
"""

from collections.abc import Callable, Container
from typing import cast

from daemon.language.words import lone_word, word_columns

_MAX_KEPT_LETTERS = 60

Atoms = tuple[int, ...]
Places = tuple[int, ...]
Piece = tuple[tuple[Atoms, ...], Places, Places]  #: a piece of a text: its words' atoms, starts and ends in the piece
LookUp = Callable[[str, str | None], Atoms]  #: a word and its item's language -> its atoms

#: The pieces of a single word without atoms, of which few are different, as one for all of its length and place.
_WITHOUT_ATOMS: dict[tuple[int, int], Piece] = {}
_SHARED: dict[Places, Places] = {}


class _Reader:
    """What was worked out for pieces of texts in one language."""

    def __init__(self, readings: "Readings", language: str | None) -> None:
        self._readings = readings
        self._language = language
        self.newer: dict[str, Piece] = {}
        self.older: dict[str, Piece] = {}

    def read(self, pieces: list[str]) -> list[Piece]:
        """Each piece's words."""
        known = list(map(self.newer.get, pieces))
        if not all(known):  # no piece is empty; quicker than to look for None among tuples
            for index, piece in enumerate(known):
                if piece is None:
                    known[index] = self._piece(pieces[index])
        return cast("list[Piece]", known)

    def _piece(self, text: str) -> Piece:
        piece = self._remembered(text)
        if piece is not None:
            return piece
        word = lone_word(text)
        if not word:
            words, starts, ends = word_columns(text)
            atoms = tuple([self._word(one)[0][0] for one in words])
            piece = _made(atoms, starts[0], ends[0]) if len(words) == 1 else (atoms, tuple(starts), tuple(ends))
        elif len(word) == len(text):
            return self._word(text)
        else:
            piece = self._word(word)
            if not text.startswith(word):
                start = text.index(word)
                piece = _made(piece[0], start, start + len(word))
        self._keep(text, piece)
        return piece

    def _word(self, word: str) -> Piece:
        """A word as a piece of its own."""
        piece = self._remembered(word)
        if piece is None:
            small = word.lower() if word.isascii() and word.isalpha() else word
            if small != word and not (self._readings.is_exact(word) or self._readings.is_exact(small)):
                piece = self._remembered(small)  # it has the same atoms: only exact words are asked for as written
            if piece is None:
                piece = _made((self._readings.look_up(word, self._language),), 0, len(word))
            self._keep(word, piece)
        return piece

    def _remembered(self, text: str) -> Piece | None:
        piece = self.newer.get(text)
        if piece is None:
            piece = self.older.get(text)
            if piece is not None:
                self._keep(text, piece)
        return piece

    def _keep(self, text: str, piece: Piece) -> None:
        if len(text) <= _MAX_KEPT_LETTERS:
            self.newer[text] = piece
            self._readings.count_kept()


class Readings:
    """Reads texts in all languages, and remembers."""

    def __init__(self, look_up: LookUp, exact: Container[str], most_kept: int) -> None:
        self.look_up = look_up
        self._exact = exact  #: words that are asked for exactly as written
        self._most_kept = most_kept  #: strings in each of two generations
        self._kept = 0
        self._readers: dict[str | None, _Reader] = {}

    def read(self, pieces: list[str], language: str | None) -> list[Piece]:
        """The words of the pieces of a text, none of which is empty; `language` is its item's."""
        reader = self._readers.get(language)
        if reader is None:
            reader = self._readers.setdefault(language, _Reader(self, language))
        return reader.read(pieces)

    def is_exact(self, word: str) -> bool:
        """Is the word asked for exactly as written?"""
        return word in self._exact

    def count_kept(self) -> None:
        """One string more is remembered; if that is too many, what was not met lately is forgotten."""
        self._kept += 1
        if self._kept >= self._most_kept:
            self._kept = 0
            for reader in self._readers.values():
                reader.older, reader.newer = reader.newer, {}

    def __len__(self) -> int:
        return sum([len(reader.newer) + len(reader.older) for reader in self._readers.values()])


def _made(atoms: tuple[Atoms, ...], start: int, end: int) -> Piece:
    """A piece of a single word."""
    if end > _MAX_KEPT_LETTERS:
        return atoms, (start,), (end,)
    if not atoms[0]:
        piece = _WITHOUT_ATOMS.get((start, end))
        return piece or _WITHOUT_ATOMS.setdefault((start, end), (((),), _shared(start), _shared(end)))
    return atoms, _shared(start), _shared(end)


def _shared(place: int) -> Places:
    return _SHARED.setdefault((place,), (place,))
