"""What can be pressed under an alert, in rows. Pure.

A code is `<verb>:<incident>[:<choice>]`; what it may do is decided when it is pressed, by who presses it.
"""

from collections.abc import Iterable, Sequence

from daemon.alerts.excerpt import clean_text
from daemon.model import Alert, AlertReason, Button, Buttons, Incident

MAX_CODE = 64  #: bytes that Telegram takes
_MAX_TEXT = 40
_MAX_LISTED = 6
MUTE_FOR = ("1h", "8h", "tomorrow")  #: the choices; `tomorrow` is the next day, 08:00
REASONS = {"known": "already known", "noisy": "too noisy", "handled": "handled elsewhere", "no": "not our concern"}
_NOT_PRESSED = {AlertReason.NOTICE, AlertReason.TEST}


def code(verb: str, incident: str, *choice: str) -> str:
    """The code of a button. Errors: ValueError if it is too long for a chat, which is a bug."""
    text = ":".join((verb, incident, "/".join(choice))) if choice else f"{verb}:{incident}"
    if len(text.encode()) > MAX_CODE:
        raise ValueError(f"the code of a button is too long: {text}")
    return text


def parse_code(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Verb, incident and choices of a code, as it came back. Hostile: any text gives something."""
    verb, _, rest = text.partition(":")
    incident, _, choice = rest.partition(":")
    return verb, incident, tuple(choice.split("/")) if choice else ()


def buttons_of(alert: Alert) -> Buttons:
    """The buttons of an alert's message: all of them under the first one, those for one report under a follow-up."""
    incident = alert.incident_id
    if incident is None or alert.reason in _NOT_PRESSED or alert.exercise:
        return ()
    if alert.reason not in {AlertReason.OPENED, AlertReason.UNACKED}:
        split = Button(text="✂ Another event", code=code("split", incident, alert.item_id or ""))
        return ((_why(incident), split),)
    return standing_buttons(incident, acked=False, closed=False)


def standing_buttons(incident: str, *, acked: bool, closed: bool) -> Buttons:
    """The buttons under an incident's first message, as it stands."""
    if closed:
        return ((Button(text="↩ Reopen", code=code("reopen", incident)), _why(incident)),)
    first = Button(text="✔ Close", code=code("close", incident))
    if not acked:
        first = Button(text="✅ Ack", code=code("ack", incident))
    return (
        (first, Button(text="🔇 Mute…", code=code("mute", incident)), _why(incident)),
        (
            Button(text="🚫 False alarm", code=code("false", incident)),
            Button(text="✂ Split / join…", code=code("parts", incident)),
            Button(text="⬆ Escalate", code=code("escalate", incident)),
        ),
    )


def _why(incident: str) -> Button:
    return Button(text="❓ Why", code=code("why", incident))


def mute_menu(incident: str, choices: Sequence[str], subjects: Sequence[tuple[str, str]]) -> Buttons:
    """What to press next on the way to a silence: what, for how long, why. `subjects`: key and name of each."""
    if not choices:
        rows: list[tuple[Button, ...]] = [(_choice(f"🔇 {name}", "mute", incident, key),) for key, name in subjects]
    elif len(choices) == 1:
        texts = {"1h": "1 h", "8h": "8 h", "tomorrow": "until tomorrow 08:00"}
        rows = [tuple(_choice(texts[span], "mute", incident, *choices, span) for span in MUTE_FOR)]
    else:
        rows = [(_choice(text, "mute", incident, *choices, key),) for key, text in REASONS.items()]
    return (*rows, _back(incident))


def confirm_menu(incident: str, choices: Sequence[str]) -> Buttons:
    """Asked again before something critical is silenced."""
    return ((_choice("⚠ Yes, mute CRITICAL alerts", "mute", incident, *choices, "yes"),), _back(incident))


def parts_menu(incident: Incident, others: Iterable[Incident]) -> Buttons:
    """The reports that can be split off, and the incidents that can be joined."""
    reports = incident.reports[-_MAX_LISTED:] if len(incident.reports) > 1 else ()
    rows = [(_choice(f"✂ {one.source}: {one.title}", "split", incident.id, one.item_id),) for one in reports]
    rows += [(_choice(f"🔗 join: {one.title}", "join", incident.id, one.id),) for one in others]
    return (*rows, _back(incident.id))


def _choice(text: str, verb: str, incident: str, *choice: str) -> Button:
    text = clean_text(text)
    shown = text if len(text) <= _MAX_TEXT else f"{text[: _MAX_TEXT - 1]}…"
    return Button(text=shown, code=code(verb, incident, *choice))


def _back(incident: str) -> tuple[Button, ...]:
    return (Button(text="← back", code=code("back", incident)),)
