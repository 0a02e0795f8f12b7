"""A Bot API over real HTTP on 127.0.0.1: as strict as Telegram about texts, and as unkind as a test wants.

As a process of its own: `python -m tests.helpers.bot_api --port N --log FILE` appends a JSON line a message.
"""

import argparse
import asyncio
import json
import math
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
from aiohttp import web

from tests.helpers.telegram_grammar import Entity, GrammarError, parse_html, utf16_length

MAX_UNITS = 4096
MAX_ENTITIES = 100
MAX_CODE = 64
FIRST_WRITTEN = 1_000_000  #: people's messages are numbered from here, the bot's from 1
T = TypeVar("T")
TOKEN = "123456:canary-token_AAbbCC"
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_ADMIN_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories", "can_post_messages"),
)
_MEMBER_RIGHTS = (
    *("is_member", "can_change_info", "can_invite_users", "can_pin_messages", "can_send_messages", "can_send_polls"),
    *("can_send_other_messages", "can_add_web_page_previews", "can_manage_topics", "can_send_audios"),
    *("can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes", "can_send_voice_notes"),
    *("can_edit_tag", "can_react_to_messages"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A message that the Bot API took."""

    chat: int
    message_id: int
    text: str  #: after entity parsing, trimmed as Telegram does
    html: str | None  #: as it came, if it came as HTML
    entities: tuple[Entity, ...]
    reply_to: int | None
    thread: int | None
    silent: bool
    preview_off: bool
    time: float
    buttons: tuple[tuple[str, str], ...] = ()  #: text and code of each, row by row
    preview: str | None = None  #: the URL that its preview shows


@dataclass(frozen=True, slots=True)
class Answer:
    """A scripted answer: a JSON object, or the text of a page."""

    status: int
    body: dict[str, Any] | str


class Fault(Enum):
    """What can happen to a request instead of an answer."""

    HANG = "never answered, never accepted"
    RESET = "cut off, never accepted"
    ACCEPT_THEN_HANG = "accepted, never answered"
    ACCEPT_THEN_RESET = "accepted, cut off"
    ACCEPT_SLOWLY = "accepted, answered when it is let"


def refused(status: int, description: str, **parameters: Any) -> Answer:
    """An answer that says no, as the Bot API says it."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return Answer(status, {**body, "parameters": parameters} if parameters else body)


def flood(seconds: int) -> Answer:
    """429 with a time to wait."""
    return refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(new_id: int) -> Answer:
    """400: the group became a supergroup."""
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    return refused(400, description, migrate_to_chat_id=new_id)


def a_page(status: int, text: str = "<html><h1>Bad Gateway</h1></html>") -> Answer:
    """The page of a proxy in place of an answer."""
    return Answer(status, text)


@dataclass
class BotApi:
    """The server; `async with BotApi() as api` starts and stops it."""

    token: str = TOKEN
    limits: bool = False  #: one message a second and chat, 20 a minute and group
    clock: Callable[[], float] = time.monotonic
    log: Path | None = None
    accepted: list[Accepted] = field(default_factory=list)
    requests: int = 0  #: calls of sendMessage, whatever became of them
    script: dict[int | str, deque[Answer | Fault]] = field(default_factory=lambda: defaultdict(deque))
    updates: list[dict[str, Any]] = field(default_factory=list)
    update_answers: deque[Answer] = field(default_factory=deque)
    port: int = 0
    shown: dict[tuple[int, int], Accepted] = field(default_factory=dict)  #: each message as it reads after its edits
    edits: int = 0
    edit_answers: deque[Answer] = field(default_factory=deque)  #: scripted answers to edits
    menu_answers: deque[Answer] = field(default_factory=deque)  #: scripted answers to menus
    toasts: dict[str, str] = field(default_factory=dict)  #: press -> what its presser was shown
    offered: dict[int, tuple[str, ...]] = field(default_factory=dict)  #: chat -> the commands it offers
    offered_to: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)  #: chat, person -> likewise
    brought: int = 0  #: updates that the webhook took
    hook_answers: deque[Answer] = field(default_factory=deque)  #: scripted answers to setWebhook
    hook_secret: str = ""  #: what setWebhook was told to show with each update
    hook: str = ""  #: the webhook that is set, if any
    chats: dict[int, dict[str, Any] | Answer] = field(default_factory=dict)  #: what getChat says; else a supergroup
    members: dict[int, dict[str, Any]] = field(default_factory=dict)  #: chat -> the bot in it; else administrator

    async def __aenter__(self) -> "BotApi":
        self._released = asyncio.Event()
        self.let = asyncio.Event()  #: answers to what was accepted slowly may go out
        self._news = asyncio.Event()
        self._happened = asyncio.Event()
        self._known: set[tuple[int, int | None]] = set()
        self._sent_at: dict[int, deque[float]] = defaultdict(deque)
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._released.set()
        self.let.set()
        await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """What to put into a receiver's `base_url`."""
        return f"http://127.0.0.1:{self.port}/bot"

    def will(self, chat: int | str, *answers: Answer | Fault) -> None:
        """Script the next answers for a chat; afterwards it is served as ever."""
        self.script[chat].extend(answers)

    def say(self, chat: Mapping[str, Any], text: str, *, sender: Mapping[str, Any] | None = None, **more: Any) -> int:
        """Let somebody write to the bot: the next getUpdates shows it; returns the message's number."""
        number = len(self.updates) + 1
        written = FIRST_WRITTEN + number
        message = {"message_id": written, "date": 1, "chat": dict(chat), "text": text, **more}
        if sender is not None:
            message["from"] = dict(sender)
        self.updates.append({"update_id": number, "message": message})
        self._known.add((int(chat["id"]), written))
        self._news.set()
        return written

    async def _answer(self, request: web.Request) -> web.StreamResponse:  # noqa: C901  one case a method
        form = await request.json() if request.content_type == "application/json" else dict(await request.post())
        parameters = {name: value if name == "text" else _value(value) for name, value in form.items()}
        if request.match_info["token"] != self.token:
            return _response(refused(401, "Unauthorized"))
        match request.match_info["method"]:
            case "getMe":
                return _result({"id": 123456, "is_bot": True, "first_name": "Desk", "username": "desk_bot"})
            case "setWebhook" if self.hook_answers:
                return _response(self.hook_answers.popleft())
            case "setWebhook" | "deleteWebhook":
                self.hook, self.hook_secret = str(form.get("url", "")), str(form.get("secret_token", ""))
                return _result(True)
            case "getWebhookInfo" | "getChat" | "getChatMember" as method:
                return self._rights(method, parameters)
            case "getUpdates":
                return await self._get_updates(parameters)
            case "sendMessage":
                return await self._send_message(request, parameters)
            case "editMessageText" | "editMessageReplyMarkup":
                return self._edit(parameters)
            case "answerCallbackQuery":
                self.toasts[str(parameters["callback_query_id"])] = str(parameters.get("text", ""))
                self._happened.set()
                return _result(True)
            case "setMyCommands":
                if self.menu_answers:
                    return _response(self.menu_answers.popleft())
                return self._offer(parameters)
        return _response(refused(404, "Not Found"))

    def _offer(self, parameters: dict[str, Any]) -> web.Response:
        commands: Any = parameters["commands"]
        scope: Any = parameters["scope"]
        names, chat = tuple(str(one["command"]) for one in commands), int(scope["chat_id"])
        if scope["type"] == "chat_member":
            self.offered_to[chat, int(scope["user_id"])] = names
        else:
            self.offered[chat] = names
        self._happened.set()
        return _result(True)

    async def offers(self, chat: int) -> tuple[str, ...]:
        """The commands that a chat offers, as soon as it does."""
        return await self._wait_for(lambda: self.offered.get(chat))

    def press(self, message: Accepted, text: str, *, sender: Mapping[str, Any]) -> str:
        """Let somebody press the button of a message that begins with this text; returns the press's id."""
        now = self.shown[message.chat, message.message_id]
        code = next(code for shown, code in now.buttons if shown.startswith(text))
        return self.send_press(message, code, sender=sender)

    async def bring(self, to: str) -> list[int]:
        """Bring the webhook all updates that it has not taken, as Telegram does; the statuses of its answers."""
        statuses = []
        async with aiohttp.ClientSession() as session:
            for update in self.updates[self.brought :]:
                header = {"X-Telegram-Bot-Api-Secret-Token": self.hook_secret}
                async with session.post(to, json=update, headers=header) as response:
                    statuses.append(response.status)
                if statuses[-1] != 200:
                    break
                self.brought += 1
        return statuses

    async def toast(self, press: str) -> str:
        """What the presser is shown, as soon as it is."""
        return await self._wait_for(lambda: self.toasts.get(press))

    async def reply(self, number: int) -> Accepted:
        """The first message that answers a message of this number, as soon as it is there."""
        return await self._wait_for(lambda: next((one for one in self.accepted if one.reply_to == number), None))

    async def _wait_for(self, found: Callable[[], T | None]) -> T:
        async with asyncio.timeout(20):
            while (value := found()) is None:
                self._happened.clear()
                await self._happened.wait()
        return value

    def send_press(self, message: Accepted, code: str, *, sender: Mapping[str, Any]) -> str:
        """Let a press with any code come from under a message."""
        number = len(self.updates) + 1
        chat = {"id": message.chat, "type": "private" if message.chat > 0 else "supergroup", "title": "Desk"}
        under = {"message_id": message.message_id, "date": 1, "chat": chat, "text": message.text}
        query = {"id": f"press-{number}", "from": dict(sender), "chat_instance": "1", "data": code, "message": under}
        self.updates.append({"update_id": number, "callback_query": query})
        self._news.set()
        return f"press-{number}"

    def _edit(self, parameters: dict[str, Any]) -> web.Response:
        if self.edit_answers:
            return _response(self.edit_answers.popleft())
        place = int(parameters["chat_id"]), int(parameters["message_id"])
        before = self.shown.get(place)
        if before is None:
            return _response(refused(400, "Bad Request: message to edit not found"))
        raw = parameters.get("text")
        try:
            text, entities = (before.text, before.entities) if raw is None else parse_html(str(raw))
        except GrammarError as error:
            return _response(refused(400, f"Bad Request: can't parse entities: {error}"))
        after = replace(
            before,
            text=text.strip(),
            html=raw or before.html,
            entities=entities,
            buttons=_buttons(parameters),
            preview=before.preview if raw is None else (parameters.get("link_preview_options") or {}).get("url"),
        )
        if after == before:
            return _response(refused(400, "Bad Request: message is not modified"))
        if wrong := _wrong(text, entities, parameters):
            return _response(refused(400, f"Bad Request: {wrong}"))
        self.shown[place] = after
        self.edits += 1
        chat = {"id": place[0], "type": "supergroup", "title": "Desk"}
        return _result({"message_id": place[1], "date": int(time.time()), "text": after.text, "chat": chat})

    def _rights(self, method: str, parameters: dict[str, Any]) -> web.Response:
        if method == "getWebhookInfo":
            return _result(
                {
                    "url": self.hook,
                    "has_custom_certificate": False,
                    "pending_update_count": len(self.updates) - self.brought,
                }
            )
        number = _number(parameters)
        if method == "getChatMember":
            return _result(self.members.get(number, a_member("administrator")))
        known = self.chats.get(number, {})
        if isinstance(known, Answer):
            return _response(known)
        kind = "private" if number > 0 else "supergroup"
        shown = {"id": number, "type": kind, "title": "Desk", "accent_color_id": 0, "max_reaction_count": 11}
        gifts = dict.fromkeys(_GIFTS, False)
        return _result({**shown, "accepted_gift_types": gifts, **known})

    async def _get_updates(self, parameters: dict[str, Any]) -> web.Response:
        if self.update_answers:
            return _response(self.update_answers.popleft())
        if self.hook:
            conflict = (
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
            )
            return _response(refused(409, conflict))
        offset = parameters.get("offset", 0)
        found = [update for update in self.updates if update["update_id"] >= offset]
        if not found and parameters.get("timeout"):
            self._news.clear()
            waits = [asyncio.ensure_future(event.wait()) for event in (self._news, self._released)]
            await asyncio.wait(waits, timeout=parameters["timeout"], return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
            found = [update for update in self.updates if update["update_id"] >= offset]
        return _result(found)

    async def _send_message(self, request: web.Request, parameters: dict[str, Any]) -> web.StreamResponse:
        self.requests += 1
        chat = parameters.get("chat_id", "")
        scripted = self.script[chat].popleft() if self.script[chat] else None
        if isinstance(scripted, Answer):
            return _response(scripted)
        response = None
        if scripted not in {Fault.HANG, Fault.RESET}:
            response = self._accept(chat, parameters)
        if scripted in {Fault.HANG, Fault.ACCEPT_THEN_HANG}:
            await self._released.wait()
        if scripted is Fault.ACCEPT_SLOWLY:
            await self.let.wait()
        elif scripted is not None and request.transport is not None:
            request.transport.abort()
        return response or web.Response(status=500)

    def _accept(self, chat: int | str, parameters: dict[str, Any]) -> web.Response:
        number = _number(parameters)
        raw = str(parameters.get("text", ""))
        as_html = parameters.get("parse_mode") == "HTML"
        try:
            text, entities = parse_html(raw) if as_html else (raw, ())
        except GrammarError as error:
            return _response(refused(400, f"Bad Request: can't parse entities: {error}"))
        wrong = _wrong(text, entities, parameters) or self._unknown_reply(number, parameters)
        if wrong:
            return _response(refused(400, f"Bad Request: {wrong}"))
        wait = self._wait(number) if self.limits else 0
        if wait:
            return _response(flood(wait))
        message = self._record(number, text.strip(), raw if as_html else None, entities, parameters)
        kind = "private" if number > 0 else "supergroup"
        shown = {"message_id": message.message_id, "date": int(time.time()), "text": message.text}
        return _result({**shown, "chat": {"id": number, "type": kind, "title": "Desk"}})

    def _record(
        self, chat: int, text: str, html: str | None, entities: tuple[Entity, ...], parameters: dict[str, Any]
    ) -> Accepted:
        reply = (parameters.get("reply_parameters") or {}).get("message_id")
        message = Accepted(
            chat=chat,
            message_id=len(self.accepted) + 1,
            text=text,
            html=html,
            entities=entities,
            reply_to=reply if self._knows(chat, reply) else None,
            thread=parameters.get("message_thread_id"),
            silent=parameters.get("disable_notification") is True,
            preview_off=(parameters.get("link_preview_options") or {}).get("is_disabled") is True,
            time=time.time(),
            buttons=_buttons(parameters),
            preview=(parameters.get("link_preview_options") or {}).get("url"),
        )
        self.accepted.append(message)
        self.shown[chat, message.message_id] = message
        self._known.add((chat, message.message_id))
        self._happened.set()
        if self.log is not None:
            with self.log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(message)) + "\n")
        return message

    def _knows(self, chat: int, message_id: int | None) -> bool:
        return (chat, message_id) in self._known

    def _unknown_reply(self, chat: int, parameters: dict[str, Any]) -> str:
        reply = parameters.get("reply_parameters")
        if not reply or self._knows(chat, reply.get("message_id")) or reply.get("allow_sending_without_reply"):
            return ""
        return "message to be replied not found"

    def _wait(self, chat: int) -> int:
        """Seconds until the chat may have another message; 0 counts this one."""
        now, sent = self.clock(), self._sent_at[chat]
        while sent and sent[0] <= now - 60:
            sent.popleft()
        waits = [sent[-1] + 1 - now] if sent else []
        waits += [sent[-20] + 60 - now] if chat < 0 and len(sent) >= 20 else []
        longest = max(waits, default=0.0)
        if longest > 0:
            return math.ceil(longest)
        sent.append(now)
        return 0


