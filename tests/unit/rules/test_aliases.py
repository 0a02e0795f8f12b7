"""Names of lists: what is worth looking for, and what is junk."""

import pytest

from daemon.rules.aliases import MOST, NamedThing, as_entity, junk_reason, spelled


def _thing(name: str, *aliases: str, **over: object) -> NamedThing:
    values: dict[str, object] = {"id": name, "name": name, "kind": "place", "aliases": aliases, **over}
    return NamedThing(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("Escaldes-Engordany", "place", None),
        ("Эскальдес", "place", None),
        ("安道爾城", "place", None),
        ("霍市", "place", None),
        ("Sana'a", "place", None),
        ("Qal'at Salih", "place", None),
        ("ALV", "place", "a code"),
        ("BNC", "organisation", None),
        ("an dao er cheng", "place", "romanised by machine"),
        ("Andorra lja Vehl'ja", "place", "romanised by machine"),
        ("Askalڈs-Angwrڈany", "place", "mixed scripts"),
        ("The", "place", "too short or common"),
        ("Ib", "place", "too short or common"),
        ("霍", "place", "too short or common"),
        ("–", "place", "too short or common"),
        ("Mohammed", "person", "one name only"),
        ("Mohammed Atef", "person", None),
    ],
)
def test_a_spelling_is_junk_for_a_reason(text: str, kind: str, reason: str | None) -> None:
    """Codes, romanisations by machine, mixed scripts, bare first names, and what stands everywhere are left out."""
    assert junk_reason(text, kind, is_name=False) == reason


def test_what_two_things_are_called_belongs_to_one() -> None:
    """Whose name it is has it; else the largest; and a name that another thing has for its own is left out."""
    kept = spelled(
        [
            _thing("Alexandria", "Iskenderun", size=5),
            _thing("Iskenderun", "Alexandretta", size=1),
            _thing("Smallville", "Twinton", size=1),
            _thing("Bigtown", "Twinton", size=9),
            _thing("alexandria", size=1, id="other"),
        ]
    )
    assert {one.name: one.aliases for one in kept} == {
        "Alexandria": (), "Iskenderun": ("Alexandretta",), "Smallville": (), "Bigtown": ("Twinton",),
    }  # fmt: skip
    assert dict(kept[0].junk) == {"another thing's name": 1}


def test_ordinary_words_and_abbreviations_are_matched_as_written_only() -> None:
    """A town called March, and a bank called BNC, are meant where they are written just so."""
    (march,) = spelled([_thing("March", "Merche")])
    assert as_entity(march, "march") == {
        "id": "march", "name": "March", "kind": "place", "aliases": ["Merche"], "exact": ["March"],
    }  # fmt: skip
    (bank,) = spelled([_thing("BANCO NACIONAL DE CUBA", "BNC", "Banco Nacional de Cuba", kind="organisation")])
    assert (bank.name, bank.aliases, bank.exact) == ("Banco Nacional De Cuba", (), ("BNC",))


@pytest.mark.parametrize("word", ["Comes", "Times", "Says", "Deal", "Reading", "Officers", "Police"])
def test_a_form_of_an_ordinary_word_is_a_name_where_a_capital_tells(word: str) -> None:
    """A town called Comes is meant where that is written with its capital."""
    (town,) = spelled([_thing(word, f"{word} la Vella")])
    assert (town.aliases, town.exact) == ((f"{word} la Vella",), (word,))


@pytest.mark.parametrize(
    "name", ["Kyiv", "Wuhan", "Detroit", "Minneapolis", "Hormuz", "Hamas", "Hezbollah", "Reuters", "Homs", "Taliban"]
)
def test_a_name_that_is_in_all_the_news_is_no_ordinary_word(name: str) -> None:
    """However often it is written, it is found in capitals and in every form."""
    (one,) = spelled([_thing(name, kind="group")])
    assert (one.name, one.exact) == (name, ())


def test_a_list_in_capitals_is_matched_as_texts_write() -> None:
    """A ship called MARCH in a list is called March elsewhere; ten letters are no abbreviation."""
    (ship,) = spelled([_thing("MARCH", kind="ship")])
    assert (ship.name, ship.exact) == ("March", ("March",))


def test_spellings_are_bounded() -> None:
    """However many a list has, an entity gets no more than can be looked over."""
    (one,) = spelled([_thing("Palmyra", *(f"Spelling {number}" for number in range(500)))])
    assert len(one.aliases) == MOST
    assert one.junk[f"more than {MOST}"] == 500 - MOST


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('Al-Qaeda in "Iraq"', 'Al-Qaeda in "Iraq"'),
        ('"Islamic State"', "Islamic State"),
        ('Islamic State"', "Islamic State"),
        ("O'Brien", "O'Brien"),
    ],
)
def test_quotes_round_a_part_of_a_name_stay(written: str, name: str) -> None:
    """A list's quotation marks are taken off where they hold the whole name, or are half of a pair."""
    (one,) = spelled([NamedThing(id="1", name=written, kind="group")])
    assert one.name == name
