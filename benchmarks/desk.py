"""A desk to measure: a publisher, a stub Bot API and the real daemon as a process of its own, all on this machine."""

import asyncio
import re
import signal
import sys
import time
import zlib
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from aiohttp import web

from tests.helpers.bot_api import BotApi

#: Critical alerts are never rolled up: each is a message that can be counted.
_TESTS = "tests: {{match: [alarm{n} x], skip: [calm]}}"
LIMITED = -4242  #: a group under flood control
RULE = "  - {{id: alarm{n}, title: Alarm, severity: critical, when: alarm{n}, " + _TESTS + "}}\n"


@dataclass
class Publisher:
    """Feeds over real HTTP; knows when the last byte of an answer with a given item went out."""

    items: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    answered_at: dict[str, float] = field(default_factory=dict)  #: title -> first time an answer with it was complete
    broken: bool = True  #: whether `/bomb` and `/hole` do harm, or are a feed and a receiver like any
    port: int = 0

    async def __aenter__(self) -> "Publisher":
        app = web.Application()
        app.router.add_get("/bomb", self._bomb)
        app.router.add_post("/hole", self._hole)
        app.router.add_get("/{feed}", self._answer)
        if self.broken:
            _bomb()  # it takes seconds to make, in which nobody would be answered
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _bomb(self, request: web.Request) -> web.StreamResponse:
        """A gibibyte of nothing in a megabyte of gzip; whoever asks hangs up in the middle of it."""
        if not self.broken:
            return web.Response(body=_rss([]), content_type="application/rss+xml")
        response = web.StreamResponse(headers={"Content-Encoding": "gzip", "Content-Type": "application/rss+xml"})
        with suppress(ConnectionError):
            await response.prepare(request)
            await response.write(_bomb())
        return response

    async def _hole(self, _request: web.Request) -> web.Response:
        """No answer, as long as anybody waits for one."""
        if self.broken:
            await asyncio.sleep(3600)
        return web.Response()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        titles = list(self.items[request.match_info["feed"]])
        body = _rss(titles)
        tag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        response = web.Response(body=body, content_type="application/rss+xml", headers={"ETag": tag})
        await response.prepare(request)
        await response.write_eof()
        now = time.time()
        for title in titles:
            self.answered_at.setdefault(title, now)
        return response


@cache
def _bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush()


def _rss(titles: list[str]) -> bytes:
    date = format_datetime(datetime.now(UTC).replace(minute=0, second=0, microsecond=0))
    items = "".join(
        f"<item><guid>{escape(title)}</guid><title>{escape(title)}</title><pubDate>{date}</pubDate></item>"
        for title in reversed(titles)
    )
    return f'<rss version="2.0"><channel><title>bench</title>{items}</channel></rss>'.encode()


@dataclass
class Desk:
    """The files of a desk with one feed a chat, and the daemon that runs on them."""

    folder: Path
    publisher: Publisher
    api: BotApi
    chats: int
    process: asyncio.subprocess.Process | None = None

    def write(self, *, more: bool = False) -> None:
        """Write config, rules and token; with `more`, a chat, a channel and a feed more, which may be broken."""
        (self.folder / "rules").mkdir()
        rules = "rules:\n" + "".join(RULE.format(n=n) for n in range(self.chats))
        (self.folder / "rules" / "bench.yaml").write_text(rules, encoding="utf-8")
        (self.folder / "token").write_text(self.api.token, encoding="utf-8")
        lines = [
            f"channels: {{telegram: {{token_file: token, base_url: '{self.api.base_url}', timeout: 5s}}}}",
            "poll: {interval: 1s, concurrency: 60, per_host: 60}",
            "log: {level: warning}",
            "receivers:",
            *(f"  chat{n}: {{telegram: {{chat: {n + 1}}}}}" for n in range(self.chats)),
            "routes:",
            *(["  - {to: [limited, hole], continue: true}"] if more else []),
            *(f"  - {{to: chat{n}, feeds: feed{n}}}" for n in range(self.chats)),
            "feeds:",
            *(
                f"  - {{id: feed{n}, url: 'http://127.0.0.1:{self.publisher.port}/feed{n}', allow_private: true}}"
                for n in range(self.chats)
            ),
        ]
        if more:
            lines = [*lines[:4], *self._more_receivers(), *lines[4:], *self._bomb()]
        (self.folder / "config.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _more_receivers(self) -> list[str]:
        """A chat that may be under flood control, and a channel that may never answer, beside the others."""
        hole = f"http://127.0.0.1:{self.publisher.port}/hole"
        return [
            f"  limited: {{telegram: {{chat: {LIMITED}}}}}",
            f"  hole: {{webhook: {{url: '{hole}', allow_private: true, timeout: 5s}}}}",
        ]

    def _bomb(self) -> list[str]:
        url = f"http://127.0.0.1:{self.publisher.port}/bomb"
        return [f"  - {{id: bomb, url: '{url}', allow_private: true, interval: 1m}}"]

    async def start(self) -> float:
        """Start the daemon; returns the instant of the start."""
        command = [sys.executable, "-m", "daemon.cli", "run", "--config", str(self.folder / "config.yaml")]
        started = time.time()
        with (self.folder / "daemon.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
        return started

    async def stop(self, *, sign: signal.Signals = signal.SIGTERM) -> int:
        """End the daemon and wait for it; returns its exit status."""
        if self.process is None or self.process.returncode is not None:
            return self.process.returncode if self.process and self.process.returncode is not None else 0
        self.process.send_signal(sign)
        return await self.process.wait()


def alarm(chat: int, draw: Random) -> str:
    """A title that alerts that chat: a rule and words of its own, so that no two make one incident."""
    return f"alarm{chat} {draw.getrandbits(48):012x} {draw.getrandbits(48):012x}"


def title_in(text: str) -> str:
    """The title of `alarm` in a message's text; empty if there is none."""
    found = re.search(r"alarm\d+ [0-9a-f]{12} [0-9a-f]{12}", text)
    return found.group() if found else ""


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]
