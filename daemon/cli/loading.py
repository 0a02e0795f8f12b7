"""Config and rules together, as most commands need them, and what looks wrong of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from rich.text import Text

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.cli.common import STYLES, err, must_exist, near_problem
from daemon.cli.pointing import pointed
from daemon.cli.references import (
    ConfigNames,
    RuleNames,
    config_problems,
    file_problems,
    misspelled_tags,
    rules_folder,
    set_problems,
    unread,
    unrouted,
)
from daemon.config import Config
from daemon.configfile import read_config
from daemon.errors import ConfigError, Problem, RuleError
from daemon.reload.commit import commit_and_changes
from daemon.rules.load import RuleSet, reload_rules, sound_rules
from daemon.rules.progress import Progress
from daemon.yamlfile import YamlFile

Lint = Callable[[RuleSet, bool], Iterable[Problem]]  #: rules, and whether they are all that there are


def warn(rules: RuleSet) -> None:
    """Say on standard error what looks wrong in the rules but does not keep them from working."""
    for problem in rules.warnings:
        err.print(Text(pointed(near_problem(problem)), style=STYLES[problem.severity]), soft_wrap=True)


def load_all(
    path: Path, *, previous: RuleSet | None = None, on_progress: Progress | None = None, lint: Lint | None = None
) -> tuple[Config, RuleSet]:
    """The config and its rules, with what looks wrong of both among the rules' warnings.

    Errors: ConfigError with the problems of both files, and of the names that they use of each other.
    What has not changed since the `previous` set is taken over. `on_progress` is told how many of how many rule files
    are read, rules built, and rules tried. What `lint` says of the rules is told as well; where some are wrong, of
    those that are right.
    """
    must_exist(path)
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
        problems += _beside_broken_rules(read.file, names, folder, lint)
    else:
        problems += (*rules.warnings, *lint(rules, True)) if lint else ()
        if names:
            problems += [*config_problems(read.file, RuleNames.of(rules), names), *set_problems(rules, names, folder)]
    errors = [problem for problem in problems if problem.severity == "error"]
    if read.config is None or rules is None or errors:
        raise ConfigError(list(dict.fromkeys(problems)))
    unheard = unrouted(read.file, read.config, rules), unread(read.file, read.config, rules), misspelled_tags(read.file)
    warnings = tuple(dict.fromkeys((*rules.warnings, *problems, *chain.from_iterable(unheard))))
    commit = commit_and_changes(folder, [Path(name) for name in rules.files])
    return read.config, replace(rules, warnings=warnings, commit=commit)


def _beside_broken_rules(
    config: YamlFile, names: ConfigNames | None, folder: Path, lint: Lint | None
) -> Iterator[Problem]:
    """What else is wrong where rules are: of names, and of those rules that are right."""
    if names:
        yield from file_problems(folder, names)
        known = RuleNames.in_folder(folder)
        yield from config_problems(config, known, names) if known else ()
    sound = sound_rules(folder) if lint else None
    if lint and sound:
        yield from (*sound.failures, *lint(sound.rules, sound.is_all))
