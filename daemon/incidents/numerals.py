"""Words of a text -> the numbers that they write out, in English, Russian, Ukrainian and Arabic. Pure.

"Twenty-three", "тридцать один" and "ثلاثة وعشرون" are one number each: to read the last word alone would tell three
dead where twenty-three died. A run of such words is read whole, or not at all.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from daemon.language.fold import fold

_UNITS = (
    "one один одна одно одного одной одну одним واحد واحدة أحد إحدى одне однієї",
    (
        "two both два две двое двоих двух оба обе дві двоє двох обидва обидві обоих двумя "
        "اثنان اثنين اثنتين اثنا اثني شخصين شخصان طيارين طياران جنديين جنديان"
    ),
    "three три трое троих трех ثلاثة ثلاث троє трьох тремя",
    "four четыре четверо четверых четырех أربعة أربع чотири чотирьох",
    "five пять пятеро пятерых пяти خمسة خمس п'ять п'ятеро п'яти п'ятьох",
    "six шесть шестеро шестерых шести ستة ست шість шістьох",
    "seven семь семеро семерых семи سبعة سبع сім сімох",
    "eight восемь восьмеро восьмерых восьми ثمانية ثماني вісім вісьмох",
    "nine девять девятеро девятерых девяти تسعة تسع дев'ять дев'ятеро дев'яти",
    "ten десять десятеро десятерых десяти عشرة عشر",
    "eleven одиннадцать одиннадцати одинадцять",
    "twelve двенадцать двенадцати дванадцять",
    "thirteen тринадцать тринадцати тринадцять",
    "fourteen четырнадцать четырнадцати чотирнадцять",
    "fifteen пятнадцать пятнадцати п'ятнадцять",
    "sixteen шестнадцать шестнадцати шістнадцять",
    "seventeen семнадцать семнадцати сімнадцять",
    "eighteen восемнадцать восемнадцати вісімнадцять",
    "nineteen девятнадцать девятнадцати дев'ятнадцять",
)
_TENS = (
    "twenty двадцать двадцати عشرين عشرون двадцять",
    "thirty тридцать тридцати ثلاثين ثلاثون тридцять",
    "forty сорок сорока أربعين أربعون",
    "fifty пятьдесят пятидесяти خمسين خمسون п'ятдесят",
    "sixty шестьдесят шестидесяти ستين ستون шістдесят",
    "seventy семьдесят семидесяти سبعين سبعون сімдесят",
    "eighty восемьдесят восьмидесяти ثمانين ثمانون вісімдесят",
    "ninety девяносто تسعين تسعون дев'яносто",
)
_HUNDREDS = (
    "сто ста مئة مائة",
    "двести двухсот двісті مئتين مئتان مائتين مائتان",
    "триста трехсот ثلاثمئة ثلاثمائة",
    "четыреста четырехсот чотириста أربعمئة أربعمائة",
    "пятьсот пятисот п'ятсот خمسمئة خمسمائة",
    "шестьсот шестисот шістсот ستمئة ستمائة",
    "семьсот семисот сімсот سبعمئة سبعمائة",
    "восемьсот восьмисот вісімсот ثمانمئة ثمانمائة ثمانيمئة",
    "девятьсот девятисот дев'ятсот تسعمئة تسعمائة",
)
_TIMES = {
    10: "десятка десятков десятки десятків",
    12: "dozen",
    100: "hundred сотни сотен сотні сотень",
    1_000: "thousand тыс тысяча тысячу тысячи тысяч тис тисяча тисячу тисячі тисяч ألف ألفا آلاف",
    1_000_000: """million mln млн миллион миллиона миллионов мільйон мільйона мільйони мільйонів مليون مليونا
        ملايين""",
    1_000_000_000: "billion bn млрд миллиард миллиарда миллиардов мільярд мільярда мільярди мільярдів مليار مليارات",
}
_COUNTED_AS_ONE = frozenset({12, 100, 1_000})  #: with "a" before them they are numbers themselves
_ONE_THOUSAND = frozenset(map(fold, ("тысяча", "тысячу", "тисяча", "тисячу", "ألف")))  #: where more follows
_TEENS = frozenset(map(fold, ("عشر", "عشرة")))
_PART_OF_A_NUMBER = frozenset(map(fold, ("أحد", "إحدى")))  #: alone they are "one of"
_AND = "و"  #: in Arabic it is written with the word that follows
_TEN, _SCORE, _HUNDRED, _THOUSAND = 10, 20, 100, 1_000


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words: those from `first` to `last`."""

    first: int
    last: int
    value: int


