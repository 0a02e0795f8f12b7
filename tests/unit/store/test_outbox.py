"""The outbox: nothing twice, nothing lost, in order within a thread, lanes apart."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.channels.parts import TAKEN
from daemon.model import Alert, AlertReason, Delivery, DeliveryState, Planned, Severity
from daemon.store.database import Store, memory_store
from daemon.store.outbox import ReceiverState
from tests.helpers.build import NOW, an_alert


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """An empty store in memory."""
    opened = memory_store()
    yield opened
    await opened.close()


async def put(store: Store, alert: Alert, receiver: str = "desk", **over: object) -> None:
    """Queue an alert for a receiver."""
    planned = Planned(alert=alert, receiver=receiver, **{"silent": False, **over})
    await store.write(lambda tx: tx.outbox.enqueue([planned], now=NOW))


async def claim(store: Store, receiver: str = "desk", *, after: timedelta = timedelta()) -> Delivery | None:
    """Claim the receiver's next delivery."""
    return await store.write(lambda tx: tx.outbox.start(receiver, now=NOW + after))


async def finish(store: Store, delivery: Delivery, state: DeliveryState, **over: object) -> None:
    """Save the result of an attempt."""
    await store.write(lambda tx: tx.outbox.finish(replace(delivery, state=state, **over), now=NOW))


async def test_an_alert_comes_out_as_it_went_in(store: Store) -> None:
    """A stored alert is equal to the planned one, evidence, dates and all."""
    await put(store, an_alert())
    delivery = await claim(store)
    assert delivery is not None
    assert delivery.alert == an_alert()
    assert (delivery.state, delivery.attempts) == (DeliveryState.SENDING, 1)


async def test_the_same_key_is_queued_once(store: Store) -> None:
    """The same alert for the same receiver, planned again by a repeated poll, changes nothing."""
    await put(store, an_alert())
    await put(store, an_alert())
    assert len(await store.read(lambda tx: tx.outbox.deliveries())) == 1


async def test_a_claimed_delivery_is_not_claimed_again(store: Store) -> None:
    """A delivery under way belongs to one lane."""
    await put(store, an_alert())
    assert await claim(store)
    assert await claim(store) is None


async def test_a_follow_up_waits_for_its_first_message(store: Store) -> None:
    """Within one incident and receiver the order is kept; another incident need not wait."""
    await put(store, an_alert(id="a1"))
    await put(store, an_alert(id="a2", reason=AlertReason.CONFIRMED))
    await put(store, an_alert(id="b1", incident_id="incident-2"))
    first = await claim(store)
    other = await claim(store)
    assert first is not None
    assert other is not None
    assert (first.alert.id, other.alert.id) == ("a1", "b1")
    assert await claim(store) is None
    await finish(store, first, DeliveryState.SENT, parts_sent=("77",))
    second = await claim(store)
    assert second is not None
    assert second.alert.id == "a2"
    assert await store.read(lambda tx: tx.outbox.thread("incident-1", "desk")) == "77"


async def test_somebody_who_is_put_off_holds_up_no_follow_up(store: Store) -> None:
    """T18: a first mail that all have but one, whose mailbox is full: the others get what follows, in its thread."""
    await put(store, an_alert(id="a1"))
    await put(store, an_alert(id="a2", reason=AlertReason.CONFIRMED))
    first = await claim(store)
    assert first is not None
    later = NOW + timedelta(hours=1)
    parts = ("<77@desk.example>", f"{TAKEN}a@e.example")
    await finish(store, first, DeliveryState.PENDING, parts_sent=parts, next_attempt_at=later)
    second = await claim(store)
    assert second is not None
    assert second.alert.id == "a2"
    assert await store.read(lambda tx: tx.outbox.thread("incident-1", "desk")) == "<77@desk.example>"
    await finish(store, second, DeliveryState.SENT, parts_sent=("<78@desk.example>",))
    again = await claim(store, after=timedelta(hours=1))
    assert again is not None
    assert again.parts_sent == parts


async def test_a_receiver_that_must_wait_holds_only_its_own_lane(store: Store) -> None:
    """T3: flood control keeps one chat waiting, over restarts, and no other."""
    await put(store, an_alert(), "desk")
    await put(store, an_alert(), "other")
    waiting = ReceiverState(receiver="desk", not_before=NOW + timedelta(seconds=10_072))
    await store.write(lambda tx: tx.outbox.save_receiver(waiting))
    assert await store.read(lambda tx: tx.outbox.waiting_receivers(now=NOW)) == {"other": 3}
    assert await claim(store) is None
    assert await claim(store, after=timedelta(seconds=10_073)) is not None


