"""The store: whole transactions, one owner, one schema."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from daemon.errors import StoreBusyError, StoreError
from daemon.model import FeedHealth, FeedState, Hints, Validators
from daemon.store import database
from daemon.store.database import Store, Transaction, memory_store, open_beside, open_store
from daemon.store.migrate import FOLDER
from tests.helpers.build import NOW
from tests.helpers.shell import said


async def test_a_transaction_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    """S2, S3: what was written before an error in the same transaction is not there afterwards."""
    store = open_store(tmp_path / "store.sqlite")

    def half(tx: Transaction) -> None:
        tx.feeds.save([FeedState(feed="wire", health=FeedHealth.LIVE)])
        raise RuntimeError("killed in the middle")

    with pytest.raises(RuntimeError):
        await store.write(half)
    assert await store.read(lambda tx: tx.feeds.states()) == {}
    await store.close()


async def test_a_feed_state_survives_a_restart(tmp_path: Path) -> None:
    """What is known of a feed is the same, to the microsecond and the zone, after the store is opened again."""
    state = FeedState(
        feed="wire",
        health=FeedHealth.FAILING,
        validators=Validators(etag='"a"', last_modified="yesterday"),
        body_hash="00",
        next_poll_at=NOW + timedelta(microseconds=7),
        last_poll_at=NOW,
        failures=3,
        last_error="HTTP 503",
        moved_to="https://new.example/",
        moved_count=2,
        url_key="0011223344556677",
        crashes=1,
        last_new_at=NOW - timedelta(days=3),
        hints=Hints(ttl_minutes=30, skip_hours=(1, 2), skip_days=(6,)),
        entries=12,
        flaw="the document breaks off",
        silence=2.5,
        gap_at=NOW - timedelta(days=4),
        failing_since=NOW - timedelta(hours=2),
    )
    store = open_store(tmp_path / "store.sqlite")
    await store.write(lambda tx: tx.feeds.save([state]))
    await store.close()
    store = open_store(tmp_path / "store.sqlite")
    assert await store.read(lambda tx: tx.feeds.state("wire")) == state
    assert await store.read(lambda tx: tx.feeds.due(now=NOW)) == []
    assert await store.read(lambda tx: tx.feeds.due(now=NOW + timedelta(seconds=1))) == [state.feed]
    await store.close()


async def test_a_second_owner_is_refused_and_a_looker_is_not(tmp_path: Path) -> None:
    """H3: a store has one owner; others may look while it works."""
    path = tmp_path / "store.sqlite"
    store = open_store(path)
    with pytest.raises(StoreBusyError, match="another watchdesk"):
        open_store(path)
    looker = open_store(path, alone=False)
    assert await looker.read(lambda tx: tx.feeds.states()) == {}
    await looker.close()
    await store.close()


def test_a_killed_owner_leaves_no_lock_behind(tmp_path: Path) -> None:
    """H4: the lock is the operating system's: it dies with the process, whatever files are left."""
    path = tmp_path / "store.sqlite"
    code = "import sys, os; from pathlib import Path; from daemon.store.database import open_store\n"
    code += "store = open_store(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -9
    store = open_store(path)
    asyncio.run(store.close())


async def test_a_locked_store_is_a_typed_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """S5: a stranger's write lock gives StoreBusyError after the busy time-out, and nothing half-written."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
    store = open_store(tmp_path / "store.sqlite")
    stranger = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)
    stranger.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreBusyError, match="locked"):
        await store.write(lambda tx: tx.feeds.save([FeedState(feed="wire")]))
    stranger.execute("ROLLBACK")
    stranger.close()
    await store.write(lambda tx: tx.feeds.save([FeedState(feed="wire")]))
    await store.close()


async def test_who_reads_first_can_write_then(tmp_path: Path) -> None:
    """S5: from a transaction's first read on nobody else writes, so that what it writes then is never refused."""
    store = open_store(tmp_path / "store.sqlite")
    stranger = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None, timeout=0, check_same_thread=False)

    def read_then_write(tx: Transaction) -> None:
        assert tx.feeds.fact("seen") is None
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            stranger.execute("INSERT INTO meta (key, value) VALUES ('seen', 'by a stranger')")
        tx.feeds.save_fact("seen", "by us")

    await store.write(read_then_write)
    assert await store.read(lambda tx: tx.feeds.fact("seen")) == "by us"
    stranger.close()
    await store.close()


async def test_commits_are_durable(tmp_path: Path) -> None:
    """HOUSE decision 6: SQLite runs with a write-ahead log and synchronous=FULL."""
    store = open_store(tmp_path / "store.sqlite")
    settings = await store.read(
        lambda tx: [
            tx.feeds._connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        ]
    )
    assert settings == ["wal", 2]
    await store.close()


