"""What two reports say and what their vectors say -> one chance. Pure; used where embeddings are on.

A logistic regression over the chance without vectors and their cosines; `benchmarks/train_closeness.py` learned its
weights, which stand in `closeness.json`.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp, log

from daemon.incidents.likeness import Alike
from daemon.incidents.marks import are_foreign
from daemon.model import Report
from daemon.vector import cosine

_LEAST = 0.001  #: chances are held between this and one less this, so that their logarithm is bounded
_MEANING = "meaning"


def with_meaning(report: Report, told: Sequence[Report], alike: Alike) -> Alike:
    """The chance by words, names and meaning together; as it is where no vectors can be compared."""
    if not report.vector:
        return alike
    near = [(value, one) for one in told if (value := cosine(report.vector, one.vector)) is not None]
    if not near:
        return alike
    foreign = sum(are_foreign(report, one) for _, one in near) / len(near)
    chance = chance_of(alike.chance, [value for value, _ in near], foreign=foreign)
    return Alike(chance, alike.reason if alike.chance >= chance else _MEANING)


def chance_of(said: float, cosines: Sequence[float], *, foreign: float) -> float:
    """The chance, 0..1, from what was said without vectors and the cosines with an incident's reports.

    `foreign` is the part of those that are in another language: there cosines are lower, and words say less.
    """
    weights = _weights()
    traits = traits_of(said, cosines, foreign=foreign)
    total = weights["intercept"] + sum(weights[name] * value for name, value in traits.items())
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


def traits_of(said: float, cosines: Sequence[float], *, foreign: float) -> dict[str, float]:
    """What the chance is made of. Law: at least one cosine."""
    held = min(1.0 - _LEAST, max(_LEAST, said))
    return {
        "said": log(held / (1.0 - held)),
        "likest": max(cosines),
        "mean": sum(cosines) / len(cosines),
        "foreign": foreign,
    }


@cache
def _weights() -> dict[str, float]:
    text = files("daemon.incidents").joinpath("closeness.json").read_text(encoding="utf-8")
    found: dict[str, float] = json.loads(text)
    return found
