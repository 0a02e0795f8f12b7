"""The commands as a shell calls them, in this process; and the folder that they are called in."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from daemon.cli import cli
from daemon.items import dedup
from daemon.model import Item
from daemon.store.database import open_store

CONFIG = """receivers: {desk: {console: {}}, night: {console: {}}}
routes: [{to: desk}]
feeds:
  - {id: wire, url: "https://wire.example/feed", publisher: The Wire}
  - {id: radio, url: "https://radio.example/feed", publisher: Radio}
"""


def stand_in(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    config: str,
    rules: str | None = None,
    files: Mapping[str, str] | None = None,
    columns: int = 80,
) -> Path:
    """Write a config, rules and other files into a folder, and stand in it, at a terminal of so many columns."""
    written = {"config.yaml": config, **({} if rules is None else {"rules/rules.yaml": rules}), **(files or {})}
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", str(columns))
    return folder


def call(*arguments: str, given: str | None = None) -> Result:
    """Call a command in this process; `given` is what stands on its standard input."""
    return CliRunner().invoke(cli, list(arguments), input=given)


def said(*arguments: str) -> str:
    """What a command that succeeds says on standard output."""
    result = call(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def facts(*arguments: str) -> list[dict[str, Any]]:
    """What a command says with --json: an object a line."""
    return [json.loads(line) for line in said(*arguments, "--json").splitlines()]


def write_lines(path: Path, items: Iterable[Mapping[str, Any]]) -> Path:
    """A JSONL file of items."""
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in items), encoding="utf-8")
    return path


def store_items(path: Path, items: Iterable[Item]) -> None:
    """A store in which these items have come."""
    store = open_store(path)
    try:
        store.write_now(lambda tx: tx.items.save_new([(one, dedup.lookup_keys(one), None) for one in items]))
    finally:
        store.close_now()
