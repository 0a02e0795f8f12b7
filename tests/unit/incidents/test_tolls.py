"""How many dead, injured and missing a text tells of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.account import differences
from daemon.incidents.tolls import facts_of, tolls_in
from daemon.model import Difference, Evidence, Fact, Mention
from tests.helpers.build import an_item
from tests.unit.incidents.builders import a_report

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
    "Anna Kovacs, 38, dies in Lakeside": [],
    "Shot dead: Anna Kovacs, 38, and two children": [("dead", 2)],
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Twenty-three miners were killed", [("dead", 23)]),
        ("At least one hundred and five people died", [("dead", 105)]),
        ("Two dozen people were hurt", [("injured", 24)]),
        ("Двадцать три человека погибли", [("dead", 23)]),
        ("Погибли тридцать один человек", [("dead", 31)]),
        ("مقتل خمسة عشر شخصا", [("dead", 15)]),
        ("ثلاثة وعشرون قتيلا", [("dead", 23)]),
        ("2 тысячи погибших", [("dead", 2_000)]),
        ("2.3 million people killed", []),
        ("No one hundred per cent sure, nobody died", []),
    ],
)
def test_a_number_of_several_words_is_one(text: str, told: list[tuple[str, int]]) -> None:
    """What is written in words is read whole, or not at all: the last word alone would tell another toll."""
    assert tolls_in(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Death toll in the ferry accident off Batangas rises to 19", [("dead", 19)]),
        (
            "The death toll from the sinking of the ferry has climbed to 19, with 31 missing",
            [("dead", 19), ("missing", 31)],
        ),
        ("Divers found more bodies, taking the toll to 34", [("dead", 34)]),
        ("Число погибших при взрыве на шахте в Кузбассе выросло до 46", [("dead", 46)]),
        ("ارتفاع حصيلة القتلى في انهيار المنجم في شمال البلاد إلى 46", [("dead", 46)]),
        ("Drivers angry as toll on the bridge goes up to 5 euros", []),
    ],
)
def test_what_a_toll_rises_to_may_stand_far_from_it(text: str, told: list[tuple[str, int]]) -> None:
    """A toll is followed to the number that it has come to, however much stands between."""
    assert tolls_in(text) == told


def _aircraft(text: str, name: str = "Mi-24") -> Fact:
    span = Evidence(field="title", start=0, end=len(text), text=text)
    mention = Mention(entity="mi-24", name=name, kind="helicopter", evidence=span, within=("helicopters",))
    return facts_of(an_item(title=text), [mention])[-1]


def test_a_type_is_told_by_the_number_that_the_report_gives_it() -> None:
    """An entity may gather several types: a Mi-25 is told as one, in any script, and a nickname is each of them."""
    assert _aircraft("Ми-25").value == _aircraft("مي-25").value == "Mi-25"
    assert _aircraft("Mi-24P") == Fact(about="aircraft", value="Mi-24", entity="mi-24")
    reports = [a_report("", source=one, item_id=one, facts=(_aircraft(one),)) for one in ("Mi-25", "Mi-24", "Hind")]
    told = (("Mi-25", ("Mi-25",)), ("Mi-24", ("Mi-24",)))
    assert differences(reports) == (Difference(about="aircraft", told=told),)
    assert differences(reports[1:]) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("One person was killed and two others were wounded", [("dead", 1), ("injured", 2)]),
        ("The pilot was killed and 13 people were injured", [("injured", 13)]),
        ("Погиб один человек и двое жителей села ранены", [("dead", 1), ("injured", 2)]),
        ("A dozen people killed", [("dead", 12)]),
        ("40 people had drowned since June 18", [("dead", 40)]),
        ("Girl murdered; 1 held", []),
        ("أفاد المصدر بمقتل ستة وبإصابة خمسة", [("dead", 6), ("injured", 5)]),
        ("МВД подтвердило гибель двух полицейских", [("dead", 2)]),
    ],
)
def test_a_number_belongs_to_what_is_told_with_it(text: str, told: list[tuple[str, int]]) -> None:
    """What stands behind an "and" counts another loss, a day of a month and those arrested count none."""
    assert tolls_in(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("П'ять людей загинули, восьмеро поранені", [("dead", 5), ("injured", 8)]),
        ("Кількість загиблих зросла до 23", [("dead", 23)]),
        ("Загинули двадцять три людини, ще сімнадцять постраждали", [("dead", 23), ("injured", 17)]),
        ("Щонайменше 20 людей зникли безвісти", [("missing", 20)]),
        ("Поранено двох дітей, серед них шість років дитині", [("injured", 2)]),
        ("Ніхто не загинув", []),
    ],
)
def test_tolls_are_read_in_ukrainian(text: str, told: list[tuple[str, int]]) -> None:
    """Ukrainian losses and numbers are told as the Russian ones are."""
    assert tolls_in(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "War has killed thousands and displaced 3 million people",
        "Thousands killed, 3 million people displaced",
        "3 million displaced and thousands killed",
        "Fire displaced some 300 people, killed dozens",
        "Погибли десятки, эвакуированы 300 человек",
        "Десятки загинули, евакуйовано 300 осіб",
        "مقتل العشرات ونزوح 3 ملايين شخص",
        "إنقاذ ثلاثة ومقتل العشرات",
        "Bridge toll rises to 7 from Monday",
        "Two-year-old hurt; tunnel toll goes up to 12 on Friday",
        "Motorway toll to rise to 30 kroner",
        "War toll: aid rises to 50 million people",
        "War toll grows, aid rises to 50 million people",
        "Flood toll rises to 300 homes",
        "Death toll climbs as number of displaced rises to 50,000",
        "Death toll rises, aid grows to 5 million",
        "Десятки погибли в одной из деревень",
        "Один із поранених загинув",
        "One of the wounded has died",
        "مقتل العشرات في إحدى القرى",
        "Dozens killed in two villages",
        "Погибли люди в двух сёлах",
        "Man killed by two gunmen",
        "Death by a thousand cuts",
        "Two or three killed",
        "قتل ثلاثة أو أربعة",
        "12 killed and wounded in blast",
        "46 убитых и раненых",
        "مقتل وإصابة 46 شخصا",
        "Flight 17 crash kills all on board",
        "Founder of 7-Eleven dies in Tokyo",
    ],
)
def test_a_number_that_counts_another_thing_is_no_toll(text: str) -> None:
    """What another verb counts, what a bridge costs, "one of" them, where it was, by whom, and both losses at once."""
    assert tolls_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Police kill man, 38",
        "Jazz legend dies at 95",
        "Jazz legend dies aged 95",
        "Jazz legend has died at the age of 95",
        "Anna Kovacs (38) killed",
        "Man, 38 killed in Lakeside",
        "Погибла женщина, 38.",
        "Погибла женщина в возрасте 38",
        "مقتل رجل، 38",
    ],
)
def test_an_age_is_no_toll(text: str) -> None:
    """Behind a comma that ends the text or follows a person, in brackets, or behind "at", a number is an age."""
    assert tolls_in(text) == []


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Two thousand three hundred killed", 2_300),
        ("Тысяча двести человек погибли", 1_200),
        ("Семьсот двадцать один человек погиб", 721),
        ("مقتل مئة وعشرين شخصا", 120),
        ("مقتل ألف ومئتين وخمسة عشر شخصا", 1_215),
        ("Two million three hundred thousand killed", 2_300_000),
        ("Две сотни погибших", 200),
        ("2 миллиона погибших", 2_000_000),
        ("Half a dozen killed", None),
        ("One and a half thousand killed", None),
        ("Two thousand, three of them children, killed", 2_000),
        ("Five thirty people killed", None),
        ("2 тысячи триста погибших", None),
        ("مقتل ألفين وخمسة", None),
    ],
)
def test_a_numeral_goes_on_and_what_is_left_over_spoils_it(text: str, dead: int | None) -> None:
    """Words of a number are read behind hundreds and thousands, too; where they make no one number, none is told."""
    assert tolls_in(text) == ([] if dead is None else [("dead", dead)])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12 trapped miners die", [("dead", 12)]),
        ("Storm kills five and leaves 300 homeless", [("dead", 5)]),
        ("Five killed, 300 evacuated after blast", [("dead", 5)]),
        ("Hundreds flee as fire kills 12", [("dead", 12)]),
        ("Road toll protest leaves three dead", [("dead", 3)]),
        ("Two hurt as bridge toll rises to 7", [("injured", 2)]),
        ("Quake toll hits 1,200", [("dead", 1_200)]),
        ("Toll from storms in the north rises to 111", [("dead", 111)]),
        ("Death toll put at 19", [("dead", 19)]),
        ("Death toll from fire and blast rises to twenty-three", [("dead", 23)]),
        ("Deaths rise from 12 to 15", [("dead", 15)]),
        ("Single exit route: 21 killed", [("dead", 21)]),
        ("In Lakeside, 38 killed", [("dead", 38)]),
        ("Five killed and 10 injured", [("dead", 5), ("injured", 10)]),
        ("5 قتلى وجرح 7", [("dead", 5), ("injured", 7)]),
        ("أكثر من 12 قتيلا", [("dead", 12)]),
    ],
)
def test_a_toll_beside_other_numbers_is_told(text: str, told: list[tuple[str, int]]) -> None:
    """Other numbers, verbs and bridges in a sentence take no toll away."""
    assert tolls_in(text) == told
