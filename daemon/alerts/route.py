"""Which receivers a match concerns: the operators' routes, and the rules' own `notify`. Pure.

Routes are a tree. The first route that fits takes an alert, and `continue` lets the next one look as well; of a route
that fits, the finer ones under it are asked first, and it takes the alert itself only if none of them does.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from daemon.model import RuleFacts, Severity
from daemon.receiving import Digest, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What an alert is about, as far as routes ask."""

    rules: Sequence[RuleFacts]
    severity: Severity
    feed: str
    feed_tags: Collection[str] = ()
    entities: Collection[str] = ()  #: ids, those in which they lie included
    language: str | None = None
    grade: str | None = None  #: of the feed


def receivers_for(matter: Matter, *, routes: Sequence[Route], receivers: Sequence[str]) -> tuple[str, ...]:
    """The names of the receivers, by the first route that matches, and further ones while a route says `continue`.

    Law: without any route every receiver hears; a rule's `notify` hears in any case; without a rule nobody hears.
    Shape: in the order of routes, then of `notify`; unique; only names that exist.
    """
    if not matter.rules:
        return ()
    named = [] if routes else list(receivers)
    named += [name for route in taking(matter, routes) for name in route.to]
    named += [name for rule in matter.rules for name in rule.notify]
    existing = set(receivers)
    return tuple(dict.fromkeys(name for name in named if name in existing))


def digests_for(matter: Matter, *, routes: Sequence[Route]) -> Mapping[str, Digest | None]:
    """Receiver -> the digest of the first route that leads there; None: it hears at once. A rule's `notify` does."""
    found: dict[str, Digest | None] = dict.fromkeys((name for rule in matter.rules for name in rule.notify), None)
    for route in taking(matter, routes):
        for name in route.to:
            found.setdefault(name, route.digest)
    return found


def taking(matter: Matter, routes: Sequence[Route]) -> Iterator[Route]:
    """The routes that take an alert, in order."""
    for route in routes:
        if misfit(route, matter) is None:
            yield from list(taking(matter, route.routes)) or [route]
            if not route.proceed:
                return


def numbered(routes: Sequence[Route], *, above: str = "") -> Iterator[tuple[str, Route]]:
    """All routes with their numbers, as people count them: `2`, and under it `2.1`."""
    for at, route in enumerate(routes, 1):
        yield f"{above}{at}", route
        yield from numbered(route.routes, above=f"{above}{at}.")


def misfit(route: Route, matter: Matter) -> str | None:
    """The first matcher of a route that does not hold, in words; None if all do. One that is not given always holds."""
    if route.min_severity is not None and matter.severity.rank < route.min_severity.rank:
        return f"min_severity is {route.min_severity}, this is {matter.severity}"
    rules = {rule.id for rule in matter.rules}
    tags = {tag for rule in matter.rules for tag in rule.tags}
    asked: tuple[tuple[str, Sequence[str], Collection[str | None]], ...] = (
        ("rules", route.rules, rules),
        ("tags", route.tags, tags),
        ("feeds", route.feeds, (matter.feed,)),
        ("feed_tags", route.feed_tags, matter.feed_tags),
        ("entities", route.entities, matter.entities),
        ("languages", route.languages, (matter.language,)),
        ("grades", route.grades, (matter.grade,)),
    )
    missed = ((name, wanted) for name, wanted, there in asked if wanted and set(wanted).isdisjoint(there))
    return next((f"{name}: {', '.join(wanted)}" for name, wanted in missed), None)
