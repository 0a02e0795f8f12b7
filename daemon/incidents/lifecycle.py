"""How an incident lives: opened, extended, revised, closed; each step says what is worth telling. Pure."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from daemon.incidents.account import voice
from daemon.incidents.amendments import CORRECTION, RETRACTION, form_in, note_in
from daemon.incidents.denials import only_denies
from daemon.incidents.revision import (
    changed_facts,
    changes_of,
    is_rolling_page,
    names_what,
    risen_toll,
    turned_to,
    word_that_came,
)
from daemon.incidents.wording import plain_words
from daemon.model import AlertReason, Change, Incident, Joining, Report, Severity

_COUNTER = re.compile(r"\s*[(\[]\s*\d[^()\[\]]{0,20}[)\]]\s*\Z")  #: "(3 comments)" at a title's end is no news
_NOTES = 2_000  #: characters that are kept of what the notes of a report's versions said
#: What stands in a title only to say that it amends another; folded.
_LABELS = frozenset(
    plain_words(
        "corrected corrects correction corrections clarification refile update withdrawn kill mandatory notice story "
        "removed исправлено исправление поправка уточнение отозвано аннулировано تصحيح تصويب توضيح"
    )
)


def open_incident(report: Report, *, severity: Severity, previous: str | None, now: datetime) -> Incident:
    """An incident that begins with this report. Law: the same item always opens the incident of the same id."""
    return Incident(
        id=incident_id(report),
        title=report.title,
        severity=severity,
        opened_at=now,
        last_report_at=now,
        reports=(understood(report),),
        previous=previous,
    )


def understood(report: Report, *, was: Report | None = None, told: Iterable[Report] = ()) -> Report:
    """The report with what it says of earlier ones; `was`: its former version, whose notes go on standing.

    `told`: what its incident has told. Why it is kept with the report: who stands by the event, and what was told as
    amended, is asked of all reports.
    """
    note = _notes(was.note if was else "", report.note)
    amends = amends_in(report, told) or note_in(note)
    said = was.amended if was else ()
    return replace(
        (read := replace(report, note=note, amends=amends)),
        amended=said if amends is None or amends in said else (*said, amends),
        only_denies=only_denies(read),
    )


def amends_in(report: Report, told: Iterable[Report]) -> str | None:
    """What a report says of those that its incident has told.

    Law: in doubt it takes nothing back. A bare label ("WITHDRAWN: …") does only before a headline that its source told,
    or on a text that was told; what opens an incident only if its title begins with it, or its text says so of itself.
    """
    form = form_in(report.title, report.text)
    if form is None or form.kind == CORRECTION:
        return form.kind if form else None
    told = list(told)
    counts = any(_repeats(report, one) for one in told) if form.bare else form.leads or bool(told)
    return RETRACTION if counts else None


def takes_back(report: Report, incident: Incident) -> bool:
    """Whether a report that no rule finds belongs to the incident: it amends what was told there, and names it."""
    return names_what(report, incident) and amends_in(report, incident.reports) is not None


def read_again(incident: Incident) -> list[Report]:
    """The reports of which another thing was kept than is read in them: by an earlier version of watchdesk."""
    told = incident.reports
    read = (understood(one, was=one, told=told[:at]) for at, one in enumerate(told))
    return [new for one, new in zip(told, read, strict=True) if new != one]


def _repeats(report: Report, told: Report) -> bool:
    """Whether a report has the text of one that was told, or what stands behind its label its source had told."""
    if report.copy_of is not None and report.copy_of in {told.item_id, told.copy_of}:
        return True
    return report.source == told.source and _stands_in(_without_labels(report.title), _without_labels(told.title))


def _notes(was: str, came: str) -> str:
    """All that the notes of a report's versions said, each once; of many the latest."""
    return was if _stands_in(plain_words(came), plain_words(was)) else f"{was} {came}".strip()[-_NOTES:]


def incident_id(report: Report) -> str:
    """The id of the incident that the report would open."""
    return f"i{blake2b(report.item_id.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"


