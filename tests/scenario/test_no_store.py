"""What commands say where nothing was stored yet, and of a store that is not this program's."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from daemon.store.database import open_store
from tests.helpers.shell import CONFIG, call, facts, said, stand_in

RULES = "rules: [{id: fire, severity: high, when: fire}]\n"
READERS = ("stats", "latency", "audit", "harvest", "incidents", "rulings", "split i1 --why x")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a config and a rule, and no store."""
    return stand_in(tmp_path, monkeypatch, config=CONFIG, rules=RULES)


@pytest.mark.parametrize("command", [*READERS, "retention"])
def test_no_store_is_no_row_of_zeros(folder: Path, command: str) -> None:
    """Zeros would look as if nothing had happened: it is said that there is no store, and nothing makes one."""
    refused = call(*command.split())
    assert refused.exit_code == 1
    assert str(refused.exception) == f"there is no store at {folder}/watchdesk.sqlite; run the daemon first"
    assert refused.stdout == ""
    assert not (folder / "watchdesk.sqlite").exists()


@pytest.mark.parametrize("command", READERS)
def test_a_store_without_tables_is_called_so(folder: Path, command: str) -> None:
    """A start that was cut off leaves a database without a table: that is said in our words, not in SQLite's."""
    with closing(sqlite3.connect(folder / "watchdesk.sqlite")) as store:
        store.execute("PRAGMA journal_mode=WAL")
    refused = call(*command.split())
    assert refused.exit_code == 1
    assert str(refused.exception) == f"nothing is in the store at {folder}/watchdesk.sqlite yet; run the daemon first"


@pytest.mark.parametrize("command", READERS)
def test_a_store_that_cannot_be_read_for_its_schema_is_of_another_version(folder: Path, command: str) -> None:
    """What lacks the tables that are asked for was written by another version; only a daemon's start mends that."""
    open_store(folder / "watchdesk.sqlite").close_now()
    with closing(sqlite3.connect(folder / "watchdesk.sqlite")) as store, store:
        tables = store.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'alembic%'")
        for (table,) in tables.fetchall():
            store.execute(f"ALTER TABLE {table} RENAME TO former_{table}")
        store.execute("UPDATE alembic_version SET version_num = '0009'")
    refused = call(*command.split())
    assert refused.exit_code == 1
    assert "another version of watchdesk" in str(refused.exception)


def test_status_says_that_there_is_no_store() -> None:
    """Neither feeds nor outbox are shown as if somebody had counted them."""
    (told,) = facts("status")
    assert (told["running"], told["revision"]) == (False, None)
    assert str(told["lacks"]).startswith("there is no store at ")
    shown = said("status")
    assert "not running" in shown
    assert "there is no store at" in shown
    assert "outbox" not in shown


def test_feeds_that_nobody_polls_are_not_only_waited_for(folder: Path) -> None:
    """Where no daemon runs, `feeds` says so; beside one that owns the store it does not."""
    assert "No daemon runs" in said("feeds")
    store = open_store(folder / "watchdesk.sqlite")
    store.show_owner(12345)
    try:
        assert "No daemon runs" not in said("feeds")
    finally:
        store.close_now()
