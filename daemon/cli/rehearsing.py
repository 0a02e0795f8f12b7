"""Many items of the past under two rule sets, on all cores: which a rule matches, then what becomes of those.

Most items match nothing, so they are asked first which rules hold, without evidence, by all processes; only the others
go the whole way, each side in a process of its own.
"""

import multiprocessing
import pickle
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import wait
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, TypeVar

from daemon.cli.history import History, Page
from daemon.cli.processes import METHOD, Sides, by_page, task_here, working
from daemon.config import Config, Feed
from daemon.incidents.outlets import Outlets
from daemon.model import Item
from daemon.pipeline.asked import Asked, ask, outlets_of_feeds
from daemon.pipeline.compare import Heard
from daemon.pipeline.ingest import Desk, Ingested
from daemon.pipeline.rehearse import Past, rehearse
from daemon.rules.both import Both, both
from daemon.rules.ruleset import RuleSet
from daemon.store.database import Transaction

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
_LOOK = 0.5  #: seconds between two looks at how far they are


@dataclass(frozen=True, slots=True)
class _Task:
    """What a process works with."""

    sides: Mapping[str, RuleSet]  #: the old one and the new one
    both: Both
    config: Config
    feeds: Mapping[str, Feed]
    outlets: Outlets
    gathered: Any  #: how many items went the whole way, in all processes together

    @classmethod
    def of(cls, sides: Mapping[str, RuleSet], config: Config, gathered: Any) -> "_Task":
        feeds = {feed.id: feed for feed in config.feeds}
        return cls(sides, both(*sides.values()), config, feeds, outlets_of_feeds(config.feeds), gathered)


@dataclass(frozen=True, slots=True)
class _Recipe:
    sides: Sides
    config: Config
    gathered: Any

    def made(self) -> _Task:
        return _Task.of(self.sides.made(), self.config, self.gathered)


def rehearsed(  # noqa: PLR0913  what is tried, on what, and how
    history: History,
    sides: Mapping[str, RuleSet],
    config: Config,
    *,
    jobs: int,
    gather: bool,
    on_progress: Progress,
    method: str = METHOD,
) -> dict[str, list[Heard]]:
    """What becomes of each item that matches, by side; `on_progress` is told of what so many of how many are done.

    Without `gather` each matched item counts for itself, as if it were an incident of its own: far quicker.
    """
    gathered = multiprocessing.get_context(method).Value("L", 0)
    task = _Task.of(sides, config, gathered)
    recipe = partial(_Recipe, Sides.of(sides), config, gathered)
    with working(task, recipe, jobs, method=method) as submit:
        asking = partial(submit, _matching if gather else _alone)
        found = _matched(by_page(history.pages, asking, jobs), history.count, on_progress)
        if not gather:
            whole = list(found)
            return {name: [one for page in whole for one in page[name]] for name in sides}
        with NamedTemporaryFile(prefix="watchdesk-") as kept:  # they may be many; every side reads them one by one
            count = sum(_keep(page, kept) for page in found)
            futures = {name: submit(_lived, kept.name, name) for name in sides}
            while wait(futures.values(), timeout=_LOOK).not_done:
                on_progress("gathering into incidents", gathered.value, len(sides) * count)
            return {name: future.result() for name, future in futures.items()}


def _matched(pages: Iterator[tuple[Page, T]], count: int, on_progress: Progress) -> Iterator[T]:
    """What was found in each page; how many items are through is told."""
    through = 0
    for page, found in pages:
        through += page.count
        on_progress("matching", through, count)
        yield found


@dataclass(frozen=True, slots=True)
class _Packed:
    """Items that match, as bytes: who only passes them on need not read them."""

    count: int
    items: bytes


def _matching(page: Page) -> _Packed:
    """The items that a rule of either side matches, each with what was found in it under either."""
    task: _Task = task_here()
    found = []
    for _, past in page.read(task.feeds):
        if any(task.both.holding(past.item)):
            before, asked = None, dict[str, Asked]()
            for name, rules in task.sides.items():
                before = asked[name] = ask(rules, past.item, task.outlets, before=before)
            found.append((past, asked))
    return _Packed(len(found), pickle.dumps(found, pickle.HIGHEST_PROTOCOL))


def _keep(page: _Packed, kept: IO[bytes]) -> int:
    kept.write(page.items)
    kept.flush()
    return page.count


def _kept(file: str, side: str) -> Iterator[Past]:
    with Path(file).open("rb") as pages:
        while pages.peek(1):
            yield from [replace(past, asked=asked[side]) for past, asked in pickle.load(pages)]  # noqa: S301  our own


def _alone(page: Page) -> dict[str, list[Heard]]:
    """Each item that a live rule matches, by side, as an incident of its own."""
    task: _Task = task_here()
    found: dict[str, list[Heard]] = {name: [] for name in task.sides}
    for _, past in page.read(task.feeds):
        for name, held in zip(task.sides, task.both.holding(past.item), strict=True):
            live = frozenset(rule.facts.id for rule in held if rule.facts.mode == "live" and rule.rate is None)
            if live:
                found[name].append(_told(past, past.item, incident=past.item.id, fate="alerted", rules=live))
    return found


def _lived(file: str, side: str) -> list[Heard]:
    """What becomes of the items of the file under one side's rules."""
    task: _Task = task_here()
    desk = Desk(config=task.config, rules=task.sides[side])
    found = []
    for one in rehearse(_kept(file, side), desk, told=_heard):
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
