"""Simple ways to find the reports of one event, to stand beside ours: URL, title, token overlap, TF-IDF.

Each is a likeness of two documents, 0..1; in a stream, a document joins the one of the documents before it that is
likest, if that is as like as the threshold asks (TF-IDF: the incident's mean direction).
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, sqrt

from rapidfuzz import fuzz, utils

from benchmarks.incident_sets import Document
from daemon.items.weblink import url_key

_WORD = re.compile(r"[^\W_]+")
Vector = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A likeness of two documents, and the threshold that its users take."""

    name: str
    likeness: Callable[[Document, Document], float]
    threshold: float


def words(text: str) -> list[str]:
    """The words of a text, without case."""
    return _WORD.findall(text.casefold())


def same_url(one: Document, other: Document) -> float:
    """1 for one address, whatever its tracking parameters."""
    known = one.url and other.url and url_key(one.url) == url_key(other.url)
    return float(bool(known))


def same_title(one: Document, other: Document) -> float:
    """1 for one title, whatever its case and punctuation."""
    return float(words(one.title) == words(other.title))


def jaccard(one: Document, other: Document) -> float:
    """The share of title words that both have."""
    first, second = set(words(one.title)), set(words(other.title))
    return len(first & second) / max(1, len(first | second))


def token_set(one: Document, other: Document) -> float:
    """How like the titles' words are, in any order."""
    return fuzz.token_set_ratio(one.title, other.title, processor=utils.default_process) / 100.0


EXACT = (
    Peer(name="exact URL", likeness=same_url, threshold=1.0),
    Peer(name="title hash", likeness=same_title, threshold=1.0),
    Peer(name="token Jaccard .55", likeness=jaccard, threshold=0.55),
    Peer(name="token_set_ratio 85", likeness=token_set, threshold=0.85),
)


class TfIdf:
    """Cosine of term frequency by inverse document frequency, the counts taken from the whole set at once."""

    def __init__(self, documents: Sequence[Document]) -> None:
        terms = {one.id: Counter(words(f"{one.title} {one.text}")) for one in documents}
        counts = Counter(term for found in terms.values() for term in found)
        rare = {term: log((1 + len(terms)) / (1 + count)) + 1 for term, count in counts.items()}
        self._vectors = {
            name: _unit({term: (1 + log(count)) * rare[term] for term, count in found.items()})
            for name, found in terms.items()
        }

    def likeness(self, one: Document, other: Document) -> float:
        """The cosine of two documents."""
        return _dot(self._vectors[one.id], self._vectors[other.id])

    def clusters(self, documents: Sequence[Document], threshold: float) -> list[int]:
        """A single pass: each document joins the incident of the nearest mean, or opens one."""
        sums: list[Vector] = []
        lengths: list[float] = []
        found = []
        for document in documents:
            vector = self._vectors[document.id]
            scores = [_dot(vector, total) / length for total, length in zip(sums, lengths, strict=True)]
            best = max(range(len(sums)), key=scores.__getitem__, default=-1)
            if best < 0 or scores[best] < threshold:
                best = len(sums)
                sums.append({})
                lengths.append(1.0)
            for term, weight in vector.items():
                sums[best][term] = sums[best].get(term, 0.0) + weight
            lengths[best] = sqrt(sum(weight * weight for weight in sums[best].values()))
            found.append(best)
        return found


def clusters(documents: Sequence[Document], peer: Peer) -> list[int]:
    """A single pass by a likeness of two documents."""
    found: list[int] = []
    for number, document in enumerate(documents):
        scores = [peer.likeness(document, before) for before in documents[:number]]
        best = max(range(number), key=scores.__getitem__, default=-1)
        found.append(found[best] if best >= 0 and scores[best] >= peer.threshold else number)
    return found


def _dot(one: Vector, other: Vector) -> float:
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return sum(weight * large[term] for term, weight in small.items() if term in large)


def _unit(vector: Vector) -> Vector:
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {term: weight / length for term, weight in vector.items()}
