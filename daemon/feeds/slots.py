"""Politeness: so many fetches at once to one host, so many in all, and a pause between two requests to one host."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

Sleep = Callable[[float], Awaitable[None]]
_NO_PAUSE = timedelta(0)
LONGEST_HOLD = timedelta(minutes=1)  #: the feed that was told waits as long as was asked; its neighbours ask again


class Slots:
    """Hands out the right to ask a host.

    Law: who waits for a busy host holds no place of the total, so one host with a thousand feeds delays only itself;
    two requests to one host begin at least the pause apart, also when the host was idle in between. A host that asked
    for patience is left alone for a while by all who come, whichever feed it said it to.
    """

    def __init__(
        self,
        *,
        total: int,
        per_host: int,
        pause: timedelta = _NO_PAUSE,
        clock: Callable[[], float] | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """`clock` (seconds, monotonic; default: the loop's) and `sleep` are for callers with a time of their own."""
        self._total = asyncio.Semaphore(total)
        self._per_host = per_host
        self._pause = pause.total_seconds()
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def slot(self, host: str, *, pausing: bool = True) -> AsyncIterator[None]:
        """Wait for a place, hold it, give it back whatever happens. `pausing=False`: without the pause."""
        place = self._hosts.setdefault(host, _Host(self._per_host))
        place.users += 1
        try:
            async with place.places:
                if pausing:
                    await self._wait_for_turn(place)
                async with self._total:
                    yield
        finally:
            place.users -= 1
            self._forget(host, place)

    def hold_off(self, host: str, wait: timedelta) -> None:
        """Begin no further request to a host for so long, within reason; whoever pauses not, is not held up."""
        place = self._hosts.setdefault(host, _Host(self._per_host))
        place.next_turn = max(place.next_turn, self._clock() + min(wait, LONGEST_HOLD).total_seconds())

    async def _wait_for_turn(self, place: "_Host") -> None:
        """Take the next moment at which the host may be asked, and wait for it."""
        now = self._clock()
        turn = max(now, place.next_turn)
        place.next_turn = turn + self._pause
        if turn > now:
            await self._sleep(turn - now)

    def _forget(self, host: str, place: "_Host") -> None:
        """Drop a host that nobody wants, once its pause is over; others that are over go with it."""
        if not self._pause and not place.users and place.next_turn <= self._clock():
            del self._hosts[host]
        elif len(self._hosts) > _KEPT_HOSTS:
            now = self._clock()
            self._hosts = {name: one for name, one in self._hosts.items() if one.users or one.next_turn > now}


_KEPT_HOSTS = 1_000  #: before those that nobody wants are looked for


class _Host:
    """One host's places, and when it may be asked next."""

    def __init__(self, per_host: int) -> None:
        self.places = asyncio.Semaphore(per_host)
        self.next_turn = 0.0
        self.users = 0  #: holding or waiting
