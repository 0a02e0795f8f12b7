"""The JSON Schema of a rule file, so that editors complete and check it.

`python -m daemon.rules.schema > rules/schema.json` writes it anew.
"""

import json
import sys
from typing import Any

from pydantic import BaseModel

from daemon.rules.mapping import CONDITIONS
from daemon.rules.shape import AbsenceShape, CountShape, EntityShape, FirstSeenShape, OrderShape, RuleShape, SpikeShape

_CONDITION = {"$ref": "#/$defs/Condition"}  #: a list of conditions is one, too
_TEXT = {"type": ["string", "integer", "number"]}


def json_schema() -> dict[str, Any]:
    """What a rule file may hold, by JSON Schema 2020-12.

    Law: every key that the loader takes is in it; names that lead nowhere are found by the loader only.
    """
    definitions: dict[str, Any] = {"Condition": _condition()}
    definitions |= _over_several_items(definitions)
    shapes = {}
    for model in (EntityShape, RuleShape):
        shape = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= shape.pop("$defs", {})
        shapes[model] = shape
    rule = shapes[RuleShape]
    rule["properties"]["when"] = {"$ref": "#/$defs/When"}
    rule["properties"]["unless"] = _CONDITION
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


_SETTINGS: dict[str, type[BaseModel]] = {
    "count": CountShape,
    "spike": SpikeShape,
    "first_seen": FirstSeenShape,
    "absence": AbsenceShape,
}


def _over_several_items(definitions: dict[str, Any]) -> dict[str, Any]:
    """What may stand in a rule's `when`, beyond what any condition may be; the settings' own definitions are noted."""
    (mapping,) = (one for one in definitions["Condition"]["oneOf"] if one.get("type") == "object")
    keys: dict[str, Any] = {}
    for key, model in _SETTINGS.items():
        keys[key] = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= keys[key].pop("$defs", {})
        keys[key]["properties"] |= {"of": _CONDITION} if "of" in keys[key]["properties"] else {}
    keys["first_seen"]["properties"]["entity"] = mapping["properties"]["entity"]
    order = OrderShape.model_json_schema()["properties"]
    within = {"anyOf": [mapping["properties"]["within"], order["within"]]}
    keys |= {"sequence": order["sequence"], "by": order["by"], "within": within}
    branch = {**mapping, "properties": dict(sorted({**mapping["properties"], **keys}.items()))}
    branches = {"type": "array", "items": {"anyOf": [_CONDITION, branch]}, "minItems": 1}
    whole = {**branch, "properties": {**branch["properties"], "all": {"anyOf": [_CONDITION, branches]}}}
    return {"When": {"anyOf": [_CONDITION, whole]}}


def _condition() -> dict[str, Any]:
    """A query, a list that reads as `any`, or a mapping."""
    keys: dict[str, Any] = dict.fromkeys(CONDITIONS, _CONDITION)
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


def schema_text() -> str:
    """The schema as it stands in `rules/schema.json`."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
