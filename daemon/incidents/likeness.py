"""Two reports -> how likely they tell of the same event, and what speaks for it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from daemon.incidents.moments import apart
from daemon.incidents.packed import Words
from daemon.model import Report

#: Chances, 0..1, that two reports tell of one event because they share …
SAME_RULE = 0.20  #: … a rule
SAME_PLACE = 0.35  #: … a town or another place that lies within a larger one
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
_FRESH = timedelta(hours=30)  #: reports so close in time lose nothing of what their rule and the names say
_STALE = timedelta(hours=72)  #: so far apart, rule and names say little: the next event of the kind is as likely
_LEAST_WHEN_STALE = 0.3

_MAGNITUDES_APART = 0.65  #: early magnitudes are corrected by less than this …
_MAGNITUDES_SETTLED = 0.25  #: … and after some hours hardly at all: what came then, or elsewhere, is another quake
_SETTLED = timedelta(hours=6)

_PLACES = frozenset({"place", "location", "region", "country", "city", "facility"})
_BROAD = frozenset({"country", "region"})
_GROUPS = frozenset({"organisation", "group", "armed-group"})
_SPEAKERS = frozenset({"news-agency", "outlet"})  #: they tell of everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How likely one event stands behind two reports, and why."""

    score: float  #: 0..1
    reason: str


@dataclass(frozen=True, slots=True)
class Alike:
    """How likely a report tells of an incident's event by what both say, and by what of it."""

    chance: float  #: 0..1
    reason: str = "wording"


@dataclass(frozen=True, slots=True)
class Side:
    """A report as it is compared: what it says, and what it names, by sort. Made once, for it is compared often."""

    report: Report
    words: Words
    places: frozenset[str]
    locals: frozenset[str]  #: places that lie within a larger one, and are no countries
    around: frozenset[str]  #: all that its places lie within
    around_locals: frozenset[str]
    things: frozenset[str]
    groups: frozenset[str]


def side(report: Report, words: Words) -> Side:
    """A report, ready to be compared."""
    kinds, ancestors = report.kinds, report.ancestors
    places, local, groups, others = [], [], [], []
    for entity in report.entities:
        kind = kinds.get(entity)
        if kind in _PLACES:
            places.append(entity)
            if kind not in _BROAD and ancestors.get(entity):
                local.append(entity)
        elif kind in _GROUPS:
            groups.append(entity)
        elif kind not in _SPEAKERS:
            others.append(entity)
    all_local = len(local) == len(places)
    whole, around = frozenset(places), _around(report, places)
    return Side(
        report,
        words,
        places=whole,
        locals=whole if all_local else frozenset(local),
        around=around,
        around_locals=around if all_local else _around(report, local),
        things=frozenset(others),
        groups=frozenset(groups),
    )


def score_of(one: Side, two: Side, chance: float, *, others: int = 0) -> float:
    """Weigh what two reports share against what keeps them apart; `chance` is what they say.

    `others`: how many more incidents share a rule and a place with the report: in a town under fire these tell little.
    Law: symmetric; between 0 and 1; never falls as the chance rises; never rises when the places contradict each other.
    """
    report, other = one.report, two.report
    shared_rule = not report.rules.isdisjoint(other.rules)
    rule, place, thing = SAME_RULE if shared_rule else 0.0, bond_of_places(one, two), _things(one, two)
    between = apart(report, other)
    tells = _falling(between, _FRESH, _STALE, _LEAST_WHEN_STALE) / (1 + others)
    score = _together(rule * tells, place * tells, thing * tells, chance)
    if not score:
        return 0.0
    score *= _falling(between, _TOGETHER, _APART, _LEAST_FOR_TIME)
    if are_elsewhere(one, two):
        score *= ELSEWHERE
    elif not shared_rule and (report.rules or other.rules):
        score *= OTHER_KIND if report.rules and other.rules else NO_KIND
    elif report.rules and not place:
        score *= UNPLACED_HERE if one.locals or two.locals else UNPLACED
    if place < NEAR_PLACE and (report.rules or other.rules):
        score *= named_apart(one.words, two.words)
        if report.feed == other.feed and report.rules and not thing:
            score *= ONE_FEED
    if magnitudes_apart(one, two):
        score *= OTHER_MAGNITUDE
    return score


def reason_of(one: Side, two: Side, alike: Alike) -> str:
    """What speaks most for the score, or against it."""
    rule = 0.0 if one.report.rules.isdisjoint(two.report.rules) else SAME_RULE
    place, thing, said = bond_of_places(one, two), _things(one, two), min(SURE_WORDING, alike.chance)
    if (rule or place or thing or said) and are_elsewhere(one, two):
        return "elsewhere"
    parts = ((rule, "rule"), (place, "place"), (thing, "named things"), (said, alike.reason))
    return " + ".join([name for part, name in parts if part >= _NAMED]) or "little in common"


def most(one: Side, chance: float) -> float:
    """No other report has a higher score with this one, if what both say gives no higher chance."""
    rule, place = SAME_RULE if one.report.rules else 0.0, SAME_PLACE if one.places else 0.0
    thing, group = SAME_THING if one.things else 0.0, SAME_GROUP if one.groups else 0.0
    return _together(rule, place, _either(thing, group), chance)


