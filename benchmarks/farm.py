"""Thousands of distinct feeds on a local server of its own: each on an address of its own, so that nothing is shared.

Run by `polling.py` as `python benchmarks/farm.py FEEDS`; prints its port. Every request is answered by its path:
`/feed/N.xml` is feed N, `/control?…` changes how feeds are answered, `/stats` says how many were asked for. The text is
made up from syllables; the sizes are those of real feeds: 43 KB and 18 entries on average.
"""

import asyncio
import gzip
import json
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from random import Random
from typing import Any
from urllib.parse import parse_qsl

BEGAN = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
_SYLLABLES = ("ka", "ri", "mo", "ten", "sul", "da", "ver", "lin", "po", "gra", "ne", "sti", "fal", "or", "bu", "mer")
_COUNTS = (10, 10, 11, 12, 12, 14, 15, 15, 15, 18, 20, 20, 20, 25, 25, 40)  #: entries a feed, as often as they stand


def address(number: int) -> str:
    """The loopback address that feed `number` has to itself."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


@lru_cache(maxsize=1)
def _sentences() -> list[str]:
    draw = Random("sentences")
    words = ["".join(draw.choices(_SYLLABLES, k=draw.randint(1, 4))) for _ in range(4_000)]
    return [" ".join(draw.choices(words, k=draw.randint(9, 19))).capitalize() + "." for _ in range(5_000)]


def feed_body(number: int, revision: int) -> bytes:
    """Feed `number` after so many further entries; the oldest ones fall off, as in real feeds."""
    count = Random(f"count {number}").choice(_COUNTS)
    entries = [_entry(number, place) for place in range(revision + count - 1, revision - 1, -1)]
    if number % 4 == 3:
        return _atom(number, entries, revision)
    return _rss(number, entries, revision)


def _entry(number: int, place: int) -> dict[str, str]:
    draw = Random(number * 100_003 + place)
    pick = draw.choices(_sentences(), k=draw.randint(5, 14))
    body = "".join(
        f'<p class="text">{one} <a href="https://f{number}.example/t/{place}">{one[:9]}</a></p>' for one in pick
    )
    at = BEGAN + timedelta(minutes=place)
    return {
        "title": f"{pick[0][:60].strip('.')} {number} {place}",
        "link": f"https://f{number}.example/news/{place}.html",
        "summary": " ".join(pick[:3]),
        "body": body,
        "rfc": format_datetime(at),
        "iso": at.isoformat(),
    }


def _rss(number: int, entries: list[dict[str, str]], revision: int) -> bytes:
    items = "".join(
        f'<item>\n<title>{one["title"]}</title>\n<link>{one["link"]}</link>\n<guid isPermaLink="false">{one["link"]}'
        f"</guid>\n<pubDate>{one['rfc']}</pubDate>\n<dc:creator>Desk {number}</dc:creator>\n<category>News</category>\n"
        f"<category>Region {number % 40}</category>\n<description><![CDATA[{one['summary']}]]></description>\n"
        f"<content:encoded><![CDATA[{one['body']}]]></content:encoded>\n</item>\n"
        for one in entries
    )
    built = format_datetime(BEGAN + timedelta(minutes=revision))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"<channel><title>Feed {number}</title><link>https://f{number}.example/</link><description>News</description>"
        f"<language>en</language><lastBuildDate>{built}</lastBuildDate>\n{items}</channel></rss>"
    ).encode()


def _atom(number: int, entries: list[dict[str, str]], revision: int) -> bytes:
    def text(markup: str) -> str:
        return markup.replace("&", "&amp;").replace("<", "&lt;")

    items = "".join(
        f'<entry><title>{one["title"]}</title><id>{one["link"]}</id><link href="{one["link"]}"/>'
        f"<published>{one['iso']}</published><updated>{one['iso']}</updated><author><name>Desk {number}</name></author>"
        f'<category term="News"/><summary>{one["summary"]}</summary>'
        f'<content type="html">{text(one["body"])}</content></entry>\n'
        for one in entries
    )
    built = (BEGAN + timedelta(minutes=revision)).isoformat()
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed {number}</title>'
        f"<id>urn:feed:{number}</id><updated>{built}</updated>\n{items}</feed>"
    ).encode()


class Farm:
    """What the feeds answer now, and how often they were asked."""

    def __init__(self, feeds: int) -> None:
        self.feeds = feeds
        self.validators = True
        self.revision = 0
        self.change_every = 0  #: in a soak: each feed has a new entry at one in so many requests
        self.served = {"200": 0, "304": 0}
        self._asked = [0] * feeds
        self._ready: dict[tuple[int, int], bytes] = {}

    def control(self, orders: dict[str, str]) -> None:
        """Change how feeds are answered; bodies are made here, so that nobody waits for them later."""
        self.validators = orders.get("validators", "1") == "1"
        self.revision = int(orders.get("revision", self.revision))
        self.change_every = int(orders.get("change_every", "0"))
        self._asked = [0] * self.feeds
        self.served = {"200": 0, "304": 0}
        self._ready = {key: body for key, body in self._ready.items() if key[1] == self.revision}
        if orders.get("ready", "1") == "1":
            for number in range(self.feeds):
                self._ready.setdefault((number, self.revision), self._packed(number, self.revision))

    def _packed(self, number: int, revision: int) -> bytes:
        return gzip.compress(feed_body(number, revision), compresslevel=2, mtime=0)

    def answer(self, number: int, asked: dict[bytes, bytes]) -> bytes:
        """The whole HTTP answer of one feed."""
        revision = self.revision
        if self.change_every:
            self._asked[number] += 1
            revision += (self._asked[number] + number % self.change_every) // self.change_every
        tag = b'"%d-%d"' % (number, revision)
        keep = b"close" if asked.get(b"connection", b"").lower() == b"close" else b"keep-alive"
        if self.validators and asked.get(b"if-none-match") == tag:
            self.served["304"] += 1
            return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\nConnection: %s\r\n\r\n" % (tag, keep)
        self.served["200"] += 1
        body = self._ready.get((number, revision)) or self._packed(number, revision)
        shown = b"ETag: %s\r\n" % tag if self.validators else b""
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Encoding: gzip\r\n%sConnection: %s\r\n"
        return head % (shown, keep) + b"Content-Length: %d\r\n\r\n" % len(body) + body


class _Connection(asyncio.Protocol):
    def __init__(self, farm: Farm) -> None:
        self._farm = farm
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._held += data
        while b"\r\n\r\n" in self._held:
            head, _, self._held = self._held.partition(b"\r\n\r\n")
            first, *lines = head.split(b"\r\n")
            asked = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
            path = first.split(b" ")[1].decode()
            self._transport.write(self._answer(path, asked))
            if asked.get(b"connection", b"").lower() == b"close":
                self._transport.close()
                return

    def _answer(self, path: str, asked: dict[bytes, bytes]) -> bytes:
        if path.startswith("/feed/"):
            return self._farm.answer(int(path[6:].partition(".")[0]), asked)
        if path.startswith("/control"):
            self._farm.control(dict(parse_qsl(path.partition("?")[2])))
        body = json.dumps(self._farm.served).encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


async def main() -> None:
    """Serve until killed."""
    farm = Farm(int(sys.argv[1]))
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(farm), "0.0.0.0", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
