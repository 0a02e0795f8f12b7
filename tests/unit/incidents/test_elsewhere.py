"""Tolls in languages whose grammar nothing here knows."""

import pytest

from daemon.incidents.elsewhere import tolls_elsewhere
from daemon.incidents.tolls import facts_of
from tests.helpers.build import an_item


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Al menos 51 muertos por las inundaciones", [("dead", "at least 51")]),
        ("Siete muertos y 20 heridos en choque", [("dead", "7"), ("injured", "20")]),
        ("Mueren al menos 7 personas en Oaxaca", [("dead", "at least 7")]),
        ("Drei Tote bei Hochwasser", [("dead", "3")]),
        ("Zwei weitere Menschen werden noch vermisst", [("missing", "2")]),
        ("Le bilan est de 1 200 morts et 192 blessés", [("dead", "1200"), ("injured", "192")]),
        ("5 kişi öldü, 3 kişi kayboldu", [("dead", "5"), ("missing", "3")]),
        ("66 kişi hayatını kaybetti", [("dead", "66")]),
        ("سیل در مازندران ۶ کشته بر جای گذاشت", [("dead", "6")]),
        ("Cinco mortos e 6 feridos", [("dead", "5"), ("injured", "6")]),
    ],
)
def test_a_number_beside_its_loss_is_told(text: str, told: list[tuple[str, str]]) -> None:
    """A number and the loss beside it are a toll, with words for people between."""
    assert tolls_elsewhere(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "20 Jahre nach dem Anschlag: Tote geehrt",
        "Morto a 20 anni",
        "Landesweit 26.000 tote Tiere",
        "2020 morts",
        "13 km Tote Zone",
        "30 mortality sites",
        "The 12 mortars",
    ],
)
def test_years_animals_and_other_words_are_no_toll(text: str) -> None:
    """What stands further off, a year, and what is no person is none."""
    assert tolls_elsewhere(text) == []


def test_an_article_is_no_loss() -> None:
    """German "die" stands before half of all nouns, and tells of no dead."""
    german = an_item(
        title="Warum 12 Menschen die Stadt verlassen", summary="Die Polizei nahm die 20 fest.", language="de"
    )
    assert facts_of(german, ()) == ()
    english = an_item(title="At least 12 die, 20 hurt", summary="", language="en")
    assert [(one.about, one.value) for one in facts_of(english, ())] == [("dead", "at least 12"), ("injured", "20")]
