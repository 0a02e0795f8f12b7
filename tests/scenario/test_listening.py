"""What is heard is done once, whatever an ear brings and whatever a command trips over."""

import asyncio
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from daemon.model import Answer, Heard, Menu
from daemon.pipeline.listen import Listener
from tests.helpers.story import Story

PEOPLE = "people: [{name: Anna, telegram: 11, role: desk}]\n"


@dataclass
class Echo:
    """An ear that brings what it is told to, from whichever number it was asked."""

    brings: Sequence[Heard] = ()
    answers: list[str] = field(default_factory=list)
    bot: str = "7"

    async def hear(self, offset: int | None, *, wait: bool = True) -> Sequence[Heard]:
        """What it was told to bring."""
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


async def answered(story: Story, *turns: Sequence[Heard]) -> list[str]:
    """What Anna is answered, when these come one after the other."""
    ear = Echo()
    desk = story.running._desk
    listener = Listener(
        lambda: desk, story.store, lambda: story.now, [(ear, frozenset({"desk"}))], wake=lambda: None, begin=print
    )
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
