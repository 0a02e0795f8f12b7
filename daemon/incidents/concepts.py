"""Words of any of seven languages -> the concepts of news that they stand for. Pure.

`concepts.txt` beside this file was written by hand: common words have no letters in common across languages, so that
a table must say that they mean the same.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from daemon.language.arabic import without_clitics
from daemon.language.fold import fold
from daemon.language.hebrew import without_hebrew_prefixes
from daemon.language.inflect import crude_stem
from daemon.language.script import script_of

LANGUAGES = ("en", "ru", "uk", "ar", "fa", "tr", "he")
_LEAST = 2  #: letters of a beginning
#: Script -> how many letters may follow a beginning of two, three, four and of more letters.
_MAY_FOLLOW = {"cyrillic": (1, 2, 4, 6), "arabic": (0, 2, 3, 4), "hebrew": (1, 2, 3, 4), "latin": (2, 4, 6, 8)}


@lru_cache(maxsize=50_000)
def concept_of(folded: str, language: str | None) -> str | None:
    """The concept of a folded word; the longest beginning counts. Words of other languages have none."""
    script = script_of(folded)
    if script == "latin" and language != "tr":
        return _english().get(crude_stem(folded))
    known = _beginnings().get(language or "", {})
    if not known:
        return None
    for form in _forms(folded, script):
        for length in range(len(form), _LEAST - 1, -1):
            concept = known.get(form[:length])
            if concept and len(form) - length <= _MAY_FOLLOW.get(script or "", (0,) * 4)[min(length, 5) - 2]:
                return concept
    return None


def _forms(folded: str, script: str | None) -> list[str]:
    """The word, then what is left of it without clitics, the longest first."""
    forms = {folded}
    if script == "arabic":
        forms = set(without_clitics(folded))
    elif script == "hebrew":
        forms = set(without_hebrew_prefixes(folded))
    elif script == "latin":
        forms = {folded.partition("'")[0]}
    return sorted(forms, key=lambda one: (-len(one), one))


@cache
def table() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Concept -> language -> its words, folded, as the file has them."""
    lines = files("daemon.incidents").joinpath("concepts.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for line in lines:
        if line and not line.startswith("#"):
            name, *words = (part.strip() for part in line.split("|"))
            found[name] = {
                language: tuple(fold(words[place]).split()) if words[place] != "-" else ()
                for place, language in enumerate(LANGUAGES)
            }
    return found


@cache
def _english() -> Mapping[str, str]:
    """Stem -> concept; the first concept that lists a word keeps it."""
    found: dict[str, str] = {}
    for concept, words in table().items():
        for word in words["en"]:
            found.setdefault(crude_stem(word), concept)
    return found


@cache
def _beginnings() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES[1:]}
    for concept, languages in table().items():
        for language, known in found.items():
            for word in languages[language]:
                known.setdefault(word, concept)
    return found
