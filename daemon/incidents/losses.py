"""Words of a report -> which of them tell that people were lost, and whether a number can say how many. Pure.

"Death" is none in "the death penalty", and who is jailed "over the deaths" has not died. Where a loss names the one
whom it met ("killing the driver", "погиб водитель"), no number beside it is its own.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from daemon.incidents.counted import ON, is_number
from daemon.incidents.speakers import words_of
from daemon.language.fold import fold
from daemon.language.words import Word

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
        مفقود مفقودا مفقودين المفقودين فقدان""",
}
#: Behind "death" these make another thing of it.
_NO_DEATH = frozenset(words_of("penalty penalties sentence sentences row threat threats squad squads certificate"))
_SENTENCED = frozenset(words_of("sentenced sentences sentence sentencing condemned condemns"))
_SENTENCED_WITHIN = 8  #: words before "to death"
_NAMES_A_PLACE = frozenset({"sea", "valley"})  #: the Dead Sea, Death Valley
#: Before a loss, these make it what somebody else answers for: "seven jailed over the killing".
_WHY = frozenset(words_of("over for за"))
_ARTICLES = frozenset(words_of("a an the its his her their"))
_SINGULAR = frozenset(
    words_of(
        """
    погиб погибла убит убита ранен ранена пострадал пострадала утонул утонула пропал
    загинув загинула вбитий вбита поранений поранена постраждав постраждала зник зникла"""
    )
)
_ONE = frozenset(
    words_of(
        """
    man woman boy girl child toddler baby teen teenager father mother son daughter brother sister husband wife student
    teacher driver pilot soldier officer policeman policewoman guard worker miner passenger pedestrian cyclist motorist
    journalist reporter civilian hostage actor singer
    мужчина женщина мужчину женщину мальчик девочка ребенок подросток водитель пилот летчик солдат военный полицейский
    охранник рабочий шахтер пассажир пешеход чоловік жінка хлопець дівчина дитина водій пілот поліцейський пішохід
    رجل امرأة شاب شابة طفل طفلة سائق السائق طيار الطيار جندي شرطي ضابط صحفي عامل شخص مواطن"""
    )
)
_LINKS = frozenset(words_of("was is has been found shot confirmed"))  #: between such a person and the loss
_SIGNS = frozenset(",;:،؛")
_TEN, _ELEVEN, _HUNDRED = 10, 11, 100

#: Before "to kill", and the like, these make it what has not been done; so do these before "kill".
_MEANT = frozenset(
    words_of(
        "threaten threatens threatened threatening threat threats plot plots plotted plotting plan plans planned "
        "planning vow vows vowed pledge pledges pledged want wants wanted try tries tried attempt attempts attempted "
        "order orders ordered hire hires hired pay paid conspiring conspiracy conspired intent intends intended enough "
        "prepared ready aim aims aimed expected likely set هدد هددت يهدد تهدد تهديد هددوا"
    )
)
_MEANT_WITHIN = 5  #: words before
_MAY = frozenset(words_of("could would may might can will cannot should must"))
_PLAIN = frozenset(words_of("kill injure wound hurt drown die بقتل بإصابة"))  #: what such a verb stands before
_ARTICLE, _WITH_ARTICLE = "die", frozenset({"de", "nl", "af"})  #: whose word for "the" is an English verb
_BEHIND_A_VERB = frozenset(words_of("die dies died"))  #: no number is counted there: nobody dies another
#: The lives that something takes are a loss only behind its verb.
_LIVES, _TAKES = fold("بحياة"), frozenset(words_of("أودى أودت يودي تودي فأودى وأودى وأودت"))
#: A disease has cases, which Arabic calls as it calls the injured.
_CASES = frozenset(words_of("إصابة"))
_OF_A_DISEASE = frozenset(
    words_of(
        "جديدة مؤكدة محتملة بمرض بالمرض بفيروس بالفيروس بكورونا بكوفيد بالكوليرا بالحصبة بحمى بالحمى بجدري بالجدري "
        "بالملاريا بالسرطان بالسل بإيبولا بالإيبولا بالإنفلونزا بالطاعون بعدوى بالعدوى"
    )
)

#: One word that is a loss and its number at once: Arabic has a dual.
DUALS = {
    fold(word): about
    for about, words in {"dead": "قتيلان قتيلين", "injured": "جريحان جريحين مصابان"}.items()
    for word in words.split()
}


def loss_of(word: str) -> str | None:
    """What a word says is lost; in Arabic an "and" and a "with" may be written with it."""
    bare = word.removeprefix("و")
    return _losses().get(word) or _losses().get(bare) or _losses().get(bare.removeprefix("ب"))


