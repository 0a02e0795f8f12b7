"""The way back: what the desk asks and does, from a button, a chat or the shell. One registry, one law for all.

`obey` reads from top to bottom: is there such a command, may this person, was it done already, do it, note it. Who
asks counts, never where. What an act changes, its entry in the audit log and the answer's trace are one transaction.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from daemon.errors import WatchdeskError
from daemon.model import Act, Answer, Ask, Incident, Role, Run
from daemon.pipeline.ingest import Desk
from daemon.store.database import Transaction

_MANY = 30  #: acts of one person in a minute: more is no human hand (B11)
_SPELL = timedelta(minutes=1)
_OWN = re.compile(r"/(?:agree|unmute) (?:s|cfg)[0-9a-f]{6,16}(?:-\d+)?\b|/(?:silences|open|help|why|status|held)\b")
_MIN_ID = 4  #: characters of an id that stand for the whole of it


class CommandError(WatchdeskError):
    """What was asked cannot be done; says why, for whoever asked. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An ask, with all that answering it rests on."""

    tx: Transaction
    ask: Ask
    desk: Desk
    now: datetime

    @property
    def words(self) -> tuple[str, ...]:
        """What stands beside the verb."""
        return self.ask.words

    def incident(self) -> Incident:
        """The incident that is meant: under whose alert it was asked, or the one that is named first.

        Errors: CommandError if none or several could be meant.
        """
        if self.ask.about:
            return self.known(self.ask.about)
        if not self.words:
            raise CommandError("say which incident: reply to its alert, or name its id (see /open)")
        return self.known(self.words[0])

    def known(self, name: str) -> Incident:
        """The incident of an id, or of the beginning of one. Errors: CommandError."""
        incident = self.tx.incidents.incident(name)
        if incident:
            return incident
        alike = [one for one in self.tx.incidents.open() if len(name) >= _MIN_ID and one.id.startswith(name)]
        if len(alike) != 1:
            raise CommandError(f"{'several incidents begin with' if alike else 'there is no incident'} {name[:40]}")
        return alike[0]

    def note(self, target: str, outcome: str, *, why: str = "", before: Mapping[str, Any] | None = None) -> Act:
        """Write an act into the audit log."""
        ask = self.ask
        return self.tx.acts.save(
            Act(
                key=ask.key,
                at=self.now,
                by=ask.person.name,
                by_key=ask.person.key,
                verb=ask.verb,
                target=target,
                why=why,
                outcome=outcome,
                before=before or {},
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing that can be asked or done."""

    verb: str
    role: Role  #: the least that may
    help: str  #: one line
    usage: str = ""  #: what can stand behind it
    run: Callable[[Request], Answer]
    acts: bool = False  #: it changes something, and is noted
    in_menu: bool = True  #: offered by chats as a command


def obey(tx: Transaction, ask: Ask, *, desk: Desk, now: datetime, commands: Mapping[str, Command]) -> Answer:
    """Do what is asked, if it may be, and answer.

    Law: an ask whose key was seen before changes nothing and gets the same answer. A refusal changes nothing.
    """
    command = commands.get(ask.verb)
    if command is None:
        return said(f"I do not know /{ask.verb[:40]}. /help lists what I do.")
    if ask.person.role.rank < command.role.rank:
        return said(f"{ask.person.name}, this takes the role {command.role}; yours is {ask.person.role}.")
    if command.acts:
        done = tx.acts.of_key(ask.key)
        if done:
            return Answer(toast=done.outcome)
        if tx.acts.count_by(ask.person.key, since=now - _SPELL) >= _MANY:
            return said("That was too much at once; wait a minute.")
    try:
        return command.run(Request(tx=tx, ask=ask, desk=desk, now=now))
    except WatchdeskError as error:
        return replace(said(f"✖ {error}"), refused=True)


def said(*lines: str, toast: str = "", done: bool = False) -> Answer:
    """An answer in plain lines; its first one is the toast if none is given.

    Law: only our own commands can be tapped in it, and only such as change nothing without an id: lines quote titles.
    """
    toast = toast or (lines[0] if lines else "")
    text, at, runs = "\n".join(lines), 0, []
    for found in _OWN.finditer(text):
        runs += [Run(text=text[at : found.start()]), Run(text=found[0], commands=True)]
        at = found.end()
    runs.append(Run(text=text[at:]))
    return Answer(runs=tuple(run for run in runs if run.text), toast=toast, done=done)


def quietly(outcome: str, *, menu: Any = None) -> Answer:
    """An answer for the presser alone: what was done shows in the incident's message."""
    return replace(Answer(toast=outcome, done=True), menu=menu)
