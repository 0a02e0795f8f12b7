"""What each step of an incident's life tells, and what it never changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.incidents.lifecycle import close, extend, is_quiet, open_change, open_incident, revise
from daemon.model import AlertReason, Change, Incident, Joining, Report, Severity, Stance, Statement
from tests.helpers.build import NOW
from tests.unit.incidents.builders import DOWNED, a_report, an_incident

HOUR = timedelta(hours=1)
FIRST = a_report("Helicopter downed east of Tadmur", "palmyra", DOWNED, source="Province")
SECOND = a_report("Mi-25 downed in Palmyra area", "palmyra", DOWNED, source="Ministry")
OPEN = an_incident(FIRST)


def test_a_report_opens_an_incident() -> None:
    """The first report gives title, severity and id; the id depends on the item alone."""
    joining = Joining(incident_id=None, reason="nothing alike enough", score=0.1, previous="earlier")
    change = open_change(FIRST, severity=Severity.HIGH, joining=joining, now=NOW)
    incident = change.incident
    assert change.reason is AlertReason.OPENED
    assert (incident.title, incident.severity, incident.previous) == (FIRST.title, Severity.HIGH, "earlier")
    assert (incident.reports, incident.opened_at, incident.last_report_at) == ((FIRST,), NOW, NOW)
    again = open_incident(replace(FIRST, title="x"), severity=Severity.LOW, previous=None, now=NOW + HOUR)
    assert again.id == incident.id
    assert open_incident(SECOND, severity=Severity.LOW, previous=None, now=NOW).id != incident.id


EXTENSIONS = {
    "another source": (SECOND, Severity.MEDIUM, AlertReason.CONFIRMED),
    "the same source": (replace(SECOND, source="Province"), Severity.MEDIUM, AlertReason.EXTENDED),
    "a copy": (replace(SECOND, copy_of=FIRST.item_id), Severity.MEDIUM, None),
    "a higher severity": (SECOND, Severity.CRITICAL, AlertReason.ESCALATED),
    "a lower severity": (SECOND, Severity.LOW, AlertReason.CONFIRMED),
    "the same item": (FIRST, Severity.CRITICAL, None),
}


@pytest.mark.parametrize(("report", "severity", "reason"), EXTENSIONS.values(), ids=EXTENSIONS)
def test_a_further_report(report: Report, severity: Severity, reason: AlertReason | None) -> None:
    """A new source confirms, a known one extends, a higher severity escalates, a copy is nothing to tell."""
    assert reason is extend(OPEN, report, severity=severity, now=NOW + HOUR).reason


def test_a_copy_counts_for_its_origin() -> None:
    """D13: copies are reports of the incident, but no independent sources of it."""
    copies = [replace(SECOND, item_id=f"copy {n}", source=f"Outlet {n}", copy_of=FIRST.item_id) for n in range(40)]
    incident = OPEN
    for copy in copies:
        incident = extend(incident, copy, severity=Severity.LOW, now=NOW + HOUR).incident
    assert (len(incident.reports), incident.sources) == (41, ("Province",))


def test_a_correction_sounds_once_whoever_brings_it() -> None:
    """A wire's correction that reaches us as an outlet's copy of the wire is told, and its further copies are not."""
    brought = replace(SECOND, title=f"CORRECTED: {SECOND.title}", source="Paper", copy_of=FIRST.item_id)
    change = extend(OPEN, brought, severity=Severity.LOW, now=NOW + HOUR)
    assert (change.reason, change.amendment) == (AlertReason.CORRECTED, "correction")
    again = replace(brought, item_id="again", source="Post")
    assert extend(change.incident, again, severity=Severity.LOW, now=NOW + HOUR).reason is None


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        ("CORRECTED: Six, not nine, dead", "CORRECTED: Three, not six, dead", True),
        ("CORRECTED: Six, not nine, dead", "CORRECTED: Nine, not six, dead", True),
        ("CORRECTION: Minister was in Rome, not Paris", "CORRECTION: Minister was in Oslo, not Rome", True),
        ("Исправлено: погибли шестеро", "Исправлено: погибли трое", True),
        ("WITHDRAWN: two helicopters lost", "WITHDRAWN: base near Palmyra taken", True),
        ("CORRECTED: Six, not nine, dead", "WITHDRAWN: Six, not nine, dead", True),
        ("CORRECTED: Six, not nine, dead", "CORRECTED-Six, not nine, dead", False),
        ("CORRECTED: Six, not nine, dead", "Six, not nine, dead in blast [corrected] - Post", False),
        ("CORRECTED 2: Six, not nine, dead in blast", "Correction: Six, not nine, dead in blast", False),
        ("تصحيح: مقتل ستة", "مقتل ستة (تصحيح)", False),
    ],
)
def test_each_correction_of_one_text_is_told_once(first: str, second: str, is_told: bool) -> None:
    """A wire may correct itself twice: what its copies' titles say tells whether it is the same correction."""
    brought = [
        replace(SECOND, item_id=source, title=title, source=source, copy_of=FIRST.item_id)
        for source, title in (("Paper", first), ("Post", second))
    ]
    told = extend(OPEN, brought[0], severity=Severity.LOW, now=NOW + HOUR)
    again = extend(told.incident, brought[1], severity=Severity.LOW, now=NOW + HOUR)
    assert (again.reason is AlertReason.CORRECTED) is is_told