def losses_in(words: Sequence[Word], folded: Sequence[str], language: str | None = None) -> dict[int, str]:
    """Where a text tells a loss, and which."""
    return {
        at: lost
        for at, word in enumerate(folded)
        if (lost := loss_of(word) or _lives(folded, at))
        and not (word in {"dead", "death"} and _is_another_thing(words, folded, at))
        and not _is_no_loss(folded, at)
        and not (word == _ARTICLE and language in _WITH_ARTICLE)
    }


def is_of_another(text: str, words: Sequence[Word], folded: Sequence[str], loss: int, number: int, value: int) -> bool:
    """Whether a number beside a loss cannot be the number of those lost: one is named, or others answer for it."""
    if folded[loss] in _SINGULAR and not _is_singular(value):
        return True
    if number > loss and folded[loss] in _BEHIND_A_VERB and _is_joined(text, words, loss, number):
        return True
    if number < loss and _is_answered_for(text, words, folded, loss):
        return True
    first, last = sorted((loss, number))
    is_parted = not _SIGNS.isdisjoint(text[words[first].end : words[last].start])
    return _meets_one(text, words, folded, loss, is_parted=is_parted) or (
        is_parted and _is_met_by_one(text, words, folded, loss)
    )


def _is_another_thing(words: Sequence[Word], folded: Sequence[str], at: int) -> bool:
    """Is "death" a punishment here, or "dead" a part of a sea's name?"""
    following = folded[at + 1] if at + 1 < len(folded) else ""
    if following in _NAMES_A_PLACE and words[at].text[0].isupper() and words[at + 1].text[0].isupper():
        return True
    if folded[at] == "dead":
        return False
    is_to = at > 0 and folded[at - 1] == "to"
    return following in _NO_DEATH or (is_to and not _SENTENCED.isdisjoint(folded[max(0, at - _SENTENCED_WITHIN) : at]))


def _lives(folded: Sequence[str], at: int) -> str | None:
    """What is lost where something takes lives, in Arabic."""
    return "dead" if folded[at] == _LIVES and at and folded[at - 1] in _TAKES else None


def _is_no_loss(folded: Sequence[str], at: int) -> bool:
    """Is it only meant or possible, or a case of a disease: "threatened to kill", "could die", "إصابة بالحصبة"?"""
    word, before = folded[at], folded[at - 1] if at else ""
    if word in _PLAIN and (before in _MAY or before == "to" or not before.isascii()):
        earlier = folded[max(0, at - _MEANT_WITHIN) : at]
        return before in _MAY or not _MEANT.isdisjoint(earlier)
    return word in _CASES and not _OF_A_DISEASE.isdisjoint(folded[at + 1 : at + 2])


def _is_singular(value: int) -> bool:
    """Can a verb in the singular count this many, as in "погиб 21 человек", "погибла тысяча"?"""
    return value % _HUNDRED == 0 or (value % _TEN == 1 and value % _HUNDRED != _ELEVEN)


def _is_answered_for(text: str, words: Sequence[Word], folded: Sequence[str], loss: int) -> bool:
    """Does an "over" or a "for" stand before a loss?"""
    at = loss - 1
    while at > 0 and folded[at] in _ARTICLES:
        at -= 1
    return at >= 0 and folded[at] in _WHY and _is_joined(text, words, at, loss)


def _meets_one(text: str, words: Sequence[Word], folded: Sequence[str], loss: int, *, is_parted: bool) -> bool:
    """Does one person stand behind a loss: "killing the driver", or, where a sign parts the number, "bus driver"?"""
    at = loss + 1
    at += at < len(folded) and folded[at] in _ARTICLES
    if is_parted and at + 1 < len(folded) and folded[at] not in _small() and not is_number(folded[at]):
        at += folded[at] not in _ONE
    return at < len(folded) and folded[at] in _ONE and _is_joined(text, words, loss, at)


def _is_met_by_one(text: str, words: Sequence[Word], folded: Sequence[str], loss: int) -> bool:
    """Does one person stand before a loss: "driver killed", "the man was found dead"?"""
    at = loss - 1
    while at > 0 and folded[at] in _LINKS:
        at -= 1
    return at >= 0 and folded[at] in _ONE and _is_joined(text, words, at, loss)


def _is_joined(text: str, words: Sequence[Word], first: int, last: int) -> bool:
    return not any(text[one.end : other.start].strip() for one, other in pairwise(words[first : last + 1]))


@cache
def _losses() -> dict[str, str]:
    return {fold(word): loss for loss, words in _LOSSES.items() for word in words.split()}


@cache
def _small() -> frozenset[str]:
    return frozenset(words_of(ON))
