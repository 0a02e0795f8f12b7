"""The operator's commands: `watchdesk --help`. Each file holds the commands of one kind of work."""

import platform
import pyexpat
import sqlite3
import sys
from importlib.metadata import version
from typing import Annotated

import typer

import daemon
from daemon.cli import (
    backup,
    checking,
    desk,
    diffing,
    doctor,
    entities,
    feeds,
    harvesting,
    incidents,
    latency,
    polling,
    reloading,
    replaying,
    retention,
    routing,
    running,
    schemas,
    starting,
    stats,
    telegram,
    trying,
)
from daemon.cli.common import fail
from daemon.errors import ConfigError, WatchdeskError

cli = typer.Typer(
    name="watchdesk",
    help="Hear of an event first, and do not drown: polls feeds, runs your rules, alerts your chat.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
cli.command("run")(running.run)
cli.command("reload")(reloading.reload)
cli.command("status")(reloading.status)
cli.command("check")(checking.check)
cli.command("try")(trying.try_)
cli.command("drill")(running.drill)
cli.command("doctor")(doctor.doctor)
cli.command("backup")(backup.backup)
cli.command("restore")(backup.restore)
cli.command("retention")(retention.retention)
cli.command("poll")(polling.poll)
cli.command("incidents")(incidents.incidents)
cli.command("why")(desk.why)
cli.command("ack")(desk.ack)
cli.command("close")(desk.close)
cli.command("reopen")(desk.reopen)
cli.command("false-alarm")(desk.false_alarm)
cli.command("silence")(desk.silence)
cli.command("unsilence")(desk.unsilence)
cli.command("agree")(desk.agree)
cli.command("silences")(desk.silences)
cli.command("escalate")(desk.escalate)
cli.command("split")(desk.split)
cli.command("join")(desk.join)
cli.command("undo")(desk.undo)
cli.command("handover")(desk.handover)
cli.command("held")(desk.held)
cli.command("find")(desk.find)
cli.command("rulings")(incidents.rulings)
cli.command("audit")(desk.audit)
cli.command("latency")(latency.latency)
cli.command("routes")(routing.routes)
cli.command("send-test")(running.send_test)
cli.command("replay")(replaying.replay)
cli.command("diff")(diffing.diff)
cli.command("stats")(stats.show)
cli.command("schema")(schemas.schema)
cli.command("harvest")(harvesting.harvest)
cli.add_typer(feeds.cli, name="feeds")
cli.add_typer(telegram.cli, name="telegram")
cli.add_typer(entities.cli, name="entities")
cli.add_typer(starting.cli, name="new")


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
    try:
        cli()
    except ConfigError as error:
        fail(error)
        sys.exit(2)
    except WatchdeskError as error:
        fail(error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
