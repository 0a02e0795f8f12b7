"""Which reports are of no one event: editions of a page that comes again and again, and live pages. Pure.

A bulletin, a horoscope, a market's day, a live page of another day: their titles are one form, in which only the date,
the part of the day or a running number changes. Such pages share almost all of their words and tell of other events.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from daemon.incidents.particulars import MONTHS
from daemon.incidents.revision import is_live, is_live_page
from daemon.language.fold import fold
from daemon.language.lookback import old_story_in
from daemon.model import Report

ANEW = timedelta(hours=12)  #: the same title that much later, over another text, is a page of its own

_ONE_FORM = 0.75  #: share of the words, dates apart, that makes two titles one form
_DATED_FORM = 0.5  #: the same, where both titles bear a date: a date in a title is itself a mark of such pages
_NAME = 6  #: words of a page's name at the most
_LEAST_WORDS = 2  #: of a form; of less, any two titles are alike

_WORD = re.compile(r"[^\W_]+")
_ANY_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
#: Ways to write a day: two groups each, the month named in front or behind, or both as numbers.
_DAYS = tuple(
    (re.compile(pattern), month, day)
    for pattern, month, day in (
        (rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_ANY_MONTH})\b", 2, 1),
        (rf"\b({_ANY_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b", 1, 2),
        (r"\b(\d{1,2})[./](\d{1,2})[./](?:20)?\d\d\b", 2, 1),
        (r"\b20\d\d-(\d\d)-(\d\d)\b", 1, 2),
        (r"(\d{1,2})月(\d{1,2})日", 1, 2),
    )
)
_YEAR = re.compile(r"\b20\d\d\b")
_BROKEN = re.compile(r"\s[-–—·]\s|\s?[—|:]\s|\sfor\s")  #: what stands between a page's name and its day
_COUNTED = (
    re.compile(
        r"\b(day|week|round|stage|part|episode|ep|chapter|vol|volume|issue|edition|matchday|gameweek|season|q|no|number|"
        r"день|неделя|выпуск|серия|тур|часть|اليوم|الحلقة|الجولة|الجزء)[ .#№:]{0,2}(\d{1,4})\b"
    ),
    re.compile(
        r"\b(day|week|round|stage|part|episode|chapter) "
        r"(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    ),
)
#: A seismic service's page of one quake, and where that was: "M 5.2 - 38 km W of Elazig, Turkey".
_QUAKE = re.compile(r"^m[bwlsd]{0,2} ?\d[.,]\d\W{1,5}(\d+ ?km [nsew]{1,3})\b")
_SORTS = {
    **dict.fromkeys(
        _WORD.findall(
            "monday tuesday wednesday thursday friday saturday sunday понедельник вторник среда среду четверг пятница "
            "пятницу суббота субботу воскресенье الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد"
        ),
        "weekday",
    ),
    **dict.fromkeys(
        _WORD.findall("morning midday noon afternoon evening night утро утром вечер вечером ночь ночью صباح مساء"),
        "part of the day",
    ),
}
_CALENDAR = frozenset({"date", "weekday", "part of the day"})
_LEAST_SAID = 4  #: letters of a word that says something, whatever the language


@dataclass(frozen=True, slots=True)
class Form:
    """A title as a form: what stays from one edition to the next, and what changes."""

    words: tuple[str, ...]
    marks: Mapping[str, frozenset[str]]  #: sort of mark, such as a day -> those that the title bears

    @property
    def is_dated(self) -> bool:
        """Does the title bear a day?"""
        return "date" in self.marks or "weekday" in self.marks

    @property
    def has_dateline(self) -> bool:
        """Is the day written out, as few sentences have it: its weekday and its date?"""
        return "date" in self.marks and "weekday" in self.marks


def are_editions(one: Report, other: Report) -> bool:
    """Whether two reports are editions of one serial page, and so of different events.

    Law: symmetric; never of two sources, nor where no source is known. Why no list of such pages: a form that comes
    again shows itself, whatever it is called.
    """
    if not one.source or one.source != other.source:
        return False
    form, form_other = form_of(one.title), form_of(other.title)
    if _same_counter_differs(form, form_other):
        return True
    alike = LCSseq.normalized_similarity(form.words, form_other.words)
    differs = _differ(form, form_other)
    enough = min(len(form.words), len(form_other.words)) >= _LEAST_WORDS
    if enough and differs and alike >= _ONE_FORM:
        return True
    if alike >= _DATED_FORM and differs and form.is_dated and form_other.is_dated:
        return True
    if _DATED_FORM <= alike < 1.0 and form.has_dateline and form_other.has_dateline:
        return True
    apart = abs(one.arrived_at - other.arrived_at)
    return alike == 1.0 and not differs and apart >= ANEW and _other_text(one, other)


def tells_of_many(report: Report) -> bool:
    """Whether a report is a page of many events, or of old ones: live, called by a day in full, or "On this day".

    Why it matters: it is alike to each of them, and a live page is rewritten until it tells of another.
    """
    return _tells_of_many(report.title, report.url or "")


def may_be_one_live_page(one: Report, other: Report) -> bool:
    """Whether two reports may be versions of one live page: of one source, on one day.

    Law: symmetric; never where no source is known. What words say of them is judged elsewhere.
    """
    if not one.source or one.source != other.source or abs(one.arrived_at - other.arrived_at) >= ANEW:
        return False
    return is_live_page(one) and is_live_page(other) and not are_editions(one, other)


def filled_in(title: str, other: str) -> float:
    """The share of two titles that is one frame, 0..1, where what is put into it has no word in common: else 0.

    "Press review: the harbour", "Press review: the vote"; "Satellite pictures show ...". Law: symmetric.
    """
    one, two = form_of(title).words, form_of(other).words
    shorter = min(len(one), len(two))
    lead = next((at for at in range(shorter) if one[at] != two[at]), shorter)
    left = shorter - lead
    tail = next((at for at in range(left) if one[-1 - at] != two[-1 - at]), left)
    inside, inside_other = one[lead : len(one) - tail], two[lead : len(two) - tail]
    if not inside or not inside_other or not _says(inside).isdisjoint(_says(inside_other)):
        return 0.0
    return 2.0 * (lead + tail) / (len(one) + len(two))


@lru_cache(maxsize=16_384)  # of each report that is compared; to look takes ten times as long as to know
def _tells_of_many(title: str, url: str) -> bool:
    return is_live(title, url) or _is_called_by_a_day(title) or old_story_in(title) is not None


def _is_called_by_a_day(title: str) -> bool:
    """Is a title a short name and, behind a break, a day in full: its weekday, its date and its year?"""
    if not _YEAR.search(title):
        return False
    name, is_broken, day = _BROKEN.sub("\n", title).rpartition("\n")
    if not is_broken or not _YEAR.search(day):
        return False
    form = form_of(day)
    return form.has_dateline and not form.words and _LEAST_WORDS <= len(_WORD.findall(name)) <= _NAME


def _says(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) >= _LEAST_SAID)


@lru_cache(maxsize=4_096)
def form_of(title: str) -> Form:
    """The form of a title."""
    marks: dict[str, set[str]] = {}
    left = fold(title)
    for pattern, month, day in _DAYS:
        for found in pattern.finditer(left):
            marks.setdefault("date", set()).add(f"{MONTHS.get(found[month]) or int(found[month])}-{int(found[day])}")
        left = pattern.sub(" ", left)
    left = _YEAR.sub(" ", left)
    if quake := _QUAKE.match(left.strip()):
        marks["quake"] = {quake[1]}
    for pattern in _COUNTED:
        for found in pattern.finditer(left):
            marks.setdefault(found[1], set()).add(found[2])
        left = pattern.sub(r" \1 ", left)
    words = []
    for word in _WORD.findall(left):
        sort = _SORTS.get(word)
        if sort:
            marks.setdefault(sort, set()).add(word)
        else:
            words.append(word)
    return Form(tuple(words), {sort: frozenset(found) for sort, found in marks.items()})


def _differ(one: Form, other: Form) -> bool:
    """Whether both bear marks of one sort, and none in common."""
    return any(one.marks[sort].isdisjoint(other.marks[sort]) for sort in one.marks.keys() & other.marks.keys())


def _same_counter_differs(one: Form, other: Form) -> bool:
    sorts = (one.marks.keys() & other.marks.keys()) - _CALENDAR
    return any(one.marks[sort].isdisjoint(other.marks[sort]) for sort in sorts)


def _other_text(one: Report, other: Report) -> bool:
    return bool(one.text) and bool(other.text) and one.text != other.text
