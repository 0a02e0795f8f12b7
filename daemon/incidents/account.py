"""An incident's reports -> what it rests on: who claims, confirms and denies, and what they tell otherwise. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from daemon.incidents.amendments import RETRACTION
from daemon.incidents.bounds import agree, numbers_of
from daemon.incidents.naming import offices, read
from daemon.incidents.speakers import medium_of, words_of
from daemon.incidents.tolls import VARIANT
from daemon.language.fold import fold
from daemon.model import Account, Difference, Incident, Report, Stance

_MOST = 5  #: values of one fact that are told
_NUMBERS = ("dead", "injured", "missing")
_STANCES = (Stance.CLAIMS, Stance.CONFIRMS, Stance.DENIES)
_OF_DENIALS = (Stance.DENIES,)  #: that count in a report which tells of no event


def account_of(incident: Incident) -> Account:
    """What the incident rests on at this moment.

    Law: who has spoken more than once stands where it spoke last; nobody stands twice. Copies count for nothing; what
    was taken back, or is only denied, gives no claim, confirmation, grade or fact: who denies and who retracts is told.
    Shape: names in the order in which they first spoke.
    """
    reports = [one for one in incident.reports if one.copy_of is None] or list(incident.reports)
    upheld = _upheld(incident)
    ids = {one.item_id for one in upheld}
    heard = [one for one in reports if one.item_id in ids or one.only_denies or one.amends == RETRACTION]
    stances = _stances(heard)
    graded = sorted((grade, at, one) for at, one in enumerate(upheld) if (grade := _own_grade(one)))
    first, latest = reports[0] if reports else None, incident.reports[-1] if incident.reports else None
    return Account(
        claims=_who(stances, Stance.CLAIMS),
        confirms=_who(stances, Stance.CONFIRMS),
        denies=_who(stances, Stance.DENIES),
        retracts=tuple(dict.fromkeys(voice(one) for one in incident.reports if one.amends == RETRACTION)),
        best_grade=graded[0][0] if graded else None,
        best_source=graded[0][2].source if graded else None,
        first_source=voice(first) if first else "",
        first_at=first.arrived_at if first else None,
        latest_source=voice(latest) if latest else "",
        latest_at=latest.arrived_at if latest else None,
        differs=differences(upheld),
    )


def _upheld(incident: Incident) -> tuple[Report, ...]:
    """The reports that tell of the event; of an incident that only copies tell of so far, these."""
    if any(one.copy_of is None for one in incident.reports):
        return incident.upheld
    return replace(incident, reports=tuple(replace(one, copy_of=None) for one in incident.reports)).upheld


def _own_grade(report: Report) -> str | None:
    """The grade of who a report counts for: an outlet's own grade is not that of the agency which it cites."""
    own = {"", report.source, medium_of(report.source)}
    return report.reliability if report.voice in own else None


def voice(report: Report) -> str:
    """Who a report counts for."""
    return report.voice or report.source


def differences(reports: Iterable[Report]) -> tuple[Difference, ...]:
    """What the reports tell otherwise: of each source what it told last.

    Law: a fact on which all agree is none. A type and its narrower one (a Mi-24, an attack helicopter) agree, and so do
    "at least 20" and "23"; what agrees with all others is not told beside them.
    """
    told: dict[str, dict[str, tuple[str, str | None]]] = {}
    above: dict[str, set[str]] = {}
    for report in reports:
        for fact in {one.about: one for one in reversed(report.facts)}.values():
            told.setdefault(fact.about, {})[voice(report)] = (fact.value, fact.entity)
        for entity, around in report.ancestors.items():
            above.setdefault(entity, set()).update(around)
    found = []
    for about in sorted(told):
        values: dict[str, list[str]] = {}
        entities = {entity for _, entity in told[about].values() if entity}
        broad = {wide for entity in entities for wide in _wider(entity, above)}
        for source, (value, named) in told[about].items():
            if named not in broad and (named or "").removesuffix(VARIANT) not in broad:
                values.setdefault(value, []).append(source)
        if about in _NUMBERS:
            values = {one: who for one, who in values.items() if not all(agree(one, other) for other in values)}
        if len(values) > 1:
            ordered = sorted(values, key=numbers_of) if about in _NUMBERS else list(values)
            found.append(Difference(about=about, told=tuple((one, tuple(values[one])) for one in ordered[:_MOST])))
    return tuple(found)


def _wider(entity: str, above: Mapping[str, set[str]]) -> set[str]:
    """All that a type is of: its kinds, and, if a report gives its number, the nickname of all of its entity."""
    name, _, _ = entity.partition(VARIANT)
    gathered = f"{name}{VARIANT}"
    return {*above.get(name, ()), gathered} - {entity}


def _stances(reports: Iterable[Report]) -> dict[str, Stance]:
    """Who stands where: the last word of each; a name in other letters, such as `Police` and `police`, is one."""
    written: dict[str, str] = {}
    stances: dict[str, Stance] = {}
    for report in reports:
        for statement in report.statements:
            if statement.stance in (_OF_DENIALS if report.only_denies or report.amends == RETRACTION else _STANCES):
                stances[written.setdefault(fold(statement.who), statement.who)] = statement.stance
    return stances


def _who(stances: dict[str, Stance], stance: Stance) -> tuple[str, ...]:
    """The names that stand there, without an office's that is only a part of one other's: the police of NSW are police.

    Law: where two longer names hold it nobody knows which is meant; a group, an army and a name in capitals stay.
    """
    names = {who: frozenset(words_of(who)) for who in stances}
    found = []
    for who in (one for one, where in stances.items() if where is stance):
        longer = [one for one, words in names.items() if names[who] < words and _is_office(one)]
        longest = [one for one in longer if not any(names[one] < names[other] for other in longer)]
        is_part = len(longest) == 1 and stances[longest[0]] is stance and _is_office(who) and _is_plain(who)
        found += [] if is_part else [who]
    return tuple(found)


def _is_office(name: str) -> bool:
    """Is a name as a whole an office by its form?"""
    return any(one.kind == "office" and one.name == name for one in offices(read(name)))


def _is_plain(name: str) -> bool:
    """Is nothing in a name written large but a sentence's first letter: is it nobody's own name?"""
    return name[1:] == name[1:].lower()
