"""Atoms: what a rule can ask of a single word; and a text's word -> the atoms that it satisfies.

A word of a text is looked at once: folding, inflection, prefixes and fuzzy names are worked out when it is first met,
and remembered (`reading`). Afterwards all rules together cost one dictionary look-up a piece of text.
"""

import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from threading import Lock
from typing import Final

from daemon.language.fold import fold
from daemon.language.inflect import (
    GUESSED,
    LATER_LANGUAGES,
    name_keys,
    spelled_bases,
    text_bases,
    word_keys_at_once,
    word_keys_in,
)
from daemon.language.namecases import CASED, first_cases
from daemon.language.stopwords import SMALL_ANYWHERE
from daemon.language.turkish import turkish_spelled_forms
from daemon.rules.affixes import Affixes
from daemon.rules.fuzzy import FuzzyNames
from daemon.rules.lead import AtomId, Atoms
from daemon.rules.nameforms import NameForms, file_value
from daemon.rules.ordinary import least_likeness
from daemon.rules.sounds import new_sound_key, sound_key

_COMMONNESS: Final = 0.7  #: a word of one letter more is so much as common
_OF_NAMES: Final = frozenset(["", "ar^", "he:"])  #: what stands before the keys of names
_MARKS: Final = frozenset(":?+^")  #: one stands after the language in front of a base

_OF_NUMBERS: Final = "#"  #: stands before the figures of a number, which are no word as it is written

_LATER_LANGUAGES: Final = LATER_LANGUAGES  #: what is final here is at hand, what is imported is looked up each time
_CASED: Final = CASED
_GUESSED: Final = GUESSED

_LONGEST_SOUNDING: Final = 6  #: letters

_Filed = dict[str, AtomId | list[AtomId]]


