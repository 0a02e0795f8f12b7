"""A report -> what was hit, who came to harm, and in which part of a town, as far as words of many events say. Pure.

`targets.txt` beside this file was written by hand. Two strikes on a town in one day are told in one frame ("Strike
kills N at X in Y"): what parts them is the target, the victims, and the district.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from daemon.incidents.amendments import SENTENCE
from daemon.incidents.concepts import LANGUAGES, concept_of
from daemon.incidents.further import is_happening
from daemon.incidents.marks import are_foreign
from daemon.incidents.speakers import words_of
from daemon.incidents.tellers import labels_of, without_tellers
from daemon.incidents.tolls import tolls_in
from daemon.language.arabic import without_clitics
from daemon.language.fold import fold
from daemon.language.inflect import crude_stem
from daemon.language.script import script_of
from daemon.model import Report

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_FOLLOW = {"cyrillic": 4, "arabic": 2}  #: letters that may follow a beginning
_FOLLOW_LATIN = 6
_AS_WRITTEN = frozenset({0, 5})  #: columns, English and French, of words that have no other forms
_LONGEST = 3  #: words of a name
#: Concepts (concepts.txt): of what comes to one place, and of what comes over a whole land. Prisons are stormed, too.
_HARM = frozenset(
    words_of(
        """die kill murder wound rape attack terror bomb explode missile drone shoot stab fire crash hostage militant
        arrest strike"""
    )
)
#: Targets that may stand alone before or behind a sign and tell of it: "Mayor: …", "… – hospital director".
_TELL = frozenset(
    {
        *("hospital", "office", "court", "embassy"),
        *(f"people:{one}" for one in words_of("police soldiers journalist lawyer judge cleric medic aid politician")),
    }
)
_WIDE = frozenset(words_of("quake tsunami flood volcano"))
_OPENING = 300  #: characters of a text in which its first sentence ends
_TELLING_TOLL = 5
_ANY_WORD = re.compile(r"[^\W_]+")
_PEOPLE, _NONE = "people:", "-"
_PART = re.compile(
    r"\b(?P<en>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?) (?:district|neighbou?rhood|quarter|suburb|camp|state|province)\b"
    r"|\b(?P<fr>\d{1,2})(?:e|er|ème|ᵉ) arrondissement"
    r"|(?<!\w)(?P<ru>[А-ЯЁІЇЄ]\w+(?:ом|ой|ий|ый|ому|ая)) (?:район|микрорайон|мікрорайон)"
    r"|(?<!\w)(?:حي|ضاحية|مخيم) (?P<ar>\w{3,})"
    r"|\b(?P<tr>[A-ZÇĞİÖŞÜ]\w+) (?:ilçesi|mahallesi)"
)

Targets = frozenset[str]


def is_aimed_elsewhere(report: Report, told: Iterable[Report]) -> bool:
    """Whether a report tells of another target, victims, or district, than each of these that names any."""
    if not _names_any(report):
        return False
    named = [one for one in told if _names_any(one)]
    return bool(named) and all(are_aimed_apart(report, one) for one in named)


def are_aimed_apart(one: Report, other: Report) -> bool:
    """Whether each names a target, victims, or a district, of which the other knows nothing.

    Law: symmetric; only of titles that tell how somebody or something came to harm, and not by a quake or a flood, nor
    where they tell one toll.
    """
    if not (_tells_of_harm(one.title, one.language) and _tells_of_harm(other.title, other.language)):
        return False
    if not _tolls(one).isdisjoint(_tolls(other)):
        return False
    mine, theirs = _in_title(one), _in_title(other)
    is_apart = any(_are_apart(sort(mine), sort(theirs), one, other) for sort in (_things, _people))
    return is_apart or (_are_parts_apart(one, other) and not are_foreign(one, other))


def _names_any(report: Report) -> bool:
    return bool(_in_title(report)) or bool(_parts(report.title, report.text[:_OPENING]))


def _in_title(report: Report) -> Targets:
    return _hit_in(report.title, report.language or "")


@lru_cache(maxsize=4_096)
def _hit_in(title: str, language: str) -> Targets:
    """The targets that a title names, without who tells of it before its first sign or behind its last."""
    for start, end in reversed(labels_of(title, language, _HARM)):
        if _named(title[start:end], language) <= _TELL:
            title = f"{title[:start]},{title[end:]}"
    return _named(title, language)


def _are_apart(mine: Targets, theirs: Targets, one: Report, other: Report) -> bool:
    """Does neither report as a whole know any of what the other's title names?"""
    if not mine or not theirs or _meet(mine, theirs):
        return False
    in_text, in_other = (_named(each.text, each.language or "") for each in (one, other))
    return not _meet(mine, in_other) and not _meet(theirs, in_text)


def _tolls(report: Report) -> frozenset[int]:
    """Those of its title that are no chance, if others have them: two killed are soon two others."""
    told = tolls_in(report.title, report.language)
    return frozenset(number for about, number in told if about == "dead" and number >= _TELLING_TOLL)


