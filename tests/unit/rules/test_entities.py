"""Mentions of entities."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.rules.load import RuleSet
from daemon.rules.match import find
from tests.helpers.build import an_item
from tests.unit.rules.parts import a_set, a_text, mentioned

NAMES = yaml.safe_load((Path(__file__).parents[2] / "data" / "entities.yaml").read_text(encoding="utf-8"))
ENTITIES = """
entities:
  - {id: mena, name: Middle East, kind: region}
  - {id: syria, name: Syria, kind: place, aliases: [Сирия, سوريا], within: [mena]}
  - {id: homs, name: Homs Governorate, kind: place, aliases: [Хомс, محافظة حمص], within: [syria]}
  - id: palmyra
    name: Palmyra
    kind: place
    aliases: [Tadmur, Tadmor, تدمر, Пальмира]
    unless: ["Palmyra, New York", "Palmyra Atoll"]
    within: [homs]
  - {id: is, name: Islamic State, kind: group, aliases: [Daesh, داعش, Исламское государство], exact: [IS, ISIL]}
  - {id: tow, name: TOW missile, kind: weapon, exact: [TOW]}
  - {id: mi-24, name: Mi-24, kind: vehicle, aliases: [Hind, Ми-24, مي-24]}
  - {id: gaddafi, name: Muammar Gaddafi, kind: person, aliases: [Gaddafi, القذافي], fuzzy: true}
  - {id: castle, name: Palmyra Castle, kind: building}
"""


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    """The gazetteer of these tests."""
    return a_set(ENTITIES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("East of Palmyra", {"palmyra": "Palmyra"}),
        ("Palmyra's ruins", {"palmyra": "Palmyra's"}),
        ("PALMYRA", {"palmyra": "PALMYRA"}),
        ("Pal\u00admyra and Palmуra", {"palmyra": "Pal\u00admyra"}),
        ("к востоку от Пальмиры", {"palmyra": "Пальмиры"}),
        ("в Пальмире", {"palmyra": "Пальмире"}),
        ("شرق تدمر", {"palmyra": "تدمر"}),
        ("بتَدْمُر", {"palmyra": "بتَدْمُر"}),
        ("وتدمـر", {"palmyra": "وتدمـر"}),
        ("A fair in Palmyra, New York, on Sunday", {}),
        ("The Palmyra Atoll reef", {}),
        ("From Palmyra, New York, to Palmyra in the desert", {"palmyra": "Palmyra"}),
        ("Helicopter tours over the Grand Canyon reopen", {}),
        ("Islamic State claims", {"is": "Islamic State"}),
        ("боевики Исламского государства", {"is": "Исламского государства"}),
        ("IS fighters", {"is": "IS"}),
        ("what is this", {}),
        ("a TOW hit it", {"tow": "TOW"}),
        ("tow truck", {}),
        ("the tow missile", {"tow": "tow missile"}),
        ("a Mi-24 fell", {"mi-24": "Mi-24"}),
        ("a Mi24 fell", {"mi-24": "Mi24"}),
        ("two Mi 24s fell", {"mi-24": "Mi 24"}),
        ("сбит Ми-24", {"mi-24": "Ми-24"}),
        ("Mi-25", {}),
        ("Kadhafi speaks", {"gaddafi": "Kadhafi"}),
        ("والقذافي", {"gaddafi": "والقذافي"}),
        ("Palmyra Castle stands", {"palmyra": "Palmyra", "castle": "Palmyra Castle"}),
        ("محافظة حمص", {"homs": "محافظة حمص"}),
        ("", {}),
    ],
)
def test_an_entity_is_found_in_every_form(text: str, expected: dict[str, str], rules: RuleSet) -> None:
    """An alias is found in every grammatical form and spelling of its script, and nowhere else (C7)."""
    assert mentioned(find(rules, a_text(text))) == expected


@pytest.fixture(scope="module")
def named() -> RuleSet:
    """The entities of the table of names, as one set."""
    return a_set(json.dumps({"entities": [row["entity"] for row in NAMES]}))


#: All texts of the table -> the entities that they mention.
TEXTS: dict[str, set[str]] = {text: set() for row in NAMES for text in (*row["match"], *row["skip"])}
for _row in NAMES:
    for _text in _row["match"]:
        TEXTS[_text].add(_row["entity"]["id"])
for _text, _entity in (("Iran", "iran"), ("Iraq", "iraq"), ("Ирак", "iraq")):  # each other's look-alikes
    TEXTS[_text].add(_entity)


@pytest.mark.parametrize("row", NAMES, ids=lambda row: str(row["entity"]["id"]))
def test_a_name_is_found_as_newsrooms_write_it(row: dict[str, Any], named: RuleSet) -> None:
    """Each entity of the table is found in its texts, in all scripts and spellings, and in no other row's."""
    entity = row["entity"]["id"]
    found = {text for text in TEXTS if entity in mentioned(find(named, a_text(text)))}
    assert found == {text for text, mentions in TEXTS.items() if entity in mentions}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("دير الزور", "بديرالزور"), ("عبد الفتاح السيسي", "وعبدالفتاح السيسي"),
        ("عبدالرحمن السديس", "عبد الرحمن السديس"),
    ],
)  # fmt: skip
def test_an_arabic_name_may_be_written_in_one_word_or_two(name: str, text: str) -> None:
    """The space before an article, or after a servant's عبد, is written or left out."""
    rules = a_set(f"entities: [{{id: e, name: {name}, kind: person}}]")
    assert mentioned(find(rules, a_text(text))) == {"e": text}


