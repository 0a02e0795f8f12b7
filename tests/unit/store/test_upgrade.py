"""An old store is brought to the new schema whole, or stays what it was; the old file is kept."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from daemon.store.database import open_store
from daemon.store.examine import examine
from daemon.store.migrate import head_revision, known_revisions
from daemon.store.revisions import _scripts, _settings

_KILLED = """
import os, sys
from pathlib import Path
from sqlalchemy import Engine, event
from daemon.store.database import open_store
left = int(sys.argv[2])
@event.listens_for(Engine, "before_cursor_execute")
def _count(connection, cursor, statement, *_):
    global left
    left -= statement.lstrip().startswith(("CREATE", "ALTER", "DROP", "UPDATE"))
    if left <= 0:
        os.kill(os.getpid(), 9)
open_store(Path(sys.argv[1]))
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of the first schema, with one item in it."""
    path = tmp_path / "watchdesk.sqlite"
    engine, settings = create_engine(f"sqlite:///{path}"), _settings()
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0001")
    engine.dispose()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA journal_mode=WAL")
        needed = [row for row in database.execute("PRAGMA table_info(item)") if row[3]]
        values = {row[1]: "[]" if row[2] == "JSON" else "2016-07-08 14:00:00.000000" for row in needed}
        places = ", ".join("?" * len(values))
        database.execute(f"INSERT INTO item ({', '.join(values)}) VALUES ({places})", list(values.values()))
    return path


@pytest.mark.parametrize("statements", [2, 25])
def test_a_kill_in_the_middle_of_an_upgrade_loses_nothing(old: Path, statements: int) -> None:
    """S11: killed half-way, the store is what it was; the next start goes the whole way; the old file is kept whole."""
    done = subprocess.run([sys.executable, "-c", _KILLED, str(old), str(statements)], check=False, capture_output=True)
    assert done.returncode == -9, done.stderr
    assert examine(old).revision == "0001"
    assert examine(old).problems == ()
    open_store(old).close_now()
    seen, kept = examine(old), examine(old.with_name("watchdesk.sqlite.schema-0001"))
    assert seen.is_current
    assert kept.revision == "0001"
    assert (seen.problems, kept.problems) == ((), ())
    with closing(sqlite3.connect(old)) as database:
        assert database.execute("SELECT count(*) FROM item").fetchone() == (1,)


def test_a_migration_s_file_begins_with_its_revision() -> None:
    """What the daemon knows of revisions without loading Alembic is what Alembic knows."""
    scripts = _scripts()
    assert head_revision() == scripts.get_current_head()
    assert known_revisions() == {one.revision for one in scripts.walk_revisions()}
