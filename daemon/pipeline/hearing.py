"""Who hears of a change, by which way: routes, digests, silences, and who has heard of it before."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from daemon.alerts.inhibit import holder_of
from daemon.alerts.plan import Plan, plan
from daemon.alerts.route import receivers_for
from daemon.model import Change, Item, Match, Mention
from daemon.pipeline.held import held_back
from daemon.pipeline.matter import gathering_for, matter_of
from daemon.pipeline.relook import watch_page
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
        _as_known(tx, change),
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


def _as_known(tx: Transaction, change: Change) -> Change:
    """The change without the past incident that it follows, if nobody was told of that."""
    past = change.incident.previous
    if past is None or tx.outbox.heard(past):
        return change
    return replace(change, incident=replace(change.incident, previous=None))
