"""What rules over several items have counted, in the store."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from daemon.store.database import Store, Transaction, memory_store, open_store
from daemon.store.rates import Holding, Seen
from tests.helpers.build import NOW, an_item

HOUR = timedelta(hours=1)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """An empty store in memory."""
    opened = memory_store()
    yield opened
    await opened.close()


async def test_an_item_counts_once_under_each_key(store: Store) -> None:
    """Counted again, an item changes nothing; under another key or place it counts there."""

    def count(tx: Transaction) -> list[bool]:
        keys = [("homs", 0), ("homs", 0), ("hama", 0), ("homs", 1)]
        return [tx.rates.save_counted("r", key, "i1", place=place, now=NOW) for key, place in keys]

    assert await store.write(count) == [True, False, True, True]
    since = NOW - HOUR
    assert await store.read(lambda tx: tx.rates.counted("r", "homs", since=since)) == [(0, "i1"), (1, "i1")]


async def test_periods_are_counted_from_their_start_to_before_their_end(store: Store) -> None:
    """An item on the border of two periods is counted in the later one; an open period has no end."""

    def count(tx: Transaction) -> list[int]:
        for number, hours in enumerate((0, 1, 2, 2, 5)):
            tx.rates.save_counted("r", "", f"i{number}", now=NOW - hours * HOUR)
        periods = [(NOW - HOUR, None), (NOW - 2 * HOUR, NOW - HOUR), (NOW - 5 * HOUR, NOW - 2 * HOUR)]
        return tx.rates.counts("r", "", periods)

    assert await store.write(count) == [2, 2, 1]


async def test_hundreds_of_periods_are_counted_in_one_call(store: Store) -> None:
    """A baseline of years does not run into the database's limit of bound values."""
    await store.write(lambda tx: tx.rates.save_counted("r", "", "i", now=NOW - 400 * HOUR))
    periods = [(NOW - HOUR * number, NOW - HOUR * (number - 1)) for number in range(1, 1000)]
    counts = await store.read(lambda tx: tx.rates.counts("r", "", periods))
    assert (sum(counts), counts.index(1)) == (1, 399)


async def test_items_stay_in_the_order_in_which_they_came(store: Store) -> None:
    """A clock that was set back between two items does not swap them."""

    def count(tx: Transaction) -> list[tuple[int, str]]:
        tx.rates.save_counted("r", "", "first", now=NOW)
        tx.rates.save_counted("r", "", "second", now=NOW - HOUR)
        return tx.rates.counted("r", "", since=NOW - 2 * HOUR)

    assert await store.write(count) == [(0, "first"), (0, "second")]


async def test_a_later_sight_is_never_replaced_by_an_earlier_one(store: Store) -> None:
    """What was seen last stays so when the clock is set back."""

    def see(tx: Transaction) -> Seen | None:
        tx.rates.save_seen("r", "ivanov", Seen(item_id="i1", seen_at=NOW))
        tx.rates.save_seen("r", "ivanov", Seen(item_id="i2", seen_at=NOW - HOUR))
        return tx.rates.seen("r", "ivanov")

    assert await store.write(see) == Seen(item_id="i1", seen_at=NOW)
    assert await store.read(lambda tx: tx.rates.seen("other", "ivanov")) is None


async def test_what_holds_is_kept_and_forgotten(tmp_path: Path) -> None:
    """That a condition holds survives a restart, until it is forgotten."""
    holding = Holding(series="r", key="homs", holds=True, item_id="i1", heard_at=NOW, due_at=NOW + HOUR)
    store = open_store(tmp_path / "watchdesk.db")
    await store.write(lambda tx: tx.rates.save_holding(Holding(series="r", key="homs", holds=False)))
    await store.write(lambda tx: tx.rates.save_holding(holding))
    await store.close()
    store = open_store(tmp_path / "watchdesk.db")
    assert await store.read(lambda tx: tx.rates.holding("r", "homs")) == holding
    await store.write(lambda tx: tx.rates.forget_holding("r", "homs"))
    assert await store.read(lambda tx: tx.rates.holdings()) == []
    await store.close()


async def test_the_memory_is_bounded(store: Store) -> None:
    """Each series is forgotten beyond its own horizon, and one that no rule has any more is forgotten whole."""

    def prune(tx: Transaction) -> tuple[int, list[int]]:
        for series in ("short", "long", "gone"):
            for hours in (0, 3, 30):
                tx.rates.save_counted(series, "", f"i{hours}", now=NOW - hours * HOUR)
        tx.rates.save_seen("short", "x", Seen(item_id="i", seen_at=NOW - 3 * HOUR))
        tx.rates.save_seen("long", "x", Seen(item_id="i", seen_at=NOW - 3 * HOUR))
        pruned = tx.rates.prune({"short": HOUR, "long": 10 * HOUR}, now=NOW)
        period = [(NOW - 99 * HOUR, None)]
        return pruned, [tx.rates.counts(series, "", period)[0] for series in ("short", "long", "gone")]

    assert await store.write(prune) == (2 + 1 + 3 + 1, [1, 2, 0])
    assert await store.read(lambda tx: tx.rates.prune({"short": HOUR, "long": 10 * HOUR}, now=NOW)) == 0
    assert await store.read(lambda tx: tx.rates.seen("long", "x")) is not None


