"""A file that people wrote gets new content: whole, checked first, and only if nobody else changed it meanwhile."""

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
        shutil.copymode(path, new)
        check(new)
        if path.read_bytes() != raw:
            raise NotEditableError("the file has changed since it was read; try again")
        new.replace(path)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
