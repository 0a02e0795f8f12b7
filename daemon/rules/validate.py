"""A mapping of a rule file -> its shape; pydantic's complaints at their places, in an operator's words."""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from daemon.errors import Problem
from daemon.rules.shape import Shape
from daemon.yamlfile import YamlFile, YamlPath

_S = TypeVar("_S", bound=Shape)


def validated(
    model: type[_S], raw: dict[str, Any], file: YamlFile, path: YamlPath, problems: list[Problem]
) -> _S | None:
    """The shape of a mapping; None, and its problems noted, if it is wrong."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        problems.extend(shape_problems(error, file, path))
        return None


def shape_problems(error: ValidationError, file: YamlFile, prefix: Sequence[str | int]) -> list[Problem]:
    """Pydantic's complaints at their places, in an operator's words."""
    found = []
    for detail in error.errors():
        path = (*prefix, *detail["loc"])
        about_key = detail["type"] == "extra_forbidden"
        found.append(file.problem(path, _in_plain_words(detail), key=about_key))
    return found


def _in_plain_words(detail: ErrorDetails) -> str:
    key = str(next((part for part in reversed(detail["loc"]) if isinstance(part, str)), "this"))
    match detail["type"]:
        case "extra_forbidden":
            return f"unknown key {key!r}; remove it or correct its spelling"
        case "missing":
            return f"the key {key!r} is missing; add it"
        case "value_error":
            return f"{key}: {detail['msg'].removeprefix('Value error, ')}"
        case "string_pattern_mismatch" if key in {"id", "kind", "within", "tags", "notify"}:
            return f"{key}: {detail['input']!r} must be letters, digits, dots, dashes and underscores, at most 64"
        case "string_type":
            return f"{key}: {detail['input']!r} must be a text; put quotes round it"
        case _:
            return f"{key}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"
