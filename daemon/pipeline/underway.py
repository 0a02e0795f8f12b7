"""What a stage has under way: tasks by name, at most one a name. What is not done when they are dropped is in rows."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class UnderWay(Generic[T]):
    """Tasks by name. `on_bug` hears of each that ends by an error that it should not have let out."""

    def __init__(self, on_bug: Callable[[str, BaseException], None]) -> None:
        self._on_bug = on_bug
        self._tasks: dict[str, asyncio.Task[T]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._tasks

    def __len__(self) -> int:
        return len(self._tasks)

    def task(self, name: str) -> "asyncio.Task[T] | None":
        """The task of that name, if it is under way."""
        return self._tasks.get(name)

    def names(self) -> list[str]:
        """The names of all that is under way."""
        return list(self._tasks)

    def tasks(self) -> "list[asyncio.Task[T]]":
        """All that is under way."""
        return list(self._tasks.values())

    def start(self, name: str, work: Coroutine[Any, Any, T], *, title: str) -> "asyncio.Task[T]":
        """Begin; `title` is what the task is called."""
        task = asyncio.create_task(work, name=title)
        self._tasks[name] = task
        task.add_done_callback(lambda done: self._ended(name, done))
        return task

    def drop(self, name: str) -> "asyncio.Task[T]":
        """Cancel one, and make room for another of its name at once; returns it, for it may take a while to end."""
        task = self._tasks.pop(name)
        task.cancel()
        return task

    async def rest(self, name: str) -> None:
        """Wait until nothing of that name is under way."""
        while task := self._tasks.get(name):
            await asyncio.wait([task])
            await asyncio.sleep(0)  # let the task's callback run

    async def drain(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self.tasks())
            await asyncio.sleep(0)  # let the tasks' callbacks run

    async def stop(self, *, within: timedelta = timedelta()) -> None:
        """Give all that time to end, then cancel what is left and wait for it."""
        tasks = self.tasks()
        if tasks and within:
            await asyncio.wait(tasks, timeout=within.total_seconds())
        for task in tasks:
            task.cancel()  # of no effect on what has ended
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, name: str, task: "asyncio.Task[T]") -> None:
        if self._tasks.get(name) is task:
            del self._tasks[name]
        if not task.cancelled() and (error := task.exception()):
            self._on_bug(name, error)
