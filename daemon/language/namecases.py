"""Names: more forms of a word that others follow, and what a text's word may be called in its first case. Pure; folded.

Names are never stemmed. In languages with many cases their forms are not written out either, for a large gazetteer
would hold ten times as many: a text's word is led back to the names that it may be a case of, and these are looked up.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from daemon.language.arabic import with_clitics
from daemon.language.hebrew import with_hebrew_prefixes
from daemon.language.script import script_of

_MIN_LETTERS: Final = 5  #: of a name
#: German adjectives that names begin with: Vereinigte Staaten, Rotes Kreuz, Islamischer Staat.
_ADJECTIVE: Final = re.compile(
    r"(?P<stem>\w+(?:isch|lich|ig|igt|iert|[nt]ional|zentral)|deutsch|rot|weiss|schwarz|blau|grun|gelb|braun|gross|klein"
    r"|neu|alt|jung|frei|link|recht|hoh|ober|unter|inner|heilig|allgemein|sozial|arabisch)(?P<ending>e|er|es|en)"
)
ADJECTIVE_ENDINGS: Final = ("e", "er", "es", "en", "em")
_DOUBLED: Final = re.compile(r"(\w)\1[ae]l")  #: Hungarian -val, -vel after a consonant: Putyinnal
_LAST_TWO: Final = re.compile(r"\w+[^aeiouy]{2}")
#: Language -> endings of cases, each with what stands in its place in the first case.
_CASES: Final[dict[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "pl": (
        ("iego", ("i",)), ("iemu", ("i",)), ("ego", ("y", "i")), ("emu", ("y", "i")), ("iej", ("a",)), ("ej", ("a",)),
        ("owi", ("",)), ("iowi", ("",)), ("iem", ("", "o")), ("em", ("", "o")), ("ia", ("",)), ("iu", ("",)),
        ("ie", ("a", "", "o")), ("ii", ("ia",)), ("ji", ("ja",)), ("je", ("ja",)), ("im", ("i",)), ("ym", ("y",)),
        ("ach", ("e", "y", "i")), ("om", ("e", "y", "i")), ("ami", ("e", "y", "i")),
        ("y", ("a",)), ("i", ("a",)), ("e", ("a", "")), ("o", ("a",)), ("a", ("", "o")), ("u", ("", "o")),
    ),
    "cs": (
        ("eho", ("y", "yj")), ("emu", ("y", "yj")), ("ovi", ("",)), ("ou", ("a",)), ("em", ("", "o")),
        ("ym", ("y", "yj")), ("ach", ("y",)), ("ich", ("e",)), ("ii", ("ie",)), ("y", ("a",)), ("u", ("a", "", "o")),
        ("o", ("a",)), ("a", ("", "o")), ("e", ("a", "", "o")), ("i", ("e", "", "a")),
    ),
    "hu": tuple(
        (ending, ("",))
        for ending in (
            *("ban", "ben", "bol", "nal", "nel", "hoz", "hez", "nak", "nek", "kent", "val", "vel", "rol", "tol"),
            *("ba", "be", "on", "en", "ra", "re", "ig", "ot", "et", "at", "ert", "t", "n"),
        )
    ),
    "fi": (
        *((f"i{ending}", ("", "i")) for ending in ("ssa", "sta", "lla", "lta", "lle", "ksi", "n")),
        *((ending, ("",)) for ending in ("ssa", "sta", "lla", "lta", "lle", "ksi", "seen", "hin", "han", "hon", "ta")),
        *((ending, ("",)) for ending in ("an", "en", "on", "un", "n", "a")),
        *((vowel + vowel + "n", (vowel, "")) for vowel in "aeiou"),
    ),
    "el": (
        ("ουσ", ("οι",)), ("ου", ("οσ", "ο", "")), ("ων", ("α", "οι")), ("σ", ("",)), ("ο", ("οσ",)), ("α", ("ασ",)),
        ("η", ("ησ",)),
    ),
}  # fmt: skip
CASED: Final = frozenset(_CASES)
#: Language -> what a stem's end was before the ending changed it: Praze is Praha's.
_CHANGED: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "pl": (("rz", "r"), ("dz", "g"), ("dz", "d"), ("c", "k"), ("c", "t"), ("sz", "ch")),
    "cs": (("z", "h"), ("c", "k"), ("s", "ch")),
    "fi": (("ng", "nk"), ("nn", "nt"), ("ll", "lt"), ("rr", "rt"), ("ngi", "nki"), ("nga", "nka")),
}


def forms_in_front(folded: str, *, is_first: bool) -> frozenset[str]:
    """More forms of a word that others follow in its name, and may be short therefore: they tell what it is.

    Clitics stand before the first alone, *بتل أبيب*; German adjectives are any, *des Deutschen Roten Kreuzes*.
    """
    if folded.isascii():
        found = _ADJECTIVE.fullmatch(folded)
        return frozenset(found["stem"] + one for one in ADJECTIVE_ENDINGS) if found else frozenset()
    script = script_of(folded) if is_first else None
    if script == "arabic":
        return with_clitics(folded)
    return with_hebrew_prefixes(folded) if script == "hebrew" else frozenset()


def forms_behind(folded: str) -> frozenset[str]:
    """More forms of the last word of a name behind a German adjective: its genitive in -es, *Staates*."""
    return frozenset() if folded.endswith(("e", "s", "en")) else frozenset([folded + "es"])


@lru_cache(maxsize=1_000)
def first_cases(folded: str, language: str) -> frozenset[str]:
    """The names that a text's word in one of `CASED` may be a case of, five letters at least; itself is none.

    Law: most of them are no words at all; a name that is not among them is not meant.
    """
    found = {one for one in _first_cases(folded, language) if len(one) >= _MIN_LETTERS}
    return frozenset(found - {folded})


def _first_cases(word: str, language: str) -> Iterator[str]:
    for ending, firsts in _CASES[language]:
        if not word.endswith(ending):
            continue
        stem = word[: len(word) - len(ending)]
        stems = [stem, *(stem[: -len(new)] + old for new, old in _CHANGED.get(language, ()) if stem.endswith(new))]
        for one in stems:
            yield from (one + first for first in firsts)
        if language in {"pl", "cs"} and "" in firsts and _LAST_TWO.fullmatch(stem):  # Havlíčka, Vídni: a vowel has gone
            yield f"{stem[:-1]}e{stem[-1]}"
    if language == "hu" and _DOUBLED.search(word[-4:]):
        yield word[:-3]
