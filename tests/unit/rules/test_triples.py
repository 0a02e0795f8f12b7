"""Three letters in a row, as bits."""

from hypothesis import given
from hypothesis import strategies as st

from daemon.rules.triples import Triples, packed

_PARTS = st.lists(st.text("abcж", min_size=2, max_size=3))


@given(_PARTS, st.text("abcdж", max_size=8))
def test_a_word_that_holds_nothing_filed_is_told(parts: list[str], word: str) -> None:
    """A word with one of the parts is never said to have none; one of other letters always is."""
    triples = Triples()
    for part in parts:
        triples.add(part)
    if any(part in word for part in parts):
        assert triples.any_in(word)
    assert not triples.any_in("x" * len(word))


def test_a_triple_is_there_when_it_was_added() -> None:
    """Three letters are found in their order, and no others of the same script."""
    triples = Triples()
    triples.add("abz")
    assert triples.has(packed("a", "b", "z"))
    assert not triples.has(packed("b", "a", "z"))
