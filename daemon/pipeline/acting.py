"""What the desk does to an incident: take it, close it, call it false, split it, join it, and undo that."""

from dataclasses import replace
from datetime import datetime

from daemon.alerts.buttons import parts_menu, standing_buttons
from daemon.alerts.silence import is_over
from daemon.incidents import lifecycle
from daemon.model import Act, Answer, Buttons, Incident, Silence
from daemon.pipeline import undo as rulings
from daemon.pipeline.command import CommandError, Request, quietly, said

_JOINABLE = 4  #: other incidents that a menu offers


def ack(request: Request) -> Answer:
    """Take an incident: from now on somebody has it, and nobody else needs to be called."""
    incident = request.incident()
    if incident.acked_at:
        return Answer(toast=f"{incident.acked_by} has it since {_at(incident.acked_at)}")
    taken = lifecycle.ack(incident, by=request.ask.person.name, now=request.now)
    return _changed(request, taken, f"{taken.acked_by} has it, since {_at(request.now)}", was=incident)


def close(request: Request) -> Answer:
    """Close an incident; a later report opens a new one that links back."""
    incident = request.incident()
    if incident.closed_at:
        return Answer(toast=f"it is closed since {_at(incident.closed_at)}")
    closed = lifecycle.close(incident, now=request.now)
    return _changed(request, closed, f"closed by {request.ask.person.name}", was=incident, why=_why(request))


def reopen(request: Request) -> Answer:
    """Open a closed incident again."""
    incident = request.incident()
    if incident.closed_at is None:
        return Answer(toast="it is open")
    if incident.joined_to:
        raise CommandError(f"its reports went to {incident.joined_to}; split them off there")
    again = lifecycle.reopen(incident, now=request.now)
    return _changed(request, again, f"reopened by {request.ask.person.name}", was=incident)


def false_alarm(request: Request) -> Answer:
    """Record that the rules should not have fired here, and on which item: it can become a test of theirs."""
    incident = request.incident()
    rules = sorted({rule for report in incident.reports for rule in report.rules})
    taken = lifecycle.ack(incident, by=request.ask.person.name, now=request.now)
    request.tx.incidents.save(taken)
    request.tx.live.touch(incident.id, now=request.now)
    outcome = f"false alarm of {', '.join(rules) or 'no rule'}, says {request.ask.person.name}"
    before = {**_before(incident), "rules": rules, "item": incident.reports[0].item_id if incident.reports else None}
    request.note(incident.id, outcome, why=_why(request), before=before)
    return quietly(outcome)


def parts(request: Request) -> Answer:
    """Show what can be split off and joined."""
    incident = request.incident()
    others = [one for one in request.tx.incidents.open() if one.id != incident.id and one.reports]
    shared = {report_rule for report in incident.reports for report_rule in report.rules}
    nearest = sorted(others, key=lambda one: (not _rules_of(one) & shared, -one.last_report_at.timestamp()))
    return Answer(menu=parts_menu(incident, nearest[:_JOINABLE]))


def back(request: Request) -> Answer:
    """Show an incident's first buttons again."""
    incident = request.incident()
    return Answer(menu=_buttons(incident))


def split(request: Request) -> Answer:
    """Take a report out of its incident, for good."""
    item = _second(request, "which report: its item id")
    who = request.ask.person.name
    rest, own = rulings.split(request.tx, item, by=who, why=_why(request, skip=1), now=request.now)
    request.tx.live.touch(rest.id, now=request.now)
    outcome = f"{own.id} has the report now; {len(rest.reports)} stay in {rest.id}"
    request.note(rest.id, outcome, why=_why(request, skip=1), before={"item": item, "own": own.id})
    return quietly(outcome, menu=_buttons(rest))


def join(request: Request) -> Answer:
    """Make two incidents one, for good."""
    one, other = request.incident(), request.known(_second(request, "the incident to join it with"))
    who = request.ask.person.name
    whole = rulings.join(request.tx, one.id, other.id, by=who, why=_why(request, skip=1), now=request.now)
    for incident in (one, other):
        request.tx.live.touch(incident.id, now=request.now)
    outcome = f"{whole.id} has all {len(whole.reports)} reports now"
    request.note(whole.id, outcome, why=_why(request, skip=1), before={"joined": [one.id, other.id]})
    return quietly(outcome, menu=_buttons(whole) if whole.id == one.id else ())


