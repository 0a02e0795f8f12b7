"""Whole names compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.rules.nameforms import NameForms
from daemon.rules.nameparts import Role, family_of, parts_of_name, readings_of
from daemon.rules.names import SAME_NAME_100, name_score

SAME = [
    ("Muammar Gaddafi", "Muammar al-Qadhafi"),
    ("Muammar Gaddafi", "Каддафи, Муаммар"),
    ("Muammar Gaddafi", "معمر القذافي"),
    ("Ivan Petrov", "PETROV, Ivan Sergeyevich"),
    ("Ivan Petrov", "I. Petrov"),
    ("Jean-Paul Martel", "J.-P. Martel"),
    ("Jean-Paul Martel", "JP Martel"),
    ("Dr. Samira Haddad", "Samira Haddad"),
    ("Abdul Rahman Nasser", "Abdurrahman Nasser"),
    ("Abdel Karim Hamdan", "عبد الكريم حمدان"),
    ("William Turner", "Bill Turner"),
    ("Karl Heinrich Braun", "KarlHeinrich Braun"),
    ("Olena Kovalchuk", "Олена Ковальчук"),
    ("Northern Star Shipping Ltd", "Northern Star Shipping Limited"),
    ("Northern Star Shipping Ltd", "Northern Star Shipping (UK) Ltd"),
    ("OOO Vektor", "Общество с ограниченной ответственностью «Вектор»"),
    ("Brigade Twenty-One", "Brigade 21"),
    ("First Harbour Bank", "1st Harbour Bank"),
    ("Harbour Freight Int'l", "Harbour Freight International"),
    ("Blue Water Relief Committee", "BWRC"),
    ("Mohammed Salim", "Muhamad Saleem"),
    ("Sokol; Falcon Group", "Falcon Group"),
    ("HAMDAN, Abdelkarim", "Hamdan, Abd al-Karim"),
    ("Abdussalam Nasser", "Nasser, Abd as-Salam"),
    ("Abouzeid Mansour", "Abu Zaid Mansour"),
    ("Mokhtar Belhocine", "Mukhtar Belhossine"),
    ("Chuy Valdez", "Jesus Valdez"),
    ("Mykola Bondar", "Nikolai Bondar"),
    ("AL-HAJJ, Yahya", "Al-Hajj, Yahia"),
    ("President Petrov", "Ivan Sergeyevich Petrov"),
    ("Cabdi Xasan Warsame", "Abdi Hassan Warsame"),
    ("Halavach, Viktar Hryhoryavich", "Golovach, Viktor Grigorevich"),
    ("XU, Guangping", "HSU, Kuangping"),
    ("Pak Jong-su", "Park Chong-su"),
    ("Ramzi al-Saghir", "Ramzi Sughayr"),
    ("Banco del Norte", "Bank of the North"),
    ("Hizb al-Tahrir", "Liberation Party"),
    ("Harbour Relief Brigade II", "Harbour Relief Brigade 2"),
]
OTHER = [
    ("Ivan Petrov", "Sergei Petrov"),
    ("Ivan Petrov", "Ivan Sidorov"),
    ("Ivan Alexeyevich Petrov", "Ivan Borisovich Petrov"),
    ("I. Petrov", "S. Petrov"),
    ("Karl Braun", "Karla Brandt"),
    ("Abdul Rahman", "Abdul Karim"),
    ("Northern Star Shipping Ltd", "Southern Star Shipping Ltd"),
    ("Northern Star Shipping Ltd", "Northern Star Aviation Ltd"),
    ("AL-HAJJ, Yahya", "Yahya Mansour"),
    ("Abdelkarim Hamdan", "Abdelhamid Hamdan"),
    ("Brigade 21", "Brigade 12"),
    ("MV Aurora 3", "MV Aurora 4"),
    ("Harbour Bank", "River Bank"),
    ("LKM Holdings", "LBM Holdings"),
    ("Muammar Gaddafi", "Mahatma Gandhi"),
    ("Harbour Bank (Asia) Ltd", "Harbour Bank (London) plc"),
    ("Borealis Shipping II, Inc.", "Borealis Shipping, Inc."),
    ("Casa Verde, S.A.", "Casa Verde Chile, S.A."),
    ("President Petrov", "Petrov Motors Group"),
    ("Kim Jong-su", "Kim Myong-su"),
    ("", "Ivan Petrov"),
    ("...", "..."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one(one: str, other: str) -> None:
    """Order, script, initials, titles, legal forms, short forms and missing middle names do not hide a name."""
    assert name_score(one, other) >= SAME_NAME_100


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_names_of_two(one: str, other: str) -> None:
    """A word or a number that contradicts makes it another name."""
    assert name_score(one, other) < SAME_NAME_100


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_scored(one: str, other: str) -> None:
    """Any two texts have a score from 0 to 100, and a name with a letter is itself."""
    assert 0 <= name_score(one, other) <= 100
    assert name_score(one, one) in {0.0, 100.0}
    if any(character.isascii() and character.isalpha() for character in one):
        assert name_score(one, one) == 100


def test_a_legal_form_alone_is_a_name() -> None:
    """A name that is nothing but a legal form, or a slip of one, keeps its words."""
    assert name_score("Societe Anonyme", "Société Anonyme") == name_score("S0C1E/AN0NY", "S0C1E/AN0NY") == 100


def test_the_roles_of_words() -> None:
    """Titles and legal forms are small, numbers are numbers, whatever they are written in."""
    roles = {part.text: part.role for part in parts_of_name("Dr. Ivan P. Petrov and Sons Ltd, Plant Forty-Four")}
    assert roles["dr"] is roles["ltd"] is Role.SMALL
    assert roles["petrov"] is Role.NAME
    assert roles["p"] is Role.INITIAL
    assert roles["44"] is Role.NUMBER


def test_a_family_name_is_no_title() -> None:
    """A word that is a title elsewhere is the name where it stands alone before the comma."""
    assert parts_of_name("HAJJ, Yahya")[0].role is Role.NAME
    assert parts_of_name("Hajj Yahya")[0].role is Role.SMALL
    assert [part.text for part in family_of("AL-HAJJ, Yahya")] == ["al", "hajj"]
    assert family_of("Yahya Hajj") == family_of("Yahya,") == ()


@pytest.mark.parametrize(
    ("word", "parts"),
    [("Abdelkarim", "abd karim"), ("Abdullah", "abdullah"), ("Abouzeid", "abu zeid"), ("Abdou", "abdou")],
)
def test_joined_words_of_arabic_names_are_parted(word: str, parts: str) -> None:
    """What is written in one word or in two has the same parts; Abdullah stays whole."""
    assert " ".join(part.text for part in parts_of_name(word)) == parts


def test_readings() -> None:
    """Several names, and a name in brackets, are read one by one."""
    texts = [" ".join(part.text for part in reading) for reading in readings_of("Sokol (Falcon Group); Berkut (BK)")]
    assert texts == ["sokol", "falcon group", "berkut"]


def test_long_names_are_cut() -> None:
    """A hostile name of a million words is compared by its first words."""
    assert name_score("a b " * 500_000, "c d " * 500_000) <= 100
    assert len(parts_of_name("word" + " more" * 100_000)) <= 24


@given(st.lists(st.sets(st.text(alphabet="абвгия", min_size=1, max_size=9), min_size=1, max_size=12), max_size=6))
def test_name_forms_forget_and_invent_nothing(names: list[set[str]]) -> None:
    """The compact forms answer as a plain dictionary of all forms would."""
    forms = NameForms()
    for atom, keys in enumerate(names):
        forms.add(keys, atom)
    for key in {key for keys in names for key in keys} | {"аб", "вгия"}:
        found: set[int] = set()
        forms.find(key, found)
        assert found == {atom for atom, keys in enumerate(names) if key in keys}
