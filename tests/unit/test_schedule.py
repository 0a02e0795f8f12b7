"""The clock's jobs: a stop in the middle of one is no bug."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from daemon.schedule import Schedule


async def test_a_stop_in_the_middle_of_a_tick_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """H2: a tick that is under way when the daemon stops ends quietly; nothing looks like a bug."""
    begun, never = asyncio.Event(), asyncio.Event()
    ended: list[str] = []

    async def tick() -> None:
        begun.set()
        try:
            await never.wait()
        finally:
            ended.append("tick")

    schedule = Schedule()
    schedule.every(timedelta(seconds=60), tick, name="tick", first=datetime.now(UTC))
    schedule.start()
    await asyncio.wait_for(begun.wait(), 20)
    schedule.stop()
    for _ in range(5):
        await asyncio.sleep(0)
    assert ended == ["tick"]
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_tick_that_is_late_is_run_all_the_same() -> None:
    """Z4: a machine that slept through its time runs each job once when it wakes, however long it slept."""
    runs: list[str] = []
    ran = asyncio.Event()

    async def tick() -> None:
        runs.append("tick")
        ran.set()

    schedule = Schedule()
    schedule.every(timedelta(hours=1), tick, name="tick", first=datetime.now(UTC) - timedelta(hours=7, minutes=30))
    schedule.start()
    await asyncio.wait_for(ran.wait(), 20)
    schedule.stop()
    assert runs == ["tick"]
