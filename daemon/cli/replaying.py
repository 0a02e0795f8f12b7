"""`watchdesk replay`: what would have become of the items of a file, or of those that the store holds."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, err, load_settings, out
from daemon.cli.history import History, Named, Page, stored, written
from daemon.cli.loading import warn
from daemon.cli.processes import FEW, METHOD, Sides, by_page, cores, task_here, working
from daemon.cli.replay import replay_past as replayed
from daemon.cli.tally import Tally
from daemon.clock import utc_now
from daemon.config import Feed
from daemon.incidents.outlets import Outlets
from daemon.pipeline.asked import ask, outlets_of_feeds
from daemon.rules.load import load_rules
from daemon.rules.ruleset import RuleSet

_BATCH = 100
_DAYS = 7


def replay(  # noqa: PLR0913  each is an option
    file: Annotated[
        Path | None, typer.Argument(help="JSON objects, one a line; - for standard input; default: the store's items.")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    rules: Annotated[Path | None, typer.Option("--rules", help="The rules folder; default: the config's.")] = None,
    days: Annotated[int, typer.Option("--days", min=1, help="How far back in the store.")] = _DAYS,
    everything: Annotated[
        bool, typer.Option("--all", help="Join items that match no rule into incidents too.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="Processes; 0: as many as there are cores.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Run items of the past through the daemon's own functions, and say what would have become of each."""
    rule_set = load_rules(rules or load_settings(config).rules)
    warn(rule_set)
    history = written(file) if file else _of_store(config, days)
    tally, show = Tally(), _print_json if as_json else _print_line
    # A bar that shares the terminal with the results would tear them, or take them from a file that they belong to.
    hidden = as_json or not err.is_terminal or out.is_terminal or history.count < _BATCH
    columns = (TextColumn("replaying"), BarColumn(), MofNCompleteColumn())
    wanted = jobs or (cores() if history.count >= FEW else 1)
    bar = Progress(*columns, console=err, transient=True, disable=hidden, redirect_stdout=False)
    with asked(history, rule_set, jobs=wanted) as past, bar:  # the bar has a thread; processes start without one
        watched = bar.track(past, total=history.count)
        for result in replayed(tally.noting(watched), rule_set, join_all=everything, feeds=history.feeds.values()):
            show(result)
            tally.add(result)
    if not as_json:
        err.print(tally.table(rule_set.rules))  # not among the results, which hold one line an item


def _of_store(config: Path, days: int) -> History:
    now = utc_now()
    return stored(load_settings(config), since=now - timedelta(days=days), now=now)


@dataclass(frozen=True, slots=True)
class _Task:
    """What a process works with."""

    rules: RuleSet
    feeds: Mapping[str, Feed]
    outlets: Outlets

    @classmethod
    def of(cls, rules: RuleSet, feeds: Mapping[str, Feed]) -> "_Task":
        return cls(rules, feeds, outlets_of_feeds(feeds.values()))


@dataclass(frozen=True, slots=True)
class _Recipe:
    """Lets a process that shares nothing make the rules for itself."""

    sides: Sides
    feeds: Mapping[str, Feed]

    def made(self) -> _Task:
        return _Task.of(self.sides.made()["rules"], self.feeds)


@contextmanager
def asked(history: History, rules: RuleSet, *, jobs: int, method: str = METHOD) -> Iterator[Iterator[Named]]:
    """The items in the order given, each with the id that it is told by and what the rules say of it.

    Law: however many processes share the asking, the items and what is said of them are the same.
    """
    recipe = partial(_Recipe, Sides.of({"rules": rules}), history.feeds)
    with working(_Task.of(rules, history.feeds), recipe, jobs, method=method) as submit:
        yield (one for _, page in by_page(history.pages, partial(submit, _asked), jobs) for one in page)


def _asked(page: Page) -> list[Named]:
    task: _Task = task_here()
    asking = partial(ask, task.rules, outlets=task.outlets)
    return [(name, replace(past, asked=asking(past.item))) for name, past in page.read(task.feeds)]


def _print_json(result: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")


def _print_line(result: Mapping[str, Any]) -> None:
    line = Text(f"{result['id']}  {result['verdict']}", style="" if result["matches"] else "dim")
    if result["duplicate_of"] is not None:
        line.append(f" of {result['duplicate_of']}")
    if result["incident"]:
        line.append(f"  {result['incident']}", style="cyan")
    for match in result["matches"]:
        words = ", ".join(dict.fromkeys(span["text"] for span in match["evidence"]))
        line.append(f"\n    {match['severity']} {match['rule']}: ", style="bold")
        line.append(words)
    out.print(line, soft_wrap=True)
