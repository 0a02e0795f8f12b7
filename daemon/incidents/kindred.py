"""Reports of one language that one rule found -> how likely a report is of an incident's event. Pure.

Words were learned from where each report has its event among many kinds. What a rule found is of one kind already, so
the same words say more; and in a war the next strike is told in the same words, so they say less after a day. A place
tells much while one incident has it, and nothing while five do. A logistic regression weighs all of it;
`benchmarks/train_kindred.py` learned its weights from items of a real stream whose events somebody had told apart.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from math import exp, log, log1p

from daemon.incidents.likeness import (
    BROAD_PLACE,
    NEAR_PLACE,
    ONE_FEED,
    UNPLACED,
    Side,
    are_elsewhere,
    bond_of_places,
    named_apart,
)
from daemon.incidents.marks import are_foreign
from daemon.incidents.moments import apart
from daemon.model import Report

_LEAST = 0.001  #: chances are held between this and one less this, so that their logarithm is bounded
_UNPLACED_HERE = 0.6  #: what is left where one report names its town exactly, and the other no place that is known
_HOUR = timedelta(hours=1)

Traits = dict[str, float]


@dataclass(frozen=True, slots=True)
class Around:
    """How an incident stands among the others."""

    reports: int  #: how many it has
    others: int  #: how many more open incidents share a rule and a place with the report


@dataclass(frozen=True, slots=True)
class Bearing:
    """What bears on whether a report is of an incident, beside its words."""

    around: Around
    between: timedelta  #: the time to the nearest report
    bond: float  #: the strongest one of their places, 0..1 (likeness.py)
    left: float = 1.0  #: what other names in their titles leave of the chance


def are_kindred(report: Report, other: Report) -> bool:
    """Did one rule find both, in one language?"""
    return not report.rules.isdisjoint(other.rules) and not are_foreign(report, other)


def bearing_of(report: Side, told: Sequence[Side], around: Around) -> Bearing | None:
    """What bears on a report and an incident; None unless reports of it are kindred, and not of elsewhere."""
    near = [one for one in told if are_kindred(report.report, one.report) and not are_elsewhere(report, one)]
    if not near:
        return None
    between = min(apart(report.report, one.report) for one in near)
    bond = max(bond_of_places(report, one) for one in near)
    return Bearing(around, between, bond, max(_left(report, one, bond) for one in near))


def _left(report: Side, other: Side, bond: float) -> float:
    """What is left of the chance where no town is shared.

    Titles may name others, one report its town exactly, and a feed tells two entries apart.
    """
    if bond >= NEAR_PLACE:
        return 1.0
    unplaced = 1.0 if bond else _UNPLACED_HERE if report.locals or other.locals else UNPLACED
    one_feed = ONE_FEED if report.report.feed == other.report.feed and report.things.isdisjoint(other.things) else 1.0
    return unplaced * one_feed * named_apart(report.words, other.words)


def chance_of(said: float, bearing: Bearing) -> float:
    """The chance, 0..1, of what words say and what bears on it. Law: never falls as `said` rises."""
    learned = weights()
    total = learned["intercept"] + sum([learned[name] * value for name, value in traits_of(said, bearing).items()])
    return bearing.left / (1.0 + exp(-total))


def at_most(said: float, around: Around) -> float:
    """No such incident has a higher chance, wherever it is and however near."""
    return max(chance_of(said, Bearing(around, timedelta(), bond)) for bond in (0.0, BROAD_PLACE, NEAR_PLACE))


def traits_of(said: float, bearing: Bearing) -> Traits:
    """What the chance is made of."""
    held = min(1.0 - _LEAST, max(_LEAST, said))
    is_alone = bearing.around.others == 0
    return {
        "said": log(held / (1.0 - held)),
        "hours": log1p(bearing.between / _HOUR),
        "reports": log1p(bearing.around.reports),
        "town": float(is_alone and bearing.bond >= NEAR_PLACE),
        "country": float(is_alone and 0.0 < bearing.bond < NEAR_PLACE),
        "others": log1p(bearing.around.others),
    }


@cache
def weights() -> Traits:
    """What was learned."""
    found: Traits = json.loads(files("daemon.incidents").joinpath("kindred.json").read_text(encoding="utf-8"))
    return found
