"""Does a source tell fewer dead than before?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.incidents.fallen import is_fallen, tells_less
from daemon.model import Report
from tests.helpers.build import NOW
from tests.unit.incidents.builders import a_report, an_incident
from tests.unit.incidents.test_cluster import joined

FIRST = a_report("Shelling kills two in Lakeside", text="Shells fell on Lakeside on Monday, killing a man and a woman.")


def later(title: str, **over: object) -> Report:
    """The same source's report of the next day."""
    told = a_report(
        title, text="Shells fell on Lakeside on Tuesday, killing a man of 62.", at=NOW + timedelta(hours=24)
    )
    return replace(told, **over)  # type: ignore[arg-type]


def test_the_next_days_strike_with_fewer_dead_is_another() -> None:
    """Whoever told two dead yesterday, and tells one today, tells of another strike, however alike the words are."""
    strike = later("Shelling kills one in Lakeside")
    assert is_fallen(strike, FIRST)
    assert is_fallen(FIRST, strike)
    assert joined(strike, an_incident(FIRST)).incident_id is None


@pytest.mark.parametrize(
    "other",
    [
        later("Shelling kills three in Lakeside"),
        later("Shelling in Lakeside: what is known"),
        later("CORRECTED: Shelling kills one in Lakeside"),
        later("Toll of shelling in Lakeside revised down to one dead"),
        later("One more killed in shelling of Lakeside"),
        later("Shelling kills one in Lakeside", source="Other"),
        later("Shelling kills one in Lakeside", arrived_at=NOW + timedelta(hours=1)),
        later("Shelling kills one in Lakeside", published_at=NOW - timedelta(hours=1)),
    ],
)
def test_a_toll_falls_only_by_the_same_mouth_and_in_time(other: Report) -> None:
    """A toll that grows, a correction, another source, or a date that says otherwise, part nothing."""
    assert not is_fallen(other, FIRST)
    assert not is_fallen(replace(other, source=""), replace(FIRST, source=""))


def test_less_than_half_a_day_later_is_another_strike_whoever_tells_it() -> None:
    """Slow outlets tell old tolls, but not half of what all told a day before; one misread toll parts nothing."""
    kyiv = [
        a_report(f"Toll of strike on Kyiv rises to {dead}", source=f"Outlet {dead}", item_id=str(dead), at=NOW)
        for dead in (18, 22, 24)
    ]
    moscow = later("Four killed in drone strike on Moscow", source="Other")
    assert tells_less(moscow, kyiv)
    half = replace(moscow, title="Eight killed in drone strike on Moscow")
    assert tells_less(half, kyiv)
    for hours, one in ((6, half), (5, moscow)):
        assert not tells_less(replace(one, arrived_at=NOW + timedelta(hours=hours)), kyiv)
        assert not tells_less(replace(one, published_at=NOW + timedelta(hours=hours)), kyiv)
    assert tells_less(replace(moscow, arrived_at=NOW + timedelta(hours=6), published_at=NOW + timedelta(hours=6)), kyiv)
    assert not tells_less(replace(moscow, title="At least 19 killed in strike on Kyiv"), kyiv)
    assert not tells_less(replace(moscow, title="Four more killed in strike on Kyiv"), kyiv)
    assert not tells_less(moscow, [*kyiv, a_report("Strike on Kyiv kills seven", source="Slow", item_id="7", at=NOW)])
    assert not tells_less(replace(moscow, source=""), kyiv)
