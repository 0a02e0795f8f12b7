"""A folder of YAML files -> RuleSet. Everything that is wrong with any file is reported at once.

The set is the unit: one error in one file, and there is no new set.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from daemon.errors import Problem, RuleError
from daemon.rules.assemble import assemble
from daemon.rules.read import read_file
from daemon.rules.ruleset import Entity, Rule, RuleSet, RuleTest
from daemon.yamlfile import YamlFile, load_yaml

__all__ = ["Entity", "Rule", "RuleSet", "RuleTest", "build_rules", "load_rules"]

MAX_FILES = 10_000
_ENDINGS = (".yaml", ".yml")


def load_rules(folder: Path, *, max_files: int = MAX_FILES) -> RuleSet:
    """The rules of every `*.yaml` and `*.yml` under a folder.

    Hidden files and editors' backups are passed over. Errors: RuleError with every problem of every file; a folder or
    file that cannot be read is one, and so is a folder without rules: a vanished folder must not silence the desk.
    """
    problems: list[Problem] = []
    paths = list(islice(_rule_files(folder, problems), max_files + 1))
    if len(paths) > max_files:
        raise RuleError([Problem(str(folder), 0, 0, f"more than {max_files} rule files; is this the right folder?")])
    files = [load_yaml(path) for path in paths]
    if not files and not problems:
        problems.append(Problem(str(folder), 0, 0, "no rules: the folder holds no *.yaml file"))
    return _built(files, problems)


def build_rules(files: Sequence[YamlFile]) -> RuleSet:
    """The same from files that are read already. Errors: RuleError."""
    return _built(files, [])


def _built(files: Sequence[YamlFile], problems: list[Problem]) -> RuleSet:
    for file in files:
        problems.extend(file.problems)
    read = [read_file(file, problems) for file in files if not file.problems]
    return assemble(read, problems, all_read=len(read) == len(files))


def _rule_files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """The rule files in the order of their names, so that problems and warnings come in the same order everywhere."""

    def refuse(error: OSError) -> None:
        reason = error.strerror or str(error)
        problems.append(Problem(str(error.filename or folder), 0, 0, f"the folder cannot be read: {reason}"))

    root = folder.resolve()
    for place, folders, names in os.walk(folder, onerror=refuse, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in sorted([*names, *links]):
            path = Path(place) / name
            if name.startswith(".") or (name not in links and path.suffix.lower() not in _ENDINGS):
                continue
            if not path.resolve().is_relative_to(root):
                problems.append(Problem(str(path), 0, 0, "a link that leads out of the rules folder; put a copy here"))
            elif not path.is_dir():
                yield path
