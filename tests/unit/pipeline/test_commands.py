"""The registry of commands: every role and every way to press, and what each may do."""

from typing import Any

import pytest

from daemon.cli import COMMANDS as SHELL
from daemon.config import Config
from daemon.model import Answer, Ask, Heard, Person, Role
from daemon.pipeline.command import obey
from daemon.pipeline.commands import COMMANDS
from daemon.pipeline.ingest import Desk
from daemon.pipeline.person import Refusal, ask_of
from daemon.rules.ruleset import RuleSet
from daemon.store.database import memory_store
from tests.helpers.build import NOW

DESK = Desk(
    config=Config.model_validate({"receivers": {"desk": {"channel": "console", "options": {}}}}), rules=RuleSet.empty()
)
#: verb -> the least role that may, written by hand: a command that is not listed here fails.
ROLES = {
    **dict.fromkeys(
        ["status", "open", "why", "find", "feeds", "handover", "silences", "held", "help", "back"], Role.READER
    ),
    **dict.fromkeys(
        ["ack", "close", "reopen", "mute", "unmute", "agree", "false", "split", "join", "undo", "escalate"], Role.DESK
    ),
    "parts": Role.DESK,
    "drill": Role.OPERATOR,
}


async def answer(verb: str, role: Role, **over: Any) -> tuple[Answer, int]:
    """What somebody of a role is answered, and how many acts were noted."""
    store = memory_store()
    person = Person(key="telegram:1", name="Anna", role=role)
    ask = Ask(**{"key": "k1", "verb": verb, "person": person, "asked_at": NOW, **over})
    told = await store.write(lambda tx: obey(tx, ask, desk=DESK, now=NOW, commands=COMMANDS))
    acts = await store.read(lambda tx: tx.acts.latest())
    await store.close()
    return told, len(acts)


def test_every_command_has_a_role_that_somebody_chose() -> None:
    """A new command fails the build until its role stands in the matrix."""
    assert {verb: one.role for verb, one in COMMANDS.items()} == ROLES


@pytest.mark.parametrize("verb", sorted(ROLES))
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "over", [{}, {"about": "i1"}, {"words": ("i1", "i2", "8h", "why")}], ids=["bare", "reply", "words"]
)
async def test_roles_are_kept_whatever_way_is_pressed(verb: str, role: Role, over: dict[str, Any]) -> None:
    """Who lacks the role hears so and changes nothing; who has it gets an answer, never an error."""
    told, acts = await answer(verb, role, **over)
    assert told.text or told.menu is not None
    drilled = verb == "drill" and role is Role.OPERATOR and not over.get("words")
    assert acts == drilled  # on an empty store there is nothing else to act on
    assert ("takes the role" in told.text) is (role.rank < ROLES[verb].rank)


async def test_an_unknown_command_is_answered_with_the_way_to_help() -> None:
    """Nothing is guessed from a word that nobody knows."""
    told, _ = await answer("explode", Role.OPERATOR)
    assert "/help" in told.text


async def test_help_lists_what_the_role_may() -> None:
    """A reader sees no command that it may not give."""
    reader, _ = await answer("help", Role.READER)
    desk, _ = await answer("help", Role.DESK)
    assert "/status" in reader.text
    assert "/ack" not in reader.text
    assert "/ack" in desk.text


#: verb -> the command of the shell that does the same, written by hand: a command that is not listed here fails.
IN_THE_SHELL = {
    **{
        verb: verb
        for verb in ("status", "why", "find", "feeds", "handover", "silences", "held", "ack", "close", "reopen")
    },
    **{verb: verb for verb in ("agree", "split", "join", "escalate", "undo", "drill")},
    "open": "incidents",
    "mute": "silence",
    "unmute": "unsilence",
    "false": "false-alarm",
    "help": "--help",
}
PEOPLE = {Role.READER: 11, Role.DESK: 12, Role.OPERATOR: 13}
LISTED = Config.model_validate(
    {
        "receivers": {"desk": {"channel": "console", "options": {}}},
        "people": [{"name": role.value, "telegram": number, "role": role.value} for role, number in PEOPLE.items()],
    }
)
WAYS = {
    "button": {"code": "{verb}:i1", "press": "p1"},
    "button with a choice": {"code": "{verb}:i1:i2/8h/no", "press": "p1"},
    "chat": {"text": "/{verb} i1 i2 8h why", "said_at": NOW},
    "chat, bare": {"text": "/{verb}", "said_at": NOW},
    "in private": {"text": "/{verb} i1", "said_at": NOW, "chat": 11, "is_private": True},
}


def said_by(way: str, verb: str) -> dict[str, Any]:
    """What is heard of a verb that comes by one of the ways."""
    return {key: value.format(verb=verb) if isinstance(value, str) else value for key, value in WAYS[way].items()}


def test_whatever_chat_can_do_the_shell_can() -> None:
    """Each command of the chats stands in the table of the shell's, and each of those exists."""
    assert set(IN_THE_SHELL) == {verb for verb, one in COMMANDS.items() if one.in_menu}
    assert set(IN_THE_SHELL.values()) - SHELL.keys() == {"--help"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("verb", sorted(ROLES))
async def test_who_presses_counts_whatever_the_way(verb: str, role: Role, way: str) -> None:
    """B1: from a button, in the chat, in private: the same command, role and refusal; no way round it."""
    values: dict[str, Any] = {"bot": "1", "number": 7, "user": PEOPLE[role], "chat": -100}
    values |= said_by(way, verb)
    ask = ask_of(Heard(**values), LISTED, chats={-100: {"desk"}}, about=None, is_late=False, now=NOW)
    assert isinstance(ask, Ask)
    assert (ask.verb, ask.person.role) == (verb, role)
    told, acts = await answer(ask.verb, ask.person.role, words=ask.words, about=ask.about)
    assert ("takes the role" in told.text) is (role.rank < ROLES[verb].rank)
    assert not acts or verb == "drill"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("verb", sorted(ROLES))
def test_a_stranger_commands_nothing_whatever_the_way(verb: str, way: str) -> None:
    """B1: who is not listed is refused before any command is looked at; a press is answered, a word is not."""
    values: dict[str, Any] = {"bot": "1", "number": 7, "user": 99, "chat": -100}
    values |= said_by(way, verb)
    refused = ask_of(Heard(**values), LISTED, chats={-100: {"desk"}}, about=None, is_late=False, now=NOW)
    assert isinstance(refused, Refusal)
    assert bool(refused.told) is ("press" in WAYS[way])
