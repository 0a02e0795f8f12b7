"""The loop's own heartbeat: how late it comes to what is due, and the end of a process whose loop hangs for good (H10).

A thread looks on: a loop that has not beaten for a minute will not send an alert either, and whoever restarts the
process (systemd, Docker) helps it more than waiting does. Nothing is lost by that; what was not saved is in no row.
"""

import asyncio
import faulthandler
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

log = logging.getLogger(__name__)

BEAT = 0.5  #: seconds between two beats
HANGS_AFTER = 60  #: looks of the thread, a second apart, without a beat
EXIT_CODE = 70


def exit_now() -> None:
    """End the process at once: a loop that hangs cannot be asked to stop. Its stacks go to standard error first."""
    for handler in logging.getLogger().handlers:
        handler.flush()
    with suppress(OSError, ValueError, RuntimeError):
        faulthandler.dump_traceback(file=sys.stderr)
    os._exit(EXIT_CODE)


class Pulse:
    """Beats on the running loop until it is stopped. `on_beat` is told how late each beat was, in seconds."""

    def __init__(
        self,
        on_beat: Callable[[float], None],
        *,
        on_hang: Callable[[], None] = exit_now,
        look_every: float = 1.0,
        hangs_after: int = HANGS_AFTER,
    ) -> None:
        self._on_beat = on_beat
        self._on_hang = on_hang
        self._look_every, self._hangs_after = look_every, hangs_after
        self._beats = 0
        self._stopped = threading.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to beat, and to be looked at."""
        self._task = asyncio.create_task(self._beat())
        threading.Thread(target=self._look, name="pulse", daemon=True).start()

    async def stop(self) -> None:
        """Beat no more; nobody looks any more."""
        self._stopped.set()
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _beat(self) -> None:
        while True:
            due = time.monotonic() + BEAT
            await asyncio.sleep(BEAT)
            self._beats += 1
            self._on_beat(max(time.monotonic() - due, 0.0))

    def _look(self) -> None:
        """Count looks without a beat: of a process that was stopped and goes on, both the looks and the beats stood."""
        seen, looks = self._beats, 0
        while not self._stopped.wait(self._look_every):
            looks = looks + 1 if self._beats == seen else 0
            seen = self._beats
            if looks >= self._hangs_after:
                log.error("the event loop hangs, the process ends itself", extra={"looks": looks})
                self._on_hang()
                return
