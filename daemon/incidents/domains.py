"""What a ministry is of, in the words behind its kind: `Министерство обороны …`, `وزارة الموارد المائية …`. Pure.

In English the words of such a name are written large; these are not.
"""

from collections.abc import Sequence

from daemon.incidents.speakers import words_of

_MINISTRIES = ("министерств", "міністерств")
_OF = frozenset(
    words_of(
        "обороны внутренних иностранных дел здравоохранения юстиции финансов энергетики транспорта образования "
        "просвещения культуры экономики экономического развития чрезвычайных чрезвычайным ситуаций ситуациям "
        "происшествий труда социальной социального защиты населения политики сельского хозяйства промышленности "
        "торговли информации связи науки спорта туризма нефти газа водных ресурсов природных экологии окружающей среды "
        "строительства инфраструктуры государственной национальной общественной безопасности разведки гражданской "
        "авиации цифрового цифровых технологий "
        "оборони внутрішніх закордонних справ охорони здоров'я юстиції фінансів транспорту освіти науки культури "
        "економіки надзвичайних соціальної політики інфраструктури питань ветеранів розвитку громад територій захисту "
        "довкілля цифрової трансформації енергетики аграрної"
    )
)
_BETWEEN = frozenset(words_of("и по та й з у"))
_MOST = 6  #: words
SHORT_MINISTRIES = frozenset(words_of("الدفاع الداخلية الخارجية الصحة"))  #: before whose they are, without the word
_ARTICLE, _OF_A_LAND = "ال", ("ية", "يه", "العامة", "العامه")  #: adjectives, as a ministry has them


def domain_behind(word: str, behind: Sequence[str]) -> int:
    """How many of the words behind a ministry's own say what it is of."""
    if word.startswith(_MINISTRIES):
        return _domain(behind)
    return _arabic(behind)


def _domain(behind: Sequence[str]) -> int:
    count = 0
    for at, word in enumerate(behind[:_MOST]):
        if word in _OF:
            count = at + 1
        elif word not in _BETWEEN:
            break
    return count


def _arabic(behind: Sequence[str]) -> int:
    """The first word, and those with the article that say whose or of what kind it is."""
    count = min(1, len(behind))
    while 0 < count < min(_MOST, len(behind)) and is_adjective(behind[count]):
        count += 1
    return count


def is_adjective(word: str) -> bool:
    """Is it an Arabic adjective as a ministry has it?"""
    return word.startswith(_ARTICLE) and word.endswith(_OF_A_LAND)
