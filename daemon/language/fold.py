"""Folding: what a reader takes for the same word becomes the same string. Pure.

Folding is for comparing, never for showing: it changes lengths, so offsets are always taken from the original text.
"""

import re
import unicodedata
from typing import Final

#: Letters that are written for one another, beyond what decomposition finds. None: the sign is dropped.
_SAME_LETTER: Final[dict[str, str | None]] = {
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ɡ": "g",
    **dict.fromkeys("ٱٲٳ", "ا"),
    **dict.fromkeys("ىیېےۍێ", "ي"),
    **dict.fromkeys("ةہھەۀۃ", "ه"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ɑ", "a"),
    **dict.fromkeys("ɡ", "g"),
    "ڤ": "ف",
    "ٵ": "ا",
    "\u0640": None,  # tatweel
    **dict.fromkeys("\u2019\u2018\u02bc\u02b9\u201b\u0060\u00b4\u02bb\uff07\u05f3\u05f4", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-"),
}
#: Letters whose mark makes another letter, not an accent: they stay whole.
_WHOLE: Final = frozenset("йї")
#: Marks that only decorate: combining accents, Cyrillic titlos, Hebrew points, Arabic vowel signs, variation selectors.
#: Marks of Indic, Thai and Japanese writing carry sounds and stay.
_DECORATION: Final = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5),
    (0x05C7, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E8),
    (0x06EA, 0x06ED), (0x08CA, 0x08FF), (0x180B, 0x180F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF),
)  # fmt: skip


class _Table(dict[int, str]):
    """Code point -> its folded form, worked out when first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if code < 0x20000:  # hostile text can hold a million rare code points; nobody writes with them
            self[code] = folded
        return folded


def _is_decoration(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in _DECORATION) or unicodedata.category(character) == "Cf"


def _fold_character(character: str) -> str:
    if character == "\u00b4":  # an accent by itself, which stands for an apostrophe
        return "'"
    lowered = unicodedata.normalize("NFKC", character).casefold()
    kept = [part for one in lowered for part in (one if one in _WHOLE else unicodedata.normalize("NFKD", one))]
    bare = "".join(_SAME_LETTER.get(one, one) or "" for one in kept if not _is_decoration(one))
    return unicodedata.normalize("NFC", bare)


_TABLE: Final = _Table()

#: Folded letters of other scripts -> the folded letter they look like, in small or in capital form.
_TO_LATIN: Final = str.maketrans(
    "авгеіїјкмнопрстухѕһԁԛԝѵӏαβεζηικμνορτυχγօոսհցյ", "abreiijkmhonpctyxshdqwvlabeznikmvoptuxyonuhgj"
)
_TO_CYRILLIC: Final = str.maketrans("abcehijkmoprstuxyαβεηικμνορτυχ", "авсеніјкморгѕтихуавенікмнортух")
_IN_LATIN, _IN_CYRILLIC = re.compile(r"[a-z]"), re.compile(r"[Ѐ-ԯ]")
_MIXED: Final = re.compile(r"[a-z][Ͱ-ϿЀ-ԯա-ֆ]|[Ͱ-ϿЀ-ԯա-ֆ][a-z]|[Ͱ-Ͽ][Ѐ-ԯ]|[Ѐ-ԯ][Ͱ-Ͽ]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_TONE_BEHIND: Final = re.compile("([\u0e4d\u0ecd])([\u0e48-\u0e4b\u0ec8-\u0ecb])")


def fold(text: str) -> str:
    """The text without what hides a word: case, accents, vowel marks, tatweel, invisible and look-alike letters.

    Law: folding twice is folding once.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    folded = unicodedata.normalize("NFC", text).translate(_TABLE)
    if "\u3099" in folded or "\u309a" in folded:  # half-width kana have their voicing mark beside them
        folded = unicodedata.normalize("NFC", folded)
    if "\u0e4d" in folded or "\u0ecd" in folded:  # the vowel am in two signs, with its tone between or behind them
        folded = _TONE_BEHIND.sub(r"\2\1", folded)
    return _WORD.sub(_in_one_script, folded) if _MIXED.search(folded) else folded


def _in_one_script(found: re.Match[str]) -> str:
    """A word that mixes scripts, in the script that can hold all of its letters; as it is where none can."""
    word = found.group()
    if not _MIXED.search(word):
        return word
    latin, cyrillic = word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)
    all_latin = len(_IN_LATIN.findall(latin)) == len(latin)
    all_cyrillic = len(_IN_CYRILLIC.findall(cyrillic)) == len(cyrillic)
    if all_latin and all_cyrillic:
        return latin if len(_IN_LATIN.findall(word)) >= len(_IN_CYRILLIC.findall(word)) else cyrillic
    if all_latin or all_cyrillic:
        return latin if all_latin else cyrillic
    return word
