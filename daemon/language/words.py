"""Text -> words with their places, in any script. Pure.

A word is a run of letters with the marks and invisible signs inside it, or a number. A letter beside a digit, or a
hyphen, parts two words, so that `Mi-24`, `Mi24` and `Mi 24` are the same two. Scripts that put no spaces between
words (Chinese, Japanese, Thai and their like, and Korean for its particles) give one word a character: a keyword in
them is a phrase of characters.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple


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
_CATEGORIES = [(code, unicodedata.category(chr(code))) for code in (*range(0x20000), *range(0xE0000, 0xE0200))]
_MARK = f"[{_ranges([code for code, category in _CATEGORIES if category[0] == 'M'])}]"
_INNER = f"[{_ranges([code for code, category in _CATEGORIES if category[0] == 'M' or category == 'Cf'])}]"
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua9e0-\ua9fe\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_LETTER = f"[^\\W\\d_{_UNSPACED}]"
_APOSTROPHE = "['\u2019\u2018\u02bc\u0060\u00b4\u05f3\u05f4]"
_WORD = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?"  # U.S. and И.Г.И.Л.
    rf"|{_LETTER}+(?:(?:{_INNER}+|{_APOSTROPHE}){_LETTER}+)*{_MARK}*"
    rf"|\d+(?:[.,]\d+)*"
    rf"|[{_UNSPACED}]{_MARK}*"
)
_SENTENCE_END = re.compile("[.!?\u2026\u061f\u06d4\u0964]['\")\\]\u00bb\u201d]*\\s|[\u3002\uff01\uff1f\\n]")


def split_words(text: str) -> Iterator[Word]:
    """The words of a text, in order.

    Law: words do not overlap, and none is empty.
    """
    for found in _WORD.finditer(text):
        start, end = found.span()
        yield Word(found.group(), start, end)


def is_sentence_end(gap: str) -> bool:
    """Does what stands between two words end a sentence: a full stop and space, a question mark, a line break?"""
    return _SENTENCE_END.search(gap) is not None
