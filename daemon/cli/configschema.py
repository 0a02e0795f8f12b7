"""The JSON Schema of config.yaml, made from the models, so that editors complete, explain and check it.

A config file is not quite what the models are: secrets are named by `…_file` and `…_env`, a receiver is its channel's
name with that channel's options, and one word stands for a list of one.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import Enum
from pathlib import PurePath
from typing import Any, get_args

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.config import Config, Feed
from daemon.explained import explanations
from daemon.receiving import Receiver
from daemon.section import Section, one_or_more, secret_fields
from daemon.spans import duration_text

_REFERENCE = "#/$defs/{model}"
_NOT_IN_THE_FILE = {"folder"}
_OF_A_SECRET = {
    "file": "the path of a file that holds it",
    "env": "the name of an environment variable that holds it",
}


def json_schema() -> dict[str, Any]:
    """What a config may hold, by JSON Schema 2020-12.

    Law: every key that the loader takes is in it, with what it is for; names that lead nowhere, and secrets that cannot
    be read, are found by the loader only.
    """
    definitions: dict[str, Any] = {}
    shared = {}
    for name, model in CHANNEL_OPTIONS.items():
        options = _shape(model, definitions)
        options.pop("required", None)  # what is missing may stand under `channels`
        options.pop("allOf", None)
        definitions[f"{name}_options"] = options
        shared[name] = {"$ref": f"#/$defs/{name}_options"}
    whole = _shape(Config, definitions)
    whole["properties"]["receivers"] = {
        "description": "Where alerts go, by name.",
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"},
        "additionalProperties": _receiver(shared, definitions),
    }
    whole["properties"]["channels"] = {
        "description": "What receivers of one channel have in common.",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _options(name, one) for name, one in shared.items()},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "watchdesk config",
        **whole,
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """The schema as it stands in `config.schema.json`."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _receiver(channels: Mapping[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A channel's name with its options, and what any receiver may have beside."""
    shape = _shape(Receiver, definitions)
    kept = {key: value for key, value in shape["properties"].items() if key not in {"channel", "options"}}
    named = {name: _options(name, one) for name, one in channels.items()}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {**named, **kept},
        "oneOf": [{"required": [name]} for name in channels],
    }


def _options(channel: str, one: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": f"The options of the channel {channel}.", "anyOf": [one, {"type": "null"}]}


class _Plain(GenerateJsonSchema):
    """Without defaults: they are written as operators write them, by `_default`."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def _shape(model: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    """A model's schema; those of the sections in it are noted among the definitions."""
    shape = model.model_json_schema(ref_template=_REFERENCE, schema_generator=_Plain)
    for name, part in shape.pop("$defs", {}).items():
        definitions.setdefault(name, part)
    for section in {*_sections(model)} - {model}:
        definitions[section.__name__] = _as_written(section, definitions[section.__name__])
    for unused in ("BaseModel", "Receiver"):
        definitions.pop(unused, None)
    return _as_written(model, shape)


def _sections(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The models among a model's fields, near and far, each once."""
    seen: list[type[BaseModel]] = [model]
    for one in seen:
        for field in one.model_fields.values():
            seen += [part for part in dict.fromkeys(_models(field.annotation)) if part not in seen]
    yield from (one for one in seen if issubclass(one, Section) and one is not Receiver)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _as_written(model: type[BaseModel], shape: dict[str, Any]) -> dict[str, Any]:
    """A section's schema as operators write it."""
    secrets = secret_fields(model) if issubclass(model, Section) else ()
    may_stand = model.open_secrets if issubclass(model, Section) else frozenset()
    told = explanations(model)
    properties: dict[str, Any] = {}
    required = [name for name in shape.get("required", ()) if name not in secrets and (model, name) != (Feed, "url")]
    choices = [[name, f"{name}_file", f"{name}_env"] for name in shape.get("required", ()) if name not in required]
    for name, field in model.model_fields.items():
        key = field.alias or name
        if name in _NOT_IN_THE_FILE:
            continue
        if name in secrets:
            properties |= _secret(name, told.get(name, ""), open_too=name in may_stand)
        else:
            properties[key] = _field(shape["properties"][key], field, told.get(name, ""))
    kept = {key: value for key, value in shape.items() if key in {"description", "type", "additionalProperties"}}
    needed: dict[str, Any] = {"required": required} if required else {}
    if choices:
        one_of = [{"anyOf": [{"required": [name]} for name in names if name in properties]} for names in choices]
        needed["allOf"] = one_of
    return {**kept, "properties": properties, **needed}


def _secret(name: str, told: str, *, open_too: bool) -> dict[str, Any]:
    said = f"{told}: " if told else ""
    keys = {f"{name}_{end}": {"type": "string", "description": f"{said}{how}"} for end, how in _OF_A_SECRET.items()}
    return {name: {"type": "string", "description": told}, **keys} if open_too else keys


def _field(shape: dict[str, Any], field: FieldInfo, told: str) -> dict[str, Any]:
    """One key: without pydantic's title, with its comment, and its default as operators write it."""
    shape = {key: value for key, value in shape.items() if key != "title"}
    if any(isinstance(one, BeforeValidator) and one.func is one_or_more for one in field.metadata):
        shape = {"anyOf": [shape.get("items", {}), shape]}
    default = None if field.is_required() else _default(field.default)
    return {
        **({"description": told} if told else {}),
        **shape,
        **({"default": default} if default is not None and default != "" else {}),
    }


def _default(value: Any) -> Any:
    if isinstance(value, timedelta):
        return duration_text(value)
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, PurePath) else value if isinstance(value, str | int | bool) else None
