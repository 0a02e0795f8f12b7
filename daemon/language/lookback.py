"""A title -> the words by which it says that it tells of former years. Pure."""

import re
from datetime import datetime, timedelta

_COUNT = r"(?:\d+|[^\W\d_]+(?:['’ʼ-][^\W\d_]+)?)"  #: of years: 10, ten, пять
_SIGN = r"(?:\s*[:–—|]|\s+-\s|\s*\.\.)"  #: what parts "Ten years ago" from what happened then
_AGO = rf"(?:{_COUNT} (?:years?|decades?) (?:ago|on)|{_COUNT} decades? ago"
_AGO += rf"|(?:{_COUNT} )?(?:год|года|лет) назад|(?:{_COUNT} )?(?:рік|роки|років) тому"
_AGO += rf"|(?:قبل|منذ) (?:{_COUNT} )?(?:عام|عاما|عامين|أعوام|اعوام|سنة|سنتين|سنوات)"
_AGO += rf"|il y a {_COUNT} ans?|vor {_COUNT} jahr(?:en)?|hace {_COUNT} años?|{_COUNT} yıl önce)"


def _any(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


#: What anniversaries are kept of when nothing has happened today; news may fall on any other.
_HAPPENED = _any("""
    взрыв круш катастроф авиакатастроф теракт трагеди авари гибел нападени атак обстрел удар землетряс расстрел пожар
    убийств бойн вторжени вибух трощ трагеді аварі загибел напад обстріл землетрус вбивств пожеж""")
_HAPPENED_AR = _any("""
    انفجار تفجير هجوم هجمات سقوط تحطم إسقاط اسقاط اغتيال مجزرة مذبحة زلزال كارثة غارة قصف مقتل استشهاد حريق""")
_HAPPENED_EN = _any("""
    explosion blast bombing crash attacks? earthquake quake disaster massacre shooting fire strike siege invasion
    downing sinking killing assassination murder tragedy genocide""")
_MONTHS = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_MONTHS_OF = _any("""
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря січня лютого березня квітня травня
    червня липня серпня вересня жовтня листопада грудня يناير فبراير مارس أبريل ابريل مايو يونيو يوليو أغسطس اغسطس
    سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر""")
#: "On this day" heads a column if a sign, a date or the end stands behind it; "on this day of mourning" is today.
_COLUMN = rf"(?=\W*$|\s*[:–—|,.!-]|\s+(?:in\b|\d|back\b|{_MONTHS}\s+\d|{_COUNT} years? ago))"
#: What old events are told under, whatever happens today.
_OLD_STORY = re.compile(
    rf"^\W*(?:on this (?:day|date){_COLUMN}|this day in history|today in history|from the archives?\b|flashback\W"
    r"|throwback|looking back\b|(?:\w+ )?years on\s*[:–—-])"
    r"|\byears ago today\b|\bon this day in \d{4}\b|[|:–—-]\s*(?:on this day|this day in history|today in history)\W*$"
    r"|^\W*(?:в этот день(?=\W*$|\s*[:–—|,.!-]|\s+(?:\d|в \d))|этот день в истории|из архива|день в истории)\b"
    r"|^\W*(?:цей день в історії|в этот день в истории)\b"
    r"|\b(?:лет|года?) назад в этот день\b|\bв этот день\b.{0,20}\b(?:лет|года?) назад\b"
    r"|^\W*(?:في مثل هذا اليوم|حدث في مثل هذا اليوم|من الأرشيف|من الارشيف|tarihte bugün\b|heute vor \d+ jahren\b)"
    rf"|^\W*{_AGO}{_SIGN}|^\W*(?:remembering|recalling)\b.*\byears? (?:on|ago|later)\b",
    re.IGNORECASE,
)
#: What is done today for something old: an event of its own, and no news of the old one.
_COMMEMORATES = re.compile(
    r"^(?:[\w'’-]+ ){1,3}(?:marks|observes|commemorates|remembers) (?:the |its |a )?[\w -]{0,30}\banniversary\b"
    rf"|^\W*(?:the )?(?:[\w-]*(?:st|nd|rd|th|-year) )?anniversary of (?!.*\b(?:marred|amid|new|another|fresh)\b)"
    rf"[\w' ’-]{{0,30}}\b{_HAPPENED_EN}\b"
    rf"|^\W*(?:\w+(?:-\w+)? )?(?:годовщина|річниця) (?:со дня |з дня )?{_HAPPENED}(?!.*\b(?:омрач|затьмар|нов))"
    rf"|^\W*(?:ال)?ذكرى (?:\w+ )?(?:ل|لل|ال)?{_HAPPENED_AR}",
    re.IGNORECASE,
)
#: "July 8, 2006: …", "8 июля 2006 года: …"
_DATED = re.compile(
    rf"^\W*(?:{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS}|{_MONTHS_OF})),? "
    rf"((?:19|20)\d\d)(?: г\.| года| року)?{_SIGN}",
    re.IGNORECASE,
)
_YEAR_OVER = timedelta(days=90)  #: for so long a year that is over may be told of as today's


def old_story_in(title: str) -> str | None:
    """The words that say that a page tells what happened in another year, such as "On this day"; None: it does not."""
    found = _OLD_STORY.search(title)
    return found.group().strip() if found else None


def looks_back(title: str, *, now: datetime) -> str | None:
    """The same, or the words that say that an anniversary is kept, or a date of former years that heads the title."""
    found = _COMMEMORATES.search(title)
    dated = _DATED.search(title)
    if found is None and dated and int(dated[1]) < (now - _YEAR_OVER).year:
        found = dated
    return old_story_in(title) or (found.group().strip() if found else None)
