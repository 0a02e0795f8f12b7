"""Texts -> their words, and these -> the rules that hold or may, all in rows of integers. Pure.

For compiled code only: see `kept`. Interpreted, `reading`, `places` and `match` do the same by sets and dictionaries.
"""

from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import Final

from librt.vecs import append, vec
from mypy_extensions import i32, i64

from daemon.language.words import FIRST_SIGN, is_around, is_sign
from daemon.rules.kept import FACTOR, MASK, SEED, Kept, first_atoms_at, hashed_of, is_same, piece_at
from daemon.rules.lead import Anchor, Atoms, Lead, Needs, Piece
from daemon.rules.scan import Scan

MAX_LETTERS: Final = 60  #: of a string that is remembered
_SPACE: Final = 32
_STOP: Final = 46
_A: Final = 97
_Z: Final = 122
_SMALL: Final = 32  #: the bit that parts a small letter from its capital
_AND: Final = "&"
_MAX_INTS: Final = 60  #: of a row, on an average; if there are more, what was not met lately is forgotten sooner
_Held = dict[int, Sequence[Lead]]


class Rows:
    """The rows of one rule set: those of strings, in two generations, and those of leads."""

    def __init__(self, most_kept: int) -> None:
        self._most_kept = most_kept  #: strings in each generation
        self.newer, self.older = Kept(), Kept()
        self._leads: list[Lead] = []  #: by number
        self._lead_rows: vec[i32] = vec[i32]()  #: where the row of each lead begins; 0: there is none yet
        self._lead_ints: vec[i32] = vec[i32]([0])
        self._lead_of_atom: vec[i32] = vec[i32]()  #: the number of an atom's lead; -1: it has none yet
        self._entities: dict[Anchor, int] = {}
        self._now: i64 = 0  #: grows with each use: what has its number was seen in it
        self._seen_atoms: vec[i64] = vec[i64]()
        self._seen_entities: vec[i64] = vec[i64]()
        self._seen_leads: vec[i64] = vec[i64]()  #: and the lead's last entry beside it
        self._last_entries: vec[i64] = vec[i64]()
        self._lock = Lock()

    def __len__(self) -> int:
        return self.newer.count + self.older.count

    def find(self, text: str, language: str | None) -> Piece | None:
        """What was worked out for a string; None if that is forgotten or was never done."""
        row = self._row_of(text, language, hashed_of(text))
        return None if row == 0 else piece_at(self.newer.ints, row, self._leads)

    def atoms_of(self, word: str, language: str | None) -> Atoms | None:
        """The atoms of a word; None if they are not known."""
        row = self._row_of(word, language, hashed_of(word))
        return None if row == 0 else first_atoms_at(self.newer.ints, row)

    def _row_of(self, text: str, language: str | None, hashed: i64) -> i64:
        """A string's row; 0 if it has none."""
        row = self.newer.row(self.newer.slots_of(language), hashed, text, 0, i64(len(text)))
        return row if row != 0 else self._taken_over(text, language, hashed)

    def _taken_over(self, text: str, language: str | None, hashed: i64) -> i64:
        """A row for a string that only the older generation knows, if it does; 0 if not."""
        slots = self.older.slots.get(language)
        if slots is None:
            return 0
        old = self.older.row(slots, hashed, text, 0, i64(len(text)))
        if old == 0:
            return 0
        row = self.newer.take(self.older.ints, old)
        self.newer.slots_of(language).put(hashed, i32(row))
        return row

    def keep(self, text: str, language: str | None, piece: Piece) -> None:
        """Remember what was worked out for a string that is not known."""
        row = self._added(text, piece)
        self.newer.slots_of(language).put(hashed_of(text), i32(row))

    def _added(self, text: str, piece: Piece) -> i64:
        for lead in piece[3]:
            self._file(lead)
        for atoms in piece[0]:
            if atoms:
                while len(self._seen_atoms) <= max(atoms):
                    self._seen_atoms = append(self._seen_atoms, 0)
        return self.newer.add(text, piece)

    def forget(self) -> None:
        """If too much is remembered, forget what was not met lately."""
        if self.newer.count >= self._most_kept or len(self.newer.ints) >= _MAX_INTS * self._most_kept:
            self.older, self.newer = self.newer, Kept()

    def scan(self, texts: Sequence[str], language: str | None, read: Callable[[str], Piece]) -> Scan:
        """The words of an item's fields, cut at spaces; `read` works out a piece that is not known."""
        with self._lock:
            scan = Scan()
            self._now += 1
            for text in texts:
                scan.lows.append(len(scan.words))
                if text:
                    self._scan(scan, text, language, read)
                scan.words = append(scan.words, 0)
                scan.begins = append(scan.begins, i32(len(text)))
            scan.ints, scan.lead_of_atom = self.newer.ints, self._lead_of_atom
            scan.naming = [(lead, entry, self._possible_spellings(lead)) for lead, entry, _ in scan.naming]
            self.forget()
        return scan

    def _scan(self, scan: Scan, text: str, language: str | None, read: Callable[[str], Piece]) -> None:
        """The words of one text, which is cut at spaces, and between signs that are a word each.

        One function, for it runs for each character, and hands the rows on as locals.
        """
        seed: i64 = SEED
        factor: i64 = FACTOR
        slots = self.newer.slots_of(language)
        mask, hashes, slot_rows, ints = slots.mask, slots.hashes, slots.rows, self.newer.ints
        words, begins = scan.words, scan.begins
        length = i64(len(text))
        start: i64 = 0
        at: i64 = 0
        hashed = seed
        first_sign: i64 = FIRST_SIGN
        has_and = _AND in text
        is_whole = False
        is_after_sign = False
        while at <= length:
            code: i64 = i64(ord(text[at])) if at < length else _SPACE
            is_one = code >= first_sign and is_sign(code)
            if code != _SPACE and not (is_one and is_after_sign and not is_whole):
                # A.日 may be one word: what follows tells.
                is_after_sign = is_one and (at == 0 or i64(ord(text[at - 1])) != _STOP)
                hashed = ((hashed ^ code) * factor) & MASK
                at += 1
                continue
            if code != _SPACE and has_and and text.find(_AND, start, at) >= 0:
                is_whole = True  # &日本; is a leftover of HTML: nothing is cut up to the next space
                continue
            is_after_sign = False
            start, end, hashed = _without_signs(text, start, at, hashed)
            hashed ^= hashed >> 29
            slot = hashed & mask
            row = i64(slot_rows[slot])
            while row != 0 and not (hashes[slot] == hashed and is_same(ints, row, text, start, end)):
                slot = (slot + 1) & mask
                row = i64(slot_rows[slot])
            if row == 0:
                row = self._new_row(text[start:end], language, hashed, read)
                mask, hashes, slot_rows, ints = slots.mask, slots.hashes, slots.rows, self.newer.ints
            word = row + 3 + i64(ints[row])
            entries = i64(ints[word - 1])
            first = i64(len(words))
            for _ in range(i64(ints[word - 2])):
                words = append(words, i32(word))
                begins = append(begins, i32(start))
                if ints[word + 2] != 0:
                    self._note_atoms(scan, ints, word)
                word += 3 + i64(ints[word + 2])
            for _ in range(entries):
                self._note_lead(scan, i64(ints[word]), first + i64(ints[word + 1]))
                word += 2
            if code == _SPACE:
                at += 1
                is_whole = False
            start = at
            hashed = seed
        scan.words, scan.begins = words, begins

    def _new_row(self, text: str, language: str | None, hashed: i64, read: Callable[[str], Piece]) -> i64:
        """A row for a string that the newer generation does not know."""
        row = self._taken_over(text, language, hashed)
        if row == 0:
            row = self._added(text, read(text))
            if len(text) <= MAX_LETTERS:
                self.newer.slots_of(language).put(hashed, i32(row))
        return row

    def _note_atoms(self, scan: Scan, ints: vec[i32], word: i64) -> None:
        now, seen = self._now, self._seen_atoms
        for at in range(word + 3, word + 3 + i64(ints[word + 2])):
            atom = ints[at]
            if seen[i64(atom)] != now:
                seen[i64(atom)] = now
                scan.atoms = append(scan.atoms, atom)

    def _note_lead(self, scan: Scan, number: i64, position: i64) -> None:
        entry = i64(len(scan.positions))
        scan.positions = append(scan.positions, i32(position))
        scan.followers = append(scan.followers, -1)
        if self._seen_leads[number] == self._now:
            scan.followers[self._last_entries[number]] = i32(entry)
        else:
            self._seen_leads[number] = self._now
            scan.leads = append(scan.leads, i32(number))
            scan.firsts = append(scan.firsts, i32(entry))
            if self._lead_ints[i64(self._lead_rows[number])]:
                scan.naming.append((self._leads[number], int(entry), ()))
        self._last_entries[number] = entry

    def _possible_spellings(self, lead: Lead) -> Sequence[int]:
        """Those of a lead's spellings whose partner stands in the item that is being read."""
        ints, seen, now = self._lead_ints, self._seen_atoms, self._now
        begin = i64(self._lead_rows[i64(lead.number)]) + 2
        count = i64(ints[begin - 1])
        return [int(at) for at in range(count) if seen[i64(ints[begin + at])] == now]

    def _file(self, lead: Lead) -> None:
        """A row for a lead: if it may be of a name, the partners of its spellings, and its rules.

        These are the ones that hold, those that may, and those that have needs.
        """
        number = i64(lead.number)
        while len(self._lead_rows) <= number:
            self._lead_rows = append(self._lead_rows, 0)
            self._seen_leads = append(self._seen_leads, 0)
            self._last_entries = append(self._last_entries, 0)
            self._leads.append(lead)
        if self._lead_rows[number] != 0:
            return
        self._leads[number] = lead
        for atom in lead.alone:
            while len(self._lead_of_atom) <= atom:
                self._lead_of_atom = append(self._lead_of_atom, -1)
            self._lead_of_atom[i64(atom)] = i32(number)
        self._lead_rows[number] = i32(len(self._lead_ints))
        row = [
            int(lead.is_naming),
            len(lead.spellings),
            *[self._number_of(partner) for _, _, partner in lead.spellings],
        ]
        row += [len(lead.certain), *lead.certain, len(lead.possible), *lead.possible, len(lead.filed)]
        for rule, needs in lead.filed:
            groups = self._groups(needs)
            row += [rule, len(groups), len(needs), *groups]
        ints = self._lead_ints
        for one in row:
            ints = append(ints, i32(one))
        self._lead_ints = ints

    def _groups(self, needs: Needs) -> list[int]:
        groups = []
        for anchors in needs:
            groups.append(len(anchors))
            groups += [self._number_of(anchor) for anchor in anchors]
        return groups

    def _number_of(self, anchor: Anchor) -> int:
        """An atom as it is; an entity below zero."""
        if isinstance(anchor, int):
            while len(self._seen_atoms) <= anchor:
                self._seen_atoms = append(self._seen_atoms, 0)
            return anchor
        known = self._entities.get(anchor)
        if known is None:
            known = self._entities[anchor] = -1 - len(self._entities)
            self._seen_entities = append(self._seen_entities, 0)
        return known

    def led(
        self, scan: Scan, entities: Iterable[str], of_entities: Sequence[Lead], always: Sequence[int]
    ) -> tuple[_Held, set[int]]:
        """The rules that the item's words and entities make hold, and which of these; and the rules that may hold.

        `entities` are all that are mentioned: one that leads to no rule by itself may be what another lead needs.
        """
        held: _Held = {}
        possible = set(always)
        with self._lock:
            self._now += 1
            for atom in scan.atoms:
                self._seen_atoms[i64(atom)] = self._now
            for lead in of_entities:
                self._file(lead)
            for entity in entities:
                known = self._entities.get(entity)
                if known is not None:  # else nothing needs it
                    self._seen_entities[-1 - known] = self._now
            for number in scan.leads:
                self._ask(i64(number), held, possible)
            for lead in of_entities:
                self._ask(i64(lead.number), held, possible)
        return held, possible

    def _ask(self, number: i64, held: _Held, possible: set[int]) -> None:
        ints = self._lead_ints
        begin = i64(self._lead_rows[number]) + 1
        at = begin + i64(ints[begin]) + 1
        last = at + i64(ints[at])
        if at < last:
            # Named wider than it is: compiled, a tuple of known length is made anew wherever it is handed on.
            own: Sequence[Lead] = (self._leads[number],)
            while at < last:
                at += 1
                rule = int(ints[at])
                if held.setdefault(rule, own) is not own:
                    held[rule] = (*held[rule], *own)
        at += 1
        last = at + i64(ints[at])
        while at < last:
            at += 1
            possible.add(int(ints[at]))
        at += 2
        for _ in range(i64(ints[at - 1])):
            after = at + 3 + i64(ints[at + 1])
            if self._are_met(ints, at + 3, i64(ints[at + 2])):
                possible.add(int(ints[at]))
            at = after

    def _are_met(self, ints: vec[i32], at: i64, groups: i64) -> bool:
        now, atoms = self._now, self._seen_atoms
        for _ in range(groups):
            last = at + i64(ints[at])
            is_met = False
            while at < last:
                at += 1
                anchor = i64(ints[at])
                if (atoms[anchor] if anchor >= 0 else self._seen_entities[-1 - anchor]) == now:
                    is_met = True
                    break
            if not is_met:
                return False
            at = last + 1
        return True


def _without_signs(text: str, start: i64, end: i64, hashed: i64) -> tuple[i64, i64, i64]:
    """Where the word of a piece with signs around it starts and ends, and what it hashes to; else those of the piece.

    Law: what is left is the piece's `lone_word`, so that a word is known with any signs around it.
    """
    if start == end or not (is_around(i64(ord(text[end - 1]))) or is_around(i64(ord(text[start])))):
        return start, end, hashed
    first, last = start, end
    while first < last and is_around(i64(ord(text[first]))):
        first += 1
    while first < last and is_around(i64(ord(text[last - 1]))):
        last -= 1
    inner: i64 = SEED
    factor: i64 = FACTOR
    for at in range(first, last):
        code = i64(ord(text[at]))
        if not _A <= code | _SMALL <= _Z:
            return start, end, hashed
        inner = ((inner ^ code) * factor) & MASK
    return (first, last, inner) if last - first > 1 else (start, end, hashed)
