"""The published schema of a webhook's body: what is sent fits it, and it allows nothing else."""

import json
from typing import Any

import pytest

from daemon.alerts.compose import compose
from daemon.channels.webhook import VERSION, payload_of
from daemon.model import Account, AlertReason, Difference, Enclosure, GeoPoint, Severity
from tests.helpers.build import NOW, a_delivery, an_alert
from tests.helpers.json_schema import complaints
from tests.house.tree import ROOT

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "webhook.schema.json").read_text(encoding="utf-8"))
FULL: dict[str, Any] = {
    "item_thumbnail": "https://e.example/a.jpg",
    "item_point": GeoPoint(latitude=34.5, longitude=38.2),
    "item_enclosures": (
        Enclosure(url="https://e.example/a.mp3", type="audio/mpeg", bytes=7),
        Enclosure(url="https://e.example/b"),
    ),
    "item_authors": ("A. Reporter",),
    "item_was": "Helicopter missing",
    "reliability": "B",
    "voice": "Reuters",
    "amendment": "correction",
    "changed": ("dead: 2 → 3",),
    "account": Account(
        claims=("the army",),
        first_source="The Wire",
        first_at=NOW,
        differs=(Difference(about="dead", told=(("2", ("The Wire",)), ("3", ("The Paper",)))),),
    ),
    "commit": "abc123",
    "tags": ("air",),
    "previous": "i0",
    "exercise": True,
}
BARE: dict[str, Any] = {"incident_id": None, "item_id": None, "item_url": None, "source": None, "published_at": None}


def body(**over: Any) -> dict[str, Any]:
    """A body as it goes out, as its receiver reads it."""
    message = compose(a_delivery(alert=an_alert(**over), possible_repeat=True), reply_to="7", now=NOW)
    read: dict[str, Any] = json.loads(json.dumps(payload_of(message)))
    return read


@pytest.mark.parametrize("reason", list(AlertReason))
@pytest.mark.parametrize("severity", list(Severity))
@pytest.mark.parametrize("over", [{}, FULL, BARE], ids=["usual", "full", "bare"])
def test_what_is_sent_fits_the_schema(reason: AlertReason, severity: Severity, over: dict[str, Any]) -> None:
    """Every kind of alert, with all that it can carry and with as little as it can."""
    assert complaints(SCHEMA, body(reason=reason, severity=severity, **over)) == []


def _holes(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The path of every key."""
    if isinstance(value, list):
        return _holes(value[0], (*path, "0")) if value else []
    if not isinstance(value, dict):
        return []
    return [(*path, key) for key in value] + [
        one for key, inner in value.items() for one in _holes(inner, (*path, key))
    ]


@pytest.mark.parametrize("path", _holes(body(**FULL)), ids=".".join)
def test_no_key_may_be_missing_or_added(path: tuple[str, ...]) -> None:
    """A key that is taken out, or put beside one, breaks the schema: readers can rely on each."""
    for changed in ("missing", "added"):
        sent = body(**FULL)
        holder: Any = sent
        for key in path[:-1]:
            holder = holder[int(key)] if isinstance(holder, list) else holder[key]
        if changed == "missing":
            del holder[path[-1]]
        else:
            holder["of a later version"] = 1
        assert complaints(SCHEMA, sent), changed


def test_the_schema_is_of_the_version_that_is_sent() -> None:
    """A change of the body is a new version, and the schema says which one it is of."""
    assert SCHEMA["properties"]["version"] == {"const": VERSION}
