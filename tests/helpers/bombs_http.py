"""Bombs in the answer itself: compression, chunks, lengths, headers, redirects, silence."""

import gzip
import zlib
from functools import cache

import brotli
import zstandard

from tests.helpers.bomb import Bomb, answers, one
from tests.helpers.bombs_xml import TAKEN
from tests.helpers.site import Answer

LARGE = "failed: the body is larger than"
DAMAGED = "failed: the compressed body is damaged|failed: the compressed body breaks off"
BROKEN = "failed: .*(broke|breaks off|not HTTP|without an answer|understood)"
SLOW = "failed: (timed out|the server was silent)"
MIB = 1024 * 1024


@cache
def zeros(encoding: str) -> bytes:
    """100 MiB of zeros, compressed."""
    nothing = bytes(100 * MIB)
    if encoding == "gzip":
        return gzip.compress(nothing)
    if encoding == "deflate":
        return zlib.compress(nothing)
    return bytes(brotli.compress(nothing, quality=5)) if encoding == "br" else zstandard.compress(nothing)


def packed(encoding: str, body: bytes, ends: str) -> Bomb:
    """A body that claims an encoding."""
    return answers(lambda: Answer(body=body, headers={"Content-Encoding": encoding}), ends)


def bomb(encoding: str) -> Bomb:
    """A hundred megabytes of nothing."""
    return answers(lambda: Answer(body=zeros(encoding), headers={"Content-Encoding": encoding}), LARGE)


def raw(text: bytes, ends: str = BROKEN) -> Bomb:
    """Bytes that are sent instead of an HTTP answer."""
    return answers(lambda: Answer(raw=text), ends)


OK = b"HTTP/1.1 200 OK\r\n"

HTTP: dict[str, Bomb] = {
    "F8 gzip bomb": bomb("gzip"),
    "F8 deflate bomb": bomb("deflate"),
    "F8 br bomb": bomb("br"),
    "F8 zstd bomb": bomb("zstd"),
    "F8 gzip twice, said once": packed("gzip", gzip.compress(gzip.compress(one())), "failed: not a feed"),
    "F8 gzip twice, said twice": packed("gzip, gzip", gzip.compress(gzip.compress(one())), "failed: more than one"),
    "F8 six encodings": packed("gzip, br, zstd, deflate, gzip, br", b"x", "failed: more than one"),
    "F8 unknown encoding": packed("xz", b"x", "failed: a content encoding that was not asked for"),
    "F8 broken gzip": packed("gzip", gzip.compress(one())[:40], DAMAGED),
    "F8 gzip with a wrong sum": packed("gzip", gzip.compress(one())[:-8] + bytes(8), DAMAGED),
    "F8 broken br": packed("br", brotli.compress(one())[:-9], DAMAGED),
    "F8 broken zstd": packed("zstd", zstandard.compress(one())[:-9], DAMAGED),
    "F8 gzip that is not": packed("gzip", one(), DAMAGED),
    "F8 ten thousand members": packed("gzip", gzip.compress(b"") * 10_000, "failed: too many gzip members"),
    "F10 endless body": answers(lambda: Answer(body=b"<a>" * 20_000, endless=True), LARGE),
    "F10 endless chunks": answers(lambda: Answer(body=b"<a>" * 20_000, endless=True, chunked=True), LARGE),
    "F10 announces 1 TB": answers(lambda: Answer(body=b"x", content_length=10**12), LARGE),
    "F10 shorter than announced": answers(lambda: Answer(body=one(), content_length=10_000), BROKEN),
    "F10 closes in a chunk": raw(OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\n<rss"),
    "F10 chunk size is no number": raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n0\r\n\r\n"),
    "F10 chunk size is negative": raw(OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n<rss>\r\n0\r\n\r\n"),
    "F10 chunk size is enormous": raw(OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\n<rss>"),
    "F10 two lengths": raw(OK + b"Content-Length: 5\r\nContent-Length: 50\r\n\r\n<rss>"),
    "F10 negative length": raw(OK + b"Content-Length: -1\r\n\r\n<rss>"),
    "F10 length and chunks": raw(
        OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n0\r\n\r\n", "failed: "
    ),
    "F10 reset in the body": answers(lambda: Answer(body=one(), reset_at=20), BROKEN),
    "F9 one byte at a time": answers(lambda: Answer(body=one(), drip=0.5), SLOW),
    "F9 silent after connect": answers(lambda: Answer(body=one(), delay=60), SLOW),
    "F9 header of 1 MB": raw(OK + b"X-A: " + b"a" * 1_000_000),
    "F9 flood of headers": raw(OK + b"X-A: b\r\n" * 100_000),
    "F9 headers that never end": raw(OK + b"X-A: b\r\n" * 5),
    "F6 redirect to itself": Bomb(lambda path: Answer(status=301, headers={"Location": path}), "failed: more than 5"),
    "F5 redirect to a file": answers(
        lambda: Answer(status=302, headers={"Location": "file:///etc/passwd"}), "failed: redirected to where it cannot"
    ),
    "F6 redirect to nowhere": answers(lambda: Answer(status=302), "failed: HTTP 302"),
    "F17 line break in an ETag": raw(OK + b'ETag: "a\rX: b"\r\nContent-Length: 5\r\n\r\n<rss>', "failed: "),
    "F17 control in an ETag": answers(
        lambda: Answer(body=one(), headers={"ETag": '"a\x01b"', "Last-Modified": "x" * 9_000}),
        f"{TAKEN}|failed: .*not HTTP",
    ),
    "F10 no HTTP at all": raw(b"SSH-2.0-OpenSSH\r\n"),
    "F10 nothing": raw(b""),
    "F10 status of four digits": raw(b"HTTP/1.1 2000 OK\r\n\r\n<rss>"),
    "F10 version of the future": raw(b"HTTP/9.9 200 OK\r\nContent-Length: 5\r\n\r\n<rss>", "failed: "),
    "F11 an empty body": answers(lambda: Answer(body=b" \r\n"), "failed: HTTP 200 with an empty body"),
    "F14 wait for ever": answers(
        lambda: Answer(status=429, headers={"Retry-After": "9" * 4_000}), "failed: HTTP 429 Too Many Requests"
    ),
}