def numerals(words: Sequence[str], apart: Collection[int] = ()) -> list[Numeral]:
    """The numbers that folded words write out, in order; `apart`: the places before which a sign parts words.

    Law: no word is part of two; a word that only multiplies ("hundreds", "thousand") is none by itself; of words that
    stand together and make no one number, none is.
    """
    found, at = [], 0
    while at < len(words):
        end = _end_of_run(words, at, apart)
        if end > at and _goes_on(words, end):
            end = max(end, _end_of_run(words, end, apart))
        elif end > at and (value := _value(words, at, end)) is not None:
            found.append(Numeral(at, end - 1, value))
        at = max(end, at + 1)
    return found


def times_of(word: str) -> int | None:
    """By how much a word multiplies the number before it, such as "thousand"; None: not at all."""
    return _times().get(word)


def is_numeral(word: str) -> bool:
    """Whether a word is a number, or multiplies one."""
    return word in _values() or word in _times()


def _end_of_run(words: Sequence[str], first: int, apart: Collection[int]) -> int:
    """Where the words that are numbers, from `first` on, end; `first` itself if there is none."""
    at = first + _is_article(words, first)
    if at >= len(words) or not is_numeral(words[at]):
        return first
    at += 1
    while at < len(words) and at not in apart:
        is_and = words[at] == "and" and (times_of(words[at - 1]) or 0) >= _HUNDRED
        if is_and and at + 1 < len(words) and words[at + 1] in _values():
            at += 1
        if not is_numeral(_bare(words[at])):
            break
        at += 1
    return at


def _goes_on(words: Sequence[str], end: int) -> bool:
    """Whether behind a run there stands what is left of its number: "one and a half", "two thousand, three hundred"."""
    following = tuple(words[end : end + 3])
    after_times = (times_of(words[end - 1]) or 0) >= _HUNDRED if end else False
    return following == ("and", "a", "half") or (after_times and bool(following) and is_numeral(following[0]))


def _is_article(words: Sequence[str], at: int) -> bool:
    """Does "a dozen", "a hundred" begin here?"""
    return at + 1 < len(words) and words[at] == "a" and times_of(words[at + 1]) in _COUNTED_AS_ONE


def _bare(word: str) -> str:
    """A word without the Arabic "and" before it; the word for one begins with that letter itself."""
    return word if is_numeral(word) else word.removeprefix(_AND)


def _value(words: Sequence[str], first: int, end: int) -> int | None:
    """The one number that all words of a run make; None: none."""
    if (first and words[first - 1] == "half") or (end == first + 1 and words[first] in _PART_OF_A_NUMBER):
        return None
    whole, group, least = 0, 0, 0  # what is told by thousands, what is below, and the last that was multiplied by
    if words[first] == "a" or (end > first + 1 and words[first] in _ONE_THOUSAND):
        first, group = first + (words[first] == "a"), 1
    for at in range(first, end):
        if words[at] == "and":
            continue
        times = times_of(_bare(words[at]))
        if times is not None and times >= _THOUSAND:
            if not group or (least and times >= least):
                return None
            whole, group, least = whole + group * times, 0, times
            continue
        more = _with_more(group, words[at]) if times is None else _multiplied(group, times, is_last=at + 1 == end)
        if more is None:
            return None
        group = more
    return whole + group


def _multiplied(group: int, times: int, *, is_last: bool) -> int | None:
    """A number by ten, twelve or a hundred; behind a dozen nothing follows. None: nothing that is written so."""
    return group * times if 0 < group < _HUNDRED and (is_last or times == _HUNDRED) else None


def _with_more(group: int, word: str) -> int | None:
    """A number below a thousand with one word more; None: they do not go together."""
    value, below = _values()[_bare(word)], group % _HUNDRED
    if word in _TEENS and 0 < below < _TEN:
        return group + _TEN
    if word != _bare(word) and 0 < below < _TEN < value < _HUNDRED and value % _TEN == 0:
        return group + value
    free = _HUNDRED if below == 0 else _TEN if below >= _SCORE and below % _TEN == 0 else 0
    is_free = group == 0 if value >= _HUNDRED else value < free
    return group + value if is_free else None


@cache
def _values() -> dict[str, int]:
    tens = ((_TEN * ten, words) for ten, words in enumerate(_TENS, start=2))
    hundreds = ((_HUNDRED * number, words) for number, words in enumerate(_HUNDREDS, start=1))
    rows = (*enumerate(_UNITS, start=1), *tens, *hundreds)
    return {fold(word): value for value, words in rows for word in words.split()}


@cache
def _times() -> dict[str, int]:
    return {fold(word): times for times, words in _TIMES.items() for word in words.split()}
