"""Unacked incidents -> the next level hears, as the routes say; by time in the sweep, or at once by a press."""

from dataclasses import replace
from datetime import datetime

from daemon.alerts.escalation import Due, due_steps, planned_step, steps_of
from daemon.alerts.route import numbered, taking
from daemon.alerts.silence import concern_of, mute_reason_of, silence_of
from daemon.model import Alert, Answer, Incident
from daemon.pipeline.command import CommandError, Request, said
from daemon.pipeline.ingest import Desk
from daemon.pipeline.matter import matter_of_incident, rules_told
from daemon.receiving import Route
from daemon.store.database import Transaction


def escalate_due(tx: Transaction, desk: Desk, *, held: str | None = None, now: datetime) -> int:
    """Queue what the next levels must hear by now; returns how many deliveries that are.

    `held`: nobody is to hear it, for this reason; it counts as due and done.
    """
    if not any(route.escalate for _, route in numbered(desk.config.routes)):
        return 0
    queued = 0
    for incident in tx.incidents.open():
        if incident.acked_at is None and (first := _first(tx, incident)):
            alert, told_at = first
            muted = held or _muted(tx, incident, alert, now=now)
            for due in due_steps(_routes(desk, incident, alert), told_at=told_at, now=now):
                queued += tx.outbox.enqueue(planned_step(alert, due, mute_reason=muted, now=now), now=now)
    return queued


def escalate(request: Request) -> Answer:
    """Let the next level hear at once, without waiting for its time."""
    incident = request.incident()
    if incident.acked_at:
        return Answer(toast=f"{incident.acked_by} has it")
    first = _first(request.tx, incident)
    if first is None:
        raise CommandError("nobody has heard of it yet")
    alert, _ = first
    for number, step in steps_of(_routes(request.desk, incident, alert)):
        due = Due(number=number, turn=0, to=step.to, after=step.after)
        if request.tx.outbox.enqueue(planned_step(alert, due, now=request.now), now=request.now):
            outcome = f"told {', '.join(due.to)}, says {request.ask.person.name}"
            request.note(incident.id, outcome)
            return said(f"⬆ {outcome}", toast=outcome, done=True)
    raise CommandError("there is no next level: add `escalate` to a route that takes this alert")


def _first(tx: Transaction, incident: Incident) -> tuple[Alert, datetime] | None:
    """The incident's first alert that was told to anybody, as severe as the incident is by now, and when that was."""
    found = tx.deliveries.first_told(incident.id)
    return (replace(found[0], severity=incident.severity), found[1]) if found else None


def _routes(desk: Desk, incident: Incident, alert: Alert) -> list[Route]:
    """The routes that take the incident, by the rules of its first alert."""
    feed = next((feed for feed in desk.config.feeds if feed.id == alert.feed), None)
    return list(taking(matter_of_incident(incident, rules_told(alert), feed=feed), desk.config.routes))


def _muted(tx: Transaction, incident: Incident, alert: Alert, *, now: datetime) -> str | None:
    """The mute reason of a silence that holds the incident."""
    concern = replace(concern_of(incident), rules={rule.id for rule in alert.rules}, feed=alert.feed or "")
    silence = silence_of(concern, tx.silences.current(now=now), now=now)
    return mute_reason_of(silence) if silence else None
