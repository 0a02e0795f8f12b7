"""Whether a silence holds back what is about to be told."""

from collections.abc import Sequence
from datetime import datetime

from daemon.alerts.silence import Concern, mute_reason_of, silence_of
from daemon.model import Incident, Mention, RuleFacts
from daemon.store.database import Transaction


def silenced(
    tx: Transaction,
    incident: Incident,
    rules: Sequence[RuleFacts],
    mentions: Sequence[Mention],
    *,
    feed: str,
    now: datetime,
) -> str | None:
    """The mute reason of the silence that holds an alert back; None if it may be heard."""
    concern = Concern(
        rules={rule.id for rule in rules},
        entities={name for one in mentions for name in (one.entity, *one.within)},
        feed=feed,
        incident=incident.id,
        severity=incident.severity,
    )
    silence = silence_of(concern, tx.silences.current(now=now), now=now)
    return mute_reason_of(silence) if silence else None
