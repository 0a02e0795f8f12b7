"""Politeness: so many fetches at once to one host, and so many in all."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Slots:
    """Hands out the right to ask a host.

    Law: who waits for a busy host holds no place of the total, so one host with a thousand feeds delays only itself.
    """

    def __init__(self, *, total: int, per_host: int) -> None:
        self._total = asyncio.Semaphore(total)
        self._per_host = per_host
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._users: Counter[str] = Counter()  #: holding or waiting; a host nobody wants is forgotten

    @asynccontextmanager
    async def slot(self, host: str) -> AsyncIterator[None]:
        """Wait for a place, hold it, give it back whatever happens."""
        self._users[host] += 1
        try:
            async with self._hosts.setdefault(host, asyncio.Semaphore(self._per_host)), self._total:
                yield
        finally:
            self._users[host] -= 1
            if not self._users[host]:
                del self._users[host], self._hosts[host]
