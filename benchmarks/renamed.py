"""200 feeds of 50 entries give all of them new ids, addresses and dates at once: how many alerts, and what it costs.

python -m benchmarks.renamed [feeds]
"""

import sys
import time
from datetime import UTC, datetime, timedelta
from functools import partial

from pydantic import BaseModel

from daemon.config import Config, Feed
from daemon.items.normalise import normalise
from daemon.model import Entry, Item
from daemon.pipeline.ingest import Desk, Visit
from daemon.pipeline.takein import take_in
from daemon.receiving import Receiver
from daemon.rules.load import build_rules
from daemon.store.database import Transaction, memory_store
from daemon.yamlfile import parse_yaml

_NOW = datetime(2016, 7, 8, 12, tzinfo=UTC)
_ENTRIES = 50
_RULES = """
rules:
  - {id: fire, title: Fire, severity: high, when: fire, tests: {match: [A fire], skip: [A tyre]}}
"""


class NoOptions(BaseModel):
    """The options of a receiver to which nothing is sent."""


def main() -> None:
    """Poll all feeds, rename everything, poll again, and print both counts."""
    feeds = [Feed.model_construct(id=f"feed{n}", url="") for n in range(int(sys.argv[1]) if len(sys.argv) > 1 else 200)]
    receiver = Receiver.model_construct(channel="console", options=NoOptions())
    config = Config.model_construct(receivers={"desk": receiver}, feeds=(), routes=(), alert_max_age=timedelta(days=1))
    desk = Desk(config=config, rules=build_rules([parse_yaml(_RULES, name="rules")]))
    store = memory_store()
    for edition, name in enumerate(("first poll", "renamed", "the same again")):
        started = time.process_time()
        polls = [partial(_poll, desk=desk, feed=feed, edition=min(edition, 1)) for feed in feeds]
        queued = sum(store.write_now(poll) for poll in polls)
        spent = time.process_time() - started
        per_item = spent * 1000 / len(feeds) / _ENTRIES
        print(f"{name}: {len(feeds)} feeds x {_ENTRIES} entries, {queued} alerts, {per_item:.2f} ms CPU an entry")
    store.close_now()


def _poll(tx: Transaction, *, desk: Desk, feed: Feed, edition: int) -> int:
    items = [_item(feed, number, edition) for number in range(_ENTRIES)]
    visit = Visit(feed=feed, now=items[0].arrived_at, baseline=edition == 0)
    return sum(one.queued for one in take_in(tx, items, visit=visit, desk=desk))


def _item(feed: Feed, number: int, edition: int) -> Item:
    at = _NOW + edition * timedelta(hours=30)
    about = "A fire is reported in" if number == 0 else "Council meets on the budget of"
    entry = Entry(
        guid=f"{edition}-{number}",
        url=f"https://{feed.id}.example/{edition}/{number}",
        title=f"{about} quarter {number}, says the town of {feed.id}",
        published=at + number * timedelta(minutes=1),
    )
    return normalise(entry, feed, now=at + timedelta(hours=1))


if __name__ == "__main__":
    main()
