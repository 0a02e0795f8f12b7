"""A store is copied whole beside its writer, and a copy takes its place whole or not at all."""

import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from daemon.errors import StoreError
from daemon.store.copying import back_up, incoming, replaced, stage, take_in
from daemon.store.database import open_store
from tests.helpers.build import NOW


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store that nobody owns, with one fact in it."""
    path = tmp_path / "desk" / "watchdesk.sqlite"
    store = open_store(path)
    store.write_now(lambda tx: tx.feeds.save_fact("which", "old"))
    store.close_now()
    return path


def which(path: Path) -> str:
    """The fact that tells two stores apart."""
    with closing(sqlite3.connect(path)) as database:
        (found,) = database.execute("SELECT value FROM meta WHERE key='which'").fetchone()
    return str(found)


def test_a_copy_made_under_load_is_one_moment_of_the_store(path: Path, tmp_path: Path) -> None:
    """S10: while transactions write two facts each, every copy is whole, and has both facts of one transaction."""
    store, end = open_store(path), threading.Event()
    rounds = 0

    def load() -> None:
        nonlocal rounds
        while not end.is_set():
            rounds += 1
            text = str(rounds)
            store.write_now(lambda tx, text=text: [tx.feeds.save_fact(key, text * 2000) for key in ("one", "two")])

    writer = threading.Thread(target=load)
    writer.start()
    try:
        before = rounds
        for number in range(10):
            back_up(path, tmp_path / f"{number}.sqlite", now=NOW)
    finally:
        end.set()
        writer.join()
        store.close_now()
    assert rounds > before, "nobody wrote meanwhile"
    for number in range(10):
        with closing(sqlite3.connect(tmp_path / f"{number}.sqlite")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            facts = dict(database.execute("SELECT key, value FROM meta WHERE key IN ('one', 'two')"))
            assert facts.get("one") == facts.get("two")


def test_a_copy_is_one_file_for_its_owners_eyes(path: Path, tmp_path: Path) -> None:
    """R12: a backup is readable for its owner alone, and nothing lies beside it."""
    folder = tmp_path / "backups"
    folder.mkdir()
    back_up(path, folder / "copy.sqlite", now=NOW)
    assert [one.name for one in folder.iterdir()] == ["copy.sqlite"]
    assert stat.S_IMODE((folder / "copy.sqlite").stat().st_mode) == 0o600


def _no_store(copy: Path) -> None:
    copy.write_text("not a database", encoding="utf-8")


def _another_program(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute("CREATE TABLE other (id INTEGER)")


def _newer(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute("UPDATE alembic_version SET version_num='9999'")


def _with_code(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute("CREATE TRIGGER bad AFTER INSERT ON item BEGIN DELETE FROM delivery; END")


def _torn(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 6000] = b"\xff" * 6000
    copy.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_no_store, "no store"),
        (_another_program, "no store of watchdesk"),
        (_newer, "newer watchdesk"),
        (_with_code, "trigger"),
        (_torn, "damaged|malformed"),
        (Path.unlink, "there is no file"),
    ],
)
def test_what_is_no_sound_backup_is_refused_and_changes_nothing(
    path: Path, tmp_path: Path, spoil: Callable[[Path], None], says: str
) -> None:
    """S10: a file that is no store, damaged, newer or with code in it never comes near the store."""
    copy = tmp_path / "copy.sqlite"
    back_up(path, copy, now=NOW)
    spoil(copy)
    before = {one.name for one in path.parent.iterdir()}
    with pytest.raises(StoreError, match=says):
        stage(copy, path)
    assert {one.name for one in path.parent.iterdir()} == before
    assert which(path) == "old"


@pytest.mark.parametrize("step", ["nothing", "log moved", "store moved", "all but the log"])
def test_a_crash_at_any_step_of_a_restore_is_made_up_for(path: Path, tmp_path: Path, step: str) -> None:
    """S10: whatever a crash has left, the next owner runs on the backup, whole, and the former store is kept."""
    copy = tmp_path / "copy.sqlite"
    store = open_store(path)
    store.write_now(lambda tx: tx.feeds.save_fact("which", "backup"))
    store.close_now()
    back_up(path, copy, now=NOW)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE meta SET value='old' WHERE key='which'")
    stage(copy, path)
    former, log = replaced(path), Path(f"{path}-wal")
    log.write_bytes(b"a log that belongs to the former store")
    if step in {"log moved", "store moved"}:
        log.replace(f"{former}-wal")
    if step in {"store moved", "all but the log"}:
        path.replace(former)
    open_store(path).close_now()
    assert which(path) == "backup"
    assert former.exists()
    assert not incoming(path).exists()
    assert not take_in(path), "it is taken in once"


def test_without_a_waiting_backup_a_start_changes_nothing(path: Path) -> None:
    """A store whose owner starts as ever stays what it is."""
    open_store(path).close_now()
    assert which(path) == "old"
    assert not replaced(path).exists()
