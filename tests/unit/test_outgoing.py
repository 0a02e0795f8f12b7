"""What waits in the outbox goes out before there are rules; an app takes over what is under way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime

import pytest

from daemon.app import App
from daemon.channels.console import ConsoleOptions
from daemon.config import Config
from daemon.model import DeliveryState, Planned
from daemon.outgoing import Outgoing
from daemon.receiving import Receiver
from daemon.rules.ruleset import RuleSet
from daemon.store.copying import COPIED
from daemon.store.database import Store, memory_store
from tests.helpers.build import NOW, an_alert
from tests.helpers.chat import RecordingChannel, SlowChannel

RESTORED = '{"at": "2016-04-01T10:00:00+00:00", "token": "t1"}'


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    """A store in which one alert waits for the desk."""
    made = memory_store()
    planned = Planned(alert=an_alert(), receiver="desk", silent=False)
    await made.write(lambda tx: tx.outbox.enqueue([planned], now=NOW))
    yield made
    await made.close()


class FaultyClock:
    """A clock that fails once when it is told to, as a bug would let anything fail that asks it."""

    def __init__(self) -> None:
        self.fails_next = False

    def __call__(self) -> datetime:
        """What time it is. Errors: RuntimeError."""
        fails, self.fails_next = self.fails_next, False
        if fails:
            raise RuntimeError("a bug")
        return NOW


def outgoing_of(store: Store, channel: RecordingChannel, clock: Callable[[], datetime] = lambda: NOW) -> Outgoing:
    """What goes out of that store, to one receiver."""
    desk = Receiver.model_validate({"channel": "console", "options": ConsoleOptions()})
    config = Config(receivers={"desk": desk}, operators="desk")
    return Outgoing(config, store, clock, channels={"desk": channel})


async def sent_by(outgoing: Outgoing, chat: SlowChannel) -> None:
    """Let what waits be sent."""
    chat.let.set()
    await outgoing.begin()
    await asyncio.wait_for(chat.asked.wait(), 10)
    await outgoing.deliverer.drain()


async def test_what_waits_goes_out_without_an_app(store: Store) -> None:
    """Nothing but config and store is needed to send what was queued."""
    chat = SlowChannel()
    outgoing = outgoing_of(store, chat)
    await sent_by(outgoing, chat)
    await outgoing.stop()
    (sent,) = await store.read(lambda tx: tx.outbox.deliveries())
    assert sent.state is DeliveryState.SENT
    assert chat.closed


async def test_a_bug_in_one_tick_leaves_the_next_ones(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    """What goes out before there are rules goes out at the tick after one that failed by a bug, which is logged."""
    chat, clock = SlowChannel(), FaultyClock()
    chat.let.set()
    outgoing = outgoing_of(store, chat, clock)
    await outgoing.begin()
    clock.fails_next = True
    await asyncio.wait_for(chat.asked.wait(), 10)
    await outgoing.stop()
    assert not clock.fails_next
    assert [one.levelname for one in caplog.records if one.message == "tick failed because of a bug"] == ["ERROR"]


@pytest.mark.parametrize("has_app", [False, True])
async def test_the_channel_that_a_receiver_has_left_is_closed_too(*, has_app: bool) -> None:
    """T9: a group that moves before there is an app: its former channel is closed in the end, by whoever ends it."""
    former, store = RecordingChannel(), memory_store()
    outgoing = outgoing_of(store, former)
    outgoing.channels["desk"] = RecordingChannel()  # as the deliverer does when it hears of a move
    if has_app:
        await App(outgoing.config, RuleSet.empty(), store, clock=lambda: NOW, outgoing=outgoing).stop()
    else:
        await outgoing.stop()
        await store.close()
    assert former.closed


async def test_a_restored_store_waits_for_its_app(store: Store) -> None:
    """What waited in a backup may have been sent since: nothing goes out before that is settled."""
    await store.write(lambda tx: tx.feeds.save_fact(COPIED, RESTORED))
    chat = RecordingChannel()
    outgoing = outgoing_of(store, chat)
    await outgoing.begin()
    assert outgoing.deliverer.idle
    assert not outgoing.has_begun
    app = App(outgoing.config, RuleSet.empty(), store, clock=lambda: NOW, channels={"desk": chat}, outgoing=outgoing)
    await app.start()
    await app.deliver_all()
    held = next(one for one in await store.read(lambda tx: tx.outbox.deliveries()) if one.alert == an_alert())
    assert held.state is DeliveryState.MUTED
    await outgoing.stop()


async def test_what_is_under_way_is_no_repeat_for_the_app(store: Store) -> None:
    """S1: an app that starts beside a send does not take it for one that was cut off: told once, without a label."""
    chat = SlowChannel()
    outgoing = outgoing_of(store, chat)
    await outgoing.begin()
    await asyncio.wait_for(chat.asked.wait(), 10)
    app = App(outgoing.config, RuleSet.empty(), store, clock=lambda: NOW, channels={"desk": chat}, outgoing=outgoing)
    await app.start()
    chat.let.set()
    await app.deliver_all()
    (message,) = chat.messages
    assert "possible repeat" not in message.text
    outgoing.hand_over()
    await app.deliverer.stop(within=app.clock() - NOW)


async def test_what_went_out_before_the_app_is_counted(store: Store) -> None:
    """The metrics of an app know of the sends that were made before there was one, with the delay that they had."""
    chat = SlowChannel()
    outgoing = outgoing_of(store, chat)
    await sent_by(outgoing, chat)
    app = App(outgoing.config, RuleSet.empty(), store, clock=lambda: NOW, channels={"desk": chat}, outgoing=outgoing)
    asked = {"receiver": "desk", "result": "sent"}
    assert app.watched.metrics.registry.get_sample_value("watchdesk_delivery_attempts_total", asked) == 1
    await outgoing.stop()