@lru_cache(maxsize=4_096)
def _tells_of_harm(title: str, language: str | None) -> bool:
    """Whether a title tells that a place or people came to harm; of a language without concepts, nobody knows."""
    words = [fold(word) for word in _WORD.findall(title)]
    found = {concept_of(word, language) for word in words}
    if not found.isdisjoint(_WIDE):
        return False
    return not found.isdisjoint(_HARM) or any(map(is_happening, words)) or language not in {None, *LANGUAGES}


def _are_parts_apart(one: Report, other: Report) -> bool:
    mine, theirs = (_parts(each.title, each.text[:_OPENING]) for each in (one, other))
    if not mine or not theirs:
        return False
    return mine.isdisjoint(_stems(other.title, other.text)) and theirs.isdisjoint(_stems(one.title, one.text))


def _meet(some: Targets, others: Targets) -> bool:
    """Is one of some, more broadly or more nearly, one of the others?"""
    broader = _broader()
    return any(one == two or one in broader[two] or two in broader[one] for one in some for two in others)


@lru_cache(maxsize=4_096)
def _parts(title: str, text: str) -> Targets:
    """Stems of the names of districts in title and first sentence."""
    told = f"{title} {SENTENCE.split(text.strip(), maxsplit=1)[0]}"
    return frozenset(_stem(found[found.lastgroup or 0].split()[-1]) for found in _PART.finditer(told))


@lru_cache(maxsize=512)
def _stems(title: str, text: str) -> Targets:
    return frozenset(map(_stem, _ANY_WORD.findall(f"{title} {text}")))


def _stem(word: str) -> str:
    return crude_stem(fold(word))


def _things(found: Targets) -> Targets:
    return frozenset(one for one in found if not one.startswith(_PEOPLE))


def _people(found: Targets) -> Targets:
    return frozenset(one for one in found if one.startswith(_PEOPLE))


@lru_cache(maxsize=4_096)
def _named(text: str, language: str) -> Targets:
    """The targets that a text names; of several words, the most count."""
    found: set[str] = set()
    told = without_tellers(text, language, _HARM)
    words = [fold(word).replace("’", "'").removesuffix("'s") for word in _WORD.findall(told)]
    at = 0
    while at < len(words):
        size, target = _target(tuple(words[at : at + _LONGEST]), language) or (1, _NONE)
        at += size
        if not target.startswith(_NONE):
            found.add(target)
    return frozenset(found)


@lru_cache(maxsize=20_000)
def _target(words: tuple[str, ...], language: str) -> tuple[int, str] | None:
    """How many of the first of these words, folded, name a target together, and which."""
    known = _table(_column(words[0], language))
    named = [one for form in _forms(words[0]) for one in known.get(form, ())]
    for names, target in sorted(named, key=lambda one: (-len(one[0]), -len(one[0][0]), one)):
        if len(names) <= len(words) and all(map(_is_form, words, names)):
            return len(names), target
    return None


def _column(word: str, language: str) -> int:
    """Which column of the table knows words of this script and language."""
    script = script_of(word)
    if script != "latin":
        return {"cyrillic": 2 if language == "uk" else 1, "arabic": 3}.get(script or "", 0)
    return {"tr": 4, "fr": 5}.get(language, 0)


def _forms(word: str) -> list[str]:
    """What a name may begin with, if this word is a form of it."""
    forms = without_clitics(word) if script_of(word) == "arabic" else (word,)
    return sorted({form[:length] for form in forms for length in range(2, len(form) + 1)})


@lru_cache(maxsize=50_000)
def _is_form(word: str, name: str) -> bool:
    """Is a word a form of what a name begins with? One with "=" has no other forms."""
    bare = name.removesuffix("=")
    forms = without_clitics(word) if script_of(word) == "arabic" else (word,)
    most = 0 if bare != name else _FOLLOW.get(script_of(word) or "", _FOLLOW_LATIN)
    return any(form.startswith(bare) and len(form) - len(bare) <= most for form in forms)


@cache
def _rows() -> list[tuple[list[str], list[list[str]]]]:
    """The names of each target, the more special first, and its words in each column."""
    lines = files("daemon.incidents").joinpath("targets.txt").read_text(encoding="utf-8").splitlines()
    parted = [[part.split() for part in line.split("|")] for line in lines if line and not line.startswith("#")]
    return [(names, columns) for names, *columns in parted]


@cache
def _table(column: int) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The first word of a name -> the words of each name that begins with it, and its target."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for (target, *_), columns in _rows():
        for name in columns[column]:
            is_whole = column in _AS_WRITTEN or name.endswith("_")
            words = tuple(fold(word) + "=" * is_whole for word in name.strip("_").split("_"))
            found.setdefault(words[0].removesuffix("="), []).append((words, target))
    return found


@cache
def _broader() -> dict[str, frozenset[str]]:
    """Target -> what it may be called more broadly."""
    return {names[0]: frozenset(names[1:]) for names, _ in _rows()}
