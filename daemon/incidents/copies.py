"""Is a report the text of another under a new headline, cut, or slightly edited? Then it is a copy of it. Pure.

Equal texts are found before this, by deduplication; this finds what an editor's hand has gone over.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from zlib import crc32

from daemon.incidents.wording import plain_words
from daemon.language.formula import warns
from daemon.model import Report

SHARED = 0.6  #: share of the shorter text's runs of words that the longer one has as well
_RUN = 4  #: words
_LEAST_RUNS = 20  #: shorter texts are alike by a form as well …
_SHARED_SHORT = 0.8  #: … so they must share more …
_LEAST_SHORT = 8  #: … and still shorter ones are alike by chance: a siren, a bulletin
_FOUND_BY = 16  #: runs of a text under which it is found again: of another text's six tenths they hold one, surely
_HEADLINE_FOR = timedelta(days=3)  #: a headline alone is one story's for so long, within one incident
_TELLING_WORDS, _TELLING_LETTERS = 5, 30  #: a shorter headline ("Explosion in Mosul") is anybody's
_OWN = 6  #: fewer words beside the headline's are no text


def copy_origin(report: Report, told: Iterable[Report]) -> str | None:
    """The id of the item that a report is a copy of: the oldest one with its text; None: it is its own.

    Law: a report never becomes a copy of its own source's or feed's report; a very short text is nobody's copy. Of two
    reports without texts, one headline, word for word, is one story's for three days, unless it is a warning's.
    """
    runs, headline = runs_of(report.text), _headline_of(report)
    if len(runs) < _LEAST_SHORT and not headline:
        return None
    for one in told:
        if one.item_id == report.item_id or one.feed == report.feed or one.source == report.source:
            continue
        if _are_one_text(runs, runs_of(one.text)) or (headline and _is_headline_again(headline, report, one)):
            return one.copy_of or one.item_id
    return None


def _headline_of(report: Report) -> tuple[str, ...]:
    """The words of a report that is a telling headline and nothing else; none, if it says more, less, or warns."""
    title = tuple(plain_words(report.title))
    if len(title) < _TELLING_WORDS or len(" ".join(title)) < _TELLING_LETTERS or warns(report.title):
        return ()
    beside = [word for word in plain_words(report.text) if word not in title]
    return title if len(beside) < _OWN else ()


def _is_headline_again(headline: tuple[str, ...], report: Report, one: Report) -> bool:
    return abs(report.arrived_at - one.arrived_at) <= _HEADLINE_FOR and _headline_of(one) == headline


@lru_cache(maxsize=512)
def runs_of(text: str) -> frozenset[int]:
    """A text's runs of words, each as a number; kept, because the texts of what is going on are compared over and over.

    Law: the same words give the same numbers, in every process.
    """
    words = plain_words(text)
    runs = (" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    return frozenset([crc32(run.encode("utf-8", "surrogatepass")) for run in runs])


def found_by(text: str) -> list[int]:
    """A few of a text's runs, by which it is found among many; none, if it is too short to be anybody's copy.

    Law: a text that has another's runs has these as well; which they are depends on the words alone.
    """
    runs = runs_of(text)
    return sorted(runs)[:_FOUND_BY] if len(runs) >= _LEAST_SHORT else []


def _are_one_text(runs: frozenset[int], others: frozenset[int]) -> bool:
    shorter = min(len(runs), len(others))
    share = SHARED if shorter >= _LEAST_RUNS else _SHARED_SHORT
    return shorter >= _LEAST_SHORT and len(runs & others) >= share * shorter