def open_change(report: Report, *, severity: Severity, joining: Joining, now: datetime) -> Change:
    """Open an incident with a report that belongs to none."""
    incident = open_incident(report, severity=severity, previous=joining.previous, now=now)
    return Change(incident=incident, report=incident.reports[0], reason=AlertReason.OPENED, why=joining.reason)


def extend(incident: Incident, report: Report, *, severity: Severity, now: datetime) -> Change:
    """Add a report to its incident.

    Law: the severity never falls; a report that is there already, or a copy, is nothing to tell unless it raises the
    severity; who only cites a known source, or only denies, confirms nothing; a correction is told as such, once of all
    that have one text and title. Shape: the reports stay in the order in which they came.
    """
    if any(told.item_id == report.item_id for told in incident.reports):
        return Change(incident=incident, report=report, reason=None, why="the report is counted already")
    known_sources, report = incident.sources, understood(report, told=incident.reports)
    extended = replace(
        incident,
        severity=_higher(incident.severity, severity),
        last_report_at=max(incident.last_report_at, now),
        reports=(*incident.reports, report),
    )
    if (amendment := report.amends) and (_leaves_none(incident, extended, report) or not _is_amended(incident, report)):
        why = f"{report.source} publishes a {amendment}"
        return Change(incident=extended, report=report, reason=AlertReason.CORRECTED, why=why, amendment=amendment)
    if extended.severity is not incident.severity:
        return Change(incident=extended, report=report, reason=AlertReason.ESCALATED, why=_raised(incident, extended))
    if report.copy_of is not None:
        return Change(incident=extended, report=report, reason=None, why="a copy of a report that is counted already")
    who = voice(report)
    if who not in known_sources and who in extended.sources:
        why = f"{who} is a new independent source"
        return Change(incident=extended, report=report, reason=AlertReason.CONFIRMED, why=why)
    why = f"{who} reports again" if who in known_sources else f"{who} adds no source"
    return Change(incident=extended, report=report, reason=AlertReason.EXTENDED, why=why)


def _leaves_none(before: Incident, after: Incident, report: Report) -> bool:
    """Whether the last source that stood by the event takes it back."""
    return report.amends == RETRACTION and bool(before.sources) and not after.sources


def _said_by(report: Report) -> str | None:
    """What a report surely says of others, also one that was stored before that was kept with it."""
    form = form_in(report.title, report.text)
    return form.kind if form and not form.bare else None


def _is_amended(incident: Incident, report: Report) -> bool:
    """Has a report of the same text taken the same back already? A wire's correction reaches us by many outlets.

    A second correction of one text has another title; one that an outlet only made longer or shorter is the same.
    """
    origin = report.copy_of or report.item_id
    alike = [one for one in incident.reports if origin in {one.item_id, one.copy_of} and one.item_id != report.item_id]
    told = [one for one in alike if report.amends in (*one.amended, _said_by(one))]
    return any(_amend_one_thing(one, report) for one in told)


def _amend_one_thing(one: Report, other: Report) -> bool:
    """Whether two reports say the same of what they amend: in their titles, or in notes below the same title."""
    if one.note and other.note:
        return _say_one_thing(one.note, other.note)
    return _say_one_thing(one.title, other.title)


def _say_one_thing(title: str, other: str) -> bool:
    """Whether the words of one title, but for its labels, all stand in the other, in their order."""
    return _stands_in(*sorted((_without_labels(title), _without_labels(other)), key=len))


def _without_labels(title: str) -> list[str]:
    return [word for word in plain_words(title) if word not in _LABELS]


def _stands_in(words: Iterable[str], longer: Iterable[str]) -> bool:
    rest = iter(longer)
    return all(word in rest for word in words)


