"""Two reports -> how likely they tell of the same event, and what speaks for it. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from math import prod

from daemon.incidents.wording import Wording
from daemon.model import Report

#: Chances, 0..1, that two reports tell of one event because they share …
SAME_RULE = 0.25  #: … a rule
SAME_PLACE = 0.40  #: … a town or another place that lies within a larger one
NEAR_PLACE = 0.25  #: … places of which one lies within the other, the larger being no country
BROAD_PLACE = 0.06  #: … a country, or a country and a place in it
SAME_THING = 0.15  #: … anything else that is named: an aircraft type, a weapon, a person
AKIN_THING = 0.12  #: … things of which one is of the other's kind: a Mi-25, and an attack helicopter
SAME_FAMILY = 0.08  #: … things that are of one kind: two types of helicopter
SAME_GROUP = 0.10  #: … an organisation: it takes part in many events of a day
SURE_WORDING = 0.95  #: … their words, almost all of them

#: What contradicts that leaves this much of the chance.
ELSEWHERE = 0.25  #: places apart from each other
OTHER_KIND = 0.6  #: rules, but none in common: another kind of event
NO_KIND = 0.8  #: a rule on one side only
UNPLACED = 0.8  #: a common rule, but no common place: helicopters crash everywhere

UNPLACED_HERE = 0.7  #: the same, while one of them names its place exactly
OTHER_NAMES = 0.45  #: titles that name things or places, and each others than the other one
OTHER_MAGNITUDE = 0.3  #: earthquakes of clearly different strength
ONE_FEED = 0.7  #: a feed tells two entries apart, and nothing but their words is alike

_NAMED = 0.1  #: lesser parts are not worth a word in the reason
_TOGETHER = timedelta(hours=36)  #: reports so close in time lose nothing
_APART = timedelta(hours=120)  #: reports so far apart lose most
_LEAST_FOR_TIME = 0.7

_MAGNITUDES_APART = 0.65  #: early magnitudes are corrected by less than this

_PLACES = frozenset({"place", "location", "region", "country", "city", "facility"})
_BROAD = frozenset({"country", "region"})
_GROUPS = frozenset({"organisation", "group", "armed-group"})
_SPEAKERS = frozenset({"news-agency", "outlet"})  #: they tell of everything
_NO_THINGS = _PLACES | _GROUPS | _SPEAKERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How likely one event stands behind two reports, and why."""

    score: float  #: 0..1
    reason: str


def compare(report: Report, other: Report, words: tuple[Wording, Wording], alike: float) -> Likeness:
    """Weigh what two reports share against what keeps them apart; `alike` is what the words say, 0..1.

    Law: symmetric; between 0 and 1; never rises when the places contradict each other.
    """
    parts = {
        "rule": SAME_RULE if report.rules & other.rules else 0.0,
        "place": _places(report, other),
        "named things": _things(report, other),
        "wording": min(SURE_WORDING, alike),
    }
    score = (1.0 - prod(1.0 - part for part in parts.values())) * _nearness(report, other)
    reason = " + ".join(name for name, part in parts.items() if part >= _NAMED) or "little in common"
    if _are_elsewhere(report, other):
        score, reason = score * ELSEWHERE, "elsewhere"
    elif not report.rules & other.rules and (report.rules or other.rules):
        score *= OTHER_KIND if report.rules and other.rules else NO_KIND
    elif report.rules and not parts["place"]:
        score *= UNPLACED_HERE if _locals(report) or _locals(other) else UNPLACED
    if parts["place"] < NEAR_PLACE and (report.rules or other.rules):
        score *= _named_apart(*words)
        if report.feed == other.feed and report.rules and not parts["named things"]:
            score *= ONE_FEED
    if _magnitudes_apart(*words):
        score *= OTHER_MAGNITUDE
    return Likeness(score=score, reason=reason)


