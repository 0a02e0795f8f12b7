"""All channels, one line each: config options in, a channel out."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, runtime_checkable

from pydantic import BaseModel

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

    def place(self, chat: int) -> Hashable:
        """Where messages to that chat are counted, as its channel counts them."""

    async def answer(self, heard: Heard, answer: Answer) -> int:
        """Let somebody hear what came of it; how many messages and edits that took."""

    async def show_commands(self, menus: Sequence[Menu]) -> None:
        """Let chats offer commands, to each person their own; a chat that refuses keeps none from the others."""

    async def close(self) -> None:
        """Let go of connections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind:
    """Where a channel's parts are, as `file:name`. Each brings a library, so each is imported when it is asked for."""

    options_in: str
    channel_in: str
    ear_in: str | None = None  #: None: nobody can answer there
    same_ear_in: str | None = None

    @property
    def options(self) -> type[Section]:
        """What the config says of a receiver."""
        found: type[Section] = _part(self.options_in)
        return found

    @property
    def build(self) -> Callable[[str, Any], Channel]:
        """A receiver's name and options -> the channel."""
        found: Callable[[str, Any], Channel] = _part(self.channel_in)
        return found

    @property
    def ear(self) -> Callable[[Any], Ear] | None:
        """Options -> what hears the answers; None: nobody can answer there."""
        return _part(self.ear_in) if self.ear_in else None

    @property
    def same_ear(self) -> Callable[[Any], Hashable] | None:
        """Options -> what receivers have in common that share an ear."""
        return _part(self.same_ear_in) if self.same_ear_in else None

    @property
    def move(self) -> Callable[[Any, str], Any] | None:
        """Options, new address -> options; None: nothing there ever moves."""
        return getattr(self.options, "moved", None)

    @property
    def address(self) -> Callable[[Any], str] | None:
        """Options -> the address that `move` replaces."""
        return getattr(self.options, "address", None)


def _part(place: str) -> Any:
    file, _, name = place.partition(":")
    return getattr(import_module(f"daemon.channels.{file}"), name)


CHANNELS: Mapping[str, ChannelKind] = {
    "apprise": ChannelKind(options_in="apprise_channel:AppriseOptions", channel_in="apprise_channel:AppriseChannel"),
    "console": ChannelKind(options_in="console:ConsoleOptions", channel_in="console:ConsoleChannel"),
    "mail": ChannelKind(options_in="mail:MailOptions", channel_in="mail:MailChannel"),
    "matrix": ChannelKind(options_in="matrix:MatrixOptions", channel_in="matrix:MatrixChannel"),
    "slack": ChannelKind(options_in="slack:SlackOptions", channel_in="slack:SlackChannel"),
    "telegram": ChannelKind(
        options_in="telegram_options:TelegramOptions",
        channel_in="telegram:TelegramChannel",
        ear_in="telegram_ear:TelegramEar",
        same_ear_in="telegram_options:same_bot",
    ),
    "webhook": ChannelKind(options_in="webhook:WebhookOptions", channel_in="webhook:WebhookChannel"),
}


class _Options(Mapping[str, type[BaseModel]]):
    """The options of each channel by its name, imported when they are looked at."""

    def __getitem__(self, name: str) -> type[BaseModel]:
        return CHANNELS[name].options

    def __iter__(self) -> Iterator[str]:
        return iter(CHANNELS)

    def __len__(self) -> int:
        return len(CHANNELS)


CHANNEL_OPTIONS: Mapping[str, type[BaseModel]] = _Options()


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
