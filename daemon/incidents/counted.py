"""Which numbers of a text can count people: not hours, years, ages, roubles, what moves about, or a flight's. Pure."""

import re
from functools import cache

from daemon.incidents.numerals import is_numeral, numerals, times_of
from daemon.language.fold import fold
from daemon.language.words import Word, is_sentence_end

#: What follows a number that counts no people.
_UNITS = """
    year years day days hour hours minute minutes week weeks month months km kilometre kilometres kilometer kilometers
    mile miles euro euros dollar dollars cent cents pound pounds rupees рублей евро долларов
    m metre metres am pm gmt utc percent times attack attacks strike strikes drone drones missile missiles
    january february march april may june july august september october november december old
    kroner kronor krona krone yen yuan roubles rubles peso pesos naira rand lira francs zloty shekels billion
    held arrested detained rescued survived reward rewards
    год года лет день дня дней час часа часов минут недели недель месяца месяцев км километров километрах метров января
    февраля марта апреля мая июня июля августа сентября октября ноября декабря ракет дронов беспилотников процентов
    рік роки років день дні днів година години годин хвилин тижні тижнів місяці місяців кілометрів метрів січня лютого
    березня квітня травня червня липня серпня вересня жовтня листопада грудня дронів безпілотників відсотків
    سنة سنوات عام أعوام يوم أيام ساعة ساعات دقيقة دقائق شهر أشهر كيلومتر كيلومترا كيلومترات صاروخ صواريخ
    عاما ربيعا يوما شهرا دقيقة أسبوعا أسبوع أسابيع مترا صاروخا دولار دولارا"""
#: Whose deaths are no toll; a word may stand between: "40 dairy cows".
_ANIMALS = """
    cattle cows calves sheep lambs goats pigs birds chickens hens poultry turkeys ducks horses ponies dogs puppies cats
    animals whales dolphins elephants buffaloes camels livestock bees wolves bears deer reindeer seals crocodiles
    голов коров овец лошадей животных птиц свиней кур собак кошек китов дельфинов оленей верблюдов
    голів корів тварин птахів котів коней
    رأس رأسا بقرة أغنام خروف خروفا ماشية الماشية حيوان حيوانا جمل جملا"""
#: What stands before a number that counts no loss: none, where, by whom, from what on, an age, a part of a whole that
#: was told before, or whose type or address it is.
_NO = """
    no not in across within by from aged age flight route highway channel article room including unit
    boeing airbus embraer bombardier cessna antonov tupolev sukhoi ilyushin
    никто не ніхто в во у на рейс статья статьи возрасте віці включая числе них зокрема
    доме квартире школе подъезде боинг аэробус будинку квартирі школі боїнг
    لم في بينهم منهم عمر عمره عمرها العمر بعمر بوينغ إيرباص"""
_ABOUT_AGE = "ناهز يناهز تناهز"  #: before an age, but a "ما" before them makes them "about"
_MONTHS = "january february march april may june july august september october november december"  #: "June 18"
#: What is done to people who are not lost by it; what such a verb counts is no toll.
_OTHER = """
    displaced displaces displacing affected affects affecting fled flee flees fleeing evacuated evacuates evacuating
    homeless forced forces forcing stranded trapped treated hospitalised hospitalized saved freed destroyed destroys
    destroying damaged damages damaging threatened threatens uprooted uproots uprooting rescued arrested detained
    survived offer offers offered offering
    charged jailed jails sentenced sentences convicted convicts indicted imprisoned acquitted accused prosecuted
    extradited questioned suspended
    перемещены эвакуированы эвакуировано эвакуировали бежали покинули лишились спасены спасли задержаны задержали
    арестованы арестовали разрушены разрушено разрушили повреждены повреждено уничтожены уничтожено
    осуждены осудили приговорены приговорили обвинены обвинили оправданы судят
    засуджено засуджені засудили звинувачено звинуватили
    переміщені переміщено евакуйовано евакуйовані евакуювали втекли врятовано врятували затримано затримали зруйновано
    пошкоджено знищено
    نزوح نزح نزحوا تشريد شرد شردت تهجير هجرت إجلاء إنقاذ أنقذ اعتقال اعتقل اعتقلت تدمير دمر دمرت تضرر تضررت
    إدانة محاكمة بالسجن بالإعدام"""
#: What a court and the police do to people: behind a number, their noun may stand before it, "4 officers charged".
_JUDGED = """
    charged jailed sentenced convicted indicted imprisoned acquitted arrested detained suspended questioned extradited
    осуждены приговорены обвинены арестованы задержаны засуджено засуджені затримано"""
