"""What is heard is done once, whatever an ear brings and whatever a command trips over."""

import asyncio
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from daemon.errors import PermanentSendError, SendError
from daemon.model import Answer, Heard, Menu
from daemon.pipeline.listen import Listener
from tests.helpers.story import Story

PEOPLE = "people: [{name: Anna, telegram: 11, role: desk}]\n"


@dataclass
class Echo:
    """An ear that brings what it is told to, from whichever number it was asked."""

    brings: Sequence[Heard] = ()
    refuses: SendError | None = None
    asked: int = 0
    answers: list[str] = field(default_factory=list)
    bot: str = "7"

    async def hear(self, offset: int | None, *, wait: bool = True) -> Sequence[Heard]:
        """What it was told to bring. Errors: what it was told to refuse with."""
        self.asked += 1
        if self.refuses:
            raise self.refuses
        return self.brings

    def place(self, chat: int) -> Hashable:
        """Each chat is one."""
        return chat

    async def answer(self, heard: Heard, answer: Answer) -> int:
        """Keep the answer."""
        self.answers.append(answer.text)
        return 1

    async def show_commands(self, menus: Sequence[Menu]) -> None:
        """There is nobody to show them to."""

    async def close(self) -> None:
        """There is nothing to close."""


def asked(number: int, text: str, story: Story, **over: Any) -> Heard:
    """Anna's words in private."""
    values = {"bot": "7", "user": 11, "chat": 11, "is_private": True, "said_at": story.now}
    return Heard(number=number, text=text, **{**values, **over})


def listening(story: Story, ear: Echo) -> Listener:
    """Who hears by that ear alone."""
    desk, ears = story.running._desk, [(ear, frozenset({"desk"}))]
    return Listener(lambda: desk, story.store, lambda: story.now, ears, wake=lambda: None, begin=print)


async def answered(story: Story, *turns: Sequence[Heard]) -> list[str]:
    """What Anna is answered, when these come one after the other."""
    ear = Echo()
    listener = listening(story, ear)
    for brings in turns:
        ear.brings = brings
        await listener.hear_once(ear)
        for _ in range(5):
            await asyncio.sleep(0)
    await listener.stop()
    return ear.answers


async def test_what_is_brought_twice_is_answered_once(story: Story) -> None:
    """B6: an update that comes again, though its number was noted, is neither done nor answered again."""
    story.settings = PEOPLE
    await story.restart()
    status = asked(5, "/status", story)
    (first,) = await answered(story, [status, status], [status], [asked(4, "/open", story)])
    assert "Sources live" in first


async def test_a_bug_in_a_command_ends_neither_it_nor_the_hearing(story: Story) -> None:
    """B7: a command that trips over what stands in the store says so once, and the next one is answered."""
    story.settings = PEOPLE
    await story.restart()
    story.publish("Helicopter shot down near Palmyra")
    await story.pass_time(minutes=5)
    await story.store.write(lambda tx: tx.connection.exec_driver_sql("UPDATE incident SET severity = 'grave'"))
    broken = asked(5, "/open", story)
    told = await answered(story, [broken], [broken], [asked(6, "/help", story)])
    await story.store.write(lambda tx: tx.connection.exec_driver_sql("UPDATE incident SET severity = 'critical'"))
    assert ["failed by a bug" in one for one in told] == [True, False]
    assert "/status" in told[1]


async def test_who_is_refused_asks_seldom_and_says_so(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """B8: while another program has the bot, it is not asked on and on; the third refusal in a row is told."""
    ear = Echo(refuses=PermanentSendError("telegram", "another program reads this bot's messages"))
    listener = listening(story, ear)
    await listener.start()
    await a_while(story)
    assert ear.asked == 1
    await listener.stop()
    monkeypatch.setattr("daemon.pipeline.listen._SOON", timedelta())
    listener = listening(story, ear)
    await listener.start()
    await a_while(story)
    await listener.stop()
    assert ear.asked == 1 + 3
    assert ["another program" in one.alert.text for one in await story.deliveries()] == [True]


async def a_while(story: Story) -> None:
    """Time in which somebody who asks without a pause asks many times: each time, the store is asked as well."""
    for _ in range(50):
        await story.store.read(lambda tx: tx.silences.current(now=story.now))
