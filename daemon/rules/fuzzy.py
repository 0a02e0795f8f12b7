"""Close spellings of names: a word of a text -> the names that it may be. Pure.

Two close words become the same when a letter or two are taken out of each: what is left of every name, or of its ends,
is filed, so that a text's word finds its few candidates however many names there are. The verdict on them is
rapidfuzz's.
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
_LEAST_FILED_100 = _FILED_100 - 0.01
_LACKS_TWO = 8  #: letters of names of which a word may lack two
_LONG = 11  #: letters of words that are compared with names of like ends
_LACKED_BY_LONG = 9  #: letters of the shortest name that they can be close to
_END = 4  #: letters of an end: two ends do not overlap
_LACKED_BY_ENDS = 3  #: letters that both may lack together, to be found by their ends
#: Names of so many letters are filed by their sides too -> how many outer letters a side has: those that a word of two
#: letters more holds begin and end among its outer three, and one of three letters less begins and ends within theirs.
_SIDES = {6: 1, 7: 1, 8: 1, 12: 4, 13: 4}
_VERY_LONG = 12  #: letters of the shortest word that may lack more than three of one that is as long
_LACK_FOUR = 28  #: letters that both have together, from which on they may lack more than three
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
        self._spelled, self._sounds = _Spellings(), _Spellings()
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


class _Spellings:
    """Strings, found by those that are close to them.

    Why three ways: a likeness of 85 lets short strings lack a letter or two, so what is left of them is filed. Longer
    ones may lack three together: then at least at one end they lack one at most. Only very long ones lack more.
    """

    def __init__(self) -> None:
        self._filed: dict[str, list[tuple[int, int]]] = defaultdict(list)  #: length of the string, number
        #: By length, then by a letter of each side.
        self._by_sides: dict[int, dict[str, list[tuple[str, int]]]] = defaultdict(dict)
        self._by_end: dict[str, list[tuple[int, str, int]]] = defaultdict(list)  #: letters, string, number
        self._longest: dict[int, tuple[list[str], list[int]]] = {}  #: by length: strings, numbers

    def add(self, text: str, number: int) -> None:
        length = len(text)
        for left in _without_letters(text):
            self._filed[left].append((length, number))
        if length >= _LACKED_BY_LONG:
            letters = _letters(text)
            for end in {f"^{text[:_END]}", f"{text[-_END:]}$", *_worn_ends(text, _END)}:
                self._by_end[end].append((letters, text, number))
        reach = _SIDES.get(length, 0)
        for sides in {first + last for first in text[:reach] for last in text[-reach:]}:
            self._by_sides[length].setdefault(sides, []).append((text, number))
        if length >= _VERY_LONG:
            texts, numbers = self._longest.setdefault(length, ([], []))
            texts.append(text)
            numbers.append(number)

    def equal(self, text: str) -> set[int]:
        """The numbers of the strings that are the text."""
        return {number for length, number in self._filed.get(text, ()) if length == len(text)}

    def close(self, text: str, found: set[int]) -> None:
        """Add the numbers of all strings with a likeness of at least 85; a few others may come with them."""
        length = len(text)
        if length >= _LONG:
            self._close_by_ends(text, found)
        else:
            self._close_by_leftovers(text, found)
        if length >= _VERY_LONG:
            self._close_to_very_long(text, found)

    def _close_by_leftovers(self, text: str, found: set[int]) -> None:
        filed, length = self._filed, len(text)
        for left in (text, *[text[:at] + text[at + 1 :] for at in range(length)]):
            if left in filed:
                # The likeness is twice the letters in common by the letters of both: 0.85 is 17 of 20.
                longest = 40 * len(left) // 17 - length
                for other, number in filed[left]:
                    if other <= longest:
                        found.add(number)
        if length - 2 in self._by_sides:  # what lacks two more begins and ends with one of these letters
            self._close_by_sides(text, length - 2, [one + other for one in text[:3] for other in text[-3:]], found)
        if length + 3 in self._by_sides:
            self._close_by_sides(text, length + 3, [text[0] + text[-1]], found)

    def _close_by_sides(self, text: str, length: int, all_sides: list[str], found: set[int]) -> None:
        by_sides = self._by_sides[length]
        for sides in all_sides:
            if sides in by_sides:
                for other, number in by_sides[sides]:
                    if fuzz.ratio(text, other) > _LEAST_FILED_100:
                        found.add(number)

    def _close_by_ends(self, text: str, found: set[int]) -> None:
        by_end, letters = self._by_end, _letters(text)
        for end in {f"^{text[: _END - 1]}", f"{text[1 - _END :]}$", *_worn_ends(text, _END + 1)}:
            if end in by_end:
                for others, name, number in by_end[end]:
                    if (letters ^ others).bit_count() <= _LACKED_BY_ENDS and fuzz.ratio(text, name) > _LEAST_FILED_100:
                        found.add(number)

    def _close_to_very_long(self, text: str, found: set[int]) -> None:
        length = len(text)
        for other in range(max(_LACK_FOUR - length, _VERY_LONG), 23 * length // 17 + 1):
            if other in self._longest:
                texts, numbers = self._longest[other]
                close = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=_LEAST_FILED_100, limit=None)
                found.update(numbers[index] for _, _, index in close)


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


def _without_letters(word: str) -> set[str]:
    """What is left of a name without as many letters as a word that is not long, 85 like it, may lack of it."""
    length = len(word)
    found = {word}
    if length < _LONG + 2:
        found.update(map("".join, combinations(word, length - 1)))
        if length >= _LACKS_TWO:
            found.update(map("".join, combinations(word, length - 2)))
    return found


def _worn_ends(word: str, letters: int) -> list[str]:
    """So many letters of either end of a word, without each one of them in turn."""
    head, tail = f"^{word[:letters]}", f"{word[-letters:]}$"
    return [
        *[head[:at] + head[at + 1 :] for at in range(1, letters + 1)],
        *[tail[:at] + tail[at + 1 :] for at in range(letters)],
    ]


def _letters(word: str) -> int:
    """Which letters a word has, a bit for each; letters of other scripts share bits."""
    letters = 0
    for letter in word:
        letters |= 1 << (ord(letter) & 63)
    return letters
