"""A word -> the script it is written in. Pure."""

from typing import Final

_BLOCKS: Final = (
    ("latin", 0x0041, 0x024F),
    ("greek", 0x0370, 0x03FF),
    ("cyrillic", 0x0400, 0x052F),
    ("hebrew", 0x0590, 0x05FF),
    ("arabic", 0x0600, 0x06FF),
    ("arabic", 0x0750, 0x077F),
    ("devanagari", 0x0900, 0x097F),
    ("tamil", 0x0B80, 0x0BFF),
    ("thai", 0x0E00, 0x0E7F),
    ("kana", 0x3040, 0x30FF),
    ("han", 0x3400, 0x9FFF),
    ("hangul", 0xAC00, 0xD7A3),
)

_CYRILLIC: Final = (
    *("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tt", "ba", "tg", "mn", "ce", "cv"),
    *("ab", "av", "cu", "kv", "os"),
)
_ARABIC: Final = ("ar", "fa", "ur", "ps", "ku", "ckb", "sd", "ug", "ks")
#: Language -> the script it is written in, for the languages that are told apart here; others are taken as Latin.
SCRIPT_OF: Final = {
    **dict.fromkeys(_CYRILLIC, "cyrillic"),
    **dict.fromkeys(_ARABIC, "arabic"),
    **dict.fromkeys(("hi", "ne", "mr", "sa", "bh"), "devanagari"),
    "he": "hebrew",
    "yi": "hebrew",
    "el": "greek",
    "ta": "tamil",
    "th": "thai",
    "ja": "kana",
    "zh": "han",
    "ko": "hangul",
}


def script_of(word: str) -> str | None:
    """The script of the first letter that has one; None for numbers and unknown scripts."""
    for character in word:
        code = ord(character)
        if not character.isalpha():
            continue
        for name, first, last in _BLOCKS:
            if first <= code <= last:
                return name
    return None
