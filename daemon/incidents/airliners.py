"""A text -> the type of civil aircraft that it tells of, by the form of its name: `Boeing 737`, `Боинг 777`. Pure.

A rule folder names military aircraft; airliners are as many as their makers' numbers. Reports write a type longer or
shorter (737-800, 737 MAX 8): what is told is the part that all write. A text that names two tells none, as which of
them a report names first says nothing.
"""

import re
from functools import cache

from daemon.language.fold import fold

_BOEING = "boeing boeings боинг боинга боинги боингов боїнг боїнга بوينغ بوينج البوينغ"
_AIRBUS = "airbus аэробус аэробуса эйрбас إيرباص ايرباص"
_EMBRAER = "embraer эмбраер إمبراير"
_CESSNA = "cessna сессна цессна cesna سيسنا"
_SUPERJET = "superjet суперджет суперджета суперджету سوبرجيت"
_ROBINSON = "robinson робинсон"
#: A maker, and a pattern for what makes a number behind it a type.
_MAKERS = (
    ("Boeing ", _BOEING, r"(7[0-8]7)"),
    ("Airbus A", _AIRBUS, r"[AА]?-?(2[12]0|3[0-58]\d)"),
    ("Embraer ", _EMBRAER, r"(?:E|ERJ)?-?(1[347][05]|19[05]|120)"),
    ("Cessna ", _CESSNA, r"([1-6]\d\d)"),
    ("Superjet ", _SUPERJET, r"(100)"),
    ("Robinson R", _ROBINSON, r"R?-?(22|44|66)"),
)
#: Types whose letters need no maker.
_LETTERS = (
    ("Airbus A", r"A-?(3(?:00|10|18|19|20|21|30|40|50|80))(?:neo|ceo|s)?"),
    ("CRJ-", r"CRJ-?([1-9]00)"),
    ("ATR ", r"ATR[ -]?(42|72)"),
    ("AS", r"AS-?(350|355|365)"),
    ("EC", r"EC-?(120|130|135|145|155)"),
    ("Tu-", r"(?:Tu|Ту)-(134|154|204|214)"),
    ("Yak-", r"(?:Yak|Як)-(18|40|42|52)"),
)
#: A text that holds none of these, in small letters, names no type: nearly all, and to look for types takes long.
_SIGNS = re.findall(
    r"\S+",
    "boeing боинг боїнг بوين airbus аэробус эйрбас يرباص embraer эмбраер إمبراير cessna cesna сессна цессна سيسنا "
    "superjet суперджет سوبرجيت robinson робинсон crj atr tu- ту- yak- як- a3 a-3 as3 as-3 ec1 ec-1",
)
#: One of these stands in what tells of an aircraft: roads, too, are called A320.
_OF_AIRCRAFT = re.compile(
    r"\b(?:plane|jet|aircraft|airliner|airline|flight|airbus|airport|airways|pilot|helicopter|runway|самол|рейс|борт"
    r"|вертол|аэропорт|авиа|літак|рейс|طائر|مطار)",
    re.IGNORECASE,
)


def airliner_in(*texts: str) -> str | None:
    """The one type that the first of these texts to name any names; None: no text does, or it names several."""
    for text in texts:
        named = _types_in(text, texts)
        if named:
            return next(iter(named)) if len(named) == 1 else None
    return None


def _types_in(text: str, texts: tuple[str, ...]) -> set[str]:
    """The types in a text; by letters alone only where one of the texts tells of an aircraft."""
    lower = text.lower()
    if not any(sign in lower for sign in _SIGNS):
        return set()
    found = {f"{name}{match[1]}" for name, pattern in _made() for match in pattern.finditer(text)}
    lettered = {f"{name}{match[1]}" for name, pattern in _lettered() for match in pattern.finditer(text)}
    is_told = lettered and any(map(_OF_AIRCRAFT.search, texts))
    return found | lettered if is_told else found


@cache
def _made() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each name as shown, and what is looked for: a maker and a number of its own."""
    end = r"(?![\d.,]*\d|\s?[%$€£]|\s(?:million|people|jobs|млн|человек)\b)"
    found = []
    for name, makers, number in _MAKERS:
        written = "|".join(sorted({*makers.split(), *map(fold, makers.split())}, key=len, reverse=True))
        found.append((name, re.compile(rf"(?<!\w)(?:{written})[\s\u00a0«\"-]{{1,2}}{number}{end}", re.IGNORECASE)))
    return tuple(found)


@cache
def _lettered() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The same of types that letters name."""
    return tuple([(name, re.compile(rf"(?<![\w-]){pattern}(?!\w|-?\d{{4}}|[.,]\d)")) for name, pattern in _LETTERS])
