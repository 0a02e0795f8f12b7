"""Content -> a versioned hash that stays the same while the words stay the same. Pure."""

import unicodedata
from hashlib import blake2b

from daemon.language.fold import fold

VERSION = "1"


class _Spacing(dict[int, int]):
    """A translation that turns every character outside words into a space, learnt as characters come."""

    def __missing__(self, code: int) -> int:
        # Letters, marks and digits make words; currency and other symbols (emoji) carry content of their own.
        is_word = unicodedata.category(chr(code))[0] in "LMN" or unicodedata.category(chr(code)) in {"Sc", "So"}
        self[code] = code if is_word else 0x20
        return self[code]


_SPACING = _Spacing()


def folded_words(text: str) -> list[str]:
    """The words of a text in folded form, in order; punctuation is gone, digits stay."""
    return fold(text).translate(_SPACING).split()


def fingerprint(title: str, text: str) -> str:
    """The hash of a title and a text, as `1:<32 hex digits>`.

    Law: markup, case, punctuation, white space and invisible marks do not matter; words, their order and digits do.
    """
    folded = "\n".join((" ".join(folded_words(title)), " ".join(folded_words(text))))
    if folded == "\n":  # nothing but punctuation: then the punctuation is what there is
        folded = f"{title.strip()}\n\n{text.strip()}"
    return f"{VERSION}:{_digest(folded, size=16)}"


def hash_key(*parts: str) -> str:
    """A short hash of texts, as 24 hex digits. Law: ("ab", "c") and ("a", "bc") differ."""
    return _digest("\x00".join(f"{len(part)}:{part}" for part in parts), size=12)


def _digest(text: str, *, size: int) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
