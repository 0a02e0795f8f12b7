"""A text in any language -> the numbers that it names, as values, with how much each tells. Pure.

`3 тыс.`, `3,000` and `ثلاثة آلاف` are one number. To ten they are concepts instead: languages write them out.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from daemon.language.fold import fold

_SCALES = {
    1e3: """
        thousand thousands k тыс тысяч тысячи тысяча тысячами тис тисяч тисячі الف الاف الفا هزار bin אלף אלפים tausend
        mille mil mila""",
    1e6: """
        million millions m mn млн миллион миллиона миллионов мільйон мільйона мільйонів مليون ملايين ميليون milyon
        מיליון millionen mio millones milhoes milioni milione""",
    1e9: """
        billion billions bn b млрд миллиард миллиарда миллиардов мільярд мільярда мільярдів مليار مليارات ميليارد
        milyar מיליארד milliarden milliarde mrd milliard milliards miliardi""",
}
_SCALE_OF = {word: scale for scale, words in _SCALES.items() for word in words.split()}
_FIGURE = re.compile(
    r"(?<![\da-zA-Z.,])(\d{1,3}(?:[.,\u066c\u00a0\u202f ]\d{3})+|\d{1,9})(?:[.,\u066b](\d{1,2}))?(?!\d)"
    r"[\s\u00a0-]?([^\W\d_]*)"
)
_FEW = 10  #: to here numbers are written out as often as not
_YEARS = range(1900, 2101)


def figures(text: str) -> Mapping[float, float]:
    """Value -> how many bits it tells, of the numbers beyond ten; round ones and years tell less."""
    found: dict[float, float] = {}
    for value, is_scaled in _values(text):
        if value > _FEW or value % 1:
            found[value] = _bits(value, is_scaled=is_scaled)
    return found


def few(text: str) -> frozenset[int]:
    """The numbers from two to ten that are written as digits."""
    return frozenset([int(value) for value, _ in _values(text) if 2 <= value <= _FEW and value == int(value)])


@lru_cache(maxsize=16)  # a text is asked for both
def _values(text: str) -> tuple[tuple[float, bool], ...]:
    return tuple([_value(match) for match in _FIGURE.finditer(text)])


def _value(match: re.Match[str]) -> tuple[float, bool]:
    whole, part, word = match.groups()
    digits = re.sub(r"\D", "", whole)
    value = float(f"{int(digits)}.{int(part):0{len(part)}d}" if part else int(digits))
    scale = _SCALE_OF.get(fold(word)) or _SCALE_OF.get(_bare(fold(word)), 1.0)
    return round(value * scale, 2), scale > 1.0


def _bare(word: str) -> str:
    return word.removeprefix("ال")


def _bits(value: float, *, is_scaled: bool) -> float:
    if not is_scaled and value in _YEARS:
        return 2.0
    significant = len(f"{value:.2f}".replace(".", "").strip("0"))
    return 3.0 if value < 100 and significant <= 2 else min(9.0, 2.5 + 2.0 * significant)