def _named_apart(one: Wording, other: Wording) -> float:
    """What is left of the chance, where each title has names that the other report does not know.

    Why: "flood kills 100 in Libya" and "flood kills 20 in Brazil" differ in nothing but what matters.
    """
    only, only_other = one.names - other.stems.keys(), other.names - one.stems.keys()
    if not only or not only_other or _in_other_script(only, only_other):
        return 1.0
    shared = (one.names - only) | (other.names - only_other)
    apart = bool(one.places & only and other.places & only_other) or not shared
    return OTHER_NAMES if apart else 1.0


def _in_other_script(names: frozenset[str], others: frozenset[str]) -> bool:
    return any(name.isascii() for name in names) != any(name.isascii() for name in others)


def _magnitudes_apart(one: Wording, other: Wording) -> bool:
    if one.magnitude is None or other.magnitude is None:
        return False
    return abs(one.magnitude - other.magnitude) > _MAGNITUDES_APART


def _locals(report: Report) -> set[str]:
    return {place for place in _of(report, _PLACES) if _is_local(report, place)}


def _places(report: Report, other: Report) -> float:
    """The strongest bond between any two places of the reports."""
    strongest = 0.0
    for place in _of(report, _PLACES):
        for counterpart in _of(other, _PLACES):
            if place == counterpart:
                strongest = max(strongest, SAME_PLACE if _is_local(report, place) else BROAD_PLACE)
            elif counterpart in report.ancestors.get(place, ()):
                strongest = max(strongest, NEAR_PLACE if _is_local(other, counterpart) else BROAD_PLACE)
            elif place in other.ancestors.get(counterpart, ()):
                strongest = max(strongest, NEAR_PLACE if _is_local(report, place) else BROAD_PLACE)
    return strongest


def _things(report: Report, other: Report) -> float:
    """What the entities that are no places say: the strongest bond of things, and a shared organisation."""
    strongest = 0.0
    for thing in report.entities - _of(report, _NO_THINGS):
        for counterpart in other.entities - _of(other, _NO_THINGS):
            strongest = max(strongest, _bond(report, thing, other, counterpart))
    groups = SAME_GROUP if _of(report, _GROUPS) & _of(other, _GROUPS) else 0.0
    return 1.0 - (1.0 - strongest) * (1.0 - groups)


def _bond(report: Report, thing: str, other: Report, counterpart: str) -> float:
    if thing == counterpart:
        return SAME_THING
    above, above_other = set(report.ancestors.get(thing, ())), set(other.ancestors.get(counterpart, ()))
    if counterpart in above or thing in above_other:
        return AKIN_THING
    same_kind = report.kinds.get(thing) == other.kinds.get(counterpart)
    return SAME_FAMILY if same_kind and above & above_other else 0.0


def _are_elsewhere(report: Report, other: Report) -> bool:
    """Whether the reports name places, and no place of one has to do with a place of the other.

    Towns are held against towns where both name some: that both also name Russia does not bring them together.
    """
    places, counterparts = _of(report, _PLACES), _of(other, _PLACES)
    local, local_counterparts = _locals(report), _locals(other)
    if local and local_counterparts:
        places, counterparts = local, local_counterparts
    if not places or not counterparts:
        return False
    around = {above for one in places for above in report.ancestors.get(one, ())}
    around_other = {above for one in counterparts for above in other.ancestors.get(one, ())}
    return not (places & counterparts or places & around_other or around & counterparts)


def _of(report: Report, kinds: frozenset[str]) -> set[str]:
    return {entity for entity in report.entities if report.kinds.get(entity) in kinds}


def _is_local(report: Report, place: str) -> bool:
    return bool(report.ancestors.get(place)) and report.kinds.get(place) not in _BROAD


def _nearness(report: Report, other: Report) -> float:
    """1 for reports of about the same time, falling with the distance."""
    first, second = report.published_at or report.arrived_at, other.published_at or other.arrived_at
    apart = min(abs(first - second), abs(report.arrived_at - other.arrived_at))
    share = (apart - _TOGETHER) / (_APART - _TOGETHER)
    return 1.0 - (1.0 - _LEAST_FOR_TIME) * min(1.0, max(0.0, share))
