"""Writes the reference from the code itself: commands, config keys, metrics. What has no explanation is an error.

The site's build calls it (`docs/site_hooks.py`); `python docs/make_reference.py FOLDER` writes the pages to look at.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from typer.main import get_command

import daemon.cli
from daemon.metrics import described

_RECEIVER = "receiver"
_SCHEMA: dict[str, Any] = json.loads((ROOT / "config.schema.json").read_text(encoding="utf-8"))
_NO_DEFAULT = (None, False, (), "")


class UndocumentedError(Exception):
    """Something that people can write has no explanation; the message names all of it."""


def pages() -> dict[str, str]:
    """The pages of the reference, by file name. Errors: UndocumentedError."""
    return {
        "commands.md": commands_page(get_command(daemon.cli.cli)),
        "config.md": config_page(_SCHEMA),
        "metrics.md": metrics_page(),
    }


def commands_page(root: Any) -> str:
    """Every command with its arguments and options."""
    found = [
        "# Commands",
        "",
        "Made from the program itself; `watchdesk COMMAND --help` shows the same.",
        "What they are for, and the exit codes, are described in [operations](../operations.md#commands).",
    ]
    missing = []
    for name, command in _commands(root):
        if not command.help:
            missing.append(f"watchdesk {name}")
        found += ["", f"## {name}", "", (command.help or "").strip(), "", f"`{_usage(name, command)}`"]
        rows = []
        for parameter in command.params:
            if parameter.name in {"help", "install_completion", "show_completion"}:
                continue
            said = getattr(parameter, "help", None)
            if not said:
                missing.append(f"watchdesk {name}: {_written(parameter)}")
            rows.append(f"| {_written(parameter)} | {_cell(said or '')}{_default(parameter)} |")
        if rows:
            found += ["", "| argument or option | meaning |", "| --- | --- |", *rows]
    return _page(found, missing)


def config_page(schema: Mapping[str, Any]) -> str:
    """Every key of config.yaml, section by section."""
    found = [
        "# Config keys",
        "",
        "Made from the schema by which editors check a config.",
        "[The example](../../config.example.yaml) shows all keys in their places;",
        "[operations](../operations.md#config) says what the sections are for.",
        "Durations are written `30s`, `5m`, `1h30m`, `7d`.",
        "",
        "## The file",
        "",
    ]
    missing: list[str] = []
    required = set(schema.get("required", ()))
    found += _table("", schema["properties"], required, schema["$defs"], missing)
    receiver = schema["properties"]["receivers"]["additionalProperties"]
    told = {"description": "What stands under a name in `receivers`: one channel, and how it is heard.", **receiver}
    for name, shape in {_RECEIVER: told, **schema["$defs"]}.items():
        if "properties" not in shape:
            continue
        found += ["", f"## {_title(name)}", "", (shape.get("description") or "").strip(), ""]
        found += _table(name, shape["properties"], set(shape.get("required", ())), schema["$defs"], missing)
    return _page(found, missing)


def metrics_page() -> str:
    """Every metric with its type."""
    found = [
        "# Metrics",
        "",
        "Made from the program. `http.listen` says where they can be asked for:",
        "see [watch it](../operations.md#watch-it).",
        "Beside these, Prometheus' usual `process_…` of this process: memory, processor, open files, start.",
        "",
        "| metric | type | says |",
        "| --- | --- | --- |",
    ]
    missing = [name for name, _, said in described() if not said]
    found += [f"| `{name}` | {kind} | {_cell(said)} |" for name, kind, said in described()]
    return _page(found, missing)


def _page(lines: list[str], missing: list[str]) -> str:
    if missing:
        raise UndocumentedError("without an explanation: " + "; ".join(missing))
    return "\n".join(lines) + "\n"


def _commands(root: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in root.commands.items():
        if getattr(command, "commands", None):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _usage(name: str, command: Any) -> str:
    arguments = [one for one in command.params if _is_argument(one)]
    shown = [f"[{_name(one)}]" if not one.required else _name(one) for one in arguments]
    return " ".join(["watchdesk", name, "[OPTIONS]", *shown])


def _name(parameter: Any) -> str:
    return (parameter.metavar or parameter.name or "").upper() + ("..." if parameter.nargs == -1 else "")


def _written(parameter: Any) -> str:
    if _is_argument(parameter):
        return f"`{_name(parameter)}`"
    value = "" if parameter.is_flag else f" {_value(parameter)}"
    return ", ".join(f"`{one}{value}`" for one in parameter.opts)


def _is_argument(parameter: Any) -> bool:
    return "Argument" in type(parameter).__name__


def _value(parameter: Any) -> str:
    """What stands behind an option: the choices, or a word for the kind of value."""
    if parameter.metavar:
        return str(parameter.metavar)
    kind = parameter.type_descriptor.annotation
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "/".join(str(one.value) for one in kind)
    words = {int: "NUMBER", Path: "PATH", float: "NUMBER"}
    return words.get(kind, "TEXT") if isinstance(kind, type) else "TEXT"


def _default(parameter: Any) -> str:
    parts = []
    if getattr(parameter, "envvar", None):
        parts.append(f"environment variable `{parameter.envvar}`")
    default = parameter.default
    if default not in _NO_DEFAULT and not callable(default):
        parts.append(f"default `{getattr(default, 'value', default)}`")
    return f" ({'; '.join(parts)})" if parts else ""


def _table(
    section: str, properties: Mapping[str, Any], required: set[str], named: Mapping[str, Any], missing: list[str]
) -> list[str]:
    rows = []
    for key, shape in properties.items():
        said = shape.get("description") or named.get(_target(shape), {}).get("description")
        if not said:
            missing.append(f"{section or 'the file'}: {key}")
        default = json.dumps(shape["default"], ensure_ascii=False) if shape.get("default") is not None else ""
        last = "needed" if key in required else f"`{default}`" if default else ""
        rows.append(f"| `{key}` | {_kind(shape, named)} | {last} | {_cell(said or '')} |")
    return ["| key | value | default | meaning |", "| --- | --- | --- | --- |", *rows]


def _kind(shape: Mapping[str, Any], named: Mapping[str, Any]) -> str:
    """What may stand there, in a few words."""
    if target := _target(shape):
        if "properties" not in named[target]:
            return _kind(named[target], named)
        return f"[{_title(target)}](#{_anchor(_title(target))})"
    if "enum" in shape:
        return ", ".join(f"`{one}`" for one in shape["enum"] if one is not None)
    if "const" in shape:
        return f"`{shape['const']}`"
    if parts := shape.get("anyOf") or shape.get("oneOf"):
        kinds = [_kind(one, named) for one in parts if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if shape.get("type") == "array":
        return f"a list of {_kind(shape.get('items', {}), named)}"
    return _plain_kind(shape)


def _plain_kind(shape: Mapping[str, Any]) -> str:
    match shape.get("type"):
        case "string":
            return "a duration" if "{1,8}d" in shape.get("pattern", "") else "text"
        case "integer" | "number":
            return _bounds(shape)
        case "boolean":
            return "`true`, `false`"
        case "object":
            return "a mapping"
    return "a value"


def _bounds(shape: Mapping[str, Any]) -> str:
    least, most = shape.get("minimum"), shape.get("maximum")
    if least is not None and most is not None:
        return f"a number from {least} to {most}"
    return f"a number from {least} on" if least is not None else "a number"


def _target(shape: Mapping[str, Any]) -> str:
    """The definition that a shape refers to, alone or beside null; empty: none."""
    if "$ref" in shape:
        return str(shape["$ref"]).rpartition("/")[2]
    parts = [one for one in shape.get("anyOf", ()) if one.get("type") != "null"]
    return str(parts[0]["$ref"]).rpartition("/")[2] if len(parts) == 1 and "$ref" in parts[0] else ""


def _title(name: str) -> str:
    """A section's heading: the key under which it stands, with those around it."""
    return _TITLES.get(name, name)


def _titles(schema: Mapping[str, Any]) -> dict[str, str]:
    """The keys that lead to each definition, the shortest way."""
    receiver = schema["properties"]["receivers"]["additionalProperties"]["properties"]
    own = {key: shape for key, shape in schema["properties"].items() if key not in {"receivers", "channels"}}
    waiting = [("", own), ("receivers.", receiver)]
    found = {_RECEIVER: "receivers"}
    while waiting:
        before, properties = waiting.pop(0)
        for key, shape in properties.items():
            for target in re.findall(r'"#/\$defs/(\w+)"', json.dumps(shape)):
                if target not in found:
                    found[target] = f"{before}{key}"
                    waiting.append((f"{before}{key}.", schema["$defs"][target].get("properties", {})))
    return found


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _cell(text: str) -> str:
    """Text as a table's cell holds it."""
    return re.sub(r"\[/?[a-z ]+\]", "", " ".join(text.split())).replace("|", "\\|").replace("<", "&lt;")


_TITLES = _titles(_SCHEMA)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
