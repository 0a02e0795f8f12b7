"""Is a report the text of another under a new headline, cut, or slightly edited? Then it is a copy of it. Pure.

Equal texts are found before this, by deduplication; this finds what an editor's hand has gone over.
"""

from collections.abc import Iterable

from daemon.incidents.wording import plain_words
from daemon.model import Report

SHARED = 0.6  #: share of the shorter text's runs of words that the longer one has as well
_RUN = 4  #: words
_LEAST_RUNS = 20  #: shorter texts are alike by a form as well …
_SHARED_SHORT = 0.8  #: … so they must share more …
_LEAST_SHORT = 8  #: … and still shorter ones are alike by chance: a siren, a bulletin


def copy_origin(report: Report, told: Iterable[Report]) -> str | None:
    """The id of the item that a report is a copy of: the oldest one with its text; None: it is its own.

    Law: a report never becomes a copy of its own source's or feed's report; a very short text is nobody's copy.
    """
    runs = _runs(report.text)
    if len(runs) < _LEAST_SHORT:
        return None
    for one in told:
        if one.item_id == report.item_id or one.feed == report.feed or one.source == report.source:
            continue
        others = _runs(one.text)
        if _are_one_text(runs, others):
            return one.copy_of or one.item_id
    return None


def _are_one_text(runs: frozenset[tuple[str, ...]], others: frozenset[tuple[str, ...]]) -> bool:
    shorter = min(len(runs), len(others))
    share = SHARED if shorter >= _LEAST_RUNS else _SHARED_SHORT
    return shorter >= _LEAST_SHORT and len(runs & others) >= share * shorter


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = plain_words(text)
    return frozenset(tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
