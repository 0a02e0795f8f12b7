"""What a bot may do in the chats of the config, asked of the Bot API without sending anything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from telegram import (
    Bot,
    Chat,
    ChatFullInfo,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberOwner,
    ChatMemberRestricted,
    User,
    WebhookInfo,
)
from telegram.error import TelegramError

from daemon.channels.telegram import secrets_of
from daemon.channels.telegram_api import build_bot, safe_cause, send_error
from daemon.channels.telegram_options import TelegramAccess, TelegramOptions

_PATIENCE = 3  #: time-outs that one question may take in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why messages will not arrive, or answers not be heard, and the mend."""

    what: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What was found of a bot in one chat."""

    bot: str  #: its @name
    chat: str  #: the chat's title, or its name
    standing: str  #: administrator, member, …
    troubles: tuple[Trouble, ...] = ()


async def bot_rights(receiver: str, options: TelegramOptions, *, hears: bool) -> Rights | None:
    """What the bot may do in a receiver's chat. `hears`: it should also get what people write and press.

    None: what the Bot API answers is not understood; it is another version's.

    Errors: PermanentSendError if the token is refused or the chat is not to be had, TransientSendError if nobody
    answers; no secret in either.
    """
    async with _asking(receiver, options) as bot:
        try:
            me = await bot.get_me()
            hook = _strange_hook(await bot.get_webhook_info(), options) if hears else ""
            chat = await bot.get_chat(options.chat)
            member = await bot.get_chat_member(chat.id, me.id)
        except (KeyError, TypeError, ValueError, AttributeError):
            return None
    return Rights(
        bot=f"@{me.username}",
        chat=chat.title or chat.username or chat.first_name or str(chat.id),
        standing=str(member.status),
        troubles=tuple(_troubles(chat, member, me, topic=options.topic, hook=hook)),
    )


@asynccontextmanager
async def _asking(receiver: str, access: TelegramAccess) -> AsyncIterator[Bot]:
    secrets = secrets_of(access)
    proxy = access.proxy.get_secret_value() if access.proxy else None
    bot, request = build_bot(access.token.get_secret_value(), access.base_url, proxy, timeout=access.timeout)
    try:
        async with asyncio.timeout(_PATIENCE * access.timeout.total_seconds()):
            yield bot
    except (TelegramError, TimeoutError) as error:
        raise send_error(receiver, error, secrets=secrets) from safe_cause(error, secrets)
    finally:
        await request.shutdown()


def _strange_hook(info: WebhookInfo, options: TelegramOptions) -> str:
    """A webhook that is set and is not the config's own; empty: none is."""
    own = options.webhook.public_url if options.webhook else ""
    return "" if info.url == own else info.url


def _troubles(
    chat: ChatFullInfo, member: ChatMember, me: User, *, topic: int | None, hook: str | None
) -> list[Trouble]:
    found = []
    if hook:
        mend = "call deleteWebhook of the Bot API, or make a bot of its own for watchdesk"
        found.append(Trouble(what="another program takes what people write to this bot (a webhook is set)", mend=mend))
    if trouble := _silenced(chat, member):
        return [*found, trouble]
    if topic is not None and not chat.is_forum:
        found.append(Trouble(what="the config names a topic, and the chat has none", mend="take topic: out"))
    return found


def _silenced(chat: ChatFullInfo, member: ChatMember) -> Trouble | None:
    """Why the bot cannot write there; None if it can."""
    if member.status in {ChatMember.LEFT, ChatMember.BANNED}:
        return Trouble(what=f"the bot is not in the chat ({member.status})", mend="add the bot to the chat again")
    if chat.type == Chat.CHANNEL:
        may = isinstance(member, ChatMemberOwner) or getattr(member, "can_post_messages", None) is True
        mend = "make the bot an administrator of the channel who may post messages"
        return None if may else Trouble(what="the bot may not post in this channel", mend=mend)
    mend = "allow the bot to send messages there, or make it an administrator"
    if isinstance(member, ChatMemberRestricted) and not member.can_send_messages:
        return Trouble(what="the bot may not write in the chat (restricted)", mend=mend)
    is_plain = not isinstance(member, ChatMemberOwner | ChatMemberAdministrator | ChatMemberRestricted)
    if is_plain and chat.permissions is not None and chat.permissions.can_send_messages is False:
        return Trouble(what="members may not write in this chat, and the bot is only a member", mend=mend)
    return None
