"""A change of an incident -> the alerts that tell of it, one for each receiver. Pure.

A receiver that has not heard of the incident gets its first alert, whole; one that has gets a follow-up in its thread.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from daemon.alerts.mute import fate_of, is_restored
from daemon.model import (
    Alert,
    AlertReason,
    Change,
    Evidence,
    Gathering,
    Item,
    Match,
    MatchedRule,
    Mention,
    Planned,
    Report,
    Severity,
    Stance,
)

_PLACES = frozenset({"place", "city", "region", "country"})  #: kinds of entities that say where
_FIELDS = ("title", "summary", "body")
_WHOLE_BODY = 4_000  #: longer bodies are cut, for no message shows so much
_AFTER_EVIDENCE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be told to whom, and in one word what became of the item."""

    deliveries: tuple[Planned, ...]
    #: alerted | followed up | corrected | copy | unchanged | live page | shadow | below min_sources | no receiver |
    #: nothing to tell, or the name of the mute reason: stale | look back | re-surfaced | re-dated | restored
    fate: str


def plan(  # noqa: PLR0913 - this is all that the decision rests on; a bag around it would only hide it
    change: Change,
    item: Item,
    matches: Sequence[Match],
    *,
    mentions: Sequence[Mention],
    receivers: Sequence[str],
    heard: frozenset[str],
    held: str | None,
    exercise: bool,
    now: datetime,
    commit: str = "",
    silenced: str | None = None,
    sound_at: Collection[int] = (),
    gathering: Mapping[str, Gathering] | None = None,
) -> Plan:
    """Who hears of the change, how, and what became of the item.

    Law: the same change planned again gives the same alerts under the same ids, so that a poll repeated after a crash
    queues nothing twice. No receiver gets two alerts of one change. Matches of shadow rules reach nobody.
    Shape: `held` is the mute reason of an item that is no news, `silenced` that of a silence; such deliveries are
    planned, muted with that reason. A correction is held back by neither, for who read the old words must hear the new;
    unless a restore holds it back: then it may have been heard.
    `sound_at`: the how manieth independent source is worth a sound. `gathering`: receiver -> the digest that its
    delivery waits for.
    """
    gathered = gathering or {}
    live = [match for match in matches if match.rule.mode == "live"]
    first = _alert(change, item, live, mentions, AlertReason.OPENED, exercise=exercise, now=now, commit=commit)
    deliveries = [
        Planned(
            alert=first,
            receiver=name,
            silent=first.severity is Severity.LOW,
            mute_reason=held or silenced,
            gathering=gathered.get(name),
        )
        for name in (dict.fromkeys(receivers) if _is_due(change, live) else ())
        if name not in heard
    ]
    reason = _follow_up(change, live)
    if reason is not None:
        alert = _alert(change, item, live, mentions, reason, exercise=exercise, now=now, commit=commit)
        muted = None if reason is AlertReason.CORRECTED and not is_restored(held) else held or silenced
        sounds = _matters(change, sound_at)
        deliveries += [
            Planned(alert=alert, receiver=name, silent=not sounds, mute_reason=muted, gathering=gathered.get(name))
            for name in _listeners(receivers, heard)
        ]
    fate = _fate(deliveries, change, matches, live, held=held or silenced, reachable=bool(set(receivers) | heard))
    return Plan(deliveries=tuple(deliveries), fate=fate)


def _is_due(change: Change, live: Sequence[Match]) -> bool:
    """Whether enough independent sources have spoken for any of the rules that matched.

    Why at least one: an incident that only copies have reported so far has their unseen origin as its source.
    """
    spoken = max(1, len(change.incident.sources))
    return bool(live) and spoken >= min(match.rule.min_sources for match in live)


def _follow_up(change: Change, live: Sequence[Match]) -> AlertReason | None:
    """What those hear who know of the incident; a correction also when the new words match no rule any more."""
    if change.reason is AlertReason.OPENED or not (live or change.reason is AlertReason.CORRECTED):
        return None
    return change.reason


def _matters(change: Change, sound_at: Collection[int]) -> bool:
    """Whether a follow-up is worth a sound: severity, a correction, another event, an office's first word, a source."""
    if change.reason is AlertReason.ESCALATED or change.amendment is not None or change.turns:
        return True
    if change.reason is not AlertReason.CONFIRMED:
        return False
    confirming = [one.item_id for one in change.incident.reports if _confirms(one)]
    return len(change.incident.sources) in sound_at or confirming == [change.report.item_id]


def _unsays(change: Change) -> bool:
    """Whether nobody stands by the incident any more, or so far, because this report takes it back or denies it."""
    return change.report.only_denies or change.report.amends == "retraction"


