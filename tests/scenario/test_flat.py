"""L8: a week in fast motion, with alerts, scrapes, backups and edits, leaves nothing behind that grows."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from daemon.errors import TransientSendError
from daemon.store.copying import back_up
from tests.helpers.story import Story, told_story

STEPS = 42  #: of four hours each: a week
FIRST = 12  #: steps after which all that is made once has been made
GROWTH = 8_000_000  #: bytes in the five days after: what is remembered of words fills its bounds, and nothing leaks


@dataclass(frozen=True)
class Held:
    """What the process holds."""

    files: int
    threads: int
    tasks: int
    log_bytes: int
    memory_bytes: int  #: that are in use of it


def held(story: Story) -> Held:
    """Open files, threads, tasks, the size of the write-ahead log, and the memory."""
    log = story.folder / "watchdesk.sqlite-wal"
    return Held(
        len(list(Path("/proc/self/fd").iterdir())),
        threading.active_count(),
        len(asyncio.all_tasks()),
        log.stat().st_size,
        int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE"),
    )


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    """A daemon that is watched, behind its baseline."""
    async with told_story(
        tmp_path, settings="retention: {items: 7d, incidents: 7d, deliveries: 7d, audit: 7d}\n"
    ) as told:
        await told.running.watched.begin(told.running.config)
        await told.running.watched.endpoints.follow(("127.0.0.1", 0))
        yield told


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are counted in /proc")
async def test_a_week_in_fast_motion_leaves_nothing_that_grows(story: Story) -> None:
    """L8: files, threads, tasks, memory and the write-ahead log are after a week what they were after two days."""
    after_first = None
    async with aiohttp.ClientSession() as session:
        for step in range(STEPS):
            story.desk.errors = [TransientSendError("desk", "down")] if step % 3 == 0 else []
            story.publish(f"Helicopter number {step} shot down near Palmyra", feed="wire" if step % 2 else "paper")
            await story.pass_time(hours=4)
            await story.running.retain_tick()
            async with session.get(story.running.watched.endpoints.address + "/metrics") as response:
                assert response.status == 200
                await response.read()
            if step % 10 == 0:
                await asyncio.to_thread(
                    back_up, story.folder / "watchdesk.sqlite", story.folder / "copy.sqlite", now=story.now
                )
            if step == FIRST:
                after_first = held(story)
    after_week = held(story)
    assert after_first is not None
    assert after_week.files <= after_first.files
    assert after_week.threads <= after_first.threads
    assert after_week.tasks <= after_first.tasks
    assert after_week.log_bytes <= 8_000_000
    assert after_week.memory_bytes - after_first.memory_bytes <= GROWTH
