"""Slack, a Matrix homeserver and a mail server on 127.0.0.1, as far as a bot meets them."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiohttp import web

SLACK_TOKEN = "xoxb-canary-slack"
MATRIX_TOKEN = "canary-matrix"


class _Server:
    """An HTTP server on a free port; scripted answers come first."""

    def __init__(self) -> None:
        self.answers: deque[tuple[int, Any, dict[str, str]]] = deque()  #: status, body, headers
        self.port = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        return await _in_pieces(request, await self._answered(request))

    async def _answered(self, request: web.Request) -> web.Response:
        if self.answers:
            status, body, headers = self.answers.popleft()
            if status == 0:  # accepted, and the line is cut
                self._take(request.path, await request.json(), request)
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            text = body if isinstance(body, str) else json.dumps(body)
            return web.Response(status=status, text=text, headers=headers)
        return self._take(request.path, await request.json(), request)

    def _take(self, path: str, content: dict[str, Any], request: web.Request) -> web.Response:
        raise NotImplementedError


async def _in_pieces(request: web.Request, response: web.Response) -> web.StreamResponse:
    """The same answer, in two pieces of which the first is read before the second comes."""
    body = response.body
    if not isinstance(body, bytes) or request.transport is None or request.transport.is_closing():
        return response
    whole = web.StreamResponse(status=response.status, headers=response.headers)
    await whole.prepare(request)
    for piece in (body[:9], body[9:]):
        await whole.write(piece)
        for _ in range(20):
            await asyncio.sleep(0)
    return whole


class SlackApi(_Server):
    """chat.postMessage and chat.update, for one token."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: dict[str, dict[str, Any]] = {}  #: ts -> content as it reads now

    def _take(self, path: str, content: dict[str, Any], request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {SLACK_TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if path.endswith("chat.update"):
            if content["ts"] not in self.posts:
                return web.json_response({"ok": False, "error": "message_not_found"})
            ts = str(content["ts"])
        else:
            ts = f"1468000000.{len(self.posts) + 1:06}"
        if sum(len(one["elements"][0]["elements"]) for one in content["blocks"]) == 0:
            return web.json_response({"ok": False, "error": "no_text"})
        self.posts[ts] = {**self.posts.get(ts, {}), **content}
        return web.json_response({"ok": True, "channel": content["channel"], "ts": ts, "message": content})

    def text(self, ts: str) -> str:
        """A post's words."""
        blocks = self.posts[ts]["blocks"]
        return "".join(one["text"] for block in blocks for one in block["elements"][0]["elements"])


class Homeserver(_Server):
    """Rooms of a Matrix homeserver: an id of a transaction is taken once."""

    def __init__(self) -> None:
        super().__init__()
        self.events: dict[str, dict[str, Any]] = {}  #: transaction -> content
        self.calls = 0

    def _take(self, path: str, content: dict[str, Any], request: web.Request) -> web.Response:
        self.calls += 1
        if request.headers.get("Authorization") != f"Bearer {MATRIX_TOKEN}":
            return web.json_response({"errcode": "M_UNKNOWN_TOKEN", "error": "no"}, status=401)
        transaction = path.rpartition("/")[2]
        self.events.setdefault(transaction, content)
        return web.json_response({"event_id": f"${list(self.events).index(transaction) + 1}"})


@dataclass
class MailServer:
    """An SMTP server; `refuse` scripts its answer to one step: MAIL, RCPT, DATA, QUIT or TEXT (the mail itself)."""

    mails: list[EmailMessage] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    refuse_people: dict[str, str] = field(default_factory=dict)  #: address -> the answer to it
    recipients: list[str] = field(default_factory=list)
    port: int = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 desk.example ESMTP\r\n")
        try:
            while line := await reader.readline():
                verb = line[:4].upper().decode("ascii", "replace").strip()
                if verb == "QUIT":
                    writer.write(f"{self.refuse.get('QUIT', '221 bye')}\r\n".encode())
                    break
                writer.write((await self._said(verb, line, reader, writer)).encode())
        finally:
            writer.close()

    async def _said(self, verb: str, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        if verb in self.refuse:
            return self.refuse[verb] + "\r\n"
        if verb == "RCPT":
            person = line.decode().partition("<")[2].partition(">")[0]
            if person in self.refuse_people:
                return self.refuse_people[person] + "\r\n"
            self.recipients.append(person)
        if verb != "DATA":
            return "250 desk.example\r\n"
        writer.write(b"354 go on\r\n")
        raw = bytearray()
        while (part := await reader.readline()) != b".\r\n":
            raw += part.removeprefix(b".") if part.startswith(b"..") else part
        if self.refuse.get("TEXT") == "cut":
            self.mails.append(message_from_bytes(bytes(raw), policy=policy.default))
            writer.close()
            return ""
        if "TEXT" in self.refuse:
            return self.refuse["TEXT"] + "\r\n"
        self.mails.append(message_from_bytes(bytes(raw), policy=policy.default))
        return "250 taken\r\n"