async def test_arrivals_of_a_feed_are_read_from_its_items(store: Store) -> None:
    """Each instant once, the latest first, of this feed only."""

    def save(tx: Transaction) -> None:
        for number, (feed, hours) in enumerate([("wire", 3), ("wire", 3), ("wire", 1), ("paper", 0), ("wire", 50)]):
            item = an_item(id=f"i{number}", feed=feed, arrived_at=NOW - hours * HOUR)
            tx.items.save_new([(item, [], None)])

    await store.write(save)
    since = NOW - 10 * HOUR
    assert await store.read(lambda tx: tx.rates.arrivals("wire", since=since)) == [NOW - HOUR, NOW - 3 * HOUR]
    assert await store.read(lambda tx: tx.rates.last_arrival("wire")) == NOW - HOUR
    assert await store.read(lambda tx: tx.rates.last_arrival("nobody")) is None
    assert await store.read(lambda tx: tx.rates.first_arrival()) == NOW - 50 * HOUR


async def test_titles_are_those_of_the_items_that_are_there(store: Store) -> None:
    """An item that is not stored has no title."""
    await store.write(lambda tx: tx.items.save_new([(an_item(title="Fire"), [], None)]))
    assert await store.read(lambda tx: tx.rates.titles(["item-1", "item-2"])) == {"item-1": ("Fire", "The Wire")}


async def test_since_when_a_series_is_counted_is_kept(store: Store) -> None:
    """Noted once, it stays, until it is forgotten; other facts are not among them."""
    await store.write(lambda tx: tx.feeds.save_fact("drill", "done"))
    await store.write(lambda tx: tx.rates.save_began("r", now=NOW))
    await store.write(lambda tx: tx.rates.save_began("r", now=NOW + HOUR))
    assert await store.read(lambda tx: tx.rates.began()) == {"r": NOW}
    assert await store.read(lambda tx: tx.rates.began_at("r")) == NOW
    await store.write(lambda tx: tx.rates.forget_began("r"))
    assert await store.read(lambda tx: tx.rates.began_at("r")) is None


async def test_what_came_later_than_now_is_moved_back(store: Store) -> None:
    """Moved are the items, counts, sights and silences later than now, with what is due; nothing else is."""

    def move(tx: Transaction) -> int:
        for number, hours in enumerate((-1, 23, 24)):
            at = NOW + hours * HOUR
            tx.items.save_new([(an_item(id=f"i{number}", arrived_at=at), [], None)])
            tx.rates.save_counted("r", "", f"i{number}", now=at)
            tx.rates.save_seen("r", f"v{number}", Seen(item_id="i", seen_at=at))
            tx.rates.save_holding(Holding(series="r", key=f"k{number}", holds=True, heard_at=at, due_at=at + 3 * HOUR))
        tx.rates.save_holding(Holding(series="r", key="none", holds=True, item_id="i"))
        tx.rates.save_began("r", now=NOW + 20 * HOUR)
        tx.rates.save_began("old", now=NOW - HOUR)
        return tx.clock.bring_back(24 * HOUR, now=NOW)

    assert await store.write(move) == 4 * 2 + 1
    hours = [-1, -1, 0]  #: from now
    wanted = sorted(NOW + one * HOUR for one in hours)

    def moved(tx: Transaction) -> list[list[datetime]]:
        items = [tx.items.item(f"i{number}") for number in range(3)]
        seen = [tx.rates.seen("r", f"v{number}") for number in range(3)]
        return [
            sorted(one.arrived_at for one in items if one),
            sorted(one.seen_at for one in seen if one),
            sorted(one.heard_at for one in tx.rates.holdings() if one.heard_at),
            sorted(one.due_at - 3 * HOUR for one in tx.rates.holdings() if one.due_at),
        ]

    assert await store.read(moved) == [wanted] * 4
    assert await store.read(lambda tx: tx.rates.counts("r", "", [(NOW - HOUR, NOW), (NOW, None)])) == [2, 1]
    assert await store.read(lambda tx: tx.rates.began()) == {"r": NOW - 4 * HOUR, "old": NOW - HOUR}
