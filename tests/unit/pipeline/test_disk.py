"""What the operators hear of the store's disk: how it stands in the end, and the last word, whoever takes it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from daemon.channels.console import ConsoleOptions
from daemon.config import Config
from daemon.model import Message
from daemon.pipeline.disk import Disk
from daemon.receiving import Receiver
from daemon.store.database import memory_store
from daemon.store.reserve import Reserve
from tests.helpers.build import NOW
from tests.helpers.chat import RecordingChannel


class Room(Reserve):
    """Room on a disk that is there when it is said to be."""

    def __init__(self) -> None:
        super().__init__(None)
        self.is_there = True

    def keep(self) -> bool:
        """Whether it is there."""
        return self.is_there


class HangingChannel(RecordingChannel):
    """Takes nothing and says nothing."""

    async def send(self, message: Message) -> tuple[str, ...]:
        """Wait for ever."""
        await asyncio.get_running_loop().create_future()
        return await super().send(message)


class Looked:
    """A disk that is looked at, with two receivers; operators first."""

    def __init__(self, operators: RecordingChannel) -> None:
        self.now, self.store, self.room = NOW, memory_store(), Room()
        self.store.reserve = self.room
        self.operators, self.desk = operators, RecordingChannel()
        channels = {"ops": operators, "desk": self.desk}
        receiver = Receiver.model_validate({"channel": "console", "options": ConsoleOptions()})
        self.config = Config(receivers=dict.fromkeys(channels, receiver), operators="ops")
        self.disk = Disk(self.store, channels, lambda: self.now)

    async def look(self, *, full: bool, after: timedelta) -> list[str]:
        """Look twice, a second apart, so long after the last time; what the operators have heard by now."""
        self.now += after
        self.room.is_there = not full
        self.store.trouble.is_full |= full
        for _ in range(2):
            self.now += timedelta(seconds=1)
            await self.disk.look(self.config)
            if self.disk._telling is not None:
                await self.disk._telling
        return [text.partition("The disk ")[2].partition("\n")[0] for text in self.operators.texts]


@pytest.fixture
async def looked() -> AsyncIterator[Looked]:
    """A disk whose operators hear."""
    made = Looked(RecordingChannel())
    yield made
    await made.store.close()


async def test_what_was_said_last_of_the_disk_holds(looked: Looked) -> None:
    """S6: to and fro within ten minutes is told of once; what the disk is like after that is said, if it is not yet."""
    minute = timedelta(minutes=1)
    assert await looked.look(full=True, after=minute) == ["is full"]
    assert await looked.look(full=False, after=minute) == ["is full", "has room again"]
    assert await looked.look(full=True, after=minute) == ["is full", "has room again"]
    assert await looked.look(full=False, after=minute) == ["is full", "has room again"]
    assert await looked.look(full=True, after=minute) == ["is full", "has room again"]
    assert await looked.look(full=True, after=10 * minute) == ["is full", "has room again", "is full"]
    assert await looked.look(full=True, after=60 * minute) == ["is full", "has room again", "is full"]


async def test_who_hangs_takes_nobody_elses_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """S7: the operators' channel does not answer: whoever is next hears that the disk fails, and the daemon ends."""
    monkeypatch.setattr("daemon.pipeline.disk._LAST_WORD", timedelta(milliseconds=50))
    looked, ended = Looked(HangingChannel()), list[str]()
    looked.disk.on_failure = ended.append
    looked.store.trouble.failed = "disk I/O error"
    await looked.disk.look(looked.config)
    assert ended == ["disk I/O error"]
    assert ["The disk fails" in text for text in looked.desk.texts] == [True]
    await looked.store.close()
