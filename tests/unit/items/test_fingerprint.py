"""Fingerprints: what changes them and what does not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.items.fingerprint import fingerprint, folded_words, hash_key

WORDS = st.lists(st.text(alphabet="abcxyzабвгاب123", min_size=1, max_size=6), min_size=1, max_size=8)


@pytest.mark.parametrize(
    "title",
    [
        "HELICOPTER downed: 2 dead",
        "Helicopter downed – 2 dead!",
        "  helicopter\u00a0downed,\n2 dead ",
        "heli\u200bcopter dow\u00adned 2 dead",
        "«Helicopter» downed (2 dead)",
    ],
)
def test_form_does_not_matter(title: str) -> None:
    """Case, punctuation, white space and invisible marks leave the fingerprint as it is."""
    assert fingerprint("Helicopter downed: 2 dead", "") == fingerprint(title, "")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Helicopter downed: 3 dead", ""),
        ("Helicopter downed", "2 dead"),
        ("Downed helicopter: 2 dead", ""),
        ("Helicopter downed: 2 dead", "more"),
        ("Helicopter downed: $2 dead", ""),
        ("Helicopter downed: 2 dead 🔥", ""),
    ],
)
def test_content_matters(title: str, text: str) -> None:
    """D9: other words, another order, other digits, or words moved to the text are another content."""
    assert fingerprint("Helicopter downed: 2 dead", "") != fingerprint(title, text)


def test_the_form_is_versioned() -> None:
    """A fingerprint says by which version it was made, so that a later one can live beside it."""
    assert re.fullmatch(r"1:[0-9a-f]{32}", fingerprint("a", "b"))


def test_content_without_words_still_differs() -> None:
    """Titles of nothing but punctuation are not all the same."""
    assert fingerprint("?!", "") != fingerprint("...", "")


@given(WORDS, st.sampled_from([" ", ", ", " – ", "\n\n", "… "]))
def test_separators_do_not_matter(words: list[str], separator: str) -> None:
    """However words are set apart, they are the same words."""
    assert fingerprint(" ".join(words), "x") == fingerprint(separator.join(words).upper().lower(), "x")


@given(st.text())
def test_any_text_has_words_or_none(text: str) -> None:
    """Folding to words never fails and leaves no white space in a word."""
    assert all(word and not word.isspace() for word in folded_words(text))


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_hash_keys_of_different_parts_differ(parts: list[str], others: list[str]) -> None:
    """Keys are equal for equal parts only; where one part ends and the next begins matters."""
    assert (hash_key(*parts) == hash_key(*others)) == (parts == others)
