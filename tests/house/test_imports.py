"""Who may import whom: the contracts of pyproject.toml cover every room, and each library lives in its own room."""

import ast
import re
from pathlib import Path

from tests.house.tree import DAEMON, ROOT, modules, pyproject, shown

#: Library -> the parts of the package that may use it.
ROOM_OF = {
    "aiohttp": {"feeds", "channels", "drill", "web"},
    "aiohttp_socks": {"feeds"},
    "alembic": {"store"},
    "anyascii": {"language", "rules", "items"},
    "apprise": {"channels"},
    "apscheduler": {"schedule"},
    "brotli": {"feeds"},
    "dateparser": {"feeds"},
    "feedparser": {"feeds"},
    "httpx": {"channels"},
    "lark": {"rules"},
    "prometheus_client": {"metrics"},
    "rapidfuzz": {"items", "rules", "incidents"},
    "regex": {"language", "rules"},
    "rich": {"cli", "channels"},
    "selectolax": {"items", "feeds", "selection"},  # the last only checks that selectors can be read
    "sqlalchemy": {"store"},
    "sqlmodel": {"store"},
    "Stemmer": {"language"},
    "telegram": {"channels"},
    "trafilatura": {"feeds"},
    "typer": {"cli"},
    "w3lib": {"items"},
    "yaml": {"yamlfile", "yamledit"},
    "zstandard": {"feeds"},
}


def _imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def _room(path: Path) -> str:
    return path.relative_to(DAEMON).parts[0].removesuffix(".py")


def _layers() -> list[set[str]]:
    contracts = pyproject()["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    return [{name.strip().removeprefix("daemon.") for name in layer.split("|")} for layer in layers]


def test_every_room_has_its_place_in_the_layers() -> None:
    """No module or package of the daemon stands outside the contract that says who may import whom."""
    here = {_room(path) for path, _ in modules()} - {"__init__", "__main__"}
    assert here == set().union(*_layers())


def test_imports_point_downwards() -> None:
    """Nothing imports a room of its own layer or of one above: what `make test` checks with import-linter, too."""
    rank = {room: index for index, layer in enumerate(_layers()) for room in layer}
    wrong = []
    for path, tree in modules():
        room = _room(path)
        for name in _imports(tree):
            target = name.removeprefix("daemon.").partition(".")[0]
            if name.startswith("daemon.") and target != room and room in rank and rank[target] <= rank[room]:
                wrong.append(f"{shown(path)} imports {name}")
    assert not wrong


def test_each_library_lives_in_its_own_room() -> None:
    """A library that is to be replaced one day is found in one place."""
    wrong = [
        f"{shown(path)} imports {name}"
        for path, tree in modules()
        for name in _imports(tree)
        if _room(path) not in ROOM_OF.get(name.partition(".")[0], {_room(path)})
    ]
    assert not wrong


def test_make_runs_the_import_contracts() -> None:
    """`make test` fails when a contract is broken, because lint-imports is one of its steps."""
    rules = dict(
        re.findall(r"^([a-z]+):.*\n((?:\t.*\n)*)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    (beside,) = re.findall(r"\$\(MAKE\) .*--jobs=\d+ (.*)", rules["test"])
    steps = rules["test"] + "".join(rules[target] for target in beside.split())
    for step in ("ruff format --check", "ruff check", "mypy", "lint-imports", "pytest"):
        assert step in steps, step
