"""A file that people wrote gets new content: whole, checked first, and only if nobody else changed it meanwhile."""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from daemon.yamledit import NotEditableError


def swap(path: Path, raw: bytes, content: bytes, *, check: Callable[[Path], None] = lambda _: None) -> None:
    """Write beside the file, let `check` look at that, and put it in the file's place.

    Law: the file is `raw` as it was or `content`, whatever fails; a running daemon reads whole files only.
    Errors: NotEditableError if the file is not `raw` any more; OSError; whatever `check` raises.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        _take_rights(path, new)
        check(new)
        if path.read_bytes() != raw:
            raise NotEditableError("the file has changed since it was read; try again")
        new.replace(path)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def begin(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. Law: whole, or not at all. Errors: OSError, also if it is there by now."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        if path.exists():
            raise FileExistsError(errno.EEXIST, "there is such a file by now", str(path))
        Path(name).replace(path)
    finally:
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)


def _take_rights(path: Path, new: Path) -> None:
    """The new file's mode and owner are those of the old: a daemon that could read the one reads the other."""
    shutil.copymode(path, new)
    was, now = path.stat(), new.stat()
    if (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid):
        with suppress(OSError):  # only root may give files away
            os.chown(new, was.st_uid, was.st_gid)
