"""What the store holds, read beside a running daemon or without one."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from daemon.errors import StoreError
from daemon.store.database import Store, Transaction, open_store
from daemon.store.trouble import nothing_at

T = TypeVar("T")


def read_store(path: Path, work: Callable[[Transaction], T]) -> T | None:
    """What `work` reads, also beside a running daemon; None if nothing was ever stored. Errors: StoreError."""
    if nothing_at(path):
        return None
    store = open_store(path, alone=False)
    try:
        return asyncio.run(closing(store, store.read(work)))
    except StoreError as error:
        if "no such table" in str(error):  # it is empty: a daemon's first start is under way, or was cut off
            return None
        raise


async def closing(store: Store, work: Awaitable[T]) -> T:
    """What the work on the store comes to; the store is closed either way."""
    try:
        return await work
    finally:
        await store.close()
