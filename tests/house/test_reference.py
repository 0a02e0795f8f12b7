"""The site: its reference is made from the code and leaves nothing out; its links lead to what the site has."""

import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import pytest
import typer
import yaml
from typer.main import get_command

import daemon.cli
from daemon.metrics import described
from daemon.rules.load import build_rules
from daemon.yamlfile import parse_yaml
from tests.house.tree import ROOT, project_files


def _module(name: str) -> ModuleType:
    """A script of docs/, which is no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


REFERENCE = _module("make_reference")
HOOKS = _module("site_hooks")
PAGES: dict[str, str] = REFERENCE.pages()


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml, whose one tag names a function."""


_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda _loader, suffix, _node: suffix)
SITE: dict[str, Any] = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Loader)


def test_every_command_and_option_is_in_the_reference() -> None:
    """Each command has its heading, and each of its options a row with words in it."""
    root: Any = get_command(daemon.cli.cli)
    for name, command in REFERENCE._commands(root):
        part = PAGES["commands.md"].partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert part, name
        for parameter in command.params:
            named = [one for one in parameter.opts if one.startswith("--")]
            assert all(re.search(rf"^\| .*`{re.escape(one)}\b.* \| \S", part, re.MULTILINE) for one in named), named


def test_every_config_key_is_in_the_reference() -> None:
    """Each key of each section stands in the reference's table of that section, with its meaning."""
    schema = REFERENCE._SCHEMA
    shapes = [schema, *(one for one in schema["$defs"].values() if "properties" in one)]
    for shape in shapes:
        for key in shape["properties"]:
            assert re.search(rf"^\| `{key}` \| .* \| .* \| \S.* \|$", PAGES["config.md"], re.MULTILINE), key


def test_every_metric_is_in_the_reference() -> None:
    """Each metric has its row."""
    assert len(described()) > 20
    assert all(f"| `{name}` | {kind} |" in PAGES["metrics.md"] for name, kind, _ in described())


def _one_option_without_help(name: Annotated[str, typer.Option()] = "") -> None:
    """A command that is described."""


def _no_words() -> None: ...


@pytest.mark.parametrize("command", [_one_option_without_help, _no_words])
def test_what_is_not_documented_is_found(command: Callable[..., None]) -> None:
    """An option or a command without a word of explanation is named, and ends the build."""
    app = typer.Typer()
    app.command("first")(command)
    app.command("second")(test_every_metric_is_in_the_reference)
    with pytest.raises(REFERENCE.UndocumentedError, match="watchdesk first"):
        REFERENCE.commands_page(get_command(app))


def test_a_key_without_a_meaning_is_found() -> None:
    """A config key without a description is named, and ends the build."""
    schema = {**REFERENCE._SCHEMA, "properties": {**REFERENCE._SCHEMA["properties"], "new_key": {"type": "string"}}}
    with pytest.raises(REFERENCE.UndocumentedError, match="the file: new_key"):
        REFERENCE.config_page(schema)


def _linked(nav: Any) -> set[str]:
    if isinstance(nav, str):
        return {nav}
    parts = nav.values() if isinstance(nav, dict) else nav
    return {one for part in parts for one in _linked(part)}


def test_the_site_has_every_page_and_no_other() -> None:
    """Each document is in the site's navigation, decisions and generated pages included; nothing there is missing."""
    there = {path.relative_to(ROOT / "docs").as_posix() for path in project_files(".md") if _is_doc(path)}
    made = {f"reference/{name}" for name in PAGES} | set(HOOKS.PAGES.values())
    assert _linked(HOOKS.with_decisions(SITE["nav"])) == there | made


def _is_doc(path: Path) -> bool:
    return path.is_relative_to(ROOT / "docs")


@pytest.mark.parametrize(
    ("page", "link", "there"),
    [
        ("operations.md", "../README.md", "index.md"),
        ("operations.md", "../config.example.yaml", "files/config.example.yaml"),
        ("adr/0001-x.md", "../architecture.md#the-rooms", "../architecture.md#the-rooms"),
        ("index.md", "docs/rules.md", "rules.md"),
        ("index.md", "rules/", "rules.md"),
        ("reference/config.md", "../operations.md#config", "../operations.md#config"),
        ("reference/config.md", "../../config.example.yaml", "../files/config.example.yaml"),
        ("rules.md", "https://example.org/a", "https://example.org/a"),
        ("rules.md", "#here", "#here"),
    ],
)
def test_a_link_of_the_repository_leads_to_its_place_in_the_site(page: str, link: str, there: str) -> None:
    """Links that are right in the repository are right in the site; what is code is left alone."""
    text = f"See [it]({link}), not `[it](../README.md)`."
    assert HOOKS.with_site_links(text, page=page) == f"See [it]({there}), not `[it](../README.md)`."


def test_files_that_pages_link_to_are_copied_into_the_site() -> None:
    """A link to a file outside docs/ leads to a copy of it."""
    copied = HOOKS.outside_files()
    assert {"config.example.yaml", "deploy/compose.yaml", "deploy/grafana/watchdesk.json"} <= set(copied)
    assert all((ROOT / file).is_file() for file in copied)


def test_the_tutorials_rule_holds() -> None:
    """The rule that newcomers copy loads without a word of warning, and passes its own tests."""
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    (rule,) = [one for one in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if one.startswith("# rules/")]
    rules = build_rules([parse_yaml(rule, name="tutorial.md")])
    assert [one.facts.id for one in rules.rules.values()] == ["ferry-in-trouble"]
    assert not rules.warnings
