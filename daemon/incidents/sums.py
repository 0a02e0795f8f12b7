"""Sums and products over weighed words: what comparing two reports is made of. Pure; compiled, for these run most.

Every sum goes through the words in the order of its first argument, so that the same words give the same number.
"""

from array import array
from collections.abc import Collection, Iterable, Sequence
from math import fsum, sqrt
from typing import Any

from daemon.incidents.commonness import RAREST
from daemon.incidents.particulars import Pair, parted

_BEGINNING = 5  #: letters that inflected forms of a word share, in most languages

Weights = dict[str, float]  #: stem -> weight, or how rare it is


def product(one: Weights, other: Weights) -> float:
    """The sum of the products of the weights of what both hold."""
    total = 0.0
    for stem, weight in one.items():
        found = other.get(stem)
        if found is not None:
            total += weight * found
    return total


def product_with(one: Weights, stems: list[str], weights: "array[float]") -> float:
    """The same, of stems and their weights side by side; what both hold is added up in the order of these."""
    total = 0.0
    for place, stem in enumerate(stems):
        found = one.get(stem)
        if found is not None:
            total += found * weights[place]
    return total


def squares(weights: Weights) -> float:
    """The sum of the squares."""
    total = 0.0
    for weight in weights.values():
        total += weight * weight
    return total


def cosine(one: Weights, other: Weights) -> float:
    """0..1; 0 where one holds nothing."""
    return product(one, other) / (sqrt(squares(one) * squares(other)) or 1.0)


def squares_of_shared(one: Weights, other: Collection[str]) -> float:
    """The sum of the squares of the weights that the other holds as well."""
    total = 0.0
    for stem, weight in one.items():
        if stem in other:
            total += weight * weight
    return total


def telling_product(one: Weights, other: Weights, apart: Weights) -> float:
    """The product, each word by how well it tells candidates apart; what `apart` does not hold tells all."""
    total = 0.0
    for stem, weight in one.items():
        found = other.get(stem)
        if found is not None:
            tells = apart.get(stem, 1.0)
            total += weight * found * tells * tells
    return total


def telling_squares(weights: Weights, apart: Weights) -> float:
    """The sum of the squares, each word by how well it tells candidates apart."""
    total = 0.0
    for stem, weight in weights.items():
        told = weight * apart.get(stem, 1.0)
        total += told * told
    return total


def share(weights: dict[Any, float], known: Collection[Any]) -> float:
    """The part of the weights that is known, 0..1."""
    return fsum([weight for key, weight in weights.items() if key in known]) / (fsum(weights.values()) or 1.0)


def beyond(weights: dict[Any, float], known: Collection[Any]) -> list[float]:
    """The weights of what is not known."""
    return [weight for key, weight in weights.items() if key not in known]


def rare(stems: Iterable[str], table: Weights) -> list[float]:
    """How rare each stem is."""
    return [table.get(stem, RAREST) for stem in stems]


def rare_and_telling(stems: Iterable[str], table: Weights, apart: Weights) -> list[float]:
    """How rare each stem is, by how well it tells candidates apart."""
    return [table.get(stem, RAREST) * apart.get(stem, 1.0) for stem in stems]


def rare_beyond(stems: Iterable[str], known: Collection[str], table: Weights) -> list[float]:
    """How rare each stem is that is not known."""
    return [table.get(stem, RAREST) for stem in stems if stem not in known]


def rare_pairs(pairs: Iterable[Pair], table: Weights) -> list[float]:
    """How rare both stems of each pair are together."""
    return [table.get(one, RAREST) + table.get(other, RAREST) for one, other in map(parted, pairs)]


def lesser_sum(few: Sequence[float], pairs: Iterable[Pair], table: Weights) -> float:
    """The lesser of two sums: of these numbers, and of how rare the pairs are, which are not counted to their end."""
    bound, total = fsum(few), 0.0
    beyond_doubt = bound + 1e-6 * (1.0 + bound)
    found: list[float] = []
    for pair in pairs:
        one, other = parted(pair)
        both = table.get(one, RAREST) + table.get(other, RAREST)
        found.append(both)
        total += both
        if total > beyond_doubt:
            return bound
    return min(bound, fsum(found))


def by_beginning(weights: Weights) -> Weights:
    """Weights of stems, added up by their first letters."""
    found: Weights = {}
    for stem, weight in weights.items():
        beginning = stem[:_BEGINNING]
        found[beginning] = found.get(beginning, 0.0) + weight
    return found


def added(vectors: Sequence[Weights]) -> Weights:
    """All weights, added up by stem; of a single one, itself."""
    if len(vectors) == 1:
        return vectors[0]
    total = dict(vectors[0])
    for weights in vectors[1:]:
        for stem, weight in weights.items():
            total[stem] = total.get(stem, 0.0) + weight
    return total


def told_by_several(counts: dict[str, int], tells: list[float]) -> Weights:
    """What `tells` says of how many hold a stem, of those that more than one holds."""
    found: Weights = {}
    for stem, count in counts.items():
        if count > 1:
            found[stem] = tells[count]
    return found


def heaviest(weights: Weights, apart: Weights, count: int) -> list[str]:
    """The stems of the greatest weights, by how well they tell candidates apart; of equal ones, the later letters."""
    best: list[tuple[float, str]] = []
    least = -1.0
    for stem, weight in weights.items():
        told = weight * apart.get(stem, 1.0)
        if told < least:
            continue
        best.append((told, stem))
        if len(best) > count:
            best.sort(reverse=True)
            best.pop()
            least = best[-1][0]
    best.sort(reverse=True)
    return [stem for _, stem in best]