@pytest.mark.parametrize(
    ("title", "statements", "reason"),
    [
        ("Ministry denies helicopter was downed", (Statement(who="M", stance=Stance.DENIES),), AlertReason.EXTENDED),
        ("RETRACTION: helicopter downed", (), AlertReason.CORRECTED),
    ],
)
def test_who_denies_or_retracts_confirms_nothing(
    title: str, statements: tuple[Statement, ...], reason: AlertReason
) -> None:
    """A denial and a retraction are told in the thread, and add no source."""
    change = extend(OPEN, replace(SECOND, title=title, statements=statements), severity=Severity.LOW, now=NOW)
    assert (change.reason, change.incident.sources) == (reason, OPEN.sources)


NOTE = "An earlier version of this article misstated the place."


def test_a_note_in_a_new_version_sounds_once() -> None:
    """D10: it is told when it comes; not after a further edit, if it goes and comes again, nor for an outlet's copy."""
    copy = replace(SECOND, copy_of=FIRST.item_id)
    incident = an_incident(FIRST, copy)

    def after(incident: Incident, report: Report) -> Change:
        return revise(incident, report, was_title=report.title, severity=Severity.LOW, now=NOW)

    told = after(incident, replace(FIRST, note=NOTE))
    assert (told.reason, told.amendment) == (AlertReason.CORRECTED, "correction")
    edited = after(told.incident, FIRST)
    assert (edited.reason, edited.report.amends) == (None, "correction")
    assert after(edited.incident, replace(FIRST, note=NOTE)).reason is None
    assert after(edited.incident, replace(copy, note=NOTE)).reason is None
    other = after(edited.incident, replace(copy, note="This article was amended on 9 July."))
    assert other.amendment == "correction"
    page = revise(OPEN, replace(FIRST, note=NOTE), was_title="", severity=Severity.LOW, told=["correction"], now=NOW)
    assert page.amendment is None


def test_a_second_note_is_told() -> None:
    """Another note amends something else and sounds; the first one, when it comes again behind it, does not."""

    def after(incident: Incident, note: str) -> Change:
        return revise(incident, replace(FIRST, note=note), was_title="", severity=Severity.LOW, now=NOW)

    second = "This article was amended on 10 July 2016. An earlier version of this article misstated the toll as five."
    told = after(after(OPEN, NOTE).incident, second)
    assert (told.reason, told.amendment) == (AlertReason.CORRECTED, "correction")
    assert after(told.incident, NOTE).amendment is None
    assert after(told.incident, second).amendment is None


