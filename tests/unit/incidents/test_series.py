"""Editions of serial pages, and pages of many events."""

from datetime import timedelta

import pytest

from daemon.incidents.series import ANEW, are_editions, filled_in, tells_of_many
from tests.helpers.build import NOW
from tests.unit.incidents.builders import a_report, an_incident
from tests.unit.incidents.test_cluster import joined


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Valley news bulletin | March 4th – Evening", "Valley news bulletin | March 4th – Midday"),
        ("Your stars today: what March 4 brings", "Your stars today: what March 5 brings"),
        ("Harbour nights guide, Tuesday, March 4", "Old Town nights guide, Tuesday, March 4"),
        ("Stories we liked: March 1 to 8", "Stories we liked: March 8 to 15"),
        ("Delta war day 41: ferry hit", "Delta war day 42: talks resume"),
        ("Tour of the Lakes, stage four: Berg wins", "Tour of the Lakes, stage five: Holm wins"),
        ("Погода на 4 марта", "Погода на 5 марта"),
        ("3月4日の天気予報 各地", "3月5日の天気予報 各地"),
    ],
)
def test_another_date_or_number_in_one_form_is_another_edition(title: str, other: str) -> None:
    """Titles of one source that differ in a date, a part of the day or a running number are of two events."""
    one, two = a_report(title), a_report(other)
    assert are_editions(one, two)
    assert are_editions(two, one)
    assert joined(two, an_incident(one)).incident_id is None


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Seven hurt as car drives into crowd in Modena", "Eight hurt as car drives into crowd in Modena"),
        ("Ferry sinks off Lakeside on March 4, 12 missing", "Lakeside ferry disaster of March 4: 14 are missing"),
        ("Vote on the harbour is set for Friday", "Parliament will vote on the harbour on Friday"),
        ("Quake kills 12", "Quake kills 15"),
        ("Ferry sinks off Lakeside on March 4, 12 missing", "Ferry sinks off Lakeside on March 4, 14 dead"),
    ],
)
def test_the_next_report_of_an_event_is_no_edition(title: str, other: str) -> None:
    """A toll that grows and a day that both tell make no serial page."""
    assert not are_editions(a_report(title), a_report(other))


def test_two_sources_have_no_common_series() -> None:
    """The form of one outlet says nothing of another's, nor of an unknown one's."""
    one, two = "Delta war day 41: ferry hit", "Delta war day 42: talks resume"
    assert not are_editions(a_report(one), a_report(two, source="The Post"))
    assert not are_editions(a_report(one, source=""), a_report(two, source=""))


def test_the_same_title_a_day_later_over_another_text_is_a_new_edition() -> None:
    """What comes under one title again and again is serial; the same text, or soon after, is the same report."""
    first = a_report("What the papers say", text="The Times leads with the budget.")
    later = NOW + ANEW
    assert are_editions(first, a_report(first.title, text="The Times leads with the flood.", at=later))
    assert not are_editions(first, a_report(first.title, text=first.text, at=later))
    assert not are_editions(first, a_report(first.title, text="Another.", at=later - timedelta(minutes=1)))


def test_a_live_page_stays_by_itself() -> None:
    """Nobody joins a live page, and it joins nobody: whoever does is hidden by what it tells next."""
    fire = a_report("Harbour fire: third pier evacuated", source="The Post", feed="post")
    page = a_report("Harbour fire live: third pier evacuated", text="Harbour fire: third pier evacuated.")
    assert tells_of_many(page)
    assert not tells_of_many(fire)
    assert joined(fire, an_incident(page)).incident_id is None
    assert joined(page, an_incident(fire)).incident_id is None


@pytest.mark.parametrize(
    ("title", "other", "share"),
    [
        ("Press review: the harbour burns", "Press review: voters decide", 2 / 4.5),
        ("Дайджест недели: пожар", "Дайджест недели: выборы", 2 / 3),
        ("Satellite pictures show new runway", "Satellite pictures show burnt depot", 3 / 5),
        ("Five injured in Modena crash", "Two killed in Modena crash", 3 / 5),
    ],
)
def test_one_frame_with_other_words_in_it_is_told(title: str, other: str, share: float) -> None:
    """What two titles have in common at both ends is a frame, whatever its words, if the rest shares no word."""
    assert filled_in(title, other) == filled_in(other, title) == pytest.approx(share)


