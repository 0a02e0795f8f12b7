"""`watchdesk replay`: what would have become of the items of a file, or of those that the store holds."""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, err, load_settings, out, warn
from daemon.cli.history import stored_past
from daemon.cli.replay import parse_items, past_of, read_lines, timed
from daemon.cli.replay import replay_past as replayed
from daemon.cli.tally import Tally
from daemon.clock import utc_now
from daemon.pipeline.rehearse import Past
from daemon.rules.load import load_rules

_BATCH = 100
_DAYS = 7


def replay(
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
    as_json: JsonOption = False,
) -> None:
    """Run items of the past through the daemon's own functions, and say what would have become of each."""
    rule_set = load_rules(rules or load_settings(config).rules)
    warn(rule_set)
    count, past = _of_file(file) if file else _of_store(config, days)
    tally, show = Tally(), _print_json if as_json else _print_line
    # A bar that shares the terminal with the results would tear them, or take them from a file that they belong to.
    hidden = as_json or not err.is_terminal or out.is_terminal or count < _BATCH
    columns = (TextColumn("replaying"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=hidden, redirect_stdout=False) as progress:
        watched = progress.track(past, total=count)
        for result in replayed(tally.noting(watched), rule_set, join_all=everything):
            show(result)
            tally.add(result)
    if not as_json:
        err.print(tally.table(rule_set.rules))  # not among the results, which hold one line an item


def _of_file(file: Path) -> tuple[int, Iterator[tuple[object, Past]]]:
    lines = read_lines(file)
    items = timed(parse_items(lines, name=str(file)))
    return len(lines), ((fields["id"], past_of(fields, now=now)) for fields, now in items)


def _of_store(config: Path, days: int) -> tuple[int, Iterator[tuple[object, Past]]]:
    now = utc_now()
    count, past = stored_past(load_settings(config), since=now - timedelta(days=days))
    return count, ((one.item.id, one) for one in past)


def _print_json(result: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")


def _print_line(result: dict[str, Any]) -> None:
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
