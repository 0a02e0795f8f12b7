"""Three letters in a row, each a number of fifteen bits; and which of them were met, as bits. Pure.

For compiled code, where a few steps on integers tell of most words that no string needs to be made to ask a dictionary
with. What is told is only that something cannot be there: letters of other scripts share numbers.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

IS_COMPILED: Final = not __file__.endswith(".py")
_LETTER: Final = 31
_ALL: Final = (1 << 15) - 1


class Triples:
    """Which triples were added."""

    def __init__(self) -> None:
        self._bits: vec[i64] = vec[i64]([0] * 1024)

    def add(self, letters: str) -> None:
        """Take in three letters, or two: those with any third one after them, and at the end of a word."""
        if len(letters) == 2:
            for third in range(32):
                self._add(packed(letters[0], letters[1], chr(third)))
        else:
            self._add(packed(letters[0], letters[1], letters[2]))

    def _add(self, triple: i64) -> None:
        self._bits[triple >> 5] |= 1 << (triple & 31)

    def has(self, triple: i64) -> bool:
        """May it be one of them?"""
        return (self._bits[triple >> 5] >> (triple & 31)) & 1 != 0

    def any_in(self, word: str) -> bool:
        """May one of them stand in the word?"""
        bits = self._bits
        triple: i64 = 0
        for at in range(len(word)):
            triple = ((triple << 5) | (i64(ord(word[at])) & _LETTER)) & _ALL
            if (bits[triple >> 5] >> (triple & 31)) & 1 != 0 and at > 1:
                return True
        triple = (triple << 5) & _ALL  # two letters at the end
        return (bits[triple >> 5] >> (triple & 31)) & 1 != 0


def packed(first: str, second: str, third: str) -> i64:
    """The number of three letters."""
    return ((i64(ord(first)) & _LETTER) << 10) | ((i64(ord(second)) & _LETTER) << 5) | (i64(ord(third)) & _LETTER)
