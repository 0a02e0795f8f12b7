"""The door through which Telegram brings updates, where an operator chose a webhook: an HTTP server with a secret.

Law: who does not show the secret is answered 401 and nothing else, compared in constant time (B4). An update is
answered with 200 only after it was stored; what was not is brought again by Telegram (B7).
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from daemon.channels.telegram_api import readable_update

log = logging.getLogger(__name__)

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_MAX_BODY = 1024 * 1024
_STORED_WITHIN = 50.0  #: seconds; then Telegram is told to bring it again


class Door:
    """Takes updates at one address and port. Open it, close it."""

    def __init__(self, place: tuple[str, int], *, public_url: str, secret: str) -> None:
        self._place, self._secret = place, secret.encode()
        self._path = urlsplit(public_url).path or "/"
        self._waiting: dict[int, tuple[dict[str, Any], list[asyncio.Future[bool]]]] = {}
        self._news = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def is_open(self) -> bool:
        """Whether it listens."""
        return self._runner is not None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._runner.addresses[0][1]) if self._runner else 0

    async def open(self) -> None:
        """Begin to listen. Errors: OSError if the place cannot be had."""
        app = web.Application(client_max_size=_MAX_BODY)
        app.router.add_post(self._path, self._take)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, *self._place).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner

    async def updates(self, offset: int | None, *, seconds: float, count: int = 1) -> Sequence[dict[str, Any]]:
        """What has come and is not stored, in the order of its numbers; all below `offset` is stored by now.

        Waits so long for so many; whatever came by then is there.
        """
        self.answer_stored(offset)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while len(self._waiting) < count:
                    self._news.clear()
                    await self._news.wait()
        return [self._waiting[number][0] for number in sorted(self._waiting)]

    def answer_stored(self, offset: int | None) -> int:
        """Answer all below `offset`, for it is stored by now; returns how many that were."""
        stored = [one for one in self._waiting if offset is not None and one < offset]
        for number in stored:
            self._settle(number, stored=True)
        return len(stored)

    async def close(self) -> None:
        """Listen no more; what is not stored is brought again to the next one who listens."""
        for number in list(self._waiting):
            self._settle(number, stored=False)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _settle(self, number: int, *, stored: bool) -> None:
        for waiting in self._waiting.pop(number)[1]:
            if not waiting.done():
                waiting.set_result(stored)

    async def _take(self, request: web.Request) -> web.Response:
        shown = request.headers.get(_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(shown, self._secret):
            return web.Response(status=401)
        try:
            raw = json.loads(await request.read())
        except (ValueError, RecursionError):
            log.warning("update not readable, skipped", extra={"number": None, "reason": "no JSON"})
            return web.Response()
        update = readable_update(raw)
        return web.Response(status=200 if await self._stored(update) else 503)

    async def _stored(self, update: dict[str, Any]) -> bool:
        """Whether the update was stored in time."""
        waiting: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        _, others = self._waiting.setdefault(int(update["update_id"]), (update, []))
        others.append(waiting)
        self._news.set()
        try:
            async with asyncio.timeout(_STORED_WITHIN):
                return await asyncio.shield(waiting)
        except TimeoutError:
            return False
