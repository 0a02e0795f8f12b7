"""Strings, as bits."""

from hypothesis import given
from hypothesis import strategies as st

from daemon.rules.sieve import Sieve, number_of


@given(st.lists(st.text("abж日", max_size=9)))
def test_what_was_added_is_never_told_to_be_absent(added: list[str]) -> None:
    """A string that was added may be there."""
    sieve = Sieve()
    for one in added:
        sieve.add(number_of(one, 0, len(one)))
    assert all(sieve.has(number_of(one, 0, len(one))) for one in added)


def test_a_sieve_grows() -> None:
    """However many strings are added, each may be there, and of nine others eight are told at least."""
    sieve = Sieve()
    words = [f"{number}x" for number in range(5_000)]
    for word in words:
        sieve.add(number_of(word, 0, len(word)))
    assert all(sieve.has(number_of(word, 0, len(word))) for word in words)
    others = [f"{number}y" for number in range(5_000)]
    assert sum(sieve.has(number_of(word, 0, len(word))) for word in others) < 5_000 / 9
