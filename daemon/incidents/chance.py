"""The traits of a report and its candidates -> for each the chance that it is one event. Pure.

The chance is the mean, in logits, of a logistic regression and, twice, of shallow trees. The regression knows how
traits add up, also where nothing like it was learned from; the trees know which traits count only together. Both were
learned by `benchmarks/train_incidents.py` on labelled streams and pairs, and stand in `weights.json` and `trees.json`.
Most of what they learned from is English. Where another language had pairs enough to show that its words promise more
or less than English ones, its leaning is added.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from daemon.incidents.gathered import Gathered, Telling, telling
from daemon.incidents.traits import Traits, cosines, glance_of, middle, telling_cosine, traits_of
from daemon.incidents.wording import Wording

_UNLIKE = 0.06  #: cosine of reports that cannot be of one event: the other traits are not looked at
_LIKEST = 4  #: candidates whose traits are looked at; the event is not among the others, as measured
_LIKE = 0.25  #: cosine with a report that makes a candidate a rival
_FULL = 4  #: different words that make a title
TREES_WEIGH = 2.0  #: beside the regression, which weighs 1
_SURE = 30.0  #: logits beyond which no chance differs

#: What a reason names: traits that are shares of all there is, and those that are there or not.
_SHOWN = {"words": "likest", "title told": "title_known", "titles alike": "titles_alike", "names": "names"}
_SHOWN_APART = {"same counts": "counts", "other counts": "counts_apart", "other dates": "other_date"}

Split = tuple[int, float, int, int]  #: trait, bound, where to go up to it, where beyond; below 0: ~index of a leaf
Tree = tuple[tuple[Split, ...], tuple[float, ...]]  #: splits from the root on, and the leaves' logits


class _Rivals:
    """The candidates that are alike at all, beside each other; worked out only as far as it is asked for."""

    def __init__(self, own: Gathered, candidates: Sequence[Gathered], likest: dict[int, float]) -> None:
        """`likest`: the cosine with the likest report, by the places of those that are alike."""
        self._own, self._candidates, self.likest = own, candidates, likest
        self.middle = {place: middle(own, candidates[place]) for place in likest}
        self._apart: Telling | None = None
        self._telling: dict[int, float] | None = None

    @property
    def apart(self) -> Telling:
        """How well stems tell all candidates apart."""
        if self._apart is None:
            self._apart = telling(self._candidates)
        return self._apart

    @property
    def telling(self) -> dict[int, float]:
        """The cosine with the sum of all reports, each word weighed by how well it tells candidates apart."""
        if self._telling is None:
            found = {place: telling_cosine(self._own, self._candidates[place], self.apart) for place in self.likest}
            self._telling = found
        return self._telling

    def chosen(self) -> list[int]:
        """The places of the likest ones."""
        if len(self.likest) <= _LIKEST:
            return list(self.likest)
        sums = {place: self.middle[place] + self.telling[place] for place in self.likest}
        bar = sorted(sums.values(), reverse=True)[_LIKEST - 1]
        return [place for place, found in sums.items() if found >= bar]

    def traits(self, place: int) -> Traits:
        """What only shows beside the others, and is had at little cost."""
        return {
            "middle": self.middle[place],
            "likest_lead": _lead(self.likest, place),
            "middle_lead": _lead(self.middle, place),
            "rivals": float(sum(value > _LIKE for value in self.likest.values())),
            "candidates": float(len(self._candidates)),
        }


class Look:
    """A report and one of its likest candidates, as far as it has been looked at."""

    def __init__(self, own: Gathered, told: Gathered, likenesses: Sequence[float], rivals: _Rivals, place: int) -> None:
        """`likenesses` are the cosines with its reports; `place` is its own among the rivals."""
        self._own, self._told, self._rivals, self._place = own, told, rivals, place
        self.likenesses = likenesses
        self._glance: Traits | None = None

    @property
    def glance(self) -> Traits:
        """The traits that are had at little cost."""
        if self._glance is None:
            by_itself = glance_of(self._own, self._told, self.likenesses)
            self._glance = {**by_itself, **self._rivals.traits(self._place)}
        return self._glance

    def traits(self) -> Traits:
        """All traits."""
        told = self._rivals.telling
        beside = {"telling": told[self._place], "telling_lead": _lead(told, self._place)}
        whole = traits_of(self._own, self._told, self._rivals.apart, self.likenesses)
        return {**whole, **self.glance, **beside}

    def full(self) -> float:
        """Which part of a chance counts, 0..1, for want of words."""
        return min(1.0, min(len(self._own.stems), len(self._told.stems)) / _FULL)


class Said:
    """What the words of a report say of one candidate; worked out only as far as it is asked for."""

    def __init__(self, look: Look | None, leaning: float) -> None:
        """`look`: None if the candidate is not among the likest ones; `leaning`: of the language, in logits."""
        self._look, self._leaning = look, leaning
        self._traits: Traits | None = None

    @property
    def glance(self) -> Traits | None:
        """Some traits, those of doubt.py among them; None: the candidate was not looked at closely."""
        return None if self._look is None else self._look.glance

    @property
    def traits(self) -> Traits | None:
        """All traits; None: the candidate was not looked at closely."""
        if self._traits is None and self._look is not None:
            self._traits = self._look.traits()
        return self._traits

    @property
    def chance(self) -> float:
        """That the report tells of its event, 0..1."""
        traits = self.traits
        return 0.0 if traits is None or self._look is None else self._look.full() * _chance(traits, self._leaning)

    @property
    def likest(self) -> int:
        """The place of its report whose words are likest."""
        near = self._look.likenesses if self._look else [0.0]
        return near.index(max(near))


def said(words: Wording, candidates: Sequence[Gathered], language: str | None) -> list[Said]:
    """For each of the candidates the chance that the report tells of its event, as far as words of its language show.

    Why fewer than four words say less: all of "Syria" is in every title with Syria.
    """
    looks, leaning = _looks(Gathered([words]), candidates), _leanings().get(language or "", 0.0)
    return [Said(looks.get(place), leaning) for place in range(len(candidates))]


def in_words(traits: Traits) -> str:
    """The traits that people would go by, with their values, 0..1, and what both sides tell, or tell otherwise."""
    shared = [f"{name} {traits[trait]:.2f}" for name, trait in _SHOWN.items() if traits[trait] > 0.0]
    return ", ".join([*shared, *(name for name, trait in _SHOWN_APART.items() if traits[trait] > 0.0)])


def candidate_traits(words: Wording, candidates: Sequence[Gathered]) -> dict[int, Traits]:
    """The traits of the likest candidates, by their place, with what only shows beside the others.

    Shape: at least the likest four that are alike at all. Law: the order of the candidates does not matter.
    """
    return {place: look.traits() for place, look in _looks(Gathered([words]), candidates).items()}


def _looks(own: Gathered, candidates: Sequence[Gathered]) -> dict[int, Look]:
    """The likest candidates, by their place."""
    likenesses = [cosines(own, one) for one in candidates]
    likest = {place: near for place, found in enumerate(likenesses) if (near := max(found)) >= _UNLIKE}
    rivals = _Rivals(own, candidates, likest)
    return {place: Look(own, candidates[place], likenesses[place], rivals, place) for place in rivals.chosen()}


def _lead(values: dict[int, float], place: int) -> float:
    """By how much one is liker than the likest of the others."""
    return values[place] - max([value for other, value in values.items() if other != place], default=0.0)


def _chance(traits: Traits, leaning: float) -> float:
    intercept, slopes = _weights()
    by_weights = 0.0
    for name, weight in slopes:
        by_weights += weight * traits[name]
    names, trees = _trees()
    row = [traits[name] for name in names]
    by_trees = 0.0
    for tree in trees:
        by_trees += _leaf(tree, row)
    logit = (intercept + by_weights + TREES_WEIGH * by_trees) / (1.0 + TREES_WEIGH) + leaning
    return 1.0 / (1.0 + exp(-max(-_SURE, min(_SURE, logit))))


def _leaf(tree: Tree, row: list[float]) -> float:
    splits, leaves = tree
    place = 0 if splits else ~0
    while place >= 0:
        trait, bound, up_to, beyond = splits[place]
        place = up_to if row[trait] <= bound else beyond
    return leaves[~place]


@cache
def _weights() -> tuple[float, list[tuple[str, float]]]:
    """The intercept, and the slope of each trait."""
    found = _table("weights.json")
    return float(found["intercept"]), [(name, float(slope)) for name, slope in found["slopes"].items()]


@cache
def _leanings() -> dict[str, float]:
    """Language -> what is added in it, in logits; none for English, nor for those with few pairs to learn from."""
    return {language: float(leaning) for language, leaning in _table("weights.json")["leanings"].items()}


@cache
def _trees() -> tuple[tuple[str, ...], tuple[Tree, ...]]:
    """The traits' names, and the trees; the first one is a lone leaf."""
    found = _table("trees.json")
    trees = tuple(
        (
            tuple((int(trait), float(bound), int(up_to), int(beyond)) for trait, bound, up_to, beyond in splits),
            tuple(map(float, leaves)),
        )
        for splits, leaves in found["trees"]
    )
    return tuple(found["traits"]), trees


def _table(name: str) -> Any:
    return json.loads(files("daemon.incidents").joinpath(name).read_text(encoding="utf-8"))
