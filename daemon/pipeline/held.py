"""Whether a silence, or something graver, holds back what is about to be told."""

from collections.abc import Sequence
from datetime import datetime

from daemon.alerts.inhibit import inhibitor
from daemon.alerts.inhibit import mute_reason_of as inhibition
from daemon.alerts.silence import Concern, mute_reason_of, silence_of
from daemon.config import Inhibit
from daemon.model import Incident, Mention, RuleFacts, Severity
from daemon.store.database import Transaction


def held_back(  # noqa: PLR0913 - all that can hold an alert back
    tx: Transaction,
    incident: Incident,
    rules: Sequence[RuleFacts],
    mentions: Sequence[Mention],
    *,
    feed: str,
    inhibit: Inhibit | None,
    now: datetime,
) -> str | None:
    """The mute reason of what holds an alert back; None if it may be heard."""
    concern = Concern(
        rules={rule.id for rule in rules},
        entities={name for one in mentions for name in (one.entity, *one.within)},
        feed=feed,
        incident=incident.id,
        severity=incident.severity,
    )
    silence = silence_of(concern, tx.silences.current(now=now), now=now)
    if silence:
        return mute_reason_of(silence)
    if inhibit is None or incident.severity.rank > inhibit.up_to.rank:
        return None
    kinds = {one.entity: one.kind for one in mentions}
    severe = [one for one in Severity if one.rank >= inhibit.by.rank]
    grave = [one for one in tx.incidents.severe(severe, since=now - inhibit.within) if tx.outbox.heard(one.id)]
    holding = inhibitor(incident, kinds, grave, inhibit, now=now)
    return inhibition(holding) if holding else None
