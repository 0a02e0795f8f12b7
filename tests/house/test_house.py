"""The house rules that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import DAEMON, ROOT, modules, project_files, shown

MAX_LINES = 350
#: Files that are one list of one kind of thing, and would be harder to read in pieces: file -> its own limit.
LONG_ON_PURPOSE = {
    "daemon/model.py": 890,  # all nouns, in the order an item meets them
    "daemon/pipeline/poll.py": 400,  # the poll and the pushed document share what is under way and their states
    "daemon/store/tables.py": 500,  # all rows
}
_BANNED = re.compile(r"(^|_)(handle|process|manager|utils?|helpers?)(_|$)|^(data|info)(_|$)|^do_")
_GIVEN = {"do_request", "process_bind_param", "process_result_value"}  #: names that a library calls by
_TEXT = (".py", ".md", ".toml", ".yaml", ".yml", ".lock", ".cfg", ".txt", ".json", ".mako", "")
# Written in pieces, so that this file does not find itself.
_TRACES = {
    "a path of one machine": re.compile(r"(?<![\w.])/(?:home|Users|root|work)" + r"/[\w.-]+/"),
    "a registry's address": re.compile(
        r"(?i)\b(?:pypi\.(?:org|python)|python" + r"hosted\.org|artifactory|index-url\s*=)"
    ),
}


def _text_files() -> list[Path]:
    return [path for path in project_files() if path.suffix in _TEXT and path.name != Path(__file__).name]


@pytest.mark.parametrize("path", sorted(DAEMON.rglob("*.py")), ids=shown)
def test_files_stay_short(path: Path) -> None:
    """A file that outgrows its limit holds more than one concept, or says in this list why not."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONG_ON_PURPOSE.get(shown(path), MAX_LINES)


def test_the_list_of_long_files_is_true() -> None:
    """A file on the list of long ones still needs its place there."""
    for name in LONG_ON_PURPOSE:
        assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) > MAX_LINES, name


@pytest.mark.parametrize("what", _TRACES)
def test_no_trace_of_one_machine(what: str) -> None:
    """No file of the project names a path of one machine or the address of a package registry."""
    found = []
    for path in _text_files():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if _TRACES[what].search(line):
                found.append(f"{shown(path)}:{number}: {line.strip()[:100]}")
    assert not found, f"{what}: " + "; ".join(found)


def test_names_say_what_a_thing_is() -> None:
    """No function, class or file is named by a word that fits everything."""
    found = []
    for path, tree in modules():
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        names = {node.name for node in ast.walk(tree) if isinstance(node, kinds)} - _GIVEN
        found += [f"{shown(path)}: {name}" for name in (path.stem, *sorted(names)) if _BANNED.search(name.lower())]
    assert not found


def test_every_package_says_what_it_is_for() -> None:
    """Each folder of the daemon has an __init__.py whose docstring tells what happens in it."""
    folders = {path.parent for path in DAEMON.rglob("*.py")}
    for folder in folders:
        start = folder / "__init__.py"
        assert start.is_file(), shown(folder)
        assert ast.get_docstring(ast.parse(start.read_text(encoding="utf-8"))), shown(start)


def test_every_test_states_a_law() -> None:
    """Each test has a docstring: the sentence that is no longer true when it fails."""
    silent = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_test = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
            if is_test and not ast.get_docstring(node):
                silent.append(f"{shown(path)}: {node.name}")
    assert not silent


def test_pure_rooms_never_ask_the_time() -> None:
    """Pure rooms are handed the time: only the app, the commands and the edges of the network ask for it."""
    pure = {"items", "rules", "incidents", "alerts", "language", "pipeline", "model.py", "config.py"}
    asks = [
        f"{shown(path)}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if path.relative_to(DAEMON).parts[0] in pure
        and isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    ]
    assert not asks
