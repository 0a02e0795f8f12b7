"""The commands that poll and send: run, drill, poll, send-test."""

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

import daemon
from daemon.alerts.compose import compose
from daemon.app import App, build_channels, utc_now
from daemon.channels.registry import build_channel
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, err, load_all, load_settings, out, warn
from daemon.cli.logs import follow_log, start_logging
from daemon.cli.loop import run as run_loop
from daemon.config import Config
from daemon.drill.run import ReceiverResult, run_drill
from daemon.drill.story import Step
from daemon.errors import ConfigError, PermanentSendError, SendError, WatchdeskError
from daemon.model import Alert, AlertReason, Delivery, DeliveryState, Severity
from daemon.pipeline.report import PollReport
from daemon.reload.reloader import Reloader
from daemon.reload.watch import Look, look_at
from daemon.rules.load import RuleSet
from daemon.store.database import Store, open_store

log = logging.getLogger(__name__)
_UNFINISHED = (DeliveryState.PENDING, DeliveryState.SENDING)


def run(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Run the daemon until it is told to stop (Ctrl-C or SIGTERM)."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until there is something to reload: all is being read just now
    settings, rules, store, look = _open(config)
    warn(rules)
    start_logging(settings.log)
    run_loop(_run(settings, rules, store, config, look))


def _open(path: Path) -> tuple[Config, RuleSet, Store, Look]:
    """The config, its store and the rules; the store first, so that a second daemon leaves before it reads rules.

    Last, what the files looked like before they were read.
    """
    try:
        settings = load_settings(path)
        look = look_at(path, settings.rules)
        store = open_store(settings.store)
    except ConfigError:
        load_all(path)  # says what is wrong of the rules, too
        raise
    try:
        config, rules = load_all(path)
    except BaseException:
        asyncio.run(store.close())
        raise
    return config, rules, store, look


async def _run(config: Config, rules: RuleSet, store: Store, path: Path, look: Look) -> None:
    app = App(config, rules, store)
    reloader = Reloader(app, path, lambda previous: load_all(path, previous=previous), look=look, on_applied=follow_log)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    on_terminal = sys.stdin.isatty()

    def hung_up() -> None:
        """SIGHUP: read everything anew; but if it says that our terminal is gone, there is nobody left to run for."""
        if on_terminal and not sys.stdin.isatty():
            stop.set()
        else:
            reloader.request()

    loop.add_signal_handler(signal.SIGHUP, hung_up)
    await app.start()
    await reloader.start()
    app.start_schedule(watch=reloader.step)
    store.show_owner(os.getpid())  # only now: whoever signals finds somebody who listens
    log.info(
        "watchdesk started",
        extra={
            "version": daemon.__version__,
            "matching": daemon.matching,
            "feeds": len(config.feeds),
            "rules": len(rules.rules),
        },
    )
    drill_task = asyncio.create_task(first_drill(app))
    await stop.wait()
    log.info("stopping")
    drill_task.cancel()
    await asyncio.gather(drill_task, return_exceptions=True)
    await app.stop()
    log.info("stopped")


async def first_drill(app: App) -> None:
    """At the very first start, if the config says so: show that alerts reach the receivers.

    It speaks through channels of its own, so that whatever happens to them leaves the daemon's alone.
    """
    try:
        done = await app.store.read(lambda tx: tx.feeds.fact("drill"))
        if app.config.drill != "first_start":
            return
        if done:
            log.info("the drill ran at the first start; to see it again: watchdesk drill")
            return
        log.info("drill: a recorded story, sent through the whole way once; it is not real")
        results = await _drill(app.config, ())
        now = utc_now().isoformat()
        await app.store.write(lambda tx: tx.feeds.save_fact("drill", now))
    except Exception:  # the daemon goes on without its drill
        log.exception("drill failed by a bug")
        return
    for result in results:
        level = logging.INFO if result.passed else logging.ERROR
        log.log(level, "drill ended", extra={**asdict(result), "failed": "; ".join(result.failed) or None})


def drill(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    receiver: Annotated[
        list[str] | None, typer.Option("--receiver", "-r", help="Only to this one; repeatable.")
    ] = None,
) -> None:
    """Prove that alerts reach your receivers: a recorded story, marked EXERCISE, through the whole way."""
    settings, _rules = load_all(config)
    start_logging(settings.log.model_copy(update={"level": "warning"}))
    for name in receiver or []:
        _known_receiver(settings, name)
    results = asyncio.run(
        _drill(
            settings,
            tuple(receiver or ()),
            on_step=lambda step: err.print(Text(f"drill: {step.comment}", style="dim"), soft_wrap=True),
        )
    )
    out.print(_drill_table(results))
    if not all(result.passed for result in results):
        raise typer.Exit(1)


async def _drill(
    config: Config, receivers: tuple[str, ...], *, on_step: Callable[[Step], None] | None = None
) -> list[ReceiverResult]:
    channels = build_channels(config)
    try:
        return await run_drill(config, channels, receivers=receivers, on_step=on_step)
    finally:
        await asyncio.gather(*(channel.close() for channel in channels.values()), return_exceptions=True)


def _drill_table(results: list[ReceiverResult]) -> Table:
    table = Table(title="Drill", title_justify="left")
    for column in ("receiver", "verdict", "alerts", "follow-ups", "what is wrong"):
        table.add_column(column)
    for result in results:
        verdict = Text("passed", style="green") if result.passed else Text("FAILED", style="bold red")
        wrong = "; ".join(result.failed) or ("" if result.passed else "expected 1 alert and its follow-ups")
        table.add_row(result.receiver, verdict, str(result.alerts), str(result.follow_ups), Text(wrong))
    return table


def poll(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    once: Annotated[bool, typer.Option("--once", help="Poll every feed once, alert, and end.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Poll every feed of the config once, alert as the daemon would, and end (for cron, and for measuring)."""
    if not once:
        raise typer.BadParameter("say --once; to poll for good, use: watchdesk run")
    settings, rules, store, _look = _open(config)
    start_logging(settings.log.model_copy(update={"level": "error"}))
    before, after = run_loop(_poll_once(settings, rules, store, as_json=as_json))
    waiting = sum(after.get(state.value, 0) for state in _UNFINISHED)
    died = after.get(DeliveryState.DEAD.value, 0) - before.get(DeliveryState.DEAD.value, 0)
    if waiting or died:
        err.print(Text(f"deliveries: {waiting} wait for another try, {died} died", style="yellow"), soft_wrap=True)
        raise typer.Exit(1)


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


def send_test(
    receiver: Annotated[str, typer.Argument(help="A receiver of the config.")], config: ConfigOption = DEFAULT_CONFIG
) -> None:
    """Send one test message to a receiver, and say whether it arrived."""
    settings = load_settings(config)
    _known_receiver(settings, receiver)
    references = asyncio.run(_send_test(settings, receiver))
    out.print(Text(f"{receiver} took the message ({', '.join(references)})", style="green"))


async def _send_test(config: Config, receiver: str) -> tuple[str, ...]:
    channel = build_channel(receiver, config.receivers[receiver])
    now = utc_now()
    alert = Alert(
        id=f"test-{now:%Y%m%dT%H%M%S%f}",
        reason=AlertReason.TEST,
        severity=Severity.LOW,
        created_at=now,
        title="Test message",
        text=f"watchdesk reaches {receiver}.",
    )
    delivery = Delivery(
        id=0,
        key=f"{alert.id}:{receiver}",
        alert=alert,
        receiver=receiver,
        state=DeliveryState.SENDING,
        silent=False,
        next_attempt_at=now,
    )
    try:
        return await channel.send(compose(delivery, reply_to=None, now=now))
    except SendError as error:
        moved_to = error.moved_to if isinstance(error, PermanentSendError) else None
        mend = f"; it has moved to {moved_to}: put the new id into the config" if moved_to else ""
        raise WatchdeskError(f"{receiver} did not take the message: {error.message}{mend}") from None
    finally:
        await channel.close()


def _known_receiver(config: Config, name: str) -> None:
    if name not in config.receivers:
        raise typer.BadParameter(f"there is no receiver {name!r}; there are: {', '.join(config.receivers)}")
