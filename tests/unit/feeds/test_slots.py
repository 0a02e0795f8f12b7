"""Politeness towards hosts."""

import asyncio
from datetime import timedelta

from daemon.feeds.slots import Slots


async def test_a_busy_host_delays_only_itself() -> None:
    """L2: who waits for a host with a thousand feeds holds up nobody else's fetch."""
    slots = Slots(total=3, per_host=2)
    release = asyncio.Event()
    running: list[str] = []

    async def fetch(host: str) -> None:
        async with slots.slot(host):
            running.append(host)
            await release.wait()

    busy = [asyncio.create_task(fetch("busy")) for _ in range(10)]
    await asyncio.sleep(0)
    other = asyncio.create_task(fetch("other"))
    for _ in range(5):
        await asyncio.sleep(0)
    assert sorted(running) == ["busy", "busy", "other"]
    release.set()
    await asyncio.gather(*busy, other)
    assert running.count("busy") == 10


async def test_slots_come_back_after_failure_and_cancellation() -> None:
    """F9: a fetch that fails or is cancelled, also while it waits, leaves its place free."""
    slots = Slots(total=1, per_host=1)

    async def fail() -> None:
        async with slots.slot("host"):
            raise OSError

    async def wait() -> None:
        async with slots.slot("host"):
            await asyncio.Event().wait()

    await asyncio.gather(fail(), return_exceptions=True)
    tasks = [asyncio.create_task(wait()) for _ in range(3)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    async with asyncio.timeout(1), slots.slot("host"):
        pass


async def test_requests_to_one_host_begin_a_pause_apart() -> None:
    """L2: however many wait and however short they take, a host is asked once a pause; another host at once."""
    time, begun = 0.0, []

    async def sleep(seconds: float) -> None:
        nonlocal time
        time += seconds

    slots = Slots(total=9, per_host=2, pause=timedelta(seconds=3), clock=lambda: time, sleep=sleep)
    for host in ("busy", "busy", "other", "busy"):
        async with slots.slot(host):
            begun.append((host, time))
    assert begun == [("busy", 0), ("busy", 3), ("other", 3), ("busy", 6)]
    async with slots.slot("busy", pausing=False):
        assert time == 6


async def test_a_host_that_asks_for_patience_is_left_alone_by_all() -> None:
    """L2: for a while nobody asks it, others are asked at once; an hour for one feed is a minute for its neighbours."""
    time, begun = 0.0, []

    async def sleep(seconds: float) -> None:
        nonlocal time
        time += seconds

    slots = Slots(total=9, per_host=2, clock=lambda: time, sleep=sleep)
    async with slots.slot("busy"):
        slots.hold_off("busy", timedelta(seconds=20))
    for host in ("other", "busy"):
        async with slots.slot(host):
            begun.append((host, time))
    slots.hold_off("busy", timedelta(hours=1))
    async with slots.slot("busy"):
        begun.append(("busy", time))
    assert begun == [("other", 0), ("busy", 20), ("busy", 80)]


async def test_idle_hosts_are_forgotten() -> None:
    """Ten thousand hosts, each asked once, are not remembered for ever."""
    time = 0.0
    slots = Slots(total=9, per_host=2, pause=timedelta(seconds=3), clock=lambda: time)
    for n in range(10_000):
        time = n * 0.1
        async with slots.slot(f"host-{n}"):
            pass
    assert len(slots._hosts) < 1_100
