"""The database: one owner, one writer thread, one transaction at a time, whole or not at all.

`Store.write` runs a plain function inside BEGIN IMMEDIATE … COMMIT on the writer thread; `Store.read` the same without
writing. SQLite runs with WAL and synchronous=FULL: what was committed survives a power cut. A daemon owns its store by
an operating-system lock, which dies with the process, so a stale lock file never keeps anybody out.
"""

import fcntl
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from daemon.errors import StoreBusyError, StoreError
from daemon.store.acts import ActRecords
from daemon.store.clock import ClockRecords
from daemon.store.copying import keep_old, take_in
from daemon.store.deliveries import DeliveryRecords
from daemon.store.feeds import FeedRecords
from daemon.store.gathered import GatherRecords
from daemon.store.incidents import IncidentRecords
from daemon.store.items import ItemRecords
from daemon.store.live import LiveRecords
from daemon.store.migrate import must_be_current, upgrade
from daemon.store.outbox import Outbox
from daemon.store.pages import PageRecords
from daemon.store.rates import RateRecords
from daemon.store.reserve import Reserve
from daemon.store.retention import RetentionRecords
from daemon.store.rulings import RulingRecords
from daemon.store.silences import SilenceRecords
from daemon.store.subscriptions import SubscriptionRecords
from daemon.store.tallies import TallyRecords
from daemon.store.texts import TextRecords
from daemon.store.trouble import Trouble, not_opened, nothing_at
from daemon.store.turns import Turns

T = TypeVar("T")
BUSY_TIMEOUT_MS = 5000
LARGEST_LOG = 64 * 1024**2  #: bytes of the write-ahead log that stay on disk once it is folded in (S9)
_FOLDS_AFTER = 1000  #: pages of it
_TRIES, _BETWEEN_TRIES = 3, 0.05  #: to take the lock; seconds


@dataclass(frozen=True, slots=True)
class Transaction:
    """The records of one transaction: everything done through it is saved together or not at all."""

    connection: Connection

    acts: ActRecords
    clock: ClockRecords
    deliveries: DeliveryRecords
    feeds: FeedRecords
    gathered: GatherRecords
    items: ItemRecords
    incidents: IncidentRecords
    live: LiveRecords
    outbox: Outbox
    pages: PageRecords
    rates: RateRecords
    retention: RetentionRecords
    rulings: RulingRecords
    silences: SilenceRecords
    subscriptions: SubscriptionRecords
    tallies: TallyRecords
    texts: TextRecords

    def attempt(self, work: Callable[[], T]) -> T:
        """Run a part of the transaction that may fail by itself: an error undoes that part and nothing else.

        Errors: StoreError if SQLite has undone the whole transaction, as it does when the disk is full: what would be
        done after that would be saved by itself.
        """
        if not self._is_open():
            raise StoreError("the transaction is undone already")
        part = self.connection.connection.cursor()  # not by SQLAlchemy's nesting, which costs ten times as much
        part.execute("SAVEPOINT part")
        try:
            result = work()
        except BaseException as error:
            if not self._is_open():
                raise StoreError(f"the store failed: {error}") from error
            part.execute("ROLLBACK TO part")
            part.execute("RELEASE part")
            raise
        part.execute("RELEASE part")
        return result

    def _is_open(self) -> bool:
        driver = self.connection.connection.driver_connection
        return isinstance(driver, sqlite3.Connection) and driver.in_transaction


class Store:
    """An open store. Use `open_store` or `memory_store`; close it with `close`."""

    def __init__(self, engine: Engine, turns: Turns, lock: IO[str] | None, *, path: Path | None = None) -> None:
        self.reserve = Reserve(path)
        self.trouble = Trouble(self.reserve.has_room)
        self._engine = engine
        self._turns = turns
        self._lock = lock

    async def write(self, work: Callable[[Transaction], T], *, urgent: bool = False) -> T:
        """Run `work` in one transaction and commit it. Errors: StoreError; nothing of it is saved then.

        `urgent`: a chat or a person waits for it; it goes before what is not.
        """
        return await self._turns.run(partial(self._run, work, commit=True), urgent=urgent)

    async def read(self, work: Callable[[Transaction], T], *, urgent: bool = False) -> T:
        """Run `work` on a consistent view; whatever it writes is thrown away. Errors: StoreError."""
        return await self._turns.run(partial(self._run, work, commit=False), urgent=urgent)

    def write_now(self, work: Callable[[Transaction], T]) -> T:
        """`write` for callers without an event loop. Not for use beside `write` from another thread."""
        return self._run(work, commit=True)

    def _run(self, work: Callable[[Transaction], T], *, commit: bool) -> T:
        try:
            with self._engine.connect() as connection, connection.begin() as transaction:
                result = work(_transaction(connection))
                if not commit:
                    transaction.rollback()
                return result
        except StoreError as error:
            if isinstance(error.__cause__, SQLAlchemyError | sqlite3.Error):
                self.trouble.note(error.__cause__)
            raise
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise self._error_of(error) from error

    def _error_of(self, error: SQLAlchemyError | sqlite3.Error) -> StoreError:
        if self.trouble.note(error):
            return StoreError("the disk under the store is full; make room there")
        return _store_error(error)

    def show_owner(self, number: int) -> None:
        """Let other commands find the process that owns this store: write its number into the lock."""
        if self._lock:
            self._lock.truncate(0)
            self._lock.write(f"{number}\n")
            self._lock.flush()

    def upgrade_now(self) -> None:
        """Bring the schema up to date. Errors: StoreError, also for a store that a newer version wrote."""
        try:
            upgrade(self._engine)
        except SQLAlchemyError as error:
            raise self._error_of(error) from error

    def check_version(self) -> None:
        """Errors: StoreError if the schema is not the one of this program."""
        try:
            must_be_current(self._engine)
        except SQLAlchemyError as error:
            raise _store_error(error) from error

    async def close(self) -> None:
        """Fold the write-ahead log into the file and let go of the store."""
        await self._turns.run(self.close_now)
        self._turns.end()

    def close_now(self) -> None:
        """`close` for callers without an event loop."""
        self._engine.dispose()
        if self._lock:
            self._lock.close()


