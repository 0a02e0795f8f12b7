"""What several commands share: options, consoles, loading config and rules, saying what is wrong."""

from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.cli.pointing import pointed
from daemon.cli.references import (
    ConfigNames,
    config_problems,
    file_problems,
    rules_folder,
    set_problems,
    unread,
    unrouted,
)
from daemon.config import Config
from daemon.configfile import load_config, read_config
from daemon.errors import ConfigError, Problem, RuleError, WatchdeskError
from daemon.reload.commit import commit_of
from daemon.rules.load import Progress, RuleSet, reload_rules

ConfigOption = Annotated[
    Path, typer.Option("--config", "-c", envvar="WATCHDESK_CONFIG", help="The config file.", show_default=True)
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
DEFAULT_CONFIG = Path("config.yaml")

_STYLES = {"error": "red", "warning": "yellow", "note": "dim"}

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def fail(error: WatchdeskError) -> None:
    """Say on standard error what is wrong: a line a problem, and where in a rule file it is."""
    problems = error.problems if isinstance(error, ConfigError) else ()
    for problem in problems:
        err.print(Text(pointed(_near(problem)), style=_STYLES[problem.severity]), soft_wrap=True)
    if not problems:
        err.print(Text(f"watchdesk: {error}", style="red"), soft_wrap=True)


def warn(rules: RuleSet) -> None:
    """Say on standard error what looks wrong in the rules but does not keep them from working."""
    for problem in rules.warnings:
        err.print(Text(str(_near(problem)), style=_STYLES[problem.severity]), soft_wrap=True)


def _near(problem: Problem) -> Problem:
    return replace(problem, file=str(near(Path(problem.file))))


def load_all(
    path: Path, *, previous: RuleSet | None = None, on_progress: Progress | None = None
) -> tuple[Config, RuleSet]:
    """The config and its rules, with what looks wrong of both among the rules' warnings.

    Errors: ConfigError with the problems of both files, and of the names that they use of each other.
    What has not changed since the `previous` set is taken over. `on_progress` is told how many of how many rule files
    are read.
    """
    _must_exist(path)
    read = read_config(path, channel_options=CHANNEL_OPTIONS)
    problems = list(read.problems)
    names = ConfigNames.of(read.file)
    folder = read.config.rules if read.config else rules_folder(read.file, path)
    rules = None
    try:
        rules = reload_rules(previous or RuleSet.empty(), folder, on_progress=on_progress)
    except RuleError as error:
        if read.file.value is not None or folder.is_dir():  # else nobody knows where the rules are
            problems += error.problems
        problems += file_problems(folder, names) if names else []
    else:
        problems += [*config_problems(read.file, rules, names), *set_problems(rules, names, folder)] if names else []
    errors = [problem for problem in problems if problem.severity == "error"]
    if read.config is None or rules is None or errors:
        raise ConfigError(problems)
    unheard = unrouted(read.file, read.config, rules), unread(read.file, read.config, rules)
    warnings = (*rules.warnings, *problems, *chain.from_iterable(unheard))
    return read.config, replace(rules, warnings=warnings, commit=commit_of(folder))


def load_settings(path: Path) -> Config:
    """The config alone, for commands that need no rules. Errors: ConfigError."""
    _must_exist(path)
    return load_config(path, channel_options=CHANNEL_OPTIONS)


def _must_exist(path: Path) -> None:
    if not path.exists():
        mend = "there is no such file; copy config.example.yaml to it, or name another with --config"
        raise ConfigError([Problem(str(path), 0, 0, mend)])


def near(path: Path) -> Path:
    """A path as people name it from where they are: without the current folder's own, if it lies in it."""
    return path.relative_to(Path.cwd()) if path.is_absolute() and path.is_relative_to(Path.cwd()) else path


def ago(instant: datetime | None, *, now: datetime) -> str:
    """An instant as people read a table: how long ago, or how soon."""
    if instant is None:
        return "–"
    seconds = round((now - instant).total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if abs(seconds) >= size:
            return f"{abs(seconds) // size} {unit} ago" if seconds > 0 else f"in {abs(seconds) // size} {unit}"
    return f"{seconds} s ago" if seconds >= 0 else f"in {-seconds} s"
