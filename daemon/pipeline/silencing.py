"""Silences: made from a button, a chat or the shell; agreed to, ended, listed; and told when they end.

A silence always has an end and a reason. One that could hold back something critical is asked for twice, and one that
was not asked for twice lets through what becomes critical later; one that is long waits for a second person. At its
end it says what it held back.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from daemon.alerts.buttons import REASONS, confirm_menu, mute_menu, standing_buttons
from daemon.alerts.silence import ALONE, is_over, mute_reason_of, needs_second, subject_of
from daemon.model import Answer, Incident, Severity, Silence
from daemon.pipeline.command import CommandError, Request, said
from daemon.pipeline.ingest import Desk
from daemon.pipeline.notices import silence_over, to_operators
from daemon.silenced import LONGEST
from daemon.spans import parse_duration
from daemon.store.database import Transaction

_TOMORROW_AT = 8  #: o'clock, in the desk's zone
_SPAN = re.compile(r"\d+(s|m|h|d)\Z")
_FEW = 3  #: rules, entities and feeds of an incident that a menu offers, each


def mute(request: Request) -> Answer:
    """Silence something: by a menu under an alert, or in words: `/mute rule:floods 8h too noisy`."""
    if request.ask.about and (not request.words or _is_choice(request.words[0])):
        return _by_menu(request, request.known(request.ask.about))
    what, words = _subject(request, request.words)
    if len(words) < 2:
        raise CommandError("say for how long and why: /mute rule:floods 8h too noisy")
    return _made(request, what, until=_until(request, words[0]), why=" ".join(words[1:]))


def _by_menu(request: Request, incident: Incident) -> Answer:
    """One step further: what, for how long, why; and again if it is critical."""
    choices = request.words
    if len(choices) < 3:
        return Answer(menu=mute_menu(incident.id, choices, _subjects(request, incident)))
    key, span, why = choices[:3]
    sure = choices[3:] == ("yes",)
    what = dict(_of_incident(request, incident)).get(key)
    if what is None:
        raise CommandError("that is not there any more")
    if not sure:
        if incident.severity is Severity.CRITICAL or _critical_part(request, what):
            return Answer(
                menu=confirm_menu(incident.id, choices[:3]),
                toast="This can hold back CRITICAL alerts. Press again if you mean it.",
            )
        what = replace(what, max_severity=Severity.HIGH)
    made = _made(request, what, until=_until(request, span), why=REASONS.get(why, why), sure=sure)
    root = standing_buttons(incident.id, acked=bool(incident.acked_at), closed=bool(incident.closed_at))
    return replace(made, menu=root)


def _subjects(request: Request, incident: Incident) -> list[tuple[str, str]]:
    """What the menu offers: of each kind, a few."""
    offered: Counter[str] = Counter()
    subjects = []
    for key, silence in _of_incident(request, incident):
        offered[key[0]] += 1
        if offered[key[0]] <= _FEW:
            subjects.append((key, subject_of(silence)))
    return subjects


def _of_incident(request: Request, incident: Incident) -> list[tuple[str, Silence]]:
    """What of an incident can be silenced, under short keys: itself, its rules that still exist, entities and feeds.

    Law: a key means the same thing whatever was reported since the menu was shown.
    """
    blank, known = _blank(request), request.desk.rules.rules
    rules = sorted({rule for report in incident.reports for rule in report.rules if rule in known})
    entities = sorted({one for report in incident.reports for one in report.entities})
    feeds = list(dict.fromkeys(report.feed for report in incident.reports))
    found = [("i", replace(blank, incidents=(incident.id,)))]
    found += [(_key("r", rule), replace(blank, rules=(rule,))) for rule in rules]
    found += [(_key("e", entity), replace(blank, entities=(entity,))) for entity in entities]
    found += [(_key("f", feed), replace(blank, feeds=(feed,))) for feed in feeds]
    return found


def _key(kind: str, name: str) -> str:
    """A name, short enough for a button's code."""
    return f"{kind}{blake2b(name.encode(), digest_size=3).hexdigest()}"


def _is_choice(word: str) -> bool:
    return bool(re.fullmatch(r"i|[ref][0-9a-f]{6}", word))


