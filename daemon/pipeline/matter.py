"""What an alert is about, as far as routes ask, and which digests it waits for."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from daemon.alerts.route import Matter, digests_for
from daemon.config import Config, Feed
from daemon.model import Alert, Gathering, Incident, Report, RuleFacts, Severity
from daemon.receiving import Digest


def matter_of(report: Report, rules: Sequence[RuleFacts], *, severity: Severity, feed: Feed) -> Matter:
    """What an alert of this report is about, as far as routes ask."""
    return Matter(
        rules=rules,
        severity=severity,
        feed=feed.id,
        feed_tags=feed.tags,
        entities=report.entities.union(*report.ancestors.values()),
        language=(report.language or "").partition("-")[0] or None,
        grade=report.reliability,
    )


def matter_of_incident(incident: Incident, rules: Sequence[RuleFacts], *, feed: Feed | None) -> Matter:
    """What an incident is about, by all of its reports; its language and grade are those of the first."""
    entities = {one for report in incident.reports for one in report.entities.union(*report.ancestors.values())}
    first = incident.reports[0] if incident.reports else None
    return Matter(
        rules=rules,
        severity=incident.severity,
        feed=feed.id if feed else first.feed if first else "",
        feed_tags=feed.tags if feed else (),
        entities=entities,
        language=((first.language if first else None) or "").partition("-")[0] or None,
        grade=first.reliability if first else None,
    )


def rules_told(alert: Alert) -> list[RuleFacts]:
    """The rules of an alert as they were when they alerted: they may be others by now, or gone."""
    return [
        RuleFacts(id=rule.id, title=rule.title, severity=alert.severity, revision=rule.revision, tags=alert.tags)
        for rule in alert.rules
    ]


def gathering_for(matter: Matter, config: Config, *, now: datetime) -> Mapping[str, Gathering]:
    """Receiver -> the digest that an alert of this matter waits for; nobody who hears at once is in it."""
    by_route = digests_for(matter, routes=config.routes)
    found = {}
    for name, receiver in config.receivers.items():
        digest = by_route.get(name) or receiver.digest
        if digest is not None and matter.severity.rank < digest.except_from.rank:
            found[name] = _gathering(digest, now=now)
    return found


def _gathering(digest: Digest, *, now: datetime) -> Gathering:
    seconds = int(digest.every.total_seconds())
    return Gathering(digest=f"{seconds}s/{digest.count or '-'}", until=now + digest.every, count=digest.count)
