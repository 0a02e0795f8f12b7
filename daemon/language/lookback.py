"""A title -> the words by which it says that it tells of former years. Pure."""

import re
from datetime import datetime, timedelta

from daemon.language.anniversaries import COUNT as _COUNT
from daemon.language.anniversaries import TODAY, anniversary_in, any_of

_SIGN = r"(?:\s*[:–—|]|\s+-\s|\s*\.\.)"  #: what parts "Ten years ago" from what happened then
_AGO = rf"(?:{_COUNT} (?:years?|decades?) ago"
_AGO += rf"|(?:{_COUNT} )?(?:год|года|лет) назад|(?:{_COUNT} )?(?:рік|роки|років) тому"
_AGO += rf"|(?:قبل|منذ) (?:{_COUNT} )?(?:عام|عاما|عامين|أعوام|اعوام|سنة|سنتين|سنوات)"
_AGO += rf"|il y a {_COUNT} ans?|vor {_COUNT} jahr(?:en)?|hace {_COUNT} años?|{_COUNT} yıl önce)"
_MONTHS = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_MONTHS_OF = any_of("""
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря січня лютого березня квітня травня
    червня липня серпня вересня жовтня листопада грудня يناير فبراير مارس أبريل ابريل مايو يونيو يوليو أغسطس اغسطس
    سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر""")
#: "On this day" heads a column if a sign, a date or the end stands behind it; "on this day of mourning" is today.
_COLUMN = rf"(?=\W*$|\s*[:–—|,.!-]|\s+(?:in\b|\d|back\b|{_MONTHS}\s+\d|{_COUNT} years? ago))"
#: "20 лет назад в Беслане произошёл теракт"; what was lost then may be found today.
_AGO_IT_WAS = (
    rf"(?:{_COUNT} )?(?:(?:год|года|лет) назад|(?:рік|роки|років) тому) (?:(?:в|на|под|над|у|під) \w+ )?"
    r"(?:произош|случи|состоя|погиб|разбил|взорва|прогрем|началась|начался|затону|рухну|стався|сталася|сталось|загину"
    r"|відбу|вибухн|пролуна|розби|поча)\w*"
)
#: What old events are told under, at a title's beginning …
_BEGINS_OLD = (
    rf"^\W*(?:on this (?:day|date){_COLUMN}|this day in history|today in history|from the archives?\b|flashback\W"
    r"|throwback|looking back\b)"
    r"|^\W*(?:в этот день(?=\W*$|\s*[:–—|,.!-]|\s+(?:\d|в \d))|этот день в истории|из архива|день в истории)\b"
    r"|^\W*(?:цей день в історії|в этот день в истории)\b"
    r"|^\W*(?:في مثل هذا اليوم|حدث في مثل هذا اليوم|من الأرشيف|من الارشيف|tarihte bugün\b|heute vor \d+ jahren\b)"
    r"|^\W*цього дня(?=\W*$|\s*[:–—|]|\s+\d{4})|^\W*otd\b(?=\s+(?:in )?\d|\s*[:–—|])"
    r"|^\W*ce jour-là\W+(?:le )?\d{1,2}(?:er)? \w+ (?:19|20)\d\d\b"
    rf"|^\W*{_AGO}{_SIGN}(?!.*{TODAY})|^\W*{_AGO_IT_WAS}(?!.*{TODAY})"
)
#: … and further on.
_BEARS_OLD = (
    r"\byears ago today\b|\bon this day in \d{4}\b|[|:–—-]\s*(?:on this day|this day in history|today in history)\W*$"
    r"|\b(?:лет|года?) назад в этот день\b|\bв этот день\b.{0,20}\b(?:лет|года?) назад\b"
)
_OLD_STORY = re.compile(f"{_BEGINS_OLD}|{_BEARS_OLD}", re.IGNORECASE)
#: What may be told of then or of now: no report of another's event, and held back only where it tells nothing of today.
_MAY_BEGIN_OLD = (
    rf"^\W*(?:{_AGO}{_SIGN}|(?:\w+ )?years on\s*[:–—-]|{_COUNT} decades on{_SIGN}"
    r"|(?:remembering|recalling)\b.*\byears? (?:on|ago|later)\b)"
)
_MAY_BE_OLD = re.compile(_MAY_BEGIN_OLD, re.IGNORECASE)
_BEGINNING = re.compile(f"{_BEGINS_OLD}|{_MAY_BEGIN_OLD}", re.IGNORECASE)
_FURTHER_ON = re.compile(_BEARS_OLD, re.IGNORECASE)
_SIGNS = ("day", "ень")  #: in lower case; what is told further on holds one of them, and each is written in one way
#: "July 8, 2006: …", "8 июля 2006 года: …"
_DATED = re.compile(
    rf"^\W*(?:{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS}|{_MONTHS_OF})),? "
    rf"((?:19|20)\d\d)(?: г\.| года| року)?{_SIGN}",
    re.IGNORECASE,
)
_YEAR_OVER = timedelta(days=90)  #: for so long a year that is over may be told of as today's


def old_story_in(title: str) -> str | None:
    """The words that say that a page tells what happened in another year, such as "On this day"; None: it does not."""
    if not _tells_old_story(title):
        return None
    found = _OLD_STORY.search(title) or _MAY_BE_OLD.search(title)
    return found.group().strip() if found else None


def _tells_old_story(title: str) -> bool:
    """The same, quicker: what stands at the beginning is looked for there alone, and the rest by its commonest word."""
    if _BEGINNING.match(title):
        return True
    lower = title.lower()
    return any(sign in lower for sign in _SIGNS) and _FURTHER_ON.search(title) is not None


def looks_back(title: str, *, now: datetime) -> str | None:
    """The words for which a title is no news: such, or that an anniversary is kept, or a date of former years.

    Law: not each old story looks back: one that tells of today as well is news.
    """
    if found := _OLD_STORY.search(title):
        return found.group().strip()
    if words := anniversary_in(title):
        return words
    dated = _DATED.search(title)
    return dated.group().strip() if dated and int(dated[1]) < (now - _YEAR_OVER).year else None
