"""What would be told of items that are tried: the daemon's own way, in a store in memory, to the very messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daemon.alerts.compose import compose
from daemon.channels.telegram_html import render_parts
from daemon.channels.webhook import payload_of
from daemon.config import Config, Feed
from daemon.model import Delivery, Item, Message, Silence
from daemon.pipeline.ingest import Desk, Ingested
from daemon.pipeline.rehearse import Past, rehearse
from daemon.rules.ruleset import RuleSet
from daemon.store.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """What would become of one item."""

    fate: str | None  #: None: no rule matches
    deliveries: tuple[Delivery, ...] = ()  #: also those that would be muted, with the reason


def foretell(
    items: Iterable[Item], feed: Feed, *, config: Config, rules: RuleSet, silences: Sequence[Silence]
) -> list[Foretold]:
    """What would become of each item, one after the other: what tells of the same event joins what came before.

    Law: nothing is sent and nothing stored. What is open in the store is not looked at: each event begins here.
    """

    def told(tx: Transaction, _past: Past, one: Ingested) -> Foretold:
        deliveries = [delivery for delivery in tx.outbox.deliveries() if delivery.alert.item_id == one.item.id]
        return Foretold(fate=one.fate, deliveries=tuple(deliveries))

    def silenced(tx: Transaction) -> None:
        for silence in silences:
            tx.silences.save(silence)

    past = (Past(item=item, feed=feed, now=item.arrived_at) for item in items)
    return list(rehearse(past, Desk(config=config, rules=rules), told=told, prepared=silenced))


def message_of(delivery: Delivery, *, now: datetime) -> Message:
    """The message as its receiver would have it."""
    return compose(delivery, now=now)


def as_sent(message: Message, channel: str) -> Any:
    """What goes over the wire: Telegram's HTML, part by part; a webhook's JSON; plain text for all others."""
    if channel == "telegram":
        return [part.html for part in render_parts(message.runs)]
    return payload_of(message) if channel == "webhook" else message.text
