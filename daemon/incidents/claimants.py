"""A text -> who claims an attack in it, though no entity names them. Pure.

Armed groups are many and new: `Jaish al-Adl claims responsibility`, `تبنت جماعة جيش العدل الهجوم`, `взяла на себя
группировка «Джейш аль-Адль»`. Only who says so in these words is told: all others are named by a rule folder.
"""

from collections.abc import Iterator

from daemon.incidents.cues import RESPONSIBILITY, RESPONSIBLE
from daemon.incidents.naming import QUOTES, Read, Speaker
from daemon.incidents.speakers import words_of

_CLAIM = frozenset(words_of("claim claims claimed claiming"))
_TAKEN = frozenset(words_of("responsibility credit"))
_ATTACKS = frozenset(
    words_of("attack attacks bombing bombings blast ambush raid shooting hijacking kidnapping assault")
)
#: A name that holds one of these is an armed group's, so that it may claim an attack without the word.
_GROUP = frozenset(
    words_of(
        "jaish jaysh lashkar army front brigade brigades movement liberation ansar harakat jamaat mujahideen "
        "resistance battalion militia province"
    )
)
_HAVE = frozenset(words_of("has have had also later group militants rebels"))
_NOBODY = frozenset(words_of("no one nobody none it they he she we this which who police group groups militants"))
_JOINS = frozenset({"", "-"})
_PARTICLES = ("al-", "e-", "ul-", "as-", "ash-", "an-", "el-")  #: in a name they are small
_ARABIC_GROUPS = frozenset(words_of("جماعة كتائب حركة تنظيم ألوية سرايا كتيبة فصيل جبهة لواء"))
_ARABIC_CLAIMS = frozenset(words_of("تبنى تبنت يتبنى تتبنى مسؤوليتها مسؤوليته"))
_ARTICLE = "ال"
_RUSSIAN_GROUPS = frozenset(
    words_of("группировка организация движение бригада на себя угруповання організація рух боевики бойовики")
)


def claimants(text: Read) -> Iterator[Speaker]:
    """Names that stand where a claimant does, in the order of the text."""
    for at, word in enumerate(text.words):
        found = None
        if word in _CLAIM:
            found = _english(text, at)
        elif word in RESPONSIBLE and not RESPONSIBILITY.isdisjoint(text.words):
            found = _back(text, at) or _ahead(text, at + 1)
        elif word in _ARABIC_GROUPS and not _ARABIC_CLAIMS.isdisjoint(text.words):
            found = _arabic(text, at)
        if found:
            yield Speaker(*found, text.between(*found), "party")


def _english(text: Read, at: int) -> tuple[int, int] | None:
    """Who claims at this word: before it, or behind its "by"."""
    behind = text.words[at + 1 : at + 4]
    if behind[:1] == ("by",):
        return None if _TAKEN.isdisjoint(text.words[max(0, at - 8) : at]) else _ahead(text, at + 2)
    found = _back(text, at)
    if found is None:
        return None
    is_group = not _GROUP.isdisjoint(text.words[slice(*found)]) and not _ATTACKS.isdisjoint(behind)
    return found if is_group or not _TAKEN.isdisjoint(behind) else None


def _back(text: Read, end: int) -> tuple[int, int] | None:
    """The name that ends before a word, in capitals or in quotes."""
    while end and text.words[end - 1] in _HAVE:
        end -= 1
    start = end
    while start and _is_named(text, start - 1) and (start == end or text.gap(start - 1).strip() in _JOINS):
        start -= 1
    while start < end and not text.written[start][0].isupper():
        start += 1
    return (start, end) if start < end and text.words[start] not in _NOBODY and _is_beside(text, end) else None


def _ahead(text: Read, start: int) -> tuple[int, int] | None:
    """The name that begins at a word or behind words such as "the group"."""
    while start < len(text.words) and text.words[start] in _RUSSIAN_GROUPS | {"the"}:
        start += 1
    end = start
    while end < len(text.words) and _is_named(text, end) and (end == start or text.gap(end - 1).strip() in _JOINS):
        end += 1
    return (start, end) if start < end else None


def _is_beside(text: Read, end: int) -> bool:
    """Does nothing but a space or a quote stand behind a name?"""
    return end == len(text.words) or not text.gap(end - 1).strip(f" {QUOTES}")


def _is_named(text: Read, at: int) -> bool:
    return text.written[at][0].isupper() or text.words[at].startswith(_PARTICLES) or text.written[at] in {"al", "аль"}


def _arabic(text: Read, at: int) -> tuple[int, int] | None:
    """A group's name: the words behind its kind, up to the first with the article."""
    end = at + 2
    if end > len(text.words):
        return None
    if not text.words[at + 1].startswith(_ARTICLE) and end < len(text.words) and text.words[end].startswith(_ARTICLE):
        end += 1
    return at, end
