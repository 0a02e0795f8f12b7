"""Styled runs -> the HTML parts of a Telegram message. Pure.

Law: every part is well-formed by construction, because tags are only ever written in pairs round escaped text; it
keeps Telegram's limits after entity parsing; and joined, the parts hold the whole text.
"""

import html
import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from unicodedata import category

from daemon.channels.plain import plain_text
from daemon.model import Run

# Telegram takes 4,096 UTF-16 code units and 100 entities; the rest is room for a label on a repeated part.
MAX_UNITS = 4000
MAX_ENTITIES = 95
MAX_BYTES = 30_000  #: of HTML: addresses count for nothing in Telegram's limit, but a request must not grow for ever
MAX_URL = 2000  #: characters; a longer address is shown without its link

WORD_JOINER = "\u2060"
_MENTION = re.compile(r"(?<!\w)@(?=\w|\Z)")
_COMMAND = re.compile(r"(?<![\w/<>])/(?=\w|\Z)")
_WEB = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message to send: its HTML, and the same as plain text for the day the HTML is refused."""

    html: str
    text: str


def render_parts(runs: Iterable[Run]) -> tuple[Part, ...]:
    """Runs -> parts, in order. Law: no part is blank, which Telegram would refuse; blank text alone gives no part."""
    split = split_runs([_harmless(run) for run in runs])
    parts = [Part(html="".join(map(_tagged, part)), text="".join(run.text for run in part)) for part in split]
    return tuple(part for part in parts if not _is_blank(part.text))


def split_runs(runs: Sequence[Run]) -> list[list[Run]]:
    """Cut runs into parts within the limits. Law: the parts' texts, joined, are the runs' texts, joined."""
    waiting = deque(run for run in runs if run.text)
    parts: list[list[Run]] = []
    while waiting:
        part = _take_what_fits(waiting)
        if waiting:
            part, rest = _cut(part, _break_point("".join(run.text for run in part)))
            waiting.extendleft(reversed(rest))
        parts.append(part)
    return parts


def _harmless(run: Run) -> Run:
    """The run without control characters, without a pinging name or command, and without a dangerous address (C11)."""
    text = plain_text(run.text)
    url = run.url if run.url and _WEB.match(run.url) and len(run.url) <= MAX_URL else None
    if url is None:
        text = _MENTION.sub(f"@{WORD_JOINER}", text)
        text = text if run.commands else _COMMAND.sub(f"/{WORD_JOINER}", text)
    return replace(run, text=text, url=url and plain_text(url))


def _take_what_fits(waiting: deque[Run]) -> list[Run]:
    """Move runs, the last one perhaps cut, from the front of the queue into one part; always at least a character."""
    part: list[Run] = []
    units = entities = size = 0
    while waiting:
        run = waiting.popleft()
        entities += _entities(run)
        size += _bytes_of(_tagged(replace(run, text="")))
        room_for_tags = entities <= MAX_ENTITIES and (size < MAX_BYTES or not part)
        fits, units, size = _fitting(run.text, units, size) if room_for_tags else (0, units, size)
        if fits:
            part.append(replace(run, text=run.text[:fits]))
        if fits < len(run.text):
            waiting.appendleft(replace(run, text=run.text[fits:]))
            break
    return part


def _fitting(text: str, units: int, size: int) -> tuple[int, int, int]:
    """How many characters fit, and the units and bytes then used; a surrogate pair is one character here."""
    for index, char in enumerate(text):
        more_units = 2 if char > "\uffff" else 1
        more_bytes = _bytes_of(html.escape(char, quote=False))
        if units + more_units > MAX_UNITS or size + more_bytes > MAX_BYTES:
            return index, units, size
        units += more_units
        size += more_bytes
    return len(text), units, size


def _bytes_of(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _break_point(text: str) -> int:
    """Where to end a full part: after the last line, else the last word, of its second half; else where it is full."""
    half = len(text) // 2
    for mark in ("\n", " "):
        found = text.rfind(mark, half)
        if found >= 0:
            return found + 1
    return len(text)


def _cut(part: list[Run], at: int) -> tuple[list[Run], list[Run]]:
    before: list[Run] = []
    for index, run in enumerate(part):
        if at < len(run.text):
            head = [replace(run, text=run.text[:at])] if at else []
            return before + head, [replace(run, text=run.text[at:]), *part[index + 1 :]]
        before.append(run)
        at -= len(run.text)
    return before, []


def _entities(run: Run) -> int:
    return 1 if run.code else run.bold + run.italic + (run.url is not None)


def _tagged(run: Run) -> str:
    """Escaped text within its tags; code cannot be combined with other styles in Telegram."""
    text = html.escape(run.text, quote=False)
    if run.code:
        return f"<code>{text}</code>"
    if run.italic:
        text = f"<i>{text}</i>"
    if run.bold:
        text = f"<b>{text}</b>"
    if run.url is not None:
        text = f'<a href="{html.escape(run.url)}">{text}</a>'
    return text


def _is_blank(text: str) -> bool:
    """Whether nothing of it can be seen: white space, and marks without a width."""
    return all(char.isspace() or category(char) in {"Cf", "Zs", "Zl", "Zp"} for char in text)
