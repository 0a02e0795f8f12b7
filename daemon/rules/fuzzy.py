"""Close spellings of names: a word of a text -> the names that it may be. Pure.

Two close words become the same when a letter or two are taken out of each: what is left of every name is filed, so that
a text's word finds its few candidates however many names there are. The verdict on them is rapidfuzz's.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz, process

from daemon.language.arabic import without_clitics
from daemon.language.script import script_of
from daemon.rules.ordinary import least_likeness
from daemon.rules.sounds import bones, is_unvowelled, latin, sound_key

MIN_LETTERS = 5  #: shorter names have too many neighbours
_MIN_KEY = 4  #: shorter keys must be equal
_MIN_BONES = 4
_MAX_LETTERS = 60
_FILED_100 = 85  #: names that ask for less are compared with every word
_LONG = 12  #: letters from which on a word may lack three: such words are compared with every long name
_LACKS_MORE = 11  #: letters from which on a word may lack two, and its neighbour a third
_LONG_NEIGHBOUR = 8  #: letters of the shortest name that such a word can be close to
_SAME_BONES_100 = 90.0
_LEAST_SPELLED = 60.0  #: likeness in Latin letters, below it equal sounds are chance: `because` is not Benghazi
_LEAST_SOUNDED = 80.0  #: likeness of keys from which on other vowels are forgiven
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
        self._spelled, self._sounds = _Leftovers(), _Leftovers()
        self._by_bones: dict[str, list[int]] = defaultdict(list)
        self._loose: list[int] = []

    def add(self, folded: str, score_100: int, atom: int) -> None:
        """Take in a name, folded; one that is too short finds nothing."""
        if len(folded) < MIN_LETTERS:
            return
        form, number = _form(folded), len(self._names)
        self._names.append(_Name(*form, score_100, atom))
        if score_100 < _FILED_100:
            self._loose.append(number)
            return
        self._spelled.add(form.folded, number)
        self._sounds.add(form.key, number)
        if len(form.bones) >= _MIN_BONES:
            self._by_bones[form.bones].append(number)

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
        if len(form.folded) < MIN_LETTERS and not form.unvowelled:
            return found | self._sounds.equal(form.key)
        self._sounds.close(form.key, found)
        self._spelled.close(form.folded, found)
        found.update(self._by_bones.get(form.bones, ()))
        return found


class _Leftovers:
    """Strings by what is left of them without a letter or two."""

    def __init__(self) -> None:
        self._filed: dict[str, list[tuple[int, int]]] = defaultdict(list)  #: length of the string, number
        self._whole: dict[int, dict[str, list[int]]] = defaultdict(dict)  #: by length
        self._long: list[str] = []
        self._long_numbers: list[int] = []

    def add(self, text: str, number: int) -> None:
        for left in _without_letters(text, 2):
            self._filed[left].append((len(text), number))
        self._whole[len(text)].setdefault(text, []).append(number)
        if len(text) >= _LONG_NEIGHBOUR:
            self._long.append(text)
            self._long_numbers.append(number)

    def equal(self, text: str) -> set[int]:
        """The numbers of the strings that are the text."""
        return {number for length, number in self._filed.get(text, ()) if length == len(text)}

    def close(self, text: str, found: set[int]) -> None:
        """Add the numbers of all strings with a likeness of at least 85."""
        if len(text) >= _LONG:
            close = process.extract(text, self._long, scorer=fuzz.ratio, score_cutoff=_FILED_100 - 0.01, limit=None)
            found.update(self._long_numbers[index] for _, _, index in close)
            return
        filed, whole = self._filed, self._whole.get(len(text) - 2)
        for left in _without_letters(text, 2 if len(text) >= _LACKS_MORE else 1):
            if left in filed:
                # The likeness is twice the letters in common by the letters of both: 0.85 is 17 of 20.
                longest = 40 * len(left) // 17 - len(text)
                for length, number in filed[left]:
                    if length <= longest:
                        found.add(number)
        if whole is not None and _LONG_NEIGHBOUR <= len(text) < _LACKS_MORE:
            for left in whole.keys() & map("".join, combinations(text, len(text) - 2)):
                found.update(whole[left])


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
    spelled = fuzz.ratio(name.folded, form.folded)
    if name.unvowelled != form.unvowelled:
        has_same_bones = len(name.bones) >= _MIN_BONES and name.bones == form.bones
        return _SAME_BONES_100 if has_same_bones else max(sounded, spelled)
    if name.key[0] != form.key[0] or fuzz.ratio(latin(name.folded), latin(form.folded)) < _LEAST_SPELLED:
        return spelled
    if sounded >= _LEAST_SOUNDED and len(name.bones) >= _MIN_BONES and name.bones == form.bones:
        sounded = (100.0 + sounded) / 2  # only vowels differ: Tadmur, Tudmur
    return max(sounded, spelled)


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


def _without_letters(word: str, most: int) -> set[str]:
    """What is left of a word without as many letters as a word of a likeness of 85 may lack of it, `most` at most."""
    length = len(word)
    found = {word}
    if length < _LONG:
        found.update(map("".join, combinations(word, length - 1)))
        if length >= _LONG_NEIGHBOUR and most > 1:
            found.update(map("".join, combinations(word, length - 2)))
    return found
