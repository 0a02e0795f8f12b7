"""Learn what the incidents room reads: how rare words are, and what the traits of a report and an incident mean.

`python benchmarks/train_incidents.py [--words]` writes `daemon/incidents/weights.json` and `trees.json`, with `--words`
the tables of `commonness.json` first. Only the learned part of each set is read: the first four weeks of the stream,
and of labelled sets the train part or one half of the events by a hash. Needs scikit-learn; the daemon does not.
"""

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from math import exp, log
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import incident_sets
from benchmarks.incident_sets import DATA, Document, Pair
from benchmarks.incident_walk import Example, Judge, Walk, pair_examples
from daemon.incidents.chance import TREES_WEIGH
from daemon.incidents.commonness import RAREST
from daemon.incidents.traits import Traits
from daemon.incidents.wording import content_stems, is_unspaced, plain_words

_ROOM = Path(__file__).parents[1] / "daemon" / "incidents"
_LEVEL = 0.25  #: steps of rareness in the tables
_WEEKS = 4
_LEAST_USES = {"stream": 3, "politics": 4}  #: of a word that is to be known as common
_SURPLUS = 2.5  #: of the few documents of a smaller language, so many uses of a word may be chance
_PAIRS = {"semeval": 0.5, "ru_en": 0.3, "headlines": 1.2}  #: what a set of pairs weighs, beside a stream that weighs 1
_LABELS = {"semeval": (1.0, 4.0), "ru_en": (0.0, 1.0), "headlines": (0.0, 5.0)}  #: from nothing in common to the same
_FORESTS = 4
_EAGER = 0.2  #: logits of the line; a little towards joining, where precision and recall of incidents are closer
_PARTS = 3  #: of the pairs, each judged by what was learned without it: so a language's leaning is learned
_LEAST_PAIRS = 50  #: of a language that is to have a leaning; English has none, for its streams are learned from
_MODEST = 1.0  #: logits that a leaning may well have

#: Traits that speak for one event, and against it, wherever they are: no tree may learn the contrary by chance.
_FOR_NAMES = (
    "meanings_likest prefixes_likest titles_sorted titles_written title_means "
    "likest second mean middle telling meanings prefixes evidence evidence_in_all pairs pairs_share covered covers "
    "core_known core_told headline title_told title_known title_telling titles_alike titles_in_order title_letters "
    "title_meanings title_meant names names_core names_shared names_told full_names full_names_known numbers "
    "title_numbers counts year date weekday usual_known usual_shared"
)
_FOR = frozenset(_FOR_NAMES.split())
_AGAINST_NAMES = (
    "title_new title_newest title_lost title_lost_most names_new names_lost title_names_apart full_names_new "
    "full_names_lost full_names_apart numbers_apart title_numbers_apart counts_apart other_year other_date "
    "days_apart other_weekday usual_lost new_most usual_apart names_usual_apart"
)
_AGAINST = frozenset(_AGAINST_NAMES.split())

Sets = Mapping[str, tuple[Sequence[Example], float]]  #: examples, and what they weigh together


