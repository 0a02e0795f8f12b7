"""A report and an incident -> what their words have in common, and the chance that it is one event. Pure.

The chance is a logistic regression over few traits. Its weights were learned by `benchmarks/train_incidents.py` on
labelled streams, and stand in `weights.json`.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from heapq import nlargest
from importlib.resources import files
from itertools import chain
from math import exp, log, sqrt

from rapidfuzz import fuzz, process

from daemon.incidents.commonness import RAREST, rareness
from daemon.incidents.wording import Wording

_RAREST_SHARED = 5
_UNLIKE = 0.06  #: cosine of reports that cannot be of one event: the other traits are not looked at
_FULL = 4  #: different words that make a title

Telling = Mapping[str, float]  #: stem -> how well it tells these incidents apart, 0..1; what is missing: 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What the words of a report and those of an incident have in common; each 0..1."""

    likest: float  #: cosine with the report that is most like it
    mean: float  #: cosine with all reports, on average
    middle: float  #: cosine with the sum of all reports
    telling: float  #: the same, words weighed by how well they tell the candidates apart
    headline: float  #: cosine of the title with all titles
    title_told: float  #: the part of the title that the incident's words hold
    title_known: float  #: the part of a title of the incident that the report's words hold
    titles_alike: float  #: token set ratio of the likest titles
    names: float  #: the part of the incident's names that the report holds, telling ones above all
    evidence: float  #: how rare the five rarest words are that it shares with the likest report
    numbers: float  #: the part of the report's numbers that the incident holds
    year: float  #: 1: they name the same year
    other_year: float  #: 1: both name years, and no common one
    single: float  #: 1: the incident has one report so far


_NAMES = tuple(one.name for one in fields(Traits))


class Gathered:
    """The words of an incident's reports, taken together. Law: at least one report."""

    def __init__(self, told: Sequence[Wording]) -> None:
        """Nothing is summed up before it is asked for: most candidates are unlike, and that shows at once."""
        self.told = told

    @cached_property
    def stems(self) -> Mapping[str, float]:
        """Stem -> its weights in all reports, added up."""
        return _sum(one.stems for one in self.told)

    @cached_property
    def headlines(self) -> Mapping[str, float]:
        """Stem of the titles -> rareness, added up."""
        return _sum(one.headline for one in self.told)

    @cached_property
    def names(self) -> Mapping[str, float]:
        """Stem written as a name -> in which share of the reports."""
        return _sum(dict.fromkeys(one.named, 1.0 / len(self.told)) for one in self.told)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """All numbers that are told."""
        return frozenset().union(*(one.numbers for one in self.told))

    @cached_property
    def years(self) -> frozenset[str]:
        """All years that are told."""
        return frozenset().union(*(one.years for one in self.told))


def telling(candidates: Sequence[Gathered]) -> Telling:
    """How well each stem tells these incidents apart: what all of them hold tells nothing."""
    counts = Counter(chain.from_iterable(frozenset().union(*(told.stems for told in one.told)) for one in candidates))
    most = len(candidates) + 1
    tells = [0.0, *(log(most / count) / log(most) for count in range(1, most))]
    return {stem: tells[count] for stem, count in counts.items() if count > 1}


def cosines(words: Wording, gathered: Gathered) -> list[float]:
    """How alike a report is to each one of an incident, 0..1, in their order."""
    return [_product(words.stems, one.stems) for one in gathered.told]


def is_alike(likenesses: Sequence[float]) -> bool:
    """Whether reports with these cosines could be of one event, so that the other traits are worth a look."""
    return max(likenesses) >= _UNLIKE


