"""Regular expressions that cannot hold up matching: refused at load if they can blow up, and cut by a budget.

The only user of the `regex` library.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from time import perf_counter
from typing import Any

from daemon.rules.literals import is_empty_always

# The library brings no types, and its stubs are no dependency of ours: it is named once, as Any.
_regex: Any = import_module("regex")
_logger = logging.getLogger(__name__)

MAX_LENGTH = 1000
_SECONDS = 0.05  #: for one field
_SECONDS_OF_ITEM = 0.5  #: for all patterns in all fields of one item, however many rules there are
_MAX_MATCHES = 200
_ENDLESS = r"[*+]|\{\d*,\}|\{\d*,?(?:\d{3,}|[3-9]\d)\}"  #: repeated without an end, or with one that is far
_NEAR_END = 29  #: repetitions
_GROUPS_AND_REPEATS = _regex.compile(rf"(?P<opens>\()|(?P<closes>\))(?P<endless>{_ENDLESS})?|(?:{_ENDLESS})")
#: A group that is called by its number or name, or the whole pattern by itself: depth without end, and memory with it.
_CALL = _regex.compile(r"\(\?(?:R|P>|&|[+-]?\d)")
_NO_SYNTAX = _regex.compile(
    r"\\.|\[\^?\]?(?:[^]\\]|\\.)*\]", _regex.DOTALL
)  #: escaped, or in a class: no group begins there
_PROBES = ("a" * 40 + "!", "1" * 40 + "!", " " * 40 + "!", "ab" * 20 + "!", "я" * 40 + "!")
_PROBE_SECONDS = 0.02
#: Sentences that have nothing in common but what stands in nearly every text of their language.
_ORDINARY = {
    "en": (
        "The talks in the capital ended without a result on Monday.",
        "Police said the road to the airport was closed for the night.",
        "A new school opened in the north of the country last week.",
        "Officials expect bread to become dearer before the winter.",
        "The match was put off because of heavy rain, the club announced.",
    ),
    "ru": (
        "Переговоры в столице завершились в понедельник без результата.",
        "Дорога к аэропорту закрыта на ночь, сообщили в полиции.",
        "На севере страны открылась новая школа для детей.",
        "Чиновники ожидают, что хлеб подорожает до начала зимы.",
        "Матч отложили из-за сильного дождя, объявил клуб.",
    ),
    "ar": (
        "انتهت المحادثات في العاصمة يوم الاثنين من دون نتيجة",
        "أغلقت الشرطة الطريق إلى المطار خلال الليل",
        "افتتحت مدرسة جديدة في شمال البلاد هذا الأسبوع",
        "يتوقع المسؤولون أن يرتفع سعر الخبز قبل الشتاء",
        "تأجلت المباراة بسبب المطر كما أعلن النادي",
    ),
    "zh": (
        "首都的会谈周一结束,没有取得结果。",
        "警方说,通往机场的道路夜间关闭。",
        "该国北部上周新开了一所学校。",
        "官员预计面包价格将在冬天前上涨。",
        "俱乐部宣布,因大雨比赛推迟。",
    ),
}
#: Code -> the name of each language whose ordinary texts are known.
LANGUAGES = {"en": "English", "ru": "Russian", "ar": "Arabic", "zh": "Chinese"}


class PatternError(ValueError):
    """A regular expression that cannot be used; the message names the mend."""


@dataclass(slots=True)
class Budget:
    """The seconds that regular expressions may still take of one item."""

    left: float = _SECONDS_OF_ITEM
    is_told: bool = False  #: that nothing is left

    def is_spent(self) -> bool:
        """Is nothing left? Told in the log once."""
        if self.left <= 0 and not self.is_told:
            self.is_told = True
            _logger.warning("an item used up the time of all regular expressions; the rest were not asked of it")
        return self.left <= 0


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A regular expression with its budget."""

    text: str
    compiled: Any

    def matches(self, text: str, budget: Budget | None = None) -> Iterator[tuple[int, int]]:
        """Start and end of each match, ascending; what a budget cuts off is told in the log and not found."""
        item = budget or Budget()
        if item.is_spent():
            return
        began = perf_counter()
        try:
            seconds = min(_SECONDS, item.left)
            for number, found in enumerate(self.compiled.finditer(text, timeout=seconds, concurrent=True)):
                if number == _MAX_MATCHES:
                    return
                if found.end() > found.start():
                    yield found.span()
        except (TimeoutError, MemoryError, RecursionError):
            _logger.warning("a regular expression ran out of its time budget", extra={"pattern": self.text})
        finally:
            item.left -= perf_counter() - began


