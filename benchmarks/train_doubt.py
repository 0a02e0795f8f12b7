"""Learn how much doubt a join of a stream deserves, from joins that somebody looked at.

`python benchmarks/train_doubt.py` writes `daemon/incidents/doubt.json`. It walks through the learned weeks of the
collected stream, and the dated stream, as the daemon would without doubts. It learns wherever a report stands beside an
incident of which `judged_joins.csv`, or the label of a learned event, says whether both are of one event. Needs
scikit-learn; the daemon does not.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from math import log
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import incident_sets
from benchmarks.incident_sets import DATA, Document
from benchmarks.incident_walk import HARDLY, MOSTLY, Walk
from benchmarks.incidents import judged_joins
from daemon.config import Feed
from daemon.incidents import cluster
from daemon.incidents.chance import said
from daemon.incidents.doubt import stream_traits, whole_traits
from daemon.incidents.fixtures import are_two_games
from daemon.incidents.series import are_editions, tells_of_many
from daemon.items.normalise import normalise
from daemon.model import Entry, Finding, Report

_FILE = Path(__file__).parents[1] / "daemon" / "incidents" / "doubt.json"
_WEEKS = 6  #: the first ones; the others are kept to measure on
#: Share of right joins from which on a join is made: a wrong one weighs as much as five or six that are missed. The
#: glance only spares the whole look where it shows enough.
_SURE = {"glance": 0.7, "whole": 0.85}
_LOOSE = {"glance": 0.1, "whole": 0.02}  #: how freely slopes are learned; many traits and few examples: hardly
_SAME = {"right": 1.0, "loose": 0.5, "wrong": 0.0}


Example = tuple[dict[str, dict[str, float]], float]  #: a join's traits at each look, and how right it is
Judge = Callable[[Sequence[Document], Document], float | None]


class JudgedWalk(Walk):
    """A walk through a stream; `found` are the traits of joins that `judge` knows, and how right they are."""

    def __init__(self, documents: Sequence[Document], judge: Judge) -> None:
        """Go the whole way at once."""
        self.found: list[Example] = []
        self._says = judge
        self._reports = {one.id: _report(one) for one in documents}
        super().__init__(documents, seed=7)

    def _take(self, document: Document, nearest: Sequence[int]) -> int | None:
        report = self._reports[document.id]
        told = {one: self._told(one) for one in nearest}
        told = {one: few for one, few in told.items() if not any(_are_apart(report, each) for each in few)}
        words = said(self._words[document.id], [self._gathered(one) for one in told], report.language)
        best, chance = None, cluster.JOIN
        for incident, found in zip(told, words, strict=True):
            if found.traits is None or found.chance < cluster.JOIN:
                continue
            right = self._says(self.incidents[incident], document)
            if right is not None:
                seen = (report, told[incident], found.likest, found.traits)
                self.found.append(({"glance": stream_traits(*seen), "whole": whole_traits(*seen)}, right))
            if found.chance >= chance:
                best, chance = incident, found.chance
        return best

    def _told(self, incident: int) -> list[Report]:
        return [self._reports[one.id] for one in self._few(incident)]


def _are_apart(report: Report, other: Report) -> bool:
    """Whether the daemon does not ask what words say of the two."""
    if tells_of_many(report) or tells_of_many(other):
        return True
    return are_editions(report, other) or are_two_games(report, other)


def _report(document: Document) -> Report:
    """The document as the daemon would compare it, with its feed and its times."""
    entry = Entry(
        guid=document.id,
        title=document.title,
        summary=document.text,
        url=document.url,
        published=_moment(document.published),
    )
    item = normalise(entry, Feed.model_construct(id=document.feed or "", url=""), now=_arrival(document))
    return cluster.report_of(item, Finding(), copy_of=None)


def _arrival(document: Document) -> datetime:
    return _moment(document.arrived or document.published)


def _moment(text: str | None) -> datetime:
    found = datetime.fromisoformat(text or "")
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def examples() -> list[Example]:
    """Joins of a learned week that were looked at and stand again today, and those of a labelled stream's learned half.

    Why those: in a week are few reports that tell of one event days apart.
    """
    verdicts = judged_joins()
    found = JudgedWalk(incident_sets.dated_stream(), _by_event).found
    for week in incident_sets.stream_weeks()[:_WEEKS]:
        documents = {one.url or one.id: one for one in reversed(incident_sets.stream([week]))}
        asked = {one for pair in verdicts for one in pair}
        if asked & {one.id for one in documents.values()}:
            found += JudgedWalk(sorted(documents.values(), key=_arrival), partial(_looked_at, verdicts)).found
    return found


def _looked_at(verdicts: Mapping[tuple[str, str], str], told: Sequence[Document], document: Document) -> float | None:
    """How right somebody found it that the document joins one of these."""
    said_so = (verdicts.get((one.id, document.id)) for one in told)
    return next((_SAME[verdict] for verdict in said_so if verdict), None)


def _by_event(told: Sequence[Document], document: Document) -> float | None:
    """Whether these are of the document's event; None where it is not learned, or they are of several."""
    share = [one.event for one in told].count(document.event) / len(told)
    if not document.tuned or HARDLY < share < MOSTLY:
        return None
    return float(share >= MOSTLY)


def learn(told: Sequence[Example]) -> dict[str, Any]:
    """Fit a regression for each look; its half is where as many joins are right as are asked for."""
    same = [one for _, one in told]
    return {look: _fitted([traits[look] for traits, _ in told], same, look) for look in _SURE}


def _fitted(told: Sequence[dict[str, float]], right: Sequence[float], look: str) -> dict[str, Any]:
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    names = list(told[0])
    rows = np.array([[traits[name] for name in names] for traits in told])
    same = np.array(right)
    scaler = StandardScaler().fit(rows)
    twice, weights = np.vstack([rows, rows]), np.concatenate([same, 1.0 - same])
    labels = np.concatenate([np.ones(len(same)), np.zeros(len(same))])
    used = weights > 0.0
    model = LogisticRegression(C=_LOOSE[look])
    model.fit(scaler.transform(twice)[used], labels[used], sample_weight=weights[used])
    slopes, sure = model.coef_[0] / scaler.scale_, _SURE[look]
    intercept = float(model.intercept_[0] - (slopes * scaler.mean_).sum()) - log(sure / (1.0 - sure))
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
