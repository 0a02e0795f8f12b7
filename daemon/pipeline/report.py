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


def log_report(report: PollReport, *, exercise: bool) -> PollReport:
    """Log the report, and give it back; a drill's polls are not loud."""
    facts = {"feed": report.feed, "new": report.new, "revised": report.revised, "ms": report.milliseconds}
    if report.outcome == "failed":
        log.warning("poll failed", extra={"feed": report.feed, "reason": report.error, "ms": report.milliseconds})
    else:
        level = logging.INFO if report.outcome == "new" and not exercise else logging.DEBUG
        log.log(level, "polled", extra={**facts, "queued": report.queued, "reason": report.error})
    return report
