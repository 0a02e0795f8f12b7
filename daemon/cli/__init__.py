"""The operator's commands: `watchdesk --help`. Each file holds the commands of one kind of work."""

import codecs
import io
import json
import platform
import pyexpat
import sqlite3
import sys
from importlib.metadata import version
from typing import Annotated

import typer

import daemon
from daemon.cli.listed import Entry, group_of
from daemon.errors import ConfigError, WatchdeskError
from daemon.memory import look_for_cycles_seldom

COMMANDS = {
    "run": Entry("running:run", "Run the daemon until it is told to stop (Ctrl-C or SIGTERM)."),
    "reload": Entry(
        "reloading:reload",
        "Make the running daemon read config and rules anew, and wait for its verdict: exit code 2 if it refuses them.",
    ),
    "status": Entry(
        "reloading:status", "Show what is in force, what waits or was refused, and whether feeds and deliveries flow."
    ),
    "check": Entry("checking:check", "Check the config and all rule files; every problem with its line."),
    "try": Entry(
        "trying:try_",
        "Show which rules fire, on which words, why others do not, who would hear, and the message. Nothing is sent.",
    ),
    "drill": Entry(
        "drilling:drill",
        "Prove that alerts reach your receivers: a recorded story, marked EXERCISE, through the whole way.",
    ),
    "doctor": Entry(
        "doctor:doctor", "Look at store, versions, clock, disk, network, token and the bot's rights; say what to do."
    ),
    "backup": Entry(
        "backup:backup", "Copy the store to a file, beside a running daemon or without one, and check the copy."
    ),
    "restore": Entry(
        "backup:restore",
        "Put a backup in the store's place, beside a running daemon or without one. Nothing is sent again by it.",
    ),
    "retention": Entry(
        "retention:retention",
        "Show what the next daily run would let go by `retention`, and what it would keep. Lets nothing go.",
    ),
    "poll": Entry(
        "polling:poll",
        "Poll every feed of the config once, alert as the daemon would, and end (for cron, and for measuring).",
    ),
    "incidents": Entry(
        "incidents:incidents",
        "Show every open incident: its sources, its reports with their item ids, and why each joined.",
    ),
    "why": Entry(
        "desk:why",
        "Show an item's whole fate: seen where, matched by which words, joined to what, sent to whom; or what "
        "it lacks.",
    ),
    "ack": Entry("desk:ack", "Take an incident: from now on somebody has it."),
    "close": Entry("desk:close", "Close an incident; a later report opens a new one that links back."),
    "reopen": Entry("desk:reopen", "Open a closed incident again."),
    "false-alarm": Entry(
        "desk:false_alarm",
        "Record that the rules should not have fired, and on which item: it can become a test of theirs.",
    ),
    "silence": Entry(
        "desk:silence", "Hold back alerts for a while: `watchdesk silence rule:floods 8h too noisy`. Its end is told."
    ),
    "unsilence": Entry("desk:unsilence", "End a silence before its time."),
    "agree": Entry("desk:agree", "Agree to a colleague's long silence: from now on it holds."),
    "silences": Entry(
        "desk:silences", "Show what is silenced, by whom, until when, why, and how much each silence has held back."
    ),
    "escalate": Entry("desk:escalate", "Let the next level hear of an incident now, without waiting for its time."),
    "split": Entry("desk:split", "Take a report out of its incident, for good."),
    "join": Entry("desk:join", "Make two incidents one, for good."),
    "undo": Entry("desk:undo", "Undo an act: who has an incident, whether it is open, a split, a silence."),
    "handover": Entry(
        "desk:handover",
        "Show the shift's summary: what is open and whose, muted until when, broken, and which rules rang most.",
    ),
    "held": Entry("desk:held", "Show what matched in the last 24 hours and was told to nobody, by reason."),
    "find": Entry("desk:find", "Show the newest items that hold all of some words."),
    "rulings": Entry(
        "incidents:rulings",
        "Print what the desk ruled by split and join as labelled pairs: one JSON object a line, the oldest first.",
    ),
    "audit": Entry("desk:audit", "Show who did what, when and why: in chats and in the shell."),
    "latency": Entry(
        "latency:latency",
        "Show how long alerts took, published to confirmed: p50, p95, p99 by stage, feed and rule, with a histogram.",
    ),
    "routes": Entry(
        "routing:routes",
        "Show who would hear of a text, by which route, and why not the others. Nothing is sent or stored.",
    ),
    "send-test": Entry("drilling:send_test", "Send one test message to a receiver, and say whether it arrived."),
    "replay": Entry(
        "replaying:replay",
        "Run items of the past through the daemon's own functions, and say what would have become of each.",
    ),
    "diff": Entry(
        "diffing:diff",
        "Show which alerts a change of the rules adds and loses on the items of the last days. Nothing is "
        "sent or stored.",
    ),
    "stats": Entry(
        "stats:show",
        "Show what each rule is worth: alerts, acked, false alarms, muted, what only it caught, overlap, time to ack.",
    ),
    "schema": Entry("schemas:schema", "Print the JSON Schema of the config or of a rule file, for editors."),
    "harvest": Entry(
        "harvesting:harvest",
        "Offer the desk's false alarms as `skip` tests; --write puts them into the rule files, and "
        "changes nothing else.",
    ),
    "feeds": Entry(
        "feeds:cli", "Show every feed: state, last success, next poll, failures. Works beside a running daemon."
    ),
    "telegram": Entry("telegram:cli", "Set up a Telegram bot."),
    "entities": Entry("entities:cli", "Entities of the rules: things with many spellings."),
    "new": Entry("starting:cli", "Begin a rule, an entity or a feed, step by step."),
}

cli = typer.Typer(
    name="watchdesk",
    cls=group_of(COMMANDS),
    help="Hear of an event first, and do not drown: polls feeds, runs your rules, alerts your chat.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(shown: bool) -> None:  # noqa: FBT001 (typer calls it so)
    if shown:
        parts = [
            f"watchdesk {daemon.__version__}",
            f"Python {platform.python_version()}",
            f"SQLite {sqlite3.sqlite_version}",
            f"expat {pyexpat.EXPAT_VERSION.removeprefix('expat_')}",
            f"feedparser {version('feedparser')}",
            f"python-telegram-bot {version('python-telegram-bot')}",
            f"matching {daemon.matching}",
        ]
        typer.echo(", ".join(parts))
        raise typer.Exit


@cli.callback()
def _options(
    *,
    _version_shown: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show it, SQLite's and expat's, and how matching runs."
        ),
    ] = False,
) -> None:
    """Hear of an event first, and do not drown: polls feeds, runs your rules, alerts your chat."""


def main() -> None:
    """Run a command; what operators can mend is said in one line each, never as a traceback."""
    look_for_cycles_seldom()
    _write_in_any_encoding()
    try:
        cli()
    except ConfigError as error:
        _say(error)
        sys.exit(2)
    except WatchdeskError as error:
        _say(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _write_in_any_encoding() -> None:
    """What a terminal's encoding has no letter for is written as JSON escapes it, so that JSON stays JSON."""

    def escaped(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        return json.dumps(error.object[error.start : error.end])[1:-1], error.end

    codecs.register_error("escaped", escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="escaped")


def _say(error: WatchdeskError) -> None:
    from daemon.cli.common import fail  # noqa: PLC0415  what it needs costs a second, and most calls need no errors

    fail(error)
