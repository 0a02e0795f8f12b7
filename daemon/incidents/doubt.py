"""Is what words say enough in a stream of everything? A second look at a join, with who says it and when. Pure.

The chance (chance.py) was learned where each report has its event among a few. In what feeds bring, much that is alike
is two events: the same outlet's next story of that kind, the same topic a day later. So a join must also stand up to a
plain logistic regression that `benchmarks/train_doubt.py` learned from joins of a real stream that somebody had
looked at. It asks most of two reports of one source: an outlet tells its stories apart itself.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from importlib.resources import files
from math import exp, log1p
from typing import Any

from daemon.incidents.series import filled_in
from daemon.incidents.traits import Traits
from daemon.model import Report

_HOUR = timedelta(hours=1)

#: Traits of the words (traits.py) that are looked at again: what people went by, and what they were misled by.
WORDS = (
    "second",
    "meanings",
    "evidence",
    "title_known",
    "title_told",
    "titles_alike",
    "title_meant",
    "counts_apart",
    "middle_lead",
)


def held(chance: float, report: Report, told: Sequence[Report], likest: int, traits: Traits) -> float:
    """The chance that is left of what words say. Law: never more than it was; the same where no source is known."""
    return min(chance, most(report, told, likest, traits))


def most(report: Report, told: Sequence[Report], likest: int, traits: Traits) -> float:
    """What is left of any chance at most, 0..1; of the traits, only those of `WORDS` are looked at."""
    return worth(stream_traits(report, told, likest, traits)) if report.source else 1.0


def stream_traits(report: Report, told: Sequence[Report], likest: int, traits: Traits) -> Traits:
    """What is looked at: the words again, whether the likest report is of the same source, and how far off it is."""
    near = told[likest]
    return {
        "same_source": float(near.source == report.source),
        "filled_in": filled_in(report.title, near.title) if near.source == report.source else 0.0,
        "hours": log1p(_apart(report, near) / _HOUR),
        **{name: traits[name] for name in WORDS},
    }


def worth(traits: Mapping[str, float]) -> float:
    """0.5 where a join is as surely right as is asked for; less where there is more doubt."""
    weights = _weights()
    total = weights["intercept"] + sum(weights["slopes"][name] * value for name, value in traits.items())
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def _apart(one: Report, other: Report) -> timedelta:
    """The shorter of the distances by date and by arrival: dates may be wrong, and first polls are late."""
    arrived = abs(one.arrived_at - other.arrived_at)
    if one.published_at is None or other.published_at is None:
        return arrived
    return min(arrived, abs(one.published_at - other.published_at))


@cache
def _weights() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("daemon.incidents").joinpath("doubt.json").read_text(encoding="utf-8"))
    return found
