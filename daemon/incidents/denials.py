"""Is all that a report tells of its event that there was none? Then it is no source of it. Pure.

Law: whoever denies that it was he who did it, or denies a part of what a report tells, leaves the event as it is. Where
it is doubtful what is denied a report counts as a denial: a confirmation that comes late costs less than a false one.
"""

import re
from functools import cache

from daemon.incidents.amendments import CORRECTION
from daemon.incidents.cues import verbs
from daemon.incidents.speakers import words_of
from daemon.model import Report, Stance

_PARTS = re.compile(r"[:;.!?،؛—–|]|,\s|\s-\s")
_LABEL = 2  #: words before who denies that only say where
_HEAD = 9  #: words before the verb that may still be who denies, or what is denied by whom
_SAID_OF_IT = 3  #: words behind the verb that say what is denied
#: Between what happened and who denies a part of it.
_BESIDE = frozenset(words_of("as after amid while but when despite после хотя а но тогда після але بعد فيما بينما وسط"))
_DEED = frozenset(  #: to deny these is to deny that one did it
    words_of(
        "involvement involved responsibility responsible role blame link links it they he she having being behind "
        "причастность ответственность участие вину связь причетність відповідальність участь провину "
        "مسؤولية مسؤوليته مسؤوليتها مسؤوليتهم ضلوع ضلوعه ضلوعها تورط تورطه تورطها علاقة علاقته علاقتها صلته صلتها"
    )
)
_NONE = re.compile(  #: a correction that nothing happened; that nobody was hurt leaves the event
    r"^\W*(?:corrections?|corrected|clarification)\b\W*(?:there was )?no (?!survivors?\b|one\b|injur|death|dead\b"
    r"|casualt|fatalit|victim|damage|arrest|sign\b|evidence\b|claim|link|threat|tsunami|warning)"
    r"|^\W*(?:поправка|исправление|исправлено|уточнение|виправлено|виправлення)\b\W"
    r".*\bне (?:было|произошло|було|сталося)\b",
    re.IGNORECASE,
)


def only_denies(report: Report) -> bool:
    """Whether a report's title only denies the event, or corrects that there was one."""
    if report.amends == CORRECTION and _NONE.search(report.title):
        return True
    if not any(one.stance is Stance.DENIES for one in report.statements):
        return False
    parts = [words_of(part) for part in _PARTS.split(report.title)]
    told = [words for words in parts if len(words) > _LABEL]
    return bool(told) and _denies(told[0])


def _denies(words: tuple[str, ...]) -> bool:
    at = next((place for place, word in enumerate(words[: _HEAD + 1]) if word in _denials()), None)
    if at is None or not _BESIDE.isdisjoint(words[:at]):
        return False
    denied = words[at + 1 : at + 1 + _SAID_OF_IT]
    return _DEED.isdisjoint(denied) and not (denied and denied[0].endswith("ing"))


@cache
def _denials() -> frozenset[str]:
    return frozenset(verb for verb, stance in verbs(medium=False).items() if stance is Stance.DENIES)
