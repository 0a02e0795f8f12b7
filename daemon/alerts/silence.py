"""Which silence holds an alert back, and what a silence is called. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.model import Incident, Severity, Silence

ALONE = timedelta(hours=24)  #: what one person may silence without a second one


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What an alert is about, as far as silences ask."""

    rules: Collection[str]
    entities: Collection[str]
    feed: str
    incident: str
    severity: Severity


def concern_of(incident: Incident) -> Concern:
    """What an incident as a whole is about: no feed, for its reports may come from many."""
    return Concern(
        rules={rule for one in incident.reports for rule in one.rules},
        entities={entity for one in incident.reports for entity in one.entities},
        feed="",
        incident=incident.id,
        severity=incident.severity,
    )


def silence_of(concern: Concern, silences: Iterable[Silence], *, now: datetime) -> Silence | None:
    """The silence that holds the alert back; None if it may be heard.

    Law: an alert by several rules is held back only if each of them is silenced: another rule's word still counts.
    Of several silences, the one that ends last is named.
    """
    holding = [one for one in silences if _holds(one, concern, now=now)]
    whole = [one for one in holding if not one.rules]
    named = set().union(*(one.rules for one in holding if one.rules))
    if concern.rules and named.issuperset(concern.rules):
        whole += [one for one in holding if one.rules]
    return max(whole, key=lambda one: (one.ends_at, one.id), default=None)


def _holds(silence: Silence, concern: Concern, *, now: datetime) -> bool:
    if silence.waits_for is not None or now < silence.starts_at or is_over(silence, now=now):
        return False
    if silence.max_severity is not None and concern.severity.rank > silence.max_severity.rank:
        return False
    asked = (
        (silence.rules, concern.rules),
        (silence.entities, concern.entities),
        (silence.feeds, (concern.feed,)),
        (silence.incidents, (concern.incident,)),
    )
    named = [(wanted, there) for wanted, there in asked if wanted]
    return bool(named) and all(not set(wanted).isdisjoint(there) for wanted, there in named)


def is_over(silence: Silence, *, now: datetime) -> bool:
    """Whether a silence has ended. Law: once it was ended, or its end was told, it stays so, whatever the clock."""
    return silence.told or silence.ended_by is not None or silence.ends_at <= now


def mute_reason_of(silence: Silence) -> str:
    """Why a delivery is not sent, for the record: `silence: s1f2a03b4c5d6 too noisy (Anna)`."""
    return f"silence: {silence.id} {silence.why} ({silence.by})"


def subject_of(silence: Silence) -> str:
    """What is silenced, for people: `rule helicopter-downed up to high`."""
    named: Sequence[tuple[str, tuple[str, ...]]] = (
        ("rule", silence.rules),
        ("entity", silence.entities),
        ("feed", silence.feeds),
        ("incident", silence.incidents),
    )
    parts = [f"{kind} {' or '.join(names)}" for kind, names in named if names]
    most = f" up to {silence.max_severity}" if silence.max_severity else ""
    return " and ".join(parts) + most


def needs_second(silence: Silence) -> bool:
    """Whether one person's word is not enough for it."""
    return silence.ends_at - silence.starts_at > ALONE