def drill(request: Request) -> Answer:
    """Let the recorded story be sent to the receivers, or to one of them, marked EXERCISE."""
    name = next(iter(request.words), "")
    known = request.desk.config.receivers
    if name and name not in known:
        raise CommandError(f"there is no receiver {name[:40]}; there are: {', '.join(known)}")
    outcome = f"drill to {name or 'all receivers of the routes'} begins, says {request.ask.person.name}"
    request.note(name or "drill", outcome)
    return replace(said(f"🎓 {outcome}", toast=outcome, done=True), begins=f"drill {name}".strip())


def undo(request: Request) -> Answer:
    """Undo an act, by its number in the audit log; without one, the last act of whoever asks."""
    act = _act_of(request)
    if act.undone_by:
        raise CommandError(f"act {act.id} is undone already")
    outcome = f"undone: {act.verb} ({act.outcome})"
    _UNDONE.get(act.verb, _cannot)(request, act)
    noted = request.note(act.target, outcome, before={"act": act.id})
    request.tx.acts.undone(act.id, by=noted.id)
    return said(outcome, done=True)


def _act_of(request: Request) -> Act:
    word = next(iter(request.words), "")
    if word:
        act = request.tx.acts.act(int(word)) if word.isdecimal() and len(word) < 18 else None
    else:
        mine = [one for one in request.tx.acts.latest() if one.by_key == request.ask.person.key]
        act = next((one for one in mine if one.verb != "undo" and not one.undone_by), None)
    if act is None:
        raise CommandError("there is no such act; `audit` lists them")
    return act


def _give_back(request: Request, act: Act) -> None:
    """Put back who had the incident; whether it is open has changed by other acts."""
    incident = request.known(act.target)
    acked_at = _instant(act.before.get("acked_at"))
    request.tx.incidents.save(replace(incident, acked_by=act.before.get("acked_by"), acked_at=acked_at))
    request.tx.live.touch(incident.id, now=request.now)


def _restore(request: Request, act: Act) -> None:
    """Put back whether the incident was open; who has it stays."""
    incident = request.known(act.target)
    if incident.joined_to:
        raise CommandError(f"its reports went to {incident.joined_to}; split them off there")
    request.tx.incidents.save(replace(incident, closed_at=_instant(act.before.get("closed_at"))))
    request.tx.live.touch(incident.id, now=request.now)


def _rejoin(request: Request, act: Act) -> None:
    why = f"undo of act {act.id}"
    who = request.ask.person.name
    own = str(act.before["own"])
    rulings.join(request.tx, act.target, own, by=who, why=why, now=request.now, keep=act.target)
    for incident in (act.target, own):
        request.tx.live.touch(incident, now=request.now)


def _end_silence(request: Request, act: Act) -> None:
    silence: Silence | None = request.tx.silences.silence(act.target)
    if silence is None or is_over(silence, now=request.now):
        raise CommandError("that silence is over")
    request.tx.silences.save(replace(silence, ends_at=request.now, ended_by=request.ask.person.name))
    for incident in silence.incidents:
        request.tx.live.touch(incident, now=request.now)


def _cannot(_request: Request, act: Act) -> None:
    raise CommandError(f"{act.verb} cannot be undone")


_UNDONE = {
    "ack": _give_back,
    "close": _restore,
    "reopen": _restore,
    "false": _give_back,
    "split": _rejoin,
    "mute": _end_silence,
    "silence": _end_silence,
}


def _changed(request: Request, incident: Incident, outcome: str, *, was: Incident, why: str = "") -> Answer:
    """Save an incident as somebody changed it, note the act, and let its first messages show it."""
    request.tx.incidents.save(incident)
    request.tx.live.touch(incident.id, now=request.now)
    request.note(incident.id, outcome, why=why, before=_before(was))
    return quietly(outcome, menu=_buttons(incident))


def _before(incident: Incident) -> dict[str, str | None]:
    return {
        "acked_by": incident.acked_by,
        "acked_at": incident.acked_at.isoformat() if incident.acked_at else None,
        "closed_at": incident.closed_at.isoformat() if incident.closed_at else None,
    }


def _instant(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def _buttons(incident: Incident) -> Buttons:
    return standing_buttons(incident.id, acked=incident.acked_at is not None, closed=incident.closed_at is not None)


def _rules_of(incident: Incident) -> set[str]:
    return {rule for report in incident.reports for rule in report.rules}


def _second(request: Request, what: str) -> str:
    """The word that names a second thing: after the incident's id, or the first if the incident is known otherwise."""
    words = request.words if request.ask.about else request.words[1:]
    if not words:
        raise CommandError(f"say {what}")
    return words[0]


def _why(request: Request, *, skip: int = 0) -> str:
    words = request.words if request.ask.about else request.words[1:]
    return " ".join(words[skip:])[:300]


def _at(moment: datetime) -> str:
    return f"{moment:%H:%M} UTC"
