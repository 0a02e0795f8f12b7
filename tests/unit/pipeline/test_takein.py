"""The items of one poll, taken in together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.config import Config, Feed, Receiver
from daemon.items.normalise import normalise
from daemon.model import Entry, Item
from daemon.pipeline.ingest import Desk, Ingested, Visit, ingest
from daemon.pipeline.known import KnownItems
from daemon.pipeline.takein import take_in
from daemon.rules.load import build_rules
from daemon.store.database import Store, Transaction, memory_store
from daemon.yamlfile import parse_yaml
from tests.helpers.build import NOW
from tests.helpers.story import RULES

DESK = Desk(
    config=Config.model_construct(
        receivers={"desk": Receiver.model_construct()}, feeds=(), routes=(), alert_max_age=timedelta(days=1)
    ),
    rules=build_rules([parse_yaml(RULES, name="rules.yaml")]),
)
ENTRY = st.builds(
    Entry,
    guid=st.sampled_from((None, "1", "2", "3")),
    url=st.sampled_from((None, "https://wire.example/a", "https://wire.example/b")),
    title=st.sampled_from(
        ("Explosion in Mosul market kills four", "Helicopter shot down near Palmyra", "Weather stays fine", "")
    ),
    summary=st.sampled_from(("", "Four people died in the market of Mosul, the mayor said.")),
)


def one_by_one(tx: Transaction, items: Sequence[Item], visit: Visit) -> list[Ingested]:
    """What each item comes to if it goes the whole way before the next one begins."""
    known = KnownItems(tx, items)
    visit, found = replace(visit, shown=visit.shown | known.keys), []
    for item in items:
        found.append(ingest(tx, item, known.of(item), visit=visit, desk=DESK))
        known.add(found[-1])
    tx.items.touch(known.stored, now=visit.now)
    return found


@pytest.fixture(scope="module")
def stores() -> Iterator[tuple[Store, Store]]:
    """Two stores with one history; each example writes as a feed of its own, so it meets copies from those before."""
    both = memory_store(), memory_store()
    yield both
    for store in both:
        store.close_now()


FEEDS = count()


@given(polls=st.lists(st.lists(ENTRY, max_size=5), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_items_taken_in_together_come_to_what_each_comes_to_by_itself(
    stores: tuple[Store, Store], polls: list[list[Entry]]
) -> None:
    """Saving the items of a poll in one go changes no verdict, no match, no incident, no delivery."""
    together, apart = stores
    feed = Feed.model_construct(id=f"wire{next(FEEDS)}", url="")
    for number, entries in enumerate(polls):
        now = NOW + number * timedelta(hours=1)
        items = [normalise(entry, feed, now=now) for entry in entries]
        visit = Visit(feed=feed, now=now)
        found = together.write_now(lambda tx: take_in(tx, items, visit=visit, desk=DESK))  # noqa: B023
        assert found == apart.write_now(lambda tx: one_by_one(tx, items, visit))  # noqa: B023
