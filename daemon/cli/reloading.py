"""`watchdesk reload` and `watchdesk status`: what a running daemon holds, and how to make it look again."""

import asyncio
import json
import os
import signal
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from daemon.alerts.silence import subject_of
from daemon.cli.beside import read_store
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, ago, fail, load_settings, many, out
from daemon.clock import utc_now
from daemon.config import Config
from daemon.configfile import MAX_BYTES
from daemon.errors import ConfigError, WatchdeskError
from daemon.feeds.health import GOOD
from daemon.model import DeliveryState, FeedState, Silence
from daemon.reload.standing import Standing, standing_of
from daemon.store.database import Transaction, open_store, owner_of
from daemon.store.trouble import nothing_at
from daemon.yamlfile import load_yaml

_ASK_EVERY = 0.1  #: seconds
_NOBODY = "no daemon runs on this store, or it is still starting; start it with: watchdesk run"


def reload(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    seconds: Annotated[int, typer.Option(help="How long to wait for the verdict.", min=1)] = 60,
) -> None:
    """Make the running daemon read config and rules anew, and wait for its verdict: exit code 2 if it refuses them."""
    answer = asyncio.run(_ask(_desk(config).store, seconds))
    if answer.is_refused:
        fail(ConfigError(answer.problems))
        since = f"{answer.since:%Y-%m-%d %H:%M:%S} UTC"
        out.print(Text(f"refused; the config and rules of {since} go on", style="red"), soft_wrap=True)
        raise typer.Exit(2)
    out.print(Text(f"applied: revision {answer.revision}, {many(answer.rules, 'rule')}", style="green"), soft_wrap=True)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What these commands need of a config."""

    store: Path
    feeds: frozenset[str]  #: ids of the enabled ones


def _desk(path: Path) -> _Desk:
    """The same of a config that may be wrong elsewhere: to say so is the daemon's part.

    Errors: ConfigError if there is none, or it is no YAML.
    """
    file = load_yaml(path, max_bytes=MAX_BYTES)
    if not isinstance(file.value, dict) or file.problems:
        load_settings(path)  # says what is wrong
        raise ConfigError(file.problems)
    store, feeds = file.value.get("store"), file.value.get("feeds")
    enabled = [one for one in feeds if isinstance(one, dict) and one.get("enabled") is not False] if feeds else []
    return _Desk(
        store=path.resolve().parent / (store if isinstance(store, str) else Config.model_fields["store"].default),
        feeds=frozenset(str(one.get("id")) for one in enabled),
    )


async def _ask(path: Path, seconds: int) -> Standing:
    """Signal the daemon, and wait until it has answered. Errors: WatchdeskError if nobody does."""
    number = owner_of(path)
    if number is None:
        raise WatchdeskError(_NOBODY)
    store = open_store(path, alone=False)
    try:
        before = await store.read(standing_of)
        _signal(number)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            await asyncio.sleep(_ASK_EVERY)
            now = await store.read(standing_of)
            if now and now.answers > (before.answers if before else 0):
                return now
            if owner_of(path) != number:
                raise WatchdeskError("the daemon has stopped before it answered; its log says why")
    finally:
        await store.close()
    raise WatchdeskError(f"no verdict within {seconds} s: files are still being changed, or the daemon is very busy")


def _signal(number: int) -> None:
    try:
        os.kill(number, signal.SIGHUP)
    except PermissionError:
        raise WatchdeskError("the daemon runs as another user: ask as that user, or as root") from None
    except ProcessLookupError:
        raise WatchdeskError(_NOBODY) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the whole desk is doing, in a few numbers."""

    running: bool
    standing: Standing | None
    feeds: int  #: enabled ones
    live: int  #: of these, the feeds whose last poll worked
    late: timedelta  #: how long the feed that is due the longest has been waiting for its poll
    waiting: int  #: deliveries that are not finished
    dead: int
    last_sent_at: datetime | None
    silences: tuple[Silence, ...] = ()  #: that hold now, or wait for a second person
    lacks: str | None = None  #: why there is nothing to show; None: there is a store


