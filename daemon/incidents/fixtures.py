"""Do two titles name two games? Pure.

Two games of one cup are told in the same words, by the same people, on one day. What parts them is who meets whom, and
a title that says it at all says it in one way: "Brazil vs Japan".
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import takewhile
from typing import Final

from daemon.language.fold import fold
from daemon.model import Report

Sides = tuple[frozenset[str], frozenset[str]]

_AGAINST: Final = re.compile(r"\s(?:vs\.?|versus)\s", re.IGNORECASE)
_AGAINST_IN_ENGLISH: Final = re.compile(r"\s(?:vs?\.?|versus)\s", re.IGNORECASE)  # elsewhere, "v" is "in"
_BREAK = re.compile(r"[:|,;?!()–—\"“”]|\b\d|\s[-.]\s|\b(?:LIVE|Live)\b")
_WORD = re.compile(r"[^\W\d_]+")  #: a hyphen or an apostrophe parts words: Al-Nassr is Al Nassr, and Spain's is Spain
_LONGEST = 3  #: words of a side; more are a sentence, and where its name begins is a guess


def are_two_games(one: Report, other: Report) -> bool:
    """Whether both titles name who meets whom, and a side of each is not named in the other report at all.

    Law: symmetric; never of two languages, nor of a title that names one side alone, nor where the other's text shows
    a nickname's bearer.
    """
    sides = sides_of(one.title, one.language)
    if sides is None or one.language != other.language:
        return False
    sides_other = sides_of(other.title, other.language)
    return sides_other is not None and _is_strange(sides, other) and _is_strange(sides_other, one)


@lru_cache(maxsize=4_096)
def sides_of(title: str, language: str | None) -> Sides | None:
    """The words of the two that a title sets against each other; None if it does not, or nobody could say who."""
    found = (_AGAINST_IN_ENGLISH if language == "en" else _AGAINST).search(title)
    if found is None:
        return None
    before, after = _BREAK.split(title[: found.start()])[-1], _BREAK.split(title[found.end() :])[0]
    left, right = _names(reversed(_WORD.findall(before))), _names(_WORD.findall(after))
    return (left, right) if left and right else None


def _names(words: Iterable[str]) -> frozenset[str]:
    """The words up to the first small one, folded; none if they are too many."""
    names = list(takewhile(lambda word: word[0].isupper(), words))
    return frozenset(map(fold, names)) if len(names) <= _LONGEST else frozenset()


def _is_strange(sides: Sides, report: Report) -> bool:
    known = frozenset(_WORD.findall(fold(f"{report.title} {report.text}")))
    return any(side.isdisjoint(known) for side in sides)
