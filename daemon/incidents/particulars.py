"""A report's words -> the particulars that tell two events of one kind apart: full names, dates, counts. Pure."""

import re
import unicodedata
from collections.abc import Mapping
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
_DATE = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)? ({_ANY_MONTH})|({_ANY_MONTH})\.? (\d{{1,2}}))\b")
_COUNT = re.compile(r"(\d[\d.,]*\d|\d)[ -]+([^\W\d_]+)")
_NAME_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’-][^\W\d_][^\W_]*)*")
_POSSESSIVE = re.compile("['’]s$")
_PART = re.compile(r"[^\W_]+")

Pair = tuple[str, str]


def full_names(text: str) -> frozenset[Pair]:
    """Each two neighbouring stems of names of several words; a name does not reach across punctuation."""
    found: set[Pair] = set()
    run: list[str] = []
    end = -1
    for match in _NAME_WORD.finditer(text):
        word = match.group()
        is_name = len(word) > 1 and word[0].isupper()
        if not (is_name and run and text[end : match.start()] == " "):
            found.update(pairwise(run))
            run = []
        if is_name:
            run += map(crude_stem, _folded_words(_POSSESSIVE.sub("", word)))
        end = match.end()
    found.update(pairwise(run))
    return frozenset(found)


def dates(text: str) -> frozenset[str]:
    """Days of the year as "month-day", where a month is named: in English and Russian."""
    found = _DATE.findall(text.casefold())
    return frozenset(f"{MONTHS[after or before]}-{int(day or other)}" for day, after, before, other in found)


def counts(text: str) -> Mapping[str, frozenset[str]]:
    """Stem of a noun -> the numbers that stand before it, as written: "12 dead"."""
    found: dict[str, set[str]] = {}
    for number, noun in _COUNT.findall(text):
        for word in _folded_words(noun)[:1]:
            found.setdefault(crude_stem(word), set()).add(number)
    return {noun: frozenset(numbers) for noun, numbers in found.items()}


def _folded_words(text: str) -> list[str]:
    return _PART.findall(unicodedata.normalize("NFC", fold(text)))
