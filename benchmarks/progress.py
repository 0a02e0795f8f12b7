"""How far a measurement is: said over itself on a terminal; elsewhere a line of its own every few seconds."""

import sys
import time

_EVERY = 10.0  #: seconds, where each line stays
_CLEAR = "\x1b[K"


class Progress:
    """What is said on standard error while something long runs."""

    def __init__(self) -> None:
        self._stream = sys.stderr
        self._over_itself = self._stream.isatty()
        self._next = 0.0
        self._open = False  #: a line stands on the terminal that the next one goes over

    def say(self, text: str) -> None:
        """How far it is now."""
        if self._over_itself:
            self._stream.write(f"\r{text}{_CLEAR}")
            self._open = True
        elif time.monotonic() >= self._next:
            self._stream.write(f"{text}\n")
            self._next = time.monotonic() + _EVERY
        self._stream.flush()

    def end(self) -> None:
        """What follows begins a line of its own."""
        if self._open:
            self._stream.write("\n")
            self._stream.flush()
            self._open = False
