"""How things stand for an item that is only tried: what the store knows of it, and what would hold it back now."""

from dataclasses import dataclass, replace
from datetime import datetime

from daemon.config import Feed
from daemon.items import dedup
from daemon.model import Finding, Incident, Item, Verdict, VerdictKind
from daemon.pipeline.held import held_back
from daemon.pipeline.ingest import Desk, Visit, expected
from daemon.pipeline.known import KnownItems
from daemon.store.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What would become of an item if it came now."""

    known: Verdict | None = None  #: the store has it, or its text; None: it would be news
    incident: Incident | None = None  #: that it is in, or would join; None: it would open one
    heard: tuple[str, ...] = ()  #: receivers that were told of that incident: they would have a follow-up
    held: str | None = None  #: the mute reason of a silence, or of something graver that goes on there


def foreseen(
    tx: Transaction, item: Item, feed: Feed, finding: Finding, *, desk: Desk, now: datetime
) -> Foreseen | None:
    """How things stand for the item; None if no rule would tell of it. Law: nothing is saved."""
    live = [match.rule for match in finding.matches if match.rule.mode == "live"]
    if not live:
        return None
    visit = Visit(feed=feed, now=now)
    verdict = dedup.decide(item, KnownItems(tx, [item]).of(item), now=now, shown=frozenset())
    incident, change = expected(tx, item, finding, verdict, visit=visit, desk=desk)
    after = change.incident
    if verdict.kind in {VerdictKind.UNCHANGED, VerdictKind.REVISED} and verdict.of:
        incident = tx.incidents.of_item(verdict.of)
        after = replace(incident or after, severity=max(incident or after, after, key=_rank).severity)
    held = held_back(tx, after, live, finding.mentions, feed=feed.id, inhibit=desk.config.inhibit, now=now)
    return Foreseen(
        known=None if verdict.kind is VerdictKind.NEW else verdict,
        incident=incident,
        heard=tuple(sorted(tx.outbox.heard(incident.id))) if incident else (),
        held=held,
    )


def _rank(incident: Incident) -> int:
    return incident.severity.rank
