"""What was worked out for pieces of texts, in rows of integers. Pure.

What every piece of every text needs must lie close together: in a dictionary of tuples of tuples the processor waits
for memory a dozen times a piece, in rows of integers three or four times. For compiled code only: interpreted, numbers
cost more than waiting, and dictionaries do the same (`reading`).
"""

import secrets
from typing import Final

from librt.vecs import append, vec
from mypy_extensions import i32, i64

from daemon.rules.lead import Atoms, Lead, Piece

_LEAST_SLOTS: Final = 1 << 10
MASK: Final = (1 << 61) - 1
# Secret, so that nobody can write texts whose pieces all meet in one place.
SEED: Final = secrets.randbits(60)
FACTOR: Final = secrets.randbits(59) | 5


class Slots:
    """Where the row of each string begins. At least half of the slots are free."""

    def __init__(self) -> None:
        self.mask: i64 = _LEAST_SLOTS - 1
        self.count: i64 = 0
        self.hashes: vec[i64] = vec[i64]([0] * _LEAST_SLOTS)
        self.rows: vec[i32] = vec[i32]([0] * _LEAST_SLOTS)

    def put(self, hashed: i64, row: i32) -> None:
        """Add a string that is not there."""
        if 2 * self.count > self.mask:
            self._grow()
        slot = hashed & self.mask
        while self.rows[slot] != 0:
            slot = (slot + 1) & self.mask
        self.hashes[slot] = hashed
        self.rows[slot] = row
        self.count += 1

    def _grow(self) -> None:
        hashes, rows = self.hashes, self.rows
        size = 4 * (self.mask + 1)
        self.mask, self.count = size - 1, 0
        self.hashes = vec[i64]([0] * size)
        self.rows = vec[i32]([0] * size)
        for slot in range(len(rows)):
            if rows[slot] != 0:
                self.put(hashes[slot], rows[slot])


class Kept:
    """The strings of one generation, and their rows."""

    def __init__(self) -> None:
        self.slots: dict[str | None, Slots] = {}  #: by language
        self.ints: vec[i32] = vec[i32]([0, 0, 0])  #: all rows; at first that of a word without atoms
        self.count = 0

    def slots_of(self, language: str | None) -> Slots:
        """Where the strings of a language are."""
        slots = self.slots.get(language)
        if slots is None:
            slots = self.slots[language] = Slots()
        return slots

    def row(self, slots: Slots, hashed: i64, text: str, start: i64, end: i64) -> i64:
        """The row of a stretch of a text; 0 if there is none."""
        mask, hashes, rows, ints = slots.mask, slots.hashes, slots.rows, self.ints
        slot = hashed & mask
        while True:
            row = i64(rows[slot])
            if row == 0 or (hashes[slot] == hashed and is_same(ints, row, text, start, end)):
                return row
            slot = (slot + 1) & mask

    def add(self, text: str, piece: Piece) -> i64:
        """A row for a piece."""
        ints = self.ints
        row = i64(len(ints))
        ints = append(ints, i32(len(text)))
        for index in range(len(text)):
            ints = append(ints, i32(ord(text[index])))
        atoms_of, starts, ends, leads = piece
        led = [(lead.number, word) for word, atoms in enumerate(atoms_of) for lead in leads if lead.anchor in atoms]
        ints = append(ints, i32(len(atoms_of)))
        ints = append(ints, i32(len(led)))
        for word, atoms in enumerate(atoms_of):
            ints = append(ints, i32(starts[word]))
            ints = append(ints, i32(ends[word]))
            ints = append(ints, i32(len(atoms)))
            for atom in atoms:
                ints = append(ints, i32(atom))
        for number, word in led:
            ints = append(ints, i32(number))
            ints = append(ints, i32(word))
        self.ints = ints
        self.count += 1
        return row

    def take(self, others: vec[i32], row: i64) -> i64:
        """A row like one of another generation."""
        ints = self.ints
        taken = i64(len(ints))
        for at in range(row, _end(others, row)):
            ints = append(ints, others[at])
        self.ints = ints
        self.count += 1
        return taken


def _end(ints: vec[i32], row: i64) -> i64:
    """Where a row ends."""
    word = row + 3 + i64(ints[row])
    entries = i64(ints[word - 1])
    for _ in range(i64(ints[word - 2])):
        word += 3 + i64(ints[word + 2])
    return word + 2 * entries


def first_atoms_at(ints: vec[i32], row: i64) -> Atoms:
    """The atoms of the first word of a row that has one."""
    return atoms_at(ints, row + 3 + i64(ints[row]))


def atoms_at(ints: vec[i32], word: i64) -> Atoms:
    """The atoms of a word."""
    return tuple([int(ints[at]) for at in range(word + 3, word + 3 + i64(ints[word + 2]))])


def piece_at(ints: vec[i32], row: i64, leads: list[Lead]) -> Piece:
    """The piece that a row was made of; the leads are by number."""
    word = row + 3 + i64(ints[row])
    atoms_of: list[Atoms] = []
    starts: list[int] = []
    ends: list[int] = []
    entries = i64(ints[word - 1])
    for _ in range(i64(ints[word - 2])):
        starts.append(int(ints[word]))
        ends.append(int(ints[word + 1]))
        first = word + 3
        word = first + i64(ints[word + 2])
        atoms_of.append(tuple([int(ints[at]) for at in range(first, word)]))
    numbers = dict.fromkeys([int(ints[word + 2 * entry]) for entry in range(entries)])
    return tuple(atoms_of), tuple(starts), tuple(ends), tuple([leads[number] for number in numbers])


def is_same(ints: vec[i32], row: i64, text: str, start: i64, end: i64) -> bool:
    """Is a row that of a stretch of a text?"""
    if i64(ints[row]) != end - start:
        return False
    at = row + 1 - start
    while start < end:
        if i64(ints[at + start]) != i64(ord(text[start])):
            return False
        start += 1
    return True


def hashed_of(text: str) -> i64:
    """A number for a string, the same in one process."""
    hashed: i64 = SEED
    factor: i64 = FACTOR
    for index in range(len(text)):
        hashed = ((hashed ^ i64(ord(text[index]))) * factor) & MASK
    return hashed ^ (hashed >> 29)
