"""Beginnings, endings and letters within: a text's word -> the atoms that ask for a part of it. Pure.

Each is found by its first or last letters, so that most words are told in one look to have none.
"""

from typing import Final

from mypy_extensions import i64

from daemon.language.arabic import without_clitics
from daemon.language.script import script_of
from daemon.rules.literals import plain
from daemon.rules.sieve import Sieve, number_of
from daemon.rules.triples import IS_COMPILED

_HEAD: Final = 3  #: letters by which a beginning or an ending is found
_HEAD_WITHIN: Final = 4  #: letters by which a part within is found
_Parts = dict[str, list[tuple[str, int]]]  #: by these letters: the whole part, its atom


class Affixes:
    """Parts of words, each an atom."""

    def __init__(self) -> None:
        self._prefixes: _Parts = {}
        self._suffixes: _Parts = {}
        self._infixes: _Parts = {}
        #: The heads of infixes as rows of letters, by the number of letters.
        self._rows: dict[int, set[tuple[str, ...]]] = {}
        self._sieve = Sieve()  #: … and as they are told quicker in compiled code
        self._least = _HEAD  #: letters of the shortest prefix or suffix, if that is less

    def add_prefix(self, folded: str, atom: int) -> None:
        """What a word begins with, folded."""
        self._prefixes.setdefault(folded[:_HEAD], []).append((folded, atom))
        self._least = min(self._least, len(folded))

    def add_suffix(self, folded: str, atom: int) -> None:
        """What a word ends with, folded."""
        self._suffixes.setdefault(folded[-_HEAD:], []).append((folded, atom))
        self._least = min(self._least, len(folded))

    def add_infix(self, letters: str, atom: int) -> None:
        """What stands in a word, two letters at least, which are `literals.plain`."""
        head = letters[:_HEAD_WITHIN]
        self._infixes.setdefault(head, []).append((letters, atom))
        self._rows.setdefault(len(head), set()).add(tuple(head))
        self._sieve.add(number_of(head, 0, len(head)))

    def find(self, surface: str, folded: str, found: set[int]) -> None:
        """Add the atoms of all parts that the word has."""
        if self._prefixes:
            self._begun(folded, found)
            if not folded.isascii() and script_of(folded) == "arabic":
                for form in without_clitics(folded):
                    self._begun(form, found)
        if self._suffixes:
            self._ended(folded, found)
        if self._infixes:
            self._held(folded if surface.isascii() else plain(surface), found)

    def _begun(self, folded: str, found: set[int]) -> None:
        for length in range(self._least, _HEAD + 1):
            parts = self._prefixes.get(folded[:length])
            if parts is not None:
                for prefix, atom in parts:
                    if folded.startswith(prefix):
                        found.add(atom)

    def _ended(self, folded: str, found: set[int]) -> None:
        for length in range(self._least, _HEAD + 1):
            parts = self._suffixes.get(folded[-length:])
            if parts is not None:
                for suffix, atom in parts:
                    if folded.endswith(suffix):
                        found.add(atom)

    def _held(self, text: str, found: set[int]) -> None:
        for length, rows in self._rows.items():
            if IS_COMPILED:
                if _has_none(text, length, self._sieve):
                    continue
            elif rows.isdisjoint(zip(text, *[text[at:] for at in range(1, length)], strict=False)):  # as most words
                continue
            for start in range(len(text) - length + 1):
                parts = self._infixes.get(text[start : start + length])
                if parts is not None:
                    for letters, atom in parts:
                        if text.startswith(letters, start):
                            found.add(atom)


def _has_none(text: str, length: int, heads: Sieve) -> bool:
    """Is no run of so many letters a head?"""
    letters = i64(length)
    return all(not heads.has(number_of(text, at, at + letters)) for at in range(i64(len(text)) - letters + 1))