def _transaction(connection: Connection) -> Transaction:
    return Transaction(
        connection=connection,
        acts=ActRecords(connection),
        clock=ClockRecords(connection),
        deliveries=DeliveryRecords(connection),
        feeds=FeedRecords(connection),
        gathered=GatherRecords(connection),
        items=ItemRecords(connection),
        incidents=IncidentRecords(connection),
        live=LiveRecords(connection),
        outbox=Outbox(connection),
        pages=PageRecords(connection),
        rates=RateRecords(connection),
        retention=RetentionRecords(connection),
        rulings=RulingRecords(connection),
        silences=SilenceRecords(connection),
        subscriptions=SubscriptionRecords(connection),
        tallies=TallyRecords(connection),
        texts=TextRecords(connection),
    )


def open_store(path: Path, *, alone: bool = True) -> Store:
    """Open a SQLite store, creating or upgrading it. `alone=False` opens it for looking only, beside a daemon.

    Errors: StoreBusyError if another daemon owns it; StoreError if it cannot be opened or is newer than this program.
    """
    lock = _own(path) if alone else None
    if lock:
        _prepare(path, lock)
    if not alone and (reason := nothing_at(path)):
        raise StoreError(reason)
    turns = Turns()
    store = Store(_engine(f"sqlite:///{path}", wal=alone), turns, lock, path=path if alone else None)
    if not store.reserve.keep():
        store.trouble.is_full = True
        store.reserve.give()
    try:
        if alone:
            turns.submit(store.upgrade_now).result()
    except StoreError:
        store.close_now()
        turns.end()
        raise
    return store


def _prepare(path: Path, lock: IO[str]) -> None:
    """Let a backup take the store's place that was laid beside it, and keep a store of an older schema.

    Errors: StoreError; the store is let go of then.
    """
    try:
        take_in(path)
        keep_old(path)
    except (OSError, sqlite3.Error) as error:
        lock.close()
        raise not_opened(path, error, has_room=Reserve(path).has_room) from error
    except StoreError:
        lock.close()
        raise


def open_beside(path: Path) -> Store:
    """Open a store to act on it, whether a daemon runs on it or not: each takes the other's commits as they come.

    Errors: StoreError if there is none, or if it is not of this version: only a daemon's start brings it up to date.
    """
    if reason := nothing_at(path):
        raise StoreError(reason)
    turns = Turns()
    store = Store(_engine(f"sqlite:///{path}", wal=True, folds=False), turns, None)
    try:
        turns.submit(store.check_version).result()
    except StoreError:
        store.close_now()
        turns.end()
        raise
    return store


def memory_store() -> Store:
    """A store in memory: for replays, drills and tests; it dies with the process."""
    turns = Turns()
    store = Store(_engine("sqlite://", wal=False), turns, None)
    turns.submit(store.upgrade_now).result()
    return store


def _own(path: Path) -> IO[str]:
    """Take the operating system's lock on the store, or refuse at once."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = _lock_file(path).open("a+")  # not "w": it may hold the number of the daemon that owns it
    except OSError as error:
        raise not_opened(path, error.strerror, has_room=Reserve(path).has_room) from error
    if not any(_locked(lock) for _ in range(_TRIES)):
        lock.close()
        raise StoreBusyError(f"another watchdesk is running on {path}; stop it first")
    lock.truncate(0)
    return lock


def _locked(lock: IO[str]) -> bool:
    """Take the lock, if nobody has it; else wait a moment, for a command that only looks lets go of it at once."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        time.sleep(_BETWEEN_TRIES)
        return False
    return True


def _lock_file(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def owner_of(path: Path) -> int | None:
    """The process number of the daemon that owns a store and has shown it; None if there is none.

    Law: a number that is returned is that of a process which lives, as far as this can be known: it holds the lock.
    Errors: StoreError if nobody may look.
    """
    try:
        with _lock_file(path).open("r+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                number = lock.read().strip()
                return int(number) if number.isdecimal() else None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"the lock of {path} cannot be read: {error.strerror}") from error
    return None


def _engine(url: str, *, wal: bool, folds: bool = True) -> Engine:
    """`folds`: it may fold the write-ahead log in; two connections that do so at once can lose commits (S13)."""
    # Transactions are ended where they are begun (`_run`): nothing is left to be reset.
    engine = create_engine(
        url, poolclass=StaticPool, pool_reset_on_return=None, connect_args={"check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves; the driver's own would be deferred
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA foreign_keys=ON")
        if wal:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA journal_size_limit={LARGEST_LOG}")
            connection.execute(f"PRAGMA wal_autocheckpoint={_FOLDS_AFTER if folds else 0}")
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # IMMEDIATE takes the write lock at once: a read that later writes could else fail half-way (fault S5).
        connection.connection.cursor().execute("BEGIN IMMEDIATE" if wal else "BEGIN")

    return engine


def _store_error(error: SQLAlchemyError | sqlite3.Error) -> StoreError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(error, OperationalError | sqlite3.OperationalError) and "locked" in str(cause):
        return StoreBusyError("the store is locked by another program")
    return StoreError(f"the store failed: {cause}")
