"""Two titles that each name a match."""

import pytest

from daemon.incidents.fixtures import are_two_matches, sides_of
from tests.unit.incidents.builders import a_report, an_incident
from tests.unit.incidents.test_cluster import joined


@pytest.mark.parametrize(
    ("title", "left", "right"),
    [
        ("Lakeland vs Northland LIVE: Lake Cup", {"lakeland"}, {"northland"}),
        ("LIVE: Lakeland vs Northland – Lake Cup", {"lakeland"}, {"northland"}),
        ("Lake Cup: East Coast v. Northland 2-1", {"east", "coast"}, {"northland"}),
        ("Where to watch Lakeland vs Northland on Friday", {"lakeland"}, {"northland"}),
    ],
)
def test_a_title_names_who_meets_whom(title: str, left: set[str], right: set[str]) -> None:
    """The sides are the names next to the word that sets them against each other."""
    assert sides_of(title) == (left, right)


@pytest.mark.parametrize(
    "title",
    [
        "Lakeland beat Northland",
        "Lakeland Still Seek Their First Win vs Northland",
        "How the harbour fire was fought vs how it was told",
    ],
)
def test_what_is_no_name_is_no_side(title: str) -> None:
    """Where no name stands next to the word, or so many that nobody could say where one begins, there is no match."""
    assert sides_of(title) is None


def test_two_matches_are_two_events() -> None:
    """Two matches of a cup are told in the same words; that others meet parts them, whoever tells it."""
    text = "Follow the build-up, team news and our text commentary of the quarter-final."
    one = a_report("Lakeland vs Northland LIVE: Lake Cup", text=text)
    for other in (
        a_report("LIVE: Westmark vs Southmark – Lake Cup", text=text),
        a_report("Lakeland vs Southmark: Lake Cup, preview", text=text, source="The Post"),
    ):
        assert are_two_matches(one, other)
        assert are_two_matches(other, one)
        assert joined(other, an_incident(one)).incident_id is None


def test_one_match_by_other_names_is_no_other_match() -> None:
    """A nickname or a short form parts nothing as long as the other report's text knows the side."""
    one = a_report("LAK vs NOR: Lake Cup, live", text="Lakeland meet Northland in the quarter-final.")
    assert not are_two_matches(one, a_report("Lakeland vs Northland: Lake Cup, preview"))
    assert not are_two_matches(one, a_report("Northland meet Lakeland"))
