"""Is what words say enough in a stream of everything? A second look at a join, with who says it and when. Pure.

The chance (chance.py) was learned where each report has its event among a few. In what feeds bring, much that is alike
is two events: the same outlet's next story of that kind, the same topic a day later. So a join must also stand up to
two plain logistic regressions that `benchmarks/train_doubt.py` learned, most of all from joins of a real stream that
somebody had looked at: one at a glance, which spares most candidates the other. They ask most of two reports of one
source: an outlet tells its stories apart itself.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from importlib.resources import files
from math import exp, log1p
from typing import Any

from daemon.incidents.moments import apart
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
_AROUND = frozenset({"candidates", "rivals"})  #: traits of the other candidates


def held(chance: float, report: Report, told: Sequence[Report], likest: int, traits: Traits) -> float:
    """The chance that is left of what words say. Law: never more than it was; the same where no source is known."""
    if not report.source:
        return chance
    at_most = most(report, told, likest, traits)
    return min(chance, at_most, worth(whole_traits(report, told, likest, traits), "whole"))


def most(report: Report, told: Sequence[Report], likest: int, traits: Traits) -> float:
    """What is left of any chance at most, 0..1; of the traits, only those of `WORDS` are looked at."""
    return worth(stream_traits(report, told, likest, traits), "glance") if report.source else 1.0


def stream_traits(report: Report, told: Sequence[Report], likest: int, traits: Traits) -> Traits:
    """What is looked at first: a few of the words, and who says it when."""
    return {**_who_and_when(report, told[likest]), **{name: traits[name] for name in WORDS}}


def whole_traits(report: Report, told: Sequence[Report], likest: int, traits: Traits) -> Traits:
    """The same with all that the words show, but for how much else there is to compare with: that is no evidence."""
    by_words = {name: value for name, value in traits.items() if name not in _AROUND}
    return {**_who_and_when(report, told[likest]), **by_words}


def worth(traits: Mapping[str, float], look: str) -> float:
    """0.5 where a join is as surely right as is asked for by a `glance`, or the `whole`; less where there is doubt."""
    weights = _weights()[look]
    slopes = weights["slopes"]
    total = weights["intercept"] + sum([slopes[name] * value for name, value in traits.items()])
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def _who_and_when(report: Report, near: Report) -> Traits:
    """Whether the likest report is of the same source, how much of both titles is one frame, and how far off it is."""
    return {
        "same_source": float(near.source == report.source),
        "filled_in": filled_in(report.title, near.title) if near.source == report.source else 0.0,
        "hours": log1p(apart(report, near) / _HOUR),
    }


@cache
def _weights() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("daemon.incidents").joinpath("doubt.json").read_text(encoding="utf-8"))
    return found