def _blank(request: Request) -> Silence:
    return Silence(id="", starts_at=request.now, ends_at=request.now, why="", by=request.ask.person.name)


def _subject(request: Request, words: Sequence[str]) -> tuple[Silence, list[str]]:
    """What is to be silenced, from words such as `rule:floods feed:wire`; the incident replied to if none is named."""
    what, rest = _blank(request), list(words)
    while rest and (found := re.match(r"(rule|entity|feed|incident|up-to):(.+)\Z", rest[0])):
        kind, name = found.groups()
        what = _with(request, what, kind, name)
        rest.pop(0)
    if what.rules or what.entities or what.feeds or what.incidents:
        return what, rest
    if request.ask.about:
        return replace(what, incidents=(request.incident().id,)), rest
    if rest and not _SPAN.match(rest[0]) and rest[0] != "tomorrow":
        return replace(what, incidents=(request.known(rest[0]).id,)), rest[1:]
    raise CommandError("say what: rule:, entity: or feed: with a name, an incident's id, or reply to its alert")


def _with(request: Request, what: Silence, kind: str, name: str) -> Silence:
    """The silence, of one thing more."""
    rules, feeds = request.desk.rules, {feed.id for feed in request.desk.config.feeds}
    if kind == "incident":
        return replace(what, incidents=(*what.incidents, request.known(name).id))
    if kind == "up-to" and name in set(Severity):
        return replace(what, max_severity=Severity(name))
    if kind == "rule" and name in rules.rules:
        return replace(what, rules=(*what.rules, name))
    if kind == "entity" and name in rules.entities:
        return replace(what, entities=(*what.entities, name))
    if kind == "feed" and name in feeds:
        return replace(what, feeds=(*what.feeds, name))
    mend = f"; a severity is one of {', '.join(Severity)}" if kind == "up-to" else ""
    raise CommandError(f"there is no {kind.replace('up-to', 'severity')} {name[:60]}{mend}")


def _until(request: Request, text: str) -> datetime:
    """When a silence ends. Errors: CommandError if that is no time, or too far ahead."""
    if text == "tomorrow":
        local = request.now.astimezone(ZoneInfo(request.desk.config.zone))
        morning = local.replace(hour=_TOMORROW_AT, minute=0, second=0, microsecond=0)
        if morning <= local:
            morning += timedelta(days=1)
        # A day of 25 hours must not make it one that takes a second person.
        return min(morning.astimezone(request.now.tzinfo), request.now + ALONE)
    try:
        span = parse_duration(text)
    except ValueError as error:
        raise CommandError(f"{text[:20]}: {error}") from None
    if span > LONGEST:
        raise CommandError(f"a silence lasts at most {LONGEST.days} days")
    return request.now + span


def _made(request: Request, what: Silence, *, until: datetime, why: str, sure: bool = False) -> Answer:
    """Keep the silence, or ask again where it takes a second look or a second person."""
    if not why.strip():
        raise CommandError("say why")
    if not sure and not request.ask.confirmed:
        if critical := _may_be_critical(request, what):
            mend = "say `sure` before the time if you mean it, or up-to:high to let those through"
            raise CommandError(f"{critical}; {mend}")
        what = replace(what, max_severity=what.max_severity or Severity.HIGH)
    digest = blake2b(request.ask.key.encode(), digest_size=6).hexdigest()
    silence = replace(what, id=f"s{digest}", ends_at=until, why=why[:300])
    if needs_second(silence):
        silence = replace(silence, waits_for=request.ask.person.key)
    request.tx.silences.save(silence)
    for incident in silence.incidents:
        request.tx.live.touch(incident, now=request.now)
    outcome = f"{silence.id} silences {subject_of(silence)} until {_moment(until)}: {silence.why}"
    if silence.waits_for:
        outcome = f"{outcome}. It waits: somebody else must say /agree {silence.id}"
    request.note(silence.id, outcome, why=silence.why)
    return said(f"🔇 {outcome}", f"by {silence.by}; end it with /unmute {silence.id}", toast=outcome, done=True)


