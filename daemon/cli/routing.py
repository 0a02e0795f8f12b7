"""`watchdesk routes TEXT`: who would hear of it, by which route, and why not the others."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta

import typer
from rich.text import Text

from daemon.alerts.escalation import steps_of
from daemon.alerts.quiet import has_sound, is_quiet, waits_until
from daemon.alerts.route import Matter, misfit, numbered, taking
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, PrivateOption, out
from daemon.cli.loading import load_all
from daemon.cli.tried import Tried
from daemon.cli.trying import feed_of, items_of
from daemon.clock import utc_now
from daemon.config import Config
from daemon.model import Match, Severity
from daemon.pipeline.matter import gathering_for
from daemon.rules.match import find


def routes(
    text: str = typer.Argument(help="A text, the URL of a feed or page, or a file."),
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    allow_private: PrivateOption = False,
) -> None:
    """Show who would hear of a text, by which route, and why not the others. Nothing is sent or stored."""
    settings, rules = load_all(config)
    feed = feed_of(text, settings, allow_private=allow_private)
    for item in asyncio.run(items_of(text, feed, settings)):
        tried = Tried(item, find(rules, item), feed, settings, rules)
        out.print(Text(item.title, style="bold"), soft_wrap=True)
        for line in _lines(tried, [match for match in tried.finding.matches if match.rule.mode == "live"]):
            out.print(Text(f"  {line}"), soft_wrap=True)


def _lines(tried: Tried, matches: Sequence[Match]) -> Iterator[str]:
    if not matches:
        yield "no live rule matches, so nobody hears"
        return
    rules = [match.rule for match in matches]
    matter = tried.matter(rules)
    about = [f"{matter.severity.upper()} by {', '.join(rule.id for rule in rules)}"]
    about += [f"language {matter.language}"] if matter.language else []
    about += [f"grade {matter.grade}"] if matter.grade else []
    about += [f"entities {', '.join(sorted(matter.entities))}"] if matter.entities else []
    yield "; ".join(about)
    hearing = tried.receivers(matches)
    for name in tried.config.receivers:
        if name in hearing:
            yield f"✔ {name} hears{_when(tried.config, matter, name)}: {_how(tried.config, matter, name)}"
        else:
            yield f"✖ {name} does not: {_why_not(tried.config, matter, name)}"
    yield from _escalations(tried.config, matter)


def _when(config: Config, matter: Matter, receiver: str) -> str:
    """Without a sound, in a digest, or at the next active hours: how it would come if it came now."""
    settings, now = config.receivers[receiver], utc_now()
    parts = []
    until = waits_until(settings.active, now=now)
    gathering = gathering_for(matter, config, now=now).get(receiver)
    if settings.active and until and matter.severity.rank < settings.active.except_from.rank:
        parts.append(f"at {until:%d %b %H:%M} UTC, when its active hours begin")
    elif gathering:
        most = f", or when there are {gathering.count}" if gathering.count else ""
        parts.append(f"in a digest, {gathering.until:%H:%M} UTC at the latest{most}")
    planned = matter.severity is not Severity.LOW
    sounds = has_sound(settings.sound_from, matter.severity, planned=planned, opens=True)
    if not sounds or is_quiet(settings.quiet, matter.severity, now=now):
        parts.append("without a sound")
    return "".join(f", {part}" for part in parts)


def _how(config: Config, matter: Matter, receiver: str) -> str:
    if not config.routes:
        return "there are no routes, so everybody does"
    taken = list(taking(matter, config.routes))
    for number, route in numbered(config.routes):
        if receiver in route.to and any(route is one for one in taken):
            return f"route {number}"
    return f"rule {next(rule.id for rule in matter.rules if receiver in rule.notify)} notifies it"


def _why_not(config: Config, matter: Matter, receiver: str) -> str:
    """Of each route that leads there, what does not fit, or which other one took the alert."""
    taken = list(taking(matter, config.routes))
    took = [number for number, route in numbered(config.routes) if any(route is one for one in taken)]
    reasons = []
    for number, route in numbered(config.routes):
        if receiver in route.to:
            missed = _missed(number, config, matter)
            reasons.append(f"route {number}: {missed or f'route {took[0]} took it first'}")
    return "; ".join(reasons) or "no route leads there"


def _missed(number: str, config: Config, matter: Matter) -> str | None:
    """What does not fit of a route, or of one above it."""
    routes = dict(numbered(config.routes))
    parts = number.split(".")
    for at in range(1, len(parts) + 1):
        above = ".".join(parts[:at])
        if missed := misfit(routes[above], matter):
            return missed if above == number else f"route {above}: {missed}"
    return None


def _escalations(config: Config, matter: Matter) -> Iterator[str]:
    """Who hears if nobody acks."""
    for number, step in steps_of(list(taking(matter, config.routes))):
        again = f", again every {_span(step.repeat)}" if step.repeat else ""
        yield f"⏫ level {number}, after {_span(step.after)} without an ack: {', '.join(step.to)}{again}"


def _span(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes else f"{span.total_seconds():.0f} s"
