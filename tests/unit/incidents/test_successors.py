"""Titles that say themselves that they tell of the next event."""

from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.incidents.successors import tells_of_next
from tests.helpers.build import NOW
from tests.unit.incidents.builders import a_report, an_incident

DAY = timedelta(hours=24)
FIRST = an_incident(a_report("Helicopter crashes in Lakeside, two killed"))


@pytest.mark.parametrize(
    "title",
    [
        "Second helicopter crashes in Lakeside in two days",
        "New drone strike on Lakeside kills one",
        "Another deadly missile attack on Lakeside",
        "Новый ракетный удар по Одессе",
        "Ещё один взрыв в Багдаде",
        "Вторая атака за сутки",
        "Ще один вибух у Харкові",
        "انفجار جديد في بغداد",
        "غارة إسرائيلية جديدة على دمشق",
    ],
)
def test_a_day_later_the_next_is_another(title: str) -> None:
    """What calls itself second or new a day after joins nothing that began before; within hours it may."""
    report = a_report(title, item_id="next", at=NOW + DAY)
    assert tells_of_next(report, FIRST)
    assert not tells_of_next(replace(report, arrived_at=NOW + timedelta(hours=5)), FIRST)
    assert not tells_of_next(replace(report, published_at=NOW + timedelta(hours=5)), FIRST)


def test_reports_of_the_next_join_it() -> None:
    """An incident of which a report says that it is the next takes in others that say so."""
    began = a_report("Lakeside: two helicopters down", item_id="a")
    told = a_report("Second helicopter crashes in Lakeside", item_id="b", at=NOW + timedelta(hours=1))
    report = a_report("Second helicopter crash in Lakeside: pilots named", item_id="c", at=NOW + DAY)
    assert not tells_of_next(report, an_incident(began, told))


@pytest.mark.parametrize(
    "title",
    [
        "New York helicopter crash: what is known",
        "Second victim of helicopter crash dies",
        "New video of helicopter crash emerges",
        "Fourth person dies after Lakeside crash",
        "Another pilot of crashed helicopter found",
        "Второй пилот погиб в больнице",
        "مسؤول آخر يؤكد تحطم المروحية",
        "Helicopter crash in Lakeside: toll rises",
        "New drone footage shows crash site",
        "Second World War bomb defused in Lakeside",
        "Fifth Avenue fire injures ten",
        "New Haven fire kills one",
        "Lakeside names new fire chief",
        "Крушение нового самолёта Як-40",
        "Lakeside loses another helicopter",
    ],
)
def test_what_is_new_of_the_same_event_parts_nothing(title: str) -> None:
    """A second victim, new pictures, or a town called New, tell of the event that there was."""
    assert not tells_of_next(a_report(title, item_id="next", at=NOW + DAY), FIRST)
