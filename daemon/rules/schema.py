"""The JSON Schema of a rule file, so that editors complete, explain and check it.

`watchdesk schema rules > rules/schema.json` writes it anew.
"""

import json
from typing import Any

from pydantic import BaseModel

from daemon.explained import explanations
from daemon.rules.mapping import CONDITIONS
from daemon.rules.shape import (
    AbsenceShape,
    CountShape,
    EntityShape,
    FeedFilter,
    FirstSeenShape,
    OrderShape,
    OwnTest,
    OwnTests,
    RuleShape,
    SpikeShape,
)

_CONDITION = {"$ref": "#/$defs/Condition"}  #: a list of conditions is one, too
_MEANINGS = {
    "all": "all of these hold",
    "any": "any of these holds; a plain list means the same",
    "at_least": "how many of `of`, or what the weights of `score` must add up to",
    "entity": "an entity is mentioned: its id, {kind: …}, or {id: …, descend: true} for all that lies within it, too",
    "exact": "the word as written, capitals included",
    "fuzzy": "a close spelling of the word",
    "near": "all of these stand near each other, in any order; `within` so many words",
    "none": "none of these holds",
    "not": "this does not hold",
    "of": "of these, `at_least` so many hold",
    "phrase": "these words next to each other, as spelled",
    "prefix": "a word that begins so",
    "regex": "a regular expression over whole words",
    "score": "weights; those of what holds add up to `at_least`",
    "sentence": "holds within one sentence",
    "suffix": "a word that ends so",
    "terms": "any member of the named list under `terms`",
    "then": "these stand in this order; `within` so many words",
    "title": "holds in the title",
    "within": "so many words at most from first to last; for `sequence`, a time such as 24h",
    "count": "fires when so many items matched within a time",
    "spike": "fires when items match so many times as often as at these hours before",
    "first_seen": "fires when an entity or a value appears that was not seen for so long",
    "sequence": "fires when these rules matched in this order",
    "by": "counted for each of these apart",
    "absence": "fires when feeds that normally speak have gone quiet",
    "feeds": "of which feeds",
    "for": "how long they must be silent; auto: each by its own habit",
}
_TEXT = {"type": ["string", "integer", "number"], "minLength": 1}


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
    for shape_model in (EntityShape, RuleShape):
        _explain(shape_model, shapes[shape_model])
    for part in (FeedFilter, OwnTest, OwnTests):
        _explain(part, definitions[part.__name__])
    rule = shapes[RuleShape]
    rule["properties"]["when"] |= {"$ref": "#/$defs/When"}
    rule["properties"]["unless"] |= _CONDITION
    rule["properties"]["unless"].pop("default", None)
    # Which keys of a rule its file's defaults bring is not known to a schema.
    rule["required"] = ["id", "when"]
    inherited = {key: value for key, value in rule["properties"].items() if key not in {"id", "when", "tests"}}
    _mean(definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "watchdesk rule file",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "entities": {"description": "things with many spellings", "type": "array", "items": shapes[EntityShape]},
            "rules": {"description": "what the desk wants to hear of", "type": "array", "items": rule},
            "terms": {
                "description": "named lists for reuse, as $name",
                "type": "object",
                "additionalProperties": {"type": "array", "items": _CONDITION, "minItems": 1},
            },
            "defaults": {
                "description": "what every rule of this file inherits",
                "type": "object",
                "additionalProperties": False,
                "properties": inherited,
            },
        },
        "$defs": definitions,
    }


def _explain(model: type[BaseModel], shape: dict[str, Any]) -> None:
    """Give each key of a shape what the comment behind its field says."""
    told = explanations(model)
    for name, field in model.model_fields.items():
        if name in told:
            shape["properties"][field.alias or name]["description"] = told[name]


def _mean(value: Any) -> None:
    """Give each key of a condition what it means, wherever conditions are defined."""
    for part in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        _mean(part)
    properties = value.get("properties") if isinstance(value, dict) else None
    if isinstance(properties, dict) and "near" in properties:
        value["properties"] = {
            key: {"description": _MEANINGS[key], **one} if key in _MEANINGS else one for key, one in properties.items()
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
        _explain(model, keys[key])
        definitions |= keys[key].pop("$defs", {})
        if "of" in keys[key]["properties"]:
            keys[key]["properties"]["of"] |= _CONDITION
    keys["first_seen"]["properties"]["entity"] |= mapping["properties"]["entity"]
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
    named = {
        "id": {"type": "string", "description": "this one"},
        "kind": {"type": "string", "description": "any of this kind"},
        "descend": {"type": "boolean", "description": "or anything that lies within it"},
    }
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
