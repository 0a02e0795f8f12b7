"""Two reports in different languages -> how likely they tell of one event, by what needs no common language. Pure.

Names are compared by their consonants, common words by concepts, numbers by their values (marks.py). The chance is a
logistic regression whose weights `benchmarks/train_across.py` learned; they stand in `across.json`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from heapq import nlargest
from itertools import combinations
from math import exp, log2, sqrt

from daemon.incidents.likeness import Alike
from daemon.incidents.marks import MOST_BITS, Marks, are_foreign, bits_of, learned, marks
from daemon.model import Report

_COMPARED = 4  #: reports of an incident that a foreign one is compared with: the first, and the latest
_NAMES, _WORDS = 8, 14  #: skeletons that are keys, where the script shows names, and where every word may be one
_CONCEPTS = 5  #: the rarest concepts, of which each two are a key
_PAIR_TELLS = 0.1  #: what two shared concepts add to a key's weight
_NAME_LETTERS = 3  #: consonants of a name that is a key
_NAME_TELLS, _FIGURE_TELLS = 1 / 40, 1 / 20  #: what a bit of a name or number adds to a key's weight
_TELLING_FIGURE = 6.0  #: bits of a number that is a key
_NAMED = 0.15  #: parts that are less are not worth a word in the reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What two reports have in common, whatever their languages. "Both sides": those whose script shows names."""

    names: float  #: the part of the names that the other side holds too, by what they tell; mean of both sides
    least: float  #: the lesser of the two parts
    evidence: float  #: how much the shared names tell, beyond what chance would share
    rarest: float  #: how much the most telling one does
    concepts: float  #: cosine of the concepts
    headline: float  #: the part of a title's names and concepts that the other side holds; mean of both
    headline_least: float  #: the lesser of the two parts
    both: float  #: names and concepts at once: one alone may be chance
    figures: float  #: how much the shared numbers tell
    other_figures: float  #: the part of the fewer numbers that the other side does not hold
    bare: float  #: 1: neither side shows its names


def kinship(report: Report, told: Sequence[Report]) -> Alike:
    """The chance by the reports of an incident that are in other languages; 0 where none is.

    Why also their mean: one chance likeness among many must not decide.
    """
    foreign = [one for one in told if are_foreign(report, one)]
    if not foreign:
        return Alike(0.0)
    few = foreign if len(foreign) <= _COMPARED else [foreign[0], *foreign[1 - _COMPARED :]]
    own = marks(report)
    found = [traits_of(own, other) for other in map(marks, few)]
    chances = [chance(one) for one in found]
    best = max(chances)
    reason = _reason(found[chances.index(best)])
    return Alike((best + sum(chances) / len(chances)) / 2.0, reason)


def chance(traits: Traits) -> float:
    """The chance, 0..1, that two reports in different languages tell of one event."""
    weights = learned()["weights"]
    total = weights["intercept"] + sum(weights[one.name] * getattr(traits, one.name) for one in _TRAITS)
    return 1.0 / (1.0 + exp(-max(-30.0, total)))


_TRAITS = fields(Traits)


def traits_of(one: Marks, other: Marks) -> Traits:
    """Law: symmetric."""
    told, told_other, bits = _shared(one, other)
    sides = _shown(one, other, _part(told, one.names), _part(told_other, other.names))
    heads = _shown(one, other, _known(one, told, other), _known(other, told_other, one))
    concepts = sum(weight * other.concepts[name] for name, weight in one.concepts.items() if name in other.concepts)
    names = sum(sides) / len(sides)
    figures = sum(bits for value, bits in one.figures.items() if value in other.figures)
    return Traits(
        names=names,
        least=min(sides),
        evidence=min(3.0, sum(bits) / 20.0),
        rarest=max(bits, default=0.0) / 10.0,
        concepts=concepts,
        headline=sum(heads) / len(heads),
        headline_least=min(heads),
        both=sqrt(max(0.0, names * concepts)),
        figures=min(2.0, figures / 8.0),
        other_figures=1.0 - figures / (min(sum(one.figures.values()), sum(other.figures.values())) or figures or 1.0)
        if one.figures and other.figures
        else 0.0,
        bare=float(not one.shows_names and not other.shows_names),
    )


def lookup_keys(report: Report) -> Mapping[str, float]:
    """The keys under which reports in other languages find this one, and how much each tells; the most telling few."""
    own = marks(report)
    bare = (one for one in own.skeletons if len(one) >= _NAME_LETTERS)
    most = _NAMES if own.shows_names else _WORDS
    ranked = nlargest(most, bare, key=lambda one: (bits_of(one) * own.names[own.skeletons[one]], one))
    keys = {f"n:{one}": bits_of(one) * _NAME_TELLS for one in ranked}
    rarest = nlargest(_CONCEPTS, own.concepts, key=lambda one: (own.concepts[one], one))
    keys |= {f"c:{one}+{other}": _PAIR_TELLS for one, other in combinations(sorted(rarest), 2)}
    return keys | {
        f"d:{value:g}": bits * _FIGURE_TELLS for value, bits in own.figures.items() if bits > _TELLING_FIGURE
    }


def _shared(one: Marks, other: Marks) -> tuple[set[str], set[str], list[float]]:
    """The words of either side that the other holds, and how much each tells on the side where they tell less.

    What chance would share is taken off: a longer text holds more skeletons.
    """
    best: dict[str, float] = {}
    best_other: dict[str, float] = {}
    crowd = log2(1 + len(one.skeletons) * len(other.skeletons)) / 2.0
    for skeleton in one.skeletons.keys() & other.skeletons.keys():
        word, counterpart = one.skeletons[skeleton], other.skeletons[skeleton]
        telling = max(0.0, bits_of(skeleton) - crowd) * min(one.names[word], other.names[counterpart]) / MOST_BITS
        best[word] = max(best.get(word, 0.0), telling)
        best_other[counterpart] = max(best_other.get(counterpart, 0.0), telling)
    told, told_other = list(best.values()), list(best_other.values())
    return set(best), set(best_other), min(told, told_other, key=lambda bits: (sum(bits), len(bits)))


def _shown(one: Marks, other: Marks, part: float, other_part: float) -> list[float]:
    """The parts of the sides that show their names; where none does, of both."""
    shown = [value for value, side in ((part, one), (other_part, other)) if side.shows_names]
    return shown or [part, other_part]


def _part(told: Iterable[str], names: Mapping[str, float]) -> float:
    return sum((names[word] for word in told), 0.0) / (sum(names.values(), 0.0) or 1.0)


def _known(one: Marks, told: set[str], other: Marks) -> float:
    return sum(name in told or name in other.concepts for name in one.headline) / (len(one.headline) or 1)


def _reason(traits: Traits) -> str:
    parts = {"names": traits.names, "common words": traits.concepts, "numbers": traits.figures}
    told = [name for name, part in parts.items() if part >= _NAMED]
    return f"{' and '.join(told) or 'little'} across languages"
