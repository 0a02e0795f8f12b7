"""What the store holds, read beside a running daemon or without one."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from daemon.errors import StoreError
from daemon.store.database import Store, Transaction, open_store
from daemon.store.migrate import is_made
from daemon.store.trouble import nothing_at

T = TypeVar("T")


def read_store(path: Path, work: Callable[[Transaction], T]) -> T | None:
    """What `work` reads, also beside a running daemon; None if nothing was ever stored. Errors: StoreError."""
    if nothing_at(path):
        return None
    store = open_store(path, alone=False)
    return asyncio.run(closing(store, _read(store, work)))


def read_known(path: Path, work: Callable[[Transaction], T]) -> T:
    """The same for what is nothing without a store. Errors: StoreError, also if nothing was ever stored."""
    found = read_store(path, lambda tx: (work(tx),))
    if found is None:
        raise StoreError(nothing_at(path) or f"nothing is in the store at {path} yet; run the daemon first")
    return found[0]


async def _read(store: Store, work: Callable[[Transaction], T]) -> T | None:
    try:
        return await store.read(work)
    except StoreError as error:
        if "no such " not in str(error):
            raise
        if not await store.read(
            lambda tx: is_made(tx.connection)
        ):  # a daemon's first start is under way, or was cut off
            return None
        store.check_version()
        raise


async def closing(store: Store, work: Awaitable[T]) -> T:
    """What the work on the store comes to; the store is closed either way."""
    try:
        return await work
    finally:
        await store.close()
