"""Close spellings of names: a word of a text -> the names that it may be. Pure.

Two close words become the same when a letter or two are taken out of each: what is left of every name is filed, so that
a text's word finds its few candidates however many names there are. The verdict on them is rapidfuzz's.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz

from daemon.language.arabic import without_clitics
from daemon.language.script import script_of
from daemon.rules.ordinary import least_likeness
from daemon.rules.sounds import bones, is_unvowelled, sound_key

MIN_LETTERS = 5  #: shorter names have too many neighbours
_MIN_KEY = 4  #: shorter keys must be equal
_MIN_BONES = 4
_MAX_LETTERS = 60
_FILED_100 = 85  #: names that ask for less are compared with every word
_LONG = 12  #: letters from which on a word may lack three: such words are compared with every long name
_LONG_NEIGHBOUR = 8  #: letters of the shortest name that such a word can be close to
_SAME_BONES_100 = 90.0
#: Case endings of Cyrillic names, and what stands in their place in the first case.
_CASE_ENDINGS = (
    ("ского", "ский"), ("скому", "ский"), ("ским", "ский"), ("ском", "ский"), ("ського", "ський"),
    ("ському", "ський"), ("ським", "ський"), ("ого", "ый"), ("ому", "ый"), ("ым", "ый"), ("ой", "а"), ("ою", "а"),
    ("ом", ""), ("ем", ""), ("ым", ""), ("ові", ""), ("у", "а"), ("ы", "а"), ("и", "а"), ("е", "а"), ("у", ""),
    ("а", ""), ("е", ""), ("ы", ""), ("і", "а"),
)  # fmt: skip
_MIN_CASE_STEM = 4


class _Name(NamedTuple):
    folded: str
    key: str
    bones: str
    unvowelled: bool
    score_100: int
    atom: int


class _Form(NamedTuple):
    """A form of a text's word, to be compared with names."""

    folded: str
    key: str
    bones: str
    unvowelled: bool


class FuzzyNames:
    """The names of a rule set that accept close spellings."""

    def __init__(self) -> None:
        self._names: list[_Name] = []
        self._filed: dict[str, list[int]] = defaultdict(list)  #: what is left of a name -> names by number
        self._loose: list[int] = []
        self._long: list[int] = []

    def add(self, folded: str, score_100: int, atom: int) -> None:
        """Take in a name, folded; one that is too short finds nothing."""
        if len(folded) < MIN_LETTERS:
            return
        form, number = _form(folded), len(self._names)
        self._names.append(_Name(*form, score_100, atom))
        if score_100 < _FILED_100:
            self._loose.append(number)
            return
        if max(len(folded), len(form.key)) >= _LONG_NEIGHBOUR:
            self._long.append(number)
        for left in _leftovers(form):
            self._filed[left].append(number)

    def near(self, folded: str) -> set[int]:
        """The atoms of all names that the folded word is a close spelling of.

        Law: what is found does not depend on the other names.
        """
        if not self._names or not _MIN_KEY <= len(folded) <= _MAX_LETTERS:
            return set()
        least = least_likeness(folded)
        if least is None:
            return set()
        found = set()
        for form in _forms(folded):
            for number in self._candidates(form):
                name = self._names[number]
                if name.atom not in found and _closeness(name, form) >= max(name.score_100, least):
                    found.add(name.atom)
        return found

    def _candidates(self, form: _Form) -> set[int]:
        found = set(self._loose)
        for left in _leftovers(form):
            found.update(self._filed.get(left, ()))
        if max(len(form.folded), len(form.key)) >= _LONG:
            found.update(self._long)
        return found


def closeness(name: str, word: str) -> float:
    """How close a folded word of a text is to a folded name, 0..100: the better of spelling and sound.

    Law: 0 for words that are too short or too ordinary to be a misspelling, unless they are the name.
    """
    if name == word:
        return 100.0
    least = least_likeness(word)
    if least is None or len(name) < MIN_LETTERS or not _MIN_KEY <= len(word) <= _MAX_LETTERS:
        return 0.0
    best = max((_closeness(_form(name), form) for form in _forms(word)), default=0.0)
    return best if best >= least else 0.0


def _closeness(name: _Name | _Form, form: _Form) -> float:
    if min(len(name.key), len(form.key)) < _MIN_KEY:
        return 0.0
    sounded = fuzz.ratio(name.key, form.key)
    if len(form.folded) < MIN_LETTERS and not form.unvowelled:  # of short words only equal ones are close: Asad
        return 100.0 if sounded == 100.0 else 0.0
    if len(name.bones) >= _MIN_BONES and name.bones == form.bones:  # only vowels differ: Tadmur, Tudmur
        sounded = _SAME_BONES_100 if name.unvowelled != form.unvowelled else (100.0 + sounded) / 2
    return max(sounded, fuzz.ratio(name.folded, form.folded))


@lru_cache(maxsize=4_096)
def _form(folded: str) -> _Form:
    key = sound_key(folded)
    return _Form(folded, key, bones(key), is_unvowelled(folded))


def _forms(folded: str) -> Iterator[_Form]:
    """The word, and what it may be a case form of."""
    bare = folded.removesuffix("'s").replace("'", "")
    if not bare.isalpha():
        return
    yield _form(bare)
    script = None if bare.isascii() else script_of(bare)
    if script == "cyrillic":
        for ending, nominative in _CASE_ENDINGS:
            if bare.endswith(ending) and len(bare) - len(ending) >= _MIN_CASE_STEM:
                yield _form(bare[: -len(ending)] + nominative)
    elif script == "arabic":
        for form in without_clitics(bare) - {bare}:
            yield _form(form)


def _leftovers(form: _Form) -> Iterator[str]:
    yield from _without_letters(form.folded)
    if form.key != form.folded:
        yield from _without_letters(form.key)
    if len(form.bones) >= _MIN_BONES:
        yield f"^{form.bones}"


def _without_letters(word: str) -> set[str]:
    """What is left of a word without as many letters as a word of a likeness of 85 may lack of it."""
    length = len(word)
    if length >= _LONG:
        return {word}
    found = {word}
    for lacking in range(1, 2 if length < _LONG_NEIGHBOUR else 3):
        found.update(map("".join, combinations(word, length - lacking)))
    return found
