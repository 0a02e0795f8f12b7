"""A name and a verb behind it -> whether the verb is its own. Pure.

A false word is worse than a missed one: "Governor killed in blast, Taliban says" is no word of the governor's. So
little may stand between the two: where the name is or what it is of, who speaks for it, when, and what two commas set
off.
"""

from daemon.incidents.naming import Read, Speaker, bare_of
from daemon.incidents.passives import is_passive
from daemon.incidents.speakers import words_of

_BACK, _PLACE = 3, 4  #: words before a name in which it is done something to; words of a place or a time
_ARTICLES = frozenset(
    words_of(
        "the a an its his her their local state federal city military مقر مركز مبنى موكب سيارة قائد مدير نائب رئيس"
    )
)
#: Before a name: something is done to it, or is only where it is.
_AT = frozenset(
    words_of(
        "on at by near against of outside inside in into with to towards toward between behind over under around "
        "through from на против от возле около под над с со по із від проти біля على ضد قرب من"
    )
)
_ATTACKS = frozenset(
    words_of(
        "attack attacks attacked attacking storm storms stormed storming hit hits hitting strike strikes struck bomb "
        "bombs bombed bombing kill kills killed killing shoot shoots shot raid raids raided raiding target targets "
        "targeted targeting ram rams rammed rocks rocked torch torched fight fights fought battle battles battled "
        "blame blames blamed accuse accuses accused sue sues sued urge urges urged ask asks asked tell tells told warn "
        "warns warned slam slams slammed stab stabs stabbed ambush ambushed besiege besieged shell shells shelled "
        "قتل مقتل اغتيال اغتال تصفية استهداف استهدف قصف غارة هجوم هاجم تفجير اقتحام اقتحم وفاة توفي مات موت استشهاد "
        "استشهد إصابة أصيب جرح نجاة نجا خطف اختطاف احتجاز اعتقال اعتقل توقيف إقالة استقالة"
    )
)
#: Who speaks for what they are of; between a name and its verb, and before "of" and a name.
_PEOPLE = frozenset(
    words_of(
        "armed wing ransomware gang hackers political military authorities general spokesman spokesmen spokeswoman "
        "spokesperson spokespeople official officials "
        "officer officers chief chiefs head commissioner commander inspector superintendent director deputy source "
        "sources group movement organisation "
        "organization office department force service branch militants fighters rebels insurgents leader leaders "
        "media statement correspondent correspondents journalist journalists reporter reporters agency newspaper "
        "channel broadcaster news website مصدر مصادر متحدث مسؤول بيان"
    )
)
_WHERE = frozenset(words_of("in of at on for from near across"))
#: What may stand between a name and its verb beside those.
_BETWEEN = frozenset(
    words_of(
        "has have had also later earlier then now not did does do never cannot can could will would still already "
        "again initially meanwhile today yesterday just itself themselves himself neither nor yet"
    )
)
#: Words of a place, a time, a way of speaking that are small.
_SMALL_PLACE = frozenset(
    words_of(
        "the a an its statement post message capital city town village region province district area state country "
        "north south east west northern southern eastern western central scene social media monday tuesday wednesday "
        "thursday friday saturday sunday late early morning evening night gaza of"
    )
)
#: Before the name of who takes responsibility, in the case of a subject.
_GROUPS = frozenset(
    words_of("группировка группировку организация организацию движение боевики бойовики рух угруповання")
)
_TAKEN = frozenset(words_of("себя себе ответственность відповідальність"))
_TIME = frozenset(
    words_of(
        "не также позже ранее уже тоже сегодня вчера потом официально в во понедельник вторник среду четверг пятницу "
        "субботу воскресенье запрещенная запрещенное запрещенный россии рф группировка организация террористическая"
    )
)
#: Forms of an office's name that no subject has; behind "in", and behind who speaks for it, it speaks all the same.
_OBLIQUE = frozenset(
    words_of(
        "полиции губернатора мэра мэрии прокуратуры прокуратуре генпрокуратуры генпрокуратуре следкоме росгвардии "
        "оперштабе росавиации министерства министерстве минобороне минздрава минздраве кремля кремле пентагона "
        "пентагоне генштаба генштабе поліції прокуратурі прокуратури мера начальника міністерства "
        "міністерстві"
    )
)
_INSIDE = frozenset(
    words_of(
        "в во у служба службе служби службі секретарь секретаря представитель представители представительница "
        "представник речник речниця глава главе начальник начальника заместитель замглавы советник источник источники "
        "джерело офис офисе управление управлении администрация администрации адміністрації канал канале"
    )
)
_AND = "و"
_OWNS = ("'s", "’s")  #: who has a claim has not just claimed
_SPACE = " \u00a0\u200b\u200c\u2060'’\"“”«»"
_BODIES = frozenset({"ministry", "department"})  #: "Ministry of Labour and Health"


