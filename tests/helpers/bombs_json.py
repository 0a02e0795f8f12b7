"""Bombs in JSON Feed."""

import json
from typing import Any

from tests.helpers.bomb import Bomb, xml
from tests.helpers.bombs_xml import ENDS, REFUSED, TAKEN

_HEAD = '{"version": "https://jsonfeed.org/version/1.1", '


def feed(items: str, *, head: str = "", ends: str = TAKEN) -> Bomb:
    """A JSON Feed whose list of items is given as JSON, or as what should be JSON."""
    text = f'{_HEAD}{head}"items": {items}' + "}"
    return xml(lambda: text.encode("utf-8", "surrogatepass"), ends, content_type="application/feed+json")


def one(**values: Any) -> str:
    """A list of one item."""
    return json.dumps([{"id": "1", "title": "Helicopter shot down", **values}])


JSON: dict[str, Bomb] = {
    "P8 JSON nesting": feed("[" * 200_000, ends=REFUSED),
    "P8 JSON nesting of objects": feed('[{"a":' * 100_000, ends=REFUSED),
    "P8 JSON brackets in a string": feed(one(title="[" * 100_000)),
    "JSON number of a million digits": feed('[{"id": ' + "9" * 1_000_000 + ', "title": "x"}]'),
    "JSON exponent": feed('[{"id": 1e999999, "title": "x"}]'),
    "JSON NaN and Infinity": feed('[{"id": NaN, "title": "x"}, {"id": -Infinity, "title": "y"}]', ends="new [12]"),
    "JSON duplicate keys": feed('[{"id": "1", "id": "2", "title": "a", "title": "b"}]'),
    "JSON lone surrogates": feed('[{"id": "\\ud800", "title": "a\\udfffb\\ud800"}]'),
    "JSON NULs": feed('[{"id": "\\u0000", "title": "a\\u0000\\u0008b"}]'),
    "JSON of wrong types": feed(
        '[{"id": {}, "title": [], "tags": {"a": 1}, "authors": 7, "url": true}, 5, null]', ends=ENDS
    ),
    "JSON items are an object": feed('{"a": 1}', ends=REFUSED),
    "JSON breaks off": feed('[{"id": "1", "title": "open', ends=REFUSED),
    "JSON trailing garbage": feed(one() + "}]]", ends=REFUSED),
    "JSON backslashes": feed('[{"id": "' + "\\" * 200_001 + '"}]', ends=REFUSED),
    "JSON quotes without partners": feed('["' * 100_000, ends=REFUSED),
    "JSON hundred thousand items": feed("[" + '{"id": "1"},' * 100_000 + "{}]", ends="failed: "),
    "JSON hundred thousand tags": feed(one(tags=[str(n) for n in range(100_000)])),
    "JSON dates of no calendar": feed(one(date_published="99999-99-99T99:99:99Z", date_modified="0000-00-00")),
    "JSON id of 1 MB": feed(one(id="i" * 1_000_000)),
    "F11 a JSON error": xml(lambda: b'{"error": "login"}', "failed: not a feed: JSON, but not a JSON Feed"),
    "F11 JSON null": xml(lambda: b"null", REFUSED, content_type="application/json"),
}
