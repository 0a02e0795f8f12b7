"""How a text says a number: as it is, or as a bound ("up to 40", "от 20 до 30", "at least 20", "около 30"). Pure.

A bound is told in English, whatever the report's language, so that a desk sees like beside like. Two numbers agree
where one count can be meant by both: "at least 20" and "23" do, "at least 20" and "12" do not.
"""

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache

from daemon.incidents.numerals import numerals
from daemon.language.fold import fold

#: What stands before a number, the more special first: "no more than" is no "more than".
_BEFORE = {
    "at least": """
        at least|at a minimum|no fewer than|not fewer than|no less than|not less than|a minimum of
        |не менее чем|не менее|не меньше чем|не меньше|как минимум|минимум|по меньшей мере|по крайней мере
        |щонайменше|не менше ніж|не менше|як мінімум|мінімум|принаймні|[وب]?ما لا يقل عن|لا يقل عن|على الأقل
        |mindestens|wenigstens|zumindest|au moins|al menos|por lo menos|como mínimo|almeno|pelo menos|en az""",
    "up to": """
        up to|as many as|at most|no more than|not more than|a maximum of
        |не более чем|не более|не больше чем|не больше|максимум|вплоть до|до|щонайбільше|не більше ніж|не більше
        |[وب]?ما يصل إلى|يصل إلى|لا يزيد عن|لا يتجاوز
        |bis zu|höchstens|maximal|jusqu['’][àa]|au plus|hasta|como máximo|fino a|até|en fazla""",
    "fewer than": """
        fewer than|less than|менее чем|менее|меньше чем|меньше|менше ніж|менше|أقل من|weniger als|moins de|menos de""",
    "more than": """
        more than|over|upwards of|in excess of|более чем|более|больше чем|больше|свыше|понад|більше ніж|більше
        |[وب]?أكثر من|[وب]?ما يزيد على|[وب]?ما يزيد عن|mehr als|über|plus de|más de|più di|oltre|mais de""",
    "nearly": """
        nearly|almost|close to|just under|почти|майже|قرابة|ما يقارب|ما يقرب من|beinahe|nahezu|knapp|près de|presque
        |casi|quasi|quase|neredeyse""",
    "about": """
        about|around|some|roughly|approximately|an estimated|около|порядка|примерно|приблизительно|близько|приблизно
        |نحو|حوالي|حوالى|زهاء|etwa|rund|ungefähr|environ|quelque|alrededor de|unos|unas|circa|cerca de|yaklaşık""",
}
#: What stands behind a number, or in Arabic behind what it counts.
_BEHIND = {
    "at least": r"(?:\s+\w+){0,2}\s+على الأقل\b|\+|\s+(?:or more|и более|або більше|oder mehr|ou plus|o más)\b",
    "up to": r"['’]?(?:a|e|ya|ye) kadar\b",
    "more than": r"['’]?(?:den|dan|ten|tan) fazla\b",
    "fewer than": r"['’]?(?:den|dan|ten|tan) az\b",
}
_REACH = 40  #: characters before and behind a number in which that stands
#: What has risen to a number is that number: "число погибших выросло до 40", "the toll is up to 40".
_RISEN = re.compile(
    r"\b(?:toll|r[io]sen?|climb|jump|gr[eo]w|from|число|количеств|вырос|возрос|увелич|подн|кількість|зр[іо]с|збільш|عدد|حصيلة)"
    r"[^.!?;]*\Z",
    re.IGNORECASE,
)
_SENTENCE = 100  #: characters before a number in which something may have risen
_NUMBER = r"(?<![\w.,:/%$€£-])(\d{1,3}(?:[.,]\d{3})+|\d{1,6}|[^\W\d_]{2,15})"
#: What a range counts, where nothing but a "to" or a dash says that it is one.
_PEOPLE = (
    r"(?=\s+(?:people|persons|civilian|soldier|were|killed|dead|death|injured|wounded|missing|человек|людей|осіб|военн"
    r"|мирн|погиб|убит|ранен|загин|поранен|قتيل|شخص|جريح|مدني|menschen|tote|verletzte|personnes|morts|blessés|personas"
    r"|muert|herid|kişi|ölü|yaralı))"
)
_RANGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bbetween\s+{_NUMBER}\s+and\s+{_NUMBER}",
        rf"\b(?:от|від)\s+{_NUMBER}\s+до\s+{_NUMBER}",
        rf"(?<!\w)(?:[وب]?ما\s+)?بين\s+{_NUMBER}\s+و\s?(\d{{1,6}}|[^\W\d_]{{2,15}})",
        rf"\bzwischen\s+{_NUMBER}\s+und\s+{_NUMBER}",
        rf"\bentre\s+{_NUMBER}\s+(?:et|y|e)\s+{_NUMBER}",
        rf"\btra\s+{_NUMBER}\s+e\s+{_NUMBER}",
        rf"{_NUMBER}(?:\s?[-–—]\s?|\s+(?:to|bis|à|a|ila)\s+)(\d{{1,6}}|[^\W\d_]{{2,15}}){_PEOPLE}",
    )
)
_MAY_BE_RANGE = re.compile(
    r"\b(?:between|to|от|від|zwischen|entre|tra|bis|à|a|ila)\s|بين|\d\s?[-–—]\s?\d", re.IGNORECASE
)
_SAID = re.compile(r"(?:(at least|up to|fewer than|more than|nearly|about) )?(\d+)(?: to (\d+))?")
_BELOW, _ABOVE = frozenset({"up to", "fewer than"}), frozenset({"at least", "more than"})
_NEAR = 0.15  #: by how much a count may be beside "about", or below "nearly"


