"""Tells the supervisor that started us how we are (systemd's notify protocol): ready, reloading, alive, stopping.

Without NOTIFY_SOCKET in the environment nobody is told. What cannot be delivered is left: the supervisor then does what
it does with a service that is silent.
"""

import os
import socket
import time
from collections.abc import Callable, Mapping

_SAID_OF = 2  #: a word of life is said so many times within the time that the supervisor waits for one


class Supervisor:
    """The other end of NOTIFY_SOCKET, if there is one. `monotonic`: seconds, of the clock that systemd reads."""

    def __init__(
        self, environment: Mapping[str, str] = os.environ, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")
        if self._address.startswith("@"):  # a name in the abstract space, which begins with a zero byte
            self._address = "\0" + self._address[1:]
        ours = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        waits = environment.get("WATCHDOG_USEC", "")
        self._every = int(waits) / 1e6 / _SAID_OF if ours and waits.isdecimal() else None
        self._monotonic = monotonic
        self._said_at: float | None = None
        self._reloading = False

    @property
    def is_reloading(self) -> bool:
        """Whether it was told of a reload, and of no end yet."""
        return self._reloading

    def ready(self, status: str) -> None:
        """We do our work, or do it again after a reload."""
        self._reloading = False
        self._say("READY=1", f"STATUS={status}")

    def reloading(self) -> None:
        """Files are read anew, or a store is taken in."""
        self._reloading = True
        self._say("RELOADING=1", f"MONOTONIC_USEC={int(self._monotonic() * 1e6)}")

    def stopping(self) -> None:
        """We were told to stop, and do."""
        self._say("STOPPING=1")

    def alive(self) -> None:
        """A word of life, if one is waited for and it is time."""
        now = self._monotonic()
        if self._every is not None and (self._said_at is None or now - self._said_at >= self._every):
            self._said_at = now
            self._say("WATCHDOG=1")

    def _say(self, *lines: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as way:
                way.setblocking(False)
                way.sendto("\n".join(lines).encode(), self._address)
        except OSError:
            return
