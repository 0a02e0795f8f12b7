"""Learn how much vectors of meaning weigh beside what words and names say.

`python benchmarks/train_closeness.py` writes `daemon/incidents/closeness.json`. Read are events of the train part of
neus and, in all languages that have concepts, the learned half of the translated documents, each as a stream: every
document is compared with its event so far, and with those of the others that mean the likest. Needs scikit-learn and
the extra `watchdesk[embeddings]`; the daemon needs neither to read the table.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import incident_sets
from benchmarks.cached_vectors import CachedEmbedder
from benchmarks.incident_sets import DATA, LANGUAGES, Document
from benchmarks.incidents import report_of_document
from daemon.embeddings import text_of
from daemon.incidents import across, closeness
from daemon.incidents.chance import said
from daemon.incidents.gathered import Gathered
from daemon.incidents.marks import are_foreign
from daemon.incidents.packed import wording_of
from daemon.model import Report
from daemon.vector import cosine

_TABLE = Path(__file__).parents[1] / "daemon" / "incidents" / "closeness.json"
_EVENTS = 60
_CANDIDATES, _HARD = 10, 3  #: events compared with, and those of them that are learned from

Example = tuple[dict[str, float], bool]


def stream(documents: Sequence[Document], vectors: CachedEmbedder) -> Iterator[Example]:
    """Each document against its event so far, and against the likest others."""
    told: dict[str, list[Report]] = {}
    for document in documents:
        report = report_of_document(document)
        report = replace(report, vector=vectors.vectors([text_of(report.title, report.text)])[0])
        near = {event: [cosine(report.vector, one.vector) or 0.0 for one in those] for event, those in told.items()}
        chosen = sorted(near, key=lambda event: max(near[event]), reverse=True)[:_CANDIDATES]
        own = wording_of(report).wording
        found = said(own, [Gathered([wording_of(one) for one in told[event]]) for event in chosen], report.language)
        for event, by_words in list(zip(chosen, [one.chance for one in found], strict=True))[:_HARD]:
            by_all = max(by_words, across.kinship(report, told[event]).chance)
            foreign = sum(are_foreign(report, one) for one in told[event]) / len(told[event])
            yield closeness.traits_of(by_all, near[event], foreign=foreign), event == document.event
        told.setdefault(document.event, []).append(report)


def learn() -> None:
    """Fit the logistic regression, and write its weights."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    vectors = CachedEmbedder()
    translated = [one for lang in LANGUAGES if lang != "fra" for one in incident_sets.translated()[lang] if one.tuned]
    random.Random(7).shuffle(translated)
    streams = {"neus": incident_sets.neus("train", events=_EVENTS), "translated": translated}
    sources = {name: list(stream(one, vectors)) for name, one in streams.items()}
    found = [(*one, 1_000.0 / len(told)) for told in sources.values() for one in told]
    names = list(found[0][0])
    rows = np.array([[traits[name] for name in names] for traits, _, _ in found])
    same = np.array([one for _, one, _ in found])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=1.0, max_iter=2_000)
    model.fit(scaler.transform(rows), same, sample_weight=np.array([weight for _, _, weight in found]))
    slopes = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - (slopes * scaler.mean_).sum())
    learned = {"intercept": intercept, **dict(zip(names, map(float, slopes), strict=True))}
    rounded = {name: round(value, 3) for name, value in learned.items()}
    _TABLE.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
    print(f"{len(found)} examples, {int(same.sum())} of one event\n{rounded}")


if __name__ == "__main__":
    if not DATA.is_dir():
        sys.exit(f"no labelled data at {DATA.name}: nothing to learn from")
    learn()