def _confirms(report: Report) -> bool:
    return any(one.stance is Stance.CONFIRMS for one in report.statements)


def _listeners(receivers: Sequence[str], heard: frozenset[str]) -> list[str]:
    """All that have heard of the incident, in a stable order: who began to follow it goes on."""
    return [name for name in dict.fromkeys(receivers) if name in heard] + sorted(heard.difference(receivers))


def _fate(
    deliveries: Sequence[Planned],
    change: Change,
    matches: Sequence[Match],
    live: Sequence[Match],
    *,
    held: str | None,
    reachable: bool,
) -> str:
    told = {planned.alert.reason for planned in deliveries if planned.mute_reason is None}
    cases = (
        (AlertReason.OPENED in told, "alerted"),
        (AlertReason.CORRECTED in told, "corrected"),
        (bool(told), "followed up"),
        (bool(deliveries) and held is not None, fate_of(held or "")),
        (bool(matches) and not live, "shadow"),
        (not live, "nothing to tell"),
        (not reachable, "no receiver"),
        (not _is_due(change, live), "below min_sources"),
        (change.reason is None and change.report.copy_of is not None, "copy"),
        (change.reason is None, change.kept or "unchanged"),
    )
    return next((fate for holds, fate in cases if holds), "nothing to tell")


def _alert(  # noqa: PLR0913 - the snapshot's sources
    change: Change,
    item: Item,
    live: Sequence[Match],
    mentions: Sequence[Mention],
    reason: AlertReason,
    *,
    exercise: bool,
    now: datetime,
    commit: str,
) -> Alert:
    """The snapshot of which a message will be made."""
    incident = change.incident
    evidence = _evidence(live)
    first = reason is AlertReason.OPENED
    return Alert(
        id=_alert_id(incident.id, item.id, item.fingerprint, reason.value, "first" if first else "follow"),
        reason=reason,
        severity=max((match.rule.severity for match in live), key=lambda one: one.rank, default=incident.severity),
        created_at=now,
        title=incident.title,
        incident_id=incident.id,
        item_id=item.id,
        item_title=item.title,
        item_summary=item.summary,
        item_body=_shortened(item.body, evidence),
        item_url=item.url,
        item_was=change.was_title,
        item_thumbnail=item.thumbnail,
        item_point=item.point,
        item_enclosures=item.enclosures,
        item_authors=item.authors,
        feed=item.feed,
        source=item.source,
        reliability=change.report.reliability,
        published_at=item.published_at,
        arrived_at=item.arrived_at,
        language=item.language,
        sources=incident.sources or (() if _unsays(change) else (item.source,)),
        voice=change.report.voice or None,
        denied_by=tuple(one.who for one in change.report.statements if one.stance is Stance.DENIES),
        amendment=change.amendment,
        changed=change.changed,
        account=change.account,
        reports=incident.count,
        rules=_rules(live),
        commit=commit,
        entities=_names(mentions),
        places=_names(_narrowest(mention for mention in mentions if mention.kind in _PLACES)),
        things=_names(mention for mention in mentions if mention.kind not in _PLACES),
        evidence=evidence,
        tags=tuple(dict.fromkeys(tag for match in live for tag in match.rule.tags)),
        previous=incident.previous,
        exercise=exercise,
    )


def _alert_id(*parts: str) -> str:
    text = "\x00".join(parts)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _evidence(live: Iterable[Match]) -> tuple[Evidence, ...]:
    """The spans of all matches, in reading order, each once."""
    spans = {(_FIELDS.index(span.field), span.start, span.end): span for match in live for span in match.evidence}
    return tuple(spans[place] for place in sorted(spans))


def _shortened(body: str, evidence: Iterable[Evidence]) -> str:
    """The beginning of a long body, as far as evidence goes. Law: every span still indexes the same words."""
    last = max((span.end for span in evidence if span.field == "body"), default=0)
    return body[: max(_WHOLE_BODY, last + _AFTER_EVIDENCE)]


def _rules(live: Iterable[Match]) -> tuple[MatchedRule, ...]:
    named = {
        match.rule.id: MatchedRule(
            id=match.rule.id,
            title=match.rule.title,
            revision=match.rule.revision,
            note=match.rule.note,
            why=match.why,
        )
        for match in live
    }
    return tuple(named.values())


def _names(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The names of what the item speaks of: places first, then countries, then all else."""
    ordered = sorted(mentions, key=lambda mention: (mention.kind != "place", mention.kind not in _PLACES))
    return tuple(dict.fromkeys(mention.name for mention in ordered))


def _narrowest(places: Iterable[Mention]) -> list[Mention]:
    """Without those in which another of them lies."""
    found = list(places)
    around = {outer for mention in found for outer in mention.within}
    return [mention for mention in found if mention.entity not in around]
