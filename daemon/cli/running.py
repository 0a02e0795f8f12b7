"""The commands that run and send: run, drill, send-test."""

import asyncio
import gc
import logging
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

import daemon
from daemon.alerts.compose import compose
from daemon.app import App, build_channels, utc_now
from daemon.channels.registry import build_channel
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, err, load_all, load_settings, out, warn
from daemon.cli.logs import follow_log, start_logging
from daemon.cli.loop import run as run_loop
from daemon.cli.opening import open_all
from daemon.cli.signs import RESTORE, Signs
from daemon.cli.systemd import Supervisor
from daemon.config import Config
from daemon.drill.run import ReceiverResult, run_drill
from daemon.drill.story import Step
from daemon.errors import PermanentSendError, SendError, WatchdeskError
from daemon.model import Alert, AlertReason, Delivery, DeliveryState, Severity
from daemon.pipeline.notices import drill_ended, to_operators
from daemon.reload.reloader import Reloader
from daemon.reload.watch import Look
from daemon.rules.load import RuleSet
from daemon.store.database import Store, open_store

log = logging.getLogger(__name__)


def run(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Run the daemon until it is told to stop (Ctrl-C or SIGTERM)."""
    for sign in (signal.SIGHUP, RESTORE):  # until there is something to reload: all is being read just now
        signal.signal(sign, signal.SIG_IGN)
    settings, rules, store, look = open_all(config)
    warn(rules)
    start_logging(settings.log, unblocked=True)
    gc.collect()  # now, for the first walk over all rules takes long; by what it finds, later ones come seldom
    run_loop(_run(settings, rules, store, config, look))


async def _run(config: Config, rules: RuleSet, store: Store, path: Path, look: Look) -> None:
    """Serve until it is told to stop; on a restored store, with the config and rules in force, serve on."""
    signs, supervisor = Signs(), Supervisor()
    drill_next = True
    while True:
        app = App(config, rules, store)
        restore = await _serve(app, path, look, signs, supervisor, with_drill=drill_next)
        if not restore:
            return
        drill_next, config, rules = False, app.config, app.rules
        store = open_store(config.store)


async def _serve(app: App, path: Path, look: Look, signs: Signs, supervisor: Supervisor, *, with_drill: bool) -> bool:
    """Run until a signal ends it; returns whether that asks for the store to be opened anew."""
    reloader = Reloader(app, path, lambda previous: load_all(path, previous=previous), look=look, on_applied=follow_log)
    app.on_drill = partial(asked_drill, app)
    await app.start()
    await reloader.start()
    app.watched.refused = lambda: reloader.standing.is_refused
    app.watched.on_alive = supervisor.alive
    app.start_schedule(watch=partial(_watch, reloader, supervisor))
    signs.on_reload = partial(_reload, reloader, supervisor)
    app.store.show_owner(os.getpid())  # only now: whoever signals finds somebody who listens
    facts = {"version": daemon.__version__, "matching": daemon.matching}
    log.info("watchdesk started", extra={**facts, "feeds": len(app.config.feeds), "rules": len(app.rules.rules)})
    supervisor.ready(f"{len(app.config.feeds)} feeds, {len(app.rules.rules)} rules")
    drill_task = asyncio.create_task(first_drill(app)) if with_drill else None
    restore = await signs.wait()
    supervisor.reloading() if restore else supervisor.stopping()
    log.info("stopping")
    if drill_task:
        drill_task.cancel()
        await asyncio.gather(drill_task, return_exceptions=True)
    await app.stop()
    log.info("stopped")
    return restore


def _reload(reloader: Reloader, supervisor: Supervisor) -> None:
    supervisor.reloading()
    reloader.request()


async def _watch(reloader: Reloader, supervisor: Supervisor) -> None:
    """Look at the files; when a reload that was asked for has its verdict, the supervisor hears of it."""
    before = reloader.standing.answers
    await reloader.step()
    if supervisor.is_reloading and reloader.standing.answers > before:
        supervisor.ready(f"{'refused' if reloader.standing.is_refused else 'applied'}, {reloader.standing.rules} rules")


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


async def asked_drill(app: App, receivers: Sequence[str]) -> None:
    """The drill that somebody asked for in a chat; what came of it is told to the operators."""
    try:
        results = await _drill(app.config, tuple(receivers))
    except Exception:  # the daemon goes on without its drill
        log.exception("drill failed by a bug")
        return
    now = utc_now()
    told = to_operators(drill_ended(_verdicts(results), now=now), app.config)
    await app.store.write(lambda tx: tx.outbox.enqueue([told], now=now))


def _verdicts(results: Sequence[ReceiverResult]) -> list[str]:
    wrong = {one.receiver: "; ".join(one.failed) or "expected 1 alert and its follow-ups" for one in results}
    return [f"{one.receiver}: {'passed' if one.passed else f'FAILED: {wrong[one.receiver]}'}" for one in results]


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
