"""`watchdesk backup` and `watchdesk restore`: the store as a file of its own, and back, beside a running daemon."""

import asyncio
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from daemon.cli.beside import closing
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, load_settings, out
from daemon.cli.signs import RESTORE
from daemon.clock import utc_now
from daemon.config import Config
from daemon.doctor.diagnosis import size_text
from daemon.errors import StoreError, WatchdeskError
from daemon.pipeline.ingest import Desk
from daemon.pipeline.measures import LAST_BACKUP
from daemon.pipeline.restoring import restored_token, settle_restore
from daemon.rules.load import RuleSet
from daemon.store.copying import Copy, back_up, incoming, replaced, stage
from daemon.store.database import open_beside, open_store, owner_of

_ASK_EVERY = 0.1  #: seconds

FileArgument = Annotated[Path, typer.Argument(help="The backup's file.")]


def backup(
    file: FileArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Copy the store to a file, beside a running daemon or without one, and check the copy."""
    settings = load_settings(config)
    if file.exists() and not overwrite:
        raise WatchdeskError(f"there is a file {file} already; name another, or say --overwrite")
    if file.resolve() == settings.store.resolve():
        raise WatchdeskError("a store is no backup of itself; name another file")
    now = utc_now()
    made = back_up(settings.store, file, now=now)
    with suppress(StoreError):  # the backup is there; that it was made is told by `doctor` only
        beside = open_beside(settings.store)
        asyncio.run(closing(beside, beside.write(lambda tx: tx.feeds.save_fact(LAST_BACKUP, now.isoformat()))))
    if as_json:
        facts = {"file": str(file), "bytes": made.size_bytes, "at": made.at.isoformat()}
        out.print(json.dumps(facts, ensure_ascii=False), soft_wrap=True, markup=False)
    else:
        said = f"{file}: {size_text(made.size_bytes)}, the store as of {made.at:%Y-%m-%d %H:%M:%S} UTC, checked"
        out.print(Text(said, style="green"), soft_wrap=True)


def restore(
    file: FileArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    seconds: Annotated[int, typer.Option(help="How long to wait for a running daemon.", min=1)] = 120,
) -> None:
    """Put a backup in the store's place, beside a running daemon or without one. Nothing is sent again by it."""
    settings = load_settings(config)
    made = stage(file, settings.store)
    number = owner_of(settings.store)
    if number is None:
        _take_over(settings)
    else:
        _Asked(settings, made, number).wait(seconds)
    was = f"{made.at:%Y-%m-%d %H:%M:%S} UTC"
    out.print(Text(f"restored: the store is the backup of {was}", style="green"), soft_wrap=True)
    if (kept := replaced(settings.store)).exists():
        out.print(Text(f"what it replaced is kept as {kept}; remove it when all is well"), soft_wrap=True)
    said = (
        "Nothing that was sent, or waited, is sent again; the operators hear what is not known, and what is held back."
    )
    out.print(Text(said), soft_wrap=True)


def _take_over(config: Config) -> None:
    """Be the store's owner for as long as it takes."""
    store = open_store(config.store)
    desk = Desk(config=config, rules=RuleSet.empty())
    now = utc_now()
    asyncio.run(closing(store, store.write(lambda tx: settle_restore(tx, desk, now=now))))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A running daemon that is to take the backup in."""

    config: Config
    made: Copy
    number: int

    def wait(self, seconds: int) -> None:
        """Signal it, and wait until it runs on the restored store. Errors: WatchdeskError if it does not."""
        try:
            os.kill(self.number, RESTORE)
        except (PermissionError, ProcessLookupError) as error:
            incoming(self.config.store).unlink(missing_ok=True)
            raise WatchdeskError(f"the daemon cannot be asked ({error.strerror}); ask as its user") from None
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(_ASK_EVERY)
            if not incoming(self.config.store).exists() and self._is_in_force():
                return
        mend = "its log says why; the backup is taken in at its next start, if it has not been by then"
        raise WatchdeskError(f"the daemon has not taken the backup in within {seconds} s; {mend}")

    def _is_in_force(self) -> bool:
        with suppress(StoreError):
            if owner_of(self.config.store) == self.number:
                store = open_store(self.config.store, alone=False)
                return asyncio.run(closing(store, store.read(restored_token))) == self.made.token
        return False
