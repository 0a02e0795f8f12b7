"""Strings, a bit for each: may a string be one of those that were added? Pure.

For compiled code, where a few steps on integers and one look at a small row of bits tell of most words that no string
needs to be made to ask a dictionary with. What is told is only that something cannot be there: several share a bit.
"""

from typing import Final

from librt.vecs import append, vec
from mypy_extensions import i64

_LEAST_BITS: Final = 1 << 13
_BITS_EACH: Final = 16
_FACTOR: Final = 0x9E3779B97F4A7D5
_MASK: Final = (1 << 61) - 1
_MIXED: Final = 31  #: the upper bits of a number tell as much as the lower ones do


class Sieve:
    """Which numbers of strings were added."""

    def __init__(self) -> None:
        self._mask: i64 = _LEAST_BITS - 1
        self._bits: vec[i64] = vec[i64]([0] * (_LEAST_BITS >> 5))
        self._numbers: vec[i64] = vec[i64]()

    def add(self, number: i64) -> None:
        """Take in a number."""
        self._numbers = append(self._numbers, number)
        if i64(len(self._numbers)) * _BITS_EACH > self._mask:
            self._grow()
        self._set(number)

    def _grow(self) -> None:
        size = 4 * (self._mask + 1)
        self._mask, self._bits = size - 1, vec[i64]([0] * (size >> 5))
        for number in self._numbers:
            self._set(number)

    def _set(self, number: i64) -> None:
        place = (number ^ (number >> _MIXED)) & self._mask
        self._bits[place >> 5] |= 1 << (place & 31)

    def has(self, number: i64) -> bool:
        """May it be one of them?"""
        place = (number ^ (number >> _MIXED)) & self._mask
        return (self._bits[place >> 5] >> (place & 31)) & 1 != 0


def number_of(text: str, start: i64, end: i64) -> i64:
    """The number of a stretch of a text."""
    number: i64 = 0
    while start < end:
        number = ((number ^ i64(ord(text[start]))) * _FACTOR) & _MASK
        start += 1
    return number
