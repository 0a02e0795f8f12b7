"""TLS: a certificate that is not the publisher's, not valid any more, or nobody's, ends the fetch."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp.connector
import pytest
import trustme

from daemon.config import Feed, Poll
from daemon.errors import FetchError
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.model import FeedState
from tests.helpers.names import FakeResolver

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<rss/>"
PAST = datetime(2016, 7, 8, tzinfo=UTC)
AUTHORITY = trustme.CA()


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system trusts one authority: ours."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    monkeypatch.setattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED", context)


@asynccontextmanager
async def publisher(certificate: trustme.LeafCert, answer: bytes = OK) -> AsyncIterator[int]:
    """A server that shows a certificate, and has one answer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def fetched(port: int) -> Fetched | str:
    """The feed at wire.test, or why it cannot be had."""
    fetcher = Fetcher(Poll(), contact="", resolver=FakeResolver(wire_test="127.0.0.1"))
    feed = Feed(id="wire", url=f"https://wire.test:{port}/feed", allow_private=True)
    try:
        answer = await fetcher.fetch(feed, FeedState(feed="wire"))
    except FetchError as error:
        return error.message
    finally:
        await fetcher.close()
    assert isinstance(answer, Fetched)
    return answer


async def test_a_good_certificate_is_taken() -> None:
    """F15: what the system trusts, for the name that was asked, is fetched."""
    async with publisher(AUTHORITY.issue_cert("wire.test")) as port:
        answer = await fetched(port)
    assert isinstance(answer, Fetched)
    assert answer.body == b"<rss/>"


@pytest.mark.parametrize(
    ("certificate", "why"),
    [
        (lambda: AUTHORITY.issue_cert("wire.test", not_after=PAST), "expired"),
        (lambda: AUTHORITY.issue_cert("other.test"), "match"),
        (lambda: trustme.CA().issue_cert("wire.test"), "issuer|self-signed"),
    ],
)
async def test_a_bad_certificate_is_refused(certificate: Callable[[], trustme.LeafCert], why: str) -> None:
    """F15: expired, for another name, or signed by a stranger: refused, with the reason, and nothing is read."""
    async with publisher(certificate()) as port:
        said = await fetched(port)
    assert isinstance(said, str)
    assert said.startswith("the server's certificate was refused: ")
    assert any(one in said for one in why.split("|"))


async def test_a_redirect_does_not_leave_tls() -> None:
    """F15: a redirect from https to http is not followed."""
    answer = b"HTTP/1.1 301 Moved\r\nLocation: http://wire.test/feed\r\nContent-Length: 0\r\n\r\n"
    async with publisher(AUTHORITY.issue_cert("wire.test"), answer) as port:
        said = await fetched(port)
    assert isinstance(said, str)
    assert said.startswith("redirected from https to http")
