"""Is a report a later version of another one of its source, under a new headline? Pure.

Where an address or an id shows it, deduplication knows; this is for feeds that give each version a name of its own.
Two things are no chance: the same opening, word by word but for a few, and one live page, by the name that it bears.
"""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from daemon.incidents.revision import is_live_page
from daemon.incidents.series import ANEW, are_editions
from daemon.language.fold import fold
from daemon.model import Report

SURE = 0.9  #: chance that a version is of the event of the one before

_OPENING = 300  #: characters
_LEAST_OPENING = 60  #: characters; shorter ones are alike by chance, or by a form
_ALIKE = 80.0  #: of 100, rapidfuzz `ratio`
_ONE_FORM = 60.0  #: of 100, `token_sort_ratio` of titles that say the same, or of a form that is filled in again
_LEAST_NAME = 3  #: words that make a live page's name; all of "Live" is on every one
_LEAST_BEGINNING = 2  #: words that a live page keeps when it is closed
_ALL_HEADLINE = 8  #: words; what is longer is no name
_MARKS = frozenset(("live", "liveblog", "онлайн", "مباشر"))  #: folded
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"\s*[:|]\s+|\s+[–—-]\s+")


def is_version(one: Report, other: Report) -> bool:
    """Whether two reports are versions of one.

    Law: symmetric; never of two sources, nor where no source is known, nor half a day apart, nor two editions.
    """
    if not one.source or one.source != other.source or abs(one.arrived_at - other.arrived_at) >= ANEW:
        return False
    live, live_other = is_live_page(one), is_live_page(other)
    if live and live_other:
        told_so = bool(names_of_page(one.title) & names_of_page(other.title))
    else:
        told_so = (live == live_other or _begin_alike(one.title, other.title)) and _same_opening(one, other)
    return told_so and not are_editions(one, other)


@lru_cache(maxsize=4_096)
def names_of_page(title: str) -> frozenset[tuple[str, ...]]:
    """What a live page may be called by: the first part of its title, or the last, where that says that it is live.

    Why only there: what else such titles have in common is a cup, or "as it happened", and many pages have that.
    """
    parts = [tuple(_WORD.findall(fold(part))) for part in _PARTS.split(title)]
    ends = {parts[0], parts[-1]} if len(parts) > 1 else set()
    return frozenset(part for part in ends if _LEAST_NAME <= len(part) <= _ALL_HEADLINE and not _MARKS.isdisjoint(part))


def _begin_alike(title: str, other: str) -> bool:
    """Whether two titles begin with the same words, as those of a live page and of what it is when it is closed."""
    ours, theirs = _WORD.findall(fold(title)), _WORD.findall(fold(other))
    return len(ours) >= _LEAST_BEGINNING and ours[:_LEAST_BEGINNING] == theirs[:_LEAST_BEGINNING]


def _same_opening(one: Report, other: Report) -> bool:
    """Whether the texts begin alike, and no number or name was put in another's place, as forms do it."""
    length = min(len(one.text), len(other.text), _OPENING)
    if length < _LEAST_OPENING:
        return False
    first, second = one.text[:length], other.text[:length]
    if fuzz.ratio(first, second, score_cutoff=_ALIKE) < _ALIKE or _are_exchanged(first, second):
        return False
    is_form = fuzz.token_sort_ratio(one.title, other.title) >= _ONE_FORM
    return not (is_form and _are_exchanged(f"{one.title} .", f"{other.title} ."))


def _are_exchanged(text: str, other: str) -> bool:
    """Whether each has numbers or names that the other lacks."""
    ours, theirs = _telling(text), _telling(other)
    return bool(ours - theirs) and bool(theirs - ours)


def _telling(text: str) -> frozenset[str]:
    """Words with a capital, and with a digit."""
    return frozenset(word for word in _WORD.findall(text) if word[0].isupper() or word[0].isdigit())
