"""Which receivers a match concerns: the operators' routes, and the rules' own `notify`. Pure."""

from collections.abc import Collection, Sequence

from daemon.config import Route
from daemon.model import RuleFacts, Severity


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
    for route in routes:
        if _matches(route, rules, severity=severity, feed_id=feed_id, feed_tags=feed_tags):
            named += route.to
            if not route.proceed:
                break
    named += [name for rule in rules for name in rule.notify]
    existing = set(receivers)
    return tuple(dict.fromkeys(name for name in named if name in existing))


def _matches(
    route: Route, rules: Sequence[RuleFacts], *, severity: Severity, feed_id: str, feed_tags: Collection[str]
) -> bool:
    """Whether all matchers of a route hold; one that is not given holds always."""
    tags = {tag for rule in rules for tag in rule.tags}
    return (
        (route.min_severity is None or severity.rank >= route.min_severity.rank)
        and (not route.rules or any(rule.id in route.rules for rule in rules))
        and (not route.tags or not tags.isdisjoint(route.tags))
        and (not route.feeds or feed_id in route.feeds)
        and (not route.feed_tags or not set(feed_tags).isdisjoint(route.feed_tags))
    )
