"""A character of a value in a rule file -> its line and column there, and the caret that shows it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from daemon.errors import Problem
from daemon.rules.query import QueryError
from daemon.yamlfile import YamlFile

_SHOWN_BEFORE, _SHOWN_AFTER = 60, 40  #: characters of a query round the place of a mistake
#: What stands for one character between double quotes.
_ESCAPED = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")


class _Sign(NamedTuple):
    """One character of a value as the file writes it."""

    meant: str
    line: int
    column: int


def query_problem(
    file: YamlFile, path: Sequence[str | int], text: str, error: QueryError, *, key: bool = False
) -> Problem:
    """What is wrong with a query, at its own column and with a caret below it; `key`: the query is a key."""
    line, column = offset_position(file, path, text, error.offset, key=key)
    first = max(0, error.offset - _SHOWN_BEFORE)
    shown = " ".join(text[first : error.offset + _SHOWN_AFTER].splitlines())
    caret = f"\n    {shown}\n    {' ' * _width(text[first : error.offset])}^" if shown else ""
    return Problem(file.name, line, column, f"{error}{caret}")


def _width(text: str) -> int:
    """How many columns a terminal gives to a text: two to Chinese characters, none to accents by themselves."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return len(text) + wide - sum(unicodedata.category(one) in {"Mn", "Me", "Cf"} for one in text)


def offset_position(
    file: YamlFile, path: Sequence[str | int], text: str, offset: int, *, key: bool = False
) -> tuple[int, int]:
    """Line and column of a character of a value, also of one that is folded over lines, or holds escaped characters.

    Where the file does not show the character, those of the value.
    """
    line, column = file.position(path, key=key)
    if not text:
        return line, column
    signs = _signs(file.text.splitlines(), line, column)
    last = None
    for number, one in enumerate(text[: offset + 1]):
        sign = next((sign for sign in signs if sign.meant == one or not sign.meant.isspace()), None)
        if one.isspace() and number < offset:
            signs = _unread(sign, signs) if sign is not None and not sign.meant.isspace() else signs
            continue
        if sign is None or sign.meant != one:
            return (line, column) if number < offset or last is None else (last.line, last.column)
        last = sign
    if last is None:
        return line, column
    return (last.line, last.column) if offset < len(text) else (last.line, last.column + 1)


def _unread(sign: _Sign, signs: Iterator[_Sign]) -> Iterator[_Sign]:
    yield sign
    yield from signs


def _signs(lines: Sequence[str], line: int, column: int) -> Iterator[_Sign]:
    """The characters of a value from where it begins, quotes and the mark of a block left out."""
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    quote = rest[:1] if rest[:1] in {"'", '"'} else ""
    first = line + 1 if rest[:1] in {"|", ">"} else line
    for number in range(first, len(lines) + 1):
        at = column - 1 + len(quote) if number == line else 0
        whole = lines[number - 1]
        while at < len(whole) and not (quote == '"' and whole[at:] == "\\"):  # a line that goes on in the next
            meant, length = _one_sign(whole, at, quote)
            yield _Sign(meant, number, at + 1)
            at += length


def _one_sign(line: str, at: int, quote: str) -> tuple[str, int]:
    """The character that stands at a place, and how many of the file it takes."""
    if quote == "'" and line.startswith("''", at):
        return "'", 2
    found = _ESCAPED.match(line, at) if quote == '"' else None
    if found is None:
        return line[at], 1
    code = found[1] or found[2] or found[3]
    return chr(int(code, 16)) if code else {"t": "\t", "n": "\n"}.get(found[4], found[4]), len(found[0])
