"""Message -> a Telegram chat, and which chats a bot can see.

One call of `send` is one attempt for each part: retrying belongs to the outbox alone. What people press and write back
is heard in `telegram_ear.py`.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError

from daemon.channels.telegram_api import RefusedError, SingleRequest, build_bot, safe_cause, send_error
from daemon.channels.telegram_html import Part, render_parts
from daemon.channels.telegram_options import TelegramAccess, TelegramOptions
from daemon.errors import PermanentSendError, SendError
from daemon.model import Buttons, Message

_LOG = logging.getLogger(__name__)

_TOTAL = 3  #: time-outs that one part may take in all, however slowly its answer drips
_PER_MINUTE = 20
_GENERAL_TOPIC = 1  #: a forum's first topic has this id, but messages for it must name no topic
_REPEAT = "↻ possible repeat"
_POLL_SECONDS = 20
# What can go wrong with an answer that says ok and is none.
_UNREADABLE = (TelegramError, TimeoutError, KeyError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMessage:
    """Where a message to the bot came from, as the config needs it."""

    chat: int
    chat_title: str
    kind: str  #: private | group | supergroup | channel
    topic: int | None = None
    sender: int | None = None
    sender_name: str = ""


class TelegramChannel:
    """One chat, or one topic of it. Message references are "<chat id>:<message id>"."""

    def __init__(self, receiver: str, options: TelegramOptions) -> None:
        self._receiver = receiver
        self._chat = options.chat
        self._topic = None if options.topic == _GENERAL_TOPIC else options.topic
        #: What Telegram lets into a group in a minute; private chats take one a second, which a lane never reaches.
        self.per_minute = _PER_MINUTE if isinstance(options.chat, str) or options.chat < 0 else None
        #: Where the limit counts: one chat may have several receivers, as for its topics.
        self.place = (options.token.get_secret_value().partition(":")[0], options.base_url, options.chat)
        self._seconds = _TOTAL * options.timeout.total_seconds()
        self._thumbnails = options.thumbnails
        self._secrets = secrets_of(options)
        self._bot, self._request = _bot(options)

    async def send(self, message: Message) -> tuple[str, ...]:
        """Send the parts that have not gone out yet; the references of all parts.

        Errors: TransientSendError, PermanentSendError; `sent` names all parts that are out, earlier ones included.
        """
        sent = list(message.parts_sent)
        parts = render_parts(message.runs)
        if not parts:
            raise PermanentSendError(self._receiver, "the message has no text")
        for index in range(len(sent), len(parts)):
            part = parts[index]
            if index and index == len(message.parts_sent) and message.facts.get("possible_repeat"):
                # The label in the text stands in the first part, which is out; this one may be a repeat, too.
                part = Part(html=f"<i>{_REPEAT}</i>\n{part.html}", text=f"{_REPEAT}\n{part.text}")
            try:
                async with asyncio.timeout(self._seconds):
                    sent.append(await self._send_part(part, message, first=sent[0] if sent else None))
            except _UNREADABLE as error:
                failure = send_error(self._receiver, error, secrets=self._secrets, sent=sent)
                raise failure from safe_cause(error, self._secrets)
        return tuple(sent)

    async def _send_part(self, part: Part, message: Message, *, first: str | None) -> str:
        """Send one part: the first one answers the incident's first message, the others, without a sound, the first."""
        shared: dict[str, Any] = {
            "chat_id": self._chat,
            "message_thread_id": self._topic,
            "disable_notification": message.silent or first is not None,
            "link_preview_options": self._preview(message if first is None else None),
            "reply_parameters": self._reply(first or message.reply_to),
            "reply_markup": keyboard(message.buttons) if first is None else None,
        }
        try:
            accepted = await self._bot.send_message(text=part.html, parse_mode=ParseMode.HTML, **shared)
        except RefusedError as refusal:
            if not refusal.cannot_parse:
                raise
            # Cannot happen by construction; an alert in plain text beats an alert that is lost (T5).
            facts = {"receiver": self._receiver, "delivery": message.key}
            _LOG.error("telegram refused our HTML, sent as plain text: a bug in watchdesk", extra=facts)
            accepted = await self._bot.send_message(text=part.text, **shared)
        return f"{accepted.chat.id}:{accepted.message_id}"

    def _preview(self, message: Message | None) -> LinkPreviewOptions:
        """The alert's own picture, or nothing: what a page behind a link would show is never asked for (C12)."""
        if message is None or message.thumbnail is None or not self._thumbnails:
            return LinkPreviewOptions(is_disabled=True)
        return LinkPreviewOptions(url=message.thumbnail, prefer_small_media=True)

    def _reply(self, reference: str | None) -> ReplyParameters | None:
        """Which message to answer; none if it lies in another chat, as after a group's move."""
        chat, _, number = (reference or "").rpartition(":")
        if not number.isdecimal() or (chat and isinstance(self._chat, int) and chat != str(self._chat)):
            return None
        return ReplyParameters(int(number), allow_sending_without_reply=True)

    async def edit(self, reference: str, message: Message) -> None:
        """Let a message that was sent show this instead: its first part, with its buttons; it makes no sound.

        Errors: TransientSendError; PermanentSendError if that message cannot be edited any more (T15).
        """
        parts = render_parts(message.runs)
        chat, _, number = reference.rpartition(":")
        if not parts or not number.isdecimal():
            raise PermanentSendError(self._receiver, "there is nothing to edit")
        try:
            async with asyncio.timeout(self._seconds):
                await self._bot.edit_message_text(
                    text=parts[0].html,
                    chat_id=int(chat) if chat.lstrip("-").isdecimal() else self._chat,
                    message_id=int(number),
                    parse_mode=ParseMode.HTML,
                    link_preview_options=self._preview(message),
                    reply_markup=keyboard(message.buttons),
                )
        except RefusedError as refusal:
            if "not modified" not in refusal.description.lower():
                raise self._failure(refusal) from safe_cause(refusal, self._secrets)
        except _UNREADABLE as error:
            raise self._failure(error) from safe_cause(error, self._secrets)

    def _failure(self, error: Exception) -> SendError:
        return send_error(self._receiver, error, secrets=self._secrets)

    async def close(self) -> None:
        """Close the connections."""
        await self._request.shutdown()


def keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    """Buttons as Telegram shows them; None for none."""
    rows = [[InlineKeyboardButton(one.text, callback_data=one.code) for one in row] for row in buttons]
    return InlineKeyboardMarkup(rows) if rows else None


async def list_chats(access: TelegramAccess, *, seconds: float) -> AsyncIterator[SeenMessage]:
    """Wait for messages to the bot, and yield where each came from, for so many seconds.

    Errors: SendError if the token is refused, the line fails, or another program reads this bot's messages.
    """
    bot, request = _bot(access)
    secrets = secrets_of(access)
    clock = asyncio.get_running_loop()
    end = clock.time() + seconds
    offset: int | None = None
    try:
        while (left := end - clock.time()) > 0:
            wait = max(1, min(_POLL_SECONDS, int(left)))
            for update in await bot.get_updates(offset=offset, timeout=wait, allowed_updates=_WATCHED):
                offset = update.update_id + 1
                seen = _seen(update)
                if seen:
                    yield seen
    except _UNREADABLE as error:
        raise send_error("telegram", error, secrets=secrets) from safe_cause(error, secrets)
    finally:
        await request.shutdown()


_WATCHED = [Update.MESSAGE, Update.CHANNEL_POST, Update.MY_CHAT_MEMBER]


def _seen(update: Update) -> SeenMessage | None:
    chat, sender, message = update.effective_chat, update.effective_user, update.effective_message
    if chat is None:
        return None
    return SeenMessage(
        chat=chat.id,
        chat_title=chat.effective_name or "",
        kind=str(chat.type),
        topic=message.message_thread_id if message and message.is_topic_message else None,
        sender=sender.id if sender else None,
        sender_name=sender.full_name if sender else "",
    )


def _bot(access: TelegramAccess) -> tuple[Bot, SingleRequest]:
    proxy = access.proxy.get_secret_value() if access.proxy else None
    return build_bot(access.token.get_secret_value(), access.base_url, proxy, timeout=access.timeout)


def secrets_of(access: TelegramAccess) -> tuple[str, ...]:
    """All that must not be printed: the token, its secret half, the proxy's URL and its password."""
    token = access.token.get_secret_value()
    found = [token, token.partition(":")[2]]
    if access.proxy:
        proxy = access.proxy.get_secret_value()
        password = urlsplit(proxy).password or ""
        found += [proxy, password, unquote(password)]
    if access.webhook:
        found.append(access.webhook.secret.get_secret_value())
    return tuple(secret for secret in found if secret)
