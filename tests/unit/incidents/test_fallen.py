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
    """Slow outlets tell old tolls, but not half of what all told ten hours before; one misread toll parts nothing."""
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


def told_by(*titles: str) -> list[Report]:
    """Reports of that day, each of another outlet."""
    return [a_report(title, source=f"Outlet {at}", item_id=str(at), at=NOW) for at, title in enumerate(titles)]


@pytest.mark.parametrize(
    "told",
    [
        ("At least 35 feared dead in strike on Kyiv",),
        ("Up to 40 dead in strike on Kyiv",),
        ("As many as 40 killed in Kyiv", "Strike on Kyiv may have killed 35"),
        ("Возможно, погибли 35 человек",),
        ("Могут быть мертвы 30 человек", "Опасаются, что погибли 35 человек"),
        ("يخشى مقتل 35 في كييف",),
        ("Strike on Kyiv: what is known", "Dozens killed in Kyiv"),
        ("Strike on Kyiv kills seven",),
    ],
)
def test_what_is_feared_parts_nothing(told: tuple[str, ...]) -> None:
    """Of another source, half of a toll shows another event ten hours after it was counted, not feared."""
    less = later("Four killed in drone strike on Moscow", source="Other")
    assert not tells_less(less, told_by(*told))
    if "Strike on Kyiv kills seven" not in told:
        assert tells_less(less, told_by(*told, "Strike on Kyiv kills 24"))


@pytest.mark.parametrize(
    "title",
    [
        "Up to 35 feared dead in Lakeside",
        "Blast may have killed 35 in Lakeside",
        "As many as 35 dead in Lakeside",
        "Взрыв: возможно, погибли 35 человек",
        "مخاوف من مقتل 35",
    ],
)
def test_what_a_source_feared_it_may_take_back(title: str) -> None:
    """A source that feared 35 dead and then tells 12 tells of one event; had it counted them, of two."""
    first, last = a_report(title), later("12 dead in Lakeside")
    assert not is_fallen(first, last)
    assert is_fallen(a_report("35 dead in Lakeside"), last)


OPENING = "A blast tore through the covered market of Lakeside on Monday morning, the hospital and the mayor said."


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Market blast kills 13 in Lakeside", "Market blast kills three in Lakeside"),
        ("Market of Lakeside: 30 dead in blast", "Blast kills three in Lakeside"),
        ("Market blast leaves 14 dead", "Four killed in market"),
        ("Blast kills twelve in market of Lakeside", "Blast kills two in market of Lakeside"),
        ("При взрыве погибли 13 человек", "При взрыве погибли трое"),
    ],
)
def test_a_version_joins_whatever_its_headline_tells(was: str, now: str) -> None:
    """The same opening shows a later version, also where its headline is mended to fewer dead without a word."""
    first = a_report(was, text=OPENING)
    mended = a_report(now, text=OPENING, at=NOW + timedelta(hours=5))
    assert is_fallen(mended, first)
    assert joined(mended, an_incident(first)).incident_id is not None
    assert joined(replace(mended, text=OPENING.replace("Lakeside", "Hillside")), an_incident(first)).incident_id is None
