"""A YAML file -> plain values with their positions, strictly: YAML 1.2 core schema, no surprises.

`NO`, `on` and `1:30` stay strings; duplicate keys, anchors, aliases, custom tags, deep nesting and large files are
refused.
This room reads one file and says where each value stands; it knows nothing of what the values mean.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from daemon.errors import Problem

MAX_BYTES = 1024 * 1024
_UNCLOSED_BRACKET = "not YAML: the bracket that is opened here is not closed, or a comma is missing in it; add it"
MAX_DEPTH = 50

YamlPath = tuple[str | int, ...]
Position = tuple[int, int]  #: line and column, both from 1

_INT = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}(\.[0-9]{0,18})?)([eE][-+]?[0-9]{1,2})?\Z")
_KEY = re.compile(r"\s*(- )?[\w-]+")  #: what stands before the first colon of a line
_OCTAL_LOOK = re.compile(r"[-+]?0[0-9]+\Z")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(slots=True)
class YamlFile:
    """The values of one file, and where each stands."""

    name: str  #: as operators know the file
    value: Any = None
    text: str = ""
    positions: dict[YamlPath, Position] = field(default_factory=dict)
    key_positions: dict[YamlPath, Position] = field(default_factory=dict)
    written: dict[YamlPath, str] = field(default_factory=dict)  #: numbers that stand there otherwise: 1.10, +7
    problems: list[Problem] = field(default_factory=list)

    def position(self, path: Sequence[str | int], *, key: bool = False) -> Position:
        """Where the value (or the key) of a path stands; else the place of the nearest parent in the file."""
        table = self.key_positions if key else self.positions
        whole = tuple(path)
        for length in range(len(whole), -1, -1):
            found = table.get(whole[:length]) or self.positions.get(whole[:length])
            if found:
                return found
        return (1, 1)

    def problem(
        self, path: Sequence[str | int], message: str, *, key: bool = False, severity: str = "error"
    ) -> Problem:
        """Name what is wrong at a path."""
        line, column = self.position(path, key=key)
        return Problem(self.name, line, column, message, severity)


def load_yaml(path: Path, *, name: str | None = None, max_bytes: int = MAX_BYTES) -> YamlFile:
    """Read a file; what is wrong with it stands in `problems`, never in an exception."""
    shown = name or str(path)
    try:
        with path.open("rb") as source:
            raw = source.read(max_bytes + 1)
    except OSError as error:
        return _failed(shown, f"the file cannot be read: {error.strerror or error}")
    if len(raw) > max_bytes:
        return _failed(shown, f"the file is larger than {max_bytes // 1024} KiB; split it")
    return parse_yaml(raw, name=shown)


def parse_yaml(raw: bytes | str, *, name: str) -> YamlFile:
    """Parse the bytes of a YAML file; see `load_yaml`."""
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
    except UnicodeDecodeError as error:
        return _failed(name, f"the file is not UTF-8 (byte {error.start}); save it as UTF-8")
    loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
    result = YamlFile(name=name, text=text)
    try:
        refused = _refused_event(text, loader)
        if refused:
            result.problems.append(Problem(name, *refused))
            return result
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = (error.context_mark if _is_where_it_began(error) else None) or error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if _is_empty_at_end(error) and (opened := _last_open(text, loader)):
            result.problems.append(Problem(name, *opened, _UNCLOSED_BRACKET))
            return result
        result.problems.append(Problem(name, line, column, _yaml_message(error, text, line, column)))
        return result
    except yaml.YAMLError as error:
        result.problems.append(
            _unprintable(name, text) or Problem(name, 0, 0, f"not YAML: {' '.join(str(error).split())}")
        )
        return result
    if root is not None:
        result.value = _build(root, (), result)
    return result


def _failed(name: str, message: str) -> YamlFile:
    return YamlFile(name=name, problems=[Problem(name, 0, 0, message)])


def _refused_event(text: str, loader: Any) -> tuple[int, int, str] | None:
    """Refuse what could blow up before anything is built, or means other than it looks: in one linear pass."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        mark: Any = event.start_mark
        if unplain := _unplain(event):
            return mark.line + 1, mark.column + 1, unplain
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > MAX_DEPTH:
            return mark.line + 1, mark.column + 1, f"nested deeper than {MAX_DEPTH} levels"
    return None


def _unplain(event: Any) -> str | None:
    """What is wrong with an alias, an anchor or a tag: mostly it is a word that should have stood in quotes."""
    if isinstance(event, yaml.AliasEvent):
        return f"{_quoting('*')} (aliases such as *{event.anchor} are not used here)"
    if getattr(event, "anchor", None):
        return f"{_quoting('&')} (anchors such as &{event.anchor} are not used here)"
    tag = getattr(event, "tag", None)
    if tag is None or _is_plain(tag):
        return None
    if tag.startswith("!"):
        return f"{_quoting('!')} (tags such as {tag} are not used here)"
    return f"the tag {tag} is not used here; remove it"


def _quoting(start: str) -> str:
    return f"a value that starts with {start} needs single quotes round the whole of it"


