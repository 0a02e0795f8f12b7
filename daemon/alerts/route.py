"""Which receivers a match concerns: the operators' routes, and the rules' own `notify`. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from daemon.model import Alert, RuleFacts, Severity
from daemon.receiving import Route


def receivers_for(
    rules: Sequence[RuleFacts],
    *,
    severity: Severity,
    feed_id: str,
    feed_tags: Collection[str],
    routes: Sequence[Route],
    receivers: Sequence[str],
) -> tuple[str, ...]:
    """The names of the receivers, by the first route that matches, and further ones while a route says `continue`.

    Law: without any route every receiver hears; a rule's `notify` hears in any case; without a rule nobody hears.
    Shape: in the order of routes, then of `notify`; unique; only names that exist.
    """
    if not rules:
        return ()
    named = [] if routes else list(receivers)
    facts = _facts(rules, severity=severity, feed_id=feed_id, feed_tags=feed_tags)
    named += [name for route in _taking(facts, routes) for name in route.to]
    named += [name for rule in rules for name in rule.notify]
    existing = set(receivers)
    return tuple(dict.fromkeys(name for name in named if name in existing))


def matching_routes(alert: Alert, routes: Sequence[Route], *, feed_tags: Collection[str] = ()) -> list[Route]:
    """The routes that take an alert, as `receivers_for` walks them."""
    facts = _Facts(
        severity=alert.severity,
        rules=frozenset(rule.id for rule in alert.rules),
        tags=frozenset(alert.tags),
        feed=alert.feed or "",
        feed_tags=frozenset(feed_tags),
    )
    return list(_taking(facts, routes))


def misfit(
    route: Route, rules: Sequence[RuleFacts], *, severity: Severity, feed_id: str, feed_tags: Collection[str]
) -> str | None:
    """The first matcher of a route that does not hold, in words; None if all do."""
    return _misfit(route, _facts(rules, severity=severity, feed_id=feed_id, feed_tags=feed_tags))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What matchers ask for."""

    severity: Severity
    rules: frozenset[str]
    tags: frozenset[str]
    feed: str
    feed_tags: frozenset[str]


def _facts(rules: Sequence[RuleFacts], *, severity: Severity, feed_id: str, feed_tags: Collection[str]) -> _Facts:
    return _Facts(
        severity=severity,
        rules=frozenset(rule.id for rule in rules),
        tags=frozenset(tag for rule in rules for tag in rule.tags),
        feed=feed_id,
        feed_tags=frozenset(feed_tags),
    )


def _taking(facts: _Facts, routes: Sequence[Route]) -> Iterator[Route]:
    for route in routes:
        if _misfit(route, facts) is None:
            yield route
            if not route.proceed:
                return


def _misfit(route: Route, facts: _Facts) -> str | None:
    """A matcher that is not given holds always."""
    if route.min_severity is not None and facts.severity.rank < route.min_severity.rank:
        return f"min_severity is {route.min_severity}, this is {facts.severity}"
    if route.feeds and facts.feed not in route.feeds:
        return f"feeds: {', '.join(route.feeds)}"
    asked = (
        ("rules", route.rules, facts.rules),
        ("tags", route.tags, facts.tags),
        ("feed_tags", route.feed_tags, facts.feed_tags),
    )
    missed = ((name, wanted) for name, wanted, there in asked if wanted and there.isdisjoint(wanted))
    return next((f"{name}: {', '.join(wanted)}" for name, wanted in missed), None)
