"""All channels, one line each: config options in, a channel out."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from pydantic import BaseModel

from daemon.channels.apprise_channel import AppriseChannel, AppriseOptions
from daemon.channels.console import ConsoleChannel, ConsoleOptions
from daemon.channels.mail import MailChannel, MailOptions
from daemon.channels.matrix import MatrixChannel, MatrixOptions
from daemon.channels.slack import SlackChannel, SlackOptions
from daemon.channels.telegram import TelegramChannel, TelegramOptions
from daemon.channels.telegram_ear import TelegramEar, same_bot
from daemon.channels.webhook import WebhookChannel, WebhookOptions
from daemon.model import Answer, Heard, Menu, Message
from daemon.receiving import Receiver
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


@runtime_checkable
class Editing(Protocol):
    """A channel whose messages can be changed after they were sent."""

    async def edit(self, reference: str, message: Message) -> None:
        """Let a message that was sent show this instead, without a sound.

        Errors: TransientSendError; PermanentSendError if it cannot be edited any more.
        """


class Ear(Protocol):
    """A way back: what people press and write. Errors of all calls: SendError, without any secret in it."""

    bot: str  #: which bot hears, unique

    async def hear(self, offset: int | None, *, wait: bool = True) -> Sequence[Heard]:
        """What comes next, from the number `offset` on; waits a while for it, unless told not to. Empty: nothing."""

    async def answer(self, heard: Heard, answer: Answer) -> None:
        """Let somebody hear what came of it."""

    async def show_commands(self, menus: Sequence[Menu]) -> None:
        """Let chats offer commands, to each person their own; a chat that refuses keeps none from the others."""

    async def close(self) -> None:
        """Let go of connections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind:
    """What a channel file brings: its options and how to build one for a receiver."""

    options: type[Section]
    build: Callable[[str, Any], Channel]
    move: Callable[[Any, str], Any] | None = None  #: options, new address -> options; None: nothing there ever moves
    address: Callable[[Any], str] | None = None  #: options -> the address that `move` replaces
    ear: Callable[[Any], Ear] | None = None  #: options -> what hears the answers; None: nobody can answer there
    same_ear: Callable[[Any], Hashable] | None = None  #: what receivers have in common that share an ear


CHANNELS: Mapping[str, ChannelKind] = {
    "apprise": ChannelKind(options=AppriseOptions, build=AppriseChannel),
    "console": ChannelKind(options=ConsoleOptions, build=ConsoleChannel),
    "mail": ChannelKind(options=MailOptions, build=MailChannel),
    "matrix": ChannelKind(options=MatrixOptions, build=MatrixChannel),
    "slack": ChannelKind(options=SlackOptions, build=SlackChannel),
    "telegram": ChannelKind(
        options=TelegramOptions,
        build=TelegramChannel,
        move=TelegramOptions.moved,
        address=TelegramOptions.address,
        ear=TelegramEar,
        same_ear=same_bot,
    ),
    "webhook": ChannelKind(options=WebhookOptions, build=WebhookChannel),
}

CHANNEL_OPTIONS: Mapping[str, type[BaseModel]] = {name: kind.options for name, kind in CHANNELS.items()}


def build_channel(receiver_name: str, receiver: Receiver, *, address: str | None = None) -> Channel:
    """The channel of a configured receiver, at the address where an earlier `moved_to` said it is now, if any.

    Law: the receiver's options were validated by the channel's own model.
    """
    kind = CHANNELS[receiver.channel]
    options: Any = receiver.options
    if address is not None and kind.move is not None:
        options = kind.move(options, address)
    return kind.build(receiver_name, options)


def build_ears(receivers: Mapping[str, Receiver]) -> list[tuple[Ear, frozenset[str]]]:
    """One ear for all receivers that are reached through one bot, with their names."""
    ears: dict[Hashable, Ear] = {}
    names: dict[Hashable, set[str]] = {}
    for name, receiver in receivers.items():
        kind = CHANNELS[receiver.channel]
        if kind.ear and kind.same_ear:
            shared = kind.same_ear(receiver.options)
            if shared not in ears:
                ears[shared] = kind.ear(receiver.options)
            names.setdefault(shared, set()).add(name)
    return [(ear, frozenset(names[shared])) for shared, ear in ears.items()]


def address_of(receiver: Receiver) -> str | None:
    """Where the config says that a receiver is; None for a channel whose receivers never move."""
    address = CHANNELS[receiver.channel].address
    return address(receiver.options) if address else None
