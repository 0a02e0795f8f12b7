"""`watchdesk check`: everything that operators got wrong, at once, before it ships."""

from pathlib import Path

from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, load_all, out, warn


def check(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Check the config and all rule files; exit code 2 and every problem with its line if something is wrong."""
    settings, rules = load_all(Path(config))
    warn(rules)
    tests = sum(len(rule.tests) for rule in rules.rules.values())
    out.print(
        f"[green]ok[/]: {len(settings.feeds)} feeds, {len(settings.receivers)} receivers, {len(rules.rules)} rules "
        f"with {tests} tests passed, {len(rules.entities)} entities"
    )
