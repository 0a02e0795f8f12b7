"""Two whole names -> in what they are alike, as a few numbers, and the score that learned weights give to them. Pure.

Lists are searched with it: which of many names is the likeliest, when a word that few of them have says most. The
weights are a plain logistic model over names of one list, learned by `benchmarks/train_names.py`; they stand in
`nameweights.json`.
"""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from rapidfuzz import fuzz, utils

from daemon.rules.nameparts import Part, family_of, given_of, readings_of
from daemon.rules.names import Weigher, aligned, facing, score_of_parts, usual_weight

Rarity = Callable[[Part], float]  #: how rare a word is among the names of a list, in nats
_ALL = 0.95  #: from here on all of it
_NATS = 10.0  #: traits in nats are divided by it, to be of the size of the others


class Whole(NamedTuple):
    """A name, taken apart once for many comparisons."""

    letters: str
    readings: tuple[tuple[Part, ...], ...]
    family: tuple[Part, ...]
    given: tuple[Part, ...]


class Traits(NamedTuple):
    """In what two names are alike; mostly 0..1. Weights are by rarity: a word that few names have weighs more."""

    weighed: float  #: the usual score of two names, words weighing by rarity
    plain: float  #: the same, by their roles alone
    family: float  #: of what stands before the comma
    given: float  #: of what stands behind it
    letters: float  #: of the letters of the words in order of the alphabet
    written: float  #: of the letters as they stand
    sounds: float
    bones: float
    told: float  #: share of the asked name that the known one has
    heard: float  #: share of the known name that the asked one has
    shared: float  #: rarity of what both have
    lost: float  #: rarity of what only the asked name has
    added: float  #: rarity of what only the known name has
    against: float  #: rarity of what contradicts: the lesser of the two
    rarest: float  #: rarity of the rarest word that both have
    worst: float  #: likeness of the least alike pair of words
    first: float  #: do the first words meet?
    last: float  #: do the last words meet?
    counted: float  #: how many words more one has than the other
    wholly_told: float  #: 1 if nothing of the asked name is missing
    wholly_heard: float  #: 1 if nothing of the known name is missing
    letter_by_letter: float  #: 1 if all pairs are equal, or nearly
    same_family: float
    same_given: float


def whole(name: str) -> Whole:
    """The name taken apart."""
    return Whole(utils.default_process(name), readings_of(name), family_of(name), given_of(name))


def traits_of(asked: Whole, known: Whole, *, rarity: Rarity, weight: Weigher) -> Traits:
    """In what an asked name is like a known one, by the two readings that are most alike."""
    weighed, one, other = max(
        ((score_of_parts(a, b, weight=weight), a, b) for a in asked.readings for b in known.readings),
        key=lambda found: found[0],
    )
    left, right = facing(one, other)
    pairs, alone, missing = aligned(left, right)
    rare = [(max(rarity(left[i]), rarity(right[j])) * worth(likeness), likeness) for likeness, i, j in pairs]
    shared, lost, added = sum(gain for gain, _ in rare), sum(map(rarity, alone)), sum(map(rarity, missing))
    met = {(i, j) for _, i, j in pairs}
    told, heard = shared / (sum(map(rarity, left)) or 1.0), shared / (sum(map(rarity, right)) or 1.0)
    worst = min((likeness for _, likeness in rare), default=0.0) / 100
    family, given = (score_of_parts(a, b) / 100 for a, b in ((asked.family, known.family), (asked.given, known.given)))
    return Traits(
        weighed=weighed / 100,
        plain=score_of_parts(one, other, weight=usual_weight) / 100,
        family=family,
        given=given,
        letters=fuzz.token_sort_ratio(asked.letters, known.letters) / 100,
        written=fuzz.ratio(_joined(one), _joined(other)) / 100,
        sounds=_sorted_ratio([part.key for part in left], [part.key for part in right]),
        bones=_sorted_ratio([part.bones for part in left], [part.bones for part in right]),
        told=told,
        heard=heard,
        shared=shared / _NATS,
        lost=lost / _NATS,
        added=added / _NATS,
        against=min(lost, added) / _NATS,
        rarest=max((gain for gain, _ in rare), default=0.0) / _NATS,
        worst=worst,
        first=float((0, 0) in met),
        last=float((len(left) - 1, len(right) - 1) in met),
        counted=abs(len(left) - len(right)) / 3,
        wholly_told=float(told > _ALL),
        wholly_heard=float(heard > _ALL),
        letter_by_letter=float(worst > _ALL),
        same_family=float(family > _ALL),
        same_given=float(given > _ALL),
    )


def worth(likeness: float) -> float:
    """What a pair of words counts, 0..1: half alike is nothing."""
    return max(likeness - 50.0, 0.0) / 50.0


def _joined(parts: Sequence[Part]) -> str:
    return "".join(part.text for part in parts)


def _sorted_ratio(one: Sequence[str], other: Sequence[str]) -> float:
    return fuzz.ratio(" ".join(sorted(one)), " ".join(sorted(other))) / 100


def chance(traits: Traits) -> float:
    """How likely the names are one, in logits: to order names by, not to read."""
    return sum(weight * trait for weight, trait in zip(_weights(), traits, strict=True))


@lru_cache(maxsize=1)
def _weights() -> tuple[float, ...]:
    found: dict[str, float] = json.loads(files("daemon.rules").joinpath("nameweights.json").read_text(encoding="utf-8"))
    return tuple(found[name] for name in Traits._fields)
