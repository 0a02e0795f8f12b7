"""What the database's errors say of the disk under it."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from daemon.errors import StoreError

FULL = "the disk under it is full; make room there"
_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})  #: no room, for the log's index either
_FAILED = frozenset({sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC, sqlite3.SQLITE_IOERR_WRITE})
_UNSAID = sqlite3.SQLITE_IOERR_WRITE  #: what a quota that is used up looks like, and a disk that fails


@dataclass(slots=True)
class Trouble:
    """What is wrong with the disk."""

    has_room: Callable[[], bool]  #: asks the disk
    is_full: bool = False  #: until somebody finds that it is not
    failed: str = ""  #: why nothing that is saved can be relied on; for good
    reason: str = ""  #: what was said when it was full

    def note(self, error: SQLAlchemyError | sqlite3.Error) -> bool:
        """Remember what an error says; returns whether that is: full.

        Law: a failed fsync is for good, whatever succeeds after it.
        """
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(cause, "sqlite_errorcode", 0)
        if code in _FULL or (code == _UNSAID and not self.has_room()):
            self.is_full, self.reason = True, str(cause)
            return True
        if code in _FAILED or code & 0xFF == sqlite3.SQLITE_READONLY:
            self.failed = self.failed or str(cause)
        return False


def not_opened(path: Path, reason: object, *, has_room: Callable[[], bool]) -> StoreError:
    """Why a start does not get its store. A full disk is called so: SQLite has several other names for it."""
    return StoreError(f"the store {path} cannot be opened: {reason if has_room() else FULL}")


def nothing_at(path: Path) -> str | None:
    """What to say if nothing was ever stored there; None: something was. A start that is cut off leaves no bytes."""
    if not path.exists():
        return f"there is no store at {path}; run the daemon first"
    if path.stat().st_size == 0:
        return f"the store at {path} is empty; run the daemon first, or if it held anything: watchdesk restore FILE"
    return None