def _may_be_critical(request: Request, what: Silence) -> str | None:
    """In which way the silence could hold back something critical; None: it cannot, as far as we know."""
    if what.max_severity is not None and what.max_severity is not Severity.CRITICAL:
        return None
    if found := _critical_part(request, what):
        return found
    return "it would hold back critical alerts, too" if not what.rules and not what.incidents else None


def _critical_part(request: Request, what: Silence) -> str | None:
    """What of it is critical as it stands, if anything."""
    rules = request.desk.rules.rules
    critical = [name for name in what.rules if rules[name].facts.severity is Severity.CRITICAL]
    if critical:
        return f"rule {critical[0]} is critical"
    for name in what.incidents:
        incident = request.tx.incidents.incident(name)
        if incident and incident.severity is Severity.CRITICAL:
            return f"incident {name} is critical"
    return None


def agree(request: Request) -> Answer:
    """The second person's word that a long silence takes."""
    silence = _silence(request)
    if is_over(silence, now=request.now):
        raise CommandError(f"{silence.id} is over since {_moment(silence.ends_at)}: make a new one")
    if silence.waits_for is None:
        return Answer(toast=f"{silence.id} holds already")
    if silence.waits_for == request.ask.person.key:
        raise CommandError("a second person must agree, not you")
    by = f"{silence.by}, with {request.ask.person.name}"
    request.tx.silences.save(replace(silence, waits_for=None, by=by))
    outcome = f"{silence.id} silences {subject_of(silence)} until {_moment(silence.ends_at)}"
    request.note(silence.id, outcome)
    return said(f"🔇 {outcome}", toast=outcome, done=True)


def unmute(request: Request) -> Answer:
    """End a silence before its time."""
    silence = _silence(request)
    if is_over(silence, now=request.now):
        return Answer(toast=f"{silence.id} is over since {_moment(silence.ends_at)}")
    request.tx.silences.save(replace(silence, ends_at=request.now, ended_by=request.ask.person.name))
    for incident in silence.incidents:
        request.tx.live.touch(incident, now=request.now)
    outcome = f"{silence.id} is over: {subject_of(silence)} is heard again"
    request.note(silence.id, outcome)
    return said(f"🔔 {outcome}", toast=outcome, done=True)


def _silence(request: Request) -> Silence:
    name = next(iter(request.words), "")
    silence = request.tx.silences.silence(name)
    if silence is None:
        raise CommandError(f"there is no silence {name[:40]}; /silences lists them")
    return silence


def listed(request: Request) -> Answer:
    """What is silenced now, by whom, until when, why, and how much each has held back."""
    current = request.tx.silences.current(now=request.now)
    if not current:
        return said("Nothing is silenced.")
    return said(*lines_of(request.tx, current))


def lines_of(tx: Transaction, silences: Iterable[Silence]) -> list[str]:
    """One line for each silence."""
    lines = []
    for one in silences:
        held = len(tx.deliveries.muted_by(mute_reason_of(one)))
        waits = " – waits for a second person" if one.waits_for else f", {held} held back"
        lines.append(f"{one.id}: {subject_of(one)} until {_moment(one.ends_at)}: {one.why} ({one.by}){waits}")
    return lines


def tell_ends(tx: Transaction, desk: Desk, *, now: datetime) -> int:
    """Tell of each silence that has ended, whenever that was, what it held back; returns how many were told."""
    over = tx.silences.ended(now=now)
    for silence in over:
        held = tx.deliveries.muted_by(mute_reason_of(silence))
        receivers = {one.receiver for one in held} or {desk.config.operators}
        titles = list(dict.fromkeys(one.alert.title for one in held))
        over_now = silence_over(silence, subject_of(silence), held=len(held), titles=titles, now=now)
        told = to_operators(over_now, desk.config)
        tx.outbox.enqueue([replace(told, receiver=name) for name in sorted(receivers)], now=now)
        tx.silences.save(replace(silence, told=True))
        for incident in silence.incidents:
            tx.live.touch(incident, now=now)
    return len(over)


def _moment(moment: datetime) -> str:
    return f"{moment:%d %b %H:%M} UTC"