def _unprintable(name: str, text: str) -> Problem | None:
    """The first character that no YAML file may hold, at its place."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if found is None:
        return None
    before = text[: found.start()]
    line, column = before.count("\n") + 1, found.start() - before.rfind("\n")
    return Problem(name, line, column, f"not YAML: the control character U+{ord(found[0]):04X} stands here; remove it")


def _is_where_it_began(error: yaml.MarkedYAMLError) -> bool:
    """Is the place to show the beginning of what failed: a quote or a bracket not closed, a key without its colon?"""
    return _is_unclosed(error) or _is_open(error) or "expected ':'" in (error.problem or "")


def _is_open(error: yaml.MarkedYAMLError) -> bool:
    """Is it a list or a mapping in brackets that was not closed on its line?"""
    began, failed = error.context_mark, error.problem_mark
    return "flow" in (error.context or "") and bool(began and failed and failed.line > began.line)


def _is_empty_at_end(error: yaml.MarkedYAMLError) -> bool:
    """Does something in brackets break off where a value should stand?"""
    return "flow node" in (error.context or "") and "expected node content" in (error.problem or "")


def _last_open(text: str, loader: Any) -> tuple[int, int] | None:
    """Line and column of the last bracket that nothing closes; None if all are closed."""
    opened: list[tuple[int, int]] = []
    with suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader=loader):
            if isinstance(token, (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)):
                mark: Any = token.start_mark
                opened.append((mark.line + 1, mark.column + 1))
            elif isinstance(token, (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)) and opened:
                opened.pop()
    return opened[-1] if opened else None


def _is_unclosed(error: yaml.MarkedYAMLError) -> bool:
    """Is it a quoted value without an end? Then the place to show is where it begins, not the end of the file."""
    return "quoted scalar" in (error.context or "") and "end of stream" in (error.problem or "")


def _yaml_message(error: yaml.MarkedYAMLError, text: str, line: int, column: int) -> str:
    """Say a scanner's complaint in an operator's words, with the usual mend."""
    lines = text.splitlines()
    whole = lines[line - 1] if 0 < line <= len(lines) else ""
    said = error.problem or "not YAML"
    mend = ""
    if _is_unclosed(error):
        return "not YAML: the quotation mark that is opened here is not closed; add the second one"
    if _is_open(error):
        return _UNCLOSED_BRACKET
    if "another document" in said:
        return "not YAML: a second document begins here; remove the line ---, or make two files"
    if start := _special_start(error, text, whole.strip()):
        mend = f"; {_quoting(start)}"
    elif "expected ':'" in said:
        mend = "; write `key: value`, with a space after the colon"
    elif "mapping values are not allowed" in said and _KEY.fullmatch(whole[: column - 1]):
        mend = "; this line is indented deeper than the keys beside it"
    elif "mapping values are not allowed" in said:
        mend = "; a value that holds ': ' needs single quotes round the whole of it"
    elif whole.startswith("\t"):
        mend = "; indent with spaces, not tabs"
    elif "did not find expected" in said:
        mend = "; check the indentation: keys of one mapping begin in one column, deeper than what they belong to"
    return f"not YAML: {said}{mend}"


def _special_start(error: yaml.MarkedYAMLError, text: str, shown: str) -> str | None:
    """The character with which a value began that YAML took for something else: of the line, or where it failed."""
    start = re.sub(r"^(- |[\w.-]+: )+", "", shown)[:1]
    if start and start in "@!*&|>\"'%=`":
        return start
    lines = text.splitlines()
    for mark in (error.context_mark, error.problem_mark):
        found = lines[mark.line][mark.column : mark.column + 1] if mark and mark.line < len(lines) else ""
        if found and found in "@!*&|>%`":
            return found
    return None


def _build(node: yaml.Node, path: YamlPath, result: YamlFile) -> Any:
    mark: Any = node.start_mark
    result.positions[path] = (mark.line + 1, mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        return _build_mapping(node, path, result)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, index), result) for index, child in enumerate(node.value)]
    value = _scalar(node)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and str(value) != node.value:
        result.written[path] = node.value
    return value


def _is_plain(tag: str) -> bool:
    """YAML's own implicit tags are fine; `!!python/object`, `!secret` and their like are not."""
    plain = {"str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value"}
    return tag.startswith("tag:yaml.org,2002:") and tag.rpartition(":")[2] in plain


def _build_mapping(node: yaml.MappingNode, path: YamlPath, result: YamlFile) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key_node, value_node in node.value:
        mark = key_node.start_mark
        where = (mark.line + 1, mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            result.problems.append(Problem(result.name, *where, "a key must be one word or number"))
            continue
        key = key_node.value
        if key in built:
            first = result.key_positions[(*path, key)]
            message = f"duplicate key {key!r}, first used in line {first[0]}; remove one of them"
            result.problems.append(Problem(result.name, *where, message))
            continue
        result.key_positions[(*path, key)] = where
        built[key] = _build(value_node, (*path, key), result)
    return built


def _scalar(node: yaml.Node) -> Any:
    """One value by YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema), narrowed: 010 is text."""
    value: str = node.value
    if getattr(node, "style", None):  # quoted, or a block: always text
        return value
    if value.lower() in _WORDS and value in {value.lower(), value.capitalize(), value.upper()}:
        return _WORDS[value.lower()]
    if _OCTAL_LOOK.match(value):
        return value
    convert: Callable[[str], Any] | None = int if _INT.match(value) else float if _FLOAT.match(value) else None
    return convert(value) if convert else value
