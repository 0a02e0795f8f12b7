"""`watchdesk stats`: what each rule is worth, as a table, JSON, or one page with plots."""

import json
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from daemon.cli.beside import read_known
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, many, out
from daemon.cli.loading import load_all
from daemon.cli.statspage import page
from daemon.clock import utc_now
from daemon.errors import WatchdeskError
from daemon.pipeline.rulestats import RuleTally, Stats, stats
from daemon.store.database import Transaction

_COLUMNS = ("alerts", "acked", "false", "muted", "only", "to ack")


def show(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    days: Annotated[int, typer.Option("--days", min=1, help="How far back.")] = 30,
    as_json: JsonOption = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with plots into this file.")] = None,
) -> None:
    """Show what each rule is worth: alerts, acked, false alarms, muted, what only it caught, overlap, time to ack."""
    settings, rules = load_all(config)
    now = utc_now()
    modes = {name: rule.facts.mode for name, rule in rules.rules.items() if not rule.is_off}
    read = partial(_read, modes=modes, since=now - timedelta(days=days), until=now)
    found = read_known(settings.store, read)
    if html is not None:
        titles = {name: rule.facts.title for name, rule in rules.rules.items()}
        _write(html, page(found, titles=titles, revision=rules.revision))
        out.print(f"written: {html}", markup=False, soft_wrap=True)
    elif as_json:
        for fact in _facts(found):
            out.print(json.dumps(fact, ensure_ascii=False), soft_wrap=True, markup=False)
    else:
        _print(found)


def _read(tx: Transaction, *, modes: dict[str, str], since: Any, until: Any) -> Stats:
    return stats(
        tx.tallies.matched(since=since),
        tx.tallies.told(since=since),
        tx.tallies.false_alarms(since=since),
        rules=modes,
        since=since,
        until=until,
    )


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WatchdeskError(f"{path} cannot be written: {error.strerror}") from None


def _print(found: Stats) -> None:
    out.print(Text(f"{found.since:%Y-%m-%d %H:%M} to {found.until:%Y-%m-%d %H:%M} UTC"))
    live = [one for one in found.rules if one.alerts or one.muted]
    if live:
        out.print(_table(live))
    sent = sum(not one.muted for one in found.told)
    false = len(found.false_alarms)
    out.print(Text(f"all: {many(sent, 'alert')}, {many(false, 'false alarm')}"))
    for one in found.rules:
        if one.would_send:
            others = f"{one.unheard} of them nobody was told of" if one.unheard else "the desk heard of all of them"
            out.print(Text(f"in shadow, {one.rule} would have sent {one.would_send}; {others}"))
    unsent = [one.rule for one in found.rules if one.mode == "live" and not (one.alerts or one.muted)]
    for what, rules in (("matched, but alerted nobody", unsent), ("never fired", list(found.silent))):
        if rules:
            out.print(Text(f"{what}: {', '.join(rules)}"))


def _table(rules: Sequence[RuleTally]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("rule", overflow="fold", min_width=12)
    for head in _COLUMNS:
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("overlaps most with", overflow="fold", min_width=12)
    for one in rules:
        name = Text.assemble(one.rule, (f" ({one.mode})" if one.mode != "live" else "", "dim"))
        counts = (one.alerts, one.acked, one.false_alarms, one.muted, one.only)
        overlap = f"{one.overlap[0]} {one.overlap[1]}" if one.overlap else "–"
        table.add_row(name, *(str(count) for count in counts), span_in_words(one.to_ack), Text(overlap))
    return table


def span_in_words(span: timedelta | None) -> str:
    """A wait as a table shows it: 45 s, 12 min, 3 h."""
    if span is None:
        return "–"
    seconds = round(span.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 5400 else f"{round(seconds / 3600)} h"


def _facts(found: Stats) -> list[dict[str, Any]]:
    """One object a rule: first those that held for anything, then those that never did."""
    return [_fact(one) for one in found.rules] + [{"rule": name, "never_fired": True} for name in found.silent]


def _fact(one: RuleTally) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "mode": one.mode,
        "never_fired": False,
        "matches": one.matches,
        "alerts": one.alerts,
        "acked": one.acked,
        "false_alarms": one.false_alarms,
        "muted": one.muted,
        "only": one.only,
        "overlap": {"rule": one.overlap[0], "incidents": one.overlap[1]} if one.overlap else None,
        "to_ack_s": one.to_ack.total_seconds() if one.to_ack else None,
        "would_send": one.would_send,
        "unheard": one.unheard,
    }
