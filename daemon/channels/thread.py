"""Blocking work in a thread that never holds up the end of the program, unlike the event loop's own pool."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


def in_thread(work: Callable[[], T], *, name: str) -> "asyncio.Future[T]":
    """Run `work` in a daemon thread of its own; its result or error is the future's."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()
    outcome.add_done_callback(lambda done: done.cancelled() or done.exception())  # read even if nobody waits any more

    def settle(result: T) -> None:
        if not outcome.done():
            outcome.set_result(result)

    def fail(error: Exception) -> None:
        if not outcome.done():
            outcome.set_exception(error)

    def run() -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 (whatever it is, it belongs to whoever waits)
                loop.call_soon_threadsafe(fail, error)
            else:
                loop.call_soon_threadsafe(settle, result)

    threading.Thread(target=run, name=name, daemon=True).start()
    return outcome
