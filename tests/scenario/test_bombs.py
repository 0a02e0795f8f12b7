"""Bombs as live feeds of the whole daemon: each ends as it should, and its neighbours notice nothing."""

import logging
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from daemon.feeds.parse import Parser
from daemon.model import Item
from tests.helpers.bomb import Bomb
from tests.helpers.bombs_encoded import ENCODED
from tests.helpers.bombs_http import HTTP
from tests.helpers.bombs_json import JSON
from tests.helpers.bombs_text import TEXT
from tests.helpers.bombs_xml import XML
from tests.helpers.site import FakeSite
from tests.helpers.story import Story
from tests.helpers.wellformed import faults

SETTINGS = "poll: {timeout: 4s, per_host: 8, max_body: 8MiB}\n"
CONTROLS = 20  #: items that the feed beside the bombs publishes
GROUPS = {
    "XML": XML,
    "text": TEXT,
    "encodings": ENCODED,
    "JSON": JSON,
    "HTTP": HTTP,
}


@pytest.mark.parametrize("group", GROUPS)
async def test_bombs_end_as_they_should(group: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """F5-F11, F14, F17, P1-P16, C1-C11, Z1: bombs are taken, refused or given up, and none is the daemon's error.

    What was taken is well-formed, and a feed polled beside them loses nothing.
    """
    bombs = dict(zip((f"b{n}" for n in range(len(GROUPS[group]))), GROUPS[group].items(), strict=True))
    async with FakeSite() as site:
        for name, (_, bomb) in bombs.items():
            site.serve(f"/{name}", bomb.answer(f"/{name}"))
        site.publish("/wire", [])
        story = Story(tmp_path, site, feeds=("wire", *bombs), settings=SETTINGS)
        await story.begin()
        story.running.poller._parser, patient = Parser(2, seconds=10.0), story.running.poller._parser
        try:
            with caplog.at_level(logging.ERROR):
                ends = await _poll(story, list(bombs))
            items = await _items(story)
        finally:
            await story.running.poller._parser.close()
            story.running.poller._parser = patient
            await story.end()
    assert not [f"{label}: {ends[name]}" for name, (label, bomb) in bombs.items() if not _matches(bomb, ends[name])]
    assert {item.title for item in items if item.feed == "wire"} == {f"Control {n}" for n in range(CONTROLS)}
    assert not [f"{bombs[item.feed][0]}: {faults(item)}" for item in items if faults(item)]
    assert not [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


async def _poll(story: Story, bombs: list[str]) -> dict[str, str]:
    """How the poll of each bomb ended; a feed with something new at each poll is polled beside them."""
    feeds = {feed.id: feed for feed in story.config().feeds}
    tasks = {name: story.running.poller.start(feeds[name]) for name in bombs}
    for number in range(CONTROLS):
        story.publish(f"Control {number}")
        await story.running.poller.start(feeds["wire"])
    reports = {name: await task for name, task in tasks.items()}
    await story.running.poller.flush()
    return {
        name: f"failed: {one.error}" if one.outcome == "failed" else f"{one.outcome} {one.new + one.revised}"
        for name, one in reports.items()
    }


async def _items(story: Story) -> list[Item]:
    """All items in the store."""
    path = story.config().store
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as rows:
        ids = [row[0] for row in rows.execute("SELECT id FROM item")]
    found = [await story.store.read(lambda tx, one=one: tx.items.item(one)) for one in ids]
    return [item for item in found if item is not None]


def _matches(bomb: Bomb, end: str) -> bool:
    return re.match(bomb.ends, end) is not None and "\n" not in end and "bug" not in end