def _wrong(text: str, entities: tuple[Entity, ...], parameters: dict[str, Any]) -> str:
    if not text.strip():
        return "message text is empty"
    if utf16_length(text) > MAX_UNITS:
        return "message is too long"
    if len(entities) > MAX_ENTITIES:
        return "ENTITIES_TOO_LONG"
    if any(not code or len(code.encode()) > MAX_CODE for _, code in _buttons(parameters)):
        return "BUTTON_DATA_INVALID"
    return "message thread not found" if parameters.get("message_thread_id") == 1 else ""


def _buttons(parameters: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    rows = (parameters.get("reply_markup") or {}).get("inline_keyboard", ())
    return tuple((one["text"], one["callback_data"]) for row in rows for one in row)


def _number(parameters: dict[str, Any]) -> int:
    """The chat that a request is about, by number; a public name gets one of its own."""
    chat = parameters.get("chat_id", "")
    return chat if isinstance(chat, int) else -1_000_000_000_000 - sum(str(chat).encode())


def a_member(status: str, **rights: bool) -> dict[str, Any]:
    """The bot as a member of a chat, with these rights; all others it has not."""
    user = {"id": 123456, "is_bot": True, "first_name": "Desk", "username": "desk_bot"}
    named = {"administrator": _ADMIN_RIGHTS, "restricted": _MEMBER_RIGHTS}.get(status, ())
    more = {"until_date": 0} if status in {"restricted", "kicked"} else {}
    return {"user": user, "status": status, **more, **dict.fromkeys(named, False), **rights}


def _value(raw: Any) -> Any:
    """A form's value as the Bot API reads it: numbers, booleans and objects are JSON, all else is text."""
    if not isinstance(raw, str) or not (
        raw in {"true", "false"} or raw.startswith(("{", "[")) or raw.lstrip("-").isdecimal()
    ):
        return raw
    try:
        return json.loads(raw)
    except ValueError:
        return raw


def _result(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _response(answer: Answer) -> web.Response:
    if isinstance(answer.body, str):
        return web.Response(status=answer.status, text=answer.body, content_type="text/html")
    return web.json_response(answer.body, status=answer.status)


async def _serve(port: int, log: Path, *, limits: bool) -> None:
    async with BotApi(port=port, log=log, limits=limits) as api:
        print(f"ready {api.base_url} {api.token}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--limits", action="store_true")
    arguments = parser.parse_args()
    asyncio.run(_serve(arguments.port, arguments.log, limits=arguments.limits))
