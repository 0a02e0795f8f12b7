"""Rows of integers against dictionaries: the two ways in which the words of texts are kept."""

import random
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from daemon.language.words import FIRST_SIGN, is_sign, split_words
from daemon.rules.check import holds_by_presence
from daemon.rules.match import find, holding, view_of
from daemon.rules.reading import Readings
from daemon.rules.ruleset import RuleSet
from tests.unit.rules.parts import a_set, a_text
from tests.unit.rules.test_oracle_random import ENTITIES, as_yaml, random_condition, random_text


def kept(rules: RuleSet, *, in_rows: bool, most_kept: int) -> RuleSet:
    """The same set, with nothing read yet."""
    readings = Readings(rules.lexicon, rules.leads.of, in_rows=in_rows, most_kept=most_kept)
    return replace(rules, readings=readings)


def test_rows_and_dictionaries_find_the_same() -> None:
    """Whichever way words are kept, and however soon they are forgotten, the same is found, evidence included."""
    chance = random.Random(7)
    for number in range(12):
        trees = [random_condition(chance, 2) for _ in range(15)]
        whens = [as_yaml(tree) for tree in trees if holds_by_presence(tree)]
        made = "".join(f"  - id: r{at}\n    severity: low\n    when: {when}\n" for at, when in enumerate(whens))
        rules = a_set(f"{ENTITIES}rules:\n{made}")
        most_kept = (3, 20, 1_000)[number % 3]
        rows, dictionaries = (kept(rules, in_rows=one, most_kept=most_kept) for one in (True, False))
        for _ in range(10):
            texts = {name: random_text(chance, 12) for name in ("title", "summary", "body")}
            item = a_text(**texts, language=chance.choice(["en", "ru", None]))
            assert find(rows, item) == find(dictionaries, item)
            assert holding(rows, item) == holding(dictionaries, item)


def test_in_long_texts_too_they_find_the_same() -> None:
    """Of a text of thousands of words names and phrases are found by their rarest word's places; the same ones."""
    chance = random.Random(11)
    rules = a_set(f'{ENTITIES}rules:\n  - {{id: r, severity: low, when: \'"attack helicopter" | "shot down"\'}}\n')
    rows, dictionaries = (kept(rules, in_rows=one, most_kept=1_000) for one in (True, False))
    for _ in range(3):
        item = a_text("shot down", body=" ".join(random_text(chance, 12) for _ in range(500)))
        assert len(item.body.split()) > 2_000
        assert find(rows, item) == find(dictionaries, item)


@pytest.mark.parametrize("when", ["crash & (@hind | loss)", "crash & fire & (@kind:weapon | loss)"])
def test_an_entity_that_leads_to_no_rule_may_be_what_a_word_needs(when: str) -> None:
    """A rule that is looked for by a word fires where its other half is an entity, or a word in its place."""
    rules = a_set(f"{ENTITIES}rules:\n  - {{id: r, severity: low, when: '{when}'}}\n")
    rows, dictionaries = (kept(rules, in_rows=one, most_kept=1_000) for one in (True, False))
    for title in ("Mi-24: crash and fire", "A loss: crash and fire"):
        assert [len(find(one, a_text(title)).matches) for one in (rows, dictionaries)] == [1, 1]
    assert not find(rows, a_text("A crash and fire, and nothing more")).matches


def test_a_word_leads_to_its_rule_once() -> None:
    """However often a word stands in an item, it is named once as what makes its rule hold, compiled as well."""
    rules = kept(a_set("rules:\n  - {id: r, severity: low, when: helicopter}\n"), in_rows=True, most_kept=1_000)
    view = view_of(rules, a_text("helicopter, helicopter"), "en")
    assert rules.readings.rows is not None
    assert view.scan is not None
    held, _ = rules.readings.rows.led(view.scan, (), (), ())
    assert [len(leads) for leads in held.values()] == [1]


@given(st.text("日本アかー・々〆한ﾞ゙A3.&;#\u200d é'", max_size=24), st.text("日本.A ", max_size=12))
@example("&日本;", "A.B.日本 日本.語本.")
@example("本.日.", "A.日本")
def test_a_text_without_spaces_has_the_same_words_in_rows(title: str, body: str) -> None:
    """Signs that are a word each are cut apart, and every word stands where it stands in the text as a whole."""
    rules = kept(a_set("rules:\n  - {id: r, severity: low, when: 日本}\n"), in_rows=True, most_kept=1_000)
    view = view_of(rules, a_text(title, body=body), "en")
    words = list(zip(view.starts, view.ends, strict=True))
    gaps = [field.high for field in view.fields]
    places = [[(word.start, word.end) for word in split_words(text)] for text in (title, "", body)]
    assert [words[field.low : field.high] for field in view.fields] == places
    assert [words[gap] for gap in gaps] == [(len(text), len(text)) for text in (title, "", body)]


@given(st.text("日本語.A &;", max_size=24))
def test_a_text_without_spaces_gives_the_same_in_rows(title: str) -> None:
    """Words and phrases of such signs are found where dictionaries, which do not cut between signs, find them."""
    rules = a_set("rules:\n  - {id: r, severity: low, when: 日本}\n  - {id: s, severity: low, when: '\"本語\" | =A'}\n")
    rows, dictionaries = (kept(rules, in_rows=one, most_kept=1_000) for one in (True, False))
    assert find(rows, a_text(title)) == find(dictionaries, a_text(title))


def test_a_sign_is_a_word_whatever_comes_before() -> None:
    """Each character that is cut off alone is a word between two of its like."""
    signs = [code for code in range(0x20000) if is_sign(code)]
    assert min(signs) >= FIRST_SIGN
    assert all([word.text for word in split_words(f"日{chr(code)}日")] == ["日", chr(code), "日"] for code in signs)


_SIGNED = st.tuples(
    st.text(".,;?('\"’“…", max_size=2),
    st.sampled_from(["fire", "Fire", "U.S.", "A", "B-2", "café", "1987", "", "&amp;"]),
    st.text(".,;!)'\"’”…", max_size=2),
)


@given(st.lists(_SIGNED.map("".join), max_size=6).map(" ".join))
def test_signs_around_a_word_change_nothing_in_rows(text: str) -> None:
    """Which words there are and where they stand is told by the text as a whole, whatever signs are around them."""
    rules = a_set("rules:\n  - {id: r, severity: low, when: 'fire | =A | café'}\n")
    rows, dictionaries = (kept(rules, in_rows=one, most_kept=1_000) for one in (True, False))
    view = view_of(rows, a_text("fire", body=text), "en")
    words = list(zip(view.starts, view.ends, strict=True))
    body = view.fields[2]
    assert words[body.low : body.high] == [(word.start, word.end) for word in split_words(text)]
    assert find(rows, a_text(text)) == find(dictionaries, a_text(text))


def test_a_word_is_known_with_any_signs_around_it() -> None:
    """A word that was met by itself is nothing new between quotes or before a comma."""
    rules = kept(a_set("rules:\n  - {id: r, severity: low, when: fire}\n"), in_rows=True, most_kept=1_000)
    find(rules, a_text("fire", language="en"))
    before = len(rules.readings)
    signed = "\N{LEFT DOUBLE QUOTATION MARK}fire\N{RIGHT DOUBLE QUOTATION MARK}, (fire)"
    assert find(rules, a_text(signed, language="en")).matches
    assert len(rules.readings) == before