class Lexicon:
    """The atoms of one rule set. Grows while rules are built; and by a language's forms when its first text comes.

    Law: what words are filed under is written under the lock alone, for a set that is being built shares the lexicon
    with one that reads texts; it is read without, for nothing is taken out of it.
    """

    def __init__(self) -> None:
        self._ids: dict[tuple[object, ...], AtomId] = {}
        self._spelled: _Filed = {}
        self._bases: dict[str, _Filed] = {}  #: by what stands before the base: "en:"; nothing before a form
        self._of_any: list[tuple[str, AtomId, bool]] = []  #: words of no particular language; do they stand alone?
        self._filed_in: dict[str, int] = {}  #: how many of these are filed by their forms in a language
        self._lock = Lock()
        self._exact: _Filed = {}
        self._names: dict[str, AtomId] = {}
        self._forms = NameForms()
        self._has_names = False
        self._sounds: _Filed = {}  #: sound keys of words of fuzzy names that are too short to be spelled otherwise
        self._affixes = Affixes()
        self._fuzzy = FuzzyNames()
        self.commonness: list[float] = []  #: of each atom, a guess from its length: 1 is every second word

    def word(self, word: str, languages: Collection[str] = (), *, alone: bool = False) -> AtomId:
        """Any grammatical form of the word; `alone` if the rule has none beside it."""
        folded = _folded(word)
        alone = alone and word.isascii() and folded in SMALL_ANYWHERE  # of others it does not matter; şer is no ser
        spelled = turkish_spelled_forms(word)
        atom, is_new = self._atom(("alone" if alone else "word", folded, *sorted(languages), *spelled), len(folded))
        if is_new:
            keys, is_of_any = word_keys_at_once(folded, languages, alone=alone)
            marks = ":?" if "tr" in languages else ":" if is_of_any else ""
            with self._lock:  # else of two that file under one key, one could be lost
                self._file(atom, keys.union([f"tr{mark}{form}" for mark in marks for form in spelled]))
            self._file_undotted(word, atom)
            if is_of_any:
                self._of_any.append((folded, atom, alone))
        return atom

    def name(self, word: str) -> AtomId:
        """Any case form of a word of a name."""
        folded = _folded(word)
        known = self._names.get(folded)
        if known is not None:
            return known
        atom = self._names[folded] = self._new_atom(len(folded))
        self._forms.add(name_keys(folded), atom)
        self._file_undotted(word, atom)
        self._has_names = True
        return atom

    def name_with(self, word: str, more: frozenset[str]) -> AtomId:
        """The same, and forms that the word has in this name."""
        return self._other_name(_folded(word), more, frozenset()) if more else self.name(word)

    def name_but(self, word: str, less: frozenset[str]) -> AtomId:
        """The same without forms that are another name."""
        return self._other_name(_folded(word), frozenset(), less) if less else self.name(word)

    def _other_name(self, folded: str, more: frozenset[str], less: frozenset[str]) -> AtomId:
        atom, is_new = self._atom(("name", folded, more, less), len(folded))
        if is_new:
            self._forms.add((name_keys(folded) | more) - less, atom)
        return atom

    def any_spelled(self, words: tuple[str, ...]) -> AtomId:
        """Any of these words as spelled, case and accents apart."""
        folded = sorted(map(_folded, words))
        atom, is_new = self._atom(("any", *folded), min(map(len, folded)))
        return self._file_spelled(atom, folded) if is_new else atom

    def spelled(self, word: str) -> AtomId:
        """The word as spelled, case and accents apart."""
        folded = _folded(word)
        atom, is_new = self._atom(("spelled", folded), len(folded))
        if is_new:
            self._file_undotted(word, atom)
            self._file_spelled(atom, [folded])
        return atom

    def number(self, digits: str) -> AtomId:
        """A number that stands for itself: on the line, as the 2 of CO₂ does not."""
        folded = _folded(digits)
        atom, is_new = self._atom(("number", folded), len(folded))
        if is_new:
            file_value(self._exact, _OF_NUMBERS + folded, atom)
        return atom

    def exact(self, word: str) -> AtomId:
        """The word exactly as written."""
        written = _as_written(word)
        atom, is_new = self._atom(("exact", written), len(written) + 2)
        if is_new:
            file_value(self._exact, written, atom)
        return atom

    def prefix(self, beginning: str) -> AtomId:
        """A word that begins so."""
        folded = _folded(beginning)
        atom, is_new = self._atom(("prefix", folded), len(folded) - 1)
        if is_new:
            self._affixes.add_prefix(folded, atom)
        return atom

    def suffix(self, ending: str) -> AtomId:
        """A word that ends so."""
        folded = _folded(ending)
        atom, is_new = self._atom(("suffix", folded), len(folded) - 1)
        if is_new:
            self._affixes.add_suffix(folded, atom)
        return atom

    def holding(self, letters: str) -> AtomId:
        """A word that holds these letters, which are `literals.plain`."""
        atom, is_new = self._atom(("holding", letters), len(letters) - 2)
        if is_new:
            self._affixes.add_infix(letters, atom)
        return atom

    def fuzzy(self, word: str, score_100: int) -> AtomId:
        """A close spelling of the word."""
        folded = _folded(word)
        atom, is_new = self._atom(("fuzzy", folded, score_100), len(folded))
        if is_new:
            self._fuzzy.add(folded, score_100, atom)
            self._forms.add(name_keys(folded), atom)
        return atom

    def sounding(self, word: str) -> AtomId:
        """Any case form of a short word of a fuzzy name, or a spelling of the same sounds: Abou for Abu."""
        folded = _folded(word)
        atom, is_new = self._atom(("sounding", folded), len(folded))
        if is_new:
            self._forms.add(name_keys(folded), atom)
            file_value(self._sounds, sound_key(folded), atom)
        return atom

    def is_exact(self, word: str) -> bool:
        """Is the word asked for exactly as written?"""
        return word in self._exact

    def _atom(self, key: tuple[object, ...], letters: int) -> tuple[AtomId, bool]:
        known = self._ids.get(key)
        if known is not None:
            return known, False
        atom = self._ids[key] = self._new_atom(letters)
        return atom, True

    def _new_atom(self, letters: int) -> AtomId:
        self.commonness.append(_commonness(max(letters, 1)))
        return len(self.commonness) - 1

    def _file(self, atom: AtomId, keys: Iterable[str]) -> None:
        for key in keys:
            family = key[:3] if key[2:3] in _MARKS else ""
            file_value(self._bases.setdefault(family, {}), key[len(family) :], atom)

    def languages(self) -> list[str]:
        """Those in which words of no particular language are filed by their forms: texts came in them."""
        return list(self._filed_in)

    def file_in(self, language: str) -> None:
        """File the words of no particular language by their forms in one; else its first text waits for that."""
        with self._lock:
            begin = self._filed_in.get(language, 0)
            words = self._of_any[begin:]
            for folded, atom, alone in words:
                self._file(atom, word_keys_in(folded, language, alone=alone))
            self._filed_in[language] = begin + len(words)

    def _file_undotted(self, word: str, atom: AtomId) -> None:
        """One in capitals with dots is written without them too: UN is U.N., but us is no U.S., and EG no e.g."""
        if "." in word and word == word.upper() and (bare := _folded(word).replace(".", "")).isalpha():
            file_value(self._exact, bare.upper(), atom)

    def _find_names(self, names: Iterable[str], found: set[AtomId]) -> None:
        for name in names:
            self._forms.find(name, found)

    def _find_sounding(self, folded: str, found: set[AtomId]) -> None:
        if len(folded) <= _LONGEST_SOUNDING and folded.isalpha():
            key = new_sound_key(folded)
            if key in self._sounds and least_likeness(folded) is not None:
                _add(self._sounds, key, found)

    def _file_spelled(self, atom: AtomId, words: Collection[str]) -> AtomId:
        for word in words:
            file_value(self._spelled, word, atom)
        return atom

    def look_up(self, surface: str, language: str | None) -> Atoms:
        """The atoms that a text's word satisfies, in ascending order; `language` is that which its item is read in."""
        folded = _folded(surface)
        found: set[AtomId] = set()
        known = language and language.removesuffix(_GUESSED)
        if known in _LATER_LANGUAGES and self._filed_in.get(known, 0) < len(self._of_any):
            self.file_in(known)
        _add(self._spelled, folded, found)
        for family, bases in (*text_bases(folded, language, self._bases), *spelled_bases(surface, language)):
            filed = self._bases.get(family)
            for base in bases:
                if filed is not None:
                    _add(filed, base, found)
                if family in _OF_NAMES:
                    self._forms.find(family + base, found)
        if known in _CASED and self._has_names:
            self._find_names(first_cases(folded, known), found)
        if self._sounds:
            self._find_sounding(folded, found)
        if self._exact:
            for written in _written_forms(surface):
                _add(self._exact, written, found)
        self._affixes.find(surface, folded, found)
        found |= self._fuzzy.near(folded)
        return tuple(sorted(found))


def _folded(word: str) -> str:
    """The word folded; digits of any script as 0 to 9."""
    folded = fold(word)
    if folded.isascii() or not folded[:1].isdecimal():
        return folded
    return "".join([str(unicodedata.decimal(one)) if one.isdecimal() else one for one in folded])


def _add(filed: _Filed, key: str, found: set[AtomId]) -> None:
    atoms = filed.get(key)
    if isinstance(atoms, int):
        found.add(atoms)
    elif atoms is not None:
        found.update(atoms)


@lru_cache(maxsize=256)
def _commonness(letters: int) -> float:
    """The guess for a word of so many letters; one number for all such words, to be kept small."""
    return _COMMONNESS**letters


def _as_written(word: str) -> str:
    """Composed, and without invisible signs; else untouched."""
    if word.isascii():
        return word
    return "".join(one for one in unicodedata.normalize("NFC", word) if unicodedata.category(one) != "Cf")


def _written_forms(surface: str) -> set[str]:
    written = _as_written(surface)
    if written.isdecimal():
        return {written, _OF_NUMBERS + _folded(written)}
    if written.isalnum():
        return {written}
    return {written, written.removesuffix("'s").removesuffix("\u2019s"), written.replace(".", "")}
