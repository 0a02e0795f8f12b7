"""Does a report say itself that it tells of the next event of a kind: a second crash, a new strike? Pure.

A further one ("another", "second", "a day after the first") is none that was told hours ago. "New" and "again" say
less: hours after an event others still say so of it.
"""

import re
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from daemon.incidents.amendments import SENTENCE, amendment_of
from daemon.incidents.further import Next, are_events, is_happening, next_among
from daemon.incidents.tolls import tolls_in
from daemon.language.fold import fold
from daemon.model import Incident, Report

_AFTER_NEXT = timedelta(hours=2)  #: sooner, somebody may have told of the second without saying so
_AFTER_NEW = timedelta(hours=6)  #: sooner, "new strikes" may be the very ones
_AS_LONG = timedelta(hours=16)  #: what was "another" so long ago is not the one that is "another" now
_TOLD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_SOME = r"(?:\S+ ){0,3}?"
#: What says in a title, or in the first sentence, that there was one before; folded.
_ONE_BEFORE = re.compile(
    r"\b(?:hours?|days?|weeks?) after (?:another|an? (?:earlier|previous|similar)|one that)\b"
    r"|\b(?:hours?|days?|weeks?) after the (?:first|previous)\b(?P<first>(?: [\w'-]+){0,3})"
    rf"|\b(?:second|third|fourth|fifth) (?!day|night|week)(?P<en>{_SOME})(?:in|within) {_SOME}"
    r"(?:hours|days?|weeks?)\b(?! after| since)"
    rf"|\b(?:час\w*|дн\w+|день|сутки|суток) после {_SOME}(?:перв|предыдущ|аналогичн)"
    r"|\b(?:втор|трет|четверт)\w{2,3} (?!раз|день|сутк|ноч)(?P<ru>(?:\w+ )?)за (?:\w+ )?(?:сут|день|дня|дней|недел|час)"
    rf"|\b(?:годин\w*|дн\w+|день|доб\w) після {_SOME}(?:перш|попередн|аналогічн)"
    r"|\b(?:друг|трет)\w{1,3} (?!раз|день|доб|ніч)(?P<uk>(?:\w+ )?)за (?:\w+ )?(?:доб|день|дні|днів|тижд|годин)"
    rf"|بعد {_SOME}من {_SOME}(?:الاول|الاولي|سابق|سابقه|مماثل|مماثله|اول)\b"
    r"|\b(?:ال)?(?:ثان|ثانيه|ثاني|ثالث|ثالثه) (?:من نوعه\w? )?(?:خلال|في غضون) (?:\w+ )?(?:ساع|يوم|ايام|اسبوع)"
    rf"|\b(?:deuxieme|seconde?|troisieme) (?P<fr>{_SOME})en (?:moins de )?\w+ (?:heures|jours)\b"
    r"|\b(?:heures|jours?|lendemain) apres (?:la? )?(?:premiere?|une? (?:autre|premiere?))\b"
    rf"|\b(?:segund|tercer)[oa]? (?P<es>{_SOME})en (?:menos de )?\w+ (?:horas|dias)\b"
    r"|\b(?:horas|dias?) despues del? (?:la )?(?:primer|otr[oa]|anterior)"
    rf"|\b(?:zweite|dritte)\w? (?P<de>{_SOME})(?:binnen|innerhalb|in) {_SOME}(?:tagen|stunden)\b"
    r"|\b(?:stunden|tage?) nach (?:dem|der) erste"
    rf"|\bilkinden {_SOME}sonra\b|\bilk \w+(?:dan|den|tan|ten) {_SOME}sonra\b|\b(?:gun|saat) icinde ikinci\b"
)
_THAT_WAS = frozenset(
    {"in", "at", "on", "was", "struck", "hit", "killed", "came"}
)  #: behind a "first" that is an event
_PLURAL_FIRST = frozenset({"tremors"})  #: hours after the first of these it is still the one quake
_TRIM = re.compile(r"[^\w]")
#: What follows of the one before, whose toll may be told.
_AFTER_THAT = re.compile(
    r"(?:\b(?:hours?|days?|week) after|\b(?:час\w*|день|дня|дней|сутки) после|\b(?:годин\w*|день|дні|днів) після"
    r"|بعد (?:ساعات|يوم|يومين|ايام) من) (?P<that>.{3,90})",
    re.IGNORECASE,
)


class _Says(NamedTuple):
    """That a report tells of the next event of a kind."""

    number: int  #: 2 of a second one; 0: nobody knows
    after: timedelta  #: after how long an event is surely another one


def tells_of_next(report: Report, incident: Incident) -> bool:
    """Whether a report calls its event a further one, well after an incident began in which none does.

    Law: dates, where they are known, must say so as well as arrivals.
    """
    says, first = _says(report), incident.reports[0]
    if says is None or not _is_later(report, first, says.after):
        return False
    before = [(found, one) for one in incident.reports if (found := _says(one))]
    if not before:
        return True
    if says.number and any(found.number for found, _ in before):
        return all(found.number != says.number for found, _ in before if found.number)
    return not says.number and _is_later(report, before[-1][1], _AS_LONG) and _is_later(report, first, 2 * _AS_LONG)


def _is_later(report: Report, other: Report, by: timedelta) -> bool:
    if report.arrived_at - other.arrived_at < by:
        return False
    return not (report.published_at and other.published_at) or report.published_at - other.published_at >= by


def _says(report: Report) -> _Says | None:
    return _said(report.title, report.text[:300], report.language) if amendment_of(report) is None else None


@lru_cache(maxsize=4_096)
def _said(title: str, text: str, language: str | None) -> _Says | None:
    found = next_among(_TOLD.findall(title), language)
    opening = SENTENCE.split(text.strip(), maxsplit=1)[0]
    in_opening = next_among(_TOLD.findall(opening), language) if found is None else None
    is_sure = any(_tells_of_one_before(one, language) for one in (title, opening)) or _outdoes(title, opening, language)
    if found is None and not is_sure:
        return None
    number = (found or in_opening or Next(0, is_new=True)).number
    is_new = not is_sure and found is not None and found.is_new
    return _Says(number, _AFTER_NEW if is_new else _AFTER_NEXT)


def _tells_of_one_before(told: str, language: str | None) -> bool:
    return any(_is_one_before(found, language) for found in _ONE_BEFORE.finditer(fold(told)))


def _is_one_before(found: re.Match[str], language: str | None) -> bool:
    """Is it an event that there was before, or is counted? No first responder, third victim, or Russian friend."""
    gap = (found[found.lastgroup] or "").split() if found.lastgroup else []
    if found.lastgroup == "first":
        return not gap or gap[0] in _THAT_WAS or (any(map(is_happening, gap)) and gap[0] not in _PLURAL_FIRST)
    return are_events([_TRIM.sub("", word) for word in gap]) and not (
        found.lastgroup == "uk" and language == "ru" and found[0].startswith("друг")
    )


def _outdoes(title: str, opening: str, language: str | None) -> bool:
    """Whether a title counts fewer dead than those of the one before: "kills two, a day after four died"."""
    own = [number for about, number in tolls_in(title, language) if about == "dead"]
    for told in (title, opening):
        that = _AFTER_THAT.search(told)
        before = [number for about, number in tolls_in(that["that"], language) if about == "dead"] if that else []
        if own and before and own[0] < min(before):
            return True
    return False
