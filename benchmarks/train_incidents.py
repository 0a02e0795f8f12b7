"""Learn what the incidents room reads: how rare words are, and how much each trait of two wordings weighs.

`python benchmarks/train_incidents.py [--words]` writes `daemon/incidents/weights.json`, with `--words` the table of
`commonness.json` first. Only the learned part of each set is read: the first four weeks of the stream, and of labelled
sets the train part or one half of the events by a hash. Needs scikit-learn; the daemon does not.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import incident_sets
from benchmarks.incident_sets import DATA, Document, Pair
from benchmarks.incidents import report_of_document
from daemon.incidents import cluster, traits
from daemon.incidents.commonness import RAREST
from daemon.incidents.wording import Wording, content_stems, wording

_ROOM = Path(__file__).parents[1] / "daemon" / "incidents"
_LEVEL = 0.25  #: steps of rareness in the table
_KNOWN_IN = 3  #: of a smaller language's few documents, how many must use a word that is to be known as common
_CANDIDATES, _HARD = 15, 3  #: incidents compared with, and those of them that are learned from
_WEEKS = 4
_PAIRS_WEIGH = 0.4  #: a set of pairs, beside a stream that weighs 1

Example = tuple[dict[str, float], bool]


def learn_words() -> None:
    """Count in how many reports each stem stands, in each language by itself, and write the common ones."""
    levels: dict[str, float] = {}
    for texts in _texts():
        counts = Counter(stem for text in texts for stem in set(content_stems(text)))
        least = _KNOWN_IN if len(texts) < 1_000 else len(texts) * 2.718**-RAREST
        for stem, count in counts.items():
            if count >= least:
                rare = log((len(texts) + 1) / (count + 1))
                levels[stem] = min(levels.get(stem, RAREST), rare)
    by_level: dict[str, list[str]] = defaultdict(list)
    for stem, rare in levels.items():
        by_level[f"{round(rare / _LEVEL) * _LEVEL:.2f}"].append(stem)
    written = {
        level: " ".join(sorted(stems)) for level, stems in sorted(by_level.items(), key=lambda one: float(one[0]))
    }
    (_ROOM / "commonness.json").write_text(json.dumps(written, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(levels)} stems")


def _texts() -> Iterator[list[str]]:
    yield [f"{one.title} {one.text}" for one in incident_sets.stream(_WEEKS)]
    for language, documents in incident_sets.translated().items():
        if language != "eng":
            yield [f"{one.title} {one.text}"[:1_000] for one in documents if one.tuned]


def examples(documents: Sequence[Document]) -> Iterator[Example]:
    """Walk through documents in their order, each joined to its true event; what it was like, to that and to others."""
    events: dict[str, list[Wording]] = {}
    index: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        report = report_of_document(document)
        words, keys = wording(report), cluster.lookup_keys(report)
        shared: dict[str, float] = defaultdict(float)
        for key, weight in keys.items():
            for event in dict.fromkeys(index[key][-60:]):
                shared[event] += weight
        nearest = sorted(shared, key=lambda event: shared[event], reverse=True)[:_CANDIDATES]
        gathered = {event: traits.Gathered(events[event][:1] + events[event][1:][-11:]) for event in nearest}
        apart = traits.telling(list(gathered.values()))
        found = [(_traits(words, told, apart), event == document.event) for event, told in gathered.items()]
        found.sort(key=lambda one: one[0].middle + one[0].telling, reverse=True)
        yield from ((asdict(one), same) for one, same in found[:_HARD])
        events.setdefault(document.event, []).append(words)
        for key in keys:
            index[key].append(document.event)


def _traits(words: Wording, gathered: traits.Gathered, apart: traits.Telling) -> traits.Traits:
    return traits.traits_of(words, gathered, apart, traits.cosines(words, gathered))


def pair_examples(pairs: Sequence[Pair], *, same: float, other: float) -> Iterator[Example]:
    """Pairs of at least one label are one event, of at most the other one two; what lies between says neither."""
    for pair in pairs:
        if pair.tuned and (pair.label >= same or pair.label <= other):
            gathered = traits.Gathered([wording(report_of_document(pair.one))])
            words = wording(report_of_document(pair.other))
            yield asdict(_traits(words, gathered, traits.telling([gathered]))), pair.label >= same


def learn_weights() -> None:
    """Fit the logistic regression, each set weighing by its documents, and write its weights in the traits' units."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    sets = {
        "neus": incident_sets.neus("train", events=350),
        "ecbplus": incident_sets.ecbplus("train"),
        "dated": [one for one in incident_sets.dated_stream() if one.tuned],
    }
    told = [(one, 1.0 / len(documents)) for documents in sets.values() for one in examples(documents)]
    pairs = {
        "semeval": list(pair_examples(incident_sets.semeval(), same=3.0, other=2.0)),
        "ru_en": list(pair_examples(incident_sets.ru_en_pairs(), same=1.0, other=0.0)),
        "headlines": list(pair_examples(incident_sets.headlines(), same=3.8, other=2.6)),
    }
    told += [(one, _PAIRS_WEIGH / len(found)) for found in pairs.values() for one in found]
    names = list(told[0][0][0])
    rows = np.array([[example[name] for name in names] for (example, _), _ in told])
    same = np.array([one for (_, one), _ in told])
    weights = np.array([weight * 1_000 for _, weight in told])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=0.3, max_iter=2_000).fit(scaler.transform(rows), same, sample_weight=weights)
    slopes = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - (slopes * scaler.mean_).sum()) + _EAGER
    found = {"intercept": intercept, **dict(zip(names, map(float, slopes), strict=True))}
    rounded = {name: round(value, 3) for name, value in found.items()}
    (_ROOM / "weights.json").write_text(json.dumps(rounded, indent=2) + "\n", encoding="utf-8")
    print(f"{len(told)} examples\n{rounded}")


_EAGER = 0.4  #: on the learned parts, B-cubed F1 is best from a chance of .4 on; the daemon's bar stays .5


def main() -> None:
    """Learn, and write what was learned into the incidents room."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", action="store_true", help="count the words anew first")
    if not DATA.is_dir():
        sys.exit(f"no labelled data at {DATA.name}: nothing to learn from")
    if parser.parse_args().words:
        learn_words()
    learn_weights()


if __name__ == "__main__":
    main()
