"""`watchdesk poll --once`: every feed once, for cron and for measuring."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from daemon.app import App
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, err, out
from daemon.cli.loading import load_all
from daemon.cli.logs import start_logging
from daemon.cli.loop import run as run_loop
from daemon.cli.opening import open_first
from daemon.config import Config
from daemon.model import DeliveryState
from daemon.pipeline.report import PollReport
from daemon.rules.load import RuleSet
from daemon.store.database import Store

_UNFINISHED = (DeliveryState.PENDING, DeliveryState.SENDING)


def poll(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    once: Annotated[bool, typer.Option("--once", help="Poll every feed once, alert, and end.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Poll every feed of the config once, alert as the daemon would, and end (for cron, and for measuring)."""
    if not once:
        raise typer.BadParameter("say --once; to poll for good, use: watchdesk run")
    settings, rules, store = _open_all(config)
    start_logging(settings.log.model_copy(update={"level": "error"}))
    before, after = run_loop(_poll_once(settings, rules, store, as_json=as_json))
    waiting = sum(after.get(state.value, 0) for state in _UNFINISHED)
    died = after.get(DeliveryState.DEAD.value, 0) - before.get(DeliveryState.DEAD.value, 0)
    if waiting or died:
        err.print(Text(f"deliveries: {waiting} wait for another try, {died} died", style="yellow"), soft_wrap=True)
        raise typer.Exit(1)


def _open_all(path: Path) -> tuple[Config, RuleSet, Store]:
    """The config, its rules and the store; the store first."""
    store = open_first(path)
    try:
        config, rules = load_all(path)
    except BaseException:
        asyncio.run(store.close())
        raise
    return config, rules, store


async def _poll_once(
    config: Config, rules: RuleSet, store: Store, *, as_json: bool
) -> tuple[dict[str, int], dict[str, int]]:
    """Poll all, deliver all; returns how many deliveries there were in each state before and are now."""
    app = App(config, rules, store)
    before = await store.read(lambda tx: tx.outbox.counts())
    await app.start()
    columns = (TextColumn("polling"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    shown = not as_json and err.is_terminal
    with Progress(*columns, console=err, transient=True, disable=not shown, redirect_stdout=False) as progress:
        bar = progress.add_task("", total=sum(feed.enabled for feed in config.feeds))
        above = progress.console if shown and out.is_terminal else out  # above the bar, rather than through it

        def show(report: PollReport) -> None:
            progress.update(bar, advance=1, description=report.feed)
            if as_json:
                out.print(json.dumps(_poll_facts(report)), soft_wrap=True, markup=False)
            else:
                above.print(_poll_line(report), soft_wrap=True)

        try:
            await app.poll_all(on_report=show)
            await app.deliver_all(patient=True)
            return before, await store.read(lambda tx: tx.outbox.counts())
        finally:
            await app.stop()


def _poll_facts(report: PollReport) -> dict[str, Any]:
    facts = asdict(report)
    return {"feed": facts.pop("feed"), "state": facts.pop("outcome"), **facts}


def _poll_line(report: PollReport) -> Text:
    line = Text(f"{report.feed}: ")
    line.append(report.outcome, style="red" if report.outcome == "failed" else "green" if report.new else "dim")
    line.append(f", {report.new} new, {report.milliseconds} ms")
    if report.error:
        line.append(f" ({report.error})")
    return line
