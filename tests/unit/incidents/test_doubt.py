"""The second look at a join: who says it, and when."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.chance import said
from daemon.incidents.doubt import WORDS, held, most
from daemon.incidents.gathered import Gathered
from daemon.incidents.wording import wording
from daemon.model import Report
from daemon.vector import pack
from tests.helpers.build import NOW
from tests.unit.incidents.builders import a_report, an_incident
from tests.unit.incidents.test_cluster import joined

FERRY = a_report("Ferry with 80 aboard sinks off Lakeside", text="A ferry with 80 people aboard sank off Lakeside.")
LATER = "Ferry sinks off Lakeside, dozens missing"


def left(report: Report, told: Report = FERRY, *, chance: float | None = None) -> float:
    """What is left of a chance; None: of that which words give."""
    (found,) = said(wording(report), [Gathered([wording(told)])], None)
    assert found.traits is not None
    return held(found.chance if chance is None else chance, report, [told], found.likest, found.traits)


def test_two_reports_of_one_source_deserve_more_doubt() -> None:
    """An outlet tells its stories apart itself, so its own next report must be liker than another outlet's."""
    own, other = a_report(LATER, text=FERRY.text), a_report(LATER, text=FERRY.text, source="The Post")
    assert left(own) <= left(other)
    unlike = "Divers search lake near Lakeside"
    assert left(a_report(unlike)) < left(a_report(unlike, source="The Post"))


def test_time_between_reports_is_doubt() -> None:
    """The same words two days later are less surely of the same event."""
    told = "Rain floods streets of Lakeside again"
    chances = [left(a_report(told, source="The Post", at=NOW + timedelta(hours=hours))) for hours in (0, 6, 48)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > chances[2]


def test_a_week_that_came_at_once_is_a_week() -> None:
    """What a first poll brings at once deserves doubt by its dates, not by when it came."""
    first = replace(FERRY, published_at=NOW - timedelta(days=2))
    old, older = (
        a_report(LATER, text=FERRY.text, source="The Post", published_at=NOW - timedelta(days=days)) for days in (3, 8)
    )
    assert left(older, first, chance=1.0) < left(old, first, chance=1.0)


def test_a_glance_leaves_at_least_what_the_whole_look_leaves() -> None:
    """What a few traits leave bounds what all leave, so a candidate may be given up after a glance."""
    for title in (FERRY.title, LATER, "Budget passes Lakeside council"):
        report = a_report(title, source="The Post")
        (found,) = said(wording(report), [Gathered([wording(FERRY)])], None)
        assert found.traits is not None
        assert found.glance is not None
        bound = most(report, [FERRY], found.likest, found.glance)
        assert held(1.0, report, [FERRY], found.likest, found.traits) <= bound


def test_meaning_lifts_no_join_above_its_doubts() -> None:
    """What means the same, as two stories of one kind do, still joins only as surely as who and when allow."""
    same, later = pack("m", [1.0, 0.5]), NOW + timedelta(hours=30)
    told = a_report("Ferry sinks off Lakeside", text="A ferry sank off Lakeside.", vector=same)
    report = a_report("Ferry off Millport sinks", text="A ferry sank off Millport.", vector=same, at=later)
    nameless = [replace(one, source="") for one in (told, report)]
    (without,) = said(wording(report), [Gathered([wording(told)])], None)
    assert without.traits is not None
    assert joined(report, an_incident(told)).score <= held(1.0, report, [told], without.likest, without.traits)
    assert joined(nameless[1], an_incident(nameless[0])).score > joined(report, an_incident(told)).score


def test_one_report_of_its_own_language_takes_nothing_from_those_abroad() -> None:
    """What means the same as reports in another language joins as surely where one in its own says it otherwise."""
    same, near = pack("m", [1.0, 0.02]), pack("m", [1.0, 0.05])
    told = [a_report(f"Ferry sinks off Lakeside {n}", source=f"Wire {n}", language="en", vector=same) for n in range(3)]
    otherwise = a_report("Поиски продолжаются", source="Волга", language="ru", vector=near)
    report = a_report("Затонул паром у Лейксайда", source="Нева", language="ru", vector=same)
    alone, together = joined(report, an_incident(*told)).score, joined(report, an_incident(*told, otherwise)).score
    assert together > 0.9 * alone > 0.5


def test_where_no_source_is_known_words_decide() -> None:
    """A file without feeds is judged by its words alone: that its items share the file says nothing."""
    nobody = a_report(LATER, source="")
    (found,) = said(wording(nobody), [Gathered([wording(FERRY)])], None)
    assert left(nobody) == found.chance


@given(st.sampled_from([FERRY.title, LATER, "Budget passes", "Lakeside"]), st.integers(0, 200))
def test_doubt_never_adds(title: str, hours: int) -> None:
    """A second look takes away or leaves as it is."""
    report = a_report(title, source="The Post", at=NOW + timedelta(hours=hours))
    for found in said(wording(report), [Gathered([wording(FERRY)])], None):
        if found.traits is not None:
            assert set(WORDS) <= found.traits.keys()
            assert 0.0 <= held(found.chance, report, [FERRY], found.likest, found.traits) <= found.chance


def test_the_reason_names_what_decided() -> None:
    """A join by words says how alike words, titles and names are, so that the desk can judge it."""
    joining = joined(a_report(LATER, text=FERRY.text, source="The Post"), an_incident(FERRY))
    assert joining.incident_id
    assert joining.reason.startswith("wording (words 0.")
    assert "titles alike 0." in joining.reason
