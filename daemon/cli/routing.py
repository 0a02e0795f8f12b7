"""`watchdesk routes TEXT`: who would hear of it, by which route, and why not the others."""

import asyncio
from collections.abc import Iterator, Sequence

import typer
from rich.text import Text

from daemon.alerts.quiet import is_quiet
from daemon.alerts.route import misfit
from daemon.app import utc_now
from daemon.cli.common import DEFAULT_CONFIG, ConfigOption, load_all, out
from daemon.cli.trying import Tried, feed_of, items_of
from daemon.config import Config
from daemon.model import Match, RuleFacts, Severity
from daemon.rules.match import find


def routes(
    text: str = typer.Argument(help="A text, the URL of a feed or page, or a file."),
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Show who would hear of a text, by which route, and why not the others. Nothing is sent or stored."""
    settings, rules = load_all(config)
    feed = feed_of(text, settings)
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
    severity = max((rule.severity for rule in rules), key=lambda one: one.rank)
    yield f"{severity.upper()} by {', '.join(rule.id for rule in rules)}"
    hearing = tried.receivers(matches)
    for name in tried.config.receivers:
        if name in hearing:
            yield f"✔ {name} hears{_hushed(tried.config, name, severity)}: {_how(tried, rules, severity, name)}"
        else:
            yield f"✖ {name} does not: {_why_not(tried, rules, severity, name)}"


def _hushed(config: Config, receiver: str, severity: Severity) -> str:
    return ", without a sound" if is_quiet(config.receivers[receiver].quiet, severity, now=utc_now()) else ""


def _how(tried: Tried, rules: Sequence[RuleFacts], severity: Severity, receiver: str) -> str:
    if not tried.config.routes:
        return "there are no routes, so everybody does"
    by_rule = [rule.id for rule in rules if receiver in rule.notify]
    for number, route in enumerate(tried.config.routes, 1):
        if receiver in route.to and _misfit(tried, rules, severity, number) is None:
            return f"route {number}"
    return f"rule {by_rule[0]} notifies it"


def _why_not(tried: Tried, rules: Sequence[RuleFacts], severity: Severity, receiver: str) -> str:
    """Of each route that leads there, what does not fit, or which earlier one took the alert."""
    reasons = []
    taken_by = None
    for number, route in enumerate(tried.config.routes, 1):
        missed = _misfit(tried, rules, severity, number)
        if receiver in route.to:
            reasons.append(f"route {number}: {missed or f'route {taken_by} took it first'}")
        if missed is None and not route.proceed and taken_by is None:
            taken_by = number
    return "; ".join(reasons) or "no route leads there"


def _misfit(tried: Tried, rules: Sequence[RuleFacts], severity: Severity, number: int) -> str | None:
    route = tried.config.routes[number - 1]
    return misfit(route, rules, severity=severity, feed_id=tried.feed.id, feed_tags=tried.feed.tags)
