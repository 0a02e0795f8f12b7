"""Drones and missiles of two sides, and of two nights."""

from datetime import timedelta

import pytest

from daemon.incidents.swarms import are_of_two_nights, are_of_two_sides, is_of_another_night, side_of
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
        ("Russian, Ukrainian drones cross the border", None),
        ("Russian & Ukrainian drones cross the border", None),
        ("Russian, Iranian and Ukrainian drones cross the border", None),
        ("Российские, украинские беспилотники над морем", None),
        ("مسيرات روسية وأوكرانية فوق البحر", None),
        ("Ukrainian, Moldovan police find Russian drones", "Russia"),
        ("US missiles hit Bryansk", "United States"),
        ("U.S. missiles hit Bryansk", "United States"),
        ("Allies gave us drones, says general", None),
        ("GIVE US DRONES", None),
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


TOLLS = {
    "rises": (
        "Drones hit Palmyra overnight, explosion kills 3",
        "Explosion of drones overnight: death toll rises to 9",
    ),
    "kills": ("Drones hit Palmyra overnight, explosion kills 3", "Explosion of drones overnight kills 9"),
    "hurt": ("Overnight drones kill 3 in Odesa", "Overnight drones attack on Odesa: 12 injured"),
    "before a colon": (
        "Kyiv toll rises to 3: drones hit overnight",
        "Kyiv toll rises to 9: Russian drones hit overnight",
    ),
    "ru": ("Ночью дроны ударили по Одессе, 3 погибших", "Ночью дроны ударили по Одессе, погибли 9"),
    "one of the two": ("Russia launched 500 drones overnight", "Russian drones overnight: toll rises to 9"),
}


@pytest.mark.parametrize(("title", "later"), TOLLS.values(), ids=TOLLS)
def test_a_toll_that_rises_is_of_the_same_night(title: str, later: str) -> None:
    """How many drones killed or hurt is no count of drones, so that another number half a day later parts nothing."""
    one, other = a_report(title), a_report(later, at=NOW + timedelta(hours=14))
    assert not are_of_two_nights(one, other)
    assert not is_of_another_night(other, [one])


COUNTS = {
    "of more": ("Ukraine downs 85 of 112 Russian drones overnight", "Ukraine downs 60 of 90 Russian drones overnight"),
    "behind a verb": ("Drones overnight: air force downed 85", "Drones overnight: air force downed 60"),
    "before a verb": ("Drones overnight: 85 shot down", "Drones overnight: 60 shot down"),
    "ru": ("За ночь сбито 112 дронов", "За ночь сбито более 85 украинских дронов"),
    "with a toll": ("85 drones overnight, 3 dead", "60 drones overnight, 3 dead"),
}


@pytest.mark.parametrize(("title", "later"), COUNTS.values(), ids=COUNTS)
def test_what_is_counted_of_a_night(title: str, later: str) -> None:
    """A number before the drones, or beside what was done to them, is the night's."""
    assert are_of_two_nights(a_report(title), a_report(later, at=NOW + timedelta(hours=24)))


def test_one_other_number_parts_no_night_that_has_ours() -> None:
    """A report whose number was told of this night is of it, though another report had another number before."""
    first = a_report("Russia downs 112 drones overnight")
    went_on = a_report("Russia downs 120 drones overnight", at=NOW + timedelta(hours=3))
    again = a_report("Russia downed 120 drones overnight", at=NOW + timedelta(hours=14))
    assert not is_of_another_night(again, [first, went_on])
    assert is_of_another_night(again, [first])
