"""Looks at a store's file from outside, beside a daemon or without one: whole, current, how large? Reads only.

The look has a deadline, for a reader keeps the write-ahead log from being folded in as long as it reads (S9).
"""

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from daemon.errors import StoreError
from daemon.store.migrate import head_revision, known_revisions

_SECONDS = 60.0
_STEPS = 20_000  #: of SQLite's machine, between two looks at the time
_MOST_PROBLEMS = 5
#: Where the latest instants stand, in columns that have an index.
_LATEST = (("item", "arrived_at"), ("delivery", "finished_at"), ("act", "at"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What there is to say of a store's file."""

    size_bytes: int
    wal_bytes: int  #: of the write-ahead log beside it
    free_bytes: int  #: within the file: it is used again before the file grows
    revision: str | None  #: of the schema; None: no store of watchdesk, or an empty one
    is_current: bool  #: the schema is this program's
    is_newer: bool  #: the schema is one that this program does not know
    problems: tuple[str, ...]  #: what SQLite finds damaged
    is_checked: bool  #: False: the time was too short to look at all of it
    last_at: datetime | None  #: the latest instant that it has seen


def examine(path: Path, *, seconds: float = _SECONDS) -> Examined:
    """Look at a store. Errors: StoreError if it cannot be read at all."""
    try:
        with closing(open_readonly(path)) as database:
            return _examined(database, path, seconds)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"the store {path} cannot be read: {error}") from error


def open_readonly(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, and trusts no code in the schema."""
    database = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=5, isolation_level=None)
    database.execute("PRAGMA trusted_schema=OFF")
    return database


def revision_of(database: sqlite3.Connection) -> str | None:
    """The revision of a database's schema; None if it was not made by watchdesk."""
    if not first(database, "SELECT 1 FROM sqlite_master WHERE type='table' AND name='alembic_version'"):
        return None
    revision = first(database, "SELECT version_num FROM alembic_version")
    return None if revision is None else str(revision)


def first(database: sqlite3.Connection, question: str) -> Any:
    """The first value of the first row of an answer; None for no row."""
    row = next(database.execute(question), None)
    return None if row is None else row[0]


def problems_of(database: sqlite3.Connection, *, seconds: float) -> tuple[tuple[str, ...], bool]:
    """What SQLite finds damaged, and whether it could look at everything in that time."""
    end = time.monotonic() + seconds
    database.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        found = [str(row[0]) for row in database.execute(f"PRAGMA integrity_check({_MOST_PROBLEMS})")]
        strays = list(islice(database.execute("PRAGMA foreign_key_check"), _MOST_PROBLEMS))
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            return (), False
        raise
    finally:
        database.set_progress_handler(None, 0)
    found = [one for one in found if one != "ok"]
    return (*found, *(f"a row of {row[0]} belongs to nothing" for row in strays)), True


def _examined(database: sqlite3.Connection, path: Path, seconds: float) -> Examined:
    revision = revision_of(database)
    problems, is_checked = problems_of(database, seconds=seconds)
    page_bytes, free = (int(first(database, f"PRAGMA {name}")) for name in ("page_size", "freelist_count"))
    wal = path.with_name(path.name + "-wal")
    return Examined(
        size_bytes=path.stat().st_size,
        wal_bytes=wal.stat().st_size if wal.exists() else 0,
        free_bytes=page_bytes * free,
        revision=revision,
        is_current=revision == head_revision(),
        is_newer=revision is not None and revision not in known_revisions(),
        problems=problems,
        is_checked=is_checked,
        last_at=last_at(database) if revision == head_revision() else None,
    )


def last_at(database: sqlite3.Connection) -> datetime | None:
    """The latest instant that a store has seen; None: it is new."""
    there = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    asked = [f"SELECT max({column}) FROM {table}" for table, column in _LATEST if table in there]  # noqa: S608
    found = [first(database, question) for question in asked]
    instants = [datetime.fromisoformat(one).replace(tzinfo=UTC) for one in found if one]
    return max(instants, default=None)
