"""However much is stored, what the desk and its messages ask reads little: indexes are searched."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from daemon.model import DeliveryState, Planned
from daemon.store.database import Store, Transaction, memory_store
from daemon.store.live import PAUSE
from tests.helpers.build import NOW, an_alert, an_item
from tests.unit.store.test_incident_size import _steps as steps_of


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """An empty store in memory."""
    opened = memory_store()
    yield opened
    await opened.close()


def sent(tx: Transaction, name: str, *, at: datetime) -> None:
    """A message that arrived."""
    tx.outbox.enqueue([Planned(alert=an_alert(id=name), receiver="desk", silent=False)], now=at)
    delivery = tx.outbox.start("desk", now=at)
    assert delivery
    tx.outbox.finish(replace(delivery, state=DeliveryState.SENT, parts_sent=(f"1:{name}",)), now=at)


async def test_what_is_to_be_edited_is_found_among_what_changed(store: Store) -> None:
    """Neither deliveries nor first messages of the past are walked through, tick by tick."""

    def steps(tx: Transaction) -> list[str]:
        ask = tx.live.waiting_receivers
        return steps_of(tx, lambda: ask(edited_before=NOW - PAUSE)) + steps_of(
            tx, lambda: tx.live.next("desk", edited_before=NOW - PAUSE)
        )

    found = await store.write(steps)
    assert "SCAN live USING INDEX ix_live_changed_at" in found  # which holds what has changed, and nothing else
    assert "SEARCH live USING INDEX ix_live_changed_at (receiver=?)" in found
    assert any("SEARCH other USING COVERING INDEX ix_live_receiver" in step for step in found)
    assert any("SEARCH delivery USING INDEX ix_delivery_receiver_finished" in step for step in found)
    assert not [step for step in found if step.startswith("SCAN delivery")]


async def test_the_auditor_and_the_status_search_by_time(store: Store) -> None:
    """What was sent lately is looked up, not counted through."""

    def steps(tx: Transaction) -> list[str]:
        return [
            *steps_of(tx, lambda: tx.deliveries.overdue(until=NOW, receivers=["desk"], now=NOW)),
            *steps_of(tx, tx.outbox.last_sent_at),
            *steps_of(tx, lambda: tx.deliveries.timings(since=NOW)),
        ]

    found = await store.write(steps)
    assert any("SEARCH earlier USING INDEX ix_delivery_receiver_finished" in step for step in found)
    assert sum("SEARCH delivery USING" in step and "ix_delivery_finished" in step for step in found) == 2
    assert not [step for step in found if step.startswith("SCAN delivery")]


async def test_a_message_is_known_again_for_a_month(store: Store) -> None:
    """What is replied to is sought in what was sent of late, and found there by time."""

    def asked(tx: Transaction) -> tuple[list[bool], list[str]]:
        for name, days in (("old", 31), ("late", 29), ("new", 0)):
            sent(tx, name, at=NOW - timedelta(days=days))
        known = [tx.deliveries.of_message(f"1:{name}") is not None for name in ("old", "late", "new")]
        return known, steps_of(tx, lambda: tx.deliveries.of_message("1:new"))

    known, steps = await store.write(asked)
    assert known == [False, True, True]
    assert any("SEARCH delivery USING INDEX ix_delivery_finished (state=? AND finished_at>?)" in one for one in steps)


async def test_words_are_sought_in_the_newest_items(store: Store) -> None:
    """A word that nobody wrote costs a bounded number of items, found by when they arrived."""

    def asked(tx: Transaction) -> tuple[list[str], list[str]]:
        for number in range(5):
            one = an_item(id=f"i{number}", title=f"Ferry {number}", arrived_at=NOW + timedelta(hours=number))
            tx.items.save_new([(one, [], None)])
        return [one.id for one in tx.items.found(["ferry"], limit=9)], steps_of(
            tx, lambda: tx.items.found(["nobody"], limit=9)
        )

    found, steps = await store.write(asked)
    assert found == ["i4", "i3", "i2", "i1", "i0"]
    assert any("SEARCH item USING INDEX ix_item_arrived_at (arrived_at>?)" in step for step in steps)
    assert any("SCAN item USING COVERING INDEX ix_item_arrived_at" in step for step in steps)
    few = await store.read(lambda tx: tx.items.found(["ferry"], limit=9, among=3))
    assert [one.id for one in few] == ["i4", "i3", "i2"]


async def test_what_is_due_to_be_fetched_is_sought_by_its_time(store: Store) -> None:
    """Articles and pages that are due are found by an index, whatever was fetched and however many feeds there are."""

    def steps(tx: Transaction) -> list[str]:
        return [
            *steps_of(tx, lambda: tx.pages.due(now=NOW, limit=4)),
            *steps_of(tx, lambda: tx.texts.due(now=NOW, limit=8)),
        ]

    assert await store.write(steps) == [
        "SEARCH page USING INDEX ix_page_next_at (next_at<?)",
        "SEARCH full_text USING INDEX ix_full_text_due (state=? AND next_at<?)",
    ]
