"""Close spellings of names: a word of a text -> the names that it may be. Pure.

Candidates are the names that are spelled nearly like the word, that sound nearly like it, or that have its consonants;
each is found without looking at the others. The verdict on them is rapidfuzz's.
"""

import re
from collections import defaultdict
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from daemon.language.arabic import without_clitics
from daemon.language.script import script_of
from daemon.rules.ordinary import least_likeness
from daemon.rules.sounds import bones, is_unvowelled, latin, new_sound_key
from daemon.rules.spellings import LEAST_100, Spellings

MIN_LETTERS: Final = 5  #: shorter names have too many neighbours
_MIN_KEY: Final = 4  #: shorter keys must be equal
_MIN_BONES: Final = 4
_MAX_LETTERS: Final = 60
_SAME_BONES_100: Final = 90.0
_LEAST_SPELLED: Final = 60.0  #: likeness in Latin letters, below it like sounds are chance: `because` is not Benghazi
_LEAST_OF_EQUALS: Final = 57.0  #: the same for equal keys: Khadafy, Hoosain; below it `tonnes` is Tunis
_EQUALS_100: Final = 90.0  #: how close those are; too little for a word that is well known
_LEAST_OF_FRENCH: Final = 85.0  #: likeness of a name and what is spelled with a French ch
_SURE_KEY: Final = 5  #: letters; shorter keys that are equal are chance sooner
_LEAST_SOUNDED: Final = 80.0  #: likeness of keys from which on other vowels are forgiven
#: Case endings of Cyrillic names, and what stands in their place in the first case.
_CASE_ENDINGS: Final = (
    ("ского", "ский"), ("скому", "ский"), ("ским", "ский"), ("ском", "ский"), ("ського", "ський"),
    ("ському", "ський"), ("ським", "ський"), ("ого", "ый"), ("ому", "ый"), ("ым", "ый"), ("ой", "а"), ("ою", "а"),
    ("ом", ""), ("ем", ""), ("ым", ""), ("ові", ""), ("у", "а"), ("ы", "а"), ("и", "а"), ("е", "а"), ("у", ""),
    ("а", ""), ("е", ""), ("ы", ""), ("і", "а"),
)  # fmt: skip
_MIN_CASE_STEM: Final = 4


_FRENCH_CH: Final = re.compile("(?<![st])ch(?=[aeiou])")  #: Bachar, Choïgou; but Tchad, Lukaschenko
_MIN_FRENCH: Final = 6  #: letters


class _Form:
    """A name, or a form of a text's word, as it is compared."""

    __slots__ = ("bones", "folded", "key", "reads_french", "unvowelled")

    def __init__(self, folded: str, *, reads_french: bool = False) -> None:
        self.folded: Final = folded
        self.reads_french: Final = reads_french  #: its sh is written ch
        self.key: Final = new_sound_key(folded)
        self.bones: Final = bones(self.key)
        self.unvowelled: Final = is_unvowelled(folded)


class FuzzyNames:
    """The names of a rule set that accept close spellings."""

    def __init__(self) -> None:
        self._names: list[tuple[_Form, int, int]] = []  #: name, least likeness, atom
        self._spelled, self._sounds = Spellings(), Spellings()
        self._by_bones: dict[str, list[int]] = defaultdict(list)
        self._loose: list[int] = []  #: names that ask for less than what is filed; they are compared with every word

    def add(self, folded: str, score_100: int, atom: int) -> None:
        """Take in a name, folded; one that is too short finds nothing."""
        if len(folded) < MIN_LETTERS:
            return
        form, number = _Form(folded), len(self._names)
        self._names.append((form, score_100, atom))
        if score_100 < LEAST_100:
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
        found: set[int] = set()
        if not self._names or not _MIN_KEY <= len(folded) <= _MAX_LETTERS:
            return found
        for form in _forms(folded):
            candidates = self._candidates(form)
            if candidates:
                least = least_likeness(folded)  # most words have no candidates, and are not asked what they are
                if least is None:
                    return found
                for number in candidates:
                    name, score_100, atom = self._names[number]
                    if atom not in found and _closeness(name, form) >= max(score_100, least):
                        found.add(atom)
        return found

    def _candidates(self, form: _Form) -> set[int]:
        found = set(self._loose)
        if len(form.folded) < MIN_LETTERS and not form.unvowelled:
            self._sounds.equal(form.key, found)
            return found
        self._sounds.close(form.key, found)
        self._spelled.close(form.folded, found)
        if form.bones in self._by_bones:
            found.update(self._by_bones[form.bones])
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


def _closeness(name: _Form, form: _Form) -> float:
    if min(len(name.key), len(form.key)) < _MIN_KEY:
        return 0.0
    sounded = fuzz.ratio(name.key, form.key)
    if len(form.folded) < MIN_LETTERS and not form.unvowelled:  # of short words only equal ones are close: Asad
        return 100.0 if sounded == 100.0 else 0.0
    spelled = fuzz.ratio(name.folded, form.folded)
    if form.reads_french:  # `chairman` sounds like Seremban then: all else must be alike
        return sounded if sounded == 100.0 and spelled >= _LEAST_OF_FRENCH else 0.0
    if name.unvowelled != form.unvowelled:
        has_same_bones = len(name.bones) >= _MIN_BONES and name.bones == form.bones
        return _SAME_BONES_100 if has_same_bones else max(sounded, spelled)
    written = fuzz.ratio(latin(name.folded), latin(form.folded))
    if name.key[0] != form.key[0] or written < _LEAST_SPELLED:
        is_sure = sounded == 100.0 and len(name.key) >= _SURE_KEY and written >= _LEAST_OF_EQUALS
        return max(_EQUALS_100, spelled) if is_sure else spelled
    if sounded >= _LEAST_SOUNDED and len(name.bones) >= _MIN_BONES and name.bones == form.bones:
        sounded = (100.0 + sounded) / 2  # only vowels differ: Tadmur, Tudmur
    return max(sounded, spelled)


_form = lru_cache(maxsize=512)(_Form)


def _forms(folded: str) -> list[_Form]:
    """The word, and what it may be a case form of."""
    bare = folded.removesuffix("'s").replace("'", "")
    if not bare.isalpha():
        return []
    forms = [_Form(bare)]
    if "ch" in bare and len(bare) >= _MIN_FRENCH and _FRENCH_CH.search(bare):
        forms.append(_Form(_FRENCH_CH.sub("sh", bare), reads_french=True))
    if bare.endswith("ff"):
        forms.append(_Form(bare[:-2] + "v"))  # Petroff
    script = None if bare.isascii() else script_of(bare)
    if script == "cyrillic":
        for ending, nominative in _CASE_ENDINGS:
            if bare.endswith(ending) and len(bare) - len(ending) >= _MIN_CASE_STEM:
                forms.append(_Form(bare[: -len(ending)] + nominative))
    elif script == "arabic":
        forms += [_Form(form) for form in without_clitics(bare) if form != bare]
    return forms
