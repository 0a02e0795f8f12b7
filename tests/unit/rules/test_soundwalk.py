"""Sound keys and bones: letter by letter against expressions and tables, the two ways in which they are made."""

from hypothesis import given
from hypothesis import strategies as st

from daemon.rules.sounds import SPELLED, bones_by_table, key_by_expressions
from daemon.rules.soundwalk import SoundWalk, bones_of

_WALK = SoundWalk(SPELLED)
_WORDS = st.text("abcdefghijklmnopqrstuvwxyz", max_size=12) | st.lists(st.sampled_from(sorted(SPELLED))).map("".join)


@given(_WORDS)
def test_both_ways_make_the_same_key(word: str) -> None:
    """A word has the key that the expressions find, whatever letters it has and wherever they stand."""
    assert _WALK.key(word) == key_by_expressions(word)


@given(_WORDS)
def test_both_ways_leave_the_same_bones(word: str) -> None:
    """What is left of a key without vowels is what the table leaves."""
    assert bones_of(word) == bones_by_table(word)
