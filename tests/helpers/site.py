"""A scriptable publisher over real HTTP on 127.0.0.1: answers as told, also wrongly, and remembers who asked what.

Use it as `async with FakeSite() as site:`, then `site.publish("/news.xml", [an_entry()])` for a healthy feed or
`site.serve("/news.xml", Answer(...))` for any other, and poll `site.url("/news.xml")` with `allow_private=True`.
"""

import asyncio
import struct
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b
from http import HTTPStatus
from socket import SO_LINGER, SOL_SOCKET
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape, quoteattr

from daemon.model import Entry

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One scripted answer. The default is an ordinary, complete 200."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None  #: also answers 304 to whoever shows it
    last_modified: str | None = None  #: likewise
    delay: float = 0.0  #: seconds before the first byte
    drip: float = 0.0  #: seconds between single bytes of the body
    reset_at: int | None = None  #: break the connection off with a reset after so many bytes of the body
    close_at: int | None = None  #: close the connection in good order after so many bytes of the body
    endless: bool = False  #: repeat the body until the other side has had enough
    chunked: bool = False
    content_length: int | None = -1  #: what the header claims; -1: the truth; None: no such header
    raw: bytes | None = None  #: sent instead of an HTTP answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asked for. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


class FakeSite:
    """A publisher. Start it with `async with`; a path that was never given an answer is a 404."""

    def __init__(self) -> None:
        self.requests: list[Request] = []  #: oldest first
        self.arrived = asyncio.Event()  #: somebody has asked for something
        self.offers: dict[str, tuple[str, str]] = {}  #: path -> a hub, and what the feed there says is its own URL
        self.at_once = 0  #: the most requests that were under way at the same time
        self._answers: dict[str, list[Answer]] = {}
        self._entries: dict[str, list[Entry]] = {}
        self._under_way = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening, and drop whoever is still connected."""
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        if self._server is None:
            raise RuntimeError("the site is not open: use `async with FakeSite() as site`")
        return int(self._server.sockets[0].getsockname()[1])

    def url(self, path: str = "/", *, host: str = "127.0.0.1") -> str:
        """The address of a path; `host` for a name that a stub resolver leads here."""
        return f"http://{host}:{self.port}{path}"

    def serve(self, path: str, *answers: Answer) -> None:
        """Give these answers one after the other; the last one stays."""
        self._answers[path] = list(answers) or [Answer()]

    def redirect(self, path: str, to: str, *, status: int = 302) -> None:
        """Send whoever asks for `path` elsewhere."""
        self.serve(path, Answer(status=status, headers={"Location": to}))

    def publish(self, path: str, entries: Sequence[Entry], *, title: str = "The Wire", kind: str = "rss") -> None:
        """Serve a feed of these entries, the first one on top, with an ETag that follows the content.

        `kind`: rss or atom.
        """
        self._entries[path] = list(entries)
        offer = self.offers.get(path)
        body = rss(entries, title=title, offer=offer) if kind == "rss" else atom(entries, title=title, offer=offer)
        tag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        headers = {"Content-Type": f"application/{kind}+xml; charset=utf-8"}
        self.serve(path, Answer(body=body, headers=headers, etag=tag))

    def add(self, path: str, *entries: Entry, title: str = "The Wire", kind: str = "rss") -> None:
        """Publish the entries on top of what the feed shows already."""
        self.publish(path, [*entries, *self._entries.get(path, [])], title=title, kind=kind)

    def asked(self, path: str) -> list[Request]:
        """The requests for one path, oldest first."""
        return [request for request in self.requests if request.path == path]

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve_one(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                request = _request(await reader.readuntil(b"\r\n\r\n"))
                self.requests.append(request)
                self.arrived.set()
                self._under_way += 1
                self.at_once = max(self.at_once, self._under_way)
                try:
                    await _send(self._answer(request), writer)
                finally:
                    self._under_way -= 1
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    def _answer(self, request: Request) -> Answer:
        waiting = self._answers.get(request.path)
        if waiting is None:
            return Answer(status=404, body=b"not here")
        answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        known_tag = answer.etag is not None and request.headers.get("if-none-match") == answer.etag
        known_date = (
            answer.last_modified is not None and request.headers.get("if-modified-since") == answer.last_modified
        )
        if answer.status == 200 and (known_tag or known_date):
            return replace(answer, status=304, body=b"", content_length=None)
        return answer


def rss(entries: Sequence[Entry], *, title: str = "The Wire", offer: tuple[str, str] | None = None) -> bytes:
    """An RSS 2.0 document."""
    items = "".join(_rss_item(entry) for entry in entries)
    namespace = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"'
    head = f"<title>{escape(title)}</title><link>https://example.org/</link><description>News</description>"
    head += _offer_links(offer, prefix="atom:")
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" {namespace}><channel>{head}{items}</channel></rss>'
    ).encode()


def atom(entries: Sequence[Entry], *, title: str = "The Wire", offer: tuple[str, str] | None = None) -> bytes:
    """An Atom 1.0 document."""
    items = "".join(_atom_entry(entry) for entry in entries)
    head = f"<title>{escape(title)}</title><id>urn:example:feed</id><updated>2016-07-08T14:00:00Z</updated>"
    head += _offer_links(offer, prefix="")
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{items}</feed>'.encode()


def _offer_links(offer: tuple[str, str] | None, *, prefix: str) -> str:
    pairs = zip(("hub", "self"), offer, strict=True) if offer else ()
    return "".join(f"<{prefix}link rel={quoteattr(rel)} href={quoteattr(url)}/>" for rel, url in pairs)


def _rss_item(entry: Entry) -> str:
    parts = [f"<title>{escape(entry.title)}</title>"]
    if entry.guid is not None:
        parts.append(f'<guid isPermaLink="false">{escape(entry.guid)}</guid>')
    if entry.url is not None:
        parts.append(f"<link>{escape(entry.url)}</link>")
    if entry.summary:
        parts.append(f"<description>{escape(entry.summary)}</description>")
    if entry.body:
        parts.append(f"<content:encoded>{escape(entry.body)}</content:encoded>")
    if entry.published is not None:
        parts.append(f"<pubDate>{format_datetime(entry.published)}</pubDate>")
    if entry.thumbnail is not None:
        media = "http://search.yahoo.com/mrss/"
        parts.append(f'<media:thumbnail xmlns:media="{media}" url={quoteattr(entry.thumbnail)}/>')
    parts += [f"<category>{escape(category)}</category>" for category in entry.categories]
    return f"<item>{''.join(parts)}</item>"


def _atom_entry(entry: Entry) -> str:
    parts = [f'<title type="html">{escape(entry.title)}</title>', f"<id>{escape(entry.guid or entry.url or '')}</id>"]
    if entry.url is not None:
        parts.append(f"<link href={quoteattr(entry.url)}/>")
    if entry.summary:
        parts.append(f'<summary type="html">{escape(entry.summary)}</summary>')
    if entry.body:
        parts.append(f'<content type="html">{escape(entry.body)}</content>')
    if entry.published is not None:
        parts.append(f"<published>{_iso(entry.published)}</published>")
    parts.append(f"<updated>{_iso(entry.updated or entry.published or datetime(2016, 7, 8, tzinfo=UTC))}</updated>")
    parts += [f"<category term={quoteattr(category)}/>" for category in entry.categories]
    language = f" xml:lang={quoteattr(entry.language)}" if entry.language else ""
    return f"<entry{language}>{''.join(parts)}</entry>"


def _iso(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _request(head: bytes) -> Request:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines if line)
    return Request(method=method, path=path, headers={name.strip().lower(): value.strip() for name, _, value in pairs})


async def _send(answer: Answer, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(answer.delay)
    if answer.raw is not None:
        writer.write(answer.raw)
        await writer.drain()
        return
    writer.write(_head(answer))
    await writer.drain()
    stop = min((at for at in (answer.reset_at, answer.close_at) if at is not None), default=None)
    await _send_body(answer, answer.body[:stop], writer)
    if answer.reset_at is not None:
        # A linger time of zero makes the close a reset.
        writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    elif answer.chunked and answer.close_at is None:
        writer.write(b"0\r\n\r\n")
    await writer.drain()


def _head(answer: Answer) -> bytes:
    headers = {"Connection": "close", **answer.headers}
    if answer.etag is not None:
        headers["ETag"] = answer.etag
    if answer.last_modified is not None:
        headers["Last-Modified"] = answer.last_modified
    if answer.chunked:
        headers["Transfer-Encoding"] = "chunked"
    elif answer.content_length is not None and not answer.endless:
        headers["Content-Length"] = str(len(answer.body) if answer.content_length == -1 else answer.content_length)
    try:
        phrase = HTTPStatus(answer.status).phrase
    except ValueError:
        phrase = "Whatever"
    lines = [f"HTTP/1.1 {answer.status} {phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


async def _send_body(answer: Answer, body: bytes, writer: asyncio.StreamWriter) -> None:
    size = 1 if answer.drip else _CHUNK
    while True:
        for start in range(0, len(body), size):
            piece = body[start : start + size]
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece) if answer.chunked else piece)
            await writer.drain()
            await asyncio.sleep(answer.drip)
        if not answer.endless:
            return
