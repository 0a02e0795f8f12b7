"""A JSON Schema, asked of plain values: the words of it that our schemas use, and no others."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
#: What says nothing of whether a value is allowed, or is asked together with another word.
_SILENT = frozenset({"$schema", "$defs", "title", "description", "default", "format", "prefixItems"})


def complaints(schema: Mapping[str, Any], value: Any) -> list[str]:
    """Where a value breaks a schema; empty if it is allowed. Errors: KeyError on a word of JSON Schema unknown here."""
    return list(_broken(schema, value, schema, "$"))


def _broken(schema: Mapping[str, Any], value: Any, root: Mapping[str, Any], place: str) -> Iterator[str]:
    for word, wanted in schema.items():
        if word in {"$ref", "anyOf", "oneOf", "allOf"}:
            yield from _joined(word, wanted, value, root, place)
        elif word == "propertyNames":
            for key in value if isinstance(value, dict) else ():
                yield from _broken(wanted, key, root, f"{place}.{key}")
        elif word in {"properties", "additionalProperties", "items"}:
            yield from _inside(word, schema, value, root, place)
        elif word not in _SILENT and not _HOLDS[word](wanted, value):
            yield f"{place}: {value!r:.60} breaks {word}: {wanted!r:.60}"


def _joined(word: str, wanted: Any, value: Any, root: Mapping[str, Any], place: str) -> Iterator[str]:
    if word == "$ref":
        yield from _broken(root["$defs"][wanted.removeprefix("#/$defs/")], value, root, place)
        return
    tried = [list(_broken(one, value, root, place)) for one in wanted]
    fitting = sum(not broken for broken in tried)
    if word == "allOf":
        yield from (one for broken in tried for one in broken)
    elif fitting != 1 and (fitting == 0 or word == "oneOf"):
        yield f"{place}: {fitting} of {word} fit; {'; '.join(one for broken in tried for one in broken):.300}"


def _inside(word: str, schema: Mapping[str, Any], value: Any, root: Mapping[str, Any], place: str) -> Iterator[str]:
    if word == "items" and isinstance(value, list):
        for index, one in enumerate(value):
            yield from _broken(schema["items"], one, root, f"{place}[{index}]")
    if not isinstance(value, dict):
        return
    known = schema.get("properties", {})
    for key, one in value.items():
        if word == "properties" and key in known:
            yield from _broken(known[key], one, root, f"{place}.{key}")
        elif word == "additionalProperties" and key not in known:
            if schema[word] is False:
                yield f"{place}: unknown key {key!r}"
            elif schema[word] is not True:
                yield from _broken(schema[word], one, root, f"{place}.{key}")


def _is_of_type(wanted: str | list[str], value: Any) -> bool:
    names = [wanted] if isinstance(wanted, str) else wanted
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, _TYPES[name]) for name in names)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


_HOLDS: Mapping[str, Any] = {
    "type": _is_of_type,
    "enum": lambda wanted, value: value in wanted,
    "const": lambda wanted, value: value == wanted,
    "required": lambda wanted, value: not isinstance(value, dict) or set(wanted) <= set(value),
    "pattern": lambda wanted, value: not isinstance(value, str) or re.search(wanted, value) is not None,
    "minimum": lambda wanted, value: not _is_number(value) or value >= wanted,
    "maximum": lambda wanted, value: not _is_number(value) or value <= wanted,
    "exclusiveMinimum": lambda wanted, value: not _is_number(value) or value > wanted,
    "minItems": lambda wanted, value: not isinstance(value, list) or len(value) >= wanted,
    "maxItems": lambda wanted, value: not isinstance(value, list) or len(value) <= wanted,
    "maxLength": lambda wanted, value: not isinstance(value, str) or len(value) <= wanted,
    "exclusiveMaximum": lambda wanted, value: not _is_number(value) or value < wanted,
    "minLength": lambda wanted, value: not isinstance(value, str) or len(value) >= wanted,
    "minProperties": lambda wanted, value: not isinstance(value, dict) or len(value) >= wanted,
}