_JUDGED_WITHIN = 3  #: words behind a number
PEOPLE = "people persons others more civilians человек людей осіб شخص شخصا أشخاص"
#: What may follow a verb, and no adjective: "300 displaced by floods", but "300 displaced people".
ON = """
    and by from in after as at to with while across since on due over because when including for
    и в во из с на после при по за із з та у після في من على بعد جراء إثر"""
#: What may stand between a verb and the number that it counts.
_ABOUT = """
    at least about some around nearly almost more than over up to an estimated
    около более почти не менее порядка свыше близько понад майже щонайменше
    أكثر من نحو حوالي قرابة ما لا يقل عن"""
_OR = "or или або أو"
_DEATHS = (["death"], ["deaths"], ["fatalities"], ["killings"])
_PART_OF = "including включая числе них зокрема بينهم منهم"
STANDS = "stands stand stood standing now remains remained is was toll put puts deaths fatalities"  #: before "at 19"
_ONE_OF = "of из з із зі من"
_OUT = "out the its his their"  #: "two of the three", "nine out of ten"
_PERSON = """
    man woman boy girl teen teenager father mother son daughter brother sister husband wife student driver soldier
    officer actor singer мужчина женщина мальчик девочка подросток чоловік жінка хлопець дівчина رجل امرأة شاب"""
_DIGITS = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{1,6}")
_YEARS = range(1900, 2101)
_AND = "و"  #: in Arabic it is written with the number that follows
_COMMAS = frozenset(",،")
_BEHIND_AN_AGE = frozenset(("", *",،.;:!?)"))
_PART = re.compile(r"[.,]\d")  #: behind a number that goes on
_NOT_BEFORE = frozenset("-–/:.$€£¥₹₽#№")


def numbers_in(text: str, words: list[Word], folded: list[str]) -> dict[int, int]:
    """Where a number stands that can count people, by its last word."""
    apart = {at for at in range(1, len(words)) if text[words[at - 1].end : words[at].start].strip(" \t\n\xa0-‐‑")}
    found = {
        one.last: one.value for one in numerals(folded, apart) if _can_count(text, words, folded, one.first, one.last)
    }
    for at, word in enumerate(words):
        if _DIGITS.fullmatch(word.text) and (number := _figure(text, words, folded, at)) is not None:
            times = times_of(folded[at + 1]) if at + 1 < len(words) else None
            last = at + (times is not None)
            is_whole = times is None or last + 1 == len(words) or last + 1 in apart or not is_numeral(folded[last + 1])
            if is_whole and _can_count(text, words, folded, at, last):
                found[last] = number * (times or 1)
    return found


def is_crossed(text: str, words: list[Word], folded: list[str], one: int, other: int, *, is_behind: bool) -> bool:
    """Whether another verb stands between a loss and a number.

    `is_behind`: whether the number does, as that verb's object, "killed many and displaced 300"; where it stands first,
    the verb is an adjective unless a sign or an "and" follows: "12 trapped miners die".
    """
    first, last = sorted((one, other))
    verbs = [at for at in range(first + 1, last) if _is_other(folded[at])]
    return any(is_behind or _ends_here(text, words, folded, at) for at in verbs)


def _is_age_or_place(earlier: str, before: str) -> bool:
    """Whether two words before a number say it is one: "dies at 95", "at the age of 95", but not "stands at 95"."""
    if before in listed(_ABOUT_AGE):
        return earlier != "ما"
    return earlier not in {"", *listed(STANDS)} if before == "at" else (earlier, before) == ("age", "of")


def _is_whole(folded: list[str], first: int) -> bool:
    """Whether a number is what another before it is a part of: "two of three", "10 из 12"."""
    at = first - 1
    at -= at > 0 and folded[at] in listed(_OUT)
    if at < 1 or folded[at] not in listed(_ONE_OF):
        return False
    at -= 1 + (folded[at - 1] in listed(_OUT))
    return at >= 0 and is_number(folded[at])


def _is_judged(text: str, words: list[Word], folded: list[str], last: int) -> bool:
    """Whether those whom a number counts at a clause's beginning are charged: "4 former officers charged"."""
    for at in range(last + 1, min(last + 1 + _JUDGED_WITHIN, len(words))):
        if text[words[at - 1].end : words[at].start].strip() or folded[at] in listed(ON):
            return False
        if folded[at] in listed(_JUDGED):
            return _ends_here(text, words, folded, at)
    return False


def is_number(word: str) -> bool:
    """Whether a word is a number, in digits or letters, or a part of one."""
    return is_numeral(word) or word[:1].isdecimal()