@pytest.mark.parametrize(
    "other",
    ["Press review: flames at the harbour", "Press review: the harbour burns", "Press review", "Harbour: the review"],
)
def test_what_shares_a_word_inside_is_no_frame(other: str) -> None:
    """Titles that go on about one thing, or are one, or have nothing put into them, are no frame filled in anew."""
    assert filled_in("Press review: the harbour burns", other) == 0.0


def test_a_page_that_is_called_by_a_day_in_full_tells_of_no_one_event() -> None:
    """A brief of a city's day is no report of what it tells, nor of another city's day; a date alone makes no page."""
    text = "The storm of the Lakeside ferry is over; the ferry with 80 aboard sails again at noon."
    brief = a_report("Lakeside Daily Brief — Tuesday, March 4, 2025", text=text)
    other = a_report("Harbour Town Brief — Tuesday, March 4, 2025", text=text)
    ferry = a_report("Ferry with 80 aboard sails again at Lakeside", text=text, source="The Post")
    assert joined(other, an_incident(brief)).incident_id is None
    assert joined(brief, an_incident(ferry)).incident_id is None
    assert joined(ferry, an_incident(brief)).incident_id is None
    assert tells_of_many(a_report("Lakeside Nightlife Guide for Tuesday, March 4, 2025"))


@pytest.mark.parametrize(
    "title",
    [
        "Talks to end on Tuesday, March 4",
        "Ferry law of March 4, 2025",
        "Tuesday, March 4, 2025",
        "Lake Cup 2025: Lakeland beat Northland on Tuesday, March 4",
        "Budget 2030: fire kills 12 on Tuesday, 4 March",
        "Smoke rises after a fire in Lakeside harbour, Tuesday, March 4, 2025",
        "Fire — on Tuesday, March 4, 2025, twelve died in Lakeside",
    ],
)
def test_a_day_in_a_title_makes_no_page(title: str) -> None:
    """A report that says when something happened, or that names a year beside, tells of an event."""
    assert not tells_of_many(a_report(title))


def test_what_tells_of_former_years_joins_no_incident_of_now() -> None:
    """A page of old events, however alike, is no report of today's; an anniversary that is kept today is an event."""
    bomb = a_report("Bomb kills 13 at Istanbul metro station", text="A bomb killed 13 people at a station in Istanbul.")
    for title in (
        "On this day: bomb kills 13 at Istanbul metro station",
        "Этот день в истории: взрыв на станции метро в Стамбуле",
        "Ten years on: bomb kills 13 at Istanbul metro station",
    ):
        page = a_report(title, text=bomb.text, source="The Post", feed="post")
        assert joined(page, an_incident(bomb)).incident_id is None
        assert joined(bomb, an_incident(page)).incident_id is None
    assert not tells_of_many(a_report("Istanbul marks the 10th anniversary of the bombing"))


def test_a_seismic_services_pages_are_of_one_place_each() -> None:
    """Two pages of one service that measure from a town otherwise are of two quakes; of two services perhaps not."""
    quake = a_report("M 5.2 - 38 km W of Elazig, Turkey")
    assert are_editions(quake, a_report("M 5.0 - 41 km SW of Elazig, Turkey"))
    assert not are_editions(quake, a_report("M 5.0 - 38 km W of Elazig, Turkey"))
    assert not are_editions(quake, a_report("M 5.0 - 41 km SW of Elazig, Turkey", source="Other"))


def test_a_live_page_comes_back_to_itself_alone() -> None:
    """A later version of a live page belongs to that page; another outlet's, or the next day's, does not."""
    text = "The third pier was evacuated as the harbour fire spread to two warehouses, the port's director said."
    page = a_report("Harbour fire live: third pier evacuated", text=text)
    title = "Harbour fire live: third pier evacuated, crews hold the fourth"
    soon, tomorrow = NOW + timedelta(hours=2), NOW + timedelta(days=1)
    assert joined(a_report(title, text=text, at=soon), an_incident(page)).incident_id is not None
    assert joined(a_report(title, text=text, at=tomorrow), an_incident(page)).incident_id is None
    assert joined(a_report(title, text=text, at=soon, source="The Post"), an_incident(page)).incident_id is None
