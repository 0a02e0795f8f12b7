"""`watchdesk check`: everything that operators got wrong, at once, before it ships."""

from dataclasses import replace
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, err, load_all, out, warn
from daemon.rules.lint import lint


def check(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Check the config and all rule files; exit code 2 and every problem with its line if something is wrong."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as shown:
        reading = shown.add_task("rule files", total=None)

        def on_progress(done: int, of: int) -> None:
            last = "; building, and running their tests" if done == of else ""
            shown.update(reading, completed=done, total=of, description=f"rule files{last}")

        settings, rules = load_all(Path(config), on_progress=on_progress)
    warn(replace(rules, warnings=(*rules.warnings, *lint(rules))))
    tests = sum(len(rule.tests) for rule in rules.rules.values())
    out.print(
        f"[green]ok[/]: {len(settings.feeds)} feeds, {len(settings.receivers)} receivers, {len(rules.rules)} rules "
        f"with {tests} tests passed, {len(rules.entities)} entities"
    )
