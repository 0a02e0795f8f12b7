"""Reading texts piece by piece, and what is remembered of them."""

from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.language.words import split_words
from daemon.rules.lexicon import Lexicon
from daemon.rules.reading import Readings
from daemon.rules.view import ItemView
from tests.helpers.build import an_item
from tests.unit.rules.parts import a_rule_set, matched

#: What makes words and parts them: letters of several scripts, marks, signs inside words, spaces of all kinds.
SIGNS = (
    "ab Mi-24 U.S. l'eau 12,5 \u0301\u200d\u200b\u00ad\u00a0\n\t\u3000,.'\u2019&amp;&#173; "
    '\u0642\u064e\u0627 \u05d0"\u05d1 \u65e5\u672c \u0e01 \U0001f600\U00020000'
)
TEXTS = st.text(st.sampled_from(SIGNS), max_size=60)


def readings_of(lexicon: Lexicon, most_kept: int = 1_000) -> Readings:
    """Readings of words that lead nowhere."""
    return Readings(lexicon, lambda _: None, most_kept=most_kept)


@given(TEXTS, TEXTS, TEXTS)
def test_read_in_pieces_a_text_has_the_same_words(title: str, summary: str, body: str) -> None:
    """Whatever parts a text's words, they stand at the same places when it is cut at its spaces first."""
    view = ItemView(an_item(title=title, summary=summary, body=body), readings_of(Lexicon()), "en")
    for text, field in zip((title, summary, body), view.fields, strict=True):
        places = [(word.start, word.end) for word in split_words(text)]
        low, high = field.low, field.high
        assert list(zip(view.starts[low:high], view.ends[low:high], strict=True)) == places
        assert [view.span(at, at)[3:] for at in range(low, high)] == places
        assert [view.span(at, high - 1)[3:] for at in range(low, high)] == [(at, places[-1][1]) for at, _ in places]


@given(st.lists(TEXTS, max_size=30))
def test_what_was_forgotten_is_read_again_in_the_same_way(texts: list[str]) -> None:
    """A memory of three strings gives the same words and atoms as one that forgets nothing."""
    lexicon = Lexicon()
    lexicon.word("eau")
    lexicon.prefix("a")
    small, large = readings_of(lexicon, most_kept=3), readings_of(lexicon)
    for text in (*texts, *texts):
        pieces = text.split(" ")
        assert small.read(pieces, "en") == large.read(pieces, "en")


def test_the_memory_of_words_is_bounded() -> None:
    """A text that invents words without end is forgotten again, and its longest words are not kept at all."""
    readings = readings_of(Lexicon(), most_kept=50)
    for start in range(0, 5_000, 100):
        readings.read([f"w{number}," for number in range(start, start + 100)], "en")
    assert 50 <= len(readings) <= 2 * 2 * 50
    before = len(readings)
    readings.read(["x" * 61, "y" * 100_000], "en")
    assert len(readings) == before


@pytest.mark.parametrize("in_rows", [True, False])
def test_what_items_bring_is_forgotten_again(in_rows: bool) -> None:
    """However many items invent words, no more is remembered than the bound and what a few items hold."""
    readings = Readings(Lexicon(), lambda _: None, most_kept=50, in_rows=in_rows)
    for start in range(0, 2_000, 20):
        ItemView(an_item(title=" ".join(f"w{number}" for number in range(start, start + 20))), readings, "en")
    assert 50 <= len(readings) <= 2 * (50 + 30)


def test_the_memory_is_one_for_all_languages() -> None:
    """Texts in many languages are not remembered for longer than those in one."""
    readings = readings_of(Lexicon(), most_kept=50)
    for number in range(2_000):
        readings.read([f"w{number},"], ("en", "de", "fr", "ru", None)[number % 5])
    assert 50 <= len(readings) <= 2 * 50


WORDS = st.sampled_from(
    ["us", "US", "Us", "bomb", "Bomb", "BOMBS", "bomb's", "Bomb's", "U.S.", "Ukraine\u2019s", "7.5"]
)


