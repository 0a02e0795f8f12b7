"""All channels, one line each: config options in, a channel out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from daemon import config
from daemon.channels.apprise_channel import AppriseChannel, AppriseOptions
from daemon.channels.console import ConsoleChannel, ConsoleOptions
from daemon.channels.telegram import TelegramChannel, TelegramOptions
from daemon.channels.webhook import WebhookChannel, WebhookOptions
from daemon.model import Message
from daemon.section import Section


class Channel(Protocol):
    """A way to one receiver's screen."""

    async def send(self, message: Message) -> tuple[str, ...]:
        """Send what `message.parts_sent` does not name yet; the references of all parts, those included.

        Law: one call is one attempt.
        Errors: TransientSendError and PermanentSendError, with all parts that are out in `sent`; no secret in them.
        """

    async def close(self) -> None:
        """Let go of connections; a closed channel is not used again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind:
    """What a channel file brings: its options and how to build one for a receiver."""

    options: type[Section]
    build: Callable[[str, Any], Channel]
    move: Callable[[Any, str], Any] | None = None  #: options, new address -> options; None: nothing there ever moves
    address: Callable[[Any], str] | None = None  #: options -> the address that `move` replaces


CHANNELS: Mapping[str, ChannelKind] = {
    "apprise": ChannelKind(options=AppriseOptions, build=AppriseChannel),
    "console": ChannelKind(options=ConsoleOptions, build=ConsoleChannel),
    "telegram": ChannelKind(
        options=TelegramOptions, build=TelegramChannel, move=TelegramOptions.moved, address=TelegramOptions.address
    ),
    "webhook": ChannelKind(options=WebhookOptions, build=WebhookChannel),
}

CHANNEL_OPTIONS: Mapping[str, type[BaseModel]] = {name: kind.options for name, kind in CHANNELS.items()}


def build_channel(receiver_name: str, receiver: config.Receiver, *, address: str | None = None) -> Channel:
    """The channel of a configured receiver, at the address where an earlier `moved_to` said it is now, if any.

    Law: the receiver's options were validated by the channel's own model.
    """
    kind = CHANNELS[receiver.channel]
    options: Any = receiver.options
    if address is not None and kind.move is not None:
        options = kind.move(options, address)
    return kind.build(receiver_name, options)


def address_of(receiver: config.Receiver) -> str | None:
    """Where the config says that a receiver is; None for a channel whose receivers never move."""
    address = CHANNELS[receiver.channel].address
    return address(receiver.options) if address else None
