"""The daemon's start: what of a config saved meanwhile is taken up at once, and an end before it is over."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from daemon.app import App
from daemon.channels.console import ConsoleOptions
from daemon.cli import serving
from daemon.cli.serving import changed_since
from daemon.config import Config
from daemon.errors import StoreError
from daemon.model import DeliveryState, Planned
from daemon.outgoing import Outgoing
from daemon.receiving import Receiver
from daemon.rules.ruleset import RuleSet
from daemon.store.database import open_store
from tests.helpers.build import NOW, an_alert
from tests.helpers.chat import SlowChannel

DESK = Receiver.model_validate({"channel": "console", "options": ConsoleOptions()})


async def test_a_start_that_fails_finishes_what_goes_out(tmp_path: Path) -> None:
    """S1: the store fails the app's start while a message is on its way: it is noted as sent, and never repeated."""
    store, chat = open_store(tmp_path / "s.sqlite"), SlowChannel()
    planned = Planned(alert=an_alert(), receiver="desk", silent=False)
    await store.write(lambda tx: tx.outbox.enqueue([planned], now=NOW))
    config = Config(receivers={"desk": DESK}, operators="desk")
    outgoing = Outgoing(config, store, lambda: NOW, channels={"desk": chat})
    await outgoing.begin()
    await asyncio.wait_for(chat.asked.wait(), 10)
    app: Any = App(config, RuleSet.empty(), store, clock=lambda: NOW, outgoing=outgoing)

    async def fails() -> None:
        chat.let.set()
        raise StoreError("the store failed: it is broken")

    app.poller.schedule = fails
    signs: Any = SimpleNamespace(fail=print)
    with pytest.raises(StoreError, match="it is broken"):
        await serving._serve(app, tmp_path, {}, signs, signs, later=None, with_drill=False)
    again = open_store(tmp_path / "s.sqlite")
    (sent,) = await again.read(lambda tx: tx.outbox.deliveries())
    await again.close()
    assert sent.state is DeliveryState.SENT
    assert chat.closed


def test_a_config_saved_during_the_start_holds_unless_it_names_another_store() -> None:
    """The store that is open stays; another one is for the reload to refuse, aloud, and for the next start."""
    begun = Config(receivers={"desk": DESK}, operators="desk", store=Path("a.sqlite"))
    quieter = begun.model_copy(update={"zone": "Europe/Oslo"})
    elsewhere = quieter.model_copy(update={"store": Path("b.sqlite")})
    assert [changed_since(begun, one) for one in (begun, quieter, elsewhere)] == [None, quieter, None]
