"""Who hears of a change, by which way: routes, digests, silences, and who has heard of it before."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from daemon.alerts.inhibit import holder_of
from daemon.alerts.plan import Plan, plan
from daemon.alerts.route import Matter, digests_for, receivers_for
from daemon.config import Config, Feed
from daemon.model import Change, Gathering, Incident, Item, Match, Mention, Report, RuleFacts, Severity
from daemon.pipeline.held import held_back
from daemon.pipeline.relook import watch_page
from daemon.receiving import Digest
from daemon.store.database import Transaction

_TOLD = frozenset({"alerted", "followed up"})  #: fates of items whose pages are looked at again

if TYPE_CHECKING:
    from daemon.pipeline.ingest import Desk, Visit


def told_to(  # noqa: PLR0913 - all that the decision rests on
    tx: Transaction,
    change: Change,
    item: Item,
    live: Sequence[Match],
    mentions: Sequence[Mention],
    *,
    held: str | None,
    visit: "Visit",
    desk: "Desk",
) -> Plan:
    """Decide who hears of the change, and how."""
    config, rules = desk.config, [match.rule for match in live]
    matter = matter_of(change.report, rules, severity=change.incident.severity, feed=visit.feed)
    receivers = receivers_for(matter, routes=config.routes, receivers=list(config.receivers)) if rules else ()
    silenced = held_back(
        tx, change.incident, rules, mentions, feed=visit.feed.id, inhibit=config.inhibit, now=visit.now
    )
    planned = plan(
        change,
        item,
        live,
        mentions=mentions,
        receivers=receivers,
        heard=tx.outbox.heard(change.incident.id),
        held=held,
        exercise=desk.exercise,
        now=visit.now,
        commit=desk.rules.commit,
        silenced=silenced,
        sound_at=config.incidents.sound_at_sources,
        gathering={} if desk.exercise else gathering_for(matter, config, now=visit.now),
    )
    if planned.fate in _TOLD and not desk.exercise:
        watch_page(tx, item, visit.feed, config, now=visit.now)
    holder = holder_of(silenced or "")
    if holder and any(one.mute_reason == silenced for one in planned.deliveries):
        tx.live.touch(holder, now=visit.now)  # its message says how much it holds back
    return planned


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
