"""How long alerts took."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from daemon.alerts.latency import EDGES, WHOLE, histogram, spread, stages
from daemon.model import Timing
from tests.helpers.build import NOW

SECOND = timedelta(seconds=1)
TIMING = Timing(
    feed="wire",
    rules=("floods",),
    receiver="desk",
    published_at=NOW - 60 * SECOND,
    seen_at=NOW,
    matched_at=NOW + SECOND,
    sent_at=NOW + 3 * SECOND,
    confirmed_at=NOW + 6 * SECOND,
)


def test_the_stages_add_up_to_the_whole() -> None:
    """Our own stages are the whole of our share; the publisher's share stands beside it."""
    told = stages(TIMING)
    assert told["published → seen"] == 60 * SECOND
    assert told["seen → matched"] + told["matched → sent"] + told["sent → confirmed"] == told[WHOLE] == 6 * SECOND


def test_a_date_that_says_nothing_is_left_out() -> None:
    """No date, one in the future, or one of last year is no measure of our delay (Z1)."""
    for published in (None, NOW + 60 * SECOND, NOW - timedelta(days=300)):
        assert "published → seen" not in stages(replace(TIMING, published_at=published))


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_percentiles_are_spans_that_there_were(seconds: list[int]) -> None:
    """Each percentile is one of the spans, in ascending order; the histogram holds each span once."""
    spans = [one * SECOND for one in seconds]
    found = spread(spans)
    assert found is not None
    assert {found.p50, found.p95, found.p99} <= set(map(float, seconds))
    assert found.p50 <= found.p95 <= found.p99 <= max(seconds)
    assert sum(histogram(spans)) == len(seconds)
    assert histogram([EDGES[-1] * SECOND])[-1] == 1
    assert spread([]) is None
