"""Builders of reports and incidents, with the entities that the drill's story speaks of."""

from datetime import datetime
from typing import Any

from daemon.model import Incident, Report, Severity
from tests.helpers.build import NOW

KINDS = {
    "syria": "place",
    "homs-governorate": "place",
    "palmyra": "place",
    "raqqa": "place",
    "iraq": "place",
    "mosul": "place",
    "russia": "place",
    "nigeria": "country",
    "mi-24": "helicopter",
    "mi-25": "helicopter",
    "mi-8": "helicopter",
    "attack-helicopters": "aircraft",
    "islamic-state": "armed-group",
    "tow": "weapon",
    "wire-agency": "news-agency",
}
WITHIN = {
    "homs-governorate": ("syria",),
    "palmyra": ("homs-governorate", "syria"),
    "raqqa": ("syria",),
    "mosul": ("iraq",),
    "mi-24": ("attack-helicopters", "helicopters"),
    "mi-25": ("mi-24", "attack-helicopters", "helicopters"),
    "mi-8": ("helicopters",),
    "attack-helicopters": ("helicopters",),
}
DOWNED = "helicopter-downed"


def a_report(title: str, entities: str = "", *rules: str, at: datetime = NOW, **over: Any) -> Report:
    """A report that names entities, separated by spaces, and matched rules."""
    named = frozenset(entities.split())
    values: dict[str, Any] = {
        "item_id": f"item of {title}",
        "feed": "wire",
        "source": "The Wire",
        "title": title,
        "arrived_at": at,
        "published_at": at,
        "rules": frozenset(rules),
        "entities": named,
        "kinds": {one: KINDS[one] for one in named},
        "ancestors": {one: WITHIN[one] for one in named if one in WITHIN},
    }
    return Report(**{**values, **over})


def an_incident(*reports: Report, **over: Any) -> Incident:
    """An open incident of these reports."""
    first = reports[0]
    values: dict[str, Any] = {
        "id": f"incident of {first.item_id}",
        "title": first.title,
        "severity": Severity.MEDIUM,
        "opened_at": first.arrived_at,
        "last_report_at": max(report.arrived_at for report in reports),
        "reports": reports,
    }
    return Incident(**{**values, **over})
