"""A text -> may it come again, word for word, of another event? Warnings and bulletins do, reports do not. Pure.

A siren, a seismic form and a weather warning say the same words each time. A report of one event says when it was, or
whom it cost: in so many words alike no other event is told.
"""

import re
from functools import cache

from daemon.language.fold import fold

TELLING_WORDS = 20  #: a shorter text may be a form, whatever it says
_NEAR = 4  #: words between a number and the loss that it counts

#: How words begin that warnings and measurements are made of.
_WARNINGS = """
    siren alarm alert warning shelter all-clear magnitude richter epicent aftershock
    тревог сирен укрыти отбой магнитуд эпицентр афтершок предупрежден опасност
    тривог укритт відбій відбою магнітуд епіцентр попереджен небезпек
    إنذار الإنذار صفارات صافرات ملجأ ملاجئ الملاجئ ريختر تحذير بقوة
    אזעק התרע מרחב צבע آژیر پناهگاه ریشتر هشدار
    sirène sirene alarme alerte abri magnitud warnung schutzraum alerta refugio sirena uyarı sığınak büyüklü"""
#: How words begin by which people are lost.
_LOSSES = """
    kill dead died death wound injur hurt missing погиб убит убил ранен пострада жертв загину загибл вбит вбил поранен
    постражда قتل قتيل مقتل جرح جريح إصاب أصيب اصابة شهيد شهداء استشهد כשת נהרג נפצע הרוג کشته زخمی
    tué mort bless getötet tote verletz muert herid ölü öldü yaral"""
_DAYS = """
    monday tuesday wednesday thursday friday saturday sunday понедельник вторник среду среда четверг пятниц суббот
    воскресен понеділ вівторок середу середа четвер п'ятниц субот неділю неділя الاثنين الإثنين الثلاثاء الأربعاء الخميس
    الجمعة السبت lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag
    samstag sonntag lunes martes miércoles jueves viernes sábado domingo pazartesi çarşamba perşembe cuma"""
_NUMBERS = """
    one two three four five six seven eight nine ten eleven twelve twenty both dozen dozens один одна два две двое трое
    три четыре четверо пять пятеро шесть шестеро семь восемь девять десять двоє троє чотири четверо п'ять шість сім
    вісім واحد واحدة شخصين شخصان اثنان اثنين ثلاثة ثلاث أربعة أربع خمسة خمس ستة سبعة ثمانية تسعة عشرة deux trois
    quatre cinq zwei drei vier fünf dos tres cuatro cinco iki üç dört beş دو سه چهار پنج"""


def may_recur(text: str) -> bool:
    """Whether another event could be told in these very words.

    Law: true for whatever is short, warns or measures, or tells neither a day nor how many people were lost.
    """
    words = fold(text).split()
    if len(words) < TELLING_WORDS or warns(text):
        return True
    return not (_pattern(_DAYS).search(" ".join(words)) or _tells_toll(words))


def warns(text: str) -> bool:
    """Whether a text is made of a warning's or a measurement's words."""
    return bool(_pattern(_WARNINGS).search(fold(text)))


def tells_loss(text: str) -> bool:
    """Whether a text has a word by which people are lost, with a number or without."""
    return bool(_pattern(_LOSSES).search(fold(text)))


def _tells_toll(words: list[str]) -> bool:
    losses = [at for at, word in enumerate(words) if _pattern(_LOSSES).search(word)]
    numbers = [at for at, word in enumerate(words) if word.strip(".,:;()").isdecimal() or word in _written()]
    return any(abs(loss - number) <= _NEAR for loss in losses for number in numbers)


@cache
def _pattern(beginnings: str) -> re.Pattern[str]:
    """Words that begin so, in folded form; in Arabic also with what is written together with them."""
    return re.compile(
        rf"(?<!\w)(?:و|ب|ل|ال|وال|بال)?(?:{'|'.join(re.escape(fold(one)) for one in beginnings.split())})"
    )


@cache
def _written() -> frozenset[str]:
    return frozenset(map(fold, _NUMBERS.split()))
