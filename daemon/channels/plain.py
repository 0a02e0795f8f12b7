"""Hostile text -> text that is safe on any screen. Pure.

Only what could harm a terminal, a log or an encoder is removed here; words, marks and line breaks stay.
"""

import re

# C0 without tab and newline, DEL, C1 (0x9B alone starts an ANSI sequence), and the two separators terminals break at.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def plain_text(text: str) -> str:
    """The text without control characters and lone surrogates. Law: the result encodes as UTF-8 (C5, C9)."""
    unbroken = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", unbroken))