def _found(name: str, text: str, language: str | None, more: str = "") -> dict[str, str]:
    rules = a_set(f"entities: [{{id: e, name: {name}, kind: x}}{more}]")
    return mentioned(find(rules, a_text(text, language=language)))


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("تل أبيب", "بتل أبيب", None), ("تل أبيب", "وبتل أبيب", "ar"),
        ("תל אביב", "בתל אביב", "he"), ("תל אביב", "ומתל אביב", None), ("תל אביב", "לתל־אביב", "he"),
        ("Vereinigte Staaten", "Vereinigten Staaten", "de"), ("Rotes Kreuz", "Roten Kreuzes", "de"),
        ("Islamischer Staat", "Islamischen Staates", None), ("Deutsches Rotes Kreuz", "Deutschen Roten Kreuz", "de"),
        ("Proud Boys", "Proud Boy", None), ("Israel Defense Forces", "Israel Defense Force", "en"),
    ],
)  # fmt: skip
def test_words_of_a_name_of_several_have_more_forms(name: str, text: str, language: str | None) -> None:
    """What stands beside a word tells that the name is meant, however short the word and whatever its ending."""
    assert _found(name, text, language) == {"e": text}


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Чорне море", "Чорного моря", None), ("Чорне море", "Чорному морі", "uk"), ("Рівне", "Рівному", "uk"),
        ("Кривий Ріг", "Кривому Розі", "uk"), ("Нижнее море", "Нижнего моря", "ru"),
        ("Warszawa", "Warszawie", "pl"), ("Kijów", "Kijowie", "pl"), ("Polska", "Polsce", "pl"),
        ("Zełenski", "Zełenskiego", "pl"), ("Rosja", "Rosji", "pl"), ("Budapeszt", "Budapeszcie", "pl"),
        ("Praha", "Praze", "cs"), ("Kyjev", "Kyjevě", "cs"), ("Vídeň", "Vídni", "cs"),
        ("Budapest", "Budapesten", "hu"), ("Putyin", "Putyinnal", "hu"), ("Ukrajna", "Ukrajnában", "hu"),
        ("Helsinki", "Helsingissä", "fi"), ("Moskova", "Moskovassa", "fi"), ("Αθήνα", "Αθήνας", "el"),
        ("Κίεβο", "Κιέβου", "el"), ("Μητσοτάκης", "Μητσοτάκη", "el"),
    ],
)  # fmt: skip
def test_a_name_is_found_in_its_cases(name: str, text: str, language: str | None) -> None:
    """Also where the stem changes before them, in items of languages with many cases."""
    assert _found(name, text, language) == {"e": text}


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("Proud Boys", "a proud boy", None), ("White Helmets", "a white helmet", None), ("Buenos Aires", "Aire", None),
        ("Kansas City Chiefs", "Kansas City Chief of police", "en"), ("Federal Courts", "a Federal Court", "en"),
        ("New York Times", "New York Time Out magazine", "en"), ("Dallas Stars", "Dallas Star Wars fans", "en"),
        ("Southern States", "Southern State University", None), ("Virgin Islands", "Virgin Island Rum", None),
        ("Peter Rot", "Peten Rot", "de"), ("Warszawa", "Warszawiak", "pl"), ("Praha", "Praze", "en"),
        ("поле", "полого", "uk"), ("تل", "بتل", "ar"), ("Paris", "Parisi", "pl"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_form_of_a_name_is_none(name: str, text: str, language: str | None) -> None:
    """Ordinary words, other nouns, and forms of other languages."""
    assert _found(name, text, language) == {}


def test_a_name_is_no_plural_of_another_one() -> None:
    """Where the set knows both: Hamas is no plural of Hama, and Hama's mayor is none of Hamas."""
    known = ", {id: h, name: Hamas, kind: group}"
    assert _found("Hama", "Hamas", None, known) == {"h": "Hamas"}
    assert _found("Hama", "Hama's mayor", None, known) == {"e": "Hama's"}


def test_mentions_know_all_that_they_lie_within(rules: RuleSet) -> None:
    """`within` of a mention holds all ancestors, near first."""
    (mention,) = find(rules, a_text("Tadmur")).mentions
    assert (mention.name, mention.kind, mention.within) == ("Palmyra", "place", ("homs", "syria", "mena"))


def test_mentions_come_by_their_first_place(rules: RuleSet) -> None:
    """Mentions are ordered by their first place: title, then summary, then body."""
    item = an_item(title="Daesh near Palmyra", summary="Syria: Daesh", body="TOW, Gaddafi")
    assert [one.entity for one in find(rules, item).mentions] == ["is", "palmyra", "syria", "tow", "gaddafi"]
    assert [one.evidence.field for one in find(rules, item).mentions] == ["title", "title", "summary", "body", "body"]


def test_one_of_two_mentions_may_lie_in_a_forbidden_phrase() -> None:
    """Only the mention inside a phrase of `unless` does not count; evidence of a rule leaves it out, too."""
    rules = a_set(ENTITIES, "rules: [{id: r, severity: low, when: '@palmyra'}]")
    finding = find(rules, a_text("Palmyra, New York, is not Palmyra"))
    assert [(one.start, one.text) for one in finding.matches[0].evidence] == [(26, "Palmyra")]


def test_a_phrase_that_does_not_count_is_known_by_other_spellings_of_a_fuzzy_name() -> None:
    """Where the name may be spelled otherwise, so may it be in its `unless`; its other mentions count."""
    rules = a_set(
        "entities: [{id: gaddafi, name: Gaddafi, kind: person, fuzzy: true, unless: [Gaddafi Stadium]}]",
        "rules: [{id: r, severity: low, when: '@gaddafi'}]",
    )
    assert not find(rules, a_text("Match at Kadhafi Stadium")).matches
    finding = find(rules, a_text("Kadhafi Stadium was named for Qadhafi"))
    assert [one.text for one in finding.matches[0].evidence] == ["Qadhafi"]


def test_fuzzy_is_for_those_that_ask_for_it(rules: RuleSet) -> None:
    """A close spelling is no mention of an entity that is not fuzzy."""
    assert mentioned(find(rules, a_text("Palmyre and Tadmour"))) == {}


def test_thousands_of_aliases_with_one_common_word() -> None:
    """A word that many aliases share does not make each of them a candidate: they are filed under their rarest."""
    lines = [f"- {{id: v{number}, name: New Village {number}a, kind: place}}" for number in range(2_000)]
    rules = a_set("\n".join(["entities:", *lines]))
    assert mentioned(find(rules, a_text("New Village 77a and new villages"))) == {"v77": "New Village 77a"}


_FEW_WORDS = ["adan", "bela", "coru", "dimo"]
_NAMES = st.lists(st.lists(st.sampled_from(_FEW_WORDS), min_size=1, max_size=3).map(tuple), min_size=1, max_size=9)


@settings(deadline=None, max_examples=200)
@given(names=_NAMES, text=st.lists(st.sampled_from([*_FEW_WORDS, "and"]), max_size=12))
def test_names_that_share_all_their_words(names: list[tuple[str, ...]], text: list[str]) -> None:
    """Whatever words names share, and whichever of them a text has apart, those are mentioned that stand in it."""
    unique = list(dict.fromkeys(names))
    lines = [f"- {{id: n{number}, name: {' '.join(name)}, kind: place}}" for number, name in enumerate(unique)]
    rules = a_set("\n".join(["entities:", *lines]))
    expected = {f"n{number}" for number, name in enumerate(unique) if _stands(name, text)}
    assert set(mentioned(find(rules, a_text(" ".join(text))))) == expected


def _stands(name: Sequence[str], text: Sequence[str]) -> bool:
    return any(tuple(text[at : at + len(name)]) == tuple(name) for at in range(len(text)))
