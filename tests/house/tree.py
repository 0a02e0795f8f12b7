"""The project's own files, as the house tests look at them."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DAEMON = ROOT / "daemon"

_NOT_OURS = {"__pycache__", "build", "dist", "node_modules", "_native", "secrets", "site", "var"}
_DOTTED_OURS = {".ci", ".github"}


def project_files(*suffixes: str) -> list[Path]:
    """All text files of the project with one of these suffixes (all files if none is given), sorted."""
    found = [path for path in _walk(ROOT) if not suffixes or path.suffix in suffixes]
    return sorted(found)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            is_ours = path.name in _DOTTED_OURS or not path.name.startswith(".")
            if is_ours and path.name not in _NOT_OURS and not path.name.endswith(".egg-info"):
                yield from _walk(path)
        elif path.is_file():
            yield path


def shown(path: Path) -> str:
    """A path as failures name it."""
    return path.relative_to(ROOT).as_posix()


def pyproject() -> dict[str, Any]:
    """pyproject.toml's values."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def modules() -> tuple[tuple[Path, ast.Module], ...]:
    """Every module of the package with its syntax tree, read once."""
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(DAEMON.rglob("*.py")))
