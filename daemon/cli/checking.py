"""`watchdesk check`: everything that operators got wrong, at once, before it ships."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from daemon.cli.annotations import FORMATS
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, err, many, out
from daemon.cli.loading import load_all, warn
from daemon.clock import utc_now
from daemon.config import Config
from daemon.errors import ConfigError, Problem
from daemon.incidents.commonness import rareness
from daemon.incidents.wording import is_stop_word
from daemon.language.inflect import crude_stem
from daemon.rules.lint import lint
from daemon.rules.progress import Progress as Stage
from daemon.rules.ruleset import RuleSet
from daemon.rules.upkeep import lint_upkeep, lint_words

_WRONG, _DOUBTFUL = 2, 1  #: exit codes


class Form(StrEnum):
    """How problems are told."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"


class Severity(StrEnum):
    """How bad a problem is, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def check(
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    form: Annotated[Form, typer.Option("--format", help="How problems are told, for people or for CI.")] = Form.TEXT,
    fail_on: Annotated[
        Severity, typer.Option("--fail-on", help="From which severity on the exit code is not 0.")
    ] = Severity.ERROR,
) -> None:
    """Check the config and all rule files; every problem with its line.

    Rules that are right are tried on their tests and looked at for doubts even where others are wrong.

    Exit code 2 if something is wrong; 1 if there are warnings (or notes) and --fail-on asks for that.
    """
    try:
        settings, rules = _loaded(config)
    except ConfigError as error:
        if form is Form.TEXT:
            raise
        _tell(form, error.problems)
        raise typer.Exit(_WRONG) from None
    problems = sorted(set(rules.warnings))
    if form is Form.TEXT:
        warn(replace(rules, warnings=tuple(problems)))
        out.print(_ok(settings, rules, problems))
    else:
        _tell(form, problems)
    order = list(Severity)
    if any(order.index(Severity(one.severity)) <= order.index(fail_on) for one in problems):
        raise typer.Exit(_DOUBTFUL)


def _loaded(config: Path) -> tuple[Config, RuleSet]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as shown:
        tasks: dict[str, TaskID] = {}

        def on_progress(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = shown.add_task(what, total=of)
            shown.update(tasks[what], completed=done, total=of)

        def looked_at(rules: RuleSet, is_all: bool) -> list[Problem]:  # noqa: FBT001  it is asked so
            return _lint(rules, is_all=is_all, on_progress=on_progress)

        return load_all(config, on_progress=on_progress, lint=looked_at)


def _lint(rules: RuleSet, *, is_all: bool, on_progress: Stage) -> list[Problem]:
    today = utc_now().date()
    looks: tuple[Callable[[], list[Problem]], ...] = (
        lambda: lint(rules, is_all=is_all),
        lambda: lint_upkeep(rules, on=today),
        lambda: lint_words(rules, _rareness),
    )
    found: list[Problem] = []
    for number, look in enumerate(looks):
        on_progress("doubts", number, len(looks))
        found += look()
    on_progress("doubts", len(looks), len(looks))
    return found


def _tell(form: Form, problems: Sequence[Problem]) -> None:
    told = FORMATS[form](problems)
    if told:
        out.print(told, soft_wrap=True, markup=False)


def _ok(settings: Config, rules: RuleSet, problems: Sequence[Problem]) -> str:
    tests = sum(len(rule.tests) for rule in rules.rules.values())
    counts = Counter(one.severity for one in problems)
    more = "".join(f", {count} {name}{'s' * (count > 1)}" for name, count in sorted(counts.items(), reverse=True))
    return (
        f"[green]ok[/]: {many(len(settings.feeds), 'feed')}, {many(len(settings.receivers), 'receiver')}, "
        f"{many(len(rules.rules), 'rule')} with {many(tests, 'test')} passed, "
        f"{len(rules.entities)} {'entity' if len(rules.entities) == 1 else 'entities'}{more}"
    )


def _rareness(word: str, foreign: bool) -> float:  # noqa: FBT001  the linter asks so
    """The tables leave out the words that say nothing: those stand everywhere."""
    return 0.0 if is_stop_word(word) else rareness(crude_stem(word), foreign=foreign)