def learn_words() -> None:
    """Count in how many reports each stem stands, in each language by itself, and write the common ones."""
    news: dict[str, float] = {}
    elsewhere: dict[str, float] = {}
    for name, texts in _news().items():
        for stem, count in _counts(map(_spaced, texts)).items():
            if count >= _LEAST_USES[name]:
                _note(news, stem, log((len(texts) + 1) / (count + 1)))
    for language, documents in incident_sets.translated().items():
        texts = [f"{one.title} {one.text}"[:1_000] for one in documents if one.tuned]
        for stem, count in _counts(map(_spaced, texts)).items() if language != "eng" else ():
            if count > _SURPLUS:
                _note(elsewhere, stem, log((len(texts) + 1) / (count - _SURPLUS)))
    written = {"news": _by_level(news), "elsewhere": _by_level(elsewhere)}
    (_ROOM / "commonness.json").write_text(json.dumps(written, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(news)} stems of news, {len(elsewhere)} of other languages")


def _news() -> dict[str, list[str]]:
    politics = [*incident_sets.neus("train"), *(one for one in incident_sets.dated_stream() if one.tuned)]
    return {
        "stream": [f"{one.title} {one.text}" for one in incident_sets.stream(incident_sets.stream_weeks()[:_WEEKS])],
        "politics": [f"{one.title} {one.text}"[:700] for one in politics],
    }


def _spaced(text: str) -> str:
    """The words of a text that are written between spaces.

    Why no others: with levels of rareness for pairs of Han characters, versions of Japanese reports were told worse.
    """
    return " ".join(word for word in plain_words(text) if not is_unspaced(word))


def _counts(texts: Iterable[str]) -> Counter[str]:
    return Counter(stem for text in texts for stem in set(content_stems(text)))


def _note(levels: dict[str, float], stem: str, rareness: float) -> None:
    if rareness < RAREST:
        levels[stem] = min(levels.get(stem, RAREST), rareness)


def _by_level(levels: Mapping[str, float]) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for stem, rare in levels.items():
        found[f"{round(rare / _LEVEL) * _LEVEL:.2f}"].append(stem)
    return {level: " ".join(sorted(stems)) for level, stems in sorted(found.items(), key=lambda one: float(one[0]))}


def _streams() -> dict[str, Sequence[Document]]:
    """The learned streams; the look-alikes in two orders, for they are few."""
    look_alikes = incident_sets.ecbplus("train")
    return {
        "neus": incident_sets.neus("train", events=incident_sets.NEUS_LEARNED),
        "dated": [one for one in incident_sets.dated_stream() if one.tuned],
        **{f"ecbplus {seed}": _reordered(look_alikes, seed) for seed in (7, 8)},
    }


def _reordered(documents: Sequence[Document], seed: int) -> list[Document]:
    found = list(documents)
    random.Random(seed).shuffle(found)
    return found


def examples() -> Sets:
    """All that there is to learn from: pairs, walks by the truth, then walks by what those taught."""
    found = _told_pairs(_pairs())
    streams = _streams()
    with ProcessPoolExecutor(max_workers=4) as pool:
        walks = dict(zip(streams, pool.map(_walk, streams.values()), strict=True))
        line = _fitted_line({name: (one, 1.0) for name, one in walks.items()})
        again = dict(zip(streams, pool.map(partial(_walk, line=line), streams.values()), strict=True))
    for name, told in walks.items():
        share = 0.5 if name.startswith("ecbplus") else 1.0
        found[name] = ([*told, *again[name]], share)
    return found


def _pairs() -> dict[str, list[Pair]]:
    """The sets of pairs, as far as they are learned from."""
    found = {
        "semeval": [one for one in incident_sets.semeval() if one.group != "across"],
        "ru_en": incident_sets.ru_en_pairs(),
        "headlines": incident_sets.headlines(),
    }
    return {name: [one for one in pairs if one.tuned] for name, pairs in found.items()}


def _told_pairs(pairs: Mapping[str, Sequence[Pair]]) -> dict[str, tuple[Sequence[Example], float]]:
    return {name: (_pair_examples(name, told), _PAIRS[name]) for name, told in pairs.items()}


def _pair_examples(name: str, pairs: Sequence[Pair]) -> list[Example]:
    least, most = _LABELS[name]
    return pair_examples(pairs, least=least, most=most)


def _walk(documents: Sequence[Document], line: Mapping[str, Any] | None = None) -> list[Example]:
    """The examples of one walk; by the truth, or by what a line decides."""
    return Walk(documents, seed=7, judge=_judge(line) if line else None).examples


def _names(sets: Sets) -> list[str]:
    """The traits, in the order in which the table that is there has them; new ones last.

    Why not as the daemon makes them: the trees draw traits by their places, so moving code would move the trees.
    """
    there = json.loads((_ROOM / "weights.json").read_text(encoding="utf-8"))["slopes"]
    told = next(told[0].traits for told, _ in sets.values())
    return [*(name for name in there if name in told), *(name for name in told if name not in there)]


def _matrix(sets: Sets) -> tuple[Any, Any, Any, list[str]]:
    """Rows of traits, twice: as the same event and as another one, each weighing by its share."""
    import numpy as np

    told = [(one, weight / len(found)) for found, weight in sets.values() for one in found]
    names = _names(sets)
    rows = np.array([[one.traits[name] for name in names] for one, _ in told])
    same = np.array([one.same for one, _ in told])
    weights = np.array([weight * 1_000.0 for _, weight in told])
    labels = np.concatenate([np.ones(len(same)), np.zeros(len(same))])
    twice = np.concatenate([weights * same, weights * (1.0 - same)])
    used = twice > 0.0
    return np.vstack([rows, rows])[used], labels[used], twice[used], names


def _fitted_line(sets: Sets) -> dict[str, Any]:
    """The logistic regression, its weights in the traits' own units."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    rows, labels, weights, names = _matrix(sets)
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=0.05, max_iter=3_000).fit(scaler.transform(rows), labels, sample_weight=weights)
    slopes = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - (slopes * scaler.mean_).sum())
    return {
        "intercept": round(intercept, 4),
        "slopes": {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)},
    }


def _judge(line: Mapping[str, Any]) -> Judge:
    """The line's own decision, a little eager, as what is learned in the end will be."""

    def judged(candidates: Sequence[Traits]) -> list[float]:
        totals = [sum(slope * one[name] for name, slope in line["slopes"].items()) for one in candidates]
        return [1.0 / (1.0 + exp(-(total + line["intercept"]))) for total in totals]

    return judged


def _fitted_trees(sets: Sets) -> dict[str, Any]:
    """Boosted shallow trees as tables of splits and leaves: the mean of some forests."""
    base, trees, names = 0.0, [], _names(sets)
    for model in _forests(sets):
        base += float(model._baseline_prediction[0][0]) / _FORESTS
        trees += [_table(one[0].nodes) for one in model._predictors]
    return {"traits": names, "trees": [[[], [round(base, 4)]], *trees]}


def _forests(sets: Sets) -> Iterator[Any]:
    """Boosted shallow trees.

    Why several, each with weights of its own for the examples: one forest follows the few look-alikes too closely.
    """
    import numpy as np
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows, labels, weights, names = _matrix(sets)
    bent = [1 if name in _FOR else -1 if name in _AGAINST else 0 for name in names]
    for seed in range(_FORESTS):
        drawn = np.random.RandomState(seed).gamma(1.0, 1.0, len(weights))
        yield HistGradientBoostingClassifier(
            max_iter=60,
            learning_rate=0.15,
            max_leaf_nodes=6,
            l2_regularization=5.0,
            min_samples_leaf=30,
            max_features=0.3,
            monotonic_cst=bent,
            early_stopping=False,
            random_state=seed,
        ).fit(rows, labels, sample_weight=weights * drawn)


def _table(nodes: Any) -> list[list[Any]]:
    """Splits (trait, bound, where up to it, where beyond) and leaves; a place below 0 is a leaf's."""
    places: dict[int, int] = {}
    splits = [number for number, node in enumerate(nodes) if not node["is_leaf"]]
    leaves = [number for number, node in enumerate(nodes) if node["is_leaf"]]
    places |= {number: place for place, number in enumerate(splits)}
    places |= {number: ~place for place, number in enumerate(leaves)}
    return [
        [
            [
                int(nodes[one]["feature_idx"]),
                float(f"{nodes[one]['num_threshold']:.5g}"),
                places[int(nodes[one]["left"])],
                places[int(nodes[one]["right"])],
            ]
            for one in splits
        ],
        [round(float(nodes[one]["value"]) / _FORESTS, 4) for one in leaves],
    ]


def _leanings(sets: Sets) -> dict[str, float]:
    """What must be added in each language, in logits, to be right about pairs of which nothing was learned."""
    pairs = _pairs()
    told: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for part in range(_PARTS):
        rest = {name: [one for one in found if _part(one) != part] for name, found in pairs.items()}
        models = _models({**sets, **_told_pairs(rest)})
        for language, name in sorted(_spoken(pairs)):
            apart = [one for one in pairs[name] if one.group == language and _part(one) == part]
            held = _pair_examples(name, apart)
            if held:
                told[language] += zip(_logits(models, held), [one.same for one in held], strict=True)
    return {language: round(leaning(found), 2) for language, found in sorted(told.items())}


def _spoken(pairs: Mapping[str, Sequence[Pair]]) -> set[tuple[str, str]]:
    """The languages with pairs enough, and the sets of them."""
    count = Counter(one.group for name in ("semeval", "ru_en") for one in pairs[name])
    languages = {language for language, many in count.items() if many >= _LEAST_PAIRS and language != "en"}
    return {(one.group, name) for name in ("semeval", "ru_en") for one in pairs[name] if one.group in languages}


def _part(pair: Pair) -> int:
    """By the first of both documents; by another byte than what parts learned pairs from shown ones."""
    return sha256(min(pair.one.url or pair.one.id, pair.other.url or pair.other.id).encode()).digest()[5] % _PARTS


def _models(sets: Sets) -> tuple[dict[str, Any], list[Any]]:
    return _fitted_line(sets), list(_forests(sets))


def _logits(models: tuple[dict[str, Any], list[Any]], told: Sequence[Example]) -> list[float]:
    """As chance.py works them out."""
    import numpy as np

    line, forests = models
    rows = np.array([[one.traits[name] for name in line["slopes"]] for one in told])
    by_line = line["intercept"] + _EAGER + rows @ np.array(list(line["slopes"].values()))
    by_trees = np.mean([forest.decision_function(rows) for forest in forests], axis=0)
    return [float(one) for one in (by_line + TREES_WEIGH * by_trees) / (1.0 + TREES_WEIGH)]


def leaning(told: Sequence[tuple[float, float]]) -> float:
    """The likeliest number to be added to these logits, given what they should have said; each pair stands twice."""
    found = 0.0
    for _ in range(30):
        chances = [1.0 / (1.0 + exp(-(logit + found))) for logit, _ in told]
        slope = sum(same - chance for chance, (_, same) in zip(chances, told, strict=True)) / 2.0 - found / _MODEST**2
        found += slope / (sum(chance * (1.0 - chance) for chance in chances) / 2.0 + 1.0 / _MODEST**2)
    return found


def learn_weights(sets: Sets) -> None:
    """Fit the line, the trees and the languages' leanings, and write them."""
    line = _fitted_line(sets)
    line["intercept"] = round(line["intercept"] + _EAGER, 4)
    line["leanings"] = _leanings(sets)
    (_ROOM / "weights.json").write_text(json.dumps(line, indent=2) + "\n", encoding="utf-8")
    trees = _fitted_trees(sets)
    text = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees["trees"])
    names = json.dumps(trees["traits"])
    (_ROOM / "trees.json").write_text(f'{{"traits": {names},\n"trees": [\n{text}\n]}}\n', encoding="utf-8")
    print({name: len(found) for name, (found, _) in sets.items()})


def main() -> None:
    """Learn, and write what was learned into the incidents room."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", action="store_true", help="count the words anew first")
    if not DATA.is_dir():
        sys.exit(f"no labelled data at {DATA.name}: nothing to learn from")
    if parser.parse_args().words:
        learn_words()
    learn_weights(examples())


if __name__ == "__main__":
    main()
