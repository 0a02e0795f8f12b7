"""An item's words as rows of integers: which atoms and leads are present, and where. Pure."""

from librt.vecs import vec
from mypy_extensions import i32, i64

from daemon.rules.kept import Kept, piece_at
from daemon.rules.lead import Atoms, Lead, Piece


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

    def begun(self, atoms: Atoms) -> list[int]:
        """The positions from which on the atoms stand next to each other, ascending."""
        first = i32(atoms[0])
        reach = i64(len(atoms))
        found: list[int] = []
        for position in range(i64(len(self.words)) - reach + 1):
            if self._has(position, first):
                offset: i64 = 1
                while offset < reach and self._has(position + offset, i32(atoms[offset])):
                    offset += 1
                if offset == reach:
                    found.append(int(position))
        return found

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
