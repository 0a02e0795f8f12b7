"""A report in its incident: is it a copy of what was told there, and how both are saved.

Law: neither reads all reports of a long incident; what it told long ago is set aside, but for what only that says.
"""

from dataclasses import replace

from daemon.incidents import cluster
from daemon.incidents.account import account_of
from daemon.incidents.copies import copy_origin, found_by, runs_of
from daemon.incidents.earlier import anew, parted
from daemon.model import Change, Incident, Joining, Report
from daemon.store.database import Transaction


def as_copy(tx: Transaction, report: Report, incident: Incident) -> Report:
    """The report, marked as a copy if it has the text of another one of its incident."""
    if report.copy_of:
        return report
    told_ago = tx.incidents.told_ago(incident, runs_of(report.text) if found_by(report.text) else ())
    told = (*incident.reports[:1], *told_ago, *incident.reports[1 + incident.earlier :])
    return replace(report, copy_of=copy_origin(report, told))


def revised(tx: Transaction, incident: Incident, change: Change) -> Change:
    """Save a new version of a report of an incident that was read to revise it."""
    joining, new = Joining(incident_id=incident.id, reason="revised", score=1.0), change.report
    if (asks := anew(incident, new)) is None:
        return saved(tx, change, joining)
    if asks.whole and (whole := tx.incidents.incident(incident.id)):
        reports = tuple(new if one.item_id == new.item_id else one for one in whole.reports)
        return saved(
            tx, replace(change, incident=replace(change.incident, reports=reports, earlier=0, aside=0)), joining
        )
    tx.incidents.again(incident, new.item_id, tells=asks.tells, runs=found_by(new.text))
    return saved(tx, change, joining)


def saved(tx: Transaction, change: Change, joining: Joining) -> Change:
    """Save an incident with the report that it got, or got anew; returns the change with what it rests on by now."""
    change = replace(change, account=account_of(change.incident))
    tx.incidents.save(change.incident)
    tx.live.touch(change.incident.id, now=change.incident.last_report_at)
    report = cluster.read(change.report)
    keys = cluster.lookup_keys(report)
    tx.incidents.save_report(change.incident, report, joining=joining, keys=keys, words=report.words)
    if apart := parted(change.incident):
        runs = [found_by(one.text) for one in apart.new]
        tx.incidents.set_aside(change.incident, telling=apart.telling, silent=apart.silent, runs=runs)
    return change
