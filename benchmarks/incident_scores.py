"""How well a grouping or a likeness agrees with labels: B-cubed, look-alikes merged, Pearson, AUC, F1, precision."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from math import sqrt

from benchmarks.rules_quality import Quality


def b_cubed(found: Sequence[Hashable], true: Sequence[Hashable], only: Sequence[bool] | None = None) -> Quality:
    """B-cubed over the documents, or over those of `only`; incidents are seen whole either way."""
    sizes, events, both = Counter(found), Counter(true), Counter(zip(found, true, strict=True))
    asked = [pair for number, pair in enumerate(zip(found, true, strict=True)) if only is None or only[number]]
    precision = sum(both[pair] / sizes[pair[0]] for pair in asked) / max(1, len(asked))
    recall = sum(both[pair] / events[pair[1]] for pair in asked) / max(1, len(asked))
    return agreement(precision, recall)


def agreement(precision: float, recall: float) -> Quality:
    """Precision and recall with their harmonic mean."""
    return Quality(precision, recall, 2 * precision * recall / ((precision + recall) or 1.0))


def merged_look_alikes(found: Sequence[Hashable], true: Sequence[str], topics: Sequence[str]) -> float:
    """Documents that share an incident with one of the look-alike event, per 1,000 documents."""
    events: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for incident, event, topic in zip(found, true, topics, strict=True):
        events[incident, topic][event] += 1
    merged = sum(sum(counts.values()) for counts in events.values() if len(counts) > 1)
    return 1_000 * merged / max(1, len(found))


def strays(found: Sequence[Hashable], true: Sequence[str]) -> float:
    """Documents in an incident whose main event is another, per 1,000 documents."""
    events: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for incident, event in zip(found, true, strict=True):
        events[incident][event] += 1
    return 1_000 * sum(sum(one.values()) - max(one.values()) for one in events.values()) / max(1, len(found))


def pearson(scores: Sequence[float], labels: Sequence[float]) -> float:
    """The linear correlation, -1..1; 0 where either does not vary."""
    count = max(1, len(scores))
    mean, middle = sum(scores) / count, sum(labels) / count
    both = sum((score - mean) * (label - middle) for score, label in zip(scores, labels, strict=True))
    spread = sum((score - mean) ** 2 for score in scores) * sum((label - middle) ** 2 for label in labels)
    return both / sqrt(spread) if spread else 0.0


def auc(scores: Sequence[float], true: Sequence[bool]) -> float:
    """The chance that a true pair scores higher than a false one; ties count half."""
    ranks: dict[float, float] = {}
    below = 0
    for score, count in sorted(Counter(scores).items()):
        ranks[score] = below + (count + 1) / 2
        below += count
    positives = sum(true)
    negatives = len(true) - positives
    if not positives or not negatives:
        return 0.5
    total = sum(ranks[score] for score, one in zip(scores, true, strict=True) if one)
    return (total - positives * (positives + 1) / 2) / (positives * negatives)


def f1(said: Iterable[bool], true: Iterable[bool]) -> Quality:
    """Precision, recall and F1 of what was said."""
    counts = Counter(zip(said, true, strict=True))
    hits, false, missed = counts[True, True], counts[True, False], counts[False, True]
    return agreement(hits / max(1, hits + false), hits / max(1, hits + missed))


def best_threshold(scores: Sequence[float], true: Sequence[bool]) -> float:
    """The threshold with the best F1."""
    return max(sorted(set(scores)), key=lambda bar: f1([score >= bar for score in scores], true).f1, default=1.0)


def curve(scores: Sequence[float], true: Sequence[bool]) -> list[tuple[float, float]]:
    """(recall, precision) at each threshold, from the highest down."""
    positives = max(1, sum(true))
    found, points = 0, []
    ranked = sorted(zip(scores, true, strict=True), reverse=True)
    for said, (score, one) in enumerate(ranked, start=1):
        found += one
        if said == len(ranked) or ranked[said][0] != score:
            points.append((found / positives, found / said))
    return points


def precision_at(recall: float, points: Iterable[tuple[float, float]]) -> float:
    """The best precision on a curve that reaches this recall; 0 where it never does."""
    return max((precision for reached, precision in points if reached >= recall), default=0.0)
