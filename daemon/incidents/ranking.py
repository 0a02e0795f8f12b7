"""A report and its candidates -> the likeness to those that can decide where it belongs. Pure.

Each candidate is first judged by what its likeness cannot exceed, and more closely only as long as that could change
the decision: most candidates share a place or a rule with the report and tell of something else.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from heapq import heapify, heappop, heappush

from daemon.incidents import across, doubt, kindred
from daemon.incidents.chance import Said, in_words, said
from daemon.incidents.closeness import Meant, meant, with_meaning
from daemon.incidents.fallen import tells_less
from daemon.incidents.fixtures import are_two_games
from daemon.incidents.gathered import gathered_of
from daemon.incidents.likeness import (
    OTHER_MAGNITUDE,
    Alike,
    Likeness,
    Side,
    magnitudes_apart,
    most,
    most_shared,
    reason_of,
    score_of,
    shares,
    side,
)
from daemon.incidents.packed import Words, wording_of
from daemon.incidents.series import are_editions, may_be_one_live_page, tells_of_many
from daemon.incidents.successors import tells_of_next
from daemon.incidents.swarms import are_of_two_sides, is_of_another_night
from daemon.incidents.targets import is_aimed_elsewhere
from daemon.incidents.versions import SURE, is_version
from daemon.model import Incident, Report

_COMPARED = 12  #: reports of one incident that a new one is compared with: the first, and the latest
NEAR = 0.8  #: of the likeness that joins: who is less like is nothing that came near
_BEST = 3  #: reports whose likeness counts
_AIMED_ELSEWHERE = 0.45  #: what is left where another target was hit, or others were


def ranked(
    report: Report, candidates: Sequence[Incident], *, join: float, is_past: Callable[[Incident], bool]
) -> list[tuple[Likeness, Incident]]:
    """The likeness to the candidates that the report can belong to, without those that cannot decide.

    Law: left out is only who is less like than the likest of all and not `join`, or less like than one that is not
    past, or not nearly so much like as joins; one at least is found where any is possible. Why none to a page of many
    events, and none of it: who joins a live page is hidden by what that tells next.
    Only a later version of a page of many events may join that page.
    """
    possible = looks_at(report, candidates)
    looks = [look for _, look in possible]
    waiting = [_turn(look, place, near=NEAR * join) for place, look in enumerate(looks)]
    heapify(waiting)
    likest = current = 0.0
    found: list[tuple[Likeness, Incident]] = []
    while waiting:
        is_far, bound, place = heappop(waiting)
        if found and (is_far or -bound < max(current, min(likest, join))):
            break
        likeness, incident = looks[place].look_closer(), possible[place][0]
        if likeness is None:
            heappush(waiting, _turn(looks[place], place, near=NEAR * join))
            continue
        found.append((likeness, incident))
        likest = max(likest, likeness.score)
        current = current if is_past(incident) else max(current, likeness.score)
    return found


def _turn(look: "Look", place: int, *, near: float) -> tuple[bool, float, int]:
    """When a candidate is looked at: who may come near before all others, by the highest likeness that it may have."""
    return (False, -look.most_shared(), place) if look.most >= near else (True, -look.most, place)


def looks_at(report: Report, candidates: Sequence[Incident]) -> list[tuple[Incident, "Look"]]:
    """The candidates that the report can belong to at all, each as it is looked at."""
    possible = [(one, told) for one in candidates if (told := _of_one_event(report, one))]
    words = wording_of(report).wording
    own, gathered = side(report, words), [gathered_of(told) for _, told in possible]
    by_words, by_vectors = said(words, gathered, report.language), meant(report, [told for _, told in possible])
    sharing = [one.closed_at is None and shares(own, told) for one, told in possible]
    looks = [
        Look(own, told, few.kept, found, beside, kindred.Around(len(one.reports), sum(sharing) - is_sharing))
        for (one, told), few, found, beside, is_sharing in zip(
            possible, gathered, by_words, by_vectors, sharing, strict=True
        )
    ]
    return [(one, look) for (one, _), look in zip(possible, looks, strict=True)]


class Look:
    """The reports of an incident beside a new one, looked at more and more closely."""

    def __init__(
        self,
        own: Side,
        told: Sequence[Report],
        kept: Sequence[Words],
        found: Said,
        beside: Meant | None,
        around: kindred.Around,
    ) -> None:
        self._own, self._told, self._kept, self._found, self._beside = own, told, kept, found, beside
        self._around = around
        self._foreign: Alike | None = None
        self._alike = None if found.glance else self._alike_now()
        self._sides: list[Side] = []
        self._chance = self._alike.chance if self._alike else self._chance_at_most()
        self._most_kindred = 0.0
        if any(kindred.are_kindred(own.report, one) for one in told):
            self._most_kindred = kindred.at_most(self._chance, around)
        self.most = max(most(own, self._chance), self._most_kindred)  #: the likeness is no higher

    def most_shared(self) -> float:
        """The likeness is no higher, by what its reports share: nearer than `most`, as long as nobody looked closer."""
        if self._sides:
            return self.most
        return max(most_shared(self._own, self._told, self._chance), self._most_kindred)

    def look_closer(self) -> Likeness | None:
        """The likeness; None if it takes another look, `most` being nearer to it now."""
        if not self._sides:
            self._sides = list(map(side, self._told, self._kept))
            self.most, likest = self._against(self._chance)
            if self._alike is None:
                return None
        else:
            self._alike = self._alike_now()
            self.most, likest = self._against(self._alike.chance)
        reason = reason_of(self._own, self._sides[likest], self._alike)
        return Likeness(score=self.most, reason=f"{reason}, another target" if self._left_by_aim < 1.0 else reason)

    def kindred_traits(self) -> kindred.Traits | None:
        """What is learned from an incident of which reports are kindred; None for another."""
        told = list(map(side, self._told, self._kept))
        bearing = kindred.bearing_of(self._own, told, self._around)
        return kindred.traits_of(self._alike_now().chance, bearing) if bearing else None

    def _alike_now(self) -> Alike:
        """What words say, or if it is more, what reports in other languages say; and meaning, where it is known."""
        report, told, found, beside = self._own.report, self._told, self._found, self._beside
        if any(is_version(report, one) for one in told):
            return Alike(SURE, "a later version")
        by_words = Alike(0.0)
        if found.traits is not None:
            by_words = Alike(found.chance, f"wording ({in_words(found.traits)})")
        if beside is None:
            return _likelier(self._kinship(), _held(by_words, report, told, found))
        whole = with_meaning(_likelier(self._kinship(), by_words), beside)
        if beside.foreign == 1.0:  # of other languages there are no doubts
            return whole
        foreign = with_meaning(self._kinship(), beside.only_abroad())
        return _likelier(foreign, _held(whole, report, told, found))

    def _chance_at_most(self) -> float:
        """A chance that `_alike_now` does not exceed, at a fraction of its cost."""
        report, told, found = self._own.report, self._told, self._found
        if found.glance is None or report.vector or any(is_version(report, one) for one in told):
            return 1.0
        return max(doubt.most(report, told, found.likest, found.glance), self._kinship().chance)

    def _kinship(self) -> Alike:
        """What reports in other languages say."""
        if self._foreign is None:
            self._foreign = across.kinship(self._own.report, self._told)
        return self._foreign

    def _against(self, chance: float) -> tuple[float, int]:
        """The report's likeness to the incident, and the place of the likest report.

        The likeness is that to the likest report, held down by that to the next likest. Why not the likest alone: a
        chain of reports, each like the one before, would lead from one event to the next. Of what one rule found, all
        is weighed at once.
        """
        own, told = self._own, self._sides
        bearing = kindred.bearing_of(own, told, self._around)
        is_other = _is_other_quake(own, told)
        scores = [
            score_of(own, one, 0.0 if bearing else chance, others=self._around.others)
            * (OTHER_MAGNITUDE if is_other and one.words.magnitude is None else 1.0)
            for one in told
        ]
        best = sorted(scores, reverse=True)[:_BEST]
        total = (best[0] + sum(best) / len(best)) / 2.0
        if bearing:
            total = max(total, kindred.chance_of(chance, bearing) * (OTHER_MAGNITUDE if is_other else 1.0))
        return total * self._left_by_aim, scores.index(best[0])

    @cached_property
    def _left_by_aim(self) -> float:
        """What is left of the likeness, if the report tells of another target than the incident."""
        return _AIMED_ELSEWHERE if is_aimed_elsewhere(self._own.report, self._told) else 1.0


def _of_one_event(report: Report, incident: Incident) -> Sequence[Report]:
    """The reports of an incident to compare with; none, if the report is another edition, game, side, or toll."""
    told = _compared(incident)
    if any(are_of_two_sides(report, one) for one in told) or is_of_another_night(report, told):
        return ()
    if tells_of_many(report):
        told = [one for one in told if may_be_one_live_page(report, one) or is_version(report, one)]
        return () if any(are_two_games(report, one) for one in told) else told
    told = [one for one in told if not tells_of_many(one) or is_version(report, one)]
    if any(are_editions(report, one) or are_two_games(report, one) for one in told):
        return ()
    is_other = tells_less(report, told) or tells_of_next(report, incident)
    is_other = is_other and not any(is_version(report, one) for one in told)  # mended without a word
    return () if is_other else told


def _likelier(foreign: Alike, other: Alike) -> Alike:
    return foreign if foreign.chance > other.chance else other


def _held(alike: Alike, report: Report, told: Sequence[Report], found: Said) -> Alike:
    """What doubts leave of what words, and meaning, say; of who is not alike by words they leave nothing."""
    if not report.source:
        return alike
    left = doubt.held(alike.chance, report, told, found.likest, found.traits) if found.traits is not None else 0.0
    return replace(alike, chance=left)


def _is_other_quake(report: Side, told: Sequence[Side]) -> bool:
    """Whether the strengths that an incident tells are all clearly another than the report's: an aftershock's."""
    measured = [one for one in told if one.words.magnitude is not None]
    return bool(measured) and all(magnitudes_apart(report, one) for one in measured)


def _compared(incident: Incident) -> Sequence[Report]:
    """The first report and the latest ones."""
    told = incident.reports
    return told if len(told) <= _COMPARED else told[:1] + told[1 - _COMPARED :]
