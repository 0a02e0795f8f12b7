"""All that chat can do, the shell can: why, ack, close, silence, split, join, undo, handover, audit and their like.

Beside a running daemon: what is done here is in the store at once, and shows in the chats.
"""

import asyncio
import getpass
import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import uuid4

import typer
from rich.table import Table
from rich.text import Text

from daemon.cli.beside import closing, read_known
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, JsonOption, load_settings, out
from daemon.cli.loading import load_all
from daemon.clock import utc_now
from daemon.errors import WatchdeskError
from daemon.model import Answer, Ask, Person, Role
from daemon.pipeline.command import obey
from daemon.pipeline.commands import COMMANDS
from daemon.pipeline.ingest import Desk
from daemon.rules.ruleset import RuleSet
from daemon.spans import parse_duration
from daemon.store.database import open_beside

IncidentArgument = Annotated[str, typer.Argument(help="An incident's id, or its beginning; see `watchdesk incidents`.")]
WhyOption = Annotated[str, typer.Option("--why", help="Your reason, for the record.")]
ByOption = Annotated[str, typer.Option("--by", help="Who does it, for the record; default: your user name.")]


def why(
    what: Annotated[str, typer.Argument(help="The URL or id of an item, or the id of an incident.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show an item's whole fate: seen where, matched by which words, joined to what, sent to whom; or what it lacks."""
    _ask(config, "why", (what,), by="", with_rules=True)


def handover(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Show the shift's summary: what is open and whose, muted until when, broken, and which rules rang most."""
    _ask(config, "handover", (), by="")


def find(
    words: Annotated[list[str], typer.Argument(help="Words that all stand in the title or summary.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show the newest items that hold all of some words."""
    _ask(config, "find", tuple(words), by="")


def held(
    reason: Annotated[
        list[str] | None, typer.Argument(help="Only of this reason, with the items: stale, silence, …")
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show what matched in the last 24 hours and was told to nobody, by reason."""
    _ask(config, "held", tuple(reason or ()), by="")


def ack(incident: IncidentArgument, config: ConfigOption = DEFAULT_CONFIG, *, by: ByOption = "") -> None:
    """Take an incident: from now on somebody has it."""
    _ask(config, "ack", (incident,), by=by)


def close(
    incident: IncidentArgument, config: ConfigOption = DEFAULT_CONFIG, *, why: WhyOption = "", by: ByOption = ""
) -> None:
    """Close an incident; a later report opens a new one that links back."""
    _ask(config, "close", (incident, why), by=by)


def reopen(incident: IncidentArgument, config: ConfigOption = DEFAULT_CONFIG, *, by: ByOption = "") -> None:
    """Open a closed incident again."""
    _ask(config, "reopen", (incident,), by=by)


def false_alarm(
    incident: IncidentArgument, config: ConfigOption = DEFAULT_CONFIG, *, why: WhyOption = "", by: ByOption = ""
) -> None:
    """Record that the rules should not have fired, and on which item: it can become a test of theirs."""
    _ask(config, "false", (incident, why), by=by)


def silence(
    words: Annotated[
        list[str],
        typer.Argument(help="WHAT TIME REASON: rule:ID, entity:ID, feed:ID, an incident; up-to:high; 8h or tomorrow."),
    ],
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    sure: Annotated[bool, typer.Option("--sure", help="Also where it may hold back critical alerts.")] = False,
    by: ByOption = "",
) -> None:
    """Hold back alerts for a while: `watchdesk silence rule:floods 8h too noisy`. Its end is told."""
    _ask(config, "mute", tuple(words), by=by, with_rules=True, sure=sure)


def unsilence(
    silence: Annotated[str, typer.Argument(help="The id of a silence; see `watchdesk silences`.")],
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    by: ByOption = "",
) -> None:
    """End a silence before its time."""
    _ask(config, "unmute", (silence,), by=by)


def agree(
    silence: Annotated[str, typer.Argument(help="The id of a silence that waits for a second person.")],
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    by: ByOption = "",
) -> None:
    """Agree to a colleague's long silence: from now on it holds."""
    _ask(config, "agree", (silence,), by=by)


def escalate(incident: IncidentArgument, config: ConfigOption = DEFAULT_CONFIG, *, by: ByOption = "") -> None:
    """Let the next level hear of an incident now, without waiting for its time."""
    _ask(config, "escalate", (incident,), by=by)


def silences(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Show what is silenced, by whom, until when, why, and how much each silence has held back."""
    _ask(config, "silences", (), by="")


def split(
    item: Annotated[str, typer.Argument(help="The item id of a report; see `watchdesk incidents`.")],
    *,
    why: WhyOption,
    by: ByOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Take a report out of its incident, for good."""
    settings = load_settings(config)
    incident = read_known(settings.store, lambda tx: tx.incidents.of_item(item))
    if incident is None:
        raise WatchdeskError(f"no incident has a report {item}")
    _ask(config, "split", (incident.id, item, why), by=by)


def join(
    one: IncidentArgument,
    other: Annotated[str, typer.Argument(help="The id of another.")],
    *,
    why: WhyOption,
    by: ByOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Make two incidents one, for good."""
    _ask(config, "join", (one, other, why), by=by)


def undo(
    act: Annotated[str, typer.Argument(help="The number of an act in the audit log.")],
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    by: ByOption = "",
) -> None:
    """Undo an act: who has an incident, whether it is open, a split, a silence."""
    _ask(config, "undo", (act,), by=by)


def audit(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    since: Annotated[str, typer.Option("--since", help="How far back: 8h, 7d.")] = "7d",
    incident: Annotated[str | None, typer.Option("--of", help="Only of this incident or silence.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show who did what, when and why: in chats and in the shell."""
    try:
        span = parse_duration(since)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    from_then = utc_now() - span
    acts = read_known(
        load_settings(config).store, lambda tx: tx.acts.latest(target=incident, since=from_then, limit=500)
    )
    if as_json:
        for one in reversed(acts):
            out.print(
                json.dumps(asdict(one), default=datetime.isoformat, ensure_ascii=False), soft_wrap=True, markup=False
            )
        return
    table = Table(box=None)
    for column in ("no", "when", "who", "did", "what came of it", "why"):
        table.add_column(column, overflow="fold")
    for one in reversed(acts):
        undone = f" (undone by {one.undone_by})" if one.undone_by else ""
        cells = (str(one.id), f"{one.at:%Y-%m-%d %H:%M} UTC", one.by, one.verb, f"{one.outcome}{undone}", one.why)
        table.add_row(*(Text(cell) for cell in cells))
    out.print(table if acts else "nobody did anything")


def _ask(
    config: ConfigOption, verb: str, words: tuple[str, ...], *, by: str, with_rules: bool = False, sure: bool = False
) -> None:
    """Do what a chat's command does, as an operator at the shell, and print the answer. Errors: WatchdeskError."""
    settings, rules = load_all(config) if with_rules else (load_settings(config), RuleSet.empty())
    name = by or getpass.getuser()
    now = utc_now()
    ask = Ask(
        key=f"shell:{uuid4().hex}",
        verb=verb,
        words=tuple(word for word in words if word),
        person=Person(key=f"shell:{name}", name=name, role=Role.OPERATOR),
        asked_at=now,
        confirmed=sure,
    )
    store = open_beside(settings.store)
    desk = Desk(config=settings, rules=rules)
    work = store.write(lambda tx: obey(tx, ask, desk=desk, now=now, commands=COMMANDS))
    answer: Answer = asyncio.run(closing(store, work))
    if answer.refused:
        raise WatchdeskError(answer.text)
    out.print(answer.text, soft_wrap=True, markup=False)
