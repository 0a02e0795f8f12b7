"""Portuguese plurals that change more than they add, and that Snowball keeps apart: explosões, mísseis. Pure.

Works on folded words: the accents are gone.
"""

from typing import Final

#: Ending of a plural -> of the singulars that it may have. Law: each is the ending of some folded word of the language.
_PLURALS: Final = {
    "oes": ("ao",), "aes": ("ao",), "ais": ("al",), "eis": ("el", "il"), "ois": ("ol",), "uis": ("ul",),
    "ens": ("em",), "ins": ("im",), "ons": ("om",), "uns": ("um",),
}  # fmt: skip
_MIN_LETTERS: Final = 5


def portuguese_singulars(word: str) -> tuple[str, ...]:
    """The singulars that a folded word may be the plural of by another ending than -s; mostly none."""
    if len(word) < _MIN_LETTERS:
        return ()
    return tuple([word[:-3] + ending for ending in _PLURALS.get(word[-3:], ())])
