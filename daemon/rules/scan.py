"""An item's words as rows of integers: which atoms and leads are present, and where. Pure."""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i32, i64

from daemon.rules.kept import atoms_at
from daemon.rules.lead import AtomId, Atoms, Naming, Place

_LONG: Final = 2_000  #: words; to look through fewer is quicker than to sort them first
_MANY: Final = 250  #: leads; of fewer, one is sooner found by looking at all


class Scan:
    """An item's words, in rows: which atoms and leads are present, and where. Each is of its own item alone."""

    def __init__(self) -> None:
        self.ints: vec[i32] = vec[i32]()  #: those of `Kept`
        self.words: vec[i32] = vec[i32]()  #: where each word is in them; 0, which is a word without atoms, for a gap
        self.begins: vec[i32] = vec[i32]()  #: where each word's piece begins, in code points of its field
        self.atoms: vec[i32] = vec[i32]()  #: each once
        self.leads: vec[i32] = vec[i32]()  #: the number of each lead, once; the next three tell where its words are
        self.firsts: vec[i32] = vec[i32]()  #: of each lead: its first entry
        self.positions: vec[i32] = vec[i32]()  #: of each entry: the word's position
        self.followers: vec[i32] = vec[i32]()  #: of each entry: the next one of the same lead; -1 after the last
        self.lows: list[int] = []  #: the position of each field's first word
        self.lead_of_atom: vec[i32] = vec[i32]()  #: that of `Rows`
        self._slots: dict[int, int] = {}  #: of each of many leads, by its number: where it is among them
        self._sorted: vec[i32] = vec[i32]()  #: of a long text: the positions of each atom's words, one after the other
        self._after: vec[i32] = vec[i32]()  #: … and how many of them stand before those of each atom
        self.naming: list[Naming] = []  #: those of the leads that may be of a name

    def present(self) -> set[int]:
        """The atoms."""
        return {int(atom) for atom in self.atoms}

    def atoms_of_words(self) -> list[Atoms]:
        """The atoms of each word; none in a gap."""
        ints = self.ints
        return [atoms_at(ints, i64(word)) for word in self.words]

    def _entry_of(self, atom: AtomId) -> i64:
        """The first entry of an atom's lead; -1 if it has none here."""
        one = i64(atom)
        number = self.lead_of_atom[one] if one < len(self.lead_of_atom) else -1
        if number < 0:
            return -1
        if len(self.leads) > _MANY:
            return self._entry_among_many(int(number))
        for slot in range(len(self.leads)):
            if self.leads[slot] == number:
                return i64(self.firsts[slot])
        return -1

    def _entry_among_many(self, number: int) -> i64:
        if not self._slots:
            self._slots = {int(lead): slot for slot, lead in enumerate(self.leads)}
        slot = self._slots.get(number)
        return -1 if slot is None else i64(self.firsts[slot])

    def places_of(self, atom: AtomId, most: int) -> list[Place]:
        """Where the words of an atom with a lead stand, ascending; so many of them at the most."""
        found: list[Place] = []
        entry = self._entry_of(atom)
        while entry >= 0 and len(found) < most:
            found.append(self.place(int(self.positions[entry])))
            entry = i64(self.followers[entry])
        return found

    def place(self, position: int) -> Place:
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

    def spells(self, first: int, atom: int, atoms: Atoms) -> bool:
        """Do the atoms stand next to each other anywhere? One of them has a lead, whose first entry this is."""
        entry = i64(first)
        last = i64(len(self.words)) - i64(len(atoms))
        while entry >= 0:
            position = i64(self.positions[entry])
            for offset, one in enumerate(atoms):
                begin = position - i64(offset)
                if one == atom and 0 <= begin <= last and self._runs(begin, atoms):
                    return True
            entry = i64(self.followers[entry])
        return False

    def begun(self, atoms: Atoms) -> list[int]:
        """The positions from which on the atoms stand next to each other, ascending."""
        if len(self.words) > _LONG:
            return self._begun_in_long(atoms)
        last = i64(len(self.words)) - i64(len(atoms))
        for offset, atom in enumerate(atoms):
            entry = self._entry_of(atom)
            if entry >= 0:
                return self._begun_round(entry, atoms, i64(offset), last)
        first = i32(atoms[0])
        return [int(at) for at in range(last + 1) if self._has(at, first) and self._runs(at, atoms)]

    def _begun_round(self, entry: i64, atoms: Atoms, offset: i64, last: i64) -> list[int]:
        """`begun`, by the words of the lead that one of the atoms has."""
        found: list[int] = []
        while entry >= 0:
            begin = i64(self.positions[entry]) - offset
            if 0 <= begin <= last and (len(atoms) == 1 or self._runs(begin, atoms)):
                found.append(int(begin))
            entry = i64(self.followers[entry])
        return found

    def _begun_in_long(self, atoms: Atoms) -> list[int]:
        """`begun`, by the words of the atom that has the fewest."""
        if len(self._after) == 0:
            self._sort_words()
        after = self._after
        offset, best = 0, i64(atoms[0])
        for index, atom in enumerate(atoms):
            one = i64(atom)
            if one + 1 >= len(after):
                return []
            if after[one + 1] - after[one] < after[best + 1] - after[best]:
                offset, best = index, one
        last = i64(len(self.words)) - i64(len(atoms))
        found: list[int] = []
        for at in range(i64(after[best]), i64(after[best + 1])):
            begin = i64(self._sorted[at]) - i64(offset)
            if 0 <= begin <= last and self._runs(begin, atoms):
                found.append(int(begin))
        return found

    def _sort_words(self) -> None:
        """The words of each atom, ascending: counted first, then put where they belong."""
        ints, words = self.ints, self.words
        highest: i64 = 0
        for one in self.atoms:
            highest = max(highest, i64(one))
        after = vec[i32]([0] * (highest + 2))
        for word in words:
            for at in range(i64(word) + 3, i64(word) + 3 + i64(ints[i64(word) + 2])):
                after[i64(ints[at])] += 1
        for atom in range(highest + 1):
            after[atom + 1] += after[atom]  # now where those of the atom end; from behind, each takes its place
        placed = vec[i32]([0] * i64(after[highest]))
        for position in range(i64(len(words)) - 1, -1, -1):
            word = words[position]
            for at in range(i64(word) + 3, i64(word) + 3 + i64(ints[i64(word) + 2])):
                atom = i64(ints[at])
                after[atom] -= 1
                placed[i64(after[atom])] = i32(position)
        self._after, self._sorted = after, placed

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
