"""An item that is tried, and what the rules say of it: as text for people, as facts for programs."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from daemon.alerts.route import Matter, receivers_for
from daemon.channels.console import render_block
from daemon.cli.foretelling import Foretold, as_sent, message_of
from daemon.config import Config, Feed
from daemon.incidents.cluster import report_of
from daemon.language.guess import reading_language
from daemon.model import Delivery, Evidence, Finding, Item, Match, RuleFacts, Severity
from daemon.pipeline.foreseen import Foreseen
from daemon.pipeline.matter import matter_of
from daemon.rules.explain import Miss
from daemon.rules.match import evidence_of, is_asked, view_of
from daemon.rules.ruleset import RuleSet

_FIELDS = ("title", "summary", "body")
_STYLES = {Severity.CRITICAL: "bold red", Severity.HIGH: "red", Severity.MEDIUM: "yellow", Severity.LOW: "blue"}
_NOTHING = Foretold(fate=None)


@dataclass(frozen=True, slots=True)
class Tried:
    """An item, what the rules say of it, and what decides who would hear."""

    item: Item
    finding: Finding
    feed: Feed
    config: Config
    rules: RuleSet
    foretold: Foretold = _NOTHING
    missed: Sequence[Miss] = field(default=())  #: rules that came near, and what they did not find
    stands: Foreseen | None = None  #: what the store knows; None: there is no store, or no rule would tell of it

    def receivers(self, matches: Sequence[Match]) -> tuple[str, ...]:
        """Who would hear of these matches together; what a rule in shadow finds, nobody hears."""
        live = [match.rule for match in matches if match.rule.mode == "live"]
        if not live:
            return ()
        return receivers_for(self.matter(live), routes=self.config.routes, receivers=list(self.config.receivers))

    def matter(self, rules: Sequence[RuleFacts]) -> Matter:
        """What an alert by these rules would be about."""
        severity = max((rule.severity for rule in rules), key=lambda one: one.rank)
        report = replace(report_of(self.item, self.finding, copy_of=None), reliability=self.feed.reliability)
        return matter_of(report, rules, severity=severity, feed=self.feed)

    def not_asked(self) -> list[str]:
        """The rules that were not asked because of their `feeds` or `languages`, and would have matched."""
        view = None
        found = []
        language = reading_language(self.item.language, f"{self.item.title} {self.item.summary or self.item.body}")
        on = self.item.arrived_at.date()
        for rule in self.rules.rules.values():
            anywhere = replace(
                rule, languages=frozenset(), feed_ids=frozenset(), feed_tags=frozenset(), feeds_not=frozenset()
            )
            if is_asked(rule, self.item, language, on=on) or not is_asked(anywhere, self.item, language, on=on):
                continue
            view = view or view_of(self.rules, self.item, language)
            if evidence_of(rule, view):
                found.append(rule.facts.id)
        return found


def shown(tried: Tried) -> Text:
    """All of it but the messages, in lines."""
    item, finding = tried.item, tried.finding
    text = Text()
    spans = [span for match in finding.matches for span in match.evidence]
    for name in _FIELDS:
        value: str = getattr(item, name)
        if value and (name == "title" or any(span.field == name for span in spans)):
            text.append_text(_highlighted(value, [span for span in spans if span.field == name]))
            text.append("\n")
    if not finding.matches:
        text.append("  no rule matches\n", style="dim")
    for match in finding.matches:
        text.append_text(_matched(match))
    if finding.matches:
        text.append_text(_told(tried))
    for line in _asides(tried):
        text.append(f"  {line}\n", style="dim")
    text.rstrip()
    return text


def _matched(match: Match) -> Text:
    words = ", ".join(dict.fromkeys(span.text for span in match.evidence))
    text = Text.assemble((f"  {match.rule.severity.value.upper()} ", _STYLES[match.rule.severity]))
    text.append(match.rule.id, style="bold")
    text.append(f" ({match.rule.mode})" if match.rule.mode != "live" else "")
    return text.append(f": {words}\n")


def _told(tried: Tried) -> Text:
    """Who would hear, and where nobody does, why not."""
    text = Text(f"  would alert: {', '.join(tried.receivers(tried.finding.matches)) or 'nobody'}\n")
    muted = {one.mute_reason: one for one in tried.foretold.deliveries if one.mute_reason}
    for reason in muted:
        text.append(f"  muted, {reason}\n", style="yellow")
    if not tried.foretold.deliveries and tried.foretold.fate not in {None, "alerted"}:
        text.append(f"  not told: {tried.foretold.fate}\n", style="yellow")
    for line in _as_things_stand(tried, said=muted.keys()):
        text.append(f"  as things stand: {line}\n", style="yellow")
    return text


def _as_things_stand(tried: Tried, *, said: Collection[str]) -> Iterator[str]:
    """What the store adds: the item is known, its event is, or something holds it back now."""
    stands = tried.stands
    if stands is None:
        return
    if stands.known:
        yield f"the store has it: {stands.known.kind.value} (by {stands.known.reason}), item {stands.known.of}"
    if one := stands.incident:
        owner = f", {one.acked_by} has it" if one.acked_by else ""
        told = f"; {', '.join(stands.heard)} heard of it, and would have a follow-up" if stands.heard else ""
        yield f"in the incident {one.id}, {one.title}{owner}{told}"
    if stands.held and stands.held not in said:
        yield f"held back, {stands.held}"


def _asides(tried: Tried) -> list[str]:
    finding, lines = tried.finding, []
    if finding.counted:
        lines.append(f"counts for: {', '.join(one.match.rule.id for one in finding.counted)}")
    if missed := tried.not_asked():
        lines.append(f"not asked, because of their feeds or languages: {', '.join(missed)}")
    lines += [f"does not fire: {miss.rule}: {miss.failed}" for miss in tried.missed]
    if finding.mentions:
        names = ", ".join(f"{one.name} ({one.kind}: {one.evidence.text})" for one in finding.mentions)
        lines.append(f"entities: {names}")
    return lines


def blocks(tried: Tried, console: Console, *, now: datetime) -> list[Text]:
    """The messages as the terminal would show them, each once, with those who would have it."""
    by_alert: dict[str, list[Delivery]] = {}
    for one in tried.foretold.deliveries:
        by_alert.setdefault(one.alert.id, []).append(one)
    found = []
    for deliveries in by_alert.values():
        to = ", ".join(f"{one.receiver}{_manner(one)}" for one in deliveries)
        block = Text(f"to {to}:\n", style="bold")
        block.append_text(render_block(message_of(deliveries[0], now=now), console))
        found.append(block)
    return found


def _manner(delivery: Delivery) -> str:
    return " (muted)" if delivery.mute_reason else " (without a sound)" if delivery.silent else ""


def _highlighted(value: str, spans: Sequence[Evidence]) -> Text:
    text = Text("".join(char if char.isprintable() or char == "\n" else " " for char in value))
    for span in spans:
        text.stylize("bold reverse", span.start, span.end)
    return text


def facts(tried: Tried, *, now: datetime) -> dict[str, Any]:
    """All of it, with each message as it goes over the wire."""
    item, finding = tried.item, tried.finding
    return {
        "title": item.title,
        "url": item.url,
        "matches": [
            {
                "rule": match.rule.id,
                "severity": match.rule.severity.value,
                "mode": match.rule.mode,
                "evidence": [
                    {"field": span.field, "start": span.start, "end": span.end, "text": span.text}
                    for span in match.evidence
                ],
            }
            for match in finding.matches
        ],
        "receivers": list(tried.receivers(finding.matches)),
        "not_asked": tried.not_asked(),
        "missed": [{"rule": miss.rule, "failed": miss.failed} for miss in tried.missed],
        "entities": [{"id": one.entity, "name": one.name, "text": one.evidence.text} for one in finding.mentions],
        "fate": tried.foretold.fate,
        "now": _now(tried.stands),
        "messages": [_message(tried, one, now=now) for one in tried.foretold.deliveries],
    }


def _now(stands: Foreseen | None) -> dict[str, Any] | None:
    if stands is None:
        return None
    return {
        "known": stands.known.kind.value if stands.known else None,
        "of": stands.known.of if stands.known else None,
        "incident": stands.incident.id if stands.incident else None,
        "acked_by": stands.incident.acked_by if stands.incident else None,
        "heard": list(stands.heard),
        "held": stands.held,
    }


def _message(tried: Tried, delivery: Delivery, *, now: datetime) -> dict[str, Any]:
    channel = tried.config.receivers[delivery.receiver].channel
    return {
        "receiver": delivery.receiver,
        "channel": channel,
        "silent": delivery.silent,
        "muted": delivery.mute_reason,
        "sent": as_sent(message_of(delivery, now=now), channel),
    }
