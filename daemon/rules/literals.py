"""A regular expression -> letters that every match of it holds, so that it is run on few texts only. Pure.

Careful rather than keen: what is not surely understood in the same way by both engines needs nothing.
"""

import re
import warnings
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

# The parser of the standard library; it brings no types.
_parser: Any = import_module("re._parser")

Literals = tuple[frozenset[str], ...]  #: of each group one at least stands in every match, small letters

#: What the `regex` library reads otherwise than `re`: fuzzy counts, sets within sets, named classes, own groups.
_OTHERWISE = re.compile(r"\{(?!\d*,?\d*\})|\[\[|\[:|&&|--|\|\||~~|\(\?(?![:=!<P])|\(\?<(?![=!])|\\[^\W\dA-Zbdfnrstvwx]")
#: Letters of which `regex` and `str.casefold` agree what their other case is; one run of them lies in one word.
_LETTERS = re.compile("[a-zабвгдежзиклмнопрстуфхцчшщъыьэюяء-غف-ي]")
_MOST = 8  #: groups that are of use
_LEAST_LETTERS = 2


def needed_literals(pattern: str) -> Literals:
    """What a text must hold for the pattern to match; empty if nothing can be said.

    Law: if the pattern matches anywhere in a text, each group has a member that lies within one word of its
    `plain` form.
    """
    tree = _parsed(pattern)
    return () if tree is None else tuple(sorted(set(_groups(list(tree))), key=_worth))[:_MOST]


def is_empty_always(pattern: str) -> bool:
    """Can a match of it hold no letter at all, as with one that only looks round? False where that is not known."""
    tree = _parsed(pattern)
    return tree is not None and bool(tree.getwidth()[1] == 0)


def _parsed(pattern: str) -> Any:
    """The pattern as the standard library reads it; None where the two engines may differ, or it cannot."""
    if _OTHERWISE.search(pattern):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _parser.parse(pattern)
    except (re.error, OverflowError, RecursionError, ValueError):
        return None


def plain(text: str) -> str:
    """The text in the letters that literals are given in."""
    return text.lower() if text.isascii() else text.replace("İ", "i").replace("ı", "i").casefold()


def _worth(group: frozenset[str]) -> tuple[int, int, list[str]]:
    """The group that says most comes first."""
    return -min(map(len, group)), len(group), sorted(group)


def _groups(nodes: Sequence[tuple[Any, Any]]) -> list[frozenset[str]]:
    groups: list[frozenset[str]] = []
    run = ""
    for name, value in [*nodes, ("END", None)]:
        letter = plain(chr(value)) if str(name) == "LITERAL" else ""
        if _LETTERS.fullmatch(letter):
            run += letter
            continue
        if len(run) >= _LEAST_LETTERS:
            groups.append(frozenset({run}))
        run = ""
        groups += _inner_groups(str(name), value)
    return groups


def _inner_groups(name: str, value: Any) -> list[frozenset[str]]:
    if name == "SUBPATTERN":
        return _groups(list(value[3]))
    if name in {"MAX_REPEAT", "MIN_REPEAT"} and value[0] > 0:
        return _groups(list(value[2]))
    if name == "BRANCH":
        return _one_of(_groups(list(branch)) for branch in value[1])
    return []


def _one_of(branches: Iterable[list[frozenset[str]]]) -> list[frozenset[str]]:
    """The best group of each branch, together; none if a branch needs nothing."""
    union: frozenset[str] = frozenset()
    for groups in branches:
        if not groups:
            return []
        best: frozenset[str] = min(groups, key=_worth)
        union |= best
    return [union]
