"""The JSON Schema of a rule file, so that editors complete and check it."""

from typing import Any

from daemon.rules.mapping import CONDITIONS, STATEFUL
from daemon.rules.shape import EntityShape, RuleShape

_CONDITION = {"$ref": "#/$defs/Condition"}
_CONDITIONS = {"oneOf": [_CONDITION, {"type": "array", "items": _CONDITION, "minItems": 1}]}
_TEXT = {"type": ["string", "integer", "number"]}
_LISTS = frozenset({"all", "any", "not", "none", "near", "then", "of"})


def json_schema() -> dict[str, Any]:
    """What a rule file may hold, by JSON Schema 2020-12.

    Law: every key that the loader takes is in it; names that lead nowhere are found by the loader only.
    """
    definitions: dict[str, Any] = {"Condition": _condition()}
    shapes = {}
    for model in (EntityShape, RuleShape):
        shape = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= shape.pop("$defs", {})
        shapes[model] = shape
    rule = shapes[RuleShape]
    rule["properties"]["when"] = _CONDITIONS
    rule["properties"]["unless"] = _CONDITIONS
    # Which keys of a rule its file's defaults bring is not known to a schema.
    rule["required"] = ["id", "when"]
    inherited = {key: value for key, value in rule["properties"].items() if key not in {"id", "when", "tests"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "watchdesk rule file",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "entities": {"type": "array", "items": shapes[EntityShape]},
            "rules": {"type": "array", "items": rule},
            "terms": {"type": "object", "additionalProperties": {"type": "array", "items": _CONDITION, "minItems": 1}},
            "defaults": {"type": "object", "additionalProperties": False, "properties": inherited},
        },
        "$defs": definitions,
    }


def _condition() -> dict[str, Any]:
    """A query, a list that reads as `any`, or a mapping."""
    keys: dict[str, Any] = {key: _CONDITIONS if key in _LISTS else _CONDITION for key in CONDITIONS - STATEFUL}
    keys |= {"within": {"type": "integer", "minimum": 1}, "at_least": {"type": "number", "exclusiveMinimum": 0}}
    keys |= {"score": {"type": "object", "additionalProperties": {"type": "number"}}}
    keys |= dict.fromkeys(("phrase", "exact", "prefix", "suffix", "regex", "fuzzy", "terms"), _TEXT)
    named = {"id": {"type": "string"}, "kind": {"type": "string"}, "descend": {"type": "boolean"}}
    keys["entity"] = {
        "oneOf": [{"type": "string"}, {"type": "object", "properties": named, "additionalProperties": False}]
    }
    mapping = {
        "type": "object",
        "additionalProperties": False,
        "properties": dict(sorted(keys.items())),
        "minProperties": 1,
    }
    return {"oneOf": [_TEXT, {"type": "array", "items": _CONDITION, "minItems": 1}, mapping]}
