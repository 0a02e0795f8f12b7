"""The door of a web server that strangers can reach: so many connections at once, and none of them for long."""

import asyncio
from typing import Any

from aiohttp import web

MAX_CONNECTIONS = 100
CONNECTION_SECONDS = 60.0  #: that one connection may last, whatever it does


class Gate(web.Server):
    """Lets so many connections in at once, and none for long: the library itself waits for a slow header for ever."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._ends: dict[web.RequestHandler, tuple[asyncio.TimerHandle, asyncio.Transport]] = {}

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """Take a connection, or turn it away."""
        super().connection_made(handler, transport)
        seconds = CONNECTION_SECONDS if len(self._ends) < MAX_CONNECTIONS else 0
        self._ends[handler] = (asyncio.get_running_loop().call_later(seconds, transport.abort), transport)

    def connection_lost(self, handler: web.RequestHandler, exc: BaseException | None = None) -> None:
        """Forget a connection."""
        if end := self._ends.pop(handler, None):
            end[0].cancel()
        super().connection_lost(handler, exc)

    def drop_all(self) -> None:
        """Cut every connection."""
        for _, transport in self._ends.values():
            transport.abort()
