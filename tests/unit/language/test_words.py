"""Splitting a text into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.language.words import is_sentence_end, split_words


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
        ("مُحَمَّد وتدمر", ["مُحَمَّد", "وتدمر"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("pal\u00admyra", ["pal\u00admyra"]),
        ("दिल्ली", ["दिल्ली"]),
        ("直升机坠毁", ["直", "升", "机", "坠", "毁"]),
        ("헬기가", ["헬", "기", "가"]),
        ("", []),
        ("... --- !", []),
    ],
)
def test_words_of_any_script(text: str, words: list[str]) -> None:
    """Marks and invisible signs stay inside a word; letters and digits part; unspaced scripts go by character."""
    assert [word.text for word in split_words(text)] == words


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
