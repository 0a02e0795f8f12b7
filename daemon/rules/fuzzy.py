"""Close spellings of names: a word of a text -> the names that it may be. Pure."""

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz import fuzz, process

MIN_LETTERS = 4  #: shorter names have too many neighbours
#: Spellings of one sound in transliterated names, longest first: Qadhafi, Kadhafi and Gaddafi share a key.
_SOUNDS = (
    ("tch", "c"), ("kh", "k"), ("gh", "k"), ("dh", "d"), ("th", "t"), ("dj", "j"), ("ph", "f"), ("ck", "k"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("q", "k"), ("g", "k"), ("x", "ks"), ("w", "v"), ("y", "i"), ("o", "u"),
    ("e", "i"), ("z", "s"),
)  # fmt: skip


@lru_cache(maxsize=20_000)
def sound_key(word: str) -> str:
    """The word in plain Latin letters, spellings of one sound made equal and doubled letters single."""
    key = re.sub(r"[^a-z]", "", anyascii(word).lower())
    for spelling, sound in _SOUNDS:
        key = key.replace(spelling, sound)
    return re.sub(r"(.)\1+", r"\1", key)


class FuzzyNames:
    """The names of a rule set that accept close spellings."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._keys: list[str] = []
        self._wanted: list[tuple[int, int]] = []  #: least score 0..100, atom

    def add(self, folded: str, score_100: int, atom: int) -> None:
        """Take in a name, folded."""
        self._names.append(folded)
        self._keys.append(sound_key(folded))
        self._wanted.append((score_100, atom))

    def near(self, folded: str) -> set[int]:
        """The atoms of all names that the folded word is a close spelling of."""
        if not self._names or len(folded) < MIN_LETTERS or len(folded) > 60 or not folded.isalpha():
            return set()
        least = min(score for score, _ in self._wanted)
        found = set()
        for sought, choices in ((folded, self._names), (sound_key(folded), self._keys)):
            cutoff = least if len(sought) >= MIN_LETTERS else 100  # of short keys only equal ones are close
            for _, score, index in process.extract(sought, choices, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None):
                wanted, atom = self._wanted[index]
                if score >= wanted:
                    found.add(atom)
        return found
