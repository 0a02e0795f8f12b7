"""Hostile text and evidence -> short styled runs that show the words which fired. Pure.

Law: what comes out is one line, holds no control characters and no bidirectional overrides, and right-to-left text in
it cannot reorder what stands round it.
"""

import re
from collections.abc import Iterable
from unicodedata import bidirectional, category

from daemon.model import Evidence, Run

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

_SPACES = re.compile(r"\s+")
_SPACE = re.compile(r"\s")
_MANY_SPACES = re.compile(r"^ | {2,}")  #: what some screens fold
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_MAX_SPANS = 200  #: looked at; a text of a single repeated word must not cost quadratic time
_MAX_MARKS = 4  #: combining marks on one letter; Vietnamese and vocalised Arabic need three
_SENTENCE_END = re.compile(r"[.!?…。؟]\s")


def clean_text(text: str) -> str:
    """One line: white space folded, controls and bidirectional overrides removed, heaps of marks cut (C6, C9)."""
    return _without_heaps(_HARMFUL.sub("", _SPACES.sub(" ", text)))


def kept_spaces(text: str) -> str:
    """One line as `clean_text` makes it, with each space kept, so that a caret stands under its spot."""
    line = _without_heaps(_HARMFUL.sub("", _SPACE.sub(" ", text)))
    return _MANY_SPACES.sub(lambda found: "\xa0" * len(found[0]), line)


def isolated(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs within first-strong isolates if any of them holds right-to-left letters."""
    whole = tuple(run for run in runs if run.text)
    if any(bidirectional(char) in {"R", "AL", "AN"} for run in whole for char in run.text):
        return (Run(text=FIRST_STRONG_ISOLATE), *whole, Run(text=POP_ISOLATE))
    return whole


def name_of(text: str, *, max_chars: int = 80) -> str:
    """A name or a short title for the middle of a line: clean, cut, isolated."""
    return "".join(run.text for run in isolated((Run(text=_cut(clean_text(text).strip(), max_chars)),)))


def highlighted(text: str, evidence: Iterable[Evidence], *, max_chars: int) -> tuple[Run, ...]:
    """About `max_chars` of the text round its evidence, cut between words, the evidence in bold.

    Shape: empty for blank text; begins at the text's start if there is no evidence. Spans are in code points of `text`.
    """
    spans = _merged((max(span.start, 0), min(span.end, len(text))) for span in evidence)
    start, end = _window(text, spans, max_chars)
    runs: list[Run] = [Run(text="…")] if text[:start].strip() else []
    at = start
    for left, right in spans:
        if left >= start and right <= end:
            runs += [Run(text=clean_text(text[at:left])), Run(text=clean_text(text[left:right]), bold=True)]
            at = right
    runs.append(Run(text=clean_text(text[at:end])))
    if text[end:].strip():
        runs.append(Run(text="…"))
    return isolated(runs) if any(run.text.strip() for run in runs) else ()


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, without overlaps and empty ones."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, spans: list[tuple[int, int]], max_chars: int) -> tuple[int, int]:
    """Where the excerpt begins and ends: the densest evidence, from the start of its sentence if that is near."""
    length = len(text.rstrip())
    if length <= max_chars:
        return 0, length
    first, last = _densest(spans, max_chars) if spans else (0, 0)
    room = max(max_chars - (last - first), 0)
    earliest = max(first - room // 2, 0)
    sentence = max((found.end() for found in _SENTENCE_END.finditer(text, earliest, first)), default=-1)
    start = sentence if sentence >= 0 else _word_start(text, earliest, first)
    end = max(start + max_chars, min(last, start + 2 * max_chars))
    return start, _word_end(text, min(end, length), last)


def _densest(spans: list[tuple[int, int]], max_chars: int) -> tuple[int, int]:
    """The first stretch of `max_chars` that holds the most spans, as its outer limits."""
    best = (0, 0, 0)
    considered = spans[:_MAX_SPANS]
    for index, (start, _) in enumerate(considered):
        inside = [end for _, end in considered[index:] if end - start <= max_chars] or [start + max_chars]
        if len(inside) > best[0]:
            best = (len(inside), start, max(inside))
    return best[1], best[2]


def _word_start(text: str, at: int, limit: int) -> int:
    if at == 0:
        return 0
    space = text.find(" ", at, limit)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int, limit: int) -> int:
    if not text[at:].strip():
        return at
    space = text.rfind(" ", max(limit, at - 40), at + 1)
    return space if space >= 0 else at


def _cut(text: str, max_chars: int) -> str:
    return text if len(text) <= max_chars else text[: _word_end(text, max_chars - 1, 0)].rstrip() + "…"


def _without_heaps(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if category(char).startswith("M") else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)
