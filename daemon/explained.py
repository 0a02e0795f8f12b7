"""The comments behind a model's fields, `name: type = default  #: this`, for the schemas that editors read."""

import ast
import inspect
import textwrap
from collections.abc import Mapping
from functools import cache

_MARK = "#:"


@cache
def explanations(model: type) -> Mapping[str, str]:
    """What the model's own and inherited comments say, by the field's name; only of fields that have one."""
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if one.__module__.startswith("daemon."):
            found |= _own(one)
    return found


def _own(model: type) -> dict[str, str]:
    source = textwrap.dedent(inspect.getsource(model))
    lines = source.splitlines()
    (body,) = [node.body for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    found = {}
    for node in body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.end_lineno:
            _, mark, said = lines[node.end_lineno - 1].partition(_MARK)
            if mark:
                found[node.target.id] = said.strip()
    return found
