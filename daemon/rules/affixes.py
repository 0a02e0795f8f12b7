"""Beginnings, endings and letters within: a text's word -> the atoms that ask for a part of it. Pure.

Each is found by its first or last letters, so that most words are told in one look to have none.
"""

from typing import Final

from daemon.language.arabic import without_clitics
from daemon.language.script import script_of
from daemon.rules.literals import plain
from daemon.rules.triples import IS_COMPILED, Triples

_HEAD: Final = 3  #: letters by which a part is found
_Parts = dict[str, list[tuple[str, int]]]  #: by these letters: the whole part, its atom


class Affixes:
    """Parts of words, each an atom."""

    def __init__(self) -> None:
        self._prefixes: _Parts = {}
        self._suffixes: _Parts = {}
        self._infixes: _Parts = {}
        #: The heads of infixes as rows of letters, by the number of letters.
        self._rows: dict[int, set[tuple[str, ...]]] = {}
        self._triples = Triples()  #: … and as they are told quicker in compiled code
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
        head = letters[:_HEAD]
        self._infixes.setdefault(head, []).append((letters, atom))
        self._rows.setdefault(len(head), set()).add(tuple(head))
        self._triples.add(head)

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
        if IS_COMPILED and not self._triples.any_in(text):
            return
        for length, rows in self._rows.items():
            after = [text[at:] for at in range(1, length)]
            if rows.isdisjoint(zip(text, *after, strict=False)):  # as with most words
                continue
            for start in range(len(text) - length + 1):
                parts = self._infixes.get(text[start : start + length])
                if parts is not None:
                    for letters, atom in parts:
                        if text.startswith(letters, start):
                            found.add(atom)
