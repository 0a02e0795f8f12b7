"""What people press and write in Telegram -> Heard; and the answers back. By long polling, unless a webhook is chosen.

Law: nothing is obeyed here, and nobody is known here. What is forwarded, edited, anonymous, or said by a bot or a
channel carries its flaw with it (B5, B10).
"""

import asyncio
import logging
import re
from collections.abc import Hashable, Sequence
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    CallbackQuery,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram import Message as Said
from telegram.constants import ParseMode
from telegram.error import TelegramError

from daemon.channels.telegram import keyboard, secrets_of
from daemon.channels.telegram_api import RefusedError, build_bot, safe_cause, send_error
from daemon.channels.telegram_backlog import Backlog
from daemon.channels.telegram_hook import Door
from daemon.channels.telegram_html import render_parts
from daemon.channels.telegram_options import Hook, TelegramAccess
from daemon.errors import PermanentSendError, SendError
from daemon.model import Answer, Buttons, Heard, Menu
from daemon.spans import place_of

log = logging.getLogger(__name__)

_WAIT_SECONDS = 25
_LATE_SECONDS = 5  #: for what waited at Telegram while nobody listened
_MAX_TOAST = 190  #: characters; Telegram takes 200
_SHORT = 60  #: a longer toast waits until it was read
_MAX_TEXT = 1000  #: of a command
_CONFLICT = 409
_MOST_PARTS = 2  #: of an answer: alerts need their share of what a group may get
_WATCHED = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.EDITED_MESSAGE]
_NO_PEOPLE = {1087968824, 136817688, 777000}  #: GroupAnonymousBot, Channel_Bot, Telegram
_COMMAND = re.compile(r"/([a-z_]{1,32})(@\w+)?(?=\s|\Z)", re.IGNORECASE)
_UNREADABLE = (TelegramError, TimeoutError, KeyError, TypeError, ValueError, AttributeError)


