"""Places for documents: how many, who waits, and when a slow one makes way."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from daemon.feeds.lanes import Lanes, Place


async def taken(lanes: Lanes, stack: AsyncExitStack) -> Place:
    """One more place, held until the stack closes; its work has begun."""
    place = await stack.enter_async_context(lanes.place())
    place.begin()
    return place


async def test_no_more_are_held_than_places_and_the_slow_lane_together() -> None:
    """L3: with the slow lane full the next one waits, until somebody ends."""
    lanes = Lanes(1, slow=2, slow_after=0.0)
    async with AsyncExitStack() as later:
        async with AsyncExitStack() as stack:
            held = [await taken(lanes, stack) for _ in range(3)]
            fourth = asyncio.create_task(taken(lanes, later))
            for _ in range(20):
                await asyncio.sleep(0)
            assert not fourth.done()
            assert [place.slow for place in held] == [True, True, False]
        assert not (await fourth).slow


async def test_who_is_quick_keeps_its_place() -> None:
    """L3: before its time is over, and while its child starts, nobody is slow: the next one waits."""
    lanes = Lanes(1, slow=1, slow_after=3600)
    async with lanes.place() as place:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0), lanes.place():
                pass
        place.begin()
        assert not place.slow
    async with asyncio.timeout(1), lanes.place():
        pass


async def test_all_places_come_back() -> None:
    """L3: whatever ended slow, quick or by an error, as many can be held afterwards as before."""
    lanes = Lanes(2, slow=1, slow_after=0.0)
    for _ in range(5):
        with pytest.raises(ValueError, match="broken"):
            await broken(lanes)
    async with AsyncExitStack() as stack, asyncio.timeout(1):
        assert len([await taken(lanes, stack) for _ in range(3)]) == 3


async def broken(lanes: Lanes) -> None:
    """Hold as many places as there are, one of them slow, and fail."""
    async with AsyncExitStack() as stack:
        for _ in range(3):
            await taken(lanes, stack)
        raise ValueError("broken")
