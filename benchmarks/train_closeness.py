"""Learn how much vectors of meaning weigh beside what words and names say.

`python benchmarks/train_closeness.py` writes `daemon/incidents/closeness.json`. Read are events of the train part of
neus and, in all languages that have concepts, the learned half of the translated documents, each as a stream: every
document is compared with the incidents that the daemon would offer, and with the likest as if each were alone. Needs
scikit-learn and
the extra `watchdesk[embeddings]`; the daemon needs neither to read the table.
"""

import json
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import incident_sets
from benchmarks.cached_vectors import CachedEmbedder
from benchmarks.incident_sets import DATA, LANGUAGES, Document
from benchmarks.incident_walk import HARDLY, MOSTLY, Walk
from benchmarks.incidents import report_of_document
from daemon.embeddings import text_of
from daemon.incidents import across
from daemon.incidents.chance import said
from daemon.incidents.closeness import Meant, meant, traits_of
from daemon.model import Report

_TABLE = Path(__file__).parents[1] / "daemon" / "incidents" / "closeness.json"
_ALONE = 3  #: of the offered, so many of the likest are also looked at as if they were offered alone
_EVENTS = 400  #: of neus, of which words were not learned: there they would seem to say more than they do

Example = tuple[dict[str, float], bool]


class MeaningWalk(Walk):
    """Documents against the incidents that the daemon would offer, mostly the true ones."""

    def __init__(self, documents: Sequence[Document], vectors: CachedEmbedder, *, seed: int) -> None:
        """Go the whole way at once."""
        self.found: list[Example] = []
        self._vectors = vectors
        super().__init__(documents, seed=seed)

    def _take(self, document: Document, nearest: Sequence[int]) -> int | None:
        offers = self._learn(document, nearest)
        likest = sorted(offers, key=lambda incident: max(offers[incident].cosines), reverse=True)
        for incident in likest[:_ALONE]:
            self._learn(document, [incident])
        return super()._take(document, nearest)

    def _learn(self, document: Document, offered: Sequence[int]) -> dict[int, Meant]:
        """Learn from a document beside incidents; what vectors say of each."""
        report = self._report(document)
        told = [[self._report(one) for one in self._few(incident)] for incident in offered]
        gathered = [self._gathered(incident) for incident in offered]
        by_words = [one.chance for one in said(self._words[document.id], gathered, report.language)]
        found: dict[int, Meant] = {}
        for incident, reports, chance, beside in zip(offered, told, by_words, meant(report, told), strict=True):
            events = [one.event for one in self.incidents[incident]]
            same = events.count(document.event) / len(events)
            if beside and (same >= MOSTLY or same <= HARDLY):
                found[incident] = beside
                by_all = max(chance, across.kinship(report, reports).chance)
                self.found.append((traits_of(by_all, beside), same >= MOSTLY))
        return found

    def _report(self, document: Document) -> Report:
        report = report_of_document(document)
        return replace(report, vector=self._vectors.vectors([text_of(report.title, report.text)])[0])


def fresh() -> list[Document]:
    """Events of neus of which words were not learned."""
    learned = {one.event for one in incident_sets.neus("train", events=incident_sets.NEUS_LEARNED)}
    documents = [one for one in incident_sets.neus("train") if one.event not in learned]
    chosen = set(random.Random(11).sample(sorted({one.event for one in documents}), _EVENTS))
    return [one for one in documents if one.event in chosen]


def learn() -> None:
    """Fit the logistic regression, and write its weights."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    vectors = CachedEmbedder()
    translated = [one for lang in LANGUAGES if lang != "fra" for one in incident_sets.translated()[lang] if one.tuned]
    random.Random(7).shuffle(translated)
    streams = {"neus": fresh(), "translated": translated}
    sources = {name: MeaningWalk(one, vectors, seed=7).found for name, one in streams.items()}
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
