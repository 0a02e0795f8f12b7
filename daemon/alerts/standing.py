"""How an incident stands, as its first message shows it when it is kept up to date. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from daemon.alerts.buttons import standing_buttons
from daemon.alerts.compose import compose
from daemon.alerts.excerpt import name_of
from daemon.alerts.moment import moment
from daemon.alerts.silence import concern_of, silence_of, subject_of
from daemon.model import Account, Delivery, Incident, Message, Run, Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An incident now, with what its first message says of it."""

    incident: Incident
    account: Account
    silences: Sequence[Silence] = ()
    held: int = 0  #: further messages of it that this receiver did not get
    holds: int = 0  #: messages about lesser incidents that it holds back


def compose_standing(delivery: Delivery, standing: Standing, *, now: datetime) -> Message:
    """The incident's first message, as it should read by now: with all its sources, who has it, and its buttons.

    Law: what fired, and the report that it was, stay as they were told; so does the label of a possible repeat.
    """
    incident = standing.incident
    alert = replace(
        delivery.alert,
        severity=max(delivery.alert.severity, incident.severity, key=lambda one: one.rank),
        sources=incident.sources if standing.account.retracts else incident.sources or delivery.alert.sources,
        reports=incident.count,
        account=standing.account,
    )
    message = compose(replace(delivery, alert=alert), now=now)
    lines = [Run(text=f"\n{line}", bold=True) for line in _lines(standing, now=now)]
    is_closed = incident.closed_at is not None
    buttons = standing_buttons(incident.id, acked=incident.acked_at is not None, closed=is_closed)
    return replace(message, runs=(*message.runs, *lines), buttons=() if alert.exercise else buttons, silent=True)


def _lines(standing: Standing, *, now: datetime) -> Iterator[str]:
    incident = standing.incident
    languages = sorted({one.language for one in incident.reports if one.language})
    if len(languages) > 1:
        yield f"🌐 in {len(languages)} languages: {', '.join(languages)}"
    if incident.acked_at:
        yield f"✅ {name_of(incident.acked_by or '')} has it since {moment(incident.acked_at, now=now)}"
    if silence := silence_of(concern_of(incident), standing.silences, now=now):
        until = moment(silence.ends_at, now=now)
        yield f"🔇 {subject_of(silence)} muted until {until}: {name_of(silence.why)} ({name_of(silence.by)})"
    if standing.held:
        yield f"🔕 {standing.held} further message{'' if standing.held == 1 else 's'} of it held back"
    if standing.holds:
        yield f"🔕 holds back {standing.holds} message{'' if standing.holds == 1 else 's'} about lesser events there"
    if incident.joined_to:
        yield f"🔗 its reports went to {incident.joined_to}"
    elif incident.closed_at:
        yield f"⬛ closed {moment(incident.closed_at, now=now)}"
