"""Of what a long incident told long ago: the reports that say what no other does. Only they are read again. Pure.

Why: whatever an incident rests on (its sources, who claims what, facts, rules, things) is asked at every report, and
an incident of a city at war has thousands of them; most say again what was said.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from daemon.incidents.account import voice
from daemon.incidents.amendments import RETRACTION, amendment_of
from daemon.language.fold import fold
from daemon.model import Incident, Report, Stance

LATEST = 96  #: reports that are always read, beside the first
AT_ONCE = 16  #: more than these, before earlier ones are set aside: to choose among them costs as much as to read them


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """Reports of an incident that are of long ago from now on."""

    telling: tuple[str, ...]  #: item ids of those to be read again that were among the latest until now
    silent: tuple[str, ...]  #: of those that are set aside
    new: tuple[Report, ...]  #: all that were among the latest until now, oldest first


def parted(incident: Incident) -> Parted | None:
    """What of an incident's earlier reports is to be read again; None, as long as it has few more than the latest.

    Law: what the incident rests on, and what it is about, is the same by the reports that are left as by all; but where
    a source takes its reports back, what others had said after it is missed until they say it again.
    """
    begin, end = 1 + incident.earlier, len(incident.reports) - LATEST
    if end - begin < AT_ONCE:
        return None
    earlier, new = incident.reports[1:end], incident.reports[begin:end]
    kept = _telling(earlier)
    return Parted(
        telling=tuple(one.item_id for one in new if one.item_id in kept),
        silent=tuple(one.item_id for one in earlier if one.item_id not in kept),
        new=new,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """What a new version of a report of long ago asks for."""

    whole: bool  #: to choose among all again: only this report may have said what it says no more
    tells: bool  #: to read it again from now on: it says more than before


def anew(incident: Incident, new: Report) -> Anew | None:
    """What the new version of one of an incident's reports asks for; None, if that was not told long ago.

    `incident`: with the old version, as it was read to be revised. Law: a version that says no less than the old one,
    or one of a report that nothing rests on, never asks for all reports.
    """
    earlier = incident.reports[1 : 1 + incident.earlier]
    old = next((one for one in earlier if one.item_id == new.item_id), None)
    if old is None:
        return None
    first, last = _holders(earlier)
    held = {mark for holders in (first, last) for (_, mark), item in holders.items() if item == new.item_id}
    said, says = _marks(old), _marks(new)
    turns = old.amends != new.amends and RETRACTION in {old.amends, new.amends}  # what counts again after it is another
    return Anew(whole=turns or not held <= says, tells=not says <= said)


def _marks(report: Report) -> set[Hashable]:
    return {*_about(report, counts=True), *_about(report, counts=False), *_says(report)}


def _telling(reports: Sequence[Report]) -> set[str]:
    """Ids of the reports that are the first, or the last, to say something; again after each retraction.

    Why again: what its source says later counts, and what was told before may count no more.
    """
    first, last = _holders(reports)
    return {*first.values(), *last.values()}


def _holders(reports: Sequence[Report]) -> tuple[dict[tuple[int, Hashable], str], dict[tuple[int, Hashable], str]]:
    """Of all that is said, after each retraction, the ids of the reports that say it first, and last."""
    first: dict[tuple[int, Hashable], str] = {}
    last: dict[tuple[int, Hashable], str] = {}
    alone = all(one.copy_of is not None for one in reports)  # then copies are all that the incident rests on
    taken_back = 0
    for report in reports:
        counts = alone or report.copy_of is None
        taken_back += report.amends == RETRACTION
        for mark in _about(report, counts=counts):
            first.setdefault((taken_back, mark), report.item_id)
        for mark in _says(report) if counts else ():
            first.setdefault((taken_back, mark), report.item_id)
            last[taken_back, mark] = report.item_id
    return first, last


def _about(report: Report, *, counts: bool) -> Iterator[Hashable]:
    """What matters the first time that it is said."""
    yield from (("rule", rule) for rule in report.rules)
    for entity in report.entities:
        yield "entity", entity, report.kinds.get(entity), report.ancestors.get(entity), counts
    yield "language", report.language
    if amendment := report.amends or amendment_of(report):
        yield "amends", amendment, report.copy_of or report.item_id, report.title
    if any(one.stance is Stance.CONFIRMS for one in report.statements):
        yield ("confirms",)
    if counts:
        yield "voice", report.source, voice(report), report.only_denies
        yield "grade", report.reliability


def _says(report: Report) -> Iterable[Hashable]:
    """What the last word counts of, in the order of the first ones."""
    yield from (("said", fold(one.who)) for one in report.statements if one.stance is not Stance.CITES)
    yield from (("fact", one.about, voice(report)) for one in report.facts)
