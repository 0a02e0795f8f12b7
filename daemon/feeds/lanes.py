"""Who may parse: a few places, and some more for documents that turn out to be slow."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SLOW_AFTER = 1.0  #: seconds; a large honest document takes less


class Lanes:
    """Hands out places, first come, first served.

    Law: never more than `places + slow` are held. Who has been at work for longer than `slow_after` seconds gives its
    place to the next who waits, as long as the slow lane has room: so bombs that run to their deadline, up to `slow` of
    them, delay nobody for longer than that.
    """

    def __init__(self, places: int, *, slow: int, slow_after: float = SLOW_AFTER) -> None:
        self._free = asyncio.Semaphore(places)
        self._slow_free = slow
        self.slow_after = slow_after  #: seconds

    @asynccontextmanager
    async def place(self) -> AsyncIterator["Place"]:
        """Wait for a place, hold it, give it back whatever happens."""
        await self._free.acquire()
        held = Place(self)
        try:
            yield held
        finally:
            held.end()

    def leave(self, place: "Place") -> None:
        """Move one that is slow into the slow lane, or look again later if that is full."""
        if self._slow_free:
            self._slow_free -= 1
            place.slow = True
            self._free.release()
        else:
            place.begin()

    def give_back(self, place: "Place") -> None:
        """Free what a place has taken up."""
        if place.slow:
            self._slow_free += 1
        else:
            self._free.release()


class Place:
    """The right to parse one document."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._timer: asyncio.TimerHandle | None = None
        self.slow = False

    def begin(self) -> None:
        """Count from here: the start of a child, which has nothing to do with the document, is over."""
        self._timer = asyncio.get_running_loop().call_later(self._lanes.slow_after, self._lanes.leave, self)

    def end(self) -> None:
        """Stop counting, and give the place back."""
        if self._timer is not None:
            self._timer.cancel()
        self._lanes.give_back(self)
