"""What one poll of one feed came to, for people, the log and `watchdesk poll --json`."""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

SAID_TOGETHER = timedelta(seconds=15)  #: failures that come within it share a line
MOST_NAMED = 10  #: feeds that one line names
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
    """Log the report, and give it back; a drill's polls are not loud, and failures are said together (`Failures`)."""
    facts = {"feed": report.feed, "new": report.new, "revised": report.revised, "ms": report.milliseconds}
    failed = {"feed": report.feed, "reason": report.error, "ms": report.milliseconds}
    brought = {**facts, "queued": report.queued, "reason": report.error}
    level = logging.INFO if report.outcome == "new" and not exercise else logging.DEBUG
    if report.outcome == "failed" and report.pushed:
        log.warning("pushed document not taken in, the feed is polled", extra=failed)
    elif report.outcome == "failed":
        log.debug("poll failed", extra=failed)
    elif report.pushed:
        log.log(level, "pushed", extra=brought)
    else:
        log.log(level, "polled", extra=brought)
    return report


class Failures:
    """Failed polls that no log line has told yet: without a network all feeds fail, and one line says it."""

    def __init__(self) -> None:
        self._reasons: dict[str, str] = {}
        self._since: datetime | None = None

    def add(self, report: PollReport, *, now: datetime) -> None:
        """Note a poll that failed; of a feed that fails twice, the later reason counts."""
        if report.outcome == "failed" and not report.pushed:
            self._since = self._since or now
            self._reasons[report.feed] = report.error or "no reason given"

    def tell(self, *, now: datetime, at_once: bool = False) -> None:
        """Log them in one line, the commonest reason first, once the first of them has waited for others."""
        if self._since is None or not (at_once or abs(now - self._since) >= SAID_TOGETHER):
            return
        feeds: dict[str, list[str]] = defaultdict(list)
        for feed, reason in self._reasons.items():
            feeds[reason].append(feed)
        told, left = [], MOST_NAMED
        for reason, names in sorted(feeds.items(), key=lambda one: -len(one[1])):
            more = f" and {len(names) - left} more" if left < len(names) else ""
            told.append(f"{reason} ({', '.join(names[:left])}{more})" if left else f"{reason} ({len(names)} feeds)")
            left = max(0, left - len(names))
        log.warning("feeds cannot be read", extra={"feeds": len(self._reasons), "reason": "; ".join(told[:MOST_NAMED])})
        self._reasons, self._since = {}, None
