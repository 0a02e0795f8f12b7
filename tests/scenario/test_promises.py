"""The auditor and the dead man's switch: the daemon watches itself, and lets itself be watched."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import text

from daemon.store import database
from daemon.store.database import Transaction
from tests.helpers.site import FakeSite
from tests.helpers.story import Story


def run(tx: Transaction, statement: str) -> None:
    """Break a promise by hand."""
    tx.connection.execute(text(statement))


async def test_a_story_that_went_well_breaks_no_promise(story: Story) -> None:
    """Alerts, follow-ups, held back and shadowed items: the auditor finds nothing, and tells nobody."""
    story.publish("Helicopter shot down near Palmyra")
    story.publish("A convoy leaves the town")
    await story.pass_time(minutes=5)
    story.publish("Army helicopter shot down near Palmyra, ministry says", feed="paper")
    for _ in range(20):
        await story.pass_time(minutes=1)
    assert story.ops.texts == []


async def test_a_broken_promise_is_told_once(story: Story) -> None:
    """A match without a fate, an alert for nobody, each is named to the operators."""
    story.publish("Helicopter shot down near Palmyra")
    await story.pass_time(minutes=5)
    await story.store.write(lambda tx: run(tx, "UPDATE item SET fate = NULL"))
    (told,) = [one for one in await story.deliveries() if one.receiver == "desk"]
    await story.store.write(lambda tx: run(tx, f"DELETE FROM delivery WHERE id = {told.id}"))
    for _ in range(5):
        await story.pass_time(minutes=1)
    fate, alert = [one for one in story.ops.texts if "promise of delivery is broken" in one]
    assert "matched and has no fate" in fate
    assert f"alert {told.alert.id} has no delivery" in alert


async def test_promises_that_go_on_breaking_are_told_once_a_day(story: Story) -> None:
    """What breaks again and again makes one notice a day, not one for each find."""
    for title in ("Helicopter shot down near Palmyra", "Explosion in the harbour", "Explosion hits a Mosul market"):
        story.publish(title)
        await story.pass_time(minutes=5)
        await story.store.write(lambda tx: run(tx, "UPDATE item SET fate = NULL"))
        for _ in range(3):
            await story.pass_time(minutes=1)
    assert sum("promise of delivery is broken" in one for one in story.ops.texts) == 1
    story.now += timedelta(hours=12)
    await story.running.sweep_tick()
    await story.running.deliver_all()
    assert sum("promise of delivery is broken" in one for one in story.ops.texts) == 2


async def test_an_alert_for_nobody_and_a_delivery_that_stands_still_are_found(story: Story) -> None:
    """What is due, and free to go, and is not sent for a quarter of an hour, is a bug that somebody must hear of."""
    story.publish("Helicopter shot down near Palmyra")
    await story.pass_time(minutes=5)
    state = "UPDATE delivery SET state = 'pending', finished_at = NULL, next_attempt_at = :at"
    earlier = (story.now.replace(tzinfo=None)).isoformat(" ")
    await story.store.write(lambda tx: tx.connection.execute(text(state), {"at": f"{earlier}.000000"}))
    story.now = story.now.replace(hour=story.now.hour + 1)
    await story.running.sweep_tick()
    deliveries = await story.deliveries()
    notice = next(one.alert for one in deliveries if "promise" in one.alert.title)
    assert "nobody sends it" in notice.text


async def test_a_word_goes_out_each_minute_while_all_is_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """H11: the switch hears of live sources each minute; nothing while the store takes nothing, or all stands still."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 50)
    heard: list[dict[str, object]] = []

    async def beat(request: web.Request) -> web.Response:
        heard.append((await request.json())["alert"])
        return web.Response()

    app = web.Application()
    app.router.add_post("/beat", beat)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    async with FakeSite() as site:
        settings = f"heartbeat: {{url: 'http://127.0.0.1:{port}/beat', allow_private: true}}\n"
        story = Story(tmp_path, site, settings=settings)
        for feed in story.feeds:
            site.publish(f"/{feed}", [story.entry("Library lends out its first telescope")])
        await story.begin()
        await story.poll()
        for _ in range(3):
            await story.pass_time(minutes=1)
        await story.running.sweep_tick()  # in the same minute: no second word
        assert [(one["live"], one["feeds"]) for one in heard] == [(2, 2)] * 3
        with closing(sqlite3.connect(tmp_path / "watchdesk.sqlite", isolation_level=None)) as stranger:
            stranger.execute("BEGIN EXCLUSIVE")
            story.now += timedelta(minutes=10)
            await story.running.sweep_tick()
            assert len(heard) == 3, "a daemon that cannot save is missed, although it runs"
        await story.running.sweep_tick()
        assert len(heard) == 4, "one word after the store is back, not one for each minute that was missed"
        await story.end()
    await runner.cleanup()
