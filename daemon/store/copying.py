"""A store's file -> a copy of it, made while a daemon goes on writing; and a copy -> the store, whole or not at all.

A copy carries a mark (the fact `copied`: when it was made, and a token). Whoever starts on a store with that mark knows
that it is a restored one, whatever way it came into its place: see `pipeline/restoring.py`. What a restore replaces is
kept beside the store.
"""

import json
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from daemon.errors import StoreError
from daemon.store.examine import first, last_at, open_readonly, problems_of, revision_of
from daemon.store.migrate import head_revision, known_revisions
from daemon.store.trouble import nothing_at

COPIED = "copied"  #: the fact that marks a copy
_SECONDS = 600.0  #: that a copy may be checked
_SPARE = 16 * 1024**2  #: bytes that stay free beside a copy
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy of a store."""

    size_bytes: int
    at: datetime  #: what it holds was there by then
    token: str


def back_up(store: Path, target: Path, *, now: datetime) -> Copy:
    """Copy a store as it is at this moment, beside a daemon or without one, and check the copy.

    Law: the target is there whole, or not at all; nobody else may read it. Errors: StoreError.
    """
    if reason := nothing_at(store):
        raise StoreError(f"{reason}; nothing was copied")
    return _copied(store, target, at=now)


def stage(copy: Path, store: Path) -> Copy:
    """Check a copy, and lay it beside the store, where the store's next owner takes it in.

    Errors: StoreError if it is no store, damaged, newer than this program, or holds what no store holds.
    """
    if not copy.is_file():
        raise StoreError(f"there is no file {copy}")
    store.parent.mkdir(parents=True, exist_ok=True)
    return _copied(copy, incoming(store), at=None)


def incoming(store: Path) -> Path:
    """Where a copy waits that will take the store's place."""
    return store.with_name(f"{store.name}.incoming")


def replaced(store: Path) -> Path:
    """Where the store is kept that a restore has replaced."""
    return store.with_name(f"{store.name}.before-restore")


def take_in(store: Path) -> bool:
    """Let a copy that waits take the store's place; call it as the owner. Law: a crash at any step is made up for."""
    new = incoming(store)
    if not new.exists():
        return False
    former = replaced(store)
    if store.exists():
        for suffix in ("-wal", ""):  # the log first: without its file it is nobody's
            with suppress(FileNotFoundError):
                Path(f"{store}{suffix}").replace(f"{former}{suffix}")
    for suffix in ("-wal", "-shm"):
        Path(f"{store}{suffix}").unlink(missing_ok=True)
    new.replace(store)
    _flush(store.parent)
    return True


def keep_old(store: Path) -> Path | None:
    """Keep a store that this program is about to bring to its own schema, beside it; None: nothing is to be kept.

    Why: an older program cannot read what a newer one has made of it, so the way back is this copy (S11).
    """
    if not store.exists() or store.stat().st_size == 0:
        return None
    with closing(open_readonly(store)) as database:
        revision = revision_of(database)
        if revision is None or revision == head_revision() or revision not in known_revisions():
            return None
        if last_at(database) is None:
            return None
    kept = store.with_name(f"{store.name}.schema-{revision}")
    _copied(store, kept, at=None)
    return kept


def _copied(source: Path, target: Path, *, at: datetime | None) -> Copy:
    """`at`: when it is copied; None: a copy is copied again, and says itself."""
    part = target.with_name(f".{target.name}.{token_hex(4)}")
    try:
        _room_for(source, target.parent)
        with closing(open_readonly(source)) as there:
            _must_be_a_store(there, source)
            part.touch(mode=_PRIVATE)
            with closing(sqlite3.connect(part, isolation_level=None)) as here:
                there.backup(here)  # in one step: a moment of the store, while others go on writing
                here.execute("PRAGMA journal_mode=DELETE")
                made = _marked(here, at=at)
                _must_be_whole(here, source)
        _flush(part)
        size = part.stat().st_size
        part.replace(target)
        _flush(target.parent)
    except sqlite3.Error as error:
        raise StoreError(f"{source} cannot be copied: {error}") from error
    except OSError as error:
        raise StoreError(f"{source} cannot be copied to {target}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
    return Copy(size_bytes=size, at=made[0], token=made[1])


def _room_for(source: Path, folder: Path) -> None:
    needed, free = source.stat().st_size + _SPARE, shutil.disk_usage(folder).free
    if free < needed:
        raise StoreError(f"{folder} has room for {free:,} bytes, and the copy needs {needed:,}; make room first")


def _must_be_a_store(database: sqlite3.Connection, path: Path) -> None:
    try:
        revision = revision_of(database)
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path} is no store of watchdesk ({error})") from error
    if revision is None:
        empty = " (it is empty)" if path.stat().st_size == 0 else ""
        raise StoreError(f"{path} is no store of watchdesk{empty}")
    if revision not in known_revisions():
        raise StoreError(f"{path} was written by a newer watchdesk; upgrade the program first")
    if first(database, "SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view')"):
        raise StoreError(f"{path} holds code (a trigger or a view), which no store of watchdesk does; it is not used")


def _must_be_whole(database: sqlite3.Connection, path: Path) -> None:
    problems, is_checked = problems_of(database, seconds=_SECONDS)
    if problems:
        raise StoreError(f"{path} is damaged: {'; '.join(problems)}; use an older backup")
    if not is_checked:
        raise StoreError(f"{path} could not be checked within {_SECONDS:.0f} s; is the disk very slow?")


def _marked(database: sqlite3.Connection, *, at: datetime | None) -> tuple[datetime, str]:
    """Mark the copy; one that has a mark keeps the moment of it. The token is always a new one."""
    said = first(database, f"SELECT value FROM meta WHERE key='{COPIED}'")  # noqa: S608
    known = datetime.fromisoformat(json.loads(said)["at"]) if said else last_at(database)
    moment = at or known
    if moment is None:
        raise StoreError("the copy has seen nothing yet: there is nothing to restore")
    token = token_hex(8)
    mark = json.dumps({"at": moment.isoformat(), "token": token})
    database.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (COPIED, mark))
    return moment, token


def _flush(path: Path) -> None:
    """Let what was written to a file, or what a folder names, survive a power cut."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
