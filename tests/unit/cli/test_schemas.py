"""The JSON Schemas of config and rule files: they take what is shipped, refuse what is wrong, and explain every key."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.cli import configschema
from daemon.config import Config, Feed
from daemon.configfile import read_config
from daemon.errors import RuleError
from daemon.rules import schema as ruleschema
from daemon.rules.load import build_rules
from daemon.spans import duration_text, parse_duration
from daemon.yamlfile import load_yaml, parse_yaml
from tests.helpers.json_schema import complaints
from tests.helpers.shell import said

ROOT = Path(__file__).parents[3]
BAD = sorted((ROOT / "tests" / "data" / "bad").glob("*.yaml"))
SCHEMAS = {"config": configschema.json_schema(), "rules": ruleschema.json_schema()}
_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
CONFIGS = [
    (path.name, body)
    for path in PAGES
    for body in _BLOCK.findall(path.read_text(encoding="utf-8"))
    if re.search(r"^receivers:", body, re.MULTILINE)
]


@pytest.mark.parametrize(("kind", "file"), [("config", "config.schema.json"), ("rules", "rules/schema.json")])
def test_the_schema_that_is_checked_in_is_that_of_the_code(kind: str, file: str) -> None:
    """`watchdesk schema config > config.schema.json` (and rules > rules/schema.json): run it after a change."""
    assert said("schema", kind) == (ROOT / file).read_text(encoding="utf-8")


def test_the_example_is_of_the_schema_and_names_it() -> None:
    """An editor finds the schema by the first line of the example, and has nothing to complain of."""
    path = ROOT / "config.example.yaml"
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=config.schema.json\n")
    assert complaints(SCHEMAS["config"], load_yaml(path).value) == []


@pytest.mark.parametrize(("page", "text"), CONFIGS, ids=lambda value: value[:20])
def test_every_config_of_the_documents_is_of_the_schema(page: str, text: str) -> None:
    """What the documents show is underlined in no editor."""
    assert complaints(SCHEMAS["config"], parse_yaml(text, name=page).value) == []


def test_the_example_with_all_that_is_commented_out_is_of_the_schema() -> None:
    """The comments of the example that show a whole section are of the schema as well."""
    text = (ROOT / "config.example.yaml").read_text(encoding="utf-8")
    shown = re.findall(
        r"^# ((?:inhibit|handover|alive|heartbeat|people|silences): .*?)(?: {2,}#.*)?$", text, re.MULTILINE
    )
    assert len(shown) == 6
    for line in shown:
        value = parse_yaml(f"receivers: {{desk: {{console: {{}}}}}}\n{line}\n", name="x").value
        assert complaints(SCHEMAS["config"], value) == [], line


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_is_wrong_is_refused_by_schema_and_loader(path: Path) -> None:
    """R2, R3: whoever writes this sees it underlined while typing, and it does not load."""
    file = load_yaml(path)
    assert complaints(SCHEMAS[path.name.partition(".")[0]], file.value) != []
    if path.name.startswith("config"):
        assert read_config(path, channel_options=CHANNEL_OPTIONS).config is None
    else:
        with pytest.raises(RuleError):
            build_rules([file])


def _keys(schema: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a schema knows, with what it says of it."""
    for key, part in (
        schema.items() if isinstance(schema, dict) else enumerate(schema) if isinstance(schema, list) else ()
    ):
        if key == "properties":
            yield from ((f"{place}.{name}", one) for name, one in part.items())
        yield from _keys(part, f"{place}.{key}")


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_key_is_explained(kind: str) -> None:
    """An editor shows of each key what it is for; of a section, the section's own description."""
    schema = SCHEMAS[kind]
    for place, one in _keys(schema):
        referred = re.findall(r"#/\$defs/(\w+)", json.dumps(one))
        explained = one.get("description") or any(schema["$defs"][name].get("description") for name in referred)
        assert explained, place


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schema_is_whole(kind: str) -> None:
    """What a schema refers to is in it, and nothing stands there that nobody refers to."""
    text = json.dumps(SCHEMAS[kind])
    assert set(re.findall(r"#/\$defs/(\w+)", text)) == set(SCHEMAS[kind]["$defs"])


def test_every_key_of_the_config_is_in_the_schema() -> None:
    """All keys of config and feeds, secrets by the ways in which they are named, and no secret itself."""
    properties = SCHEMAS["config"]["properties"]
    assert set(properties) == (set(Config.model_fields) - {"folder"}) | {"channels"}
    feed = set(SCHEMAS["config"]["$defs"]["Feed"]["properties"])
    assert feed == (set(Feed.model_fields) - {"proxy"}) | {"proxy_file", "proxy_env"}
    assert "token" not in SCHEMAS["config"]["$defs"]["telegram_options"]["properties"]


@pytest.mark.parametrize("text", ["30s", "5m", "1h30m", "7d", "1d1s"])
def test_a_default_is_written_as_operators_write_it(text: str) -> None:
    """A duration read and written again is the same text."""
    assert duration_text(parse_duration(text)) == text
