"""Reports that one rule found: what place, time and other incidents make of what words say."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.kindred import Around, Bearing, are_kindred, at_most, chance_of
from daemon.model import Incident, Report
from tests.helpers.build import NOW
from tests.unit.incidents.builders import DOWNED, a_report, an_incident
from tests.unit.incidents.test_cluster import joined

POOL = a_report(
    "Helicopter crashes into a swimming pool near Palmyra", "palmyra", DOWNED,
    text="Tourists on a sightseeing flight escaped unhurt.", language="en",
)  # fmt: skip
GUNSHIP = a_report(
    "Rebels say government gunship downed by missile outside Tadmur, pilot captured", "palmyra", DOWNED,
    text="Fighters paraded a prisoner and claimed the launch.", source="The Paper", language="en", item_id="gunship",
)  # fmt: skip
RULED = st.builds(
    Bearing,
    st.builds(Around, st.integers(1, 400), st.integers(0, 14)),
    st.timedeltas(timedelta(), timedelta(days=6)),
    st.sampled_from([0.0, 0.06, 0.25, 0.35]),
)


def after(report: Report, hours: float) -> Report:
    """The report, so many hours later."""
    return replace(report, arrived_at=NOW + timedelta(hours=hours), published_at=None)


def of_the_town(count: int) -> list[Incident]:
    """Incidents of that kind and town, each with other words."""
    words = ("harvest", "wedding", "bridge", "school", "market")
    return [
        an_incident(a_report(f"Gunship shells {word}", "palmyra", DOWNED, item_id=word, language="en"), id=word)
        for word in words[:count]
    ]


@pytest.mark.parametrize("hours", [0.2, 1, 12, 24, 48, 70])
def test_rule_and_town_alone_join_nothing(hours: float) -> None:
    """Two reports that share a rule and a town, and not a word, tell of two events, however near in time."""
    assert joined(after(GUNSHIP, hours), an_incident(POOL)).incident_id is None
    assert joined(after(POOL, hours), an_incident(GUNSHIP)).incident_id is None


def test_the_next_reports_of_an_event_join_in_other_words() -> None:
    """A town, a rule and some words in common are enough within the hour; in a town under fire they are not."""
    first = a_report("Explosion heard near market in Mosul", "mosul", "explosion", language="en")
    second = a_report("Blast hits Mosul market", "mosul", "explosion", source="The Paper", language="en", item_id="two")
    soon = after(second, 0.5)
    assert joined(soon, an_incident(first)).incident_id is not None


@given(RULED, st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_in_words_is_never_less(bearing: Bearing, one: float, other: float) -> None:
    """The chance is one, rises with what words say, and is held by its bound."""
    low, high = sorted((one, other))
    assert 0.0 <= chance_of(low, bearing) <= chance_of(high, bearing) <= at_most(high, bearing.around) <= 1.0


@given(RULED, st.floats(0.0, 1.0))
def test_other_incidents_and_time_take_away(bearing: Bearing, said: float) -> None:
    """Each further incident of the kind and place, and each hour, leaves less."""
    crowded = replace(bearing, around=replace(bearing.around, others=bearing.around.others + 1))
    later = replace(bearing, between=bearing.between + timedelta(hours=5))
    assert chance_of(said, later) < chance_of(said, bearing)
    if bearing.around.others:
        assert chance_of(said, crowded) < chance_of(said, bearing)


def test_kindred_are_of_one_rule_and_language() -> None:
    """Reports in two languages, or of rules without one in common, are weighed otherwise."""
    assert are_kindred(POOL, GUNSHIP)
    assert not are_kindred(POOL, replace(GUNSHIP, language="ru"))
    assert not are_kindred(POOL, replace(GUNSHIP, rules=frozenset({"explosion"})))


def test_a_closed_incident_crowds_nobody() -> None:
    """What the desk has closed is no other event of the town."""
    incident = an_incident(POOL)
    report = after(a_report("Helicopter in swimming pool near Palmyra: tourists unhurt", "palmyra", DOWNED, item_id="b",
                            language="en"), 2)  # fmt: skip
    others = of_the_town(5)
    closed = [replace(one, closed_at=NOW) for one in others]
    assert joined(report, incident, *others).score < joined(report, incident, *closed).score
