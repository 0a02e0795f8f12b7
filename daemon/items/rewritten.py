"""Is an item the next version of a page that keeps its address while ids and dates change? Pure.

"Ukraine war latest: …" is rewritten all day. The address alone says nothing: a page `/live` tells of one event today
and of another tomorrow, and a list of sirens has one address for all. So the words must go on, and the names in them,
and not those alone by which an outlet ends each of its pages.
"""

import re
from datetime import datetime, timedelta

from daemon.items.owntext import lede_of
from daemon.language.fold import fold
from daemon.language.formula import warns
from daemon.language.livepage import may_roll, without_marks
from daemon.model import Item, KnownItem

WINDOW = timedelta(hours=12)  #: from one version to the next

_SHARED, _SHARED_UNMARKED = 0.4, 0.6  #: share of the telling words of the version that has fewer …
_NAMES, _NAMES_UNMARKED = 0.5, 0.6  #: … and of its names, where the other has names, too
_LEAST = 3  #: telling words in common
_STEM, _STEM_CYRILLIC = 5, 4  #: letters of a word without its ending; languages of many endings have short ones
_LONG, _NAME = 4, 3  #: letters of a word that tells something, and of a name
_FILLED = 2  #: words that are exchanged in a form
_KICKER = 2  #: words that make what stands before a colon a page's name
_WORD = re.compile(r"[^\W\d_]+")
_JOINED = re.compile(r"^[وف]?(?:ال|بال|لل|ب|ل)?(?=\w{3})")  #: what Arabic writes with a word
_ARABIC = ("\u0600", "\u06ff")


def is_rewritten(item: Item, one: KnownItem) -> bool:
    """Whether an item at the address of a known one tells of the same event, hours later.

    Law: symmetric but for the texts' length; never of sirens and other warnings, whose words recur.
    """
    if abs(_dated(item) - _dated(one)) > WINDOW or not one.title or not item.title:
        return False
    title, other_title = without_marks(item.title), without_marks(one.title)
    text, other = f"{title} {lede_of(item)}", f"{other_title} {one.lede}"
    words, others = _words(text), _words(other)
    is_named = not _words(title).isdisjoint(others) and not _words(other_title).isdisjoint(words)
    if not is_named or warns(text) or warns(other) or _is_filled_anew(title, other_title, words, others):
        return False
    (shared, least), (names, _) = _share(words, others), _share(_names(text), _names(other))
    if may_roll(item.title) and may_roll(one.title):
        return least >= _LEAST and shared >= _SHARED and names >= _NAMES
    is_one_name = _is_one_name(item.title, one.title)
    return is_one_name and least >= _LEAST and shared >= _SHARED_UNMARKED and names >= _NAMES_UNMARKED


def _is_filled_anew(title: str, other: str, words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two titles are one form, and what each put into it the other version does not tell: "… in Mosul"."""
    ours, theirs = _stems(title), _stems(other)
    differ = [(one, two) for one, two in zip(ours, theirs, strict=False) if one != two]
    is_form = len(ours) == len(theirs) and 0 < len(differ) <= _FILLED < len(ours)
    return is_form and all(one not in others and two not in words for one, two in differ)


def _dated(item: Item | KnownItem) -> datetime:
    return item.published_at or item.arrived_at


def _is_one_name(title: str, other: str) -> bool:
    """Whether both titles begin with one name and a colon, or one of them only goes on where the other ends."""
    kickers = [one.partition(":")[0] if ":" in one else "" for one in (title, other)]
    if kickers[0] == kickers[1] and len(_WORD.findall(kickers[0])) >= _KICKER:
        return True
    shorter, longer = sorted((_WORD.findall(fold(title)), _WORD.findall(fold(other))), key=len)
    return bool(shorter) and longer[: len(shorter)] == shorter


def _share(words: frozenset[str], others: frozenset[str]) -> tuple[float, int]:
    """The share of the fewer ones that both have, 1 where one has none, and how many that are."""
    fewer, both = min(len(words), len(others)), len(words & others)
    return (both / fewer if fewer else 1.0), both


def _stems(title: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(title)]


def _words(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(text) if len(word) >= _LONG)


def _names(text: str) -> frozenset[str]:
    """Words with a capital; scripts without any have none."""
    return frozenset(_stem(word) for word in _WORD.findall(text) if len(word) >= _NAME and word[0].isupper())


def _stem(word: str) -> str:
    folded = fold(word)
    is_arabic = _ARABIC[0] <= folded[:1] <= _ARABIC[1]
    if is_arabic:
        folded = _JOINED.sub("", folded, count=1)
    return folded[: _STEM_CYRILLIC if "\u0400" <= folded[:1] <= "\u04ff" else _STEM]
