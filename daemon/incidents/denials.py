"""Is all that a report tells of its event that there was none? Then it is no source of it. Pure.

Law: whoever denies that it was he who did it, denies what it was, or a part of what is told, leaves the event as it is.
Who denies one thing beside another that happened is an ordinary report: an alert that is lost costs most.
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
#: Between what happened and who denies a part of it, on either side of the verb.
_BESIDE = frozenset(words_of("as after amid while but when despite после хотя а но тогда після але بعد فيما بينما وسط"))
_BESIDE_BEHIND = _BESIDE | frozenset(words_of("following during при во під внаслідок خلال إثر عقب"))
_TALK = frozenset(  #: "after reports" of it: what is denied is told there, not another event
    words_of(
        "reports report rumours rumors rumour rumor claims claim speculation video videos footage posts social media "
        "сообщений сообщения слухов слухи публикаций видео повідомлень чуток відео أنباء تقارير شائعات إشاعات"
    )
)
_WHAT_IT_WAS = (  #: "was an attack": that it was something else is not that there was nothing
    re.compile(
        r"(?<!\bthere) (?:was|were|is) (?:an?|the|its|their|his|caused|linked|related|connected|deliberate|intentional"
        r"|terror\w*|sabotage|due|result)\b"
    ),
    re.compile(
        r"\b(?:был[аои]?|стал[аои]?|був|була|було|були) (?:терактом|атакой|атакою|ударом|диверси\w+|вызван\w*"
        r"|связан\w*|результатом|викликан\w*|пов.?язан\w*|умышленн\w+|преднамеренн\w+|навмисн\w+)"
    ),
    re.compile(r"\b[يت]كون (?!هناك|ثمة)"),
    re.compile(r"\b(?:that|which) (?:killed|kills|left|injured|wounded|destroyed|hit)\b"),
    re.compile(r"\bin (?:its|his|her|their) "),  # "killed in its strike": the strike is told
)
_DEED = frozenset(  #: to deny these is to deny that one did it, or how it went, not that it was
    words_of(
        "fault error negligence delay delays rise increase toll breach breaches violation violations ceasefire truce "
        "нарушение нарушения ошибку халатность задержку рост увеличение порушення помилку затримку зростання "
        "ارتفاع زيادة حصيلة تأخر تأخير خرق انتهاك استهداف مهاجمة "
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
    behind = words[at + 1 :]
    denied = behind[:_SAID_OF_IT]
    if not _DEED.isdisjoint(denied) or (denied and denied[0].endswith("ing")):
        return False
    said = f" {' '.join(behind)} "
    return not _tells_beside(behind) and not any(form.search(said) for form in _WHAT_IT_WAS)


def _tells_beside(words: tuple[str, ...]) -> bool:
    """Whether what is denied is told beside something that happened: "after rocket fire", but not "after reports"."""
    at = next((place for place, word in enumerate(words) if word in _BESIDE_BEHIND), None)
    return at is not None and _TALK.isdisjoint(words[at + 1 : at + 1 + _SAID_OF_IT])


@cache
def _denials() -> frozenset[str]:
    return frozenset(verb for verb, stance in verbs(medium=False).items() if stance is Stance.DENIES)
