"""Short headlines of which no feed says in what language they are."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from daemon.language.guess import guess_language, reading_language
from daemon.rules.explain import failure_of_rule
from tests.unit.rules.parts import a_rule_set, a_text, matched

_FILE = Path(__file__).parents[2] / "data" / "headlines.yaml"
HEADLINES: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", HEADLINES, ids=lambda row: row["headline"])
def test_a_rule_for_a_language_hears_its_headlines_whether_they_declare_it_or_not(row: dict[str, Any]) -> None:
    """What such a rule finds in an item that says its language, it finds in one that does not."""
    rules = a_rule_set(f'"{row["word"]}"', f"languages: [{row['language']}]")
    declared = matched(rules, a_text(row["headline"], language=row["language"]))
    assert matched(rules, row["headline"]) == declared


def test_most_headlines_are_told_and_few_wrongly() -> None:
    """Three of four are told; one in ten is told wrongly at most, and none beyond doubt."""
    told = Counter[str]()
    for row in HEADLINES:
        guess = guess_language(row["headline"])
        told["none" if guess is None else "right" if guess == row["language"] else "wrong"] += 1
        assert (reading_language(None, row["headline"]) or "?").endswith("?") or guess == row["language"], row
    assert told["wrong"] <= len(HEADLINES) / 10, told
    assert told["right"] >= len(HEADLINES) * 0.75, told


def test_foreign_names_make_few_english_headlines_foreign() -> None:
    """One in ten at most is read as another language, though names of other languages stand in them."""
    english = [row["headline"] for row in HEADLINES if row["language"] == "en"]
    foreign = [headline for headline in english if guess_language(headline) not in ("en", None)]
    assert len(english) > 100
    assert len(foreign) <= len(english) / 10, foreign


@pytest.mark.parametrize(
    ("word", "headline"),
    [
        ("porn", "Amit Shah to launch digital land port management system"),
        ("raina", "40% rain deficit, hotter July: IMD sees below-normal rainfall despite monsoon revival"),
        ("greene", "Grid bottlenecks hamper green energy expansion"),
    ],
)
def test_a_rule_for_all_languages_takes_no_odd_stems_in_english(word: str, headline: str) -> None:
    """An English headline is not searched for the forms of a language that a few endings speak for."""
    assert not matched(a_rule_set(word), headline)


def test_rules_for_a_language_hear_most_of_its_headlines() -> None:
    """Of the headlines that are no English ones, five of six hold their rule's word and are heard."""
    foreign = [row for row in HEADLINES if row["language"] != "en"]
    heard = [
        row
        for row in foreign
        if matched(a_rule_set(f'"{row["word"]}"', f"languages: [{row['language']}]"), row["headline"])
    ]
    assert len(heard) >= len(foreign) * 5 / 6


@pytest.mark.parametrize(
    ("word", "language", "headline"),
    [
        ("Rakete", "de", "Raketen treffen Wohnhaus in Charkiw"),
        ("rehén", "es", "Liberan a los rehenes"),
        ("attentato", "it", "Attentati a Kabul, dieci vittime"),
        ("explosie", "nl", "Explosies in flat in Den Haag"),
        ("yangın", "tr", "Yunanistan'da yangınlar"),
        ("ostaggio", "it", "Ostaggi liberati a Gaza"),
        ("Anschlag", "de", "Anschläge in Kabul"),
        ("detener", "es", "Detenido en Madrid"),
    ],
)
def test_a_rule_for_all_languages_finds_the_forms_of_the_likeliest(word: str, language: str, headline: str) -> None:
    """A guess that may be wrong still tells in which forms to look."""
    assert matched(a_rule_set(word), headline)
    assert guess_language(headline) == language


@pytest.mark.parametrize(
    ("word", "language", "headline"),
    [
        ("Gift", "de", "A gift for the queen and her family"),
        ("fire", "en", "Câinele are fire de păr pe spate și nu este bolnav"),
        ("war", "en", "Er war in der Stadt und hat das nicht gesehen"),
        ("EV", "ja", "EV maker closes plants after a fire"),
        ("ЗРК", "en", "Над городом ЗРК"),
    ],
)
def test_a_rule_for_a_language_is_not_asked_where_that_is_excluded(word: str, language: str, headline: str) -> None:
    """Many words of another language exclude it, and so does another script."""
    rules = a_rule_set(f'"{word}"', f"languages: [{language}]")
    assert not matched(rules, headline)
    failed = failure_of_rule(rules, rules.rules["r"], a_text(headline))
    assert failed is not None
    assert "not asked: the item's language is" in failed


@pytest.mark.parametrize("language", ["no", "nb", "nn"])
def test_languages_that_cannot_be_told_from_each_other_are_one(language: str) -> None:
    """A rule for one of them hears an item that is in another."""
    rules = a_rule_set("raketer", f'languages: ["{language}"]')
    assert matched(rules, a_text("To raketer traff havnen i natt", language="no"))


@pytest.mark.parametrize("language", ["bg", "mk", "sr", "be"])
def test_words_of_a_rule_for_a_slavic_language_have_the_forms_that_its_texts_are_read_by(language: str) -> None:
    """Cyrillic texts in languages without a grammar here are read as Russian, and so are the rules that name these."""
    assert matched(a_rule_set("ракета", f"languages: [{language}]"), a_text("Ракети над градом", language=language))
