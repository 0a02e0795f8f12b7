"""What several commands share: options, consoles, loading config and rules, saying what is wrong."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.config import Config
from daemon.configfile import load_config
from daemon.errors import ConfigError, Problem, RuleError, WatchdeskError
from daemon.rules.load import RuleSet, load_rules

ConfigOption = Annotated[
    Path, typer.Option("--config", "-c", envvar="WATCHDESK_CONFIG", help="The config file.", show_default=True)
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
DEFAULT_CONFIG = Path("config.yaml")

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def fail(error: WatchdeskError) -> None:
    """Say on standard error what is wrong: a line a problem."""
    problems = error.problems if isinstance(error, ConfigError) else ()
    for problem in problems:
        err.print(Text(str(problem), style="red" if problem.severity == "error" else "yellow"), soft_wrap=True)
    if not problems:
        err.print(Text(f"watchdesk: {error}", style="red"), soft_wrap=True)


def warn(rules: RuleSet) -> None:
    """Say on standard error what looks wrong in the rules but does not keep them from working."""
    for problem in rules.warnings:
        err.print(Text(str(problem), style="yellow"), soft_wrap=True)


def load_all(path: Path) -> tuple[Config, RuleSet]:
    """The config and its rules. Errors: ConfigError with the problems of both."""
    try:
        config = load_config(path, channel_options=CHANNEL_OPTIONS)
    except ConfigError as error:
        folder = path.parent / "rules"
        raise ConfigError([*error.problems, *_rule_problems(folder)]) from None
    rules = load_rules(config.rules)
    if problems := _unknown_receivers(config, rules):
        raise RuleError(problems)
    return config, rules


def _unknown_receivers(config: Config, rules: RuleSet) -> list[Problem]:
    """Rules that would notify somebody whom the config does not know."""
    known = ", ".join(config.receivers)
    return [
        Problem(
            rule.file, rule.line, 0, f"rule {rule.facts.id!r} notifies {name!r}; the config's receivers are: {known}"
        )
        for rule in rules.rules.values()
        for name in rule.facts.notify
        if name not in config.receivers
    ]


def _rule_problems(folder: Path) -> tuple[Problem, ...]:
    """The problems of the rules where they usually are, when the config could not tell."""
    try:
        load_rules(folder)
    except ConfigError as error:
        return error.problems if folder.is_dir() else ()
    return ()


def ago(instant: datetime | None, *, now: datetime) -> str:
    """An instant as people read a table: how long ago, or how soon."""
    if instant is None:
        return "–"
    seconds = round((now - instant).total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if abs(seconds) >= size:
            return f"{abs(seconds) // size} {unit} ago" if seconds > 0 else f"in {abs(seconds) // size} {unit}"
    return f"{seconds} s ago" if seconds >= 0 else f"in {-seconds} s"


def utc(instant: datetime) -> str:
    """An instant with its zone."""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