class TelegramEar:
    """One bot's ear. Errors of all its calls: SendError, without any secret in it."""

    def __init__(self, access: TelegramAccess) -> None:
        token = access.token.get_secret_value()
        proxy = access.proxy.get_secret_value() if access.proxy else None
        self._bot, self._request = build_bot(token, access.base_url, proxy, timeout=access.timeout)
        self._secrets = secrets_of(access)
        self._seconds = 3 * access.timeout.total_seconds()
        self._name: str | None = None
        self._hook = access.webhook
        self._door: Door | None = None
        self._is_announced = False  #: Telegram knows of the door
        self._backlog = Backlog()
        if access.webhook:
            secret, url = access.webhook.secret.get_secret_value(), access.webhook.public_url
            self._door = Door(place_of(access.webhook.listen), public_url=url, secret=secret)
        self.bot = token.partition(":")[0]
        self._base_url = access.base_url

    async def hear(self, offset: int | None, *, wait: bool = True) -> Sequence[Heard]:
        """What comes next, from the number `offset` on; waits a while for it, unless told not to. Empty: nothing."""
        seconds = _WAIT_SECONDS if wait else 0
        try:
            if self._name is None:
                self._name = (await self._bot.get_me()).username or ""
            if self._door is not None and self._hook is not None:
                updates = await self._brought(self._door, self._hook, offset, seconds)
            else:
                updates = await self._asked(offset, seconds)
            return [self._heard(update) for update in updates]
        except _UNREADABLE as error:
            raise self._failure(error) from safe_cause(error, self._secrets)

    async def _asked(self, offset: int | None, seconds: int) -> Sequence[Update]:
        """By long polling; a webhook that an earlier config left is taken away first."""
        try:
            async with asyncio.timeout(self._seconds + seconds):
                return await self._bot.get_updates(offset=offset, timeout=seconds, allowed_updates=_WATCHED)
        except RefusedError as refusal:
            if refusal.status != _CONFLICT or "webhook" not in refusal.description.lower():
                raise
            log.warning("webhook of an earlier config removed", extra={"bot": self.bot})
            await self._bot.delete_webhook()
            return []

    async def _brought(self, door: Door, hook: Hook, offset: int | None, seconds: int) -> Sequence[Update]:
        """Through the door. When it opens, what waited at Telegram comes first, as what came while nobody heard."""
        late = 0
        if not door.is_open:
            try:
                await door.open()
            except OSError as error:
                reason = f"{hook.listen} cannot be listened on: {error.strerror or type(error).__name__}"
                raise PermanentSendError("telegram", f"{reason}; correct webhook: listen:") from None
        if not self._is_announced:
            async with asyncio.timeout(self._seconds):
                late = (await self._bot.get_webhook_info()).pending_update_count
                self._backlog.opened(known=None if offset is None else offset - 1, pending=late)
                await self._bot.set_webhook(
                    hook.public_url, secret_token=hook.secret.get_secret_value(), allowed_updates=_WATCHED
                )
            self._is_announced = True
        if not door.answer_stored(offset):  # else Telegram may still count these, and what comes next would seem old
            await self._look(offset)
        came = await door.updates(offset, seconds=_LATE_SECONDS if late else seconds, count=late or 1)
        found = [Update.de_json(one, self._bot) for one in came]
        return [one for one in found if one is not None]

    async def _look(self, offset: int | None) -> None:
        """See now and then what waits at Telegram; that it cannot be seen holds up nothing."""
        now = asyncio.get_running_loop().time()
        if not self._backlog.is_time(now):
            return
        pending = 0
        try:
            async with asyncio.timeout(self._seconds):
                pending = (await self._bot.get_webhook_info()).pending_update_count
        except _UNREADABLE as error:
            log.debug("not seen what waits", extra={"reason": type(error).__name__})
        self._backlog.looked(known=None if offset is None else offset - 1, pending=pending, at=now)

    def place(self, chat: int) -> Hashable:
        """Where messages to that chat are counted, as its channel counts them."""
        return self.bot, self._base_url, chat

    async def answer(self, heard: Heard, answer: Answer) -> int:
        """Let somebody hear what came of it: a toast on a press, a menu under the message, words below it.

        Returns how many messages and edits of what a chat may get that took.
        """
        took = 0
        try:
            async with asyncio.timeout(self._seconds):
                if answer.menu is not None and heard.code is not None:
                    await self._show_menu(heard, answer.menu)
                    took += 1
                if heard.press is not None:
                    text = answer.toast[:_MAX_TOAST]
                    await self._bot.answer_callback_query(heard.press, text=text, show_alert=len(text) > _SHORT)
                if answer.runs and (heard.press is None or len(answer.text) > _MAX_TOAST or answer.done):
                    took += await self._write(heard, answer)
        except _UNREADABLE as error:
            raise self._failure(error) from safe_cause(error, self._secrets)
        return took

    async def _show_menu(self, heard: Heard, menu: Buttons) -> None:
        """Show it; a message that cannot be changed any more keeps nobody from an answer (T15)."""
        number = _number(heard.message)
        if number is None:
            return
        try:
            await self._bot.edit_message_reply_markup(
                chat_id=heard.chat, message_id=number, reply_markup=keyboard(menu)
            )
        except RefusedError as refusal:
            log.debug("buttons not changed", extra={"reason": refusal.description})

    async def _write(self, heard: Heard, answer: Answer) -> int:
        to = _number(heard.own) or _number(heard.message)
        reply = ReplyParameters(to, allow_sending_without_reply=True) if to else None
        parts = render_parts(answer.runs)[:_MOST_PARTS]
        for part in parts:
            await self._bot.send_message(
                chat_id=heard.chat,
                text=part.html,
                parse_mode=ParseMode.HTML,
                disable_notification=True,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_parameters=reply,
            )
        return len(parts)

    async def show_commands(self, menus: Sequence[Menu]) -> None:
        """Let these chats, and no others, offer commands, to each person their own; one that refuses stops no other."""
        try:
            for menu in menus:
                listed = [BotCommand(verb, text) for verb, text in menu.commands.items()]
                scope: BotCommandScope = BotCommandScopeChat(menu.chat)
                if menu.user is not None:
                    scope = BotCommandScopeChatMember(menu.chat, menu.user)
                try:
                    await self._bot.set_my_commands(listed, scope=scope)
                except RefusedError as refusal:  # a channel has no menu, and the bot may have been sent away
                    log.warning("menu not offered", extra={"chat": menu.chat, "reason": refusal.description})
        except _UNREADABLE as error:
            raise self._failure(error) from safe_cause(error, self._secrets)

    async def close(self) -> None:
        """Close the connections, and the door."""
        if self._door is not None:
            await self._door.close()
        await self._request.shutdown()

    def _failure(self, error: Exception) -> SendError:
        if isinstance(error, RefusedError) and error.status == _CONFLICT:
            return PermanentSendError(
                "telegram", "another program reads this bot's messages; stop it, or use another bot"
            )
        return send_error("telegram", error, secrets=self._secrets)

    def _heard(self, update: Update) -> Heard:
        query = update.callback_query
        said = update.message or update.edited_message
        try:
            values = self._of_press(query) if query else self._of_message(said, edited=update.message is None)
        except _UNREADABLE:  # a press or message of a kind that nobody has seen yet
            log.warning("update not readable, skipped", extra={"number": update.update_id, "reason": "a new kind"})
            values = {"user": None, "chat": 0, "flaw": "not readable"}
        waited = self._backlog.waited(update.update_id, at=asyncio.get_running_loop().time())
        return Heard(bot=self.bot, number=update.update_id, waited=waited, **values)

    @staticmethod
    def _of_press(query: CallbackQuery) -> dict[str, Any]:
        chat = query.message.chat if query.message else None
        return {
            "user": query.from_user.id,
            "user_name": query.from_user.full_name,
            "chat": chat.id if chat else query.from_user.id,
            "is_private": chat is not None and chat.type == "private",
            "code": str(query.data or ""),
            "press": query.id,
            "message": f"{chat.id}:{query.message.message_id}" if chat and query.message else None,
            "flaw": None if chat else "its message is gone",
        }

    def _of_message(self, said: Said | None, *, edited: bool) -> dict[str, Any]:
        if said is None:
            return {"user": None, "chat": 0, "flaw": "not a message"}
        sender, replied = said.from_user, said.reply_to_message
        return {
            "user": sender.id if sender else None,
            "user_name": sender.full_name if sender else "",
            "chat": said.chat.id,
            "is_private": said.chat.type == "private",
            "said_at": said.date,
            "text": self._for_us((said.text or "")[:_MAX_TEXT]),
            "message": f"{said.chat.id}:{replied.message_id}" if replied else None,
            "own": f"{said.chat.id}:{said.message_id}",
            "flaw": "edited" if edited else _flaw(said),
        }

    def _for_us(self, text: str) -> str:
        """A command that is meant for this bot, without the bot's name; empty for all else that people write."""
        found = _COMMAND.match(text)
        if found is None or (found[2] and found[2][1:].lower() != (self._name or "").lower()):
            return ""
        return f"/{found[1].lower()}{text[found.end() :]}"


def _flaw(said: Said) -> str | None:
    """Why a message counts for nothing, whoever seems to have written it (B5, B10)."""
    sender = said.from_user
    flaws = (
        (said.forward_origin is not None or said.is_automatic_forward, "forwarded"),
        (said.via_bot is not None, "written by a bot"),
        (said.sender_chat is not None, "written in the name of a chat"),
        (sender is None or sender.is_bot or sender.id in _NO_PEOPLE, "anonymous"),
    )
    return next((flaw for holds, flaw in flaws if holds), None)


def _number(reference: str | None) -> int | None:
    number = (reference or "").rpartition(":")[2]
    return int(number) if number.isdecimal() else None
