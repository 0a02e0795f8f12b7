"""`watchdesk latency`: how long alerts took from the publisher to the chat, by stage, feed and rule."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from daemon.alerts.latency import EDGES, WHOLE, Spread, histogram, spread, stages
from daemon.cli.beside import read_known
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, load_settings, out
from daemon.clock import utc_now
from daemon.model import Timing
from daemon.spans import parse_duration


def latency(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    since: Annotated[str, typer.Option("--since", help="How far back: 8h, 7d.")] = "7d",
    as_json: JsonOption = False,
) -> None:
    """Show how long alerts took, published to confirmed: p50, p95, p99 by stage, feed and rule, with a histogram."""
    try:
        span = parse_duration(since)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    start = utc_now() - span
    timings = read_known(load_settings(config).store, lambda tx: tx.deliveries.timings(since=start))
    groups = _groups(timings)
    if as_json:
        for (kind, name), spans in groups.items():
            found = spread(spans)
            facts = {"of": kind, "name": name, **(asdict(found) if found else {})}
            out.print(json.dumps(facts, ensure_ascii=False), soft_wrap=True, markup=False)
        return
    if not timings:
        out.print(f"no alert arrived in the last {since}")
        return
    out.print(_table(groups))
    out.print(Text(_picture([stages(one)[WHOLE] for one in timings])))


def _groups(timings: Iterable[Timing]) -> dict[tuple[str, str], list[timedelta]]:
    """Spans by stage, then of the whole way by feed and by rule."""
    groups: dict[tuple[str, str], list[timedelta]] = defaultdict(list)
    for one in timings:
        for stage, span in stages(one).items():
            groups["stage", stage].append(span)
    for one in timings:
        groups["feed", one.feed].append(stages(one)[WHOLE])
        for rule in one.rules:
            groups["rule", rule].append(stages(one)[WHOLE])
    order = {"stage": 0, "feed": 1, "rule": 2}
    return dict(sorted(groups.items(), key=lambda group: (order[group[0][0]], -len(group[1]))))


def _table(groups: dict[tuple[str, str], list[timedelta]]) -> Table:
    table = Table(title="Time to alert, in seconds", title_justify="left")
    table.add_column("")
    table.add_column("", overflow="fold")
    for column in ("alerts", "p50", "p95", "p99"):
        table.add_column(column, justify="right")
    for (kind, name), spans in groups.items():
        found = spread(spans)
        if found:
            table.add_row(kind, Text(name), *_cells(found))
    return table


def _cells(found: Spread) -> Sequence[str]:
    return str(found.count), *(f"{value:.2f}" for value in (found.p50, found.p95, found.p99))


def _picture(spans: Iterable[timedelta]) -> str:
    """`seen → confirmed`, one bar for each range of seconds."""
    counts = histogram(spans)
    most = max(counts)
    lines = [f"{WHOLE}, alerts by seconds"]
    names = [f"< {edge}" for edge in EDGES] + [f"≥ {EDGES[-1]}"]
    for name, count in zip(names, counts, strict=True):
        if count:
            lines.append(f"{name:>7}  {'█' * max(1, round(40 * count / most))} {count}")
    return "\n".join(lines)
