"""A mapping of a rule file -> its shape; pydantic's complaints at their places, in an operator's words."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from daemon.errors import Problem
from daemon.language.codes import meant_code
from daemon.rules.shape import Shape
from daemon.yamlfile import YamlFile, YamlPath

_S = TypeVar("_S", bound=Shape)
_SHOWN = 60  #: characters of a wrong value in a message
#: Kind of complaint -> how it is said of the value that was given.
_WORDINGS = {
    **dict.fromkeys(("literal_error", "enum"), "is not known here; write {expected}"),
    "string_type": "must be a text; put quotes round it",
    "greater_than_equal": "is too little; write {ge} or more",
    "greater_than": "is too little; write more than {gt}",
    "less_than_equal": "is too much; write {le} or less",
    "too_short": "is too short; write {min_length} or more",
    "too_long": "is too long; write {max_length} or fewer",
    **dict.fromkeys(("bool_parsing", "bool_type"), "must be true or false"),
    "int_parsing_size": "is too much; write a smaller number",
    **dict.fromkeys(("float_parsing", "float_type"), "must be a number"),
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), "must be a whole number"),
    "tuple_type": "must be a list, as in [a, b]",
    **dict.fromkeys(("model_type", "dict_type"), "must be a mapping: keys with their values, each as `key: value`"),
}


def validated(
    model: type[_S], raw: dict[str, Any], file: YamlFile, path: YamlPath, problems: list[Problem]
) -> _S | None:
    """The shape of a mapping; None, and its problems noted, if it is wrong."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        problems.extend(shape_problems(error, file, path, model))
        return None


def shape_problems(
    error: ValidationError, file: YamlFile, prefix: Sequence[str | int], model: type[BaseModel]
) -> list[Problem]:
    """Pydantic's complaints about a mapping that should be such a model, at their places, in an operator's words."""
    found = []
    details = error.errors()
    known = _keys_of(model)
    meant = {_meant(str(one["loc"][0]), known) for one in details if _is_unknown(one)}
    for detail in details:
        if detail["type"] == "missing" and detail["loc"] in {(key,) for key in meant}:
            continue  # it is there, misspelt: one mistake is told once
        path = (*prefix, *detail["loc"])
        about_key = detail["type"] == "extra_forbidden"
        given = file.written.get(path) or ("null" if detail["input"] is None else repr(detail["input"]))
        inner = _model_at(model, detail["loc"])
        known_there = () if inner is None else _keys_of(inner)
        said = _said_of_empty(detail, inner) or _in_plain_words(detail, known_there, _shortened(given))
        found.append(file.problem(path, said, key=about_key))
    return found


def _is_unknown(detail: ErrorDetails) -> bool:
    return detail["type"] == "extra_forbidden" and len(detail["loc"]) == 1


def _keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _model_at(model: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel] | None:
    """The model of the mapping that holds a place within the model; None where that is unknown."""
    inner: type[BaseModel] | None = model
    for part in loc[:-1]:
        if inner is None:
            return None
        if isinstance(part, str):
            field = _field_of(inner, part)
            inner = _model_in(field.annotation) if field is not None else None
    return inner


def _field_of(model: type[BaseModel], key: str) -> FieldInfo | None:
    return next((one for name, one in model.model_fields.items() if key in {name, one.alias}), None)


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for one in get_args(annotation) if (model := _model_in(one))), None)


def _said_of_empty(detail: ErrorDetails, model: type[BaseModel] | None) -> str | None:
    """What is said where nothing stands, and a text, list or mapping should; None of other complaints."""
    is_nothing = detail["input"] is None and detail["type"] in {"string_type", "tuple_type", "model_type"}
    key = _key_of(detail)
    if key == "location" or not (is_nothing or detail["type"] == "string_too_short"):
        return None
    if detail["loc"][-1:] != (key,):
        return f"an entry of {key} is empty; write it, or remove it"
    field = _field_of(model, key) if model is not None else None
    return f"{key} is empty; write it{'' if field is not None and field.is_required() else ', or remove it'}"


def _key_of(detail: ErrorDetails) -> str:
    return str(next((part for part in reversed(detail["loc"]) if isinstance(part, str)), "this"))


def _in_plain_words(detail: ErrorDetails, known: Sequence[str], given: str) -> str:
    key = _key_of(detail)
    match detail["type"]:
        case "extra_forbidden":
            return f"unknown key {key!r}{nearest(key, known)}"
        case "missing" if key != "location" or detail["loc"][-1] == key:
            return f"the key {key!r} is missing; add it"
        case "value_error":
            said = detail["msg"].removeprefix("Value error, ")
            return f"{key}: {said}" if detail["loc"] else said
        case _ if key == "location":
            return f"{key}: write [latitude, longitude], two numbers, as in [34.56, 38.27]"
        case "model_type" if not isinstance(detail["input"], (list, dict)) and key in {"match", "skip"}:
            return f"{key}: {given} must be a text; put quotes round it"
        case "model_type" if key == "feeds":
            return f"{key}: {given} must say which feeds: {{ids: [a-feed]}} or {{tags: [a-tag]}}"
        case "string_pattern_mismatch" if key in {"languages", "language"}:
            return f"{key}: {given} is no code of a language; write {_meant_codes(str(detail['input']))}"
        case "string_pattern_mismatch" if key in {"id", "kind", "within", "tags", "notify"}:
            return f"{key}: {detail['input']!r} must be letters, digits, dots, dashes and underscores, at most 64"
        case kind if kind in _WORDINGS:
            return f"{key}: {given} {_WORDINGS[kind].format(**detail.get('ctx', {}))}"
        case _:
            return f"{key}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def _meant_codes(written: str) -> str:
    """The code that is meant by one with a country or a script, as in pt-BR; else some codes as examples."""
    code = re.split("[-_]", written.lower(), maxsplit=1)[0]
    return (meant_code(code) if code.isascii() else None) or "en, ar, ru"


def nearest(name: str, known: Sequence[str]) -> str:
    """The end of a complaint about an unknown key: the one that may be meant, else those that there are."""
    meant = _meant(name, known)
    if meant:
        return f"; did you mean {meant!r}?"
    return f"; there are: {', '.join(known)}" if known else "; remove it or correct its spelling"


def _meant(name: str, known: Sequence[str]) -> str | None:
    return next(iter(get_close_matches(name, known, n=1)), None)


def _shortened(shown: str) -> str:
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
