"""A list in a YAML file gets further members, and every other sign of the file stays as it is. Pure.

No file is rewritten from its values: comments, order and layout belong to whoever wrote it. Each member is one line in
flow style, put behind the list's last member.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from daemon.yamlfile import parse_yaml


class NotEditableError(Exception):
    """The file is written in a way that cannot be added to safely; the message says why."""


def in_one_line(value: Any) -> str:
    """A value in flow style, in one line, such as `{id: wire, tags: [a, b]}`."""
    written: str = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000_000
    ).strip()
    return written.removesuffix("\n...").strip()


def in_lines(key: str, members: Sequence[Mapping[str, Any]]) -> str:
    """A list under its key, one line a member."""
    return f"{key}:\n" + "".join(f"  - {in_one_line(dict(one))}\n" for one in members)


def added(text: str, key: str, members: Sequence[Mapping[str, Any]]) -> str:
    """The file's text with further members in the list `key` at its top level.

    Law: without the new lines (or, in a list in brackets, the new words) it is the text as it was; read again, it is
    what it was and the members at the list's end.
    Errors: NotEditableError if that cannot be had.
    """
    before = parse_yaml(text, name="")
    if before.problems or not isinstance(before.value, dict | None):
        raise NotEditableError("the file cannot be read as it is")
    old = (before.value or {}).get(key)
    if not isinstance(old, list | None):
        raise NotEditableError(f"{key} is no list")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    after = _inserted(text, root, key, [in_one_line(dict(one)) for one in members])
    read = parse_yaml(after, name="")
    wanted = {**(before.value or {}), key: [*(old or []), *(dict(one) for one in members)]}
    if read.problems or read.value != wanted:
        raise NotEditableError("the list is written in a way that cannot be added to")
    return after


def _inserted(text: str, root: yaml.Node | None, key: str, lines: Sequence[str]) -> str:
    """The text with the lines put in, by where the list stands."""
    newline = "\r\n" if "\r\n" in text else "\n"
    value = _value(root, key)
    if isinstance(value, yaml.SequenceNode) and value.flow_style:
        at = _index(value.end_mark) - 1
        return f"{text[:at]}{', ' * bool(value.value)}{', '.join(lines)}{text[at:]}"
    if isinstance(value, yaml.SequenceNode):
        column = _dash_column(text, value)
        return _with_lines(text, _line_end(text, _content_end(value)), column, lines, newline)
    if value is not None:  # `feeds:` with nothing, or with null
        start, end = _index(value.start_mark), _index(value.end_mark)
        kept = text[:start] + text[end:]
        return _with_lines(kept, _line_end(kept, start), 2, lines, newline)
    head = text if not text or text.endswith("\n") else text + newline
    return _with_lines(f"{head}{key}:{newline}", len(head) + len(key) + 1, 2, lines, newline)


def _value(root: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(root, yaml.MappingNode):
        return None
    return next((value for name, value in root.value if name.value == key), None)


def _index(mark: Any) -> int:
    """A place in the text, in characters."""
    return int(mark.index)


def _dash_column(text: str, value: yaml.SequenceNode) -> int:
    """The column of the list's dashes."""
    first = _index(value.start_mark)
    return first - (text.rfind("\n", 0, first) + 1)


def _content_end(node: yaml.Node) -> int:
    """Where the last sign of a value stands; the parser's own mark of a block lies behind the comments after it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _content_end(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _content_end(node.value[-1])
    return _index(node.end_mark)


def _line_end(text: str, at: int) -> int:
    """The end of the line, before its line break, that holds the sign before this place."""
    at = max(at, 1)
    at = at - 1 if text[at - 1 : at] == "\n" else at  # a block of text ends behind its last line break
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end


def _with_lines(text: str, at: int, column: int, lines: Sequence[str], newline: str) -> str:
    new = "".join(f"{newline}{' ' * column}- {line}" for line in lines)
    return f"{text[:at]}{new}{text[at:]}"
