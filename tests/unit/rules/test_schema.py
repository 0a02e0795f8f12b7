"""The JSON Schema of a rule file."""

import json
from pathlib import Path
from typing import Any

import pytest

from daemon.rules.schema import json_schema, schema_text
from daemon.rules.shape import EntityShape, RuleShape
from daemon.yamlfile import load_yaml, parse_yaml
from tests.helpers.json_schema import complaints

RULES = Path(__file__).parents[3] / "rules"
SHIPPED = sorted(path for path in RULES.rglob("*.yaml"))
RULE = "rules:\n  - {id: r, severity: low, when: "


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


def test_the_schema_beside_the_rules_is_that_of_the_code() -> None:
    """rules/schema.json is what `watchdesk schema rules` writes: run it after a change of the shapes."""
    assert (RULES / "schema.json").read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(RULES).as_posix())
def test_every_shipped_rule_file_is_of_the_schema_and_names_it(path: Path) -> None:
    """An editor finds the schema by the first line of each file, and has nothing to complain of."""
    up = "../" * (len(path.relative_to(RULES).parts) - 1)
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={up}schema.json"
    assert complaints(json.loads(schema_text()), load_yaml(path).value) == []


@pytest.mark.parametrize(
    "when",
    [
        "fire",
        "[fire, flood]",
        "{all: [fire, [flood, rain]]}",
        "{not: [a], near: [fire, {any: [b, c]}], within: 4}",
        "{score: {fire: 2, flood: -1}, at_least: 1.5}",
        "{entity: {kind: place}}",
        "{count: {of: [fire, {title: flood}], at_least: 3, within: 1h}}",
        "{all: [fire, {spike: {of: fire, ratio: 3, window: 1h, baseline: 7d}}]}",
        "{sequence: [a, b], within: 2h}",
    ],
)
def test_what_the_loader_takes_the_schema_takes(when: str) -> None:
    """No condition that loads is underlined in an editor."""
    assert complaints(json_schema(), parse_yaml(f"{RULE}{when}}}", name="x").value) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{RULE}{{fires: [a]}}}}",
        f"{RULE}[]}}",
        f"{RULE}true}}",
        f"{RULE}{{near: [a, b], within: 0}}}}",
        f"{RULE}a, colour: red}}",
        "rules:\n  - {severity: low, when: a}",
        "rules:\n  - {id: r, severity: huge, when: a}",
        "rule: []",
        "entities:\n  - {id: e, name: Palmyra}",
    ],
)
def test_what_is_wrong_in_itself_the_schema_refuses(text: str) -> None:
    """Unknown keys, wrong types and missing keys are seen while they are typed."""
    assert complaints(json_schema(), parse_yaml(text, name="x").value) != []