@lru_cache(maxsize=1024)
def compile_pattern(text: str) -> CompiledPattern:
    """A pattern that is safe to run: Unicode classes, upper and lower case alike. Errors: PatternError."""
    if len(text) > MAX_LENGTH:
        raise PatternError(f"a regular expression has at most {MAX_LENGTH} characters")
    try:
        compiled = _regex.compile(text, _regex.IGNORECASE | _regex.VERSION0)
    except _regex.error as error:
        raise PatternError(f"not a regular expression: {error.msg} at character {(error.pos or 0) + 1}") from None
    except (OverflowError, RecursionError, ValueError) as error:
        raise PatternError(f"not a regular expression: {error}") from None
    if _CALL.search(_NO_SYNTAX.sub("x", text)):
        raise PatternError(
            "a regular expression that calls itself or a group of its own, as (?R), (?1) and (?&name) do, can run for "
            "ever; write out what is to stand there"
        )
    try:
        _probe(text, compiled)
    except (TimeoutError, MemoryError, RecursionError):
        raise PatternError(
            "this regular expression can run for ever on hostile text; make its repetitions narrower"
        ) from None
    return CompiledPattern(text, compiled)


@lru_cache(maxsize=1024)
def common_in(text: str, *, is_case_regarded: bool = False) -> tuple[str, ...]:
    """The languages in which a pattern matches nearly every text; none of a pattern that cannot be used."""
    try:
        compiled = _regex.compile(text, _regex.VERSION0) if is_case_regarded else compile_pattern(text).compiled
        return tuple(
            language
            for language, sentences in _ORDINARY.items()
            if all(compiled.search(one, timeout=_PROBE_SECONDS) for one in sentences)
        )
    except (PatternError, TimeoutError, MemoryError, RecursionError):
        return ()


def _probe(text: str, compiled: Any) -> None:
    """Try a pattern on what shows its faults. Errors: PatternError, and TimeoutError or MemoryError if it blows up."""
    if compiled.match("", timeout=_PROBE_SECONDS):
        raise PatternError(
            "this regular expression matches the empty text, and so everything; ask for one letter at least"
        )
    if is_empty_always(text):
        raise PatternError(
            "this regular expression only looks round and takes no letter, so it can never show what it found; "
            "end it with what should be marked: (?=.*fire).*flood"
        )
    if _repeats_in_repeats(text):
        raise PatternError(
            "a repeated group holds a repetition, as in (a+)+: it can run for ever; take one of them out, or give the "
            f"group an end that is near, at most {_NEAR_END}, as in (?:\\w+\\s+){{0,5}}"
        )
    for probe in _PROBES:
        compiled.search(probe, timeout=_PROBE_SECONDS)


def _repeats_in_repeats(text: str) -> bool:
    """Does a group that repeats without end hold what does, as in (a+)+: can its time double with every character?

    Not those with a near end, as in an address or `(?:[a-z]+ ){0,5}`: their cost the probes and the budget see.
    """
    held = [False]  # of each group that is open: does it hold a repetition without end?
    for found in _GROUPS_AND_REPEATS.finditer(_NO_SYNTAX.sub("x", text)):
        if found["opens"]:
            held.append(False)
        elif found["closes"] and len(held) > 1:
            inner = held.pop()
            if inner and found["endless"]:
                return True
            held[-1] |= inner or bool(found["endless"])
        else:
            held[-1] = True
    return False
