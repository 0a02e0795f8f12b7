"""Bounds and ranges of tolls: told as written, and no difference where they agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.account import differences
from daemon.incidents.bounds import agree, name_one_number, numbers_of, said, without_ranges
from daemon.incidents.tolls import facts_of, told_in
from daemon.model import Report
from tests.helpers.build import a_report, an_item

DEAD = (
    ("en", "Up to 40 people were killed in the strike.", "up to 40"),
    ("en", "As many as 40 people were killed, a local official said.", "up to 40"),
    ("en", "Between 20 and 30 people were killed.", "20 to 30"),
    ("en", "20 to 30 people were killed when the dam broke.", "20 to 30"),
    ("en", "At least 20 people were killed in the blast.", "at least 20"),
    ("en", "More than 20 people have been killed.", "more than 20"),
    ("en", "Over 20 people were killed in the raid.", "more than 20"),
    ("en", "Nearly 30 people were killed.", "nearly 30"),
    ("en", "About 30 people were killed.", "about 30"),
    ("en", "Some 30 people died in the crash.", "about 30"),
    ("en", "The blast killed at least 12 soldiers.", "at least 12"),
    ("en", "Fewer than 10 people were killed.", "fewer than 10"),
    ("en", "Dozens were hurt and no fewer than 15 people were killed.", "at least 15"),
    ("en", "20-30 people were killed, residents said.", "20 to 30"),
    ("en", "The bombing killed 23 people.", "23"),
    ("en", "Police said 12 people were killed in up to 40 attacks.", "12"),
    ("ru", "Погибли до 40 человек.", "up to 40"),
    ("ru", "Погибли от 20 до 30 человек.", "20 to 30"),
    ("ru", "Погибли не менее 20 человек.", "at least 20"),
    ("ru", "Погибли как минимум 20 человек.", "at least 20"),
    ("ru", "Более 20 человек погибли при взрыве.", "more than 20"),
    ("ru", "Почти 30 человек погибли.", "nearly 30"),
    ("ru", "Около 30 человек погибли.", "about 30"),
    ("ru", "По меньшей мере 15 человек погибли в результате удара.", "at least 15"),
    ("ru", "Погибли 20–30 человек.", "20 to 30"),
    ("ru", "Свыше 50 человек погибли.", "more than 50"),
    ("uk", "Загинули щонайменше 20 людей.", "at least 20"),
    ("uk", "Загинули не менше 20 людей.", "at least 20"),
    ("uk", "Загинули до 40 людей.", "up to 40"),
    ("uk", "Загинули від 20 до 30 людей.", "20 to 30"),
    ("uk", "Понад 20 людей загинули.", "more than 20"),
    ("uk", "Близько 30 людей загинули.", "about 30"),
    ("uk", "Майже 30 людей загинули внаслідок удару.", "nearly 30"),
    ("ar", "مقتل ما لا يقل عن 20 شخصا في غارة.", "at least 20"),
    ("ar", "مقتل 20 شخصا على الأقل في انفجار.", "at least 20"),
    ("ar", "مقتل أكثر من 20 شخصا.", "more than 20"),
    ("ar", "مقتل ما بين 20 و30 شخصا.", "20 to 30"),
    ("ar", "مقتل نحو 30 شخصا في القصف.", "about 30"),
    ("ar", "مقتل حوالي 30 شخصا.", "about 30"),
    ("ar", "مقتل ما يصل إلى 40 شخصا.", "up to 40"),
    ("ar", "مقتل قرابة 30 شخصا.", "nearly 30"),
    ("de", "Mindestens 20 Menschen wurden getötet.", "at least 20"),
    ("de", "Bis zu 40 Menschen wurden getötet.", "up to 40"),
    ("de", "Mehr als 20 Menschen wurden getötet.", "more than 20"),
    ("de", "Zwischen 20 und 30 Menschen wurden getötet.", "20 to 30"),
    ("de", "Rund 30 Menschen wurden getötet.", "about 30"),
    ("fr", "Au moins 20 personnes ont été tuées.", "at least 20"),
    ("fr", "Jusqu'à 40 personnes ont été tuées.", "up to 40"),
    ("fr", "Plus de 20 personnes ont été tuées.", "more than 20"),
    ("fr", "Entre 20 et 30 personnes ont été tuées.", "20 to 30"),
    ("es", "Al menos 20 personas murieron.", "at least 20"),
    ("es", "Hasta 40 personas murieron en el incendio.", "up to 40"),
    ("es", "Más de 20 personas murieron.", "more than 20"),
    ("es", "Entre 20 y 30 personas murieron.", "20 to 30"),
    ("tr", "En az 20 kişi öldü.", "at least 20"),
    ("tr", "40'a kadar kişi öldü.", "up to 40"),
    ("tr", "20'den fazla kişi öldü.", "more than 20"),
)
PAIRS = (
    (("en", "At least 20 people were killed."), ("en", "23 people were killed."), True),
    (("en", "Up to 40 people were killed."), ("en", "30 people were killed."), True),
    (("en", "Up to 40 people were killed."), ("en", "50 people were killed."), False),
    (("en", "At least 20 people were killed."), ("en", "12 people were killed."), False),
    (("en", "Between 20 and 30 people were killed."), ("ru", "Погибли 25 человек."), True),
    (("en", "Between 20 and 30 people were killed."), ("en", "45 people were killed."), False),
    (("ru", "Погибли не менее 20 человек."), ("ru", "Погибли более 25 человек."), True),
    (("ru", "Погибли не менее 20 человек."), ("ru", "Погибли до 10 человек."), False),
    (("ar", "مقتل ما لا يقل عن 20 شخصا في غارة."), ("en", "The strike killed 22 people."), True),
    (("en", "More than 20 people were killed."), ("en", "20 people were killed."), False),
    (("en", "Nearly 30 people were killed."), ("en", "28 people were killed."), True),
    (("en", "About 30 people were killed."), ("en", "32 people were killed."), True),
    (("en", "About 30 people were killed."), ("en", "60 people were killed."), False),
    (("en", "12 people were killed."), ("en", "14 people were killed."), False),
    (("uk", "Загинули щонайменше 20 людей."), ("ru", "Погибли 21 человек."), True),
    (("de", "Bis zu 40 Menschen wurden getötet."), ("de", "35 Menschen wurden getötet."), True),
    (("fr", "Au moins 20 personnes ont été tuées."), ("fr", "Plus de 20 personnes ont été tuées."), True),
    (("es", "Al menos 20 personas murieron."), ("es", "Murieron 18 personas."), False),
    (("tr", "En az 20 kişi öldü."), ("tr", "24 kişi öldü."), True),
)


@pytest.mark.parametrize(("language", "text", "value"), DEAD)
def test_a_bound_is_told_as_one(language: str, text: str, value: str) -> None:
    """What a report tells as a bound, or as a range, never stands before the desk as an exact number."""
    assert next(iter(told_in(text, language)), None) == ("dead", value)


@pytest.mark.parametrize(("one", "other", "is_agreed"), PAIRS)
def test_only_tolls_that_exclude_each_other_differ(
    one: tuple[str, str], other: tuple[str, str], is_agreed: bool
) -> None:
    """Two reports differ where no count can be meant by both."""
    told = differences([_report("one", *one), _report("other", *other)])
    assert (not told) == is_agreed


def _report(source: str, language: str, text: str) -> Report:
    facts = facts_of(an_item(title="", summary=text, language=language), ())
    assert facts
    return a_report(item_id=source, source=source, facts=facts)


def test_what_agrees_with_all_is_not_told_beside_what_differs() -> None:
    """Of "at least 20", 23 and 25 the last two differ."""
    texts = ("At least 20 people were killed.", "23 people were killed.", "25 people were killed.")
    (difference,) = differences([_report(f"s{at}", "en", text) for at, text in enumerate(texts)])
    assert [value for value, _ in difference.told] == ["23", "25"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Число погибших выросло до 40", "40"),
        ("Число погибших увеличилось с 20 до 30 человек", "30"),
        ("Death toll rises to 23", "23"),
        ("The toll rose from 20 to 30 people killed", "30"),
        ("The death toll has climbed to at least 19", "at least 19"),
        ("Twenty to thirty people were killed", "20 to 30"),
        ("Between five and ten people were killed", "5 to 10"),
        ("20+ killed in the raid", "at least 20"),
        ("Up to a dozen people were killed", "up to 12"),
        ("No more than 20 people were killed", "up to 20"),
        ("At least five soldiers and two civilians were killed", "at least 7"),
        ("At least twenty-three people were killed", "at least 23"),
    ],
)
def test_what_has_risen_is_exact(text: str, value: str) -> None:
    """Where a toll has risen to a number it is that number, and no range."""
    assert told_in(text) == [("dead", value)]


@given(st.text(max_size=60), st.text(max_size=60))
def test_to_agree_is_symmetric(one: str, other: str) -> None:
    """Any two values agree both ways or not at all; a count agrees with itself."""
    assert agree(one, other) == agree(other, one)
    assert agree("12", "12")
    assert not agree("Mi-24", "12")


@given(st.text(max_size=100), st.integers(1, 99))
def test_any_text_is_read(text: str, number: int) -> None:
    """No text breaks it; what a number is told as bears that number."""
    read, lower = without_ranges(text)
    assert all(0 <= at < len(read) for at in lower)
    told = said(f"{text} {number}", len(text) + 1, len(f"{text} {number}"), number, {})
    assert numbers_of(told)[-1] == number


def test_a_bound_is_no_other_number() -> None:
    """That a toll is "at least 20" where it was "20" changes no fact, but more than it where it was less."""
    assert name_one_number("20", "at least 20")
    assert name_one_number("nearly 20", "about 20")
    assert not name_one_number("20", "at least 21")
    assert not name_one_number("fewer than 20", "more than 20")
    assert not name_one_number("at least 20", "up to 20")
    assert not name_one_number("Su-25", "MiG-25")