async def test_a_crash_while_sending_leads_to_a_labelled_repeat(store: Store) -> None:
    """S1: a start without a result waits a minute, then goes out marked as a possible repeat."""
    await put(store, an_alert())
    await claim(store)
    assert await store.write(lambda tx: tx.outbox.recover(now=NOW, after=timedelta(minutes=1))) == 1
    assert await claim(store, after=timedelta(seconds=59)) is None
    again = await claim(store, after=timedelta(seconds=61))
    assert again is not None
    assert again.possible_repeat
    assert again.attempts == 2


async def test_a_muted_delivery_is_kept_and_not_sent(store: Store) -> None:
    """HOUSE principle 9: what is held back stands in the outbox with its reason."""
    await put(store, an_alert(), mute_reason="stale")
    assert await claim(store) is None
    (kept,) = await store.read(lambda tx: tx.outbox.deliveries(states=[DeliveryState.MUTED]))
    assert kept.mute_reason == "stale"
    assert await store.read(lambda tx: tx.outbox.heard("incident-1")) == frozenset()


async def test_heard_are_those_who_have_or_will_have_the_alert(store: Store) -> None:
    """A receiver whose delivery died has not heard; one whose delivery waits will hear."""
    await put(store, an_alert(), "desk")
    await put(store, an_alert(), "gone")
    dead = await claim(store, "gone")
    assert dead is not None
    await finish(store, dead, DeliveryState.DEAD, last_error="blocked")
    assert await store.read(lambda tx: tx.outbox.heard("incident-1")) == {"desk"}
    assert await store.read(lambda tx: tx.outbox.counts()) == {"pending": 1, "dead": 1}


@pytest.mark.parametrize("days", [2, 10])
async def test_a_clock_that_was_set_back_stalls_nothing(store: Store, days: int) -> None:
    """Z3: what was to be tried later than anything ever waits is due; so is a receiver that should wait so long."""
    await put(store, an_alert())
    waiting = ReceiverState(receiver="desk", not_before=NOW + timedelta(hours=1))
    await store.write(lambda tx: tx.outbox.save_receiver(waiting))
    assert await claim(store, after=-timedelta(days=days)) is not None
    (claimed,) = await store.read(lambda tx: tx.outbox.deliveries())
    assert (
        await store.write(lambda tx: tx.outbox.recover(now=NOW - timedelta(days=20), after=timedelta(minutes=1))) == 1
    )
    assert await claim(store, after=timedelta(days=-20, minutes=2)) is not None
    assert claimed.attempts == 1


async def test_an_urgent_follow_up_takes_its_thread_with_it(store: Store) -> None:
    """T19: what is urgent goes first, and with it what it waits for of its incident, before other incidents' news."""
    await put(store, an_alert(id="b1", incident_id="incident-2", severity=Severity.HIGH))
    await put(store, an_alert(id="a1", severity=Severity.LOW))
    await put(store, an_alert(id="a1", severity=Severity.LOW), "other")
    await put(store, an_alert(id="a2", reason=AlertReason.CORRECTED, severity=Severity.CRITICAL))
    first = await claim(store)
    assert first is not None
    assert first.alert.id == "a1"
    await finish(store, first, DeliveryState.SENT, parts_sent=("77",))
    second = await claim(store)
    assert second is not None
    assert second.alert.id == "a2"
    assert await store.read(lambda tx: tx.outbox.waiting_receivers(now=NOW)) == {"desk": 2, "other": 0}


async def test_only_what_can_be_rolled_up_is_counted_and_loaded(store: Store) -> None:
    """Critical alerts, follow-ups and what was tried cost a burst nothing, however many wait."""
    await put(store, an_alert(id="tried", incident_id="i0", severity=Severity.HIGH))
    tried = await claim(store)
    assert tried is not None
    await finish(store, tried, DeliveryState.PENDING)
    await put(store, an_alert(id="critical", incident_id="i1"))
    for name in ("one", "two"):
        await put(store, an_alert(id=name, incident_id=name, severity=Severity.HIGH))
    await put(store, an_alert(id="more", incident_id="one", reason=AlertReason.EXTENDED, severity=Severity.HIGH))
    await put(store, an_alert(id="else", severity=Severity.HIGH), "other")
    rollable = await store.read(lambda tx: tx.outbox.rollable("desk"))
    assert [one.alert.id for one in rollable] == ["one", "two"]
    assert await store.read(lambda tx: tx.outbox.count_waiting("desk")) == 2
    assert len(await store.read(lambda tx: tx.outbox.pending("desk"))) == 5
