"""Strings, found by those that are close to them: a likeness of 85, however many strings there are. Pure.

The likeness of two strings is what they have in common, letter after letter, by the letters of both. What a string has
in common with those that are close to it is filed, in parts that can be told from the other string alone: so a string
finds its few neighbours by a handful of look-ups, and most find none.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import Final

from mypy_extensions import i64
from rapidfuzz import fuzz, process

from daemon.rules.triples import IS_COMPILED, Triples

LEAST_100: Final = 85
_LEAST_100: Final = LEAST_100 - 0.01
_LEAST_LETTERS: Final = 4  #: shorter strings are close to none
_LONG: Final = 11  #: letters of strings that are compared with strings of like ends
_LACKED_BY_LONG: Final = 9  #: letters of the shortest string that they can be close to
_END: Final = 4  #: letters of an end: two ends do not overlap
_LACKED_BY_ENDS: Final = 3  #: letters that both may lack together, to be found by their ends
_VERY_LONG: Final = 12  #: letters of the shortest string that may lack more than three of one that is as long
_LACK_FOUR: Final = 28  #: letters that both have together, from which on they may lack more than three

_Numbers = tuple[int, ...]


class _Parts:
    """What strings have in common with close ones of a certain length, which have one letter more than that."""

    def __init__(self) -> None:
        self.heads: dict[str, _Numbers] = {}  #: without their last third, if what is more stands there
        self.tails: dict[str, _Numbers] = {}
        self.outers: dict[str, _Numbers] = {}  #: without their middle third


class Spellings:
    """Strings, each with a number, that are found by close ones.

    Why by cases: of two close strings neither of which is long, one has at most one letter more than what both have in
    common: then two thirds of it are in common as they stand. Or it has two letters more and lacks none. Long ones may
    lack three together: then at least at one end they lack one at most. Only very long ones lack more.
    """

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._commons: dict[str, _Numbers] = {}  #: all of the close string
        self._parts: dict[int, _Parts] = {}  #: by the length of the close string
        self._sides: dict[int, dict[str, _Numbers]] = {}  #: by length, two first letters and the last
        self._side_letters: dict[int, Triples] = {}  #: the same sides, as they are told quicker in compiled code
        self._ends: dict[str, list[int]] = {}  #: the string's number, and below that, in 32 bits, its letters
        self._longest: dict[int, tuple[list[str], list[int]]] = {}  #: by length: strings, numbers

    def add(self, text: str, number: int) -> None:
        """File a string."""
        length = len(text)
        if length < _LEAST_LETTERS:
            return
        self._texts[number] = text
        own = (number,)
        for lacked in range(_LACKED_BY_ENDS + 1):
            if _may_lack(length - lacked, 0, lacked) or _may_lack(length - lacked, 1, lacked):
                self._add_commons({"".join(left) for left in combinations(text, length - lacked)}, lacked, own)
        if _may_lack(length, 2, 0):
            _file(self._sides.setdefault(length, {}), text[:2] + text[-1], own)
            if length not in self._side_letters:
                self._side_letters[length] = Triples()
            self._side_letters[length].add(text[:2] + text[-1])
        if length >= _LACKED_BY_LONG:
            entry = number << 32 | _letters(text)
            for end in {f"^{text[:_END]}", f"{text[-_END:]}$", *_worn_ends(text, _END)}:
                self._ends.setdefault(end, []).append(entry)
        if length >= _VERY_LONG:
            texts, numbers = self._longest.setdefault(length, ([], []))
            texts.append(text)
            numbers.append(number)

    def _add_commons(self, commons: set[str], lacked: int, own: _Numbers) -> None:
        """File a string by all that is left of it without some letters."""
        length = len(next(iter(commons)))
        if _may_lack(length, 0, lacked):
            if lacked < _LACKED_BY_ENDS:
                for common in commons:
                    _file(self._commons, common, own)
            else:  # there are hundreds
                outers, third = self._parts_of(length).outers, length // 3
                for outer in {common[:third] + common[-third:] for common in commons}:
                    _file(outers, outer, own)
        if _may_lack(length, 1, lacked):
            parts, third = self._parts_of(length + 1), (length + 1) // 3
            rest = length + 1 - third
            for head in {common[:rest] for common in commons}:
                _file(parts.heads, head, own)
            for tail in {common[-rest:] for common in commons}:
                _file(parts.tails, tail, own)
            for outer in {common[:third] + common[-third:] for common in commons}:
                _file(parts.outers, outer, own)

    def _parts_of(self, length: int) -> _Parts:
        return self._parts.setdefault(length, _Parts())

    def equal(self, text: str, found: set[int]) -> None:
        """Add the numbers of the strings that are the text, which is short enough to have few."""
        for number in self._commons.get(text, ()):
            if self._texts[number] == text:
                found.add(number)

    def close(self, text: str, found: set[int]) -> None:
        """Add the numbers of all strings with a likeness of at least 85."""
        length = len(text)
        if length >= _LONG:
            self._close_by_ends(text, found)
            if length >= _VERY_LONG:
                self._close_to_very_long(text, found)
            return
        commons = self._commons.get(text)
        if commons is not None:
            found.update(commons)
        parts = self._parts.get(length)
        if parts is not None:
            third = length // 3
            rest = length - third
            for filed, part in (
                (parts.heads, text[:rest]),
                (parts.tails, text[third:]),
                (parts.outers, text[:third] + text[rest:]),
            ):
                if part in filed:
                    self._keep_close(text, filed[part], found)
        sides = self._sides.get(length - 2)
        if sides is not None and not (IS_COMPILED and _has_no_side(text, self._side_letters[length - 2])):
            for side in _sides(text):
                if side in sides:
                    self._keep_close(text, sides[side], found)

    def _keep_close(self, text: str, numbers: Iterable[int], found: set[int]) -> None:
        for number in numbers:
            if number not in found and fuzz.ratio(text, self._texts[number]) > _LEAST_100:
                found.add(number)

    def _close_by_ends(self, text: str, found: set[int]) -> None:
        ends = self._ends
        letters = -1
        for end in (f"^{text[: _END - 1]}", f"{text[1 - _END :]}$", *_worn_ends(text, _END + 1)):
            entries = ends.get(end)
            if entries is not None:
                letters = _letters(text) if letters < 0 else letters
                self._keep_close(text, _lacking_few(letters, entries), found)

    def _close_to_very_long(self, text: str, found: set[int]) -> None:
        length = len(text)
        for other in range(max(_LACK_FOUR - length, _VERY_LONG), 23 * length // 17 + 1):
            if other in self._longest:
                texts, numbers = self._longest[other]
                close = process.extract(text, texts, scorer=fuzz.ratio, score_cutoff=_LEAST_100, limit=None)
                found.update([numbers[index] for _, _, index in close])


def _may_lack(common: int, lacked_by_filed: int, lacked_by_other: int) -> bool:
    """May two close strings, with so many letters in common, each have so many more: the one asked with, the filed?

    Only those of the one asked with that are not long.
    """
    asked, filed = common + lacked_by_filed, common + lacked_by_other
    return common > 0 and asked < _LONG and 200 * common >= LEAST_100 * (asked + filed)


def _file(filed: dict[str, _Numbers], key: str, own: _Numbers) -> None:
    known = filed.get(key)
    filed[key] = own if known is None else known + own


def _sides(text: str) -> tuple[str, ...]:
    """What a string begins with, two letters, and ends with, one, if it lacks two letters of the text."""
    a, b, c, d, x, y, z = text[0], text[1], text[2], text[3], text[-3], text[-2], text[-1]
    ab, ac, bc = a + b, a + c, b + c
    return ab + z, ab + y, ab + x, ac + z, ac + y, bc + z, bc + y, a + d + z, b + d + z, c + d + z


def _worn_ends(word: str, letters: int) -> list[str]:
    """So many letters of either end of a word, without each one of them in turn."""
    head, tail = f"^{word[:letters]}", f"{word[-letters:]}$"
    return [
        *[head[:at] + head[at + 1 :] for at in range(1, letters + 1)],
        *[tail[:at] + tail[at + 1 :] for at in range(letters)],
    ]


def _letters(word: str) -> int:
    """Which letters a word has, a bit for each of 32; letters of other scripts share bits."""
    letters: i64 = 0
    for at in range(len(word)):
        letters |= 1 << (i64(ord(word[at])) & 31)
    return int(letters)


def _lacking_few(letters: int, entries: list[int]) -> list[int]:
    """The numbers of those entries whose letters and these differ by three at most."""
    numbers: list[int] = []
    for entry in entries:
        packed = i64(entry)
        differing = (packed ^ i64(letters)) & 0xFFFFFFFF
        for _ in range(_LACKED_BY_ENDS):
            differing &= differing - 1  # without its last one
        if differing == 0:
            numbers.append(int(packed >> 32))
    return numbers


def _has_no_side(text: str, filed: Triples) -> bool:
    """Is none of `_sides` filed? By integers, for compiled code."""
    a, b, c, d = (i64(ord(text[0])) & 31, i64(ord(text[1])) & 31, i64(ord(text[2])) & 31, i64(ord(text[3])) & 31)
    last = len(text) - 1
    x, y, z = (i64(ord(text[last - 2])) & 31, i64(ord(text[last - 1])) & 31, i64(ord(text[last])) & 31)
    ab, ac, bc = a << 10 | b << 5, a << 10 | c << 5, b << 10 | c << 5
    return not (
        filed.has(ab | z)
        or filed.has(ab | y)
        or filed.has(ab | x)
        or filed.has(ac | z)
        or filed.has(ac | y)
        or filed.has(bc | z)
        or filed.has(bc | y)
        or filed.has(a << 10 | d << 5 | z)
        or filed.has(b << 10 | d << 5 | z)
        or filed.has(c << 10 | d << 5 | z)
    )