def status(config: ConfigOption = DEFAULT_CONFIG, *, as_json: JsonOption = False) -> None:
    """Show what is in force, what waits or was refused, and whether feeds and deliveries flow."""
    found = _status(_desk(config))
    if as_json:
        out.print(json.dumps(_facts(found), ensure_ascii=False), soft_wrap=True, markup=False)
    else:
        out.print(_shown(found, now=utc_now()), soft_wrap=True)


def _status(desk: _Desk) -> Status:
    running = owner_of(desk.store) is not None
    found = read_store(desk.store, partial(_read, enabled=desk.feeds, running=running))
    return found or _empty(desk, running=running)


def _empty(desk: _Desk, *, running: bool) -> Status:
    return Status(
        running=running,
        standing=None,
        feeds=len(desk.feeds),
        live=0,
        late=timedelta(0),
        waiting=0,
        dead=0,
        last_sent_at=None,
        lacks=nothing_at(desk.store) or f"nothing is in the store at {desk.store} yet",
    )


def _read(tx: Transaction, *, enabled: frozenset[str], running: bool) -> Status:
    now = utc_now()
    states, counts = tx.feeds.states(), tx.outbox.counts()
    return Status(
        running=running,
        standing=standing_of(tx),
        feeds=len(enabled),
        live=sum(name in enabled and state.health in GOOD for name, state in states.items()),
        late=max((now - at for name in enabled if (at := _due_at(states.get(name), now))), default=timedelta(0)),
        waiting=counts.get(DeliveryState.PENDING.value, 0) + counts.get(DeliveryState.SENDING.value, 0),
        dead=counts.get(DeliveryState.DEAD.value, 0),
        last_sent_at=tx.outbox.last_sent_at(),
        silences=tuple(tx.silences.current(now=now)),
    )


def _due_at(state: FeedState | None, now: datetime) -> datetime | None:
    """When a feed fell due, if it is."""
    return state.next_poll_at if state and state.next_poll_at and state.next_poll_at <= now else None


def _shown(found: Status, *, now: datetime) -> Text:
    shown = Text()
    shown.append("running\n" if found.running else "not running\n", style="green" if found.running else "bold red")
    if one := found.standing:
        shown.append(
            f"rules      revision {one.revision}, {many(one.rules, 'rule')}, in force since {_moment(one.since)}\n"
        )
        if one.refused_at:
            shown.append(f"refused    {ago(one.refused_at, now=now)}; what was in force goes on:\n", style="red")
            shown.append("".join(f"  {problem}\n" for problem in one.problems), style="red")
        if one.pending_since:
            shown.append(f"pending    a change, seen {ago(one.pending_since, now=now)}\n", style="yellow")
    if found.lacks:
        return shown.append(f"store      {found.lacks}")
    shown.append(f"feeds      live {found.live}/{found.feeds}, polls late by {found.late.total_seconds():.0f} s\n")
    shown.append(f"outbox     {found.waiting} waiting, {found.dead} dead\n")
    for silence in found.silences:
        waits = ", waits for a second person" if silence.waits_for is not None else ""
        shown.append(f"silenced   {subject_of(silence)} until {_moment(silence.ends_at)}{waits}\n", style="yellow")
    shown.append(f"last sent  {ago(found.last_sent_at, now=now)}")
    return shown


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _facts(found: Status) -> dict[str, object]:
    one = found.standing
    return {
        "running": found.running,
        "lacks": found.lacks,
        "revision": one.revision if one else None,
        "since": one.since.isoformat() if one else None,
        "rules": one.rules if one else None,
        "pending_since": one.pending_since.isoformat() if one and one.pending_since else None,
        "refused_at": one.refused_at.isoformat() if one and one.refused_at else None,
        "problems": [asdict(problem) for problem in one.problems] if one else [],
        "feeds": found.feeds,
        "live": found.live,
        "late_seconds": round(found.late.total_seconds(), 1),
        "waiting": found.waiting,
        "dead": found.dead,
        "silences": [
            {"id": one.id, "holds": subject_of(one), "until": one.ends_at.isoformat(), "by": one.by}
            for one in found.silences
        ],
        "last_sent": found.last_sent_at.isoformat() if found.last_sent_at else None,
    }
