"""Regular expressions that cannot hold up matching: refused at load if they can blow up, and cut by a budget.

The only user of the `regex` library.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
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
#: A group that repeats and is itself repeated, as in (a+)+ or (.*x)*: its time can double with every character.
_NESTED = _regex.compile(r"\((?:[^()\\]|\\.)*(?:[^()\\]|\\.)[*+}](?:[^()\\]|\\.)*\)[*+{]")
_PROBES = ("a" * 40 + "!", "1" * 40 + "!", " " * 40 + "!", "ab" * 20 + "!", "я" * 40 + "!")
_PROBE_SECONDS = 0.02


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
        except TimeoutError:
            _logger.warning("a regular expression ran out of its time budget", extra={"pattern": self.text})
        finally:
            item.left -= perf_counter() - began


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
    if compiled.match(""):
        raise PatternError(
            "this regular expression matches the empty text, and so everything; ask for one letter at least"
        )
    if is_empty_always(text):
        raise PatternError(
            "this regular expression only looks round and takes no letter, so it can never show what it found; "
            "end it with what should be marked: (?=.*fire).*flood"
        )
    if _NESTED.search(text):
        raise PatternError(
            "a repeated group holds a repetition, as in (a+)+: it can run for ever; take one of them out"
        )
    try:
        for probe in _PROBES:
            compiled.search(probe, timeout=_PROBE_SECONDS)
    except TimeoutError:
        raise PatternError(
            "this regular expression can run for ever on hostile text; make its repetitions narrower"
        ) from None
    return CompiledPattern(text, compiled)
