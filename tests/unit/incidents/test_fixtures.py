"""Two titles that each name a game."""

import pytest

from daemon.incidents.fixtures import are_two_games, sides_of
from tests.unit.incidents.builders import a_report, an_incident
from tests.unit.incidents.test_cluster import joined


@pytest.mark.parametrize(
    ("title", "left", "right"),
    [
        ("Lakeland vs Northland LIVE: Lake Cup", {"lakeland"}, {"northland"}),
        ("LIVE: LAKELAND VS NORTHLAND – Lake Cup", {"lakeland"}, {"northland"}),
        ("Lake Cup: East Coast v. Northland 2-1", {"east", "coast"}, {"northland"}),
        ("Where to watch Lakeland vs Northland on Friday", {"lakeland"}, {"northland"}),
        ("Al-Lake v U21 Northland", {"al", "lake"}, {"u", "northland"}),
    ],
)
def test_a_title_names_who_meets_whom(title: str, left: set[str], right: set[str]) -> None:
    """The sides are the names next to the word that sets them against each other."""
    assert sides_of(title, "en") == (left, right)


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Lakeland beat Northland", "en"),
        ("Lakeland Still Seek Their First Win vs Northland", "en"),
        ("How the harbour fire was fought vs how it was told", "en"),
        ("Výbuch v Praze: dvacet zraněných", "cs"),
        ("Požár v Brně", None),
        ("Митинги против Власти прошли в Лейксайде", "ru"),
    ],
)
def test_what_is_no_name_is_no_side(title: str, language: str | None) -> None:
    """No game is where no name stands next to the word, or too many do, or the word may be another one."""
    assert sides_of(title, language) is None


def test_two_games_are_two_events() -> None:
    """Two games of a cup are told in the same words; that others meet parts them, whoever tells it."""
    text = "Follow the build-up, team news and our text commentary of the quarter-final of the Lake Cup at the harbour."
    one = a_report("Lakeland vs Northland LIVE: Lake Cup", text=text)
    for other in (
        a_report("LIVE: Westmark vs Southmark – Lake Cup", text=text),
        a_report("Lakeland vs Southmark LIVE: Lake Cup", text=text, source="The Post"),
    ):
        assert are_two_games(one, other)
        assert are_two_games(other, one)
        assert joined(other, an_incident(one)).incident_id is None
    again = a_report("Lakeland vs Northland LIVE: Lake Cup", text=text, source="The Post")
    assert joined(again, an_incident(one)).incident_id is not None  # so it is the sides that part the others


def test_one_game_by_other_names_is_no_other_game() -> None:
    """A nickname or a short form parts nothing as long as the other report's text knows the side."""
    one = a_report("LAK vs NOR: Lake Cup, live", text="Lakeland's eleven meet Northland's in the quarter-final.")
    assert not are_two_games(one, a_report("Lakeland vs Northland: Lake Cup, preview"))
    assert not are_two_games(one, a_report("Northland meet Lakeland"))
    assert not are_two_games(a_report("Al-Lake vs Al-Mark"), a_report("Al Lake vs Al Mark"))


def test_games_are_not_compared_across_languages() -> None:
    """One game is called by other names in another language: what these are is for others to say."""
    one = a_report("Germany vs Spain", text="The final begins at noon.", language="en")
    assert not are_two_games(one, a_report("Alemania vs España", text="La final empieza hoy.", language="es"))
