"""A report's words -> how many dead, injured and missing it tells of, and which equipment. Pure.

Numbers are digits, or words to twenty, in English, Russian and Arabic. Each is given to the nearest word for a loss in
its sentence; numbers that count something else (hours, kilometres, years, a type's number) are none.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from daemon.language.fold import fold
from daemon.language.words import Word, is_sentence_end, split_words
from daemon.model import Fact, Item, Mention

_READ = 600  #: characters of summary or body; tolls stand at the beginning
_FAR = 4  #: words between a number and what it counts, at most

_LOSSES = {
    "dead": """
        kill kills killed killing dead died dies die death deaths fatalities fatality slain
        погиб погибла погибло погибли погибших погибшими убит убита убито убиты убитых убитыми мертвы умерли скончались
        жертв жертвами
        قتل قتلت قتلوا مقتل يقتل تقتل قتيل قتيلا قتلى القتلى قتلي القتلي وفاة وفيات مصرع استشهد استشهاد شهيد شهيدا
        شهداء""",
    "injured": """
        injure injures injured injuring injuries wound wounds wounded wounding hurt
        ранен ранена ранены ранено раненых ранеными ранило ранения ранение пострадал пострадали пострадало пострадавших
        пострадавшими травмы травмированы
        جرح جرحت جريح جريحا جرحى الجرحى جرحي الجرحي إصابة أصيب مصاب مصابا مصابين بجروح""",
    "missing": """
        missing unaccounted пропал пропали пропавших пропавшими безвести مفقود مفقودا مفقودين فقدان""",
}
#: One word that is a loss and its number at once: Arabic has a dual.
_DUALS = {"قتيلان": "dead", "قتيلين": "dead", "جريحان": "injured", "جريحين": "injured", "مصابان": "injured"}
_NUMBERS = (
    "one один одна одно واحد واحدة",
    "two both два две двое двоих оба обе обоих اثنان اثنين اثنتين شخصين شخصان طيارين طياران جنديين جنديان",
    "three три трое троих трех ثلاثة ثلاث",
    "four четыре четверо четверых أربعة أربع",
    "five пять пятеро пятерых خمسة خمس",
    "six шесть шестеро шестерых ستة ست",
    "seven семь семеро семерых سبعة سبع",
    "eight восемь восьмеро восьмерых ثمانية ثماني",
    "nine девять девятеро девятерых تسعة تسع",
    "ten десять десятеро десятерых عشرة عشر",
    "eleven одиннадцать",
    "twelve двенадцать",
    "thirteen тринадцать",
    "fourteen четырнадцать",
    "fifteen пятнадцать",
    "sixteen шестнадцать",
    "seventeen семнадцать",
    "eighteen восемнадцать",
    "nineteen девятнадцать",
    "twenty двадцать عشرين عشرون",
)
#: What follows a number that counts no people.
_UNITS = """
    year years day days hour hours minute minutes week weeks month months km kilometre kilometres kilometer kilometers
    mile miles m metre metres am pm gmt utc percent times attack attacks strike strikes drone drones missile missiles
    january february march april may june july august september october november december old
    год года лет день дня дней час часа часов минут недели недель месяца месяцев км километров километрах метров января
    февраля марта апреля мая июня июля августа сентября октября ноября декабря ракет дронов беспилотников процентов
    سنة سنوات عام أعوام يوم أيام ساعة ساعات دقيقة دقائق شهر أشهر كيلومتر كيلومترا كيلومترات صاروخ صواريخ"""
#: What stands before a number that counts no loss: none, or a part of a whole that was told before.
_NO = frozenset({"no", "not", "никто", "не", "لم", "including", "включая", "числе", "بينهم"})
_DIGITS = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{1,6}")
_YEARS = range(1900, 2101)
_THINGS = {
    **dict.fromkeys(("helicopter", "fighter", "bomber", "transport", "drone", "aircraft"), "aircraft"),
    **dict.fromkeys(("ship", "warship", "submarine", "vessel"), "vessel"),
    **dict.fromkeys(("tank", "vehicle", "armoured-vehicle"), "vehicle"),
    **dict.fromkeys(("weapon", "missile", "artillery", "air-defence"), "weapon"),
}


def facts_of(item: Item, mentions: Iterable[Mention]) -> tuple[Fact, ...]:
    """What an item tells that another may tell otherwise; of each loss the first number, the title's before all."""
    tolls: dict[str, Fact] = {}
    for text in (item.title, item.summary or item.body):
        for about, number in tolls_in(text[:_READ]):
            tolls.setdefault(about, Fact(about=about, value=str(number)))
    return (*tolls.values(), *_things(mentions))


