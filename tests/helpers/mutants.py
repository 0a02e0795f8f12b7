"""Seed -> a feed that has been damaged in the ways in which feeds are, and in those in which attackers damage them."""

import re
from collections.abc import Callable
from random import Random

from tests.helpers.corpus import CORPUS

TYPES = (None, "application/rss+xml", "text/xml; charset=iso-8859-1", "application/feed+json", "text/html; charset=")
MOST = 400_000  #: bytes; damage that multiplies stops here
_TAG = re.compile(rb"<[^<>]{1,200}>")
_NUMBER = re.compile(rb"\d+")
_ENCODING = re.compile(rb"encoding=\"[^\"]*\"")
_CODECS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "shift_jis", "gb18030", "cp037")
_DECLARED = (b"utf-8", b"utf-16", b"punycode", b"undefined", b"idna", b"zlib", b"x-user\0", b"koi8-r", b"\xff", b"hz")
_TOKENS = (
    b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?", b"?>", b"<!DOCTYPE a [", b"<!ENTITY a 'b'>", b"&a;", b"&", b"&amp;",
    b"&#xD800;", b"&#99999999999;", b"&#0;", b"&#x1F600;", b"&lt;svg onload=a()&gt;", b"<", b">", b"'", b'"', b"\0",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\xaf", b"\xe2\x80\xae", b"\xcc\x80" * 50, b"\x1b[2J", b"\r\n",
    b"\xe2\x80\xa8", b"\xc2\x85", b"9" * 400, b"-1", b"1e9999", b"NaN", b"\\ud800", b"\\u0000", b"{", b"[", b"}",
    b"null", b"<item>", b"</item>", b"<entry>", b"</channel>", b"</rss>", b"<title>", b"<link/>", b" xmlns='http://x/'",
    b" a='b'",
    b"<where xmlns='http://www.georss.org/georss'>", b"<creativeCommons:license/>", b"javascript:alert(1)", b"http://[::1",
    b"Fri, 99 Foo 99999 99:99:99 +9999", b"0000-00-00T00:00:00Z", b"9999-12-31T23:59:59-23:59", b"a@" + b"a." * 60,
    b"<div style='url(url(url('>", b"xml:base='http://[x'", b"xml:lang='\xff'", b"mode='base64'",
    b"type='application/x'",
)  # fmt: skip


def mutant(seed: int) -> tuple[bytes, str | None]:
    """The document and content type that belong to a seed, for ever as long as this file stays as it is."""
    draw = Random(seed)
    body = draw.choice(CORPUS)
    for _ in range(draw.choice((1, 1, 2, 3, 5, 8))):
        body = draw.choice(_DAMAGES)(body, draw)[:MOST]
    return body, draw.choice(TYPES)


def _span(body: bytes, draw: Random, most: int = 200) -> tuple[int, int]:
    start = draw.randrange(len(body) + 1)
    return start, min(len(body), start + draw.randrange(1, most))


def _flip(body: bytes, draw: Random) -> bytes:
    changed = bytearray(body)
    for _ in range(draw.choice((1, 2, 8, 64))):
        if changed:
            changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _cut(body: bytes, draw: Random) -> bytes:
    start, end = _span(body, draw)
    return body[:start] + body[end:]


def _repeat(body: bytes, draw: Random) -> bytes:
    start, end = _span(body, draw)
    return body[:end] + body[start:end] * draw.choice((1, 1, 3, 200)) + body[end:]


def _truncate(body: bytes, draw: Random) -> bytes:
    return body[: draw.randrange(len(body) + 1)]


def _splice(body: bytes, draw: Random) -> bytes:
    other = draw.choice(CORPUS)
    return body[: draw.randrange(len(body) + 1)] + other[draw.randrange(len(other)) :]


def _token(body: bytes, draw: Random) -> bytes:
    at = draw.randrange(len(body) + 1)
    return body[:at] + draw.choice(_TOKENS) * draw.choice((1, 1, 1, 2, 300)) + body[at:]


def _in_tag(body: bytes, draw: Random) -> bytes:
    """A token where it hurts: inside a tag, or as its neighbour."""
    tags = list(_TAG.finditer(body))
    if not tags:
        return body
    tag = draw.choice(tags)
    at = draw.choice((tag.start(), tag.end(), tag.end() - 1, tag.start() + 1))
    return body[:at] + draw.choice(_TOKENS) + body[at:]


def _tag(body: bytes, draw: Random) -> bytes:
    """Drop, double, or move a tag."""
    tags = list(_TAG.finditer(body))
    if not tags:
        return body
    tag, other = draw.choice(tags), draw.choice(tags)
    new = draw.choice((b"", tag.group() * 2, tag.group() * 100, other.group(), tag.group().swapcase()))
    return body[: tag.start()] + new + body[tag.end() :]


def _number(body: bytes, draw: Random) -> bytes:
    numbers = list(_NUMBER.finditer(body))
    if not numbers:
        return body
    found = draw.choice(numbers)
    new = draw.choice((b"0", b"-1", b"99999", b"9" * 400, b"1e400", b"0x7f", b""))
    return body[: found.start()] + new + body[found.end() :]


def _recode(body: bytes, draw: Random) -> bytes:
    return body.decode("utf-8", "replace").encode(draw.choice(_CODECS), "replace")


def _redeclare(body: bytes, draw: Random) -> bytes:
    return _ENCODING.sub(b'encoding="' + draw.choice(_DECLARED).replace(b"\\", b"") + b'"', body, count=1)


_DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip, _cut, _repeat, _truncate, _splice, _token, _token, _in_tag, _in_tag, _tag, _tag, _number, _recode,
    _redeclare,
)  # fmt: skip
