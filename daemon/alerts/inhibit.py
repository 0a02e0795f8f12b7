"""What is lesser stays quiet where something grave is going on: a critical incident holds back low ones there. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from daemon.config import Inhibit
from daemon.model import Incident

PLACES = frozenset({"place", "city", "region", "facility", "location"})  #: kinds; a country is no place that is shared


def inhibitor(
    incident: Incident, kinds: Mapping[str, str], grave: Iterable[Incident], settings: Inhibit, *, now: datetime
) -> Incident | None:
    """The incident that holds this one back; None if it may be heard.

    `kinds`: entity -> kind, of what the new report names. Law: only what is graver and recent holds back; never
    itself, and never what has the severity that holds back. `grave` holds only what somebody heard of.
    """
    if incident.severity.rank > settings.up_to.rank:
        return None
    here = {entity for entity, kind in kinds.items() if kind in PLACES}
    holding = [
        one
        for one in grave
        if one.id != incident.id
        and one.severity.rank >= settings.by.rank
        and now - one.last_report_at <= settings.within
        and any(not here.isdisjoint(_places(report.entities, report.kinds)) for report in one.reports)
    ]
    return max(holding, key=lambda one: (one.last_report_at, one.id), default=None)


def _places(entities: Iterable[str], kinds: Mapping[str, str]) -> set[str]:
    return {entity for entity in entities if kinds.get(entity) in PLACES}


def mute_reason_of(holding: Incident) -> str:
    """Why a delivery is not sent, for the record."""
    return f"inhibited: {holding.id} is going on there"


def holder_of(mute_reason: str) -> str | None:
    """The incident that a mute reason names; None if it is another reason's."""
    found = re.match(r"inhibited: (\S+) is going on there\Z", mute_reason)
    return found[1] if found else None
