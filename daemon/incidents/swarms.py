"""Do two titles tell of the drones, or the missiles, of two sides, or of two nights? Pure.

In a war both sides tell each morning how many they shot down, in one set of words and at times with one number. Whose
they were parts the two ("112 Ukrainian drones", "85 of 112 Russian drones"), and how many parts one night's from the
next.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import cache, lru_cache
from itertools import pairwise

from daemon.language.fold import fold
from daemon.model import Report

#: A side, and how its name stands before what it has sent, or behind it.
_SIDES = {
    "Ukraine": "ukrainian ukraine's украинских украинские українських українські أوكرانية الأوكرانية",
    "Russia": "russian russia's российских российские російських російські روسية الروسية",
    "Iran": "iranian iran's иранских иранские іранських إيرانية الإيرانية",
    "Israel": "israeli israel's израильских израильские ізраїльських إسرائيلية الإسرائيلية",
    "India": "indian india's индийских индийские هندية الهندية",
    "Pakistan": "pakistani pakistan's пакистанских пакистанские باكستانية الباكستانية",
    "Yemen": "houthi houthis' хуситских хуситские حوثية الحوثية",
    "United States": "american us u.s. американских американские أمريكية الأمريكية",
}
_SENT = """
    drones uavs missiles rockets
    беспилотников беспилотники беспилотниками дронов дроны бпла ракет ракеты
    безпілотників безпілотники дронів дрони
    مسيرات المسيرات مسيرة طائرات الطائرات صواريخ الصواريخ صاروخا"""
#: What may stand between the two.
_KINDS = "attack kamikaze combat long range cruise ballistic strike military ударных ударные боевых مسيرة بدون طيار"
_ONLY_CAPITALS = frozenset({"us"})  #: an ordinary word, if it is written otherwise
_AND = "and и та і й"
_BESIDE = frozenset({"", ",", "،", "&", "/", "-", "–"})  #: signs between two sides that are named together
_WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*['’]?\.?")
_BETWEEN = 2  #: words
_FOES = frozenset(
    map(
        frozenset,
        (
            ("Ukraine", "Russia"),
            ("Iran", "Israel"),
            ("Iran", "United States"),
            ("Yemen", "Israel"),
            ("Yemen", "United States"),
            ("India", "Pakistan"),
        ),
    )
)
_OVERNIGHT = re.compile(
    r"\b(?:overnight|last night|за ночь|ночью|за минувшую ночь|минулої ночі|вночі|за ніч)\b", re.IGNORECASE
)
_TOKEN = re.compile(rf"(?<![\d.,:])(?P<count>\d{{1,4}})(?![\d.,:%]*\d)|\d+|{_WORD.pattern}")
#: What is done to the things that are counted, beside their number.
_DONE = """
    down downed downs launched launches intercepted intercepts сбито сбиты сбила сбили збито збили збила выпустила
    запустила випустила"""
_OF = "of out more than over about some at least more из з із более около понад близько من"  #: round a number
_NEXT_NIGHT = timedelta(hours=12)


def are_of_two_sides(one: Report, other: Report) -> bool:
    """Whether each title names one side whose drones or missiles it tells of, and the two are foes.

    Law: symmetric; never of a title that names none, or both: an exchange of blows is one event. Why many only: whose
    a single drone was may be what reports of one event tell otherwise.
    """
    side = side_of(one.title)
    return side is not None and frozenset((side, side_of(other.title))) in _FOES


def is_of_another_night(report: Report, told: Iterable[Report]) -> bool:
    """Whether a title counts the drones or missiles of another night than these reports do.

    Law: it never does where one of them has its number.
    """
    count, told = _count_of(report.title), list(told)
    if not count or any(not count.isdisjoint(_count_of(one.title)) for one in told):
        return False
    return any(are_of_two_nights(report, one) for one in told)


def are_of_two_nights(one: Report, other: Report) -> bool:
    """Whether both titles count the drones or missiles of a night, otherwise, and half a day lies between.

    Law: symmetric; sooner, a count may have gone on; dates, where they are known, must say so, too. How many were
    killed, or hurt, by drones is no count of them: a toll rises.
    """
    count, count_other = _count_of(one.title), _count_of(other.title)
    if not count or not count_other or not count.isdisjoint(count_other):
        return False
    if one.published_at and other.published_at and abs(one.published_at - other.published_at) < _NEXT_NIGHT:
        return False
    return abs(one.arrived_at - other.arrived_at) >= _NEXT_NIGHT


@lru_cache(maxsize=4_096)
def _count_of(title: str) -> frozenset[str]:
    """How many drones or missiles a title counts that a night brought; empty: it does not."""
    found = list(_TOKEN.finditer(title)) if _OVERNIGHT.search(title) else []
    words = [fold(one[0]) for one in found]
    if _things().isdisjoint(words):
        return frozenset()
    gaps = [title[one.end() : behind.start()].strip() for one, behind in pairwise(found)]
    return frozenset(one[0] for at, one in enumerate(found) if one["count"] and _counts(words, gaps, at))


def _counts(words: list[str], gaps: list[str], at: int) -> bool:
    """Does a number stand before the things, or beside what was done to them: "downed 85 of 112"?"""
    behind = at + 1
    while behind < len(words) and _is_beside(gaps[behind - 1]) and _is_around(words[behind]):
        behind += 1
    if behind < len(words) and _is_beside(gaps[behind - 1]):
        is_down = words[behind] in _done() or words[behind : behind + 2] == ["shot", "down"]
        if words[behind] in _things() or is_down:
            return True
    before = at - 1
    while before > 0 and _is_beside(gaps[before]) and _is_around(words[before]):
        before -= 1
    return before >= 0 and _is_beside(gaps[before]) and words[before] in _done()


def _is_around(word: str) -> bool:
    return word.isdigit() or word in _around()


def _is_beside(gap: str) -> bool:
    return gap in {"", "-"}


@lru_cache(maxsize=4_096)
def side_of(title: str) -> str | None:
    """The one side whose drones or missiles a title tells of; None: it names none, or more."""
    found = list(_WORD.finditer(title))
    words = [fold(one[0].replace("’", "'")) for one in found]
    sides = [_side(word, one[0], title) for word, one in zip(words, found, strict=True)]
    have_sent = {side for at, side in enumerate(sides) if side and _has_sent(words, at)}
    gaps = [title[one.end() : behind.start()].strip() for one, behind in pairwise(found)]
    return have_sent.pop() if len(have_sent) == 1 and not _names_both(words, sides, gaps) else None


def _side(word: str, written: str, title: str) -> str | None:
    """The side that a word names; of what is an ordinary word, too, only if it alone is in capitals."""
    if word in _ONLY_CAPITALS and (title.isupper() or not written.isupper()):
        return None
    return _sides().get(word) or _sides().get(word.removeprefix("و"))  # an Arabic "and" is a letter of the next word


def _names_both(words: list[str], sides: list[str | None], gaps: list[str]) -> bool:
    """Does a title name two sides together: "Ukrainian and Russian drones", "Russian, Ukrainian drones"?"""
    last: str | None = None
    for at, side in enumerate(sides):
        if at and gaps[at - 1] not in _BESIDE:
            last = None
        if side and last and side != last:
            return True
        last = side or (last if words[at] in _ands() else None)
    return False


def _has_sent(words: list[str], at: int) -> bool:
    """Do drones or missiles stand beside a side's name: behind it, or, in Arabic, before it?"""
    if words[at].isascii() or not "\u0600" <= words[at][0] <= "\u06ff":
        for behind in words[at + 1 : at + 2 + _BETWEEN]:
            if behind in _things():
                return True
            if behind not in _between():
                return False
        return False
    return any(before in _things() for before in words[max(0, at - _BETWEEN) : at])


@cache
def _sides() -> dict[str, str]:
    return {fold(word): side for side, words in _SIDES.items() for word in words.split()}


@cache
def _things() -> frozenset[str]:
    return frozenset(map(fold, _SENT.split()))


@cache
def _between() -> frozenset[str]:
    return frozenset(map(fold, _KINDS.split()))


@cache
def _around() -> frozenset[str]:
    """What may stand between a number and what it counts."""
    return frozenset((*map(fold, _OF.split()), *_between(), *_sides()))


@cache
def _done() -> frozenset[str]:
    return frozenset(map(fold, _DONE.split()))


@cache
def _ands() -> frozenset[str]:
    return frozenset(map(fold, _AND.split()))
