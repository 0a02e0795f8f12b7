"""The JSON Schema of a rule file."""

import json
from typing import Any

from daemon.rules.schema import json_schema
from daemon.rules.shape import EntityShape, RuleShape


def _references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*map(_references, value.values()))
    return set().union(*map(_references, value)) if isinstance(value, list) else set()


def test_the_schema_knows_every_key() -> None:
    """Every key of a rule and of an entity is in the schema, under the name that operators write."""
    schema = json_schema()
    assert set(schema["properties"]["rules"]["items"]["properties"]) == set(RuleShape.model_fields)
    assert set(schema["properties"]["entities"]["items"]["properties"]) == set(EntityShape.model_fields)
    assert "not" in schema["$defs"]["FeedFilter"]["properties"]


def test_the_schema_is_whole() -> None:
    """The schema is plain JSON, and everything that it refers to is in it."""
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert {reference.removeprefix("#/$defs/") for reference in _references(schema)} <= set(schema["$defs"])


def test_conditions_and_short_forms_are_allowed() -> None:
    """A test may be a plain text, a tag may stand alone, and conditions have their own definition."""
    schema = json_schema()
    tests = schema["$defs"]["OwnTests"]["properties"]["match"]["items"]["anyOf"]
    assert {"type": "string"} in tests
    assert {"type": "string"} in schema["properties"]["rules"]["items"]["properties"]["tags"]["anyOf"]
    assert "near" in schema["$defs"]["Condition"]["oneOf"][2]["properties"]
