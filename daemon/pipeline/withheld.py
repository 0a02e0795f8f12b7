"""What matched and was not told: summed by reason, and opened. Nothing is held back without a count that shows it."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from daemon.alerts.excerpt import name_of
from daemon.model import Answer, Item
from daemon.pipeline.command import CommandError, Request, said
from daemon.store.database import Transaction

#: What became of items that were told, or that tell nothing that was not told.
TOLD = frozenset({"alerted", "followed up", "corrected", "copy", "unchanged", "nothing to tell"})
_DAY = timedelta(days=1)
_MOST = 12


def withheld(tx: Transaction, *, since: datetime) -> Mapping[str, int]:
    """How many items of that time matched and were told to nobody, by the name of the reason, the commonest first."""
    found = tx.items.held_back(TOLD, since=since)
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def summed(tx: Transaction, *, since: datetime) -> str:
    """The same in one line: `31 (stale 20, silence 8, inhibited 3)`; and what waits in digests."""
    found, waiting = withheld(tx, since=since), tx.gathered.count()
    named = ", ".join(f"{reason} {count}" for reason, count in found.items())
    digests = f"; {waiting} wait for digests" if waiting else ""
    return (f"{sum(found.values())} ({named})" if found else "nothing") + digests


def held(request: Request) -> Answer:
    """What was held back in the last 24 hours, by reason; of one reason, which items, and by what."""
    since, reason = request.now - _DAY, " ".join(request.words)
    found = withheld(request.tx, since=since)
    if not reason:
        lines = [f"Held back in 24 h: {summed(request.tx, since=since)}"]
        lines += [f"• {name} {count}: /held {name}" for name, count in found.items()]
        return said(*lines)
    if reason not in found:
        raise CommandError(f"nothing was held back as {reason[:40]}; there is: {', '.join(found) or 'nothing'}")
    items = request.tx.items.of_fate(reason, since=since, limit=_MOST)
    more = found[reason] - len(items)
    return said(
        f"Held back as {reason} in 24 h: {found[reason]}",
        *(line for item in items for line in _lines(request.tx, item)),
        *([f"… and {more} more"] if more > 0 else []),
    )


def _lines(tx: Transaction, item: Item) -> Iterator[str]:
    title = name_of(item.title, max_chars=100)
    yield f"• {item.arrived_at:%d %b %H:%M} UTC {name_of(item.source)}: {title} {item.url or ''}".rstrip()
    reasons = dict.fromkeys(one.mute_reason for one in tx.deliveries.of_item(item.id) if one.mute_reason)
    for one in list(reasons)[:2]:
        yield f"   {name_of(one, max_chars=140)}"
