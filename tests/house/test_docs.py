"""The documents: their links lead somewhere, their examples run, and they name what there is."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel, SecretStr
from typer.main import get_command

import daemon.cli
from daemon.channels.registry import CHANNEL_OPTIONS, CHANNELS
from daemon.config import Config
from daemon.incidents import cluster
from daemon.items import dedup
from daemon.pipeline import notices, retry
from daemon.rules.load import build_rules
from daemon.rules.rate_conditions import Absence
from daemon.yamlfile import parse_yaml
from tests.house.tree import ROOT, modules, project_files, pyproject, shown

_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NOT_IN_THE_FILE = {"folder", "channel", "options"}  #: fields that operators do not write under that name
_LOUD = {"info", "warning", "error", "exception", "critical", "log"}


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _prose(text: str) -> str:
    return _BLOCK.sub("", text)


def _anchors(path: Path) -> set[str]:
    """The anchors that headings of a page get, by GitHub's rule."""
    titles = re.findall(r"^#+ (.+)$", _prose(path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _rows(text: str, heading: str) -> list[str]:
    """The first cells of all tables under a heading, their header rows left out."""
    part = re.split(r"^#+ ", text.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    heads = {line for line, following in pairwise(lines) if set(following) <= set("|- ")}
    return [line.split("|")[1].strip() for line in lines if line not in heads and not set(line) <= set("|- ")]


@pytest.mark.parametrize("path", project_files(".md"), ids=shown)
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link of a page leads to a file that is there, and every anchor to a heading."""
    for link in (one or other for one, other in _LINK.findall(_prose(path.read_text(encoding="utf-8")))):
        if re.match(r"https?://|mailto:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


def test_every_page_can_be_reached_from_the_readme() -> None:
    """Whoever starts at the README finds every page under docs/ by following links."""
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.is_file() or page.suffix != ".md":
            continue
        reached.add(page)
        links = [one or other for one, other in _LINK.findall(page.read_text(encoding="utf-8"))]
        waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links if "://" not in link]
    pages = {path for path in project_files(".md") if path.is_relative_to(ROOT / "docs")}
    assert not {shown(path) for path in pages - reached}


RULE_EXAMPLES = [body for language, body in _BLOCK.findall(_text("docs/rules.md")) if language == "yaml"]


@pytest.mark.parametrize("example", RULE_EXAMPLES, ids=lambda body: re.findall(r"- id: (.+)", body)[-1])
def test_every_rule_example_loads_and_passes_its_own_tests(example: str) -> None:
    """Each YAML block of docs/rules.md is a whole rule file; the tests in it hold, and it gives no warning."""
    file = parse_yaml(example, name="docs/rules.md")
    assert not file.problems
    rules = build_rules([file])
    assert rules.rules
    assert all(rule.tests or isinstance(rule.rate, Absence) for rule in rules.rules.values())
    assert not rules.warnings


def test_rule_page_has_examples() -> None:
    """The page teaches by examples: without any, the test above would say nothing."""
    assert len(RULE_EXAMPLES) >= 12


def test_decisions_are_numbered_without_a_gap() -> None:
    """ADR files count 0001, 0002, …; each has its number, all its parts, and a row in the architecture's table."""
    files = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [path.name[:4] for path in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    table = _text("docs/architecture.md")
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} – "), path.name
        assert re.search(r"^Status: (proposed|accepted|superseded by \d{4})$", text, re.MULTILINE), path.name
        headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert headings == ["Context", "Options", "Decision", "Consequences"], path.name
        assert f"adr/{path.name}" in table


def test_numbers_in_the_decisions_are_those_of_the_code() -> None:
    """A threshold that a decision names is the one in use; whoever changes it changes the page."""
    dedup_page, outbox_page, join_page = (
        next((ROOT / "docs" / "adr").glob(f"{number}-*.md")).read_text(encoding="utf-8")
        for number in ("0006", "0002", "0007")
    )
    assert f"below {dedup.OTHER_STORY_100:g} of 100" in dedup_page
    assert timedelta(days=3) == dedup.COPY_WINDOW
    assert "within three days" in dedup_page
    assert timedelta(minutes=1) == retry.AMBIGUOUS_WAIT
    assert "after a minute, labelled" in outbox_page
    assert f"after {retry.MAX_ATTEMPTS} attempts" in (" ".join(outbox_page.split()))
    assert f"From {cluster.JOIN} of 1 on" in join_page


def test_newest_version_of_the_changelog_is_the_packages() -> None:
    """The first released version in the changelog is pyproject.toml's, and versions fall from there."""
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\] – \d{4}-\d{2}-\d{2}$", _text("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == pyproject()["project"]["version"]
    numbers = [tuple(map(int, version.split("."))) for version in versions]
    assert numbers == sorted(set(numbers), reverse=True)


def test_glossary_has_each_word_once_in_order() -> None:
    """A term has one row, and rows are sorted, so that a word is found, and not defined twice."""
    terms = _rows(_text("docs/glossary.md"), "Glossary")
    assert len(terms) > 30
    assert terms == sorted(set(terms))


def _keys(model: type[BaseModel], above: tuple[type[BaseModel], ...] = ()) -> Iterator[str]:
    """The names under which operators write a model's fields, sections within it included, each model once."""
    for name, field in model.model_fields.items():
        if name in _NOT_IN_THE_FILE:
            continue
        yield f"{name}_file" if field.annotation in (SecretStr, SecretStr | None) else field.alias or name
        for part in _models(field.annotation):
            if part not in (*above, model):
                yield from _keys(part, (*above, model))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation is not BaseModel:
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _names_key(text: str, key: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(key)}\b", text) is not None


@pytest.mark.parametrize("key", sorted(set(_keys(Config))))
def test_every_config_key_is_in_the_example(key: str) -> None:
    """config.example.yaml shows every key that the config knows."""
    as_key, as_other_way = rf"(?<![\w-]){re.escape(key)}:(?= |$)", rf"\bor {re.escape(key)}\b"
    assert re.search(f"{as_key}|{as_other_way}", _text("config.example.yaml"), re.MULTILINE)


@pytest.mark.parametrize("channel", sorted(CHANNEL_OPTIONS))
def test_every_channel_has_a_row_with_its_options(channel: str) -> None:
    """docs/operations.md has a row for each channel that names all of its options."""
    rows = [line for line in _text("docs/operations.md").splitlines() if line.startswith(f"| `{channel}` |")]
    assert len(rows) == 1
    for key in _keys(CHANNEL_OPTIONS[channel]):
        assert _names_key(rows[0], key), key


def test_what_each_channel_can_do_is_said_as_it_is() -> None:
    """The table of abilities has a row for each channel; edits and buttons stand there as the code has them."""
    table = _text("docs/operations.md").partition("| channel | threads |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]
    assert {row[0].lower() for row in rows} == CHANNELS.keys()
    for name, _, edits, buttons, *_ in rows:
        kind = CHANNELS[name.lower()]
        assert (edits == "yes") is hasattr(kind.build, "edit"), name
        assert (buttons == "yes") is (kind.ear is not None), name


def _commands() -> Iterator[str]:
    root: Any = get_command(daemon.cli.cli)
    for name, command in root.commands.items():
        parts = getattr(command, "commands", None)
        yield from (f"{name} {part}" for part in parts) if parts else (name,)


@pytest.mark.parametrize("command", sorted(_commands()))
def test_every_command_is_described(command: str) -> None:
    """docs/operations.md has a row for each command, and its --config option's environment variable."""
    rows = _rows(_text("docs/operations.md"), "Commands")
    assert any(re.match(rf"`watchdesk {re.escape(command)}\b", row) for row in rows)


def test_no_command_is_described_that_is_not_there() -> None:
    """Each `watchdesk …` in the documents is a command that exists."""
    known = {command.split()[0] for command in _commands()}
    for path in project_files(".md"):
        text = path.read_text(encoding="utf-8")
        named = re.findall(r"`watchdesk ([a-z][\w-]*)", _prose(text))
        for _, block in _BLOCK.findall(text):
            named += re.findall(r"^(?:ExecStart=)?(?:\S*/)?watchdesk ([a-z][\w-]*)", block, re.MULTILINE)
        assert set(named) <= known, shown(path)


def test_the_configs_environment_variable_is_described() -> None:
    """The name by which commands find the config without an option stands in the operators' page."""
    assert "`WATCHDESK_CONFIG`" in _text("docs/operations.md")
    assert any(
        '"WATCHDESK_CONFIG"' in path.read_text(encoding="utf-8") for path in (ROOT / "daemon" / "cli").glob("*.py")
    )


def _log_phrases() -> Iterator[tuple[str, str]]:
    """Where, and which fixed phrase, for everything that is logged at info or above."""
    for path, tree in modules():
        for node in ast.walk(tree):
            is_log = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LOUD
            if is_log and ast.unparse(node.func.value).lower().strip("_") in {"log", "logger"}:
                phrases = [
                    arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                ]
                yield f"{shown(path)}:{node.lineno}", phrases[0] if phrases else ast.unparse(node)


def test_every_log_line_is_explained() -> None:
    """docs/operations.md says of each line that the daemon logs what it means, and of none that it does not log."""
    said = {phrase: where for where, phrase in _log_phrases()}
    assert said
    assert set(_rows(_text("docs/operations.md"), "The log")) == set(said)


def test_every_notice_has_a_runbook_row() -> None:
    """Each notice that operators can get has a row that says what to do, and there is no row for others."""
    tree = ast.parse(Path(notices.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "notice"]
    subjects = {_with_gaps(call.args[1]) for call in calls}
    assert subjects
    assert set(_rows(_text("docs/operations.md"), "Notices to operators")) == subjects


def _with_gaps(subject: ast.expr) -> str:
    """A subject's fixed words, with … for what is filled in."""
    if isinstance(subject, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in subject.values)
    return str(ast.literal_eval(subject))


def test_the_picture_shows_every_layer() -> None:
    """Each room of the import contracts stands in the architecture's picture."""
    picture = next(body for _, body in _BLOCK.findall(_text("docs/architecture.md")))
    contracts = pyproject()["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    for room in (name.strip().removeprefix("daemon.") for layer in layers for name in layer.split("|")):
        assert re.search(rf"\b{room}\b", picture), room


def test_make_targets_that_are_named_exist() -> None:
    """Each `make …` in the documents is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE))
    for path in project_files(".md"):
        named = set(re.findall(r"`make ([a-z]+)\b", path.read_text(encoding="utf-8")))
        assert named <= targets, shown(path)
