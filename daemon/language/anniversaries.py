"""A title -> the words by which it says that an anniversary is kept, if it tells nothing else. Pure.

News falls on anniversaries, and a title may well begin with the day: "Anniversary of the attack: explosion kills 20 at
ceremony". So what stands behind the old event is asked by itself: where it was, and that it is remembered, is no news.
"""

import re

from daemon.language.formula import tells_loss

COUNT = r"(?:\d+|[^\W\d_]+(?:['’ʼ-][^\W\d_]+)?)"  #: of years: 10, ten, пять
#: By which a title says that what it tells is of today.
TODAY = (
    r"(?:\b(?:today|tonight|again|now|new|another|fresh|amid|marred|overshadowed|сегодня|снова|опять|вновь|сейчас"
    r"|сьогодні|знову|зараз|اليوم|الآن|aujourd['’]hui|heute|hoy|bugün)\b|\b(?:нов|омрач|затьмар)\w|جديد)"
)


def any_of(words: str) -> str:
    """A pattern of one of these words."""
    return f"(?:{'|'.join(words.split())})"


#: What anniversaries are kept of when nothing has happened today; news may fall on any other.
_HAPPENED_EN = any_of("""
    explosion blast bombing crash attacks? earthquake quake disaster massacre shooting fire strike siege invasion
    downing sinking killing assassination murder tragedy genocide""")
_HAPPENED = any_of("""
    взрыв круш катастроф авиакатастроф теракт трагеди авари гибел нападени атак обстрел удар землетряс расстрел пожар
    убийств бойн вторжени вибух трощ трагеді аварі загибел напад обстріл землетрус вбивств пожеж""")
_HAPPENED_AR = any_of("""
    انفجار تفجير هجوم هجمات سقوط تحطم إسقاط اسقاط اغتيال مجزرة مذبحة زلزال كارثة غارة قصف مقتل استشهاد حريق""")
_WORD = r"[\w'’-]+"
#: What leads from the day to today's event: "anniversary of the war brings attack".
_LEADS = any_of("""
    sees brings marked rocked hit by with as while when amid after under before begins starts opens ends turns
    marred""")