def traits_of(words: Wording, gathered: Gathered, apart: Telling, likenesses: Sequence[float]) -> Traits:
    """What a report has in common with an incident; `likenesses` are the cosines with its reports."""
    most = max(likenesses)
    likest = [one for one, likeness in zip(gathered.told, likenesses, strict=True) if likeness == most]
    return Traits(
        likest=most,
        mean=sum(likenesses) / len(likenesses),
        middle=_cosine(words.stems, gathered.stems),
        telling=_telling_cosine(words.stems, gathered.stems, apart),
        headline=_cosine(words.headline, gathered.headlines),
        title_told=_share(words.headline, gathered.stems),
        title_known=max(_share(one.headline, words.stems) for one in gathered.told),
        titles_alike=_titles_alike(words, gathered.told),
        names=_names_known(words, gathered, apart),
        evidence=max(_evidence(words.stems.keys() & one.stems.keys()) for one in likest),
        numbers=len(words.numbers & gathered.numbers) / (len(words.numbers) or 1),
        year=float(bool(words.years & gathered.years)),
        other_year=float(bool(words.years and gathered.years and not words.years & gathered.years)),
        single=float(len(gathered.told) == 1),
    )


def chances(words: Wording, candidates: Sequence[Gathered]) -> list[float]:
    """For each of the candidates the chance, 0..1, that the report tells of its event, as far as words show."""
    likenesses = [cosines(words, one) for one in candidates]
    apart = telling(candidates) if any(is_alike(one) for one in likenesses) else {}
    return [
        chance(words, one, apart, likeness) if is_alike(likeness) else 0.0
        for one, likeness in zip(candidates, likenesses, strict=True)
    ]


def chance(words: Wording, gathered: Gathered, apart: Telling, likenesses: Sequence[float]) -> float:
    """The chance, 0..1, of a report that is alike at all; without words 0.

    Why fewer than four words say less: all of "Syria" is in every title with Syria.
    """
    traits = traits_of(words, gathered, apart, likenesses)
    weights = _weights()
    total = weights["intercept"] + sum(weights[name] * getattr(traits, name) for name in _NAMES)
    return min(1.0, min(len(words.stems), len(gathered.stems)) / _FULL) / (1.0 + exp(-total))


@cache
def _weights() -> dict[str, float]:
    found: dict[str, float] = json.loads(files("daemon.incidents").joinpath("weights.json").read_text(encoding="utf-8"))
    return found


def _names_known(words: Wording, gathered: Gathered, apart: Telling) -> float:
    weights = {name: rareness(name) * apart.get(name, 1.0) * share for name, share in gathered.names.items()}
    return sum(weight for name, weight in weights.items() if name in words.named) / (sum(weights.values()) or 1.0)


def _evidence(shared: Iterable[str]) -> float:
    return sum(nlargest(_RAREST_SHARED, map(rareness, shared))) / (_RAREST_SHARED * RAREST)


def _titles_alike(words: Wording, told: Sequence[Wording]) -> float:
    titles = [" ".join(one.title) for one in told]
    _, score, _ = process.extractOne(" ".join(words.title), titles, scorer=fuzz.token_set_ratio)
    return score / 100.0


def _share(weights: Mapping[str, float], known: Mapping[str, float]) -> float:
    return sum(weight for stem, weight in weights.items() if stem in known) / (sum(weights.values()) or 1.0)


def _telling_cosine(one: Mapping[str, float], other: Mapping[str, float], apart: Telling) -> float:
    shared = sum([weight * other[stem] * apart.get(stem, 1.0) ** 2 for stem, weight in one.items() if stem in other])
    lengths = 1.0
    for stems in (one, other):
        lengths *= sum([(weight * apart.get(stem, 1.0)) ** 2 for stem, weight in stems.items()])
    return shared / (sqrt(lengths) or 1.0)


def _sum(vectors: Iterable[Mapping[str, float]]) -> Mapping[str, float]:
    first, *others = vectors
    if not others:
        return first
    total = dict(first)
    for weights in others:
        for stem, weight in weights.items():
            total[stem] = total.get(stem, 0.0) + weight
    return total


def _product(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum([weight * other[stem] for stem, weight in one.items() if stem in other])  # a list: this runs often


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    lengths = sum([weight * weight for weight in one.values()]) * sum([weight * weight for weight in other.values()])
    return _product(one, other) / (sqrt(lengths) or 1.0)
