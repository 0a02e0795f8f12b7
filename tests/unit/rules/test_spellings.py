"""Strings found by close ones."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from daemon.rules.spellings import LEAST_100, Spellings

_TEXTS = st.text(alphabet="abcd", min_size=1, max_size=16)


@given(st.lists(_TEXTS, max_size=8), st.data())
def test_what_is_close_is_found_and_nothing_else(texts: list[str], data: st.DataObject) -> None:
    """The numbers are those that comparing with each string would give, whatever letters are lost, changed or new."""
    word = data.draw(st.one_of(_TEXTS, st.sampled_from(texts)) if texts else _TEXTS)
    for _ in range(data.draw(st.integers(0, 4))):
        cut = data.draw(st.integers(0, len(word)))
        word = word[:cut] + data.draw(st.sampled_from(["", "", "a", "x"])) + word[cut + data.draw(st.integers(0, 1)) :]
    index = Spellings()
    for number, text in enumerate(texts):
        index.add(text, number)
    found: set[int] = set()
    index.close(word, found)
    long_enough = {number for number, text in enumerate(texts) if len(text) >= 4}
    close = {number for number, text in enumerate(texts) if fuzz.ratio(text, word) >= LEAST_100}
    assert found == (close & long_enough if len(word) >= 4 else found & close)


def test_what_is_too_short_is_taken_and_found_by_nothing() -> None:
    """A string of no letters, as the sound of a word that has none, does no harm."""
    index = Spellings()
    for number, text in enumerate(("", "a", "abc")):
        index.add(text, number)
    found: set[int] = set()
    for text in ("", "a", "abc", "abcd"):
        index.close(text, found)
        index.equal(text, found)
    assert not found
