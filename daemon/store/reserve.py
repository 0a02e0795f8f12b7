"""Room on the disk that is set aside, so that what is stored can still be sent when everything else is full (S6).

A send needs a few bytes before and after it: the start of the attempt, and its result. When the disk is full the room
is given up for them; it is set aside again when there is enough.
"""

import errno
import os
from contextlib import suppress
from pathlib import Path
from shutil import disk_usage

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_A_LITTLE = 64 * 1024  #: bytes that any write of the store's could need
#: Bytes: what the write-ahead log grows to before it is folded in and begins anew, and a little more.
SIZE = 5 * 1024**2


class Reserve:
    """A file beside the store that holds the room; without a path, for a store in memory, there is none to hold."""

    def __init__(self, store: Path | None) -> None:
        self._path = store.with_name(f"{store.name}.reserve") if store else None

    def keep(self) -> bool:
        """Set the room aside, if that leaves as much again; returns whether it is there."""
        if self._path is None:
            return True
        try:
            has = self._path.exists() and self._path.stat().st_size >= SIZE
            if disk_usage(self._path.parent).free < (SIZE // 8 if has else 2 * SIZE):
                return False
            if not has:
                self._allocate(self._path, 2 * SIZE)  # and back to one: free room may be more than a quota leaves
        except OSError:
            self.give()
            return False
        return True

    def give(self) -> None:
        """Let the store have the room, if the disk lets go of it: one that is full to the brim may not."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def has_room(self) -> bool:
        """Whether a little could be written now, asked of the disk itself: nobody else says that a quota is used up.

        Law: only what says that there is no room counts as none; a disk that fails otherwise is no full one.
        """
        if self._path is None:
            return True
        probe = self._path.with_suffix(".probe")
        try:
            self._allocate(probe, _A_LITTLE)
        except OSError as error:
            return error.errno not in _NO_ROOM
        finally:
            with suppress(OSError):
                probe.unlink(missing_ok=True)
        return True

    @staticmethod
    def _allocate(path: Path, size: int) -> None:
        opened = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            os.posix_fallocate(opened, 0, size)
            os.ftruncate(opened, min(size, SIZE))
        finally:
            os.close(opened)
