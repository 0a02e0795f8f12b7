"""Close spellings of names."""

import pytest

from daemon.language.fold import fold
from daemon.rules.fuzzy import FuzzyNames, sound_key

MUST = [
    ("Gaddafi", "Qadhafi"),
    ("Gaddafi", "Kadhafi"),
    ("Gaddafi", "Qaddafi"),
    ("Tadmur", "Tadmor"),
    ("Zelensky", "Zelenskyy"),
    ("Zelensky", "Zelenskiy"),
    ("Mohammed", "Muhammad"),
    ("Mohammed", "Mohamed"),
    ("Houthi", "Huthi"),
    ("Netanyahu", "Netanyahou"),
    ("Kyiv", "Kiev"),
    ("Khamenei", "Хаменеи"),
]
MUST_NOT = [
    ("Gaddafi", "Gandhi"),
    ("Gaddafi", "Kandahar"),
    ("Tadmur", "Tamar"),
    ("Zelensky", "Lewinsky"),
    ("Mohammed", "Moment"),
    ("Houthi", "Youth"),
    ("Putin", "Pudding"),
    ("Iran", "Iraq"),
    ("Assad", "Asked"),
    ("Homs", "Home"),
]


def _is_near(name: str, text: str) -> bool:
    names = FuzzyNames()
    names.add(fold(name), 85, 7)
    return names.near(fold(text)) == {7}


@pytest.mark.parametrize(("name", "text"), MUST)
def test_spellings_that_must_pass(name: str, text: str) -> None:
    """The usual transliterations of one name are close."""
    assert _is_near(name, text)


@pytest.mark.parametrize(("name", "text"), MUST_NOT)
def test_words_that_must_not_pass(name: str, text: str) -> None:
    """Other words that look a little alike are not close."""
    assert not _is_near(name, text)


def test_one_sound_key() -> None:
    """Qadhafi, Kadhafi and Gaddafi share a key."""
    assert len({sound_key(word) for word in ("qadhafi", "kadhafi", "gaddafi")}) == 1
