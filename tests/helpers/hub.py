"""A hub over real HTTP on 127.0.0.1 that speaks WebSub: takes requests, verifies them, pushes documents, and lies.

Use it as `async with FakeHub() as hub:`; `hub.requests` holds the forms that it was sent, and `verify`, `deny` and
`push` call back whoever sent one of them.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp import web


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a subscriber answered."""

    status: int
    text: str


class FakeHub:
    """A hub. Start it with `async with`; it accepts every request, and verifies those that it is told to."""

    def __init__(self) -> None:
        self.requests: list[dict[str, str]] = []  #: forms, oldest first
        self.status = 202  #: what a request is answered with
        self.eager = False  #: verifies while it still holds the request
        self.lease: str | None = "864000"  #: seconds that it grants; None: it does not say
        self.heard: list[Heard] = []  #: what eager verifications were answered
        self._runner: web.ServerRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        self._runner = web.ServerRunner(web.Server(self._asked))
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        if self._session:
            await self._session.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self.port}/hub"

    async def _asked(self, request: web.BaseRequest) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.requests.append(form)
        if self.eager:
            self.heard.append(await self.verify(form))
        return web.Response(status=self.status)

    async def verify(self, form: Mapping[str, str], **over: str) -> Heard:
        """Ask whether a request was meant; `over`: other words, such as `topic`, than those of the request."""
        words = {"mode": form["hub.mode"], "topic": form["hub.topic"], "challenge": "c0ffee"}
        if form["hub.mode"] == "subscribe" and self.lease is not None:
            words["lease_seconds"] = self.lease
        return await self._get(form["hub.callback"], {**words, **over})

    async def deny(self, form: Mapping[str, str], reason: str = "") -> Heard:
        """Say that a subscription is not granted, or no longer."""
        return await self._get(form["hub.callback"], {"mode": "denied", "topic": form["hub.topic"], "reason": reason})

    async def push(
        self, form: Mapping[str, str], body: bytes, *, method: str = "sha256", headers: Mapping[str, str] | None = None
    ) -> Heard:
        """Send a document, signed by `method`; `headers` take the place of the hub's own."""
        own = {"Content-Type": "application/rss+xml", "X-Hub-Signature": signature(form, body, method=method)}
        return await self.send("POST", form["hub.callback"], data=body, headers=own if headers is None else headers)

    async def _get(self, callback: str, words: Mapping[str, str]) -> Heard:
        return await self.send("GET", callback, params={f"hub.{name}": value for name, value in words.items()})

    async def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Heard:
        """Any request to a subscriber."""
        if self._session is None:
            raise RuntimeError("the hub is not open: use `async with FakeHub() as hub`")
        async with self._session.request(method, url, params=params, data=data, headers=headers) as response:
            return Heard(status=response.status, text=await response.text())


def signature(form: Mapping[str, str], body: bytes, *, method: str = "sha256") -> str:
    """The header that proves that a document comes from whoever was sent this request."""
    return f"{method}={hmac.new(form['hub.secret'].encode(), body, getattr(hashlib, method)).hexdigest()}"