def revise(
    incident: Incident,
    report: Report,
    *,
    was_title: str,
    severity: Severity,
    told: Collection[str] = (),
    now: datetime,
) -> Change:
    """Put a report's new version in the place of the old one.

    `was_title`: as whoever heard of it knows it. `told`: amendments that they know of already.
    Law: reports are neither added nor lost; what the report was a copy of, and when it came, stay as they were.
    The incident keeps its title unless this report gave it.
    """
    old = next((told for told in incident.reports if told.item_id == report.item_id), None)
    if old is None:
        return extend(incident, report, severity=severity, now=now)
    new = replace(report, copy_of=old.copy_of, arrived_at=old.arrived_at, vector=report.vector or old.vector)
    new = understood(new, was=old, told=incident.reports)
    revised = replace(
        incident,
        title=new.title if incident.title == old.title and incident.reports[0] == old else incident.title,
        severity=_higher(incident.severity, severity),
        last_report_at=max(incident.last_report_at, now),
        reports=tuple(new if told is old else told for told in incident.reports),
    )
    change = Change(incident=revised, report=new, reason=None, why="the title says the same as before")
    change = replace(
        change, changed=changes_of(old, new), was_title=was_title if _tells_more(was_title, new.title) else None
    )
    return _judged(change, incident, old, note=report.note, told=told)


def _judged(change: Change, before: Incident, old: Report, *, note: str, told: Collection[str]) -> Change:
    """What a report's new version is worth: an amendment first, then severity, rules, title and facts."""
    new, after = change.report, change.incident
    amendment, known = new.amends, {*old.amended, _said_by(old), *told}
    is_new = amendment not in known or bool(old.note and new.note != old.note)  # a second note amends something else
    said = replace(new, note=note or new.note)
    if amendment and is_new and (_leaves_none(before, after, new) or not _is_amended(before, said)):
        return replace(change, reason=AlertReason.CORRECTED, why=f"it is a {amendment} now", amendment=amendment)
    if after.severity is not before.severity:
        return replace(change, reason=AlertReason.ESCALATED, why=_raised(before, after))
    if new.rules - old.rules:
        why = f"now matches {', '.join(sorted(new.rules - old.rules))}"
        return replace(change, reason=AlertReason.CORRECTED, why=why)
    if is_rolling_page(old, new):
        if turn := turned_to(old, new):
            return replace(change, reason=AlertReason.CORRECTED, why=turn, turns=True)
        if risen := risen_toll(old, new):
            return replace(change, reason=AlertReason.CORRECTED, why=risen)
        return replace(change, why="a live page: it is written on and on", kept="live page")
    if change.was_title is not None:
        return replace(change, reason=AlertReason.CORRECTED, why="the title was changed")
    if changed := changed_facts(old, new):
        return replace(change, reason=AlertReason.CORRECTED, why="; ".join(changed))
    if came := word_that_came(old, new):
        return replace(change, reason=AlertReason.CORRECTED, why=came)
    return change


def is_quiet(incident: Incident, *, quiet_for: timedelta, now: datetime) -> bool:
    """Whether an open incident had no report for longer than `quiet_for`."""
    return incident.closed_at is None and now - incident.last_report_at > quiet_for


def close(incident: Incident, *, now: datetime) -> Incident:
    """The incident, closed. Law: closing again changes nothing."""
    return incident if incident.closed_at is not None else replace(incident, closed_at=now)


def ack(incident: Incident, *, by: str, now: datetime) -> Incident:
    """The incident, in somebody's hands. Law: who was first keeps it."""
    return incident if incident.acked_at is not None else replace(incident, acked_at=now, acked_by=by)


def reopen(incident: Incident, *, now: datetime) -> Incident:
    """The incident, open again: from now on it has `quiet_for` once more until it closes by itself."""
    return replace(incident, closed_at=None, last_report_at=now) if incident.closed_at is not None else incident


def _higher(one: Severity, other: Severity) -> Severity:
    return max(one, other, key=lambda severity: severity.rank)


def _raised(before: Incident, after: Incident) -> str:
    return f"severity rose from {before.severity} to {after.severity}"


def _tells_more(was: str, title: str) -> bool:
    """Whether a new title says something else: not case, punctuation, or a counter at its end (D9)."""
    return plain_words(_COUNTER.sub("", was)) != plain_words(_COUNTER.sub("", title))
