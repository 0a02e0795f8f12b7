"""Splitting a text into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.language.fold import fold
from daemon.language.words import is_sentence_end, lone_word, split_words, word_columns


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Helicopter shot down.", ["Helicopter", "shot", "down"]),
        ("Mi-24 Mi24 Mi 24", ["Mi", "24", "Mi", "24", "Mi", "24"]),
        ("Ми-8АМТШ", ["Ми", "8", "АМТШ"]),
        ("Palmyra's don\u2019t 'quoted'", ["Palmyra's", "don\u2019t", "quoted"]),
        ("U.S.-led", ["U.S.", "led"]),
        ("U.S.", ["U.S."]),
        ("1,000.5 dead", ["1,000.5", "dead"]),
        ("#shot_down", ["shot", "down"]),
        ("CO\u2082, 5 km\u00b2", ["CO", "\u2082", "5", "km", "\u00b2"]),
        ("مُحَمَّد وتدمر", ["مُحَمَّد", "وتدمر"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("pal\u00admyra", ["pal\u00admyra"]),
        ("दिल्ली", ["दिल्ली"]),
        ("直升机坠毁", ["直", "升", "机", "坠", "毁"]),
        ("헬기가", ["헬", "기", "가"]),
        ("ﾌﾟﾛ", ["ﾌﾟ", "ﾛ"]),
        ("น้ำตา", ["น้ำ", "ตา"]),
        ("ⓔⓧⓟlosion 5㎞", ["ⓔⓧⓟlosion", "5", "㎞"]),
        ("missile&nbsp;attack &amp; fire", ["missile", "attack", "fire"]),
        ("l&#8217;attaque", ["l", "attaque"]),
        ("R&D; AT&T", ["R", "D", "AT", "T"]),
        ("", []),
        ("... --- !", []),
    ],
)
def test_words_of_any_script(text: str, words: list[str]) -> None:
    """Marks and invisible signs stay inside a word; letters and digits part; unspaced scripts go by character."""
    assert [word.text for word in split_words(text)] == words


def test_an_invisible_sign_left_over_from_html_does_not_part_a_word() -> None:
    """A soft hyphen that was escaped twice stays inside its word, and places stay those of the text."""
    word, _ = split_words("pal&shy;myra fell")
    assert (word.start, word.end, fold(word.text)) == (0, 12, "palmyra")


@pytest.mark.parametrize(
    ("text", "spans", "words"),
    [
        ("caf&eacute; closed", [(0, 11), (12, 18)], ["cafe", "closed"]),
        ("&eacute;lection", [(0, 15)], ["election"]),
        ("в м&#1080;ре", [(0, 1), (2, 12)], ["в", "мире"]),
        ("&#1084;&#1080;&#1088;", [(0, 21)], ["мир"]),
        ("a&lt;b", [(0, 1), (5, 6)], ["a", "b"]),
    ],
)
def test_a_letter_left_over_from_html_is_a_letter(text: str, spans: list[tuple[int, int]], words: list[str]) -> None:
    """A letter that was escaped twice is one of its word, which reaches over the whole leftover."""
    found = list(split_words(text))
    assert [(word.start, word.end) for word in found] == spans
    assert [fold(word.text) for word in found] == words


def test_the_quote_of_a_hebrew_abbreviation_is_part_of_it() -> None:
    """A plain or a curly quote between Hebrew letters is the sign of an abbreviation, and elsewhere a quote."""
    assert [fold(word.text) for word in split_words("צה”ל כאן")] == ["צה'ל", "כאן"]
    first, second, _ = split_words('צה"ל אמר "כאן"')
    assert (first.start, first.end, second.start) == (0, 4, 5)
    assert len(list(split_words('say "no"'))) == 2


@given(st.text(max_size=200))
def test_words_are_slices_in_order(text: str) -> None:
    """Every word is the slice of the text that it says, none is empty, and they do not overlap."""
    end = 0
    for word in split_words(text):
        assert text[word.start : word.end] == word.text != ""
        assert word.start >= end
        end = word.end


@pytest.mark.parametrize(
    ("gap", "ends"),
    [(". ", True), ("? ", True), (".» ", True), ("؟ ", True), ("\n", True), (", ", False), (".", False)],
)
def test_sentences_end_at_a_stop_and_a_space(gap: str, *, ends: bool) -> None:
    """A full stop ends a sentence only when a space follows; a line break always does."""
    assert is_sentence_end(gap) is ends


@pytest.mark.parametrize(
    ("before", "gap", "ends"),
    [
        ("Gen", ". ", False), ("Dr", ". ", False), ("vs", ". ", False), ("тыс", ". ", False), ("V", ". ", False),
        ("г", ".\u00a0", False), ("Gen", ".\n", True), ("Gen", "? ", True), ("a", ". ", True), ("5", ". ", True),
        ("general", ". ", True), ("Dr", '." ', True),
    ],
)  # fmt: skip
def test_the_stop_of_a_shortened_word_ends_no_sentence(before: str, gap: str, *, ends: bool) -> None:
    """A title, a unit or an initial that a full stop shortens stands in one sentence with what follows."""
    assert is_sentence_end(gap, before) is ends


@given(st.text(st.sampled_from("ab.'`-1,&; U_#\"s"), max_size=30))
def test_plain_texts_are_split_as_any_other(text: str) -> None:
    """A text of ASCII characters has the same words when a letter beyond them stands behind it, or one far beyond."""
    words, starts, ends = word_columns(text)
    for more in (" \u00e9", " \U00020000"):
        assert word_columns(text + more) == ([*words, more[1:]], [*starts, len(text) + 1], [*ends, len(text) + 2])


@given(st.text(st.sampled_from("ab\u00e9\u6f22\u0430.,'\"\u2019\u201c!?-1&;"), max_size=8))
def test_a_lone_word_is_the_only_one(piece: str) -> None:
    """What is taken for the only word of a piece is what splitting it finds."""
    word = lone_word(piece)
    if word:
        start = piece.index(word)
        assert word_columns(piece) == ([word], [start], [start + len(word)])
