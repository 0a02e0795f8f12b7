"""Three letters, as bits."""

from daemon.rules.triples import Triples, packed


def test_a_triple_is_there_when_it_was_added() -> None:
    """Three letters are found in their order, and no others of the same script."""
    triples = Triples()
    triples.add("abz")
    assert triples.has(packed("a", "b", "z"))
    assert not triples.has(packed("b", "a", "z"))
