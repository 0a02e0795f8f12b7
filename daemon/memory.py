"""What the process says to glibc about memory. Other C libraries have no such calls, or do it by themselves."""

import ctypes
from contextlib import suppress

_ARENA_MAX = -8  #: M_ARENA_MAX in glibc's malloc.h
_ABSENT = (AttributeError, OSError, TypeError)


def share_one_pool() -> None:
    """Let all threads take memory from one pool; to be called before the first thread starts.

    Else each thread keeps what it once needed to itself: 6,000 hostile feeds left 13 MiB so. The interpreter runs one
    thread at a time, so that they hardly wait for each other.
    """
    with suppress(*_ABSENT):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Return freed memory to the system: glibc would keep what one large document took, for ever (measured: 10 MiB)."""
    with suppress(*_ABSENT):
        ctypes.CDLL(None).malloc_trim(0)
