"""What reports say and what their vectors say -> one chance. Pure; used where embeddings are on.

A logistic regression over the chance without vectors, the cosines, and how far these stand out among the candidates;
`benchmarks/train_closeness.py` learned its weights, which stand in `closeness.json`. Why beside the others: vectors of
any two pieces of news are alike, and those of one topic more so; the event is who is clearly likest.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log

from daemon.incidents.likeness import Alike
from daemon.incidents.marks import are_foreign
from daemon.model import Report
from daemon.vector import cosine

_LEAST = 0.001  #: chances are held between this and one less this, so that their logarithm is bounded
_MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Meant:
    """What vectors say of one candidate, beside the others."""

    cosines: tuple[float, ...]  #: with those of its reports that have a vector
    foreign: float  #: the part of these that are in another language: there cosines are lower, and words say less
    rival: float | None = None  #: the highest cosine with another candidate; None: there is none that can be compared
    abroad: tuple[float, ...] = ()  #: the cosines with those in another language

    def only_abroad(self) -> "Meant | None":
        """The same of its reports in another language alone; None if there are none."""
        return Meant(self.abroad, 1.0, self.rival, self.abroad) if self.abroad else None


def meant(report: Report, candidates: Sequence[Sequence[Report]]) -> list[Meant | None]:
    """What vectors say of each candidate, which is given as its reports; None where none can be compared."""
    if not report.vector:
        return [None] * len(candidates)
    near = [[(value, one) for one in told if (value := cosine(report.vector, one.vector)) is not None]
            for told in candidates]  # fmt: skip
    likest = {place: max(value for value, _ in one) for place, one in enumerate(near) if one}
    found: list[Meant | None] = [None] * len(candidates)
    for place in likest:
        abroad = tuple(value for value, other in near[place] if are_foreign(report, other))
        rival = max((value for other, value in likest.items() if other != place), default=None)
        cosines = tuple(value for value, _ in near[place])
        found[place] = Meant(cosines, len(abroad) / len(cosines), rival, abroad)
    return found


def with_meaning(alike: Alike, beside: Meant | None) -> Alike:
    """The chance by words, names and meaning together; as it is where no vectors can be compared."""
    if beside is None:
        return alike
    chance = chance_of(alike.chance, beside)
    return Alike(chance, alike.reason if alike.chance >= chance else _MEANING)


def chance_of(said: float, beside: Meant) -> float:
    """The chance, 0..1, from what was said without vectors and what these say."""
    weights = _weights()
    total = weights["intercept"] + sum(weights[name] * value for name, value in traits_of(said, beside).items())
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def traits_of(said: float, beside: Meant) -> dict[str, float]:
    """What the chance is made of. Law: at least one cosine."""
    likest = max(beside.cosines)
    return {
        "said": _logit(said),
        "likest": likest,
        "lead": 0.0 if beside.rival is None else likest - beside.rival,
        "alone": float(beside.rival is None),
        "mean": sum(beside.cosines) / len(beside.cosines),
        "foreign": beside.foreign,
    }


def _logit(chance: float) -> float:
    held = min(1.0 - _LEAST, max(_LEAST, chance))
    return log(held / (1.0 - held))


@cache
def _weights() -> dict[str, float]:
    text = files("daemon.incidents").joinpath("closeness.json").read_text(encoding="utf-8")
    found: dict[str, float] = json.loads(text)
    return found
