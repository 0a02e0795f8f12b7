"""A report's words -> the particulars that tell two events of one kind apart: full names, dates, counts. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from daemon.language.fold import fold
from daemon.language.inflect import crude_stem

_MONTH_NAMES = (
    "january jan января",
    "february feb февраля",
    "march mar марта",
    "april apr апреля",
    "may мая",
    "june jun июня",
    "july jul июля",
    "august aug августа",
    "september sept sep сентября",
    "october oct октября",
    "november nov ноября",
    "december dec декабря",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_ANY_MONTH = "|".join(MONTHS)
_WEEKDAY_NAMES = (
    "monday mon понедельник الاثنين",
    "tuesday tues tue вторник الثلاثاء",
    "wednesday wed среда среду الاربعاء",
    "thursday thurs thu четверг الخميس",
    "friday fri пятница пятницу الجمعه",
    "saturday sat суббота субботу السبت",
    "sunday sun воскресенье الاحد",
)
_WEEKDAYS = {name: str(number) for number, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
_DATE = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)? ({_ANY_MONTH})|({_ANY_MONTH})\.? (\d{{1,2}}))\b")
_COUNT = re.compile(r"(\d[\d.,]*\d|\d)[ -]+([^\W\d_]+)")
_NAME_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’-][^\W\d_][^\W_]*)*")
_POSSESSIVE = re.compile("['’]s$")
_PART = re.compile(r"[^\W_]+")
_JOINT = "_"  #: between the stems of a pair; no word holds it

Written = tuple[int, str]  #: where a word stands in a text, and the word
Pair = str  #: two stems, joined: as one text they are kept, read and compared at less cost than as two
Counts = dict[str, frozenset[str]]  #: stem of a noun -> numbers before it
Lines = tuple[str, ...]  #: particulars as they are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What is looked at only where two reports are alike at all."""

    named: frozenset[str]  #: stems of words that title or text write as names
    numbers: frozenset[str]  #: as written, without years
    years: frozenset[str]
    neighbours: frozenset[Pair]  #: stems that stand side by side, in title or text
    full_names: frozenset[Pair]  #: neighbouring stems of names
    dates: frozenset[str]  #: days of the year, "month-day"
    weekdays: frozenset[str]  #: by number, Monday being 0
    counts: Counts


def lines_of(found: Particulars) -> Lines:
    """Particulars as lines, in the order of their fields."""
    return (
        " ".join(sorted(found.named)),
        " ".join(sorted(found.numbers)),
        " ".join(sorted(found.years)),
        " ".join(sorted(found.neighbours)),
        " ".join(sorted(found.full_names)),
        " ".join(sorted(found.dates)),
        " ".join(sorted(found.weekdays)),
        " ".join(sorted([pair(noun, number) for noun, numbers in found.counts.items() for number in numbers])),
    )


@lru_cache(maxsize=1_024)
def particulars_of(lines: Lines) -> Particulars:
    """Particulars as they were before they became lines."""
    named, numbers, years, neighbours, full, days, weekdays, counted = lines
    return Particulars(
        named=frozenset(named.split()),
        numbers=frozenset(numbers.split()),
        years=frozenset(years.split()),
        neighbours=frozenset(neighbours.split()),
        full_names=frozenset(full.split()),
        dates=frozenset(days.split()),
        weekdays=frozenset(weekdays.split()),
        counts=counts_of(counted),
    )


def counts_of(line: str) -> Counts:
    """The counts, read of the last of these lines: of most reports no other is looked at."""
    told: Counts = {}
    for one in line.split():
        noun, number = parted(one)
        told[noun] = told.get(noun, frozenset()) | {number}
    return told


def pair(one: str, other: str) -> Pair:
    """Two stems as one text."""
    return f"{one}{_JOINT}{other}"


def parted(pair: Pair) -> tuple[str, str]:
    """The stems of a pair."""
    one, _, other = pair.partition(_JOINT)
    return one, other


def pairs_in(stems: Sequence[str]) -> list[Pair]:
    """Each two that stand side by side."""
    return [pair(one, other) for one, other in pairwise(stems)]


def written_words(text: str) -> list[Written]:
    """The words that may be names, as written."""
    return [(found.start(), found.group()) for found in _NAME_WORD.finditer(text)]


def full_names(text: str, words: Sequence[Written]) -> frozenset[Pair]:
    """Each two neighbouring stems of names of several words; a name does not reach across punctuation."""
    found: set[Pair] = set()
    run: list[str] = []
    end = -1
    for start, word in words:
        is_name = len(word) > 1 and word[0].isupper()
        if run and not (is_name and text[end:start] == " "):
            found.update(pairs_in(run))
            run = []
        if is_name:
            run += _parts_of_name(word)
        end = start + len(word)
    found.update(pairs_in(run))
    return frozenset(found)


@lru_cache(maxsize=8_192)
def _parts_of_name(word: str) -> tuple[str, ...]:
    """The stems of a word of a name, small ones like "de" as well."""
    return tuple(map(crude_stem, _folded_words(_POSSESSIVE.sub("", word))))


def dates(text: str) -> frozenset[str]:
    """Days of the year as "month-day", where a month is named: in English and Russian."""
    found = _DATE.findall(text.casefold())
    return frozenset(f"{MONTHS[after or before]}-{int(day or other)}" for day, after, before, other in found)


def weekdays(words: Iterable[str]) -> frozenset[str]:
    """Days of the week among folded words, by number: in English, Russian and Arabic."""
    return frozenset([_WEEKDAYS[word] for word in words if word in _WEEKDAYS])


def counts(text: str) -> Counts:
    """Stem of a noun -> the numbers that stand before it, as written: "12 dead"."""
    found: dict[str, set[str]] = {}
    for number, noun in _COUNT.findall(text):
        for word in _folded_words(noun)[:1]:
            found.setdefault(crude_stem(word), set()).add(number)
    return {noun: frozenset(numbers) for noun, numbers in found.items()}


def _folded_words(text: str) -> list[str]:
    return _PART.findall(unicodedata.normalize("NFC", fold(text)))
