"""Does a title say itself that it tells of the next event of a kind: a second crash, a new strike? Pure.

Hours after an event others still say "new" of it. A day after, of 1,700 items that rules had found in a stream, none
that told of the same event did.
"""

import re
from datetime import timedelta
from functools import lru_cache

from daemon.model import Incident, Report

_AFTER = timedelta(hours=16)  #: sooner, "new strikes" may be the very ones
_EVENT = (
    "(?:air)?strikes? attacks? raids? shelling barrages? bombardments? explosions? blasts? bombings? bombs? "
    "crash(?:es)? (?:earth)?quakes? tremors? shootings? stabbings? derailments? collisions? landslides? avalanches? "
    "floods? (?:wild)?fires? storms? eruptions? helicopters? planes? jets? ferry ferries tankers? vessels? hijackings? "
    "kidnappings? abductions? assaults? ambush(?:es)? massacres? drones? missiles? rockets?"
).replace(" ", "|")
#: Words between, or behind, that make it another matter: the second victim of an attack, new drone footage.
_OTHERS = (
    r"of in on at from for to by after before with day night week month year war world july avenue street fleet video "
    r"footage details? images? photos? evidence victim\w* person people man men woman women boy girl child suspect\w* "
    r"body bodies pilots? crew anniversary claims? report\w* trial phase round chief minister law policy plan inquiry "
    r"investigation sites? safety parade defused? survivors? toll lost loses"
).replace(" ", "|")
#: Towns and lands are called New: so before a name it is none, unless the name says whose strike it is.
_WHO = "russian|ukrainian|israeli|iranian|us|american|indian|pakistani|chinese|turkish|saudi|houthi|hamas|nato"
_BEFORE = rf"(?i:another|second|third|fourth|fifth|sixth|fresh)|(?i:new)(?! (?!(?i:{_WHO})\b)[A-Z])"
_BEHIND = r"in on at from for after before by with day night week".replace(" ", "|")
_ENGLISH = (
    rf"(?<!loses )\b(?:{_BEFORE}) (?i:(?:(?!(?:{_OTHERS})\b)[\w\u2019'-]+ ){{0,2}}(?:{_EVENT})\b"
    rf"(?! (?!(?:{_BEHIND})\b)(?:{_OTHERS})\b))"
)
_RUSSIAN = (
    r"(?<!\w)(?:(?:нов(?:ый|ая|ое|ые|ую)|(?:втор|трет|четв[её]рт|повторн)\w{2,4})|ещ[её] од(?:ин|на|но|ну))"
    r" (?:(?:удар|атак|взрыв|обстрел|нал[её]т|теракт|землетрясени|крушени|пожар|наводнени|оползн|вертол[её]т"
    r"|самол[её]т)\w*"
    r"|\w+(?:ый|ий|ой|ая|ое|ые|ую) (?:удар|атак|взрыв|обстрел|нал[её]т|теракт|пожар|вертол[её]т|самол[её]т)\w*)"
)
_UKRAINIAN = (
    r"(?<!\w)(?:(?:нов|друг|трет|повторн)\w{1,4}|ще од(?:ин|на|не|ну))"
    r" (?:удар|атак|вибух|обстріл|теракт|землетрус|пожеж|аварі|гелікоптер|літак)\w*"
)
_ARABIC = (
    r"(?<!\w)(?:هجوم|غارة|غارات|انفجار|زلزال|قصف|ضربة|ضربات|تفجير|مروحية|طائرة)"
    r"(?: \w+)? (?:ثان|ثانية|ثاني|ثالث|ثالثة|جديد|جديدة|آخر|أخرى)(?!\w)"
)
_NEXT = re.compile(f"{_ENGLISH}|(?i:{_RUSSIAN}|{_UKRAINIAN}|{_ARABIC})")


def tells_of_next(report: Report, incident: Incident) -> bool:
    """Whether a title calls its event a further one, a day after an incident began in which none does."""
    first = incident.reports[0]
    if report.arrived_at - first.arrived_at < _AFTER or not _is_next(report.title):
        return False
    if report.published_at and first.published_at and report.published_at - first.published_at < _AFTER:
        return False
    return not any(_is_next(one.title) for one in incident.reports)


@lru_cache(maxsize=2_048)
def _is_next(title: str) -> bool:
    return _NEXT.search(title) is not None