def most_shared(one: Side, told: Sequence[Report], chance: float) -> float:
    """No score with one of these reports is higher: by whether they share a rule, and which of its names they name."""
    rule = place = group = 0.0
    thing = AKIN_THING if one.things else 0.0
    for report in told:
        entities = report.entities
        if not rule and not one.report.rules.isdisjoint(report.rules):
            rule = SAME_RULE
        if not one.things.isdisjoint(entities):
            thing = SAME_THING
        if not one.groups.isdisjoint(entities):
            group = SAME_GROUP
        if place < SAME_PLACE and not one.locals.isdisjoint(entities):
            place = SAME_PLACE
        elif not place and _may_be_near(one, report):
            place = NEAR_PLACE
    return _together(rule, place, _either(thing, group), chance)


def shares(one: Side, told: Sequence[Report]) -> bool:
    """Does one of these reports share a rule with another report, and may it lie near it?"""
    rules = one.report.rules
    return any(not rules.isdisjoint(two.rules) and _may_be_near(one, two) for two in told)


def _may_be_near(one: Side, report: Report) -> bool:
    """Whether a place of one may lie near one of the other; a bound may be too high, so countries count as well."""
    if not one.places.isdisjoint(report.entities) or not one.around.isdisjoint(report.entities):
        return True
    return any(not one.places.isdisjoint(above) for above in report.ancestors.values())


def _together(rule: float, place: float, thing: float, chance: float) -> float:
    """Independent chances, added up. Law: never falls as one of them rises, to the last bit."""
    return 1.0 - (1.0 - rule) * (1.0 - place) * (1.0 - thing) * (1.0 - min(SURE_WORDING, chance))


def named_apart(one: Words, other: Words) -> float:
    """What is left of the chance, where each title has names that the other report does not know.

    Why: "flood kills 100 in Libya" and "flood kills 20 in Brazil" differ in nothing but what matters.
    """
    names, names_other = one.names, other.names
    if not names or not names_other:
        return 1.0
    only, only_other = other.lacks(names), one.lacks(names_other)
    if not only or not only_other or _in_other_script(only, only_other):
        return 1.0
    shared = (names - only) | (names_other - only_other)
    apart = bool(one.places & only and other.places & only_other) or not shared
    return OTHER_NAMES if apart else 1.0


def _in_other_script(names: frozenset[str], others: frozenset[str]) -> bool:
    return any(name.isascii() for name in names) != any(name.isascii() for name in others)


def magnitudes_apart(one: Side, two: Side) -> bool:
    """Whether both tell the strength of an earthquake, and another: clearly, hours apart, or elsewhere."""
    strength, other = one.words.magnitude, two.words.magnitude
    if strength is None or other is None:
        return False
    between = abs(strength - other)
    if between <= _MAGNITUDES_SETTLED:
        return False
    if between > _MAGNITUDES_APART or apart(one.report, two.report) >= _SETTLED:
        return True
    return named_apart(one.words, two.words) < 1.0


def bond_of_places(one: Side, two: Side) -> float:
    """The strongest bond between any two places of the reports."""
    strongest = 0.0
    for place in one.places:
        above = one.report.ancestors.get(place, ())
        for counterpart in two.places:
            if place == counterpart:
                strongest = max(strongest, SAME_PLACE if place in one.locals else BROAD_PLACE)
            elif counterpart in above:
                strongest = max(strongest, NEAR_PLACE if counterpart in two.locals else BROAD_PLACE)
            elif place in two.report.ancestors.get(counterpart, ()):
                strongest = max(strongest, NEAR_PLACE if place in one.locals else BROAD_PLACE)
    return strongest


def _things(one: Side, two: Side) -> float:
    """What the entities that are no places say: the strongest bond of things, and a shared organisation."""
    strongest = 0.0
    for thing in one.things:
        for counterpart in two.things:
            strongest = max(strongest, _bond(one.report, thing, two.report, counterpart))
    groups = SAME_GROUP if one.groups & two.groups else 0.0
    return _either(strongest, groups)


def _either(one: float, other: float) -> float:
    return 1.0 - (1.0 - one) * (1.0 - other)


def _bond(report: Report, thing: str, other: Report, counterpart: str) -> float:
    if thing == counterpart:
        return SAME_THING
    above, above_other = report.ancestors.get(thing, ()), other.ancestors.get(counterpart, ())
    if counterpart in above or thing in above_other:
        return AKIN_THING
    same_kind = report.kinds.get(thing) == other.kinds.get(counterpart)
    return SAME_FAMILY if same_kind and not set(above).isdisjoint(above_other) else 0.0


def are_elsewhere(one: Side, two: Side) -> bool:
    """Whether the reports name places, and no place of one has to do with a place of the other.

    Towns are held against towns where both name some: that both also name Russia does not bring them together.
    """
    if one.locals and two.locals:
        places, counterparts = one.locals, two.locals
        around, around_other = one.around_locals, two.around_locals
    else:
        places, counterparts, around, around_other = one.places, two.places, one.around, two.around
    if not places or not counterparts:
        return False
    return places.isdisjoint(counterparts) and places.isdisjoint(around_other) and around.isdisjoint(counterparts)


def _around(report: Report, places: Iterable[str]) -> frozenset[str]:
    return frozenset([above for one in places for above in report.ancestors.get(one, ())])


def _falling(between: timedelta, begin: timedelta, end: timedelta, least: float) -> float:
    """1 for reports no further apart than `begin`, falling to `least` at `end`."""
    if between <= begin:
        return 1.0
    return 1.0 - (1.0 - least) * min(1.0, (between - begin) / (end - begin))