@given(st.lists(st.tuples(st.sampled_from(["", "(", '"', "\u201c"]), WORDS, st.sampled_from(["", ",", ".", ")", "-"]))))
def test_what_stands_around_a_word_changes_nothing(pieces: list[tuple[str, str, str]]) -> None:
    """A word has its own atoms, whatever stood beside it and in whatever case it was met before."""
    lexicon = Lexicon()
    lexicon.exact("US")
    lexicon.exact("bomb")
    for word in ("bomb", "us", "ukraine"):
        lexicon.word(word)
        lexicon.name(word)
    readings = readings_of(lexicon)
    for before, word, after in pieces:
        ((atoms, starts, ends, leads),) = readings.read([before + word + after], "en")
        start = len(before)
        end = start + len(word)
        assert (atoms, starts, ends, leads) == ((lexicon.look_up(word, "en"),), (start,), (end,), ())


@given(TEXTS)
def test_a_word_read_by_itself_is_that_word(text: str) -> None:
    """What a text's word is does not depend on what stood around it, so that it need not be looked up again."""
    for word in split_words(text):
        assert [(one.text, one.start) for one in split_words(word.text)] == [(word.text, 0)]


def test_a_word_that_was_met_again_is_kept() -> None:
    """What is met in every text is not forgotten for what is met once."""
    readings = readings_of(Lexicon(), most_kept=10)
    readings.read(["often"], "en")
    for number in range(200):
        before = len(readings)
        readings.read(["often"], "en")
        assert len(readings) - before < 2, "its piece and its word were looked up anew"
        readings.read([f"once{number}"], "en")


def test_a_word_has_its_forms_in_every_language_however_late_it_comes() -> None:
    """A word of no particular language is found by its Italian form, also if Italian texts were read before it came."""
    lexicon = Lexicon()
    first = lexicon.word("terremoto")
    assert lexicon.look_up("terremoti", "en") == ()
    assert lexicon.look_up("terremoti", "it") == (first,)
    second = lexicon.word("elicottero")
    assert lexicon.look_up("elicotteri", "it") == (second,)
    assert lexicon.look_up("terremoti", "it") == (first,)


def test_a_word_of_one_language_has_no_forms_in_another() -> None:
    """A word that is meant in Portuguese alone is found in its Portuguese forms, and in Italian as it is written."""
    lexicon = Lexicon()
    atom = lexicon.word("terremoto", ["pt"])
    assert lexicon.look_up("terremotos", "pt") == (atom,)
    assert lexicon.look_up("terremoti", "it") == ()
    assert lexicon.look_up("terremoto", "it") == (atom,)


def test_forms_come_while_words_come() -> None:
    """Texts read in two threads, while a third adds words, lose no form of any word, and file none twice."""
    lexicon = Lexicon()
    words = [f"bomb{first}{second}ardo" for first in "abcdefghij" for second in "abcdefghijklmnopqrst"]
    readers = [Thread(target=lambda: [lexicon.look_up(f"{word}s", "es") for word in words]) for _ in range(2)]
    for reader in readers:
        reader.start()
    atoms = [lexicon.word(word) for word in words]
    for reader in readers:
        reader.join()
    assert [lexicon.look_up(f"{word}s", "es") for word in words] == [(atom,) for atom in atoms]
    assert lexicon.languages() == ["es"]


@pytest.mark.parametrize("when", ["2", "$two\nterms: {two: [2, twenty]}", "2 rises", "fire | 2"])
def test_a_number_is_none_below_the_line(when: str) -> None:
    """A keyword that is a number is no part of a formula or a unit; in figures of any script it is found."""
    rules = a_rule_set(when)
    assert not matched(rules, "CO\u2082 rises, so do m\u00b2")
    assert matched(rules, "2 rises")
    assert matched(rules, "\u0662 rises")


@pytest.mark.parametrize(
    ("when", "text", "found"),
    [
        ("U.N. envoy", "UN envoy", True),
        ("'\"U.S. Army\"'", "the US Army", True),
        ("U.S.", "tell us", False),
        ("U.N.", "un homme", False),
        ("И.Г.И.Л.", "ИГИЛ", True),
        ("CO2", "CO\u2082 rises", True),
        ("e.g.", "EG Group", False),
        ("u.s. army", "US army", False),
    ],
)
def test_an_abbreviation_is_found_without_its_dots(when: str, text: str, *, found: bool) -> None:
    """In capitals, as it is written then: small letters are another word."""
    assert bool(matched(a_rule_set(when), text)) == found
