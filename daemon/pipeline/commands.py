"""All that the desk can ask and do, one line each: for chats, buttons and the shell alike."""

from collections.abc import Mapping

from daemon.model import Answer, Role, Run
from daemon.pipeline import acting, asking, escalate, silencing, why, withheld
from daemon.pipeline.command import Command, Request

_R, _D, _O = Role.READER, Role.DESK, Role.OPERATOR


def _help(request: Request) -> Answer:
    """What this person may ask and do."""
    may = [one for one in COMMANDS.values() if one.in_menu and request.ask.person.role.rank >= one.role.rank]
    text = "\n".join(f"/{one.verb}{f' {one.usage}' if one.usage else ''} – {one.help}" for one in may)
    return Answer(runs=(Run(text=text, commands=True),), toast="/help")  # nobody's words but ours


_ALL = (
    Command(verb="status", role=_R, help="do we hear, and do we reach you", run=asking.status),
    Command(verb="open", role=_R, help="open incidents, nobody's first", run=asking.open_incidents),
    Command(verb="why", role=_R, usage="URL", help="an item's whole fate; or reply to an alert", run=why.why),
    Command(verb="find", role=_R, usage="WORDS", help="the newest items with these words", run=asking.find),
    Command(verb="feeds", role=_R, help="how the sources are", run=asking.feeds),
    Command(verb="handover", role=_R, help="the shift's summary", run=asking.handover),
    Command(verb="held", role=_R, usage="[REASON]", help="what matched and was not told, by reason", run=withheld.held),
    Command(verb="silences", role=_R, help="what is muted, until when, why", run=silencing.listed),
    Command(verb="ack", role=_D, usage="INCIDENT", help="I have it; or reply to an alert", run=acting.ack, acts=True),
    Command(verb="close", role=_D, usage="INCIDENT", help="it is over", run=acting.close, acts=True),
    Command(verb="reopen", role=_D, usage="INCIDENT", help="it is not over", run=acting.reopen, acts=True),
    Command(
        verb="mute",
        role=_D,
        usage="WHAT 8h REASON",
        help="not now: rule:, entity:, feed: or an incident",
        run=silencing.mute,
        acts=True,
    ),
    Command(verb="unmute", role=_D, usage="SILENCE", help="end a silence", run=silencing.unmute, acts=True),
    Command(
        verb="agree",
        role=_D,
        usage="SILENCE",
        help="agree to a colleague's long silence",
        run=silencing.agree,
        acts=True,
    ),
    Command(
        verb="false",
        role=_D,
        usage="INCIDENT",
        help="a false alarm: the rules should not have fired",
        run=acting.false_alarm,
        acts=True,
    ),
    Command(
        verb="split",
        role=_D,
        usage="INCIDENT ITEM",
        help="a report tells of another event",
        run=acting.split,
        acts=True,
    ),
    Command(
        verb="join", role=_D, usage="INCIDENT INCIDENT", help="two incidents are one event", run=acting.join, acts=True
    ),
    Command(
        verb="escalate",
        role=_D,
        usage="INCIDENT",
        help="let the next level hear now",
        run=escalate.escalate,
        acts=True,
    ),
    Command(
        verb="undo",
        role=_D,
        usage="ACT",
        help="undo an act; without a number, your last one",
        run=acting.undo,
        acts=True,
    ),
    Command(
        verb="drill",
        role=_O,
        usage="[RECEIVER]",
        help="the recorded story to the receivers, marked EXERCISE",
        run=acting.drill,
        acts=True,
    ),
    Command(verb="help", role=_R, help="this list", run=_help),
    Command(verb="parts", role=_D, help="what can be split off or joined", run=acting.parts, in_menu=False),
    Command(verb="back", role=_R, help="the first buttons again", run=acting.back, in_menu=False),
)
COMMANDS: Mapping[str, Command] = {one.verb: one for one in _ALL}
