"""Many feeds at once: nothing is lost, and the costs stay bounded."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from daemon.store.database import Transaction
from tests.helpers.site import FakeSite
from tests.helpers.story import Story

FEEDS = tuple(f"f{n}" for n in range(60))
SETTINGS = "poll: {per_host: 20, parsers: 2}\n"


async def test_all_feeds_change_in_the_same_minute(tmp_path: Path) -> None:
    """L3: when everybody has news, two children read all of it, and every item is told."""
    async with FakeSite() as site:
        story = Story(tmp_path, site, feeds=FEEDS, settings=SETTINGS, real_children=True)
        for name in FEEDS:
            site.publish(f"/{name}", [])
        await story.begin()
        await story.poll()
        for name in FEEDS:
            story.publish(f"Helicopter shot down near Palmyra, says {name}", feed=name)
        await story.poll()
        children = len(story.running.poller._parser._children)
        fates = await story.store.read(lambda tx: tx.items.fates())
        await story.end()
    assert children <= 2
    assert len(fates) == len(FEEDS)
    assert all(fates.values())


async def test_quiet_polls_share_a_commit(tmp_path: Path) -> None:
    """L7: feeds without news cost a slow disk one commit for all, not one each."""
    async with FakeSite() as site:
        story = Story(tmp_path, site, feeds=FEEDS, settings=SETTINGS)
        for name in FEEDS:
            site.publish(f"/{name}", [story.entry("Library lends out its first telescope")])
        await story.begin()
        await story.poll()
        commits: list[object] = []
        event.listen(story.store._engine, "commit", commits.append)
        reports = await story.running.poll_all()
        polled = await story.store.read(lambda tx: tx.feeds.states())
        await story.end()
    assert {report.outcome for report in reports} == {"unchanged"}
    assert len(polled) == len(FEEDS)
    assert 1 <= len(commits) <= 3


async def test_fast_feeds_are_asked_first(tmp_path: Path) -> None:
    """L3: of feeds that are due at once, those to be read fast are asked first, wherever they stand in the config."""
    names = [f"n{number}" for number in range(8)]
    async with FakeSite() as site:
        for name in (*names, "urgent"):
            site.publish(f"/{name}", [])
        url = site.url("/urgent")
        urgent = f"  - {{id: urgent, url: '{url}', interval: fast, allow_private: true}}\n"
        story = Story(tmp_path, site, feeds=names, settings="poll: {concurrency: 1}\n", other_feeds=urgent)
        await story.begin()
        story.now += timedelta(days=1)
        site.requests.clear()
        await story.running.poller.start_due()
        await story.running.poller.drain()
        asked = [request.path for request in site.requests]
        await story.end()
    assert len(asked) == len(names) + 1
    assert asked[0] == "/urgent"


async def test_a_poll_that_ends_while_the_store_is_asked_is_not_made_again(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """L3: on a slow machine polls end between the question what is due and its answer; those feeds are left alone."""
    await story.poll()
    story.now += timedelta(days=1)
    store, poller = story.store, story.running.poller
    read = store.read

    async def slow_read(work: Callable[[Transaction], Any]) -> Any:
        found = await read(work)
        await poller.drain()
        return found

    (feed,) = [feed for feed in story.running.config.feeds if feed.id == "wire"]
    story.site.requests.clear()
    poller.start(feed)
    monkeypatch.setattr(store, "read", slow_read)
    await poller.start_due()
    await poller.drain()
    assert [request.path for request in story.site.requests].count("/wire") == 1
