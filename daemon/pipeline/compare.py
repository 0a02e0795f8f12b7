"""Two rehearsals of the same items -> the alerts that one rule set gives and the other does not. Pure.

An alert is the first one of an incident: what wakes somebody. It is the same on both sides if both tell of the event,
by whichever of its reports; so a rule that hears of it a report later has not lost it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.model import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What became of one item that a rule matched."""

    item: str
    title: str
    source: str
    url: str | None
    at: datetime
    incident: str | None
    fate: str
    rules: frozenset[str] = frozenset()  #: live ones that matched
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """An incident's first alert."""

    told: Heard
    rules: frozenset[str]  #: that it named
    items: frozenset[str]  #: of all reports that the incident came to have


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """How the alerts of one rule change, or of all."""

    before: int
    after: int
    added: tuple[First, ...]  #: oldest first
    lost: tuple[First, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many alerts a shift has."""

    mean: float
    most: int


def first_alerts(heard: Iterable[Heard]) -> list[First]:
    """The first alert of each incident that somebody hears of, in the order in which they would come."""
    items: dict[str, set[str]] = defaultdict(set)
    told: dict[str, Heard] = {}
    rules: dict[str, set[str]] = defaultdict(set)
    for one in heard:
        if one.incident is None:
            continue
        items[one.incident].add(one.item)
        if one.fate == "alerted":
            told.setdefault(one.incident, one)
            rules[one.incident] |= one.rules
    return [First(told=one, rules=frozenset(rules[name]), items=frozenset(items[name])) for name, one in told.items()]


def delta(before: Sequence[First], after: Sequence[First], *, rule: str | None = None) -> Delta:
    """How the alerts of a rule change; of all rules together without one."""
    old = [one for one in before if rule is None or rule in one.rules]
    new = [one for one in after if rule is None or rule in one.rules]
    return Delta(before=len(old), after=len(new), added=_without(new, old), lost=_without(old, new))


def _without(some: Sequence[First], others: Sequence[First]) -> tuple[First, ...]:
    """Those that share no report with any of the others."""
    told: set[str] = set().union(*(one.items for one in others))
    return tuple(one for one in some if told.isdisjoint(one.items))


def deltas(before: Sequence[First], after: Sequence[First]) -> Mapping[str, Delta]:
    """The same for each rule that alerts on either side, those that change most first."""
    of_rule: dict[str, tuple[list[First], list[First]]] = defaultdict(lambda: ([], []))
    for side, firsts in enumerate((before, after)):
        for one in firsts:
            for rule in one.rules:
                of_rule[rule][side].append(one)
    found = {rule: delta(old, new) for rule, (old, new) in of_rule.items()}
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1].added) - len(pair[1].lost), pair[0])))


def load(firsts: Sequence[First], *, since: datetime, until: datetime, shift: timedelta) -> Load:
    """How many alerts came in a shift: in the mean, and in the busiest; shifts are counted back from the end."""
    shifts = max(1.0, (until - since) / shift)
    counts = Counter((until - one.told.at) // shift for one in firsts)
    return Load(mean=len(firsts) / shifts, most=max(counts.values(), default=0))
