"""Listens for hubs: verifications and pushed documents, each at an unguessable path. Calls nobody.

Whoever can reach it may send it anything. So headers, bodies, connections and the time of each are limited; a path
whose last part is nobody's token is a 404, before its body is read; what a document means is for others.
"""

import asyncio
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from daemon.feeds.gate import Gate

log = logging.getLogger(__name__)

BODY_SECONDS = 15.0  #: for one document to come in
IDLE_SECONDS = 15.0  #: between two requests of a connection
_LONGEST_HEADER = 8 * 1024
_MOST_HEADERS = 64
_LAST_WORDS = 0.5  #: seconds for requests under way when their connections are cut; 0 would mean for ever
_SILENT = logging.getLogger(f"{__name__}.wire")  #: what strangers send wrongly is not worth a line each
_SILENT.disabled = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """A document as a hub sent it."""

    body: bytes
    content_type: str | None
    signatures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is answered."""

    status: int
    text: str = ""
    retry_after: int | None = None  #: seconds


class Ear(Protocol):
    """Who makes something of what hubs say."""

    def knows(self, token: str) -> bool:
        """Is this the token of a subscription?"""

    def asked(self, token: str, query: Mapping[str, str]) -> Awaitable[Said]:
        """A hub asks: did you want this?"""

    def pushed(self, token: str, document: Pushed) -> Awaitable[Said]:
        """A hub sends a document."""


class Listener:
    """A web server of one kind of path. Close it."""

    def __init__(self, ear: Ear, *, place: tuple[str, int], max_body: int) -> None:
        self.place = place
        self.max_body = max_body
        self._ear = ear
        self._gate: Gate | None = None
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen from here on. Errors: OSError if the place cannot be had."""
        self._gate = Gate(
            self._answer,
            logger=_SILENT,
            access_log=None,
            auto_decompress=False,  # a compressed document is refused, not unpacked
            keepalive_timeout=IDLE_SECONDS,
            lingering_time=0,
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
            max_headers=_MOST_HEADERS,
        )
        host, port = self.place
        self._server = await asyncio.get_running_loop().create_server(self._gate, host, port)

    async def close(self) -> None:
        """Stop listening, and drop whoever is still connected."""
        if self._server is not None:
            self._server.close()
        if self._gate is not None:
            self._gate.drop_all()
            await self._gate.shutdown(_LAST_WORDS)
        self._server = self._gate = None

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        try:
            said = await self._heard(request)
        except (TimeoutError, ConnectionError):
            said = Said(status=408)
        except Exception:  # a stranger's request must not end in silence on our side
            log.exception("hub not answered because of a bug")
            said = Said(status=500)
        headers = {"X-Content-Type-Options": "nosniff"}
        if said.retry_after is not None:
            headers["Retry-After"] = str(said.retry_after)
        response = web.Response(status=said.status, text=said.text, content_type="text/plain", headers=headers)
        if said.status >= 400:
            response.force_close()  # also when a body is still on its way
        return response

    async def _heard(self, request: web.BaseRequest) -> Said:
        token = request.path.rpartition("/")[2]
        if not self._ear.knows(token):
            return Said(status=404)
        if request.method == "GET":
            return await self._ear.asked(token, request.query)
        if request.method != "POST":
            return Said(status=405)
        if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            return Said(status=415)
        body = await self._body(request)
        if body is None:
            return Said(status=413)
        signatures = tuple(request.headers.getall("X-Hub-Signature", []))
        document = Pushed(body=body, content_type=request.headers.get("Content-Type"), signatures=signatures)
        return await self._ear.pushed(token, document)

    async def _body(self, request: web.BaseRequest) -> bytes | None:
        """The whole body; None if it is too large."""
        if (request.content_length or 0) > self.max_body:
            return None
        body = bytearray()
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > self.max_body:
                    return None
        return bytes(body)
