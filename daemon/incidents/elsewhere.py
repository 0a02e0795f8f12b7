"""A report in German, French, Spanish, Italian, Portuguese, Turkish or Persian -> its dead, injured and missing. Pure.

No grammar: a number, and the loss right behind it, or right before it ("51 morts", "5 kişi öldü", "mueren 7"), with a
word for people between. All words are of these languages alone, so that a text need not say which it is in.
"""

import re
from functools import cache

from daemon.language.fold import fold

_DEAD = """
    tote toten todesopfer getötet getötete
    mort morts tués tuées décès
    muerto muertos muerta muertas fallecidos fallecidas asesinados
    morti uccisi
    mortos mortas
    ölü öldü
    کشته درگذشتند"""
_INJURED = """
    verletzte verletzten verletzt schwerverletzte leichtverletzte
    blessé blessés blessée blessées
    herido heridos herida heridas lesionados
    feriti
    feridos feridas
    yaralı yaralandı
    زخمی مجروح مصدوم"""
_MISSING = """
    vermisste vermissten vermisst
    disparu disparus disparue disparues
    desaparecido desaparecidos desaparecidas
    dispersi
    desaparecida
    kayıp kayboldu
    مفقود ناپدید"""
_TWO_WORDS = ("hayatını kaybetti", "جان باختند", "جان باخت")  #: of the dead, too: they lost their lives
_VERBS_BEFORE = "mueren murieron fallecen fallecieron morrem morreram muoiono"  #: the dead behind them
_PEOPLE = """
    menschen personen weitere personnes autres personas otras otros persone pessoas outras kişi kişinin insan نفر تن
    schwer leicht wurden wurde werden sind noch ont été sont han resultaron fueron"""
#: Behind "dead" these make it no toll.
_ANIMALS = """
    tiere vögel fische schafe kühe rinder schweine hühner wale animaux oiseaux poissons moutons vaches porcs animales
    aves peces vacas cerdos cabezas animali pecore hayvan koyun"""
_BETWEEN = 4  #: words for people at most
_NUMBERS = {
    1: "eine einen",
    2: "zwei deux dos dois duas iki دو",
    3: "drei trois tres tre três üç سه",
    4: "vier quatre cuatro quattro quatro dört چهار",
    5: "fünf cinq cinco cinque beş پنج",
    6: "sechs seis altı شش",
    7: "sieben sept siete sette sete yedi هفت",
    8: "acht huit ocho oito sekiz هشت",
    9: "neun nueve nove dokuz",
    10: "zehn dix diez dez",
    11: "onze",
    12: "zwölf douze doce doze dodici",
    20: "zwanzig vingt veinte vinte yirmi",
}
_DIGITS = r"(?<![\w.,:/%$€-])(?:\d{1,3}(?:[.\u00a0\u202f ]\d{3})+|\d{1,6})(?![\w.,:/%$€-]*\d)"
_YEARS = range(1900, 2101)


def tolls_elsewhere(text: str) -> list[tuple[str, int]]:
    """The losses that a text tells, in its order: what was lost, and how many. Law: each number stands in the text."""
    found = []
    for match in _pattern().finditer(text.replace("\u200c", " ")):
        number = _number(match["before"] or match["behind"])
        if number is not None:
            found.append((_loss(match["loss"]) if match["loss"] else "dead", number))
    return found


def _number(written: str) -> int | None:
    digits = re.sub(r"\D", "", written)
    number = int(digits) if digits else _words()[fold(written)]
    return None if number == 0 or number in _YEARS else number


def _loss(written: str) -> str:
    return _losses()[fold(written)]


@cache
def _losses() -> dict[str, str]:
    found = {fold(two): "dead" for two in _TWO_WORDS}
    for loss, words in (("dead", _DEAD), ("injured", _INJURED), ("missing", _MISSING)):
        found |= {fold(word): loss for word in words.split()}
    return found


@cache
def _words() -> dict[str, int]:
    return {fold(word): number for number, words in _NUMBERS.items() for word in words.split()}


@cache
def _pattern() -> re.Pattern[str]:
    """A number and its loss, or a verb and its number."""
    losses = [*_TWO_WORDS, *f"{_DEAD} {_INJURED} {_MISSING}".split()]
    number = rf"{_DIGITS}|\b(?:{_any(' '.join(_NUMBERS.values()).split())})\b"
    people = rf"(?:\s+(?:{_any(_PEOPLE.split())})){{0,{_BETWEEN}}}"
    return re.compile(
        rf"(?P<before>{number}){people}\s+(?P<loss>{_any(losses)})\b"
        rf"(?!\s+(?:{_any(_ANIMALS.split())})\b)"
        rf"|\b(?:{_any(_VERBS_BEFORE.split())})(?:\s+(?:al|menos|pelo|almeno))*\s+(?P<behind>{number})"
        r"(?!\s+(?:años|días|horas|anos|dias|anni|giorni|ore)\b)",
        re.IGNORECASE,
    )


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