def _made(path: Path) -> list[tuple[str, str]]:
    """What made each table and index of a database, in order."""
    with closing(sqlite3.connect(path)) as rows:
        return rows.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic%'").fetchall()


async def test_migrations_lead_to_the_tables_of_the_code(tmp_path: Path) -> None:
    """A store of the first version comes to just what a new one has, and that is the code's."""
    old, new = tmp_path / "old.sqlite", tmp_path / "new.sqlite"
    engine = create_engine(f"sqlite:///{old}")
    with engine.connect() as connection:
        settings = AlembicConfig(attributes={"connection": connection})
        settings.set_main_option("script_location", str(FOLDER))
        command.upgrade(settings, "0001")
        connection.commit()
    for path in (old, new):
        await open_store(path).close()
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    engine.dispose()
    assert _made(old) == _made(new)


async def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """S11: a program that does not know the schema must not write to it."""
    path = tmp_path / "store.sqlite"
    store = open_store(path)
    await store.close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="newer watchdesk"):
        open_store(path)


async def test_facts_are_kept() -> None:
    """A small fact is read as it was last saved."""
    store = memory_store()
    await store.write(lambda tx: tx.feeds.save_fact("drill", "yes"))
    await store.write(lambda tx: tx.feeds.save_fact("drill", "again"))
    assert await store.read(lambda tx: (tx.feeds.fact("drill"), tx.feeds.fact("other"))) == ("again", None)
    await store.close()


async def test_the_log_does_not_stay_large_after_a_long_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """S9: what a long reader keeps from being folded in goes when it has gone: the log on disk is bounded again."""
    monkeypatch.setattr(database, "LARGEST_LOG", 100_000)
    store = open_store(tmp_path / "store.sqlite")
    log = tmp_path / "store.sqlite-wal"
    reader = sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM meta").fetchone()
    for number in range(10):
        await store.write(lambda tx, n=number: [tx.feeds.save_fact(f"{n} {m}", "x" * 20_000) for m in range(40)])
    assert log.stat().st_size > 7_000_000, "nothing can be folded in while somebody reads"
    reader.execute("COMMIT")
    reader.close()
    for number in range(20):
        await store.write(lambda tx, n=number: tx.feeds.save_fact("one", str(n) * 20_000))
    assert log.stat().st_size < 1_000_000
    await store.close()


async def test_a_part_is_not_saved_by_itself_when_the_disk_is_full(tmp_path: Path) -> None:
    """S6: SQLite undoes the whole transaction then; what is tried after that must not be committed on its own."""
    store = open_store(tmp_path / "store.sqlite")

    def fills_up(tx: Transaction) -> None:
        tx.connection.exec_driver_sql("PRAGMA max_page_count=1")
        with suppress(StoreError):
            tx.attempt(lambda: tx.feeds.save_fact("big", "x" * 10_000_000))
        tx.attempt(lambda: tx.feeds.save_fact("small", "y"))

    with pytest.raises(StoreError, match="undone"):
        await store.write(fills_up)
    assert await store.read(lambda tx: (tx.feeds.fact("big"), tx.feeds.fact("small"))) == (None, None)
    await store.close()


async def test_only_the_owner_folds_the_log_in(tmp_path: Path) -> None:
    """S13: a command beside the daemon commits without a checkpoint of its own; one connection alone makes them."""
    owner = open_store(tmp_path / "store.sqlite")
    beside = open_beside(tmp_path / "store.sqlite")
    log = tmp_path / "store.sqlite-wal"

    async def folds_after(store: Store) -> int:
        asked = "PRAGMA wal_autocheckpoint"
        return int(await store.read(lambda tx: tx.connection.exec_driver_sql(asked).scalar_one()))

    assert await folds_after(owner) == 1000
    for number in range(3):
        await beside.write(lambda tx, number=number: tx.feeds.save_fact(f"f{number}", "x" * 4_000_000))
    assert log.stat().st_size > 12_000_000  # a checkpoint would have begun the log anew
    await beside.close()
    assert log.stat().st_size > 12_000_000
    await owner.write(lambda tx: tx.feeds.save_fact("last", "x"))
    await owner.write(lambda tx: tx.feeds.save_fact("last", "y"))
    assert log.stat().st_size <= 16_000_000
    await owner.close()


def test_the_version_names_what_matters_of_sqlite() -> None:
    """S13: the banner shows SQLite's version, by which the bug of a log that is begun anew is known."""
    assert f"SQLite {sqlite3.sqlite_version}" in said("--version")