_OLD = rf"(?:(?!{_LEADS}\b){_WORD} ){{0,4}}?{_HAPPENED_EN}\b(?: {_HAPPENED_EN}\b)?"
#: The day that is kept, up to the old event. That Palmyra marks it is an event of its own, and no news of the old one.
_KEPT = re.compile(
    rf"^(?:{_WORD} ){{1,3}}(?:marks|observes|commemorates|remembers) (?:the |its |a )?(?:{_WORD} ){{0,4}}?anniversary\b"
    rf"(?: of {_OLD})?"
    rf"|^\W*(?:the )?(?:[\w-]*(?:st|nd|rd|th|-year) )?anniversary of {_OLD}"
    rf"|^\W*(?:\w+(?:-\w+)? )?(?:годовщина|річниця) (?:со дня |з дня )?{_HAPPENED}\w*"
    rf"|^\W*(?:ال)?ذكرى (?:\w+ )?(?:ل|لل|ال)?{_HAPPENED_AR}\w*"
    rf"|^\W*(?:remembering|recalling)\b(?: (?!{_LEADS}\b){_WORD},?)*? {COUNT} (?:years?|decades?) (?:on|ago|later)\b",
    re.IGNORECASE,
)
#: "Ten years on: the crash that changed a town"; without such a beginning it tells how things are now.
_YEARS_ON = re.compile(
    rf"^\W*(?:{_WORD} )?years (?:on|after (?:{_WORD} ){{0,3}}?{_WORD})\s*[:–—-]\s*"
    r"(?=(?:the|a|an|how|what|why|remembering|survivors|families|relatives|victims)\b)",
    re.IGNORECASE,
)
_LOST = re.compile(
    rf" (?:that|which) (?:killed|injured|claimed|took|destroyed|shook|devastated|left {_WORD} dead)\b", re.IGNORECASE
)
#: Still in the clause of the old event: whom it cost then, where it was, that it is kept.
_THEN = re.compile(
    rf"(?:{_LOST.pattern}(?: {_WORD}){{0,2}})?"
    rf"(?: (?:in|at|near|over|on|off|of|for|from|against|outside)(?: (?!{_LEADS}\b){_WORD}){{1,3}}){{0,2}}"
    rf"(?: (?:marked|observed|remembered|commemorated|honou?red|mourned)(?: (?:in|at|across)(?: {_WORD}){{1,3}})?)?"
    r"(?: [^\W\da-z]+(?:-[^\W\da-z]+)*){0,4}",
    re.IGNORECASE,
)
_RITES = any_of("minute moment ceremony vigil prayers? service silence tears candles flowers")
#: In a clause of its own: that it is remembered, or told of again.
_REMEMBERED = re.compile(
    rf"\W*(?:{_WORD} ){{0,4}}?(?:(?:marks?|observes?|remembers?|recalls?|honou?rs?|mourns?|commemorates?|reflects?)\b"
    r"|pays? tribute\b|looks? back\b|lays? (?:flowers|wreath)"
    rf"|(?:holds?|with) (?:a |an )?{_RITES}\b"
    r"|вспомина|помнят|почтил|чтят|скорб|возложил|згаду|пам['’]ята|вшанову|вшанува|поклал"
    r"|[تي](?:حيي|حيون|ستذكر|تذكر)|إحياء)"
    rf"|\W*(?:how|what|why|lessons|timeline|remembering|in (?:pictures|photos)|photos|как|что|почему"
    rf"|хроника|як|що|чому|{COUNT} (?:years?|decades?) (?:on|later)"
    rf"|{COUNT} (?:лет|года?|років|роки|рік) (?:спустя|потому)"
    r"|كيف|ماذا)\b",
    re.IGNORECASE,
)
#: Words of what happens now.
_HAPPENS = (
    any_of(r"""
    explosions blasts bombings crashes strikes shootings fires twin missiles? rockets? drones? shell\w* bombs?
    bombard\w* gun\w* shots? shoot\w* opens launch\w* hits? rams? explod\w* erupt\w* storms? raids? attack\w*
    targets? ambush\w* hostages? clash\w* stab\w* ракет\w* дрон\w* беспилотник\w* безпілотник\w* стрел\w*
    стріл\w* выпусти\w* випусти\w* под під горит горить столкнов\w* зіткнен\w* бомб\w*""")
    + rf"\b|\b{_LEADS}\b|صاروخ|صواريخ|إطلاق|اطلاق|اشتباك|مسيرة"
)
_BREAK = re.compile(r"[:;,|–—.…!?\"»”()]+|\s-\s")  #: between clauses
_NEWS = re.compile(rf"{TODAY}|\b{_HAPPENS}", re.IGNORECASE)
_EVENT = re.compile(rf"\b{_HAPPENED_EN}\b|\b{_HAPPENED}|{_HAPPENED_AR}", re.IGNORECASE)
_KEEPING = re.compile(rf"\b(?:marked\b|with (?=(?:a |an )?{_RITES}\b))")


def anniversary_in(title: str) -> str | None:
    """The words that say that an anniversary is kept; None: there is none, or the title tells more than that.

    Law: where it is in doubt, a title tells more.
    """
    if found := _YEARS_ON.match(title):
        return None if _tells_now(title[found.end() :]) else found.group().strip()
    if (found := _KEPT.match(title)) and _tells_no_more(title[found.end() :]):
        return found.group().strip()
    return None


def _tells_no_more(rest: str) -> bool:
    """Whether what stands behind the old event says no more than where it was, and that it is remembered."""
    lost, then = _LOST.match(rest), _THEN.match(rest)
    said = rest[lost.end() if lost else 0 :]
    if _EVENT.search(said) or _tells_now(_KEEPING.sub("", said)):
        return False
    clauses = _BREAK.split(rest[then.end() if then else 0 :])
    return all(not clause.strip() or _REMEMBERED.match(clause) for clause in clauses)


def _tells_now(text: str) -> bool:
    return bool(_NEWS.search(text)) or tells_loss(text)
