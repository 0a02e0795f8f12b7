"""The command that runs the daemon: what waits goes out first, everything else is loaded beside it."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from daemon import memory
from daemon.channels.thread import in_thread
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption
from daemon.cli.logs import start_logging
from daemon.cli.loop import run as run_loop
from daemon.cli.opening import read_first
from daemon.cli.signs import RESTORE, Signs
from daemon.clock import utc_now
from daemon.config import Config
from daemon.errors import StoreError
from daemon.outgoing import Outgoing
from daemon.reload.watch import Look
from daemon.store.database import Store, open_store

log = logging.getLogger(__name__)

Serve = Callable[[Outgoing, Signs], Awaitable[None]]


def run(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Run the daemon until it is told to stop (Ctrl-C or SIGTERM)."""
    memory.share_one_pool()
    memory.allow_many_files()
    for sign in (signal.SIGHUP, RESTORE):  # until there is something to reload: all is being read just now
        signal.signal(sign, signal.SIG_IGN)
    settings, look = read_first(config)
    start_logging(settings.log, unblocked=True)
    try:
        run_loop(_run(settings, open_store(settings.store), config, look))
    except StoreError as error:
        log.critical("the store ends the daemon", extra={"reason": str(error)})
        raise


async def _run(config: Config, store: Store, path: Path, look: Look) -> None:
    """Send what waits; serve as soon as there are rules to serve by, until it is told to stop."""
    signs = Signs()
    outgoing = Outgoing(config, store, utc_now)
    try:
        await outgoing.begin()
        serve = await _unless_told(signs, in_thread(partial(_load, path, look), name="rules"))
    except BaseException:
        await _close(outgoing, store)
        raise
    if serve is None:
        await _close(outgoing, store)
    else:
        await serve(outgoing, signs)


async def _unless_told(signs: Signs, loading: "asyncio.Future[Serve]") -> Serve | None:
    """What was loaded; None if it was told to stop before."""
    told = asyncio.create_task(signs.told())
    await asyncio.wait((loading, told), return_when=asyncio.FIRST_COMPLETED)
    if not loading.done() and told.done() and told.result():
        return None
    told.cancel()
    return await loading


async def _close(outgoing: Outgoing, store: Store) -> None:
    await outgoing.stop()
    await store.close()


def _load(path: Path, look: Look) -> Serve:
    """All that serving takes and sending does not: the rules, and what reads feeds. Errors: ConfigError."""
    from daemon.cli.serving import load  # noqa: PLC0415  this takes longer than what waits takes to go out

    return load(path, look)
