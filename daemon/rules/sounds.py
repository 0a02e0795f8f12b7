"""A word in any script -> plain Latin letters, and keys that its usual transliterations share. Pure."""

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from daemon.language.fold import fold
from daemon.language.script import script_of
from daemon.rules.soundwalk import SoundWalk, bones_of

_IS_COMPILED: Final = not __file__.endswith(".py")  #: then a walk from letter to letter is quicker than expressions
#: Spellings of one sound in transliterated names: Qadhafi, Kadhafi and Gaddafi share a key.
SPELLED: Final = {
    **dict.fromkeys(("tsch", "tch", "cz", "ch"), "c"),
    **dict.fromkeys(("shch", "sch", "sh", "sz", "ss", "ts", "tz", "z", "s"), "s"),
    **dict.fromkeys(("kh", "gh", "ck", "q", "g", "k", "c"), "k"),
    **dict.fromkeys(("dzh", "dj", "zh", "j"), "j"),
    **dict.fromkeys(("ou", "oo", "oe", "ue", "u", "o"), "u"),
    **dict.fromkeys(("ai", "ay", "ae", "ei", "ey", "ee", "ie", "iy", "yi", "i", "e", "y"), "i"),
    **dict.fromkeys(("ph", "f"), "f"),
    **dict.fromkeys(("w", "v"), "v"),
    "x": "ks", "th": "t", "dh": "d",
    **{one: one for one in "abdhlmnprt"},
}  # fmt: skip
_WALK: Final = SoundWalk(SPELLED)


def _spelling_pattern() -> str:
    """What finds the spellings of a word one after another, of those that begin alike the longest."""
    longer: dict[str, list[str]] = {}
    for one in sorted(SPELLED, key=len, reverse=True):
        longer.setdefault(one[0], []).extend([one[1:]] * (len(one) > 1))
    alone = "".join(sorted(letter for letter, rests in longer.items() if not rests))
    return "|".join([f"[{alone}]", *(f"{letter}(?:{'|'.join(rests)})?" for letter, rests in longer.items() if rests)])


def _several_pattern() -> str:
    """What stands in every word with a spelling of several letters, and in few others."""
    several = [one for one in SPELLED if len(one) > 1]
    vowels = [one for one in several if one[0] in "aeiouy"]
    consonants = [one for one in several if one[0] not in "aeiouy"]
    classes = [["".join(sorted({one[at] for one in group})) for at in (0, 1)] for group in (vowels, consonants)]
    return "|".join(f"[{first}][{second}]" for first, second in classes)


_SPELLINGS: Final = re.compile(_spelling_pattern())
_SEVERAL: Final = re.compile(_several_pattern())
_LETTER_SOUNDS: Final = str.maketrans({one: sound for one, sound in SPELLED.items() if len(one) == 1})
_SOFT_C: Final = re.compile("(?<!s)c(?=[eiy])")  #: Hocine, Garcia
_DOUBLED: Final = re.compile(r"(.)\1")
_NOT_LATIN: Final = re.compile("[^a-z]")
#: What scripts without vowels leave out, or write in several ways.
_BONES: Final = str.maketrans({"p": "b", **dict.fromkeys("aiuv")})
_UNVOWELLED: Final = frozenset({"arabic", "hebrew"})
#: Letters that are a vowel inside a word of such a script.
_LONG_VOWELS: Final = str.maketrans({"و": "u", "ي": "i", "ا": "a", "ى": "i", "ו": "u", "י": "i", "ע": None, "ع": None})


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
    return new_sound_key(word)


def new_sound_key(word: str) -> str:
    """The sound key of a word that nobody will ask for again: it is not remembered."""
    plain = word if word.isascii() else latin(word)
    if not (plain.isascii() and plain.isalpha()):
        plain = _NOT_LATIN.sub("", plain)
    return _WALK.key(plain) if _IS_COMPILED else key_by_expressions(plain)


def key_by_expressions(plain: str) -> str:
    """The sound key of a word of the letters a to z."""
    if len(plain) > 3:
        plain = plain.removesuffix("h")
    if plain.endswith("j"):  # Sergej, Andrej
        plain = plain[:-1] + "i"
    if "c" in plain:
        plain = _SOFT_C.sub("s", plain)
    if plain.startswith("x"):  # Xi, Xinjiang, Xavier
        plain = "s" + plain[1:]
    if _SEVERAL.search(plain):
        return _without_doubles("".join([SPELLED[one] for one in _SPELLINGS.findall(plain)]))
    return _without_doubles(plain.translate(_LETTER_SOUNDS))


def _without_doubles(key: str) -> str:
    if not _DOUBLED.search(key):  # as most; to look is much quicker than to replace nothing
        return key
    return "".join([one for one, before in zip(key, " " + key, strict=False) if one != before])


def bones(key: str) -> str:
    """What is left of a sound key without vowels: what a name shares with its Arabic or Hebrew spelling."""
    return bones_of(key) if _IS_COMPILED else bones_by_table(key)


def bones_by_table(key: str) -> str:
    """The same, by a table of letters."""
    return _without_doubles(key.removesuffix("h").translate(_BONES))
