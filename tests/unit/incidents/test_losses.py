"""Which numbers beside a loss are no toll of it: of courts, ages, types, wholes, and what was near."""

import pytest

from daemon.incidents.tolls import tolls_in


@pytest.mark.parametrize(
    "text",
    [
        "Five sentenced to death",
        "Court sentences five men to death",
        "Death penalty for three",
        "Death threats sent to 12 mayors",
        "10 charged over deaths of migrants",
        "Seven jailed for life over killing",
        "Three wanted for the killing",
        "Killing of George Floyd: 4 officers charged",
        "Floyd killing: four former officers charged",
        "Police offer 50,000 reward over killing",
        "Пятеро осуждены за гибель туристов",
        "إدانة 5 بقتل",
    ],
)
def test_who_answers_for_a_death_has_not_died(text: str) -> None:
    """A sentence is no loss, and who is charged over one, or paid for it, is not lost."""
    assert tolls_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "وفاة الفنان عن عمر ناهز 75 عاما",
        "وفاة الفنان المصري عن 82 عاما",
        "وفاة الفنان عن عمر يناهز 75",
        "مقتل رجل عمره 40 عاما",
        "إصابة شاب 20 عاما في حادث",
        "Boeing 737 crash kills all",
        "Dead Sea hotels: 300 rooms evacuated",
        "Death Valley: 40 lodges shut",
    ],
)
def test_an_arabic_age_a_type_and_a_sea_are_no_toll(text: str) -> None:
    """Behind "aged" and before "years" stands an age, behind a maker a type; the Dead Sea is a name."""
    assert tolls_in(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Bus with 40 pupils overturns, killing driver",
        "Bus with 40 pupils overturns, killing the bus driver",
        "Bus with 40 pupils overturns, driver dead",
        "Gang of five kills man",
        "Горели 10 машин, погиб водитель",
        "Сгорели 20 домов, погибла женщина",
        "انقلاب حافلة تقل 40 تلميذا ومقتل السائق",
    ],
)
def test_where_one_person_is_named_no_number_is_the_toll(text: str) -> None:
    """Whom a loss has met is told: the number in the clause beside it counts others, or not all."""
    assert tolls_in(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Two of three hostages killed", [("dead", 2)]),
        ("Two of the three hostages killed", [("dead", 2)]),
        ("Nine out of 10 passengers dead", [("dead", 9)]),
        ("10 из 12 шахтеров погибли", [("dead", 10)]),
        ("مقتل 10 من 12 رهينة", [("dead", 10)]),
        ("В доме 10 погибли двое", [("dead", 2)]),
    ],
)
def test_a_part_is_the_toll_and_not_its_whole(text: str, told: list[tuple[str, int]]) -> None:
    """Of "two of three" the first number counts, and a house's number is none."""
    assert tolls_in(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Two stabbed to death", [("dead", 2)]),
        ("Death toll in Dead Sea flood rises to 21", [("dead", 21)]),
        ("Five killed in Boeing crash", [("dead", 5)]),
        ("Man jailed for killing five", [("dead", 5)]),
        ("Gunmen kill two men charged with murder", [("dead", 2)]),
        ("Two killed, driver charged", [("dead", 2)]),
        ("Four dead and man charged", [("dead", 4)]),
        ("Quake kills over 200", [("dead", 200)]),
        ("Two run over and killed", [("dead", 2)]),
        ("12 killed by soldier", [("dead", 12)]),
        ("Driver kills five", [("dead", 5)]),
        ("Man killed, two hurt", [("injured", 2)]),
        ("3 people, including a girl, killed", [("dead", 3)]),
        ("Quake: 12 killed near student hostel", [("dead", 12)]),
        ("Погиб 21 человек", [("dead", 21)]),
        ("مقتل ما يناهز 40 شخصا", [("dead", 40)]),
        ("مقتل شخص وإصابة 5", [("injured", 5)]),
    ],
)
def test_true_tolls_beside_courts_persons_and_types_stay(text: str, told: list[tuple[str, int]]) -> None:
    """What was killed outright is counted, whatever else the sentence tells."""
    assert tolls_in(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "Flood kills 40 cattle at farm",
        "Fire kills 200 dairy cows",
        "Во время паводка погибли 60 голов скота",
        "One in four adults dies of heart disease",
        "The gang threatened to kill the 17 hostages",
        "Plot to kill 12 officers foiled",
        "A quake could kill 30,000",
        "هدد بقتل 17 رهينة",
        "تسجيل 45 إصابة بالحصبة",
        "وسجلت الوزارة 300 إصابة جديدة",
    ],
)
def test_animals_shares_threats_and_cases_are_no_toll(text: str) -> None:
    """Nobody has been lost where it is only meant or possible, of animals, and where a disease has cases."""
    assert tolls_in(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("فيضانات تودي بحياة 18 شخصا", [("dead", 18)]),
        ("انهيار مبنى يخلف 10 قتلى و8 جرحى", [("dead", 10), ("injured", 8)]),
        ("أربعة أشخاص في عداد المفقودين", [("missing", 4)]),
        ("Train driver dies and 89 people injured", [("injured", 89)]),
        ("Woman dies when two instructors threw her", []),
        ("Sent to kill; bomb killed 5", [("dead", 5)]),
    ],
)
def test_lives_taken_and_an_and_before_digits_are_read(text: str, told: list[tuple[str, int]]) -> None:
    """In Arabic lives are taken, and "and" is written with the number; behind "dies" no number is its own."""
    assert tolls_in(text) == told
