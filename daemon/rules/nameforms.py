"""The forms of names, kept small: a name -> its inflected forms by what they share and how they end. Pure.

A Cyrillic name has thirty forms, and a gazetteer has a hundred thousand names: so a form is not kept, but its stem,
with the endings that may follow. Names of one declension share their endings.
"""

from collections.abc import Iterable
from typing import Final, TypeVar

_MAX_ENDING: Final = 5  #: letters
_FEW: Final = 2  #: so many forms are kept as they are
_Value = TypeVar("_Value", bound=int | tuple[frozenset[str], int])
_Entry = tuple[frozenset[str], int]  #: endings, atom


class NameForms:
    """Names, each an atom, by the keys of their forms."""

    def __init__(self) -> None:
        self._whole: dict[str, int | list[int]] = {}
        self._stems: dict[str, _Entry | list[_Entry]] = {}
        self._endings: dict[frozenset[str], frozenset[str]] = {}

    def add(self, keys: Iterable[str], atom: int) -> None:
        """File a name under the keys of all its forms."""
        families: dict[str, list[str]] = {}
        for key in keys:
            families.setdefault(key.partition("^")[0] if "^" in key else "", []).append(key)
        for family in families.values():
            stem = "" if len(family) <= _FEW else _beginning(min(family), max(family))
            if len(stem) < 2 or stem.isascii() or max(map(len, family)) > len(stem) + _MAX_ENDING:
                for key in family:
                    file_value(self._whole, key, atom)
            else:
                endings = frozenset([key[len(stem) :] for key in family])
                file_value(self._stems, stem, (self._endings.setdefault(endings, endings), atom))

    def find(self, key: str, found: set[int]) -> None:
        """Add the atoms of the names that have this key among their forms."""
        atoms = self._whole.get(key)
        if isinstance(atoms, int):
            found.add(atoms)
        elif atoms is not None:
            found.update(atoms)
        if self._stems and not key.isascii():
            for cut in range(len(key), max(len(key) - _MAX_ENDING, 2) - 1, -1):
                entries = self._stems.get(key[:cut])
                if entries is not None:
                    ending = key[cut:]
                    for endings, atom in entries if isinstance(entries, list) else (entries,):
                        if ending in endings:
                            found.add(atom)


def _beginning(one: str, other: str) -> str:
    """What two words share from their start; of the first and last of a sorted family: what all share."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return one[:length]


def file_value(filed: dict[str, _Value | list[_Value]], key: str, value: _Value) -> None:
    """Add a value under a key; a single one is kept without a list around it."""
    known = filed.get(key)
    if known is None:
        filed[key] = value
    elif isinstance(known, list):
        known.append(value)
    else:
        filed[key] = [known, value]
