"""What the process says of memory to glibc and the garbage collector, and of open files to the system."""

import ctypes
import gc
import resource
from contextlib import suppress

_ARENA_MAX = -8  #: M_ARENA_MAX in glibc's malloc.h
_FILES = 8_192  #: open at once: eight times as many as fetches can be under way
_ABSENT = (AttributeError, OSError, TypeError)
_NEW_OBJECTS = 50_000  #: some MiB


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


def look_for_cycles_seldom() -> None:
    """Let the garbage collector look through new objects not at each 700 of them, but when it may pay.

    Next to nothing here is a cycle; what one report is compared with is thousands of objects that live for a moment.
    Measured: of the 99th percentile of deciding on a report, half went into those looks.
    """
    gc.set_threshold(_NEW_OBJECTS, 20, 10)


def allow_many_files() -> None:
    """As many open files as the system lets us have, up to enough: whatever fetches take, sends must find some (H8)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):  # then fetches are what fails first: a poll comes again
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
