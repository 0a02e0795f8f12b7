"""What several commands share: options, consoles, the config, saying what is wrong."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.cli.pointing import pointed
from daemon.config import Config
from daemon.configfile import load_config
from daemon.errors import ConfigError, FeedError, Problem, WatchdeskError
from daemon.network import REFUSED

ConfigOption = Annotated[
    Path, typer.Option("--config", "-c", envvar="WATCHDESK_CONFIG", help="The config file.", show_default=True)
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
PrivateOption = Annotated[bool, typer.Option("--allow-private", help="It is in a private network.")]
DEFAULT_CONFIG = Path("config.yaml")

STYLES = {"error": "red", "warning": "yellow", "note": "dim"}

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def fail(error: WatchdeskError) -> None:
    """Say on standard error what is wrong: a line a problem, and where in a rule file it is."""
    problems = error.problems if isinstance(error, ConfigError) else ()
    for problem in problems:
        err.print(Text(pointed(near_problem(problem)), style=STYLES[problem.severity]), soft_wrap=True)
    if not problems:
        err.print(Text(f"watchdesk: {error}", style="red"), soft_wrap=True)


def mend_of(error: FeedError) -> str:
    """What to say behind the reason why an address on the command line was not fetched."""
    return "; if it is yours, say --allow-private" if error.message.startswith(REFUSED) else ""


def near_problem(problem: Problem) -> Problem:
    """A problem whose file is named as people name it from where they are."""
    return replace(problem, file=str(near(Path(problem.file))))


def load_settings(path: Path) -> Config:
    """The config alone, for commands that need no rules. Errors: ConfigError."""
    must_exist(path)
    return load_config(path, channel_options=CHANNEL_OPTIONS)


def must_exist(path: Path) -> None:
    """Errors: ConfigError if there is no such config."""
    if not path.exists():
        mend = "there is no such file; copy config.example.yaml to it, or name another with --config"
        raise ConfigError([Problem(str(path), 0, 0, mend)])


def near(path: Path) -> Path:
    """A path as people name it from where they are: without the current folder's own, if it lies in it."""
    return path.relative_to(Path.cwd()) if path.is_absolute() and path.is_relative_to(Path.cwd()) else path


def many(count: int, what: str) -> str:
    """One feed, two feeds."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def ago(instant: datetime | None, *, now: datetime) -> str:
    """An instant as people read a table: how long ago, or how soon."""
    if instant is None:
        return "–"
    seconds = round((now - instant).total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if abs(seconds) >= size:
            return f"{abs(seconds) // size} {unit} ago" if seconds > 0 else f"in {abs(seconds) // size} {unit}"
    return f"{seconds} s ago" if seconds >= 0 else f"in {-seconds} s"
