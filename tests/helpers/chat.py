"""Messages, and a receiver's chat that never leaves the test."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from daemon.errors import SendError
from daemon.model import Message, Run, Severity


def a_message(text: str = "Helicopter shot down east of Palmyra", **over: Any) -> Message:
    """A message of one plain run."""
    values: dict[str, Any] = {
        "key": "alert-1:desk",
        "runs": (Run(text=text),),
        "subject": "HIGH: Helicopter shot down",
        "severity": Severity.HIGH,
    }
    return Message(**{**values, **over})


@dataclass
class RecordingChannel:
    """Keeps what it is sent; fails first with the errors it was given, one a send (None: that send succeeds)."""

    errors: list[SendError | None] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    closed: bool = False

    async def send(self, message: Message) -> tuple[str, ...]:
        """Record the message and name its one part `chat:<n>`."""
        error = self.errors.pop(0) if self.errors else None
        if error is not None:
            raise error
        if message.parts_sent:
            return message.parts_sent
        self.messages.append(message)
        return (f"chat:{len(self.messages)}",)

    async def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True

    @property
    def texts(self) -> list[str]:
        """The texts received, oldest first."""
        return [message.text for message in self.messages]


class SlowChannel(RecordingChannel):
    """Takes a message when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.let = asyncio.Event(), asyncio.Event()

    async def send(self, message: Message) -> tuple[str, ...]:
        """Wait, then take it."""
        self.asked.set()
        await self.let.wait()
        return await super().send(message)
