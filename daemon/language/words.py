"""Text -> words with their places, in any script. Pure.

A word is a run of letters with the marks and invisible signs inside it, or a number. A letter beside a digit, or a
hyphen, parts two words, so that `Mi-24`, `Mi24` and `Mi 24` are the same two. Scripts that put no spaces between
words (Chinese, Japanese, Thai and their like, and Korean for its particles) give one word a character: a keyword in
them is a phrase of characters.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html import unescape
from itertools import accumulate
from typing import Final, NamedTuple

from mypy_extensions import i64


class Word(NamedTuple):
    """One word of a text, as written. Law: `text == whole[start:end]`."""

    text: str
    start: int
    end: int


def _ranges(codes: list[int]) -> str:
    """The inside of a character class for code points in ascending order."""
    spans: list[list[int]] = []
    for code in codes:
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)


# Python's \w knows no marks: without them a vowelled Arabic or a Hindi word falls to pieces.
_CATEGORIES: Final = [(code, unicodedata.category(chr(code))) for code in (*range(0x20000), *range(0xE0000, 0xE0200))]
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua9e0-\ua9fe\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_RAISED: Final = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089"  #: numbers above or below the line: CO₂, km²
_RAISED_DIGITS: Final = frozenset(
    "\u00b2\u00b3\u00b9\u2070" + "".join(map(chr, (*range(0x2074, 0x207A), *range(0x2080, 0x208A))))
)
#: Thai and Lao vowels behind their consonant. They are one with it, for the vowel am is written as one sign or as two.
_BEHIND: Final = "\u0e32\u0e33\u0eb2\u0eb3"
FIRST_SIGN: Final = 0x3041  #: none of `is_sign` comes before it
_AROUND: Final = ".,:;!?()'\"\u2019\u2018\u201c\u201d\u2026"  #: signs beside a word that are no part of it
_APOSTROPHES: Final = "'\u2019\u2018\u02bc\u0060\u00b4\u05f3\u05f4"


def _word_pattern(letter: str, last: int) -> re.Pattern[str]:
    """What a word is, up to a code point. The commonest kind stands first, and what can follow it is asked for once."""
    marks = [code for code, category in _CATEGORIES if category[0] == "M" and code <= last]
    inner = [code for code, category in _CATEGORIES if (category[0] == "M" or category == "Cf") and code <= last]
    mark, inside = f"[{_ranges(marks)}]", f"[{_ranges(inner)}]"
    more = rf"(?:(?=[{_ranges(sorted({*inner, *map(ord, _APOSTROPHES)}))}])"
    more += rf"(?:(?:{inside}+|[{_APOSTROPHES}]){letter}+)*{mark}*)?"
    return re.compile(
        rf"({letter}{{2,}}{more}"
        rf"|(?!\s)(?:(?=[^\W\d_]\.)(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?"  # U.S. and И.Г.И.Л.; told by two signs
        rf"|{letter}{more}"
        rf"|\d+(?:[.,]\d+)*|[{_RAISED}]+"
        rf"|[{_UNSPACED}](?:{mark}|[\uff9e\uff9f{_BEHIND}])*))"
    )


def _is_spaced_letter(code: int) -> bool:
    character = chr(code)
    is_number = character.isdecimal() or character in _RAISED_DIGITS
    is_letter = character.isalnum() or (_is_enclosed(code) and unicodedata.normalize("NFKC", character).isalpha())
    return is_letter and not is_number and not _IS_UNSPACED.match(character)


def _is_enclosed(code: int) -> bool:
    """Letters in brackets and circles, and units in a square (㎞), which fold to letters."""
    return 0x24B6 <= code <= 0x24E9 or 0x3371 <= code <= 0x33DF


_IS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
# A class of code points below 0x10000 is one table for `re`; one beyond is a list that each character walks down.
_WORD_OF_PLANE_0: Final = _word_pattern(f"[{_ranges(list(filter(_is_spaced_letter, range(0x10000))))}]", 0xFFFF)


@cache
def _word_of_any_plane() -> re.Pattern[str]:  # made when it is first needed: a command that reads no text starts sooner
    return _word_pattern(f"[^\\W\\d_{_UNSPACED}{_RAISED}]", 0x10FFFF)


_BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")
_ASCII_WORD: Final = re.compile(
    "([A-Za-z]{2,}(?:['`][A-Za-z]+)*"
    r"|(?:[A-Za-z]\.){2,}(?:[A-Za-z](?!\w))?"
    "|[A-Za-z](?:['`][A-Za-z]+)*"
    r"|\d+(?:[.,]\d+)*)",
    re.ASCII,
)
_SENTENCE_END: Final = re.compile("[.!?\u2026\u061f\u06d4\u0964]['\")\\]\u00bb\u201d]*\\s|[\u3002\uff01\uff1f\\n]")


#: Leftovers of HTML that somebody escaped twice: each is a gap, or invisible where its character is.
_REFERENCE: Final = re.compile(
    r"&(?:(#173|#xad|#820[3-7]|#x200[b-f]|#8288|shy|zwnj|zwj|lrm|rlm)|#\d{2,5}|#x[\da-f]{2,5}|\w{2,6});", re.IGNORECASE
)
_HEBREW_QUOTE: Final = re.compile('["\u201c\u201d](?<=[\u05d0-\u05ea].)(?=[\u05d0-\u05ea])')


def _blanked(found: re.Match[str]) -> str:
    """A gap or invisible signs for a leftover of HTML; for a letter that and, up to its length, invisible signs."""
    length = len(found[0])
    if found[1]:
        return "\u00ad" * length
    letter = unescape(found[0])
    if len(letter) != 1 or not letter.isalpha():
        return " " * length
    before = found.string[found.start() - 1 : found.start()]
    return "\u00ad" * (length - 1) + letter if before.isalpha() or before == ";" else letter + "\u00ad" * (length - 1)


def _readable(text: str) -> str:
    """The text with leftovers of HTML blanked and with the quote inside a Hebrew abbreviation as a letter's sign.

    Law: as long as the text, so that places stay.
    """
    if "&" in text:
        text = _REFERENCE.sub(_blanked, text)
    has_quote = '"' in text or "\u201d" in text or "\u201c" in text
    return _HEBREW_QUOTE.sub("\u05f4", text) if has_quote else text


def _pattern_of(text: str) -> re.Pattern[str]:
    """The quickest pattern that finds the words of the text."""
    if text.isascii():
        return _ASCII_WORD
    return _word_of_any_plane() if _BEYOND.search(text) else _WORD_OF_PLANE_0


def word_columns(text: str) -> tuple[list[str], list[int], list[int]]:
    """The words of a text in order, where each starts, and where each ends: `split_words` for long texts."""
    text = _readable(text)
    parts = _pattern_of(text).split(text)  # gap, word, gap, word, ..., gap
    ends = list(accumulate(map(len, parts)))
    return parts[1::2], ends[:-1:2], ends[1::2]


def words_in(text: str) -> list[str]:
    """The words of a text in order, as written: `split_words` for who does not ask where they stand."""
    text = _readable(text)
    found: list[str] = _pattern_of(text).findall(text)
    return found


def lone_word(piece: str) -> str:
    """The only word of what stands between two spaces, where that is plain to see; else nothing.

    Law: what is around the word is no part of one.
    """
    bare = piece if piece.isalpha() else piece.strip(_AROUND)
    if len(bare) > 1 and bare.isalpha() and (bare.isascii() or not _IS_UNSPACED.search(bare)):
        return bare
    return ""


def is_around(code: i64) -> bool:
    """Is a character, told by its code point, one of `_AROUND`?"""
    if code < 0x40:
        return code > 0x20 and (0x8C005386 >> (code - 0x20)) & 1 != 0  # a bit for each of them
    return code == 0x2018 or code == 0x2019 or code == 0x201C or code == 0x201D or code == 0x2026


def is_sign(code: i64) -> bool:
    """Is a character, told by its code point, hiragana, katakana, Han or Hangul, each of which is a word?"""
    return 0x4E00 <= code <= 0x9FFF or 0x3041 <= code <= 0x3096 or 0x30A1 <= code <= 0x30FF or 0xAC00 <= code <= 0xD7A3


def split_words(text: str) -> Iterator[Word]:
    """The words of a text, in order.

    Law: words do not overlap, and none is empty. Each is the slice of the text, but for leftovers of HTML and for the
    quote of a Hebrew abbreviation inside it.
    """
    text = _readable(text)
    for found in _pattern_of(text).finditer(text):
        start, end = found.span()
        yield Word(found.group(), start, end)


#: Words that a full stop shortens, and that are followed by another word: Dr. Smith, 5 тыс. человек.
_SHORTENED_WORDS: Final = (
    "mr mrs ms dr prof gen lt col maj capt cmdr sgt adm gov sen rep st vs hr fr sra gral cnel bzw ca nr "
    "г ул им тыс млн млрд см вул"
)
_SHORTENED: Final = frozenset(_SHORTENED_WORDS.split())


def is_sentence_end(gap: str, before: str = "") -> bool:
    """Does what stands between two words end a sentence: a full stop and space, a question mark, a line break?

    `before` is the word before the gap: the stop after an initial or a shortened title ends none.
    """
    if _SENTENCE_END.search(gap) is None:
        return False
    is_short = (len(before) == 1 and before.isupper()) or before.lower() in _SHORTENED
    return not (is_short and gap.strip(" \u00a0") == ".")
