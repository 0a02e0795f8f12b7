"""Atoms: what a rule can ask of a single word; and a text's word -> the atoms that it satisfies.

A word of a text is looked at once: folding, inflection, prefixes and fuzzy names are worked out when it is first met
and kept, and so is each piece of text between two spaces, most often a word and a comma. Afterwards all rules together
cost one dictionary look-up a piece.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Generic, TypeVar, cast

from daemon.language.arabic import without_clitics
from daemon.language.fold import fold
from daemon.language.inflect import name_keys, text_keys, word_keys
from daemon.language.script import script_of
from daemon.language.words import is_one_word, word_columns
from daemon.rules.fuzzy import FuzzyNames
from daemon.rules.literals import plain
from daemon.rules.nameforms import NameForms

_MAX_KEPT = 100_000  #: strings remembered in each of two generations; hostile text invents new ones without end
_MAX_KEPT_LETTERS = 60
_COMMONNESS = 0.7  #: a word of one letter more is so much as common
_AROUND = ".,:;!?()'\"\u2019\u2018\u201c\u201d\u2026"  #: signs beside a word that are no part of it
_HEAD = 3  #: letters by which prefixes and suffixes are found

AtomId = int
Atoms = tuple[AtomId, ...]
Places = tuple[int, ...]
Piece = tuple[tuple[Atoms, ...], Places, Places]  #: a piece of a text: its words' atoms, starts and ends in the piece
_T = TypeVar("_T")


class _Memory(Generic[_T]):
    """What was worked out for strings of texts in one language. What is not met for long is forgotten."""

    def __init__(self, most_kept: int) -> None:
        self._most_kept = most_kept
        self.newer: dict[str, _T] = {}
        self._older: dict[str, _T] = {}

    def older(self, text: str) -> _T | None:
        """What is remembered from long ago; now it is remembered anew."""
        found = self._older.get(text)
        if found is not None:
            self.keep(text, found)
        return found

    def keep(self, text: str, found: _T) -> None:
        """Remember."""
        if len(text) <= _MAX_KEPT_LETTERS:
            if len(self.newer) >= self._most_kept:
                self._older, self.newer = self.newer, {}
            self.newer[text] = found

    def __len__(self) -> int:
        return len(self.newer) + len(self._older)


class _Reader:
    """Reads texts in one language with the atoms of a lexicon."""

    def __init__(self, lexicon: "Lexicon", language: str | None, most_kept: int) -> None:
        self._lexicon = lexicon
        self._language = language
        self._pieces: _Memory[Piece] = _Memory(most_kept)
        self._words: _Memory[Atoms] = _Memory(most_kept)

    def __len__(self) -> int:
        return len(self._pieces) + len(self._words)

    def read(self, pieces: list[str]) -> list[Piece]:
        """Each piece's words."""
        known = list(map(self._pieces.newer.get, pieces))
        if all(known):  # no piece is empty; quicker than to look for None among tuples
            return cast("list[Piece]", known)
        return [self._piece(text) if piece is None else piece for piece, text in zip(known, pieces, strict=True)]

    def _piece(self, text: str) -> Piece:
        piece = self._pieces.newer.get(text) or self._pieces.older(text)
        if piece is None:
            bare = text.strip(_AROUND)
            if len(bare) > 1 and bare.isalpha() and is_one_word(bare):  # as most are
                start = text.index(bare)
                piece = ((self._atoms_of(bare),), *_shared((start,), (start + len(bare),)))
            else:
                words, starts, ends = word_columns(text)
                piece = (tuple(map(self._atoms_of, words)), *_shared(tuple(starts), tuple(ends)))
            self._pieces.keep(text, piece)
        return piece

    def _atoms_of(self, surface: str) -> Atoms:
        atoms = self._words.newer.get(surface)
        if atoms is None:
            atoms = self._words.older(surface)
        if atoms is None:
            atoms = self._lexicon.look_up(surface, self._language)
            self._words.keep(surface, atoms)
        return atoms


