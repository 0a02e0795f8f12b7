"""Learn how much doubt a join of a stream deserves, from joins that somebody looked at.

`python benchmarks/train_doubt.py` writes `daemon/incidents/doubt.json`. It walks through the learned weeks of the
collected stream as the daemon would without doubts, and learns wherever a report stands beside an incident with one of
which `judged_joins.csv` says whether both are of one event. Needs scikit-learn; the daemon does not.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import log
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import incident_sets
from benchmarks.incident_sets import DATA, Document
from benchmarks.incident_walk import Walk
from benchmarks.incidents import judged_joins
from daemon.config import Feed
from daemon.incidents import cluster
from daemon.incidents.chance import said
from daemon.incidents.doubt import stream_traits
from daemon.incidents.series import are_editions
from daemon.items.normalise import normalise
from daemon.model import Entry, Finding, Report

_FILE = Path(__file__).parents[1] / "daemon" / "incidents" / "doubt.json"
_WEEKS = 6  #: the first ones; the others are kept to measure on
_SURE = 0.8  #: share of right joins from which on a join is made: a wrong one weighs as much as four that are missed
_SAME = {"right": 1.0, "loose": 0.5, "wrong": 0.0}


class JudgedWalk(Walk):
    """A walk through a stream; `found` are the traits of joins that were looked at, and how right they are."""

    def __init__(self, documents: Sequence[Document], verdicts: Mapping[tuple[str, str], str]) -> None:
        """Go the whole way at once."""
        self.found: list[tuple[dict[str, float], float]] = []
        self._verdicts = verdicts
        self._reports = {one.id: _report(one) for one in documents}
        super().__init__(documents, seed=7)

    def _take(self, document: Document, nearest: Sequence[int]) -> int | None:
        report = self._reports[document.id]
        told = {one: self._told(one) for one in nearest}
        told = {one: few for one, few in told.items() if not any(are_editions(report, each) for each in few)}
        words = said(self._words[document.id], [self._gathered(one) for one in told], report.language)
        best, chance = None, cluster.JOIN
        for incident, found in zip(told, words, strict=True):
            if found.traits is None or found.chance < cluster.JOIN:
                continue
            verdict = next(
                (v for m in self.incidents[incident] if (v := self._verdicts.get((m.id, document.id)))), None
            )
            if verdict:
                traits = stream_traits(report, told[incident], found.likest, found.traits)
                self.found.append((traits, _SAME[verdict]))
            if found.chance >= chance:
                best, chance = incident, found.chance
        return best

    def _told(self, incident: int) -> list[Report]:
        return [self._reports[one.id] for one in self._few(incident)]


def _report(document: Document) -> Report:
    """The document as the daemon would compare it, with its feed and its time."""
    entry = Entry(guid=document.id, title=document.title, summary=document.text, url=document.url)
    at = datetime.fromisoformat(document.published or "").astimezone(UTC)
    item = normalise(entry, Feed.model_construct(id=document.feed or "", url=""), now=at)
    return cluster.report_of(item, Finding(), copy_of=None)


def examples() -> list[tuple[dict[str, float], float]]:
    """Each join of a learned week that was looked at, and stands again today."""
    verdicts = judged_joins()
    found: list[tuple[dict[str, float], float]] = []
    for week in incident_sets.stream_weeks()[:_WEEKS]:
        documents = {one.url or one.id: one for one in reversed(incident_sets.stream([week]))}
        asked = {one for pair in verdicts for one in pair}
        if asked & {one.id for one in documents.values()}:
            found += JudgedWalk(sorted(documents.values(), key=lambda one: one.published or ""), verdicts).found
    return found


def learn(told: Sequence[tuple[dict[str, float], float]]) -> dict[str, Any]:
    """Fit the regression; its half is where as many joins are right as are asked for."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    names = list(told[0][0])
    rows = np.array([[traits[name] for name in names] for traits, _ in told])
    same = np.array([one for _, one in told])
    scaler = StandardScaler().fit(rows)
    twice, weights = np.vstack([rows, rows]), np.concatenate([same, 1.0 - same])
    labels = np.concatenate([np.ones(len(same)), np.zeros(len(same))])
    used = weights > 0.0
    model = LogisticRegression(C=0.1).fit(scaler.transform(twice)[used], labels[used], sample_weight=weights[used])
    slopes = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - (slopes * scaler.mean_).sum()) - log(_SURE / (1.0 - _SURE))
    found = {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)}
    return {"intercept": round(intercept, 4), "slopes": found}


def main() -> None:
    """Learn, and write what was learned into the incidents room."""
    if not DATA.is_dir():
        sys.exit(f"no labelled data at {DATA.name}: nothing to learn from")
    told = examples()
    _FILE.write_text(json.dumps(learn(told), indent=2) + "\n", encoding="utf-8")
    print(f"{len(told)} joins: {dict(Counter(same for _, same in told))}")


if __name__ == "__main__":
    main()
