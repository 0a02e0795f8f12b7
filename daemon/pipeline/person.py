"""Who asked, may they, and what did they mean: what came from a chat -> an ask, or why there is none. Pure.

Who pressed counts, never where alone: a stranger in an allowed group is a stranger, and an allowed person in a
stranger's group is answered nothing.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.alerts.buttons import parse_code
from daemon.config import Config
from daemon.model import Ask, Heard, Person
from daemon.people import Listed

OLDEST = timedelta(minutes=5)  #: what was asked longer ago is asked again, or not meant any more (B9)
_SURE = "sure"
_TIME = re.compile(r"(\d+[smhd])+\Z|tomorrow\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why something that was heard is not done."""

    why: str  #: for the log
    told: str = ""  #: to whoever asked; empty: strangers get silence


def ask_of(
    heard: Heard,
    config: Config,
    *,
    chats: Mapping[int, Collection[str]],
    about: str | None,
    is_late: bool,
    now: datetime,
) -> Ask | Refusal | None:
    """The ask that a press or a command makes; None for what people say to each other.

    `chats`: chat -> the receivers whose chat it is, or whose topics are in it. `about`: the incident of the message
    that was replied to.
    `is_late`: it may have waited for long, and nobody says since when.
    """
    if heard.code is None and not heard.text:
        return None
    if heard.flaw:
        return Refusal(why=heard.flaw)
    receivers = chats.get(heard.chat, ())
    listed = next((one for one in config.people or () if one.telegram == heard.user), None)
    refusal = _stranger(heard, listed, receivers)
    if refusal or listed is None:
        return refusal or Refusal(why="a stranger")
    late = is_late if heard.said_at is None else now - heard.said_at > OLDEST
    if late:
        when = f" at {heard.said_at:%H:%M} UTC" if heard.said_at else ""
        return Refusal(
            why="too old", told=f"That was asked{when}, too long ago: nothing was done. Ask again if you still want it."
        )
    verb, words, about = _meant(heard, about)
    return Ask(
        key=f"telegram:{heard.bot}:{heard.number}",
        verb=verb,
        words=_without_sure(words),
        about=about,
        person=Person(key=f"telegram:{listed.telegram}", name=listed.name, role=listed.role_in(receivers)),
        receiver=min(receivers, default=None),
        asked_at=heard.said_at or now,
        confirmed=len(_without_sure(words)) < len(words),
    )


def _without_sure(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without a `sure` that confirms: the first word, or right before the time; in a reason it is a word."""
    for at, word in enumerate(words):
        if word == _SURE and (at == 0 or _TIME.match(" ".join(words[at + 1 : at + 2]))):
            return words[:at] + words[at + 1 :]
        if _TIME.match(word):
            break
    return words


def _stranger(heard: Heard, listed: Listed | None, receivers: Collection[str]) -> Refusal | None:
    """Why this person may not ask here at all."""
    if listed is None:
        told = f"You are not listed; your number is {heard.user}. An operator can list it under people: in the config."
        return Refusal(why="a stranger", told=told if heard.press else "")
    if not receivers and not heard.is_private:
        return Refusal(why="a chat that is no receiver's")
    if listed.receivers and set(receivers).isdisjoint(listed.receivers):
        return Refusal(why="listed for other chats", told=f"{listed.name}, you are not listed for this chat.")
    return None


def _meant(heard: Heard, about: str | None) -> tuple[str, tuple[str, ...], str | None]:
    if heard.code is not None:
        verb, incident, choices = parse_code(heard.code)
        return verb, choices, incident or None
    verb, *words = heard.text[1:].split()
    return verb, tuple(words), about
