"""The traits of a report and its candidates -> for each the chance that it is one event. Pure.

The chance is the mean, in logits, of a logistic regression and, twice, of shallow trees. The regression knows how
traits add up, also where nothing like it was learned from; the trees know which traits count only together. Both were
learned by `benchmarks/train_incidents.py` on labelled streams and pairs, and stand in `weights.json` and `trees.json`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from daemon.incidents.gathered import Gathered, telling
from daemon.incidents.traits import Traits, cosines, middle, telling_cosine, traits_of
from daemon.incidents.wording import Wording

_UNLIKE = 0.06  #: cosine of reports that cannot be of one event: the other traits are not looked at
_LIKEST = 4  #: candidates whose traits are looked at; the event is not among the others, as measured
_LIKE = 0.25  #: cosine with a report that makes a candidate a rival
_FULL = 4  #: different words that make a title
_TREES_WEIGH = 2.0  #: beside the regression, which weighs 1
_SURE = 30.0  #: logits beyond which no chance differs

#: What a reason names: traits that are shares of all there is, and those that are there or not.
_SHOWN = {"words": "likest", "title told": "title_known", "titles alike": "titles_alike", "names": "names"}
_SHOWN_APART = {"same counts": "counts", "other counts": "counts_apart", "other dates": "other_date"}

Split = tuple[int, float, int, int]  #: trait, bound, where to go up to it, where beyond; below 0: ~index of a leaf
Tree = tuple[tuple[Split, ...], tuple[float, ...]]  #: splits from the root on, and the leaves' logits


@dataclass(frozen=True, slots=True)
class Said:
    """What the words of a report say of one candidate."""

    chance: float = 0.0  #: that the report tells of its event, 0..1
    traits: Traits | None = None  #: None: the candidate was not looked at closely
    likest: int = 0  #: place of its report whose words are likest


_NOTHING = Said()


def said(words: Wording, candidates: Sequence[Gathered]) -> list[Said]:
    """For each of the candidates the chance that the report tells of its event, as far as words show.

    Why fewer than four words say less: all of "Syria" is in every title with Syria.
    """
    found = [_NOTHING] * len(candidates)
    own = Gathered([words])
    likenesses = [cosines(own, one) for one in candidates]
    for place, traits in _looked_at(own, candidates, likenesses).items():
        full = min(1.0, min(len(words.stems), len(candidates[place].stems)) / _FULL)
        near = likenesses[place]
        found[place] = Said(full * _chance(traits), traits, near.index(max(near)))
    return found


def in_words(traits: Traits) -> str:
    """The traits that people would go by, with their values, 0..1, and what both sides tell, or tell otherwise."""
    shared = [f"{name} {traits[trait]:.2f}" for name, trait in _SHOWN.items() if traits[trait] > 0.0]
    return ", ".join([*shared, *(name for name, trait in _SHOWN_APART.items() if traits[trait] > 0.0)])


def candidate_traits(words: Wording, candidates: Sequence[Gathered]) -> dict[int, Traits]:
    """The traits of the likest candidates, by their place, with what only shows beside the others.

    Shape: at least the likest four that are alike at all. Law: the order of the candidates does not matter.
    """
    own = Gathered([words])
    return _looked_at(own, candidates, [cosines(own, one) for one in candidates])


def _looked_at(
    own: Gathered, candidates: Sequence[Gathered], likenesses: Sequence[Sequence[float]]
) -> dict[int, Traits]:
    alike = [place for place, found in enumerate(likenesses) if max(found) >= _UNLIKE]
    if not alike:
        return {}
    apart = telling(candidates)
    views = {
        place: (
            max(likenesses[place]),
            middle(own, candidates[place]),
            telling_cosine(own, candidates[place], apart),
        )
        for place in alike
    }
    bar = sorted((view[1] + view[2] for view in views.values()), reverse=True)[:_LIKEST][-1]
    rivals = float(sum(view[0] > _LIKE for view in views.values()))
    return {
        place: {
            **traits_of(own, candidates[place], apart, likenesses[place]),
            "middle": view[1],
            "telling": view[2],
            **_leads([view, *(other for number, other in views.items() if number != place)]),
            "rivals": rivals,
            "candidates": float(len(candidates)),
        }
        for place, view in views.items()
        if view[1] + view[2] >= bar
    }


def _leads(views: Sequence[tuple[float, float, float]]) -> Traits:
    """By how much the first is liker than the likest of the others."""
    own, *others = views
    best = [max(values, default=0.0) for values in zip(*others, strict=True)] or [0.0] * len(own)
    names = ("likest_lead", "middle_lead", "telling_lead")
    return {name: value - other for name, value, other in zip(names, own, best, strict=True)}


def _chance(traits: Traits) -> float:
    intercept, slopes = _weights()
    by_weights = 0.0
    for name, weight in slopes:
        by_weights += weight * traits[name]
    names, trees = _trees()
    row = [traits[name] for name in names]
    by_trees = 0.0
    for tree in trees:
        by_trees += _leaf(tree, row)
    logit = (intercept + by_weights + _TREES_WEIGH * by_trees) / (1.0 + _TREES_WEIGH)
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
