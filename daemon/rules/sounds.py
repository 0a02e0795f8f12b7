"""A word in any script -> plain Latin letters, and keys that its usual transliterations share. Pure."""

import re
from functools import lru_cache

from anyascii import anyascii

from daemon.language.fold import fold
from daemon.language.script import script_of

#: Spellings of one sound in transliterated names: Qadhafi, Kadhafi and Gaddafi share a key.
_SOUNDS = {
    **dict.fromkeys(("tsch", "tch", "cz", "ch"), "c"),
    **dict.fromkeys(("shch", "sch", "sh", "sz", "ss", "ts", "tz", "z", "s"), "s"),
    **dict.fromkeys(("kh", "gh", "ck", "q", "g", "k", "c"), "k"),
    **dict.fromkeys(("dzh", "dj", "zh", "j"), "j"),
    **dict.fromkeys(("ou", "oo", "oe", "ue", "u", "o"), "u"),
    **dict.fromkeys(("ai", "ay", "ae", "ei", "ey", "ee", "ie", "iy", "yi", "i", "e", "y"), "i"),
    **dict.fromkeys(("ph", "f"), "f"),
    **dict.fromkeys(("w", "v"), "v"),
    "x": "ks", "th": "t", "dh": "d",
}  # fmt: skip
_SPELLINGS = re.compile("|".join(sorted((one for one in _SOUNDS if len(one) > 1), key=len, reverse=True)))
#: The sounds of single letters, and of what stands for c meanwhile: as a letter, c sounds k.
_LETTER_SOUNDS = str.maketrans({one: sound for one, sound in _SOUNDS.items() if len(one) == 1} | {"C": "c"})
_SOFT_C = re.compile("(?<!s)c(?=[eiy])")  #: Hocine, Garcia
_DOUBLED = re.compile(r"(.)\1+")
_NOT_LATIN = re.compile("[^a-z]")
#: What scripts without vowels leave out, or write in several ways.
_BONES = str.maketrans({"p": "b", **dict.fromkeys("aiuv")})
_UNVOWELLED = frozenset({"arabic", "hebrew"})
#: Letters that are a vowel inside a word of such a script.
_LONG_VOWELS = str.maketrans({"و": "u", "ي": "i", "ا": "a", "ى": "i", "ו": "u", "י": "i", "ע": None, "ع": None})


def is_unvowelled(word: str) -> bool:
    """Is the folded word in a script that leaves short vowels out?"""
    return not word.isascii() and script_of(word) in _UNVOWELLED


@lru_cache(maxsize=20_000)
def latin(folded: str) -> str:
    """A folded word in the letters a to z and digits; an Arabic word without its article."""
    if folded.isascii():
        return folded
    if is_unvowelled(folded):
        bare = folded.removeprefix("ال") if len(folded) > 4 else folded
        bare = bare.removesuffix("ه") if len(bare) > 3 else bare
        folded = bare[:1] + bare[1:].translate(_LONG_VOWELS)
    return fold(anyascii(folded))


@lru_cache(maxsize=20_000)
def sound_key(word: str) -> str:
    """The folded word in plain Latin letters, spellings of one sound made equal and doubled letters single."""
    plain = latin(word)
    if not (plain.isascii() and plain.isalpha()):
        plain = _NOT_LATIN.sub("", plain)
    if len(plain) > 3:
        plain = plain.removesuffix("h")
    if plain.endswith("j"):  # Sergej, Andrej
        plain = plain[:-1] + "i"
    if "c" in plain:
        plain = _SOFT_C.sub("s", plain)
    if plain.startswith("x"):  # Xi, Xinjiang, Xavier
        plain = "s" + plain[1:]
    return _DOUBLED.sub(r"\1", _SPELLINGS.sub(_sound_of, plain).translate(_LETTER_SOUNDS))


def _sound_of(found: re.Match[str]) -> str:
    sound = _SOUNDS[found.group()]
    return "C" if sound == "c" else sound


def bones(key: str) -> str:
    """What is left of a sound key without vowels: what a name shares with its Arabic or Hebrew spelling."""
    return _DOUBLED.sub(r"\1", key.removesuffix("h").translate(_BONES))
