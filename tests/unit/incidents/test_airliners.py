"""Types of civil aircraft."""

import pytest

from daemon.incidents.airliners import airliner_in


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The United Boeing 777-200 landed safely", "Boeing 777"),
        ("A Boeing 737 MAX 8 crashed", "Boeing 737"),
        ("Boeing 737 выкатился за пределы полосы", "Boeing 737"),
        ("Боинга-737 не хватает", "Boeing 737"),
        ("هبوط اضطراري لطائرة بوينغ 737", "Boeing 737"),
        ("Near miss between two Airbus A320s", "Airbus A320"),
        ("The jet, an A321neo, turned back", "Airbus A321"),
        ("Delta plane, a Bombardier CRJ-900, flips", "CRJ-900"),
        ("The Cessna 172 came down near Nadi", "Cessna 172"),
        ("Самолёт Superjet 100 сел в Казани", "Superjet 100"),
        ("Helicopter missing, a Eurocopter AS350", "AS350"),
        ("An ATR 72-500 plane crashed", "ATR 72"),
        ("Crash on the A320 near Chertsey", None),
        ("Boeing to cut 737 jobs", None),
        ("Boeing 747 jobs to go", None),
        ("Embraer 190 and Boeing 737 collide", None),
        ("Boeing is fined", None),
    ],
)
def test_a_type_is_told_by_its_form(text: str, told: str | None) -> None:
    """A maker and a number of its own, or letters where a text tells of an aircraft; of two types none is told."""
    assert airliner_in(text) == told


def test_the_title_tells_before_the_text() -> None:
    """The first text that names a type at all decides."""
    assert airliner_in("Boeing 787 crash", "An Airbus A320 had crashed there before") == "Boeing 787"
    assert airliner_in("A jet crashed", "It was an Airbus A320") == "Airbus A320"
