"""A folder of YAML files -> RuleSet. Everything that is wrong with any file is reported at once.

The set is the unit: one error in one file, and there is no new set.
"""

import gc
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from daemon.errors import Problem, RuleError
from daemon.rules.assemble import assemble
from daemon.rules.endings import RULE_FILE_ENDINGS
from daemon.rules.progress import Progress
from daemon.rules.read import ReadFile, read_file
from daemon.rules.ruleset import Entity, Rule, RuleSet, RuleTest
from daemon.rules.sound import Sound, sound_part
from daemon.yamlfile import MAX_BYTES, YamlFile, load_yaml

__all__ = ["Entity", "Rule", "RuleSet", "RuleTest", "build_rules", "load_rules", "reload_rules", "sound_rules"]

MAX_FILES = 10_000


def load_rules(folder: Path, *, max_files: int = MAX_FILES, on_progress: Progress | None = None) -> RuleSet:
    """The rules of every `*.yaml` and `*.yml` under a folder.

    Hidden files and editors' backups are passed over. Errors: RuleError with every problem of every file; a folder or
    file that cannot be read is one, and so is a folder without rules: a vanished folder must not silence the desk.
    `on_progress` is told how many of how many files are read, rules built, and rules tried on their tests.
    """
    return reload_rules(RuleSet.empty(), folder, max_files=max_files, on_progress=on_progress)


def reload_rules(
    previous: RuleSet, folder: Path, *, max_files: int = MAX_FILES, on_progress: Progress | None = None
) -> RuleSet:
    """The same, taking over from a previous set what files that have not changed hold.

    Law: gives what `load_rules` gives; the previous set serves on meanwhile, and afterwards.
    """
    with _without_collection():
        found = _read_all(previous, folder, max_files=max_files, on_progress=on_progress)
        built = assemble(
            found.read, found.problems, all_read=found.all_read, previous=previous, on_progress=on_progress
        )
        return replace(built, files=found.files)


def sound_rules(folder: Path) -> Sound | None:
    """What is right among the rules of a folder that are not all right; None if that is nothing."""
    with _without_collection():
        try:
            found = _read_all(RuleSet.empty(), folder)
        except RuleError:
            return None
        return sound_part(found.read, found.problems, all_read=found.all_read)


class _Found(NamedTuple):
    """What the files of a folder hold."""

    read: list[ReadFile]
    files: dict[str, tuple[bytes, ReadFile]]
    problems: list[Problem]
    all_read: bool


def _read_all(
    previous: RuleSet, folder: Path, *, max_files: int = MAX_FILES, on_progress: Progress | None = None
) -> _Found:
    problems: list[Problem] = []
    paths = list(islice(_rule_files(folder, problems), max_files + 1))
    if len(paths) > max_files:
        message = f"more than {max_files} rule files; is this the right folder?"
        raise RuleError([Problem(str(folder), 0, 0, message)])
    if not paths and not problems:
        problems.append(Problem(str(folder), 0, 0, "no rules: the folder holds no *.yaml file"))
    read: list[ReadFile] = []
    files: dict[str, tuple[bytes, ReadFile]] = {}
    for number, path in enumerate(paths, start=1):
        one = _read(path, previous, files, problems)
        read += [one] if one is not None else []
        if on_progress is not None:
            on_progress("rule files", number, len(paths))
    return _Found(read, files, problems, len(read) == len(paths))


def _read(
    path: Path, previous: RuleSet, files: dict[str, tuple[bytes, ReadFile]], problems: list[Problem]
) -> ReadFile | None:
    """What a file holds; None, and its problems told, if it is no YAML."""
    name = str(path)
    digest = _digest(path)
    if digest is not None and name in previous.files and previous.files[name][0] == digest:
        files[name] = previous.files[name]
        return files[name][1]
    file = load_yaml(path)
    if not file.problems and not file.text.strip():  # half-saved, more likely than meant
        file.problems.append(Problem(name, 0, 0, "the file is empty; write rules into it, or delete it"))
    if file.problems:
        problems.extend(file.problems)
        return None
    before = len(problems)
    read = read_file(file, problems)
    if digest is not None and len(problems) == before and _digest(path) == digest:  # not changed while it was read
        files[name] = (digest, read)
    return read


def _digest(path: Path) -> bytes | None:
    """A digest of a file's bytes; None where `load_yaml` is to say what is wrong."""
    try:
        return hashlib.sha256(path.read_bytes()).digest() if path.stat().st_size <= MAX_BYTES else None
    except OSError:
        return None


@contextmanager
def _without_collection() -> Iterator[None]:
    """Let the garbage collector rest: walking a growing heap of rules again and again takes as long as loading.

    At the end all that was made counts as old (which is what a freeze and its end come to): the collector would else
    walk it as soon as it is on again, in one go, and every thread would wait for that.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def build_rules(files: Sequence[YamlFile]) -> RuleSet:
    """The same from files that are read already. Errors: RuleError."""
    problems = [problem for file in files for problem in file.problems]
    read = [read_file(file, problems) for file in files if not file.problems]
    return assemble(read, problems, all_read=len(read) == len(files))


def rule_files(folder: Path) -> list[Path]:
    """The files that a folder's rules are read from, in the order of their names; what cannot be read is left out."""
    return list(islice(_rule_files(folder, []), MAX_FILES))


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
            if name.startswith(".") or (name not in links and path.suffix.lower() not in RULE_FILE_ENDINGS):
                continue
            if not path.resolve().is_relative_to(root):
                problems.append(Problem(str(path), 0, 0, "a link that leads out of the rules folder; put a copy here"))
            elif not path.is_dir():
                yield path
