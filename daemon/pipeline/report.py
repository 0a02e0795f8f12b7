"""What one poll of one feed came to, for people, the log and `watchdesk poll --json`."""

import logging
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """What one poll of one feed came to, for people and `watchdesk poll --json`."""

    feed: str
    outcome: str  #: new | unchanged | failed
    new: int = 0
    revised: int = 0
    queued: int = 0  #: deliveries that now wait in the outbox
    milliseconds: int = 0
    error: str | None = None
    saved: bool = True  #: False: the store failed, so nothing of it is known
    pushed: bool = False  #: a hub sent the document


def log_report(report: PollReport, *, exercise: bool) -> PollReport:
    """Log the report, and give it back; a drill's polls are not loud."""
    facts = {"feed": report.feed, "new": report.new, "revised": report.revised, "ms": report.milliseconds}
    failed = {"feed": report.feed, "reason": report.error, "ms": report.milliseconds}
    brought = {**facts, "queued": report.queued, "reason": report.error}
    level = logging.INFO if report.outcome == "new" and not exercise else logging.DEBUG
    if report.outcome == "failed" and report.pushed:
        log.warning("pushed document not taken in, the feed is polled", extra=failed)
    elif report.outcome == "failed":
        log.warning("poll failed", extra=failed)
    elif report.pushed:
        log.log(level, "pushed", extra=brought)
    else:
        log.log(level, "polled", extra=brought)
    return report