class Lexicon:
    """The atoms of one rule set. Grows while rules are built; then only its memory of words changes."""

    def __init__(self, *, most_kept: int = _MAX_KEPT) -> None:
        self._most_kept = most_kept  #: strings in each of two generations of each memory
        self._ids: dict[tuple[object, ...], AtomId] = {}
        self._by_key: dict[str, list[AtomId]] = defaultdict(list)
        self._by_surface: dict[str, list[AtomId]] = defaultdict(list)
        self._prefixes: dict[str, list[tuple[str, AtomId]]] = defaultdict(list)
        self._suffixes: dict[str, list[tuple[str, AtomId]]] = defaultdict(list)
        self._infixes: dict[str, list[tuple[str, AtomId]]] = defaultdict(list)
        self._names: dict[str, AtomId] = {}
        self._forms = NameForms()
        self._fuzzy = FuzzyNames()
        self._readers: dict[str | None, _Reader] = {}
        self.commonness: list[float] = []  #: of each atom, a guess from its length: 1 is every second word

    def word(self, word: str, languages: Collection[str] = ()) -> AtomId:
        """Any grammatical form of the word."""
        folded = fold(word)
        atom, is_new = self._atom(("word", folded, *sorted(languages)), len(folded))
        return self._file(atom, word_keys(folded, languages)) if is_new else atom

    def name(self, word: str) -> AtomId:
        """Any case form of a word of a name."""
        folded = fold(word)
        known = self._names.get(folded)
        if known is not None:
            return known
        atom = self._names[folded] = self._new_atom(len(folded))
        self._forms.add(name_keys(folded), atom)
        return atom

    def any_spelled(self, words: tuple[str, ...]) -> AtomId:
        """Any of these words as spelled, case and accents apart."""
        folded = sorted(map(fold, words))
        atom, is_new = self._atom(("any", *folded), min(map(len, folded)))
        return self._file(atom, [f"={one}" for one in folded]) if is_new else atom

    def spelled(self, word: str) -> AtomId:
        """The word as spelled, case and accents apart."""
        folded = fold(word)
        atom, is_new = self._atom(("spelled", folded), len(folded))
        return self._file(atom, {f"={folded}"}) if is_new else atom

    def exact(self, word: str) -> AtomId:
        """The word exactly as written."""
        written = _as_written(word)
        atom, is_new = self._atom(("exact", written), len(written) + 2)
        if is_new:
            self._by_surface[written].append(atom)
        return atom

    def prefix(self, beginning: str) -> AtomId:
        """A word that begins so."""
        folded = fold(beginning)
        atom, is_new = self._atom(("prefix", folded), len(folded) - 1)
        if is_new:
            self._prefixes[folded[:_HEAD]].append((folded, atom))
        return atom

    def suffix(self, ending: str) -> AtomId:
        """A word that ends so."""
        folded = fold(ending)
        atom, is_new = self._atom(("suffix", folded), len(folded) - 1)
        if is_new:
            self._suffixes[folded[-_HEAD:]].append((folded, atom))
        return atom

    def holding(self, letters: str) -> AtomId:
        """A word that holds these letters, which are `literals.plain`."""
        atom, is_new = self._atom(("holding", letters), len(letters) - 2)
        if is_new:
            self._infixes[letters[:_HEAD]].append((letters, atom))
        return atom

    def fuzzy(self, word: str, score_100: int) -> AtomId:
        """A close spelling of the word."""
        folded = fold(word)
        atom, is_new = self._atom(("fuzzy", folded, score_100), len(folded))
        if is_new:
            self._fuzzy.add(folded, score_100, atom)
            self._forms.add(name_keys(folded), atom)
        return atom

    def read(self, pieces: list[str], language: str | None) -> list[Piece]:
        """The words of a text that was cut at its spaces, with the atoms they satisfy; `language` is its item's.

        Why pieces: no word holds a space, and a text cut so is split much quicker than by what a word is.
        """
        reader = self._readers.get(language)
        if reader is None:
            reader = self._readers.setdefault(language, _Reader(self, language, self._most_kept))
        return reader.read(pieces)

    @property
    def remembered(self) -> int:
        """How many strings of texts are remembered."""
        return sum(map(len, self._readers.values()))

    def forget_texts(self) -> None:
        """Look every text's word up anew from now on: call it when all atoms of a rule set are there.

        A text may be read in another thread meanwhile; what it still looks up goes into the memory that is given up.
        """
        self._readers = {}

    def _atom(self, key: tuple[object, ...], letters: int) -> tuple[AtomId, bool]:
        known = self._ids.get(key)
        if known is not None:
            return known, False
        atom = self._ids[key] = self._new_atom(letters)
        return atom, True

    def _new_atom(self, letters: int) -> AtomId:
        self.commonness.append(_commonness(max(letters, 1)))
        if self._readers:
            self._readers.clear()
        return len(self.commonness) - 1

    def _file(self, atom: AtomId, keys: Iterable[str]) -> AtomId:
        for key in keys:
            self._by_key[key].append(atom)
        return atom

    def look_up(self, surface: str, language: str | None) -> Atoms:
        """The atoms that a text's word satisfies, in ascending order; `language` is its item's."""
        folded = fold(surface)
        found: set[AtomId] = set()
        keys = (f"={folded}", *text_keys(folded, language))
        by_key, by_surface = self._by_key, self._by_surface
        for key in keys:
            if key in by_key:
                found.update(by_key[key])
        found.update(self._forms.atoms(keys))
        for written in _written_forms(surface):
            if written in by_surface:
                found.update(by_surface[written])
        self._affixed(folded, found)
        if self._infixes:
            self._held(surface, found)
        found |= self._fuzzy.near(folded)
        return tuple(sorted(found))

    def _affixed(self, folded: str, found: set[AtomId]) -> None:
        prefixes, suffixes = self._prefixes, self._suffixes
        forms = without_clitics(folded) if prefixes and not folded.isascii() and _is_arabic(folded) else (folded,)
        for length in range(1, _HEAD + 1):
            for form in forms:
                head = form[:length]
                if head in prefixes:
                    found.update([atom for prefix, atom in prefixes[head] if form.startswith(prefix)])
            tail = folded[-length:]
            if tail in suffixes:
                found.update([atom for suffix, atom in suffixes[tail] if folded.endswith(suffix)])

    def _held(self, surface: str, found: set[AtomId]) -> None:
        text = plain(surface)
        infixes = self._infixes
        for start in range(len(text) - 1):
            head = text[start : start + _HEAD]
            if head in infixes:
                found.update([atom for letters, atom in infixes[head] if text.startswith(letters, start)])
            if text[start : start + 2] in infixes:  # letters that are two
                found.update([atom for _, atom in infixes[text[start : start + 2]]])


@lru_cache(maxsize=256)
def _commonness(letters: int) -> float:
    """The guess for a word of so many letters; one number for all such words, to be kept small."""
    return _COMMONNESS**letters


def _is_arabic(folded: str) -> bool:
    return script_of(folded) == "arabic"


_SHARED: dict[Places, Places] = {}


def _shared(starts: Places, ends: Places) -> tuple[Places, Places]:
    """The places of a single word, of which few are different, as one copy for all pieces."""
    if len(starts) != 1 or ends[0] > _MAX_KEPT_LETTERS:
        return starts, ends
    return _SHARED.setdefault(starts, starts), _SHARED.setdefault(ends, ends)


def _as_written(word: str) -> str:
    """Composed, and without invisible signs; else untouched."""
    if word.isascii():
        return word
    return "".join(one for one in unicodedata.normalize("NFC", word) if unicodedata.category(one) != "Cf")


def _written_forms(surface: str) -> set[str]:
    written = _as_written(surface)
    if written.isalnum():
        return {written}
    return {written, written.removesuffix("'s").removesuffix("\u2019s"), written.replace(".", "")}
