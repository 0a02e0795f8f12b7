"""Three letters, together a number of fifteen bits; and which such numbers were met, as bits. Pure.

For compiled code, as `sieve`, where three letters of a string are asked in many ways: to make their number takes three
steps. What is told is only that something cannot be there: letters of other scripts share numbers.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

IS_COMPILED: Final = not __file__.endswith(".py")
_LETTER: Final = 31


class Triples:
    """Which triples were added."""

    def __init__(self) -> None:
        self._bits: vec[i64] = vec[i64]([0] * 1024)

    def add(self, letters: str) -> None:
        """Take in three letters."""
        triple = packed(letters[0], letters[1], letters[2])
        self._bits[triple >> 5] |= 1 << (triple & 31)

    def has(self, triple: i64) -> bool:
        """May it be one of them?"""
        return (self._bits[triple >> 5] >> (triple & 31)) & 1 != 0


def packed(first: str, second: str, third: str) -> i64:
    """The number of three letters."""
    return ((i64(ord(first)) & _LETTER) << 10) | ((i64(ord(second)) & _LETTER) << 5) | (i64(ord(third)) & _LETTER)
