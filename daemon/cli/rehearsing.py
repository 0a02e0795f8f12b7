"""Many items of the past under two rule sets, on all cores: which a rule matches, then what becomes of those.

Most items match nothing, so they are asked first which rules hold, without evidence, by all processes; only the others
go the whole way, each side in a process of its own.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from daemon.cli.history import Given, History, as_past
from daemon.config import Config, Feed
from daemon.model import Item
from daemon.pipeline.compare import Heard
from daemon.pipeline.ingest import Desk, Ingested
from daemon.pipeline.rehearse import Past, rehearse
from daemon.rules.both import Both, both
from daemon.rules.ruleset import RuleSet
from daemon.store.database import Transaction

Sides = Mapping[str, RuleSet]
Submit = Callable[..., Future[Any]]
Progress = Callable[[str, int, int], None]
_FORK = multiprocessing.get_context("fork")
_LOOK = 0.5  #: seconds between two looks at how far they are
_AHEAD = 3  #: pages that wait for each process
_task: list["_Task"] = []  #: of this process, since it was started


@dataclass(frozen=True, slots=True)
class _Task:
    """What a process works with."""

    sides: Sides  #: the old one and the new one
    both: Both
    config: Config
    feeds: Mapping[str, Feed]
    gathered: Any  #: how many items went the whole way, in all processes together


def rehearsed(
    history: History, sides: Sides, config: Config, *, jobs: int, gather: bool, on_progress: Progress
) -> dict[str, list[Heard]]:
    """What becomes of each item that matches, by side; `on_progress` is told of what so many of how many are done.

    Without `gather` each matched item counts for itself, as if it were an incident of its own: far quicker.
    """
    task = _Task(sides, both(*sides.values()), config, {feed.id: feed for feed in config.feeds}, _FORK.Value("L", 0))
    with _processes(task, jobs) as submit:
        matched: list[Past] = []
        through = 0
        alone: dict[str, list[Heard]] = {name: [] for name in sides}
        for count, found in _by_page(history.pages, partial(submit, _matching if gather else _alone), jobs):
            if gather:
                matched += found
            else:
                for name, heard in found.items():
                    alone[name] += heard
            through += count
            on_progress("matching", through, history.count)
        if not gather:
            return alone
        futures = {name: submit(_lived, matched, name) for name in sides}
        while wait(futures.values(), timeout=_LOOK).not_done:
            on_progress("gathering into incidents", task.gathered.value, len(sides) * len(matched))
        return {name: future.result() for name, future in futures.items()}


@contextmanager
def _processes(task: _Task, jobs: int) -> Iterator[Submit]:
    """How work is given to the processes; with one job, it is done here.

    Why forked: the rules are loaded once and shared. They are started while this process has no other thread.
    """
    if jobs <= 1:
        _begin(task)
        yield _here
        return
    pool = ProcessPoolExecutor(jobs, mp_context=_FORK, initializer=_begin_alone, initargs=(task,))
    try:
        pool.submit(os.getpid).result()
        yield pool.submit
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(task: _Task) -> None:
    _task[:] = [task]


def _begin_alone(task: _Task) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asked; it ends the others
    _begin(task)


def _here(work: Callable[..., Any], *given: Any) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(work(*given))
    return future


def _by_page(
    pages: Iterator[Sequence[Given]], submit: Callable[[Sequence[Given]], Future[Any]], jobs: int
) -> Iterator[tuple[int, Any]]:
    """How many items each page has, and what came of it, page by page; few are under way at once."""
    waiting: deque[tuple[int, Future[Any]]] = deque()
    for page in pages:
        waiting.append((len(page), submit(page)))
        if len(waiting) >= jobs * _AHEAD:
            count, future = waiting.popleft()
            yield count, future.result()
    for count, future in waiting:
        yield count, future.result()


def _matching(page: Sequence[Given]) -> list[Past]:
    (task,) = _task
    past = [as_past(one, task.feeds) for one in page]
    return [one for one in past if any(task.both.holding(one.item))]


def _alone(page: Sequence[Given]) -> dict[str, list[Heard]]:
    """Each item that a live rule matches, by side, as an incident of its own."""
    (task,) = _task
    found: dict[str, list[Heard]] = {name: [] for name in task.sides}
    for past in (as_past(one, task.feeds) for one in page):
        for name, held in zip(task.sides, task.both.holding(past.item), strict=True):
            live = frozenset(rule.facts.id for rule in held if rule.facts.mode == "live" and rule.rate is None)
            if live:
                found[name].append(_told(past, past.item, incident=past.item.id, fate="alerted", rules=live))
    return found


def _lived(past: Sequence[Past], side: str) -> list[Heard]:
    """What becomes of the items under one side's rules."""
    (task,) = _task
    desk = Desk(config=task.config, rules=task.sides[side])
    found = []
    for one in rehearse(past, desk, told=_heard):
        with task.gathered.get_lock():
            task.gathered.value += 1
        found += [one] if one is not None else []
    return found


def _heard(_tx: Transaction, past: Past, one: Ingested) -> Heard | None:
    if not one.fate and not one.incident_id:
        return None
    live = [match for match in one.finding.matches if match.rule.mode == "live"]
    rules = frozenset(match.rule.id for match in live)
    told = _told(past, one.item, incident=one.incident_id, fate=one.fate or "", rules=rules)
    return replace(told, evidence=tuple(dict.fromkeys(span for match in live for span in match.evidence)))


def _told(past: Past, item: Item, *, incident: str | None, fate: str, rules: frozenset[str]) -> Heard:
    return Heard(
        item=past.item.id,
        title=item.title,
        source=item.source,
        url=item.url,
        at=past.now,
        incident=incident,
        fate=fate,
        rules=rules,
    )


def cores() -> int:
    """How many there are for us."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
