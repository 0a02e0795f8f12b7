"""Who is concerned: tables of routes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.alerts.route import Matter, digests_for, misfit, numbered, receivers_for
from daemon.config import Route
from daemon.model import RuleFacts, Severity

NAMES = ["desk", "night", "boss"]


def a_rule(**over: Any) -> RuleFacts:
    """A rule's facts."""
    return RuleFacts(
        **{"id": "downed", "title": "", "severity": Severity.HIGH, "revision": "1", "tags": ("air",), **over}
    )


def a_route(*to: str, proceed: bool = False, **matchers: Any) -> Route:
    """A route as the config holds it."""
    return Route.model_validate({"to": to, "continue": proceed, **matchers})


def routed(
    *routes: Route, rules: tuple[RuleFacts, ...] = (a_rule(),), severity: Severity = Severity.HIGH
) -> tuple[str, ...]:
    """The receivers of a match in the feed `wire`, tagged `agency`."""
    return receivers_for(a_matter(rules=rules, severity=severity), routes=routes, receivers=NAMES)


def a_matter(**over: Any) -> Matter:
    """A match in Arabic, near Palmyra, in the feed `wire`, tagged `agency` and graded B."""
    values: dict[str, Any] = {
        "rules": (a_rule(),),
        "severity": Severity.HIGH,
        "feed": "wire",
        "feed_tags": ("agency",),
        "entities": {"palmyra", "syria"},
        "language": "ar",
        "grade": "B",
    }
    return Matter(**{**values, **over})


@pytest.mark.parametrize(
    ("matchers", "holds"),
    [
        ({}, True),
        ({"min_severity": "high"}, True),
        ({"min_severity": "critical"}, False),
        ({"rules": ["other", "downed"]}, True),
        ({"rules": ["other"]}, False),
        ({"tags": "air"}, True),
        ({"tags": "sea"}, False),
        ({"feeds": "wire"}, True),
        ({"feeds": "blog"}, False),
        ({"feed_tags": ["agency", "x"]}, True),
        ({"feed_tags": "x"}, False),
        ({"entities": "syria"}, True),
        ({"entities": ["mosul"]}, False),
        ({"languages": ["en", "ar"]}, True),
        ({"languages": "ru"}, False),
        ({"grades": ["A", "B"]}, True),
        ({"grades": "A"}, False),
        ({"min_severity": "low", "rules": "downed", "tags": "air", "feeds": "wire", "feed_tags": "agency"}, True),
        ({"rules": "downed", "feeds": "blog"}, False),
    ],
)
def test_a_route_takes_what_all_its_matchers_take(matchers: dict[str, Any], holds: bool) -> None:
    """Every matcher given must hold; any of its values will do; none given takes all."""
    assert routed(a_route("night", **matchers)) == (("night",) if holds else ())


def test_the_first_route_wins() -> None:
    """Routes are tried in order, and the first that matches ends the search."""
    assert routed(a_route("boss", tags="sea"), a_route("desk"), a_route("night")) == ("desk",)


def test_continue_goes_on() -> None:
    """A route that says `continue` adds its receivers and lets the next ones try; a name is told once."""
    assert routed(a_route("night", "desk", proceed=True), a_route("desk", "boss"), a_route("x")) == (
        "night",
        "desk",
        "boss",
    )


def test_a_continue_that_does_not_match_changes_nothing() -> None:
    """`continue` of a route that does not match neither adds nor ends."""
    assert routed(a_route("boss", tags="sea", proceed=True), a_route("desk")) == ("desk",)


def test_the_finer_route_takes_it_instead() -> None:
    """Of a route that fits, those under it are asked first; it takes the alert itself only if none of them does."""
    tree = a_route("desk", routes=[{"to": "boss", "tags": "sea"}, {"to": "night", "entities": "palmyra"}])
    assert routed(tree) == ("night",)
    assert receivers_for(a_matter(entities=()), routes=[tree], receivers=NAMES) == ("desk",)
    assert routed(a_route("desk", tags="sea", routes=[{"to": "night"}])) == ()


def test_a_finer_route_that_goes_on_lets_its_neighbours_look() -> None:
    """`continue` under a route looks at what stands beside it there; `continue` of the route above goes on above."""
    under = [{"to": "boss", "continue": True}, {"to": "night"}, {"to": "desk"}]
    assert routed(a_route("x", routes=under), a_route("desk")) == ("boss", "night")
    assert routed(a_route("x", routes=under, proceed=True), a_route("desk")) == ("boss", "night", "desk")


def test_routes_are_counted_as_people_count_them() -> None:
    """2.1 is the first route under the second; what does not fit of it is said in words."""
    tree = [a_route("desk"), a_route("desk", routes=[{"to": "boss", "languages": "ru"}])]
    routes = dict(numbered(tree))
    assert list(routes) == ["1", "2", "2.1"]
    assert misfit(routes["2.1"], a_matter()) == "languages: ru"


def test_the_first_route_to_a_receiver_decides_whether_it_gathers() -> None:
    """Of several routes that lead to a receiver, the first one's digest holds; a rule's `notify` is told at once."""
    digest = {"every": "30m"}
    found = digests_for(a_matter(), routes=[a_route("desk", "boss", digest=digest, proceed=True), a_route("night")])
    assert {name: one is not None for name, one in found.items()} == {"desk": True, "boss": True, "night": False}
    notified = a_matter(rules=(a_rule(notify=("desk",)),))
    assert digests_for(notified, routes=[a_route("desk", digest=digest)])["desk"] is None


def test_without_routes_all_hear() -> None:
    """A config without routes sends every alert to every receiver."""
    assert routed() == tuple(NAMES)


def test_a_rules_own_receivers_hear_in_any_case() -> None:
    """`notify` comes on top of the routes, as far as such receivers exist."""
    rules = (a_rule(notify=("boss", "gone")), a_rule(id="b", notify=("desk",)))
    assert routed(a_route("desk"), rules=rules) == ("desk", "boss")
    assert routed(a_route("desk", tags="sea"), rules=rules) == ("boss", "desk")


def test_the_incidents_severity_counts() -> None:
    """A route for grave incidents takes a report of lesser weight that belongs to one."""
    assert routed(a_route("boss", min_severity="critical"), severity=Severity.CRITICAL) == ("boss",)


def test_without_a_rule_nobody_hears() -> None:
    """What matched nothing concerns nobody."""
    assert routed(a_route("desk"), rules=()) == ()


@given(
    st.lists(
        st.builds(
            a_route, st.sampled_from([*NAMES, "gone"]), proceed=st.booleans(), tags=st.sampled_from([[], ["sea"]])
        )
    )
)
def test_only_receivers_that_exist_hear_and_each_once(routes: list[Route]) -> None:
    """Whatever the routes say, the answer holds known names, each once."""
    names = routed(*routes)
    assert len(names) == len(set(names))
    assert set(names) <= set(NAMES)
