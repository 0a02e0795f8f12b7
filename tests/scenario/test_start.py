"""The first seconds of the daemon's process: what waits goes out beside the reading of the rules."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from daemon.app import App
from daemon.cli.serving import say_if_new
from daemon.model import Planned
from daemon.store.database import open_store
from tests.helpers.bot_api import BotApi, Fault
from tests.helpers.build import NOW, an_alert
from tests.helpers.site import FakeSite
from tests.helpers.story import Story
from tests.scenario.test_process import RULES, Daemon, config, until


@pytest.fixture
async def daemon(tmp_path: Path) -> AsyncIterator[Daemon]:
    """A daemon with an alert in its outbox, that is surely gone after the test."""
    (tmp_path / "rules").mkdir()
    store = open_store(tmp_path / "watchdesk.sqlite")
    planned = Planned(alert=an_alert(), receiver="desk", silent=False)
    await store.write(lambda tx: tx.outbox.enqueue([planned], now=NOW))
    await store.close()
    running = Daemon(tmp_path)
    yield running
    if running.process is not None:
        await running.end(signal.SIGKILL)


def endless_rules(folder: Path) -> int:
    """A rule file whose reading does not end until the returned file is closed."""
    os.mkfifo(folder / "rules" / "rules.yaml")
    return os.open(folder / "rules" / "rules.yaml", os.O_RDWR)


async def test_what_waits_goes_out_before_the_rules_are_read(daemon: Daemon, tmp_path: Path) -> None:
    """H1: rules that take long to read hold up no message that waited: it is out before the daemon says it started."""
    async with FakeSite() as site, BotApi() as api:
        (tmp_path / "token").write_text(api.token, encoding="utf-8")
        (tmp_path / "config.yaml").write_text(config(site, api), encoding="utf-8")
        held = endless_rules(tmp_path)
        await daemon.start()
        await until(lambda: api.accepted)
        assert "watchdesk started" not in daemon.log
        (tmp_path / "whole.yaml").write_text(RULES, encoding="utf-8")
        (tmp_path / "whole.yaml").rename(tmp_path / "rules" / "rules.yaml")
        os.close(held)
        await daemon.says("watchdesk started")
        assert await daemon.end() == 0
        assert len(api.accepted) == 1


async def test_told_to_stop_while_rules_are_read_it_ends_in_good_order(daemon: Daemon, tmp_path: Path) -> None:
    """H2: SIGTERM before the rules are read: the send under way is finished and noted, and the exit status is 0."""
    async with FakeSite() as site, BotApi() as api:
        (tmp_path / "token").write_text(api.token, encoding="utf-8")
        (tmp_path / "config.yaml").write_text(config(site, api), encoding="utf-8")
        held = endless_rules(tmp_path)
        api.will(5, Fault.ACCEPT_SLOWLY)
        process = await daemon.start()
        await until(lambda: api.requests)
        process.send_signal(signal.SIGTERM)
        ending = asyncio.create_task(daemon.end())
        api.let.set()
        assert await ending == 0
        os.close(held)
        connection = sqlite3.connect(tmp_path / "watchdesk.sqlite")
        states = dict(connection.execute("SELECT state, count(*) FROM delivery GROUP BY state"))
        connection.close()
        assert states == {"sent": 1}
        assert "Traceback" not in daemon.log


async def test_a_new_store_is_said_to_be_new(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Who lost a store, or named the wrong one, hears at the start that all begins anew; later starts do not say so."""
    caplog.set_level("INFO")
    async with FakeSite() as site:
        story = Story(tmp_path, site)
        config = story.config()
        store = open_store(config.store)
        await say_if_new(App(config, story.rules, store))
        await store.close()
        said = next(one for one in caplog.records if one.message.startswith("the store is new"))
        assert vars(said)["store"] == str(config.store)
        caplog.clear()
        await story.begin()
        await say_if_new(story.running)
        await story.end()
        assert "the store is new" not in caplog.text
