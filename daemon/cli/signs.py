"""The signals that a running daemon obeys: stop, reload, and take a restored store."""

import asyncio
import signal
import sys
from collections.abc import Callable

RESTORE = signal.SIGUSR1  #: a backup lies beside the store: stop, take it in, go on


class Signs:
    """Listens from here on, on the running loop. `on_reload` is called for SIGHUP."""

    def __init__(self) -> None:
        self.on_reload: Callable[[], None] = lambda: None
        self._stop = asyncio.Event()
        self._is_restore = False
        self.failure = ""  #: why it must end, if nobody asked for it
        self._on_terminal = sys.stdin.isatty()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, self._end)
        loop.add_signal_handler(signal.SIGHUP, self._hung_up)
        loop.add_signal_handler(RESTORE, self._restore)

    async def told(self) -> bool:
        """Wait for the word to stop, and leave it to be waited for; returns whether an end is meant."""
        await self._stop.wait()
        return not self._is_restore

    async def wait(self) -> bool:
        """Wait for the word to stop; returns whether a restored store is to be taken in, and no end is meant."""
        await self._stop.wait()
        restore, self._is_restore = self._is_restore, False
        if restore:
            self._stop.clear()
        return restore

    def _end(self) -> None:
        self._is_restore = False
        self._stop.set()

    def fail(self, reason: str) -> None:
        """End, because nothing can be promised any more."""
        self.failure = reason
        self._end()

    def _restore(self) -> None:
        if not self._stop.is_set():
            self._is_restore = True
            self._stop.set()

    def _hung_up(self) -> None:
        """Read everything anew; but if SIGHUP says that our terminal is gone, there is nobody left to run for."""
        if self._on_terminal and not sys.stdin.isatty():
            self._end()
        else:
            self.on_reload()
