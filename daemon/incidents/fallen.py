"""Does a later report tell fewer dead than the earlier ones, without a word of correction? Pure.

A toll grows. Outlets differ, and a slow one tells an old figure; but whoever has told thirteen dead, and hours later
tells two, tells of another strike. So does anybody who tells half of it, ten hours after all had told it.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from daemon.incidents.amendments import amendment_of
from daemon.incidents.bounds import numbers_of
from daemon.incidents.tolls import told_in
from daemon.model import Report

_LATER = timedelta(hours=3)  #: sooner, an outlet's pages may be out of order
#: By how much tolls must be beyond another source's, and how long after it may not be a slow outlet's old one any more.
_BEYOND = ((timedelta(hours=10), 2.0), (timedelta(hours=6), 2.5))
_LAST = 3  #: tolls that are looked at
_LOWERED = re.compile(
    r"\b(?:revis|lower|reduc|correct|recount|amend|down (?:to|from)|more|another|further|among|survivor|injured die"
    r"|пересмотр|снизил|сократил|уточн|исправл|ещ[её]|среди|خفض|تصحيح|مراجعة|بينهم)\w*",
    re.IGNORECASE,
)
#: What makes an earlier toll one that nobody counted yet.
_FEARED = re.compile(
    r"\b(?:fear|possibl|potential|presum|believed|estimat|likely|probabl|предполож|возможн|вероятн|опаса)\w*"
    r"|\b(?:up to|as many as|(?-i:may)|might|could|would|может|могут|могло|могли|могла)\b"
    r"|(?<!\w)(?:يخشى|مخاوف|قد|ربما|يحتمل|احتمال|ما يصل إلى)(?!\w)",
    re.IGNORECASE,
)


def tells_less(report: Report, told: Sequence[Report]) -> bool:
    """Whether a report's toll shows that it is of another event than those of an incident, which are in their order."""
    return any(is_fallen(report, one) for one in told) or _tells_half(report, told)


def is_fallen(report: Report, other: Report) -> bool:
    """Whether both titles of one source tell a toll, and the later one plainly a lower one.

    Law: symmetric; never of two sources, nor where no source is known; dates and arrivals must both say which is later.
    """
    if not report.source or report.source != other.source:
        return False
    first, last = (report, other) if report.arrived_at <= other.arrived_at else (other, report)
    if last.arrived_at - first.arrived_at < _LATER or not _is_dated_later(first, last):
        return False
    before, after = _counted(first), _dead(last.title, last.language)
    if before is None or after is None or after >= before:
        return False
    return amendment_of(last) is None and not _LOWERED.search(last.title)


def _tells_half(report: Report, told: Sequence[Report]) -> bool:
    """Whether it is at most half of each of the last tolls that titles told well before."""
    dead = _dead(report.title, report.language) if report.source else None
    if dead is None or amendment_of(report) is not None or _LOWERED.search(report.title):
        return False
    before = [(number, one) for one in told if one.source and (number := _counted(one)) is not None]
    if not before:
        return False
    least, last = min(number for number, _ in before[-_LAST:]), before[-1][1]
    return any(
        beyond * dead <= least and report.arrived_at - last.arrived_at >= by and _is_dated_later(last, report, by=by)
        for by, beyond in _BEYOND
    )


def _is_dated_later(first: Report, last: Report, *, by: timedelta = _LATER) -> bool:
    if first.published_at is None or last.published_at is None:
        return True
    return last.published_at - first.published_at >= by


@lru_cache(maxsize=2_048)
def _told(title: str, language: str | None) -> tuple[int, ...]:
    """The dead that a title tells, of a range both numbers."""
    return next((numbers_of(value) for about, value in told_in(title, language) if about == "dead"), ())


def _dead(title: str, language: str | None) -> int | None:
    """The most dead that a title tells."""
    return max(_told(title, language), default=None)


def _counted(report: Report) -> int | None:
    """The dead that a title tells as counted, not as feared: at the least."""
    return None if _FEARED.search(report.title) else min(_told(report.title, report.language), default=None)
