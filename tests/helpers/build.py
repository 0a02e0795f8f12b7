"""Builders of nouns: each gives a plausible one, with whatever the test cares about in its place."""

from datetime import UTC, datetime
from typing import Any

from daemon.model import (
    Alert,
    AlertReason,
    Delivery,
    DeliveryState,
    Entry,
    Evidence,
    Incident,
    Item,
    MatchedRule,
    Report,
    Severity,
)

NOW = datetime(2016, 7, 8, 14, 0, tzinfo=UTC)


def an_entry(**over: Any) -> Entry:
    """An entry as a publisher wrote it."""
    values: dict[str, Any] = {
        "guid": "tag:example.org,2016:1",
        "url": "https://example.org/news/1",
        "title": "Helicopter shot down east of Palmyra",
        "summary": "<p>A helicopter was <b>shot down</b> east of Palmyra.</p>",
        "published": NOW,
    }
    return Entry(**{**values, **over})


def an_item(**over: Any) -> Item:
    """An item in house form."""
    values: dict[str, Any] = {
        "id": "item-1",
        "feed": "wire",
        "source": "The Wire",
        "title": "Helicopter shot down east of Palmyra",
        "summary": "A helicopter was shot down east of Palmyra.",
        "url": "https://example.org/news/1",
        "fingerprint": "1:00",
        "published_at": NOW,
        "arrived_at": NOW,
        "language": "en",
    }
    return Item(**{**values, **over})


def an_alert(**over: Any) -> Alert:
    """An alert that opens an incident."""
    values: dict[str, Any] = {
        "id": "alert-1",
        "reason": AlertReason.OPENED,
        "severity": Severity.CRITICAL,
        "created_at": NOW,
        "title": "Helicopter shot down east of Palmyra",
        "incident_id": "incident-1",
        "item_id": "item-1",
        "item_title": "Helicopter shot down east of Palmyra",
        "item_summary": "A helicopter was shot down east of Palmyra.",
        "item_url": "https://example.org/news/1",
        "feed": "wire",
        "source": "The Wire",
        "published_at": NOW,
        "arrived_at": NOW,
        "language": "en",
        "sources": ("The Wire",),
        "rules": (MatchedRule(id="helicopter-downed", title="Helicopter downed", revision="abc123"),),
        "entities": ("Palmyra",),
        "evidence": (
            Evidence(field="title", start=0, end=10, text="Helicopter"),
            Evidence(field="title", start=11, end=20, text="shot down"),
        ),
    }
    return Alert(**{**values, **over})


def a_delivery(**over: Any) -> Delivery:
    """A delivery that waits for its first attempt."""
    values: dict[str, Any] = {
        "id": 1,
        "key": "alert-1:desk",
        "alert": an_alert(),
        "receiver": "desk",
        "state": DeliveryState.PENDING,
        "silent": False,
        "next_attempt_at": NOW,
    }
    return Delivery(**{**values, **over})


def an_incident(**over: Any) -> Incident:
    """An open incident of two reports."""
    reports = (a_report(), a_report(item_id="item-2", feed="paper", source="The Paper"))
    values: dict[str, Any] = {
        "id": "incident-1",
        "title": "Helicopter shot down east of Palmyra",
        "severity": Severity.CRITICAL,
        "opened_at": NOW,
        "last_report_at": NOW,
        "reports": reports,
    }
    return Incident(**{**values, **over})


def a_report(**over: Any) -> Report:
    """A report of an event."""
    values: dict[str, Any] = {
        "item_id": "item-1",
        "feed": "wire",
        "source": "The Wire",
        "title": "Helicopter shot down east of Palmyra",
        "arrived_at": NOW,
        "rules": frozenset({"helicopter-downed"}),
    }
    return Report(**{**values, **over})
