"""Do two titles tell of the drones, or the missiles, of two sides, or of two nights? Pure.

In a war both sides tell each morning how many they shot down, in one set of words and at times with one number. Whose
they were parts the two ("112 Ukrainian drones", "85 of 112 Russian drones"), and how many parts one night's from the
next.
"""

import re
from datetime import timedelta
from functools import cache, lru_cache

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
_COUNT = re.compile(r"(?<![\d.,:])(\d{1,4})(?![\d.,:%]*\d)")
_NEXT_NIGHT = timedelta(hours=12)


def are_of_two_sides(one: Report, other: Report) -> bool:
    """Whether each title names one side whose drones or missiles it tells of, and the two are foes.

    Law: symmetric; never of a title that names none, or both: an exchange of blows is one event. Why many only: whose
    a single drone was may be what reports of one event tell otherwise.
    """
    side = side_of(one.title)
    return side is not None and frozenset((side, side_of(other.title))) in _FOES


def are_of_two_nights(one: Report, other: Report) -> bool:
    """Whether both titles count the drones or missiles of a night, otherwise, and half a day lies between.

    Law: symmetric; sooner, a count may have gone on; dates, where they are known, must say so, too.
    """
    count, count_other = _count_of(one.title), _count_of(other.title)
    if not count or not count_other or not count.isdisjoint(count_other):
        return False
    if one.published_at and other.published_at and abs(one.published_at - other.published_at) < _NEXT_NIGHT:
        return False
    return abs(one.arrived_at - other.arrived_at) >= _NEXT_NIGHT


@lru_cache(maxsize=4_096)
def _count_of(title: str) -> frozenset[str]:
    """The numbers of a title that counts what a night brought; empty: it does not."""
    words = {fold(word) for word in _WORD.findall(title)}
    is_counted = _OVERNIGHT.search(title) and not words.isdisjoint(_things())
    return frozenset(_COUNT.findall(title)) if is_counted else frozenset()


@lru_cache(maxsize=4_096)
def side_of(title: str) -> str | None:
    """The one side whose drones or missiles a title tells of; None: it names none, or more."""
    words = [fold(word.replace("’", "'")) for word in _WORD.findall(title)]
    found = {_sides()[word] for at, word in enumerate(words) if word in _sides() and _has_sent(words, at)}
    return found.pop() if len(found) == 1 and not _names_both(words, found) else None


def _names_both(words: list[str], found: set[str]) -> bool:
    """Does a title tell what two sides have sent: "Ukrainian and Russian drones"?"""
    beside = {_sides()[words[at + step]] for at in _ands(words) for step in (-1, 1) if words[at + step] in _sides()}
    return len(beside | found) > 1


def _ands(words: list[str]) -> list[int]:
    return [at for at in range(1, len(words) - 1) if words[at] in {"and", "и", "та"}]


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
