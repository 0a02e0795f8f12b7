"""What `watchdesk run` does once config and rules are read: it serves until it is told to stop."""

import asyncio
import gc
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import daemon
from daemon.app import App
from daemon.cli.drilling import drill_through
from daemon.cli.loading import load_all, warn
from daemon.cli.logs import follow_log
from daemon.cli.signs import Signs
from daemon.cli.systemd import Supervisor
from daemon.clock import utc_now
from daemon.config import Config
from daemon.drill.run import ReceiverResult
from daemon.errors import StoreError
from daemon.outgoing import Outgoing
from daemon.pipeline.notices import drill_ended, to_operators
from daemon.reload.reloader import Reloader
from daemon.reload.watch import Look
from daemon.rules.load import RuleSet
from daemon.store.database import open_store

log = logging.getLogger(__name__)

Serve = Callable[[Outgoing, Signs], Awaitable[None]]


def load(path: Path, look: Look) -> Serve:
    """Read config and rules; returns what serves by them. Errors: ConfigError."""
    config, rules = load_all(path)
    warn(rules)
    gc.collect()  # now, for the first walk over all rules takes long; by what it finds, later ones come seldom
    return partial(serve, config, rules, path, look)


async def serve(config: Config, rules: RuleSet, path: Path, look: Look, outgoing: Outgoing, signs: Signs) -> None:
    """Serve until it is told to stop; on a restored store, with the config and rules in force, serve on."""
    supervisor = Supervisor()
    app = App(outgoing.config, rules, outgoing.store, outgoing=outgoing)
    later = changed_since(outgoing.config, config)
    with_drill = True
    while await _serve(app, path, look, signs, supervisor, later=later, with_drill=with_drill):
        app, later, with_drill = App(app.config, app.rules, open_store(app.config.store)), None, False


def changed_since(begun: Config, read: Config) -> Config | None:
    """What was saved after what waited began to go out; None: nothing, or what no running daemon takes.

    Another store is found by the first look at the files, and refused like any other time.
    """
    return read if read != begun and read.store == begun.store else None


async def _serve(  # noqa: PLR0913 - all that a running daemon listens to
    app: App, path: Path, look: Look, signs: Signs, supervisor: Supervisor, *, later: Config | None, with_drill: bool
) -> bool:
    """Run until a signal ends it; returns whether that asks for the store to be opened anew."""
    reloader = Reloader(app, path, lambda previous: load_all(path, previous=previous), look=look, on_applied=follow_log)
    app.on_drill = partial(asked_drill, app)
    app.disk.on_failure = signs.fail
    try:
        await say_if_new(app)
        await app.start()
        if later is not None:
            app.take(later, app.rules)
            follow_log(later)
        await reloader.start()
    except Exception:  # what goes out since before is finished and noted, or it would be repeated
        await app.stop()
        raise
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
    if signs.failure:
        raise StoreError(f"the disk under the store fails: {signs.failure}")
    return restore


async def say_if_new(app: App) -> None:
    """Who has lost a store, or named the wrong one, shall not learn it from the silence."""
    if not await app.store.read(lambda tx: tx.feeds.states()):
        log.info(
            "the store is new: of what feeds show at first, only what is younger than alert_max_age alerts",
            extra={"store": str(app.config.store)},
        )


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
        results = await drill_through(app.config, ())
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
        results = await drill_through(app.config, tuple(receivers))
    except Exception:  # the daemon goes on without its drill
        log.exception("drill failed by a bug")
        return
    now = utc_now()
    told = to_operators(drill_ended(_verdicts(results), now=now), app.config)
    await app.store.write(lambda tx: tx.outbox.enqueue([told], now=now))


def _verdicts(results: Sequence[ReceiverResult]) -> list[str]:
    wrong = {one.receiver: "; ".join(one.failed) or "expected 1 alert and its follow-ups" for one in results}
    return [f"{one.receiver}: {'passed' if one.passed else f'FAILED: {wrong[one.receiver]}'}" for one in results]
