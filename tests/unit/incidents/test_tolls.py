"""How many dead, injured and missing a text tells of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.tolls import facts_of, tolls_in
from daemon.model import Evidence, Fact, Mention
from tests.helpers.build import an_item

TOLLS = {
    "Blast kills 12, injures 30": [("dead", 12), ("injured", 30)],
    "12 people were killed and 30 injured": [("dead", 12), ("injured", 30)],
    "Death toll rises to 23": [("dead", 23)],
    "Both pilots killed, one man missing": [("dead", 2), ("missing", 1)],
    "Quake leaves 1,200 dead": [("dead", 1200)],
    "At least nineteen wounded": [("injured", 19)],
    "Погибли 3 человека, 15 ранены": [("dead", 3), ("injured", 15)],
    "Оба лётчика погибли": [("dead", 2)],
    "Число погибших выросло до 23": [("dead", 23)],
    "Семеро пострадавших, двое пропали": [("injured", 7), ("missing", 2)],
    "مقتل ثلاثة وجرح خمسة": [("dead", 3), ("injured", 5)],
    "ارتفاع عدد القتلى إلى 23": [("dead", 23)],
    "قتيلان و 4 جرحى": [("dead", 2), ("injured", 4)],
    "٣ قتلى": [("dead", 3)],
    "Man killed three days ago": [],
    "No one killed": [],
    "18, including 10 children, killed": [("dead", 18)],
    "A 25-year-old was killed": [],
    "Killed in 2016": [],
    "Mi-25 shot down, crew killed": [],
    "Su-35 and 5 km of road; pilot died": [],
    "Five helicopters landed. Nobody was hurt": [],
}


@pytest.mark.parametrize("text", TOLLS)
def test_tolls(text: str) -> None:
    """A number counts the nearest loss in its sentence, unless it counts something else."""
    assert tolls_in(text) == TOLLS[text]


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text breaks it, and every toll is a positive number."""
    assert all(number > 0 for _, number in tolls_in(text))


@given(st.integers(1, 1899), st.integers(1, 1899))
def test_written_numbers_are_found(dead: int, injured: int) -> None:
    """Any two numbers in a plain sentence are told apart, in three languages."""
    expected = [("dead", dead), ("injured", injured)]
    assert tolls_in(f"{dead} people killed and {injured} injured in the blast") == expected
    assert tolls_in(f"Погибли {dead} человек, ранены {injured}") == expected
    assert tolls_in(f"مقتل {dead} وإصابة {injured}") == expected


def test_the_title_counts_before_the_text_and_types_are_told() -> None:
    """Of each loss one number stands, the title's; an aircraft's type is told, but not that it is a helicopter."""
    span = Evidence(field="title", start=0, end=5, text="Mi-24")
    mentions = [
        Mention(entity="mi-24", name="Mi-24", kind="helicopter", evidence=span, within=("helicopters",)),
        Mention(entity="helicopters", name="Helicopter", kind="helicopter", evidence=span),
    ]
    item = an_item(title="Mi-24 lost, two dead", summary="Three dead, five injured, an early report said.")
    assert facts_of(item, mentions) == (
        Fact(about="dead", value="2"),
        Fact(about="injured", value="5"),
        Fact(about="aircraft", value="Mi-24", entity="mi-24"),
    )
