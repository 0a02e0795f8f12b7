"""Feeds that normally speak and have gone quiet: an incident of their own, told by the rule that waits for them.

A feed that cannot be fetched is not called quiet: nobody listened. The operators hear of it by a notice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from daemon.alerts.plan import plan
from daemon.alerts.route import Matter, receivers_for
from daemon.config import Feed
from daemon.incidents import cluster, lifecycle
from daemon.model import Evidence, FeedState, Finding, Item, Joining, Match
from daemon.pipeline.ingest import Desk
from daemon.rules import habit
from daemon.rules.load import Rule
from daemon.rules.rate_conditions import Absence
from daemon.store.database import Transaction
from daemon.store.rates import Holding

_MAX_NAMED = 3  #: feeds that a title names
_SPEAKER = "watchdesk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A feed that should have spoken."""

    feed: Feed
    heard_at: datetime
    due_at: datetime

    @property
    def line(self) -> str:
        """When it was last heard, and when it was due."""
        return f"{self.feed.label}: last heard {_moment(self.heard_at)}, due by {_moment(self.due_at)}."


def tell_of_silence(tx: Transaction, desk: Desk, *, now: datetime) -> int:
    """Find the feeds that have gone quiet since the last look, and queue the alerts; returns how many deliveries.

    Law: a silence is told once by each rule; a feed that spoke again may be told of again.
    """
    states: dict[str, FeedState] | None = None
    queued = 0
    for rule in desk.rules.series.values():
        if not isinstance(rule.rate, Absence) or rule.is_off or (rule.expires and now.date() >= rule.expires):
            continue
        states = tx.feeds.states() if states is None else states
        meant = [feed for feed in desk.config.feeds if feed.enabled and rule.rate.means(feed.id, frozenset(feed.tags))]
        quiet = [one for feed in meant if (one := _gone_quiet(tx, rule, feed, states.get(feed.id), now=now))]
        if quiet and rule.facts.mode == "live":
            queued += _tell(tx, rule, quiet, desk=desk, now=now)
    return queued


def _gone_quiet(tx: Transaction, rule: Rule, feed: Feed, state: FeedState | None, *, now: datetime) -> Quiet | None:
    """The feed's silence, if it is one, and was not told yet."""
    heard_at = tx.rates.last_arrival(feed.id)
    if heard_at is None:
        return None
    known = tx.rates.holding(rule.series, feed.id)
    if known is None or known.heard_at != heard_at:
        due_at = _due_at(tx, rule, feed, heard_at)
        known = Holding(series=rule.series, key=feed.id, holds=False, heard_at=heard_at, due_at=due_at)
        tx.rates.save_holding(known)
    if known.holds or known.due_at is None or now <= known.due_at:
        return None
    listened_at = state.last_success_at if state else None
    if listened_at is None or listened_at <= known.due_at:
        return None
    told = Holding(series=rule.series, key=feed.id, holds=True, heard_at=heard_at, due_at=known.due_at)
    tx.rates.save_holding(told)
    return Quiet(feed=feed, heard_at=heard_at, due_at=known.due_at)


def _due_at(tx: Transaction, rule: Rule, feed: Feed, heard_at: datetime) -> datetime | None:
    """When a feed should speak again; None: its habit is not known."""
    quiet_for: timedelta | None = rule.rate.quiet_for if isinstance(rule.rate, Absence) else None
    if quiet_for is None:
        quiet_for = habit.patience(tx.rates.arrivals(feed.id, since=heard_at - habit.LOOK_BACK))
    return None if quiet_for is None else heard_at + quiet_for


def _tell(tx: Transaction, rule: Rule, quiet: list[Quiet], *, desk: Desk, now: datetime) -> int:
    """Open an incident whose one report is the silence itself, and queue its alerts."""
    item = _report_of(rule, quiet, now=now)
    match = Match(rule=rule.facts, item_id=item.id, evidence=_evidence(item, quiet))
    report = cluster.report_of(item, Finding(matches=(match,)), copy_of=None)
    joining = Joining(incident_id=None, reason="silence", score=0.0)
    change = lifecycle.open_change(report, severity=rule.facts.severity, joining=joining, now=now)
    tx.items.save_matches([match], now=now)
    tx.incidents.save(change.incident)
    tx.incidents.save_report(change.incident, report, joining=joining, keys=())  # news of events must not join it
    matter = Matter(rules=[rule.facts], severity=rule.facts.severity, feed=item.feed, feed_tags=item.tags)
    receivers = receivers_for(matter, routes=desk.config.routes, receivers=list(desk.config.receivers))
    planned = plan(
        change,
        item,
        [match],
        mentions=(),
        receivers=receivers,
        heard=frozenset(),
        held=None,
        exercise=desk.exercise,
        now=now,
        commit=desk.rules.commit,
    )
    tx.outbox.enqueue(planned.deliveries, now=now)
    return len(planned.deliveries)


def _report_of(rule: Rule, quiet: list[Quiet], *, now: datetime) -> Item:
    """The silence as an item that nobody published."""
    names = [one.feed.label for one in quiet[:_MAX_NAMED]]
    more = len(quiet) - len(names)
    named = ", ".join(names) + (f" and {more} more" if more else "")
    about = "\x00".join([rule.series, *(f"{one.feed.id} {one.heard_at.isoformat()}" for one in quiet)])
    return Item(
        id=f"q{blake2b(about.encode(), digest_size=8).hexdigest()}",
        feed=quiet[0].feed.id,
        source=_SPEAKER,
        title=f"{named} {'has' if len(quiet) == 1 else 'have'} gone quiet",
        summary=" ".join(one.line for one in quiet),
        published_at=now,
        arrived_at=now,
        tags=tuple(dict.fromkeys(tag for one in quiet for tag in one.feed.tags)),
    )


def _evidence(item: Item, quiet: list[Quiet]) -> tuple[Evidence, ...]:
    """What is told of each feed, as spans of the summary."""
    found = []
    at = 0
    for one in quiet:
        found.append(Evidence(field="summary", start=at, end=at + len(one.line), text=one.line))
        at += len(one.line) + 1
    return tuple(found)


def _moment(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y %H:%M} UTC"
