"""The writer thread, and whose turn it is: what a person or a chat waits for goes before what waits beside it."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class Turns:
    """One thread, and two queues before it.

    Law: each piece of work runs once; urgent ones go before ordinary ones, within each queue who came first. Why: an
    alert to be claimed would else wait for the items of every feed that was polled meanwhile.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._urgent: deque[Callable[[], None]] = deque()
        self._ordinary: deque[Callable[[], None]] = deque()

    async def run(self, work: Callable[[], T], *, urgent: bool = False) -> T:
        """What the work returns or raises, from the thread."""
        return await asyncio.wrap_future(self.submit(work, urgent=urgent))

    def submit(self, work: Callable[[], T], *, urgent: bool = False) -> "Future[T]":
        """`run` for callers without an event loop."""
        future: Future[T] = Future()
        queue = self._urgent if urgent else self._ordinary
        queue.append(partial(_settle, future, work))
        self._thread.submit(self._next)
        return future

    def _next(self) -> None:
        (self._urgent or self._ordinary).popleft()()

    def end(self) -> None:
        """Let what waits run, then end the thread."""
        self._thread.shutdown(wait=True)


def _settle(future: "Future[Any]", work: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - it is raised where the future is waited for, as an executor does
        future.set_exception(error)