def is_own(text: Read, speaker: Speaker, at: int) -> bool:
    """Does a verb belong to a name: the word at `at`, before or behind it?"""
    if is_passive(text, at) or _is_oblique(text, speaker):
        return False
    if at < speaker.start:
        return not (text.words[at].isascii() and _is_apart(text, at, speaker.start))  # "racism claims, the paper …"
    if at == speaker.end and text.words[at - 1].endswith(_OWNS):
        return False
    if speaker.kind == "medium":
        return _is_near(text, speaker, at)
    if is_target(text, speaker) and not (text.words[speaker.start - 1] == "with" and text.words[at].endswith("ing")):
        return False
    return _is_joined(text, speaker, at) if text.words[speaker.end - 1].isascii() else _is_near(text, speaker, at)


def is_taker(text: Read, speaker: Speaker, at: int) -> bool:
    """Is it a name that takes responsibility, in Russian or Ukrainian, by the verb at `at`; not whom an attack met?

    Before the verb nearly nothing stands between; behind it, "на себя", "ответственность", or who the name is of.
    """
    start = speaker.start
    while start and text.words[start - 1] in _GROUPS:
        start -= 1
    before = text.words[start - 1] if start else ""
    if before in _AT:
        return False
    if speaker.end <= at:
        between = text.words[speaker.end : at]
        return not _commas(text, speaker, at) and (_TIME.issuperset(between) or "," in text.gap(at - 1))
    return before in _TAKEN or start - 1 == at or start < speaker.start


def is_target(text: Read, speaker: Speaker) -> bool:
    """Is a name only where something happens, or whom it is done to: "shot by police", "near the ministry"?"""
    at = speaker.start - 1
    while at >= 0 and text.words[at] in _ARTICLES and speaker.start - at < _BACK:
        at -= 1
    if at < 0 or _is_apart(text, at, speaker.start):
        return False
    if text.words[at] in _AT:
        return at == 0 or text.words[at - 1] not in _PEOPLE
    return text.words[at] in _ATTACKS or bare_of(text.words[at]) in _ATTACKS


def _is_oblique(text: Read, speaker: Speaker) -> bool:
    """Is a name in a case that says it suffers what is told: "сообщил полиции", "сын губернатора сообщил"?"""
    if text.words[speaker.start] not in _OBLIQUE or speaker.kind == "medium":
        return False
    return speaker.start == 0 or text.words[speaker.start - 1] not in _INSIDE


def _is_apart(text: Read, start: int, end: int) -> bool:
    """Does another sentence or a sign stand between two words?"""
    return any(text.gap(at).strip(f"{_SPACE}-") for at in range(start, end))


def _is_near(text: Read, speaker: Speaker, at: int) -> bool:
    """In other scripts: no sign stands between, but for two commas, nor an "and" before the verb."""
    if text.words[at].startswith(_AND) or (at > speaker.end and text.words[at - 1] in {"и", "та", "й", "and"}):
        return False
    return not _commas(text, speaker, at)


def _commas(text: Read, speaker: Speaker, at: int) -> bool:
    """Does a sign part a name from its verb? What two commas set off right before the verb does not."""
    gaps = [text.gap(one).strip(f"{_SPACE}()") for one in range(speaker.end - 1, at)]
    signs = [sign for sign in gaps if sign and sign != "-" and sign != "."]
    return bool(signs) and not (len(signs) == 2 and set(signs) <= {",", "—", "–", "،"} and bool(gaps[-1]))


def _is_joined(text: Read, speaker: Speaker, at: int) -> bool:
    """Does nothing but who speaks for a name, where, when, or what commas set off stand between it and its verb?"""
    if _commas(text, speaker, at):
        return False
    is_of, is_person = int("of" in text.words[speaker.start : speaker.end]), False  # "Governor of Belgorod region"
    for one in range(speaker.end, at):
        word, gap = text.words[one], text.gap(one - 1)
        if gap.strip() in {",", "—", "–"}:
            return True  # all up to the second comma is set off
        is_name = text.written[one][0].isupper() or text.written[one][0].isdigit()
        if word in _WHERE:
            is_of, is_person = _PLACE, False
        elif word in _PEOPLE:
            is_of, is_person = 0, True
        elif word in _BETWEEN or (word.endswith("ly") and not word.endswith("edly")):
            is_of = 0
        elif (is_of and (is_name or word in _SMALL_PLACE)) or (is_person and is_name):
            is_of -= bool(is_of)
        elif not _is_of_name(text, speaker, one):
            return False
    return True


def _is_of_name(text: Read, speaker: Speaker, at: int) -> bool:
    """Does a name go on here: `(DHS)`, `-Canel`, "Department of Health and Human Services"?"""
    gap, behind = text.gap(at - 1), text.gap(at) if at + 1 < len(text.words) else ""
    if "(" in gap and ")" in behind:
        return True
    if text.words[at] == "and" or text.words[at - 1] == "and":
        is_body = not _BODIES.isdisjoint(text.words[speaker.start : speaker.end])
        return is_body and text.written[at + (text.words[at] == "and")][0].isupper()
    goes_on = gap == "-" or (at > speaker.end and text.written[at - 1][0].isupper())
    return goes_on and text.written[at][0].isupper()
