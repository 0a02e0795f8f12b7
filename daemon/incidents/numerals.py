"""Words of a text -> the numbers that they write out, in English, Russian, Ukrainian and Arabic. Pure.

"Twenty-three", "тридцать один" and "ثلاثة وعشرون" are one number each: to read the last word alone would tell three
dead where twenty-three died.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from daemon.language.fold import fold

_UNITS = (
    "one один одна одно одного одной واحد واحدة أحد إحدى одне",
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
    "сто ста مئة مائة|двести двухсот двісті مئتين مئتان مائتين مائتان|триста трехсот"
    "|четыреста чотириста|пятьсот п'ятсот"
)
_TIMES = {
    12: "dozen",
    100: "hundred",
    1_000: "thousand тыс тысяча тысячи тысяч тисяча тисячі тисяч ألف آلاف",
    1_000_000: "million млн مليون",
}
_COUNTED_AS_ONE = frozenset({12, 100, 1_000})  #: with "a" before them they are numbers themselves
_TEENS = frozenset(map(fold, ("عشر", "عشرة")))
_AND = "و"  #: in Arabic it is written with the word that follows
_TEN, _HUNDRED = 10, 100


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in words: those from `first` to `last`."""

    first: int
    last: int
    value: int


def numerals(words: Sequence[str]) -> list[Numeral]:
    """The numbers that folded words write out, in order.

    Law: no word is part of two; a word that only multiplies ("hundreds", "thousand") is none by itself.
    """
    found, at = [], 0
    while at < len(words):
        one = _numeral(words, at)
        if one is not None:
            found.append(one)
            at = one.last
        at += 1
    return found


def times_of(word: str) -> int | None:
    """By how much a word multiplies the number before it, such as "thousand"; None: not at all."""
    return _times().get(word)


def _numeral(words: Sequence[str], first: int) -> Numeral | None:
    whole, last = (1, first) if _is_article(words, first) else _below_thousand(words, first)
    if whole is None:
        return None
    while last + 1 < len(words) and (times := times_of(words[last + 1])) is not None:
        whole, last = whole * times, last + 1
    following = last + 1 + (whole >= _HUNDRED and last + 1 < len(words) and words[last + 1] == "and")
    more, end = _below_thousand(words, following) if whole % _HUNDRED == 0 else (None, last)
    if more is not None and more < whole:
        return Numeral(first, end, whole + more)
    return Numeral(first, last, whole)


def _is_article(words: Sequence[str], at: int) -> bool:
    """Does "a dozen", "a hundred" begin here?"""
    return words[at] == "a" and at + 1 < len(words) and times_of(words[at + 1]) in _COUNTED_AS_ONE


def _below_thousand(words: Sequence[str], at: int) -> tuple[int | None, int]:
    """The number that begins at a word, and where it ends."""
    value = _values().get(words[at]) if at < len(words) else None
    if value is None or at + 1 >= len(words):
        return value, at
    following = words[at + 1]
    if value < _TEN and following in _TEENS:
        return value + _TEN, at + 1
    if value < _TEN and following.startswith(_AND) and _is_ten(_values().get(following.removeprefix(_AND))):
        return value + _values()[following.removeprefix(_AND)], at + 1
    unit = _values().get(following, _TEN)
    return (value + unit, at + 1) if _is_ten(value) and unit < _TEN else (value, at)


def _is_ten(value: int | None) -> bool:
    return value is not None and value % _TEN == 0 and _TEN < value < _HUNDRED


@cache
def _values() -> dict[str, int]:
    rows = (*enumerate(_UNITS, start=1), *((_TEN * ten, words) for ten, words in enumerate(_TENS, start=2)))
    hundreds = ((_HUNDRED * number, words) for number, words in enumerate(_HUNDREDS.split("|"), start=1))
    return {fold(word): value for value, words in (*rows, *hundreds) for word in words.split()}


@cache
def _times() -> dict[str, int]:
    return {fold(word): times for times, words in _TIMES.items() for word in words.split()}
