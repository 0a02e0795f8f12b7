"""A report in German, French, Spanish, Italian, Portuguese, Turkish or Persian -> its dead, injured and missing. Pure.

No grammar: a number, and the loss right behind it, or right before it ("51 morts", "5 kişi öldü", "mueren 7"), with a
word for people between. All words are of these languages alone, so that a text need not say which it is in.
"""

import re
from collections.abc import Mapping
from functools import cache

from daemon.incidents.bounds import said
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
#: Of the dead, too: they lost their lives.
_TWO_WORDS = ("hayatını kaybetti", "جان باختند", "جان باخت", "kamen ums leben", "ums leben gekommen")
#: The dead behind them; those of the second row also where people are counted before them.
_VERBS_BEFORE = """
    mueren murieron fallecen fallecieron morrem morreram muoiono tué tuent tuant mataron mató matan matando
    uccidendo uccide"""
_VERBS_BEHIND = "mueren murieron fallecieron morreram sterben starben öldü öldürüldü meurent périssent"
_APPROXIMATE = "a al menos más de hasta unos unas au moins plus pelo mais almeno più oltre jusqu'à environ cerca"
_PEOPLE = """
    menschen personen weitere personnes autres personas otras otros persone pessoas outras kişi kişinin insan نفر تن
    leute soldaten zivilisten frauen männer kinder hommes femmes enfants civils soldats hombres mujeres niños civiles
    soldados asker sivil çocuk kadın
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


def tolls_elsewhere(text: str, lower: Mapping[int, int] | None = None) -> list[tuple[str, str]]:
    """The losses that a text tells, in its order: what was lost, and how many, as it says it.

    `lower`: of ranges, by the place of their upper number, the lower one. Law: each number stands in the text.
    """
    found = []
    for match in _pattern().finditer(text.replace("\u200c", " ")):
        group = next(name for name in ("before", "some", "behind") if match[name])
        number = _number(match[group])
        if number is not None:
            told = said(text, *match.span(group), number, lower or {})
            found.append((_loss(match["loss"]) if match["loss"] else "dead", told))
    return found


def loss_elsewhere(word: str) -> str | None:
    """What a folded word says is lost."""
    return _losses().get(word)


def number_elsewhere(word: str) -> int | None:
    """The number that a folded word is."""
    return _words().get(word)


def _number(written: str) -> int | None:
    digits = re.sub(r"\D", "", written)
    number = int(digits) if digits else _words()[fold(written)]
    return None if number == 0 or number in _YEARS else number


def _loss(written: str) -> str:
    return _losses()[fold(written)]


@cache
def _losses() -> dict[str, str]:
    found = {fold(two): "dead" for two in _TWO_WORDS}
    for loss, words in (
        ("dead", f"{_DEAD} {_VERBS_BEFORE} {_VERBS_BEHIND}"),
        ("injured", _INJURED),
        ("missing", _MISSING),
    ):
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
    people = rf"(?:['’]?(?:den|dan|ten|tan|e|a|ye|ya)\s+(?:fazla|az|kadar))?(?:\s+(?:{_any(_PEOPLE.split())}))"
    return re.compile(
        rf"(?P<before>{number}){people}{{0,{_BETWEEN}}}\s+(?P<loss>{_any(losses)})\b"
        rf"(?!\s+(?:{_any(_ANIMALS.split())})\b)"
        rf"|(?P<some>{number}){people}{{1,{_BETWEEN}}}\s+(?:{_any(_VERBS_BEHIND.split())})\b"
        rf"|\b(?:{_any(_VERBS_BEFORE.split())})(?:\s+(?:{_any(_APPROXIMATE.split())}))*\s+(?P<behind>{number})"
        r"(?!\s+(?:años|días|horas|anos|dias|anni|giorni|ore)\b)",
        re.IGNORECASE,
    )


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
