"""`/metrics`, `/healthz` and `/readyz`: a small listener that is asked and never asks, off unless the config names one.

Whoever reaches it may ask: it shows ids of receivers and numbers, no text of a feed and no secret. On a loopback
address it answers only to those who call it by such a name: no page in a browser can read it through a rebound name.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address

from aiohttp import web

from daemon.errors import StoreError
from daemon.feeds.gate import Gate
from daemon.metrics import CONTENT_TYPE

log = logging.getLogger(__name__)

_ANSWER_WITHIN = 5.0  #: seconds that the store may take
_LONGEST_HEADER = 8 * 1024
_SILENT = logging.getLogger(f"{__name__}.wire")
_SILENT.disabled = True


class Endpoints:
    """Listens where it is told to. `metrics` gives the text; `troubles` says why it is not ready: nothing if it is."""

    def __init__(
        self, metrics: Callable[[], Awaitable[bytes]], troubles: Callable[[], Awaitable[Sequence[str]]]
    ) -> None:
        self._metrics = metrics
        self._troubles = troubles
        self._gate: Gate | None = None
        self._server: asyncio.Server | None = None
        self._place: tuple[str, int] | None = None
        self._fails = False

    async def follow(self, place: tuple[str, int] | None) -> None:
        """Listen there, or nowhere; what cannot be had is said once, and tried again at the next call."""
        if place == self._place:
            return
        await self.close()
        if place is None:
            return
        gate = Gate(
            self._answer,
            logger=_SILENT,
            access_log=None,
            lingering_time=0,
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
        )
        try:
            self._server = await asyncio.get_running_loop().create_server(gate, *place)
        except OSError as error:
            if not self._fails:
                reason = error.strerror or "the address is not known"
                log.warning("metrics and health cannot be asked for, tried again", extra={"reason": reason})
            self._fails = True
            return
        self._gate, self._place, self._fails = gate, place, False
        log.info("metrics and health can be asked for")

    async def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
        if self._gate is not None:
            self._gate.drop_all()
            await self._gate.shutdown(0.5)
        self._server = self._gate = self._place = None

    @property
    def address(self) -> str:
        """Where it listens, as http://host:port; empty: nowhere."""
        if self._server is None:
            return ""
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        response = await self._said(request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Server"] = "watchdesk"  # and not of which versions it is made
        if response.status >= 400:
            response.force_close()
        return response

    async def _said(self, request: web.BaseRequest) -> web.Response:
        if request.method not in {"GET", "HEAD"}:
            return web.Response(status=405)
        if self._place and _is_loopback(self._place[0]) and not _is_loopback(_host_of(request)):
            return web.Response(status=403, text="ask by a loopback address\n")
        try:
            async with asyncio.timeout(_ANSWER_WITHIN):
                match request.path:
                    case "/healthz":
                        return web.Response(text="alive\n")
                    case "/readyz":
                        reasons = list(await self._troubles())
                        body = json.dumps({"ready": not reasons, "reasons": reasons})
                        return web.Response(
                            text=body + "\n", status=503 if reasons else 200, content_type="application/json"
                        )
                    case "/metrics":
                        return web.Response(body=await self._metrics(), headers={"Content-Type": CONTENT_TYPE})
        except (StoreError, TimeoutError):
            return web.Response(status=503, text="the store does not answer\n")
        return web.Response(status=404)


def _host_of(request: web.BaseRequest) -> str:
    host, _, port = request.host.rpartition(":")
    return (host if host and port.isdecimal() else request.host).strip("[]")


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
