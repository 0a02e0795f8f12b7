"""A report's words -> how many dead, injured and missing it tells of, and which equipment. Pure.

Numbers are digits, or words, in English, Russian, Ukrainian and Arabic. Each is given to the nearest word for a loss in
its sentence, and what a toll rises to may stand far from it; numbers that count something else (hours, kilometres,
years, those arrested, a type's number, a day of a month) are none.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from daemon.incidents.numerals import numerals, times_of
from daemon.language.fold import fold
from daemon.language.words import Word, is_sentence_end, split_words
from daemon.model import Fact, Item, Mention

_READ = 600  #: characters of summary or body; tolls stand at the beginning
_FAR = 4  #: words between a number and what it counts, at most

_LOSSES = {
    "dead": """
        kill kills killed killing dead died dies die death deaths fatalities fatality slain murdered martyred
        drown drowns drowned perished
        погиб погибла погибло погибли погибших погибшими убит убита убито убиты убитых убитыми мертвы умерли скончались
        жертв жертвами гибель гибели утонул утонула утонули
        загинув загинула загинуло загинули загиблих загиблими загибель загибелі вбито вбиті вбитий вбита вбитих померли
        потонули
        قتل قتلت قتلوا مقتل يقتل تقتل قتيل قتيلا قتلى القتلى قتلي القتلي وفاة وفيات مصرع مصرعهم حتفهم توفي توفيت
        توفوا استشهد استشهاد شهيد شهيدا شهداء""",
    "injured": """
        injure injures injured injuring injuries wound wounds wounded wounding hurt
        ранен ранена ранены ранено раненых ранеными ранило ранения ранение пострадал пострадали пострадало пострадавших
        пострадавшими травмы травмированы
        поранено поранені поранений поранена поранених поранення поранень постраждав постраждала постраждали
        постраждалих травмовано травмовані
        جرح جرحت جريح جريحا جرحى الجرحى جرحي الجرحي إصابة أصيب أصيبوا أصيبت مصاب مصابا مصابين بجروح""",
    "missing": """
        missing unaccounted пропал пропали пропавших пропавшими безвести зник зникла зникли зниклих безвісти
        مفقود مفقودا مفقودين فقدان""",
}
#: One word that is a loss and its number at once: Arabic has a dual.
_DUALS = {"قتيلان": "dead", "قتيلين": "dead", "جريحان": "injured", "جريحين": "injured", "مصابان": "injured"}
#: What follows a number that counts no people.
_UNITS = """
    year years day days hour hours minute minutes week weeks month months km kilometre kilometres kilometer kilometers
    mile miles euro euros dollar dollars cent cents pound pounds rupees рублей евро долларов
    m metre metres am pm gmt utc percent times attack attacks strike strikes drone drones missile missiles
    january february march april may june july august september october november december old
    held arrested detained rescued survived
    год года лет день дня дней час часа часов минут недели недель месяца месяцев км километров километрах метров января
    февраля марта апреля мая июня июля августа сентября октября ноября декабря ракет дронов беспилотников процентов
    рік роки років день дні днів година години годин хвилин тижні тижнів місяці місяців кілометрів метрів січня лютого
    березня квітня травня червня липня серпня вересня жовтня листопада грудня дронів безпілотників відсотків
    سنة سنوات عام أعوام يوم أيام ساعة ساعات دقيقة دقائق شهر أشهر كيلومتر كيلومترا كيلومترات صاروخ صواريخ"""
#: What stands before a number that counts no loss: none, or a part of a whole that was told before.
_NO = "no not никто не ніхто لم including включая числе них зокрема بينهم منهم"
_MONTHS = "january february march april may june july august september october november december"  #: "June 18"
_AND = frozenset({"and", "while", "и", "а", "та", "і", "й"})
_DIGITS = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{1,6}")
_YEARS = range(1900, 2101)
_COMMAS = frozenset(",،")
_PART = re.compile(r"[.,]\d")  #: behind a number that goes on
_TOLLS = "toll число количество кількість حصيلة عدد"  #: what is counted, rising to a number
_TOLL_REACHES = 24  #: words from a toll to the number that it has come to, at most
_RISES_TO = "to at hits hit reaches reached passes passed до достигло превысило إلى"
VARIANT = ":"  #: between an entity and the number that a report gives its type
_TYPE = re.compile(r"([^\W\d_]{1,3})[- ]?(\d{1,3})[^\W\d_]{0,2}")  #: such as Mi-24, Ми-35М, مي-25
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
    named: dict[str, Mention] = {}
    for mention in mentions:
        if mention.kind in _THINGS:
            named.setdefault(mention.entity, mention)
    around = {above for mention in named.values() for above in mention.within}
    for entity, mention in named.items():
        if entity not in around and mention.within:  # "a helicopter" names no type
            value, told_by = _designation(mention)
            yield Fact(about=_THINGS[mention.kind], value=value, entity=told_by)


def _designation(mention: Mention) -> tuple[str, str]:
    """A type as the report has it, and whom it names: an entity may gather a Mi-24 and a Mi-25, and a desk parts them.

    A nickname or a longer name of such an entity names all of it: it is of each of its types.
    """
    name, written = _TYPE.fullmatch(mention.name), _TYPE.fullmatch(mention.evidence.text)
    if name is None:
        return mention.name, mention.entity
    if written is None:
        return mention.name, f"{mention.entity}{VARIANT}"
    number = str(int(written[2]))
    return (
        (mention.name, mention.entity)
        if number == name[2]
        else (f"{name[1]}-{number}", f"{mention.entity}{VARIANT}{number}")
    )


def tolls_in(text: str) -> list[tuple[str, int]]:
    """The losses that a text tells, in its order: what was lost, and how many.

    Law: a number counts one loss at most; every number stands in the text.
    """
    words = list(split_words(text))
    folded = [fold(word.text) for word in words]
    sentence = _sentences(text, words)
    losses: dict[int, str] = {at: lost for at, word in enumerate(folded) if (lost := _loss(word))}
    numbers = _numbers(text, words, folded)
    told: dict[int, tuple[str, int]] = {at: (_duals()[word], 2) for at, word in enumerate(folded) if word in _duals()}
    taken: set[int] = set()
    for loss, number in (*_risen(folded, sentence, losses, numbers), *_pairs(text, words, sentence, losses, numbers)):
        between = range(min(loss, number) + 1, max(loss, number))
        if loss in told or number in taken or any(losses.get(at, losses[loss]) != losses[loss] for at in between):
            continue
        told[loss] = (losses[loss], numbers[number])
        taken.add(number)
    return [told[at] for at in sorted(told)]


def _pairs(
    text: str, words: list[Word], sentence: list[int], losses: dict[int, str], numbers: dict[int, int]
) -> list[tuple[int, int]]:
    """Losses and numbers that stand close together in one sentence, the closest first."""
    near = sorted(
        (abs(number - loss) + _breaks(text, words, number, loss), loss, number)
        for loss in losses
        for number in numbers
        if abs(number - loss) <= _FAR + 1 and sentence[loss] == sentence[number]
    )
    return [(loss, number) for _, loss, number in near]


def _risen(
    folded: list[str], sentence: list[int], losses: dict[int, str], numbers: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """What a toll has come to: "the death toll from the sinking of the ferry has climbed to 19".

    A toll that names no loss is one of the dead.
    """
    for at in [at for at, word in enumerate(folded) if word in _folded(_TOLLS)]:
        beside = [one for one in (at - 1, at + 1) if one in losses]
        if not beside and folded[at] != "toll":
            continue
        reached = (
            number
            for number in sorted(numbers)
            if at < number <= at + _TOLL_REACHES
            and sentence[number] == sentence[at]
            and folded[number - 1] in _folded(_RISES_TO)
        )
        for number in reached:
            loss = beside[0] if beside else at
            losses.setdefault(loss, "dead")
            yield loss, number
            break


def _loss(word: str) -> str | None:
    """What a word says is lost; in Arabic an "and" and a "with" may be written with it."""
    bare = word.removeprefix("و")
    return _losses().get(word) or _losses().get(bare) or _losses().get(bare.removeprefix("ب"))


def _breaks(text: str, words: list[Word], one: int, other: int) -> int:
    """How much less two words belong together for a comma between them, or an "and": "one was killed and two hurt"."""
    first, last = sorted((one, other))
    between = text[words[first].end : words[last].start]
    return any(sign in between for sign in ",;،") + 2 * (not _AND.isdisjoint(between.lower().split()))


def _sentences(text: str, words: list[Word]) -> list[int]:
    numbers, number, before = [], 0, 0
    for word in words:
        number += is_sentence_end(text[before : word.start])
        numbers.append(number)
        before = word.end
    return numbers


def _numbers(text: str, words: list[Word], folded: list[str]) -> dict[int, int]:
    """Where a number stands that can count people, by its last word."""
    found = {one.last: one.value for one in numerals(folded) if _can_count(text, words, folded, one.first, one.last)}
    for at, word in enumerate(words):
        if _DIGITS.fullmatch(word.text) and (number := _figure(text, word)) is not None:
            times = times_of(folded[at + 1]) if at + 1 < len(words) else None
            if _can_count(text, words, folded, at, at + (times is not None)):
                found[at] = number * (times or 1)
    return found


def _figure(text: str, word: Word) -> int | None:
    """The number that digits are; None for a part of one, a year, or what is no number by itself."""
    number = int(re.sub(r"[.,]", "", word.text))
    before, after = text[: word.start][-1:], text[word.end : word.end + 2]
    if before in {"-", "–", "/", ":", ".", "$", "€"} or _touches_letters(text, word):
        return None
    is_part = _PART.match(after) or (before == "," and text[: word.start - 1][-1:].isdigit())
    is_age = text[: word.start].rstrip()[-1:] in _COMMAS and after[:1] in _COMMAS  # "a mother of two, 38, was killed"
    return None if number in _YEARS or number == 0 or is_part or is_age else number


def _can_count(text: str, words: list[Word], folded: list[str], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` can count people."""
    if first and folded[first - 1] in _folded(_NO):
        return False
    if first and first == last and words[last].text.isdecimal() and folded[first - 1] in _folded(_MONTHS):
        return False
    following = folded[last + 1] if last + 1 < len(words) else ""
    joined = text[words[last].end : words[last].end + 1]
    return following not in _folded(_UNITS) and joined not in {"%", ":", "/", "–", "-"}


def _touches_letters(text: str, word: Word) -> bool:
    return text[: word.start][-1:].isalpha() or text[word.end : word.end + 1].isalpha()


@cache
def _losses() -> dict[str, str]:
    return {fold(word): loss for loss, words in _LOSSES.items() for word in words.split()}


@cache
def _duals() -> dict[str, str]:
    return {fold(word): loss for word, loss in _DUALS.items()}


@cache
def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())
