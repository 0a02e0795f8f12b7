"""Failed polls in the log: one line for many."""

import logging
from datetime import timedelta

import pytest

from daemon.pipeline.report import MOST_NAMED, SAID_TOGETHER, Failures, PollReport
from tests.helpers.build import NOW


def failed(feed: str, reason: str) -> PollReport:
    """The report of a poll that failed."""
    return PollReport(feed=feed, outcome="failed", error=reason)


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    """How many feeds each line told of, and what it said."""
    return [(vars(one)["feeds"], vars(one)["reason"]) for one in caplog.records]


def test_failures_that_come_together_share_a_line(caplog: pytest.LogCaptureFixture) -> None:
    """Each feed and each reason is named once, the commonest first; a poll that worked is not."""
    failures = Failures()
    reports = [failed("a", "HTTP 500"), failed("b", "no route"), failed("c", "no route"), failed("a", "HTTP 502")]
    for report in (*reports, PollReport(feed="d", outcome="new")):
        failures.add(report, now=NOW)
    with caplog.at_level(logging.WARNING):
        failures.tell(now=NOW + SAID_TOGETHER - timedelta(seconds=1))
        assert not caplog.records
        failures.tell(now=NOW + SAID_TOGETHER)
        failures.tell(now=NOW + 2 * SAID_TOGETHER, at_once=True)
    assert lines(caplog) == [(3, "no route (b, c); HTTP 502 (a)")]


def test_the_line_stays_short(caplog: pytest.LogCaptureFixture) -> None:
    """Of very many feeds the first are named, and the rest are counted."""
    failures = Failures()
    for number in range(100):
        failures.add(failed(f"f{number:02}", "no route"), now=NOW)
    failures.add(failed("g", "HTTP 500"), now=NOW)
    with caplog.at_level(logging.WARNING):
        failures.tell(now=NOW, at_once=True)
    [(count, said)] = lines(caplog)
    assert count == 101
    assert said.endswith(f"f{MOST_NAMED - 1:02} and {100 - MOST_NAMED} more); HTTP 500 (1 feeds)")


def test_a_clock_that_was_set_back_holds_no_line_back(caplog: pytest.LogCaptureFixture) -> None:
    """Z3: what waits is told at the next look, however far the clock was moved."""
    failures = Failures()
    failures.add(failed("a", "no route"), now=NOW)
    with caplog.at_level(logging.WARNING):
        failures.tell(now=NOW - timedelta(days=3650))
    assert lines(caplog) == [(1, "no route (a)")]