def test_the_last_source_that_takes_it_back_is_told() -> None:
    """A retraction in words that were told already sounds when nobody stands by the event after it, and no more."""
    title = "RETRACTION: helicopter downed"
    wire = replace(FIRST, item_id="wire", title=title)
    ours = replace(SECOND, item_id="ours", title=title, copy_of="wire")
    first = extend(an_incident(FIRST, SECOND), wire, severity=Severity.LOW, now=NOW)
    last = extend(first.incident, ours, severity=Severity.LOW, now=NOW)
    again = extend(last.incident, replace(ours, item_id="again"), severity=Severity.LOW, now=NOW)
    assert [one.amendment for one in (first, last, again)] == ["retraction", "retraction", None]
    assert [one.incident.sources for one in (first, last)] == [("Ministry",), ()]


@pytest.mark.parametrize(
    ("title", "counts"),
    [
        ("WITHDRAWN: Helicopter downed east of Tadmur", True),
        ("KILL: Helicopter downed east of Tadmur", True),
        ("Story removed:", True),
        ("WITHDRAWN: troops leave Palmyra after helicopter is downed", False),
        ("KILL: three soldiers dead, helicopter downed east of Tadmur", False),
        ("RETRACTED: something else", True),
        ("Agency retracts report of a downed helicopter", True),
    ],
)
def test_a_bare_label_takes_back_what_its_source_told(title: str, counts: bool) -> None:
    """Before other words, or by another source, it is a word of an ordinary report; nobody's report is lost by it."""
    change = extend(OPEN, a_report(title, source="Province"), severity=Severity.LOW, now=NOW)
    assert (change.incident.sources == ()) is counts
    assert (change.amendment == "retraction") is counts
    other = extend(OPEN, a_report(title, source="Other"), severity=Severity.LOW, now=NOW)
    assert "Province" in other.incident.sources


@pytest.mark.parametrize(
    ("title", "sources"),
    [
        ("KILL: 3 soldiers dead in explosion in Mosul", ("The Wire",)),
        ("WITHDRAWN: troops leave Mosul after explosion", ("The Wire",)),
        ("Explosion in Mosul, paper retracts report on governor", ("The Wire",)),
        ("RETRACTION: explosion in Mosul did not happen", ()),
    ],
)
def test_what_opens_an_incident_takes_back_nothing(title: str, sources: tuple[str, ...]) -> None:
    """Nothing was told before it, so it is a source of the event, unless its title begins with a retraction."""
    assert open_incident(a_report(title), severity=Severity.LOW, previous=None, now=NOW).sources == sources


def test_what_the_copy_told_first_is_not_told_again() -> None:
    """A wire's correction that an outlet's copy brought is told, the wire's own is not, nor the other way round."""
    title = f"CORRECTED: {FIRST.title}"
    brought = replace(SECOND, title=title, copy_of=FIRST.item_id)
    told = extend(OPEN, brought, severity=Severity.LOW, now=NOW)
    own = revise(told.incident, replace(FIRST, title=title), was_title=title, severity=Severity.LOW, now=NOW)
    assert (told.amendment, own.amendment) == ("correction", None)


def test_an_amendment_that_an_older_version_kept_is_known() -> None:
    """A report that was stored before amendments were kept with it amends what its title says."""
    old = replace(FIRST, title=f"CORRECTED: {FIRST.title}")
    again = revise(an_incident(old), old, was_title=old.title, severity=Severity.LOW, now=NOW)
    copy = replace(SECOND, title=old.title, copy_of=old.item_id)
    assert again.reason is None
    assert extend(an_incident(old), copy, severity=Severity.LOW, now=NOW).reason is None


REVISIONS = {
    "D9: form": ("HELICOPTER downed, east of Tadmur!", DOWNED, Severity.MEDIUM, None),
    "D9: a counter": ("Helicopter downed east of Tadmur (3 comments)", DOWNED, Severity.MEDIUM, None),
    "a number in the sentence": ("2 helicopters downed east of Tadmur", DOWNED, Severity.MEDIUM, AlertReason.CORRECTED),
    "other words": ("Helicopter crashed east of Tadmur", DOWNED, Severity.MEDIUM, AlertReason.CORRECTED),
    "D10: a further rule": (FIRST.title, "pilots-killed", Severity.MEDIUM, AlertReason.CORRECTED),
    "D10: a higher severity": (FIRST.title, "pilots-killed", Severity.HIGH, AlertReason.ESCALATED),
    "it matches no more": (FIRST.title, "", Severity.LOW, None),
}


