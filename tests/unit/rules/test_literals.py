"""What every match of a regular expression holds."""

import random
import re

import pytest

from daemon.language.words import split_words
from daemon.rules.literals import needed_literals, plain
from daemon.rules.pattern import PatternError, compile_pattern

PIECES = [
    "he",
    "Li",
    "верт",
    "ёт",
    "a?",
    "(?:ab|cd)",
    "[ab]c",
    "x+",
    "(bc){2}",
    r"\b",
    r"\w*",
    "(ef|g)",
    "И",
    "é",
    "s*ka",
]
TEXTS = [
    "he",
    "LI",
    "верт",
    "ВЕРТ",
    "ёт",
    "ет",
    "a",
    "ab",
    "cd",
    "ac",
    "x",
    "bcbc",
    "ef",
    "g",
    "и",
    "É",
    "ſka",
    "K",
    " ",
    "-",
]


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\bhelicopter\w*", [{"helicopter"}]),
        ("Mi-?2[45]", [{"mi"}]),
        ("shot|downed", [{"shot", "downed"}]),
        ("(сбит|сбил)и? вертол", [{"вертол"}, {"сби"}]),
        ("(?i:fire)", []),
        ("(?:fire){e<=1}", []),
        (r"\p{Cyrillic}+fire", []),
        ("[[:alpha:]]fire", []),
        ("fire|.x", []),
        ("(fire)?x", []),
        ("(fire){0,2}x.", []),
    ],
)
def test_what_a_pattern_needs(pattern: str, needed: list[set[str]]) -> None:
    """Letters that stand in every match are found; where nothing is sure, nothing is needed."""
    assert list(map(set, needed_literals(pattern))) == needed


def test_no_match_without_what_is_needed() -> None:
    """Wherever a random pattern matches, each of its groups has a member within one word of the text."""
    chance = random.Random(77)
    matches = 0
    for _ in range(4_000):
        pattern = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 4)))
        pattern = f"{pattern}|{chance.choice(PIECES)}" if chance.random() < 0.3 else pattern
        groups = needed_literals(pattern)
        try:
            compiled = compile_pattern(pattern)
        except PatternError:
            continue
        text = "".join(chance.choice(TEXTS) for _ in range(12))
        if groups and any(compiled.matches(text)):
            matches += 1
            words = [plain(word.text) for word in split_words(text)]
            assert all(any(one in word for one in group for word in words) for group in groups), (pattern, text)
    assert matches > 200


def test_both_engines_read_these_alike() -> None:
    """Letters that literals may hold have the same other cases in `regex` as in `str.casefold`."""
    for letter in "abcdefghijklmnopqrstuvwxyzабвгдежзиклмнопрстуфхцчшщъыьэюя":
        compiled = compile_pattern(f"^{letter}$")
        same = [chr(code) for code in range(0x20, 0x3000) if any(compiled.matches(chr(code)))]
        assert {plain(one) for one in same} == {letter}
        assert re.fullmatch(letter, letter.upper(), re.IGNORECASE)
