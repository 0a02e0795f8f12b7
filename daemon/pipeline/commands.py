"""All that the desk can ask and do, one line each: for chats, buttons and the shell alike."""

from collections.abc import Callable, Iterator, Mapping

from daemon.model import Answer, Role, Run
from daemon.pipeline import acting, asking, escalate, silencing, why, withheld
from daemon.pipeline.command import Command, Request

_R, _D, _O = Role.READER, Role.DESK, Role.OPERATOR
_Row = tuple[str, Role, str, str, Callable[[Request], Answer]]


def _help(request: Request) -> Answer:
    """What this person may ask and do."""
    may = [one for one in COMMANDS.values() if one.in_menu and request.ask.person.role.rank >= one.role.rank]
    text = "\n".join(f"/{one.verb}{f' {one.usage}' if one.usage else ''} – {one.help}" for one in may)
    return Answer(runs=(Run(text=text, commands=True),), toast="/help")  # nobody's words but ours


# fmt: off
#: Verb, who may, what is written behind it, what `/help` says of it, and what does it.
_ASKING: tuple[_Row, ...] = (
    ("status", _R, "", "do we hear, and do we reach you", asking.status),
    ("open", _R, "", "open incidents, nobody's first", asking.open_incidents),
    ("why", _R, "URL", "an item's whole fate; or reply to an alert", why.why),
    ("find", _R, "WORDS", "the newest items with these words", asking.find),
    ("feeds", _R, "", "how the sources are", asking.feeds),
    ("handover", _R, "", "the shift's summary", asking.handover),
    ("held", _R, "[REASON]", "what matched and was not told, by reason", withheld.held),
    ("silences", _R, "", "what is muted, until when, why", silencing.listed),
)
_ACTING: tuple[_Row, ...] = (
    ("ack", _D, "INCIDENT", "I have it; or reply to an alert", acting.ack),
    ("close", _D, "INCIDENT", "it is over", acting.close),
    ("reopen", _D, "INCIDENT", "it is not over", acting.reopen),
    ("mute", _D, "WHAT 8h REASON", "not now: rule:, entity:, feed: or an incident", silencing.mute),
    ("unmute", _D, "SILENCE", "end a silence", silencing.unmute),
    ("agree", _D, "SILENCE", "agree to a colleague's long silence", silencing.agree),
    ("false", _D, "INCIDENT", "a false alarm: the rules should not have fired", acting.false_alarm),
    ("split", _D, "INCIDENT ITEM", "a report tells of another event", acting.split),
    ("join", _D, "INCIDENT INCIDENT", "two incidents are one event", acting.join),
    ("escalate", _D, "INCIDENT", "let the next level hear now", escalate.escalate),
    ("undo", _D, "ACT", "undo an act; without a number, your last one", acting.undo),
    ("drill", _O, "[RECEIVER]", "the recorded story to the receivers, marked EXERCISE", acting.drill),
)
_HELP: tuple[_Row, ...] = (("help", _R, "", "this list", _help),)
#: Behind buttons only.
_HIDDEN: tuple[_Row, ...] = (
    ("parts", _D, "", "what can be split off or joined", acting.parts),
    ("back", _R, "", "the first buttons again", acting.back),
)
# fmt: on


def _commands() -> Iterator[Command]:
    for rows, acts, in_menu in (
        (_ASKING, False, True),
        (_ACTING, True, True),
        (_HELP, False, True),
        (_HIDDEN, False, False),
    ):
        for verb, role, usage, said, run in rows:
            yield Command(verb=verb, role=role, usage=usage, help=said, run=run, acts=acts, in_menu=in_menu)


COMMANDS: Mapping[str, Command] = {one.verb: one for one in _commands()}
