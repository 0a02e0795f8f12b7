"""The likeliest name of a roll."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.rules.nametraits import Traits, chance
from daemon.rules.roll import Roll

NAMES = (
    "PETROV, Ivan Sergeyevich",
    "PETROV, Ivan Borisovich",
    "PETROV, Sergei",
    "HAMDAN, Abd al-Karim",
    "HAMDAN, Abdullah Muhammad",
    "AL-SUGHAYR, Ramzi",
    "HSU, Kuang-ping",
    "PAK, Chong Su",
    "RI, Song Un",
    "WARSAME, Abdi Hassan",
    "VALDEZ MORALES, Jesus",
    "MORALES, Pedro",
    "BLUE WATER RELIEF COMMITTEE",
    "BANK OF THE NORTH",
    "NORTHERN STAR SHIPPING LTD",
    "LIBERATION PARTY",
)
ROLL = Roll(NAMES)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Ivan S. Petrov", "PETROV, Ivan Sergeyevich"),
        ("Abdelkarim Hamdan", "HAMDAN, Abd al-Karim"),
        ("Abdallah Mohamed Hamdane", "HAMDAN, Abdullah Muhammad"),
        ("Romez Saghir", "AL-SUGHAYR, Ramzi"),
        ("Xu Guangping", "HSU, Kuang-ping"),
        ("Park Jong-su", "PAK, Chong Su"),
        ("Ri Seong-eun", "RI, Song Un"),
        ("Cabdi Xasan Warsame", "WARSAME, Abdi Hassan"),
        ("Chuy Valdez", "VALDEZ MORALES, Jesus"),
        ("BWRC", "BLUE WATER RELIEF COMMITTEE"),
        ("Banco del Norte", "BANK OF THE NORTH"),
        ("NorthernStar Shipping Limited", "NORTHERN STAR SHIPPING LTD"),
        ("Hizb al-Tahrir", "LIBERATION PARTY"),
        ("Хамдан Абд аль-Карим", "HAMDAN, Abd al-Karim"),
    ],
)
def test_an_alias_finds_its_name(asked: str, meant: str) -> None:
    """Romanisations, order, initials, short forms, acronyms and translations lead to the name that is meant."""
    best = ROLL.best(asked)
    assert best is not None
    assert NAMES[best] == meant


@given(st.sampled_from(NAMES))
def test_a_name_finds_itself(name: str) -> None:
    """A name of the roll is its own likeliest name."""
    assert ROLL.best(name) == NAMES.index(name)


def test_nothing_alike_is_nothing() -> None:
    """A name that shares nothing with the roll, and any name in an empty roll, has no answer."""
    assert ROLL.best("Qqq") is None
    assert ROLL.best("") is None
    assert Roll([]).best("Ivan Petrov") is None


def test_a_rare_word_says_more() -> None:
    """Of two names that share one word each with the asked one, the rarer word wins."""
    given_names = ("Salim", "Karim", "Nasser", "Yusuf", "Faruq", "Jamal")
    roll = Roll([*(f"MOHAMMED, {one}" for one in given_names), "OKONJO, Salim"])
    best = roll.best("Okonjo Mohammed")
    assert best is not None
    assert roll.names[best] == "OKONJO, Salim"
    ranked = [logits for logits, _ in roll.ranked("Okonjo Mohammed")]
    assert ranked == sorted(ranked, reverse=True)


def test_every_trait_weighs() -> None:
    """The learned table has a weight for each trait, and no more."""
    none = Traits(*(0.0 for _ in Traits._fields))
    assert chance(none) == 0
    assert all(chance(none._replace(**{name: 1.0})) != 0 for name in Traits._fields)


@given(st.text(max_size=40))
def test_any_text_may_be_asked(asked: str) -> None:
    """Any text has an answer among the names, or none."""
    assert ROLL.best(asked) in {None, *range(len(NAMES))}
