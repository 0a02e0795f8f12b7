"""Drones and missiles of two sides, and of two nights."""

from datetime import timedelta

import pytest

from daemon.incidents.swarms import are_of_two_nights, are_of_two_sides, side_of
from tests.helpers.build import NOW
from tests.unit.incidents.builders import a_report


@pytest.mark.parametrize(
    ("title", "side"),
    [
        ("Russia says it downed 112 Ukrainian drones overnight", "Ukraine"),
        ("Air defences down 85 of 112 Russian drones", "Russia"),
        ("Ukraine’s long-range drones strike refinery", "Ukraine"),
        ("ПВО сбила 112 украинских беспилотников за ночь", "Ukraine"),
        ("إسقاط مسيرات أوكرانية فوق بيلغورود", "Ukraine"),
        ("Russian and Ukrainian drones cross the border", None),
        ("Ukrainian drone crashes in Latvia", None),
        ("Ukraine drives Russian troops back", None),
        ("Drones hit Kyiv", None),
    ],
)
def test_whose_drones_a_title_tells_of(title: str, side: str | None) -> None:
    """A side beside many drones or missiles has sent them; of two sides, and of a single drone, none is told."""
    assert side_of(title) == side


def test_drones_of_foes_are_two_events() -> None:
    """One night's drones of two sides are no one event, whatever numbers they share; an ally's may be."""
    ours, theirs = a_report("Russia downs 112 Ukrainian drones"), a_report("Ukraine downs 85 of 112 Russian drones")
    assert are_of_two_sides(ours, theirs)
    assert are_of_two_sides(theirs, ours)
    assert not are_of_two_sides(ours, a_report("Ukrainian drones reach Moscow"))
    assert not are_of_two_sides(theirs, a_report("Kyiv hit by Iranian drones"))
    assert not are_of_two_sides(ours, a_report("A quiet night"))


def test_the_next_night_has_another_number() -> None:
    """Counts of a night that differ, half a day apart by arrival and by date, are of two nights."""
    first = a_report("ПВО за ночь сбила 112 украинских БПЛА")
    soon = a_report("Russia downs 120 drones overnight", at=NOW + timedelta(hours=3))
    later = a_report("Russia downs 46 Ukrainian drones overnight", at=NOW + timedelta(hours=24))
    same = a_report("Russia downed 112 drones overnight", at=NOW + timedelta(hours=24))
    assert are_of_two_nights(first, later)
    assert are_of_two_nights(later, first)
    assert not are_of_two_nights(first, soon)
    assert not are_of_two_nights(first, same)
    assert not are_of_two_nights(first, a_report("Fire after 46 drones fall", at=NOW + timedelta(hours=24)))