def without_ranges(text: str) -> tuple[str, dict[int, int]]:
    """A text with only the upper number of each range, and, by the place of that number, the lower one."""
    lower: dict[int, int] = {}
    read, at = "", 0
    for start, end, least, most in sorted(_ranges(text)) if _MAY_BE_RANGE.search(text) else ():
        if start >= at:
            read += text[at:start]
            lower[len(read)] = least
            read, at = f"{read}{most}", end
    return read + text[at:], lower


def _ranges(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Where a range is told, from where to where, and what it is."""
    for pattern in _RANGES:
        for found in pattern.finditer(text):
            least, most = _number(found[1]), _number(found[2])
            if least is not None and most is not None and least < most and not _has_risen(text, found.start()):
                yield found.start(), found.end(), least, most


def _number(word: str) -> int | None:
    """The number that one word is."""
    digits = re.sub(r"[.,]", "", word)
    if digits.isdecimal():
        return int(digits)
    found = numerals([fold(word)])
    return found[0].value if found else None


def _has_risen(text: str, at: int) -> bool:
    return _RISEN.search(text[max(0, at - _SENTENCE) : at]) is not None


def said(text: str, start: int, end: int, number: int, lower: Mapping[int, int]) -> str:
    """A number as the text says it that has it from `start` to `end`: "12", "at least 12", "10 to 12"."""
    if (least := lower.get(start)) is not None:
        return f"{least} to {number}"
    before, behind = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    for bound, pattern in _patterns(before=False):
        if pattern.match(behind):
            return f"{bound} {number}"
    for bound, pattern in _patterns(before=True):
        if pattern.search(before):
            return str(number) if bound == "up to" and _has_risen(text, start) else f"{bound} {number}"
    return str(number)


@cache
def _patterns(*, before: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    if not before:
        return tuple((bound, re.compile(behind, re.IGNORECASE)) for bound, behind in _BEHIND.items())
    found = []
    for bound, words in _BEFORE.items():
        ways = "|".join(re.sub(r"\s+", r"\\s+", way.strip()) for way in words.split("|"))
        found.append((bound, re.compile(rf"(?<!\w)(?:{ways})\s*\Z", re.IGNORECASE)))
    return tuple(found)


def numbers_of(told: str) -> tuple[int, ...]:
    """The numbers in what was said: one, or a range's two."""
    return tuple(int(one) for one in re.findall(r"\d+", told))


def name_one_number(one: str, other: str) -> bool:
    """Whether both are the same number, under whatever bound: "20" and "at least 20", but not less and more than it."""
    told, other_told = _SAID.fullmatch(one), _SAID.fullmatch(other)
    if not told or not other_told:
        return one == other
    bounds = {told[1], other_told[1]}
    is_opposed = not bounds.isdisjoint(_BELOW) and not bounds.isdisjoint(_ABOVE)
    return numbers_of(one) == numbers_of(other) and not is_opposed


def agree(one: str, other: str) -> bool:
    """Whether one count can be meant by both. Law: symmetric; each agrees with itself."""
    told, other_told = _SAID.fullmatch(one), _SAID.fullmatch(other)
    if not told or not other_told:
        return one == other
    (least, most), (least_other, most_other) = _span(told), _span(other_told)
    return max(least, least_other) <= min(most, most_other)


def _span(found: re.Match[str]) -> tuple[float, float]:
    """The least and the most that was said."""
    number = int(found[2])
    spans = {
        "at least": (number, math.inf),
        "up to": (0, number),
        "fewer than": (0, number - 1),
        "more than": (number + 1, math.inf),
        "nearly": (math.floor(number * (1 - _NEAR)), number),
        "about": (math.floor(number * (1 - _NEAR)), math.ceil(number * (1 + _NEAR))),
    }
    return spans.get(found[1] or "", (number, int(found[3] or number)))
