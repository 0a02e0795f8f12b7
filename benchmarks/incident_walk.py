"""Documents in their order, each held against the incidents before it -> examples to learn from.

The incidents are the true ones, with mistakes drawn into them, or those of what was learned so far: a report must also
find its event where earlier reports went astray.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.incident_sets import Document, Pair
from benchmarks.incidents import report_of_document
from daemon.incidents import cluster
from daemon.incidents.chance import candidate_traits
from daemon.incidents.gathered import Gathered
from daemon.incidents.traits import Traits
from daemon.incidents.wording import Wording, wording

_OF_KEY, _CANDIDATES, _COMPARED = 60, 15, 12  #: as the store and the decision look at them
_ASTRAY, _APART = 0.05, 0.15  #: shares of reports that are drawn into another incident, or into one of their own
_ALIKE = 0.15  #: cosine from which a report may go astray
MOSTLY, HARDLY = 0.6, 0.3  #: shares of an incident's reports that make it the report's event, or another one
_JOIN = 0.5

Judge = Callable[[Sequence[Traits]], Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A report beside an incident, and how surely it is of its event, 0..1."""

    traits: Traits
    same: float


class Walk:
    """One walk through documents; `judge` says how likely each of the likest incidents is, None walks by the truth."""

    def __init__(self, documents: Sequence[Document], *, seed: int, judge: Judge | None = None) -> None:
        """Go the whole way at once."""
        self.examples: list[Example] = []
        self.incidents: dict[int, list[Document]] = {}
        self._documents, self._judge, self._draw = documents, judge, random.Random(seed)
        self._words: dict[str, Wording] = {}
        self._index: dict[str, dict[int, None]] = defaultdict(dict)
        for number, document in enumerate(documents):
            report = report_of_document(document)
            self._words[document.id] = wording(report)
            keys = cluster.lookup_keys(report)
            chosen = self._take(document, self._nearest(keys))
            home = number if chosen is None else chosen
            self.incidents.setdefault(home, []).append(document)
            for key in keys:
                self._index[key].pop(home, None)
                self._index[key][home] = None

    def _nearest(self, keys: Mapping[str, float]) -> list[int]:
        shared: dict[int, float] = defaultdict(float)
        for key, weight in keys.items():
            for incident in list(self._index[key])[-_OF_KEY:]:
                shared[incident] += weight
        return sorted(shared, key=lambda one: shared[one], reverse=True)[:_CANDIDATES]

    def _take(self, document: Document, nearest: Sequence[int]) -> int | None:
        """Learn from the candidates, and choose one."""
        gathered = [self._gathered(incident) for incident in nearest]
        found = candidate_traits(self._words[document.id], gathered)
        for place, traits in found.items():
            events = [one.event for one in self.incidents[nearest[place]]]
            same = events.count(document.event) / len(events)
            if same >= MOSTLY or same <= HARDLY:
                self.examples.append(Example(traits=traits, same=same))
        if self._judge:
            chances = dict(zip(found, self._judge(list(found.values())), strict=True)) if found else {}
            best = max(chances, key=lambda place: chances[place], default=None)
            return None if best is None or chances[best] < _JOIN else nearest[best]
        return self._by_truth(document, nearest, found)

    def _by_truth(self, document: Document, nearest: Sequence[int], found: Mapping[int, Traits]) -> int | None:
        chance = self._draw.random()
        if found and chance < _ASTRAY:
            likest = max(found, key=lambda place: found[place]["middle"])
            if found[likest]["middle"] > _ALIKE:
                return nearest[likest]
        if chance > 1.0 - _APART:
            return None
        own = [one for one, told in self.incidents.items() if _main_event(told) == document.event]
        return max(own, key=lambda one: len(self.incidents[one]), default=None)

    def _gathered(self, incident: int) -> Gathered:
        return Gathered([self._words[one.id] for one in self._few(incident)])

    def _few(self, incident: int) -> Sequence[Document]:
        """The first document and the latest ones."""
        told = self.incidents[incident]
        return told if len(told) <= _COMPARED else told[:1] + told[1 - _COMPARED :]


def _main_event(told: Sequence[Document]) -> str:
    return Counter(one.event for one in told).most_common(1)[0][0]


def pair_examples(pairs: Sequence[Pair], *, least: float, most: float) -> list[Example]:
    """Learned pairs in both directions; labels from `least` to `most` become 0..1."""
    found = []
    for pair in pairs:
        if not pair.tuned:
            continue
        same = min(1.0, max(0.0, (pair.label - least) / (most - least)))
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            gathered = Gathered([wording(report_of_document(one))])
            traits = candidate_traits(wording(report_of_document(other)), [gathered])
            found += [Example(traits=one, same=same) for one in traits.values()]
    return found
