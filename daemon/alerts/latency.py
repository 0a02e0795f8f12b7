"""How long alerts took, from the publisher's clock to somebody's screen: percentiles, and a histogram. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from daemon.model import Timing

_LONGEST = timedelta(days=1)  #: a publisher's date further back says nothing of our delay
WHOLE = "seen → confirmed"  #: our own share of the way
EDGES = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)  #: seconds; the last bar is all above


def stages(timing: Timing) -> Mapping[str, timedelta]:
    """Stage -> how long it took; the publisher's share is missing where its date says nothing."""
    found = {
        "seen → matched": timing.matched_at - timing.seen_at,
        "matched → sent": timing.sent_at - timing.matched_at,
        "sent → confirmed": timing.confirmed_at - timing.sent_at,
        WHOLE: timing.confirmed_at - timing.seen_at,
    }
    if timing.published_at and timedelta() <= timing.seen_at - timing.published_at <= _LONGEST:
        return {"published → seen": timing.seen_at - timing.published_at, **found}
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Percentiles of some spans, in seconds."""

    count: int
    p50: float
    p95: float
    p99: float


def spread(spans: Iterable[timedelta]) -> Spread | None:
    """The percentiles; None for nothing. Law: each is one of the spans (nearest rank)."""
    seconds = sorted(max(0.0, span.total_seconds()) for span in spans)
    if not seconds:
        return None
    p50, p95, p99 = (seconds[max(0, ceil(len(seconds) * share) - 1)] for share in (0.5, 0.95, 0.99))
    return Spread(count=len(seconds), p50=p50, p95=p95, p99=p99)


def histogram(spans: Iterable[timedelta]) -> Sequence[int]:
    """How many spans lie below each edge and above the one before; the last counts all above."""
    counts = [0] * (len(EDGES) + 1)
    for span in spans:
        seconds = span.total_seconds()
        counts[next((at for at, edge in enumerate(EDGES) if seconds < edge), len(EDGES))] += 1
    return counts
