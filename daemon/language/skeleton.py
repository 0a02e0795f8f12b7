"""A name in Latin, Cyrillic, Arabic or Hebrew script -> the consonants that its spellings elsewhere share. Pure.

Vowels, h and the glides are left out, because Arabic and Hebrew write few of them. What one script tells apart and
another does not is one class: p and b, t and d, k and g, f and v, s and z, sh and ch and j. Where a letter may sound in
two ways, both are given.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import product

from daemon.language.arabic import without_clitics
from daemon.language.hebrew import without_hebrew_prefixes
from daemon.language.inflect import crude_stem
from daemon.language.script import script_of

_MOST = 6  #: skeletons of one word
_DOUBLED = re.compile(r"(.)\1+")

#: Spelling -> its class; several, parted by a slash, where it may sound so or so; `-`: no consonant.
_LATIN = """
    tsch J  tch J  sch J/SK  shch J  dzh J  tzsch J  ough -/F  augh -/F  eigh -  igh -/K  kh K  gh K/-  ph F  sh J
    ch J/K  cz J  sz J  zh J  dj J  ck K  cc K/J  sci J/S  sce S  scy S  ci S/J  ce S/J  cy S  ge K/J  gi K/J  gy K/J
    th T/S  tz S  ts S  qu K/KF  wh F/-  wr R  kn N/KN  mb M/MB  ng N/NK  x KS  j J/-  q K  c K  k K  g K  b B  p B  d T
    t T  f F  v F  w F/-  s S  z S  l L  m M  n N  r R"""
_CYRILLIC = """
    дж J  тч J  тц S  щ J  ч J  ш J  ж J  х K/-  г K/-  ґ K  к K  кс KS  б B  п B  в F/-  ф F  д T  т T  с S  з S  ц S
    л L  м M  н N  р R"""
_ARABIC = """
    تش J  دج J  تس S  كس KS  ج J/K  چ J  ژ J  ش J  غ K/-  گ K  خ K  ق K  ك K  ح -/K  پ B  ب B  ف F  ت T  ط T  د T  ض T
    ث T/S  ذ T/S  س S  ص S  ز S  ظ S/T  ل L  م M  ن N  ر R"""
_HEBREW = """
    צ' J  ץ' J  ג' J  ז' J  ת' T/S  טש J  קס KS  ב B/F  פ F/B  ף F/B  ג K  ד T  ט T  ת T  כ K  ך K  ק K  ח K/-  ז S
    ס S  צ S  ץ S  ש J/S  ל L  מ M  ם M  נ N  ן N  ר R"""
#: Letters that are a consonant where a word begins: Washington, Уилсон, واشنطن.
_INITIAL = {"latin": ("w", "F"), "cyrillic": ("у", "F/-"), "arabic": ("و", "F/-"), "hebrew": ("ו", "F/-")}

#: How many bits a consonant of each class tells: minus the logarithm of its share among the consonants of names.
_BITS = {"R": 2.9, "N": 2.9, "S": 2.9, "T": 2.8, "L": 3.2, "K": 2.9, "M": 3.6, "B": 3.4, "J": 3.9, "F": 4.0}


def _table(spelled: str) -> Mapping[str, tuple[str, ...]]:
    parts = spelled.split()
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {one: tuple(sound.replace("-", "") for sound in sounds.split("/")) for one, sounds in pairs}


_TABLES = {
    script: _table(spelled)
    for script, spelled in (
        ("latin", _LATIN),
        ("cyrillic", _CYRILLIC),
        ("arabic", _ARABIC),
        ("hebrew", _HEBREW),
    )
}
_SPELLINGS = {
    script: re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    for script, table in _TABLES.items()
}


def shows_vowels(script: str | None) -> bool:
    """Does the script write its vowels?"""
    return script in {"latin", "cyrillic"}


@lru_cache(maxsize=50_000)
def skeletons(folded: str) -> frozenset[str]:
    """The consonants of a folded word as it may be spoken, also without what grammar adds; two at least, or none."""
    script = script_of(folded)
    if script not in _TABLES:
        return frozenset()
    found: set[str] = set()
    for form in sorted(_bare_forms(folded, script), key=lambda one: (-len(one), one)):
        found.update(one for one in _spoken(form, script) if len(one) > 1)
    return frozenset(sorted(found, key=lambda one: (-len(one), one))[: 2 * _MOST])


@lru_cache(maxsize=50_000)
def told_by(skeleton: str) -> float:
    """How many bits a skeleton tells: that a word has it by chance is one in two to that power."""
    return sum((_BITS[one] for one in skeleton), 0.0)


def _bare_forms(folded: str, script: str) -> frozenset[str]:
    if script == "latin":
        return frozenset({folded.partition("'")[0] or folded})  # Turkish case endings: Ankara'da
    if script == "cyrillic":
        return frozenset({crude_stem(folded), _without_ukrainian_ending(folded)})
    if script == "arabic":
        return without_clitics(folded)
    return frozenset(sorted(without_hebrew_prefixes(folded), key=len, reverse=True)[:3])


def _without_ukrainian_ending(folded: str) -> str:
    return re.sub("(?:ові|еві|ами|ях|ах|ом|ем|ою|ів|им|ого|ому|ий)$", "", folded) if len(folded) > 5 else folded


def _spoken(form: str, script: str) -> list[str]:
    """The word's classes, in every way that it may be spoken, at most a few."""
    table, initial = _TABLES[script], _INITIAL[script]
    parts: list[tuple[str, ...]] = []
    rest = form
    if form[:1] == initial[0] and len(form) > 2:
        parts.append(tuple(one.replace("-", "") for one in initial[1].split("/")))
        rest = form[1:]
    parts += [table[found.group()] for found in _SPELLINGS[script].finditer(rest)]
    ways = 1
    for place, one in enumerate(parts):
        ways *= len(one)
        if ways > _MOST:
            parts[place] = one[:1]
            ways //= len(one)
    return [_DOUBLED.sub(r"\1", "".join(one)) for one in product(*parts)]