@pytest.mark.parametrize(("title", "rule", "severity", "reason"), REVISIONS.values(), ids=REVISIONS)
def test_a_revised_report(title: str, rule: str, severity: Severity, reason: AlertReason | None) -> None:
    """D9, D10: a correction is told when its words, or the rules it matches, say more than before."""
    new = replace(FIRST, title=title, rules=frozenset(rule.split()), arrived_at=NOW + HOUR)
    change = revise(OPEN, new, was_title=FIRST.title, severity=severity, now=NOW + HOUR)
    assert reason is change.reason
    assert (change.was_title is not None) is (
        title in {REVISIONS[name][0] for name in ("other words", "a number in the sentence")}
    )
    assert [told.item_id for told in change.incident.reports] == [FIRST.item_id]
    assert change.incident.severity.rank >= OPEN.severity.rank


def test_a_revision_keeps_what_the_report_was() -> None:
    """The new version stands in the old one's place: same origin, same arrival; the title follows its giver only."""
    incident = an_incident(FIRST, replace(SECOND, copy_of="origin"))
    first = revise(incident, replace(FIRST, title="New"), was_title=FIRST.title, severity=Severity.LOW, now=NOW)
    assert first.incident.title == "New"
    later = replace(SECOND, title="Newer", arrived_at=NOW + HOUR)
    second = revise(incident, later, was_title=SECOND.title, severity=Severity.LOW, now=NOW + HOUR)
    assert second.incident.title == FIRST.title
    kept = second.incident.reports[1]
    assert (kept.title, kept.copy_of, kept.arrived_at) == ("Newer", "origin", SECOND.arrived_at)


def test_a_revision_of_an_unknown_report_adds_it() -> None:
    """A report that the incident does not hold yet is a further report."""
    change = revise(OPEN, SECOND, was_title="x", severity=Severity.LOW, now=NOW)
    assert (change.reason, len(change.incident.reports)) == (AlertReason.CONFIRMED, 2)


def test_an_incident_grows_quiet_and_closes() -> None:
    """Quiet begins after, not at, the configured time; closing is done once."""
    quiet_for = timedelta(hours=72)
    assert not is_quiet(OPEN, quiet_for=quiet_for, now=NOW + quiet_for)
    assert is_quiet(OPEN, quiet_for=quiet_for, now=NOW + quiet_for + timedelta(seconds=1))
    closed = close(OPEN, now=NOW + HOUR)
    assert closed.closed_at == NOW + HOUR
    assert close(closed, now=NOW + 2 * HOUR) == closed
    assert not is_quiet(closed, quiet_for=quiet_for, now=NOW + 100 * HOUR)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ABC"), st.booleans(), st.sampled_from(list(Severity)))),
)
def test_an_incident_only_grows(steps: list[tuple[int, str, bool, Severity]]) -> None:
    """Severity, reports, sources and time of the last report never shrink; ids and opening stay; reports are unique."""
    incident = OPEN
    for number, source, is_copy, severity in steps:
        report = replace(SECOND, item_id=str(number), source=source, copy_of=FIRST.item_id if is_copy else None)
        after = extend(incident, report, severity=severity, now=NOW + number * HOUR).incident
        assert after.severity.rank >= incident.severity.rank
        assert after.reports[: len(incident.reports)] == incident.reports
        assert after.sources[: len(incident.sources)] == incident.sources
        assert after.last_report_at >= incident.last_report_at
        assert (after.id, after.opened_at, after.title) == (OPEN.id, OPEN.opened_at, OPEN.title)
        incident = after
    ids = [report.item_id for report in incident.reports]
    assert len(ids) == len(set(ids))
