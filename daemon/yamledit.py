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


def in_block(members: Sequence[Mapping[str, Any]]) -> str:
    """Members of a list in block style, one level in, as people write them."""
    written: str = yaml.safe_dump([dict(one) for one in members], allow_unicode=True, sort_keys=False, width=10_000)
    return "".join(f"  {line}\n" for line in written.splitlines())


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


def added_under(text: str, path: Sequence[str | int], members: Sequence[Any]) -> str:
    """The file's text with further members in the list that stands at a path, such as `rules, 3, tests, skip`.

    Law: as for `added`. What the path names and is not there yet, is made; one value that stands for a list of one
    becomes a list. Errors: NotEditableError if that cannot be had.
    """
    before = parse_yaml(text, name="")
    if before.problems:
        raise NotEditableError("the file cannot be read as it is")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    node, rest, column = _deepest(text, root, path)
    lines = [_in_flow(one) for one in members]
    if rest:
        after = _with_keys(text, node, rest, lines, column=column)
    elif isinstance(node, yaml.ScalarNode) and node.value:
        start, end = _index(node.start_mark), _index(node.end_mark)
        after = f"{text[:start]}[{text[start:end]}, {', '.join(lines)}]{text[end:]}"
    else:
        after = _in_list(text, node, lines, column=column)
    read = parse_yaml(after, name="")
    if read.problems or read.value != _grown(before.value, path, list(members)):
        raise NotEditableError("the list is written in a way that cannot be added to")
    return after


def _in_flow(value: Any) -> str:
    """A value as a member of a list in brackets, and so of any list."""
    return in_one_line([value])[1:-1]


def _deepest(
    text: str, root: yaml.Node | None, path: Sequence[str | int]
) -> tuple[yaml.Node, Sequence[str | int], int]:
    """The last node on a path that is there, what is left of the path then, and the column for what comes below."""
    node, column = root, 0
    for number, step in enumerate(path):
        if isinstance(step, int):
            found = node.value[step] if isinstance(node, yaml.SequenceNode) and step < len(node.value) else None
        else:
            found = _value(node, step)
        if node is None or (found is None and any(isinstance(one, int) for one in path[number:])):
            raise NotEditableError("there is nothing at that place")
        if found is None:
            return node, path[number:], _column(text, node)
        column = _column(text, node) + 2
        if isinstance(found, yaml.ScalarNode) and not found.value:
            return found, path[number + 1 :], column
        node = found
    if node is None:
        raise NotEditableError("there is nothing at that place")
    return node, (), column


def _with_keys(text: str, node: yaml.Node, keys: Sequence[str | int], lines: Sequence[str], *, column: int) -> str:
    """The text with further keys in a mapping, or where nothing stands yet; the last of them holds the list."""
    if isinstance(node, yaml.MappingNode) and node.flow_style:
        at = _index(node.end_mark) - 1
        nested = "".join(f"{{{key}: " for key in keys[1:]) + f"[{', '.join(lines)}]" + "}" * (len(keys) - 1)
        return f"{text[:at].rstrip(' ')}, {keys[0]}: {nested}{text[at:]}"
    newline = "\r\n" if "\r\n" in text else "\n"
    heads = [f"{' ' * (column + 2 * depth)}{key}:" for depth, key in enumerate(keys)]
    dash = " " * (column + 2 * len(keys))
    new = "".join(f"{newline}{line}" for line in [*heads, *(f"{dash}- {line}" for line in lines)])
    end = _line_end(text, _content_end(node))
    return f"{text[:end]}{new}{text[end:]}"


def _column(text: str, node: yaml.Node) -> int:
    """The column that a value begins at."""
    first = _index(node.start_mark)
    return first - (text.rfind("\n", 0, first) + 1)


def _grown(value: Any, path: Sequence[str | int], members: list[Any]) -> Any:
    """The value with the members at the end of the list at the path."""
    if not path:
        whole = value if isinstance(value, list) else [] if value is None else [value]
        return [*whole, *members]
    step, *rest = path
    if isinstance(step, int):
        return [_grown(one, rest, members) if at == step else one for at, one in enumerate(value)]
    return {**(value or {}), step: _grown((value or {}).get(step), rest, members)}


def _inserted(text: str, root: yaml.Node | None, key: str, lines: Sequence[str]) -> str:
    """The text with the lines put in, by where the list stands."""
    newline = "\r\n" if "\r\n" in text else "\n"
    value = _value(root, key)
    if value is not None:
        return _in_list(text, value, lines, column=2)
    head = text if not text or text.endswith("\n") else text + newline
    return _with_lines(f"{head}{key}:{newline}", len(head) + len(key) + 1, 2, lines, newline)


def _in_list(text: str, value: yaml.Node, lines: Sequence[str], *, column: int) -> str:
    """The text with the lines at the end of a list; of one that is empty yet, at a column."""
    newline = "\r\n" if "\r\n" in text else "\n"
    if isinstance(value, yaml.SequenceNode) and value.flow_style:
        at = _index(value.end_mark) - 1
        return f"{text[:at]}{', ' * bool(value.value)}{', '.join(lines)}{text[at:]}"
    if isinstance(value, yaml.SequenceNode):
        return _with_lines(text, _line_end(text, _content_end(value)), _column(text, value), lines, newline)
    start, end = _index(value.start_mark), _index(value.end_mark)  # `feeds:` with nothing, or with null
    kept = text[:start] + text[end:]
    return _with_lines(kept, _line_end(kept, start), column, lines, newline)


def _value(root: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(root, yaml.MappingNode):
        return None
    return next((value for name, value in root.value if name.value == key), None)


def _index(mark: Any) -> int:
    """A place in the text, in characters."""
    return int(mark.index)


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
