"""An item's words as rows of integers: which atoms and leads are present, and where. Pure."""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i32, i64

from daemon.rules.kept import Kept, piece_at
from daemon.rules.lead import Atoms, Lead, Piece

_LONG: Final = 2_000  #: words; to look through fewer is quicker than to sort them first


class Scan:
    """An item's words, in rows: which atoms and leads are present, and where. Each is of its own item alone."""

    def __init__(self, kept: Kept, leads: list[Lead]) -> None:
        self._all_leads = leads  #: by number
        self.ints: vec[i32] = kept.ints
        self.rows: vec[i32] = vec[i32]()  #: of each piece; 0 for a gap
        self.words: vec[i32] = vec[i32]()  #: the row of each word
        self.begins: vec[i32] = vec[i32]()  #: where each word's piece begins, in code points of its field
        self.atoms: vec[i32] = vec[i32]()  #: each once
        self.leads: vec[i32] = vec[i32]()  #: the number of each lead, once; the next three tell where its words are
        self.firsts: vec[i32] = vec[i32]()  #: of each lead: its first entry
        self.positions: vec[i32] = vec[i32]()  #: of each entry: the word's position
        self.followers: vec[i32] = vec[i32]()  #: of each entry: the next one of the same lead; -1 after the last
        self.lows: list[int] = []  #: the position of each field's first word
        self._places: dict[int, list[int]] = {}  #: of a long text: where the words of each row stand
        self._having: dict[int, list[int]] = {}  #: … and the rows that have an atom
        self.naming: list[Lead] = []  #: those of the leads that may be of a name

    def present(self) -> set[int]:
        """The atoms."""
        return {int(atom) for atom in self.atoms}

    def pieces(self) -> list[Piece | None]:
        """What was worked out for each piece; None for a gap."""
        return [piece_at(self.ints, i64(row), self._all_leads) if row != 0 else None for row in self.rows]

    def positions_of(self, number: int, most: int) -> list[int]:
        """Where the words of a lead stand, ascending; so many of them at the most."""
        found: list[int] = []
        slot: i64 = 0
        while self.leads[slot] != number:
            slot += 1
        entry = i64(self.firsts[slot])
        while entry >= 0 and len(found) < most:
            found.append(int(self.positions[entry]))
            entry = i64(self.followers[entry])
        return found

    def place(self, position: int) -> tuple[int, int, int]:
        """The field of a word, its start and its end."""
        at = i64(position)
        word = i64(self.words[at])
        field = 0 if position < self.lows[1] else 1 if position < self.lows[2] else 2
        begin = self.begins[at]
        return field, int(begin + self.ints[word]), int(begin + self.ints[word + 1])

    def touched(self, low: int, high: int, start: int, end: int) -> tuple[int, int]:
        """The first of some words that ends after a character `start`, and the last one that begins before `end`."""
        first = self._first_beyond(i64(low), i64(high), i64(start) + 1, 1)
        return int(first), int(self._first_beyond(first, i64(high), i64(end), 0) - 1)

    def _first_beyond(self, low: i64, high: i64, least: i64, end: i64) -> i64:
        """The first word whose start (`end`: 1 for its end) is at or after a character; `high` if there is none."""
        while low < high:
            middle = (low + high) // 2
            place = i64(self.begins[middle]) + i64(self.ints[i64(self.words[middle]) + end])
            if place < least:
                low = middle + 1
            else:
                high = middle
        return low

    def begun(self, atoms: Atoms) -> list[int]:
        """The positions from which on the atoms stand next to each other, ascending."""
        if len(self.words) > _LONG:
            return self._begun_in_long(atoms)
        first = i32(atoms[0])
        last = i64(len(self.words)) - i64(len(atoms))
        return [int(at) for at in range(last + 1) if self._has(at, first) and self._runs(at, atoms)]

    def _begun_in_long(self, atoms: Atoms) -> list[int]:
        """`begun`, by the places of the atom that has the fewest rows."""
        if not self._places:
            self._sort_words()
        best: list[int] = []
        shift = -1
        for offset, atom in enumerate(atoms):
            rows = self._having.get(atom)
            if rows is None:
                return []
            if shift < 0 or len(rows) < len(best):
                best, shift = rows, offset
        last = len(self.words) - len(atoms)
        found: list[int] = []
        for row in best:
            for place in self._places[row]:
                position = place - shift
                if 0 <= position <= last and self._runs(i64(position), atoms):
                    found.append(position)
        found.sort()
        return found

    def _sort_words(self) -> None:
        places = self._places
        for position in range(len(self.words)):
            places.setdefault(int(self.words[position]), []).append(position)
        ints = self.ints
        for row in places:
            for at in range(i64(row) + 3, i64(row) + 3 + i64(ints[i64(row) + 2])):
                self._having.setdefault(int(ints[at]), []).append(row)

    def _runs(self, position: i64, atoms: Atoms) -> bool:
        """Whether each atom is one of its word's; the first one's word is at this position."""
        for offset in range(len(atoms)):  # noqa: SIM110 - compiled, a generator costs more than what it asks
            if not self._has(position + i64(offset), i32(atoms[offset])):
                return False
        return True

    def _has(self, position: i64, atom: i32) -> bool:
        ints = self.ints
        word = i64(self.words[position])
        last = word + 2 + i64(ints[word + 2])
        at = word + 3
        while at <= last:
            if ints[at] == atom:
                return True
            at += 1
        return False
