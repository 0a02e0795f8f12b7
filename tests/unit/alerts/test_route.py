"""Who is concerned: tables of routes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.alerts.route import receivers_for
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
    return receivers_for(
        rules, severity=severity, feed_id="wire", feed_tags=("agency",), routes=routes, receivers=NAMES
    )


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