def _is_object(text: str, words: list[Word], folded: list[str], first: int) -> bool:
    """Whether a verb that counts no loss stands right before a number: "displaced some 300 people, killed dozens"."""
    at = first - 1
    while at >= 0 and folded[at] in listed(_ABOUT):
        at -= 1
    return at >= 0 and _is_other(folded[at]) and not text[words[at].end : words[at + 1].start].strip()


def _is_other(word: str) -> bool:
    return word in listed(_OTHER) or word.removeprefix("و") in listed(_OTHER)


def _ends_here(text: str, words: list[Word], folded: list[str], at: int) -> bool:
    """Whether a word is followed by no noun of its own: by nothing, a sign, or a small word."""
    if at + 1 == len(words) or text[words[at].end : words[at + 1].start].strip():
        return True
    return folded[at + 1] in listed(ON) or (folded[at + 1].startswith("و") and len(folded[at + 1]) > 1)


def _figure(text: str, words: list[Word], folded: list[str], at: int) -> int | None:
    """The number that digits are; None for a part of one, a year, an age, or what is no number by itself."""
    word = words[at]
    number = int(re.sub(r"[.,]", "", word.text))
    before, after = text[: word.start][-1:], text[word.end : word.end + 2]
    if before in _NOT_BEFORE or (before == "(" and after[:1] == ")") or _touches_letters(text, word):
        return None
    is_part = _PART.match(after) or (before == "," and text[: word.start - 1][-1:].isdigit())
    has_comma = text[: word.start].rstrip()[-1:] in _COMMAS
    is_person = at > 0 and folded[at - 1] in listed(_PERSON)
    is_age = has_comma and (after[:1] in _BEHIND_AN_AGE or is_person)  # "a mother of two, 38, was killed"
    return None if number in _YEARS or number == 0 or is_part or is_age else number


def _can_count(text: str, words: list[Word], folded: list[str], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` can count people."""
    sign = text[words[first - 1].end : words[first].start].strip() if first else ""
    before = folded[first - 1] if first and not is_sentence_end(sign + " ") else ""
    if ":" in sign and before not in listed(_PART_OF):
        before = ""
    if before == "in" and folded[last + 1 : last + 2] in _DEATHS:
        before = ""
    if before in listed(_NO) or _is_object(text, words, folded, first) or _is_whole(folded, first):
        return False
    is_judged = (first == 0 or sign) and _is_judged(text, words, folded, last)
    if is_judged or _is_age_or_place(folded[first - 2] if first > 1 else "", before):
        return False
    if first == last and words[last].text.isdecimal() and before in listed(_MONTHS):
        return False
    following = folded[last + 1] if last + 1 < len(words) else ""
    if before in listed(_OR) or (following in listed(_OR) and any(map(is_number, folded[last + 2 : last + 3]))):
        return False
    if text[: words[first].start][-1:] in {"-", "–"}:  # such as 7-Eleven
        return False
    joined = text[words[last].end : words[last].end + 1]
    if following in listed(_UNITS) or joined in {"%", ":", "/", "–", "-"} or _is_no_toll(text, words, folded, last):
        return False
    if first == last and folded[first] in _one() and following in listed(_ONE_OF):
        return False
    at = last + 1 + (following in listed(PEOPLE))
    return not (
        at < len(words) and not joined.strip() and _is_other(folded[at]) and _ends_here(text, words, folded, at)
    )


def _is_no_toll(text: str, words: list[Word], folded: list[str], last: int) -> bool:
    """Whether a number is a share, "one in four", or counts animals, at most a word behind it."""
    if folded[last + 1 : last + 2] == ["in"] and any(map(is_number, folded[last + 2 : last + 3])):
        return True
    for at in range(last + 1, min(last + 3, len(words))):
        if text[words[at - 1].end : words[at].start].strip() or folded[at] in listed(ON):
            return False
        if folded[at] in listed(_ANIMALS):
            return True
    return False


def _touches_letters(text: str, word: Word) -> bool:
    """Whether a letter stands right before or behind digits, but for the Arabic "and"."""
    before = text[: word.start][-2:]
    is_and = before[-1:] == _AND and not before[:-1].isalpha()
    return (before[-1:].isalpha() and not is_and) or text[word.end : word.end + 1].isalpha()


@cache
def _one() -> frozenset[str]:
    return frozenset({"1", *listed("one один одна одно одного одной одну одним одне однієї واحد واحدة")})


@cache
def listed(words: str) -> frozenset[str]:
    """The folded words of a list that is written as one text."""
    return frozenset(fold(word) for word in words.split())
