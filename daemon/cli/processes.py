"""Work on pages of items in processes of their own: results in the order given, and few pages under way at once."""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from daemon.errors import WatchdeskError
from daemon.rules.assemble import assemble
from daemon.rules.read import ReadFile
from daemon.rules.ruleset import RuleSet

P = TypeVar("P")
Submit = Callable[..., Future[Any]]
METHOD = "fork" if sys.platform == "linux" else "spawn"  #: elsewhere system libraries may not live through a fork
FEW = 200  #: items; fewer are done before further processes have started
_AHEAD = 3  #: pages that wait for each process
_task: list[Any] = []  #: of this process, since it was started


class Recipe(Protocol):
    """How a process that shares nothing with this one makes its own task."""

    def made(self) -> Any:
        """The task."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Rule sets as they were read: for a process that cannot be handed what was made of them."""

    read: Mapping[str, tuple[ReadFile, ...]]
    commits: Mapping[str, str]

    @classmethod
    def of(cls, sides: Mapping[str, RuleSet]) -> "Sides":
        """What these sets were made of."""
        read = {name: tuple(one.origin.read) if one.origin else () for name, one in sides.items()}
        return cls(read, {name: one.commit for name, one in sides.items()})

    def made(self) -> dict[str, RuleSet]:
        """The same sets; what the later ones have in common with the first is taken over from it."""
        built: dict[str, RuleSet] = {}
        for name, read in self.read.items():
            first = next(iter(built.values()), None)
            one = assemble(read, [], all_read=True, previous=first) if read else RuleSet.empty()
            built[name] = replace(one, commit=self.commits[name])
        return built


@contextmanager
def working(task: Any, recipe: Callable[[], Recipe], jobs: int, *, method: str = METHOD) -> Iterator[Submit]:
    """How work is given to the processes, each of which has the task; with one job, it is done here.

    Why forked, where that can be: the rules are loaded once and shared. Forked processes are all started at the first
    call, while this process has no other thread. Law: no process outlives who asked, however that ends.
    Errors: WatchdeskError if a process is ended by somebody else.
    """
    if jobs <= 1:
        _task[:] = [task]
        yield _here
        return
    given = (task, None) if method == "fork" else (None, recipe())
    context = multiprocessing.get_context(method)
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=given)
    try:
        pool.submit(os.getpid).result()
        yield pool.submit
    except BrokenProcessPool:
        raise WatchdeskError("a process was killed, perhaps for lack of memory; a lower --jobs needs less") from None
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()  # what is under way can take minutes, and nobody waits for it any more
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def task_here() -> Any:
    """What this process works with."""
    (task,) = _task
    return task


def _begin(task: Any, recipe: Recipe | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asked; it ends the others
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _task[:] = [task if recipe is None else recipe.made()]


def _end_with_parent() -> None:
    """End when who asked is gone: killed, it tells nobody, and this process would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _here(work: Callable[..., Any], *given: Any) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(work(*given))
    return future


def by_page(pages: Iterator[P], submit: Callable[[P], Future[Any]], jobs: int) -> Iterator[tuple[P, Any]]:
    """Each page and what came of it, page by page."""
    waiting: deque[tuple[P, Future[Any]]] = deque()
    for page in pages:
        waiting.append((page, submit(page)))
        if len(waiting) >= (jobs * _AHEAD if jobs > 1 else 1):
            first, future = waiting.popleft()
            yield first, future.result()
    for first, future in waiting:
        yield first, future.result()


def cores() -> int:
    """How many there are for us."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
