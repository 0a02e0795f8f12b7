"""Parts of words."""

from hypothesis import given
from hypothesis import strategies as st

from daemon.rules.affixes import Affixes, _has_none
from daemon.rules.sieve import Sieve, number_of

_PARTS = st.text(alphabet="abc", min_size=1, max_size=5)


@given(
    st.lists(_PARTS), st.lists(_PARTS), st.lists(_PARTS.filter(lambda one: len(one) > 1)), st.text("abc", max_size=9)
)
def test_every_part_is_found(prefixes: list[str], suffixes: list[str], infixes: list[str], word: str) -> None:
    """What is found is what asking each part by itself would give."""
    affixes, wanted = Affixes(), set()
    for atom, prefix in enumerate(prefixes):
        affixes.add_prefix(prefix, atom)
        wanted |= {atom} if word.startswith(prefix) else set()
    for atom, suffix in enumerate(suffixes, 100):
        affixes.add_suffix(suffix, atom)
        wanted |= {atom} if word.endswith(suffix) else set()
    for atom, infix in enumerate(infixes, 200):
        affixes.add_infix(infix, atom)
        wanted |= {atom} if infix in word else set()
    found: set[int] = set()
    affixes.find(word, word, found)
    assert found == wanted


@given(st.sets(st.text("abcд語", min_size=2, max_size=2)), st.text("abcд語", max_size=9))
def test_a_word_that_holds_a_head_is_never_passed_over(heads: set[str], word: str) -> None:
    """What compiled code asks first says that nothing can be there only where nothing is."""
    sieve = Sieve()
    for head in heads:
        sieve.add(number_of(head, 0, len(head)))
    if any(head in word for head in heads):
        assert not _has_none(word, 2, sieve)
    assert _has_none(word, 2, Sieve())