def _things(mentions: Iterable[Mention]) -> Iterator[Fact]:
    """Types of equipment, the narrowest names only."""
    named = {mention.entity: mention for mention in mentions if mention.kind in _THINGS}
    around = {above for mention in named.values() for above in mention.within}
    for entity, mention in named.items():
        if entity not in around and mention.within:  # "a helicopter" names no type
            yield Fact(about=_THINGS[mention.kind], value=mention.name, entity=entity)


def tolls_in(text: str) -> list[tuple[str, int]]:
    """The losses that a text tells, in its order: what was lost, and how many.

    Law: a number counts one loss at most; every number stands in the text.
    """
    words = list(split_words(text))
    folded = [fold(word.text) for word in words]
    sentence = _sentences(text, words)
    losses: dict[int, str] = {at: lost for at, word in enumerate(folded) if (lost := _loss(word))}
    numbers = {at: count for at in range(len(words)) if (count := _number(text, words, folded, at)) is not None}
    pairs = sorted(
        (abs(number - loss) + _has_comma(text, words, number, loss), loss, number)
        for loss in losses
        for number in numbers
        if abs(number - loss) <= _FAR + 1 and sentence[loss] == sentence[number]
    )
    told: dict[int, tuple[str, int]] = {at: (_duals()[word], 2) for at, word in enumerate(folded) if word in _duals()}
    taken: set[int] = set()
    for _, loss, number in pairs:
        between = range(min(loss, number) + 1, max(loss, number))
        if loss in told or number in taken or any(losses.get(at, losses[loss]) != losses[loss] for at in between):
            continue
        told[loss] = (losses[loss], numbers[number])
        taken.add(number)
    return [told[at] for at in sorted(told)]


def _loss(word: str) -> str | None:
    """What a word says is lost; in Arabic an "and" may be written with it."""
    return _losses().get(word) or _losses().get(word.removeprefix("و"))


def _has_comma(text: str, words: list[Word], one: int, other: int) -> bool:
    """Whether a comma stands between two words: what it parts belongs together a little less."""
    first, last = sorted((one, other))
    return any(sign in text[words[first].end : words[last].start] for sign in ",;،")


def _sentences(text: str, words: list[Word]) -> list[int]:
    numbers, number, before = [], 0, 0
    for word in words:
        number += is_sentence_end(text[before : word.start])
        numbers.append(number)
        before = word.end
    return numbers


def _number(text: str, words: list[Word], folded: list[str], at: int) -> int | None:
    """The number that a word is, if it can count people."""
    number = _number_words().get(folded[at])
    if number is None and _DIGITS.fullmatch(words[at].text):
        number = int(re.sub(r"[.,]", "", words[at].text))
        if text[: words[at].start][-1:] in {"-", "–", "/", ":", ".", "$", "€"} or _touches_letters(text, words[at]):
            return None
        if number in _YEARS or number == 0:
            return None
    if number is None or (at and folded[at - 1] in _NO):
        return None
    following = folded[at + 1] if at + 1 < len(words) else ""
    joined = text[words[at].end : words[at].end + 1]
    return None if following in _units() or joined in {"%", ":", "/", "–"} or joined == "-" else number


def _touches_letters(text: str, word: Word) -> bool:
    return text[: word.start][-1:].isalpha() or text[word.end : word.end + 1].isalpha()


@cache
def _losses() -> dict[str, str]:
    return {fold(word): loss for loss, words in _LOSSES.items() for word in words.split()}


@cache
def _duals() -> dict[str, str]:
    return {fold(word): loss for word, loss in _DUALS.items()}


@cache
def _number_words() -> dict[str, int]:
    return {fold(word): number for number, words in enumerate(_NUMBERS, start=1) for word in words.split()}


@cache
def _units() -> frozenset[str]:
    return frozenset(fold(word) for word in _UNITS.split())
