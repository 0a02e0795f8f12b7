"""Fetching against a publisher that speaks real HTTP: conditional requests, redirects, secrets, proxies, errors."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from daemon.config import Feed, Login, Poll
from daemon.errors import FetchError
from daemon.feeds.cadence import after_success
from daemon.feeds.fetch import Fetched, Fetcher, NotModified
from daemon.model import FeedState, Validators
from tests.helpers.build import NOW, an_entry
from tests.helpers.names import FakeResolver
from tests.helpers.site import Answer, FakeSite

NEW = FeedState(feed="wire")
OLD_DATE = "Fri, 08 Jul 2016 14:00:00 GMT"


@pytest.fixture
async def site() -> AsyncIterator[FakeSite]:
    """A publisher."""
    async with FakeSite() as publisher:
        yield publisher


@pytest.fixture
async def elsewhere() -> AsyncIterator[FakeSite]:
    """Another publisher, of another origin."""
    async with FakeSite() as publisher:
        yield publisher


@asynccontextmanager
async def a_fetcher(resolver: FakeResolver | None = None, **over: Any) -> AsyncIterator[Fetcher]:
    """A fetcher that is closed at the end."""
    fetcher = Fetcher(Poll(**over), contact="desk@example.org", resolver=resolver)
    yield fetcher
    await fetcher.close()


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher as configured by default."""
    async with a_fetcher() as one:
        yield one


def a_feed(url: str, **over: Any) -> Feed:
    """A feed that may lead to this machine."""
    return Feed(**{"id": "wire", "url": url, "allow_private": True, **over})


async def whole(fetcher: Fetcher, feed: Feed, state: FeedState = NEW) -> Fetched:
    """The answer, which must be a body."""
    answer = await fetcher.fetch(feed, state)
    assert isinstance(answer, Fetched)
    return answer


async def refusal(fetcher: Fetcher, feed: Feed, state: FeedState = NEW) -> FetchError:
    """The error that fetching must end in: one line, without a class name."""
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(feed, state)
    assert "\n" not in caught.value.message
    assert not re.search(r"[a-z]Error\b", caught.value.message)
    return caught.value


async def test_a_body_comes_whole_with_its_facts(site: FakeSite, fetcher: Fetcher) -> None:
    """A 200 gives body, content type, validators and a hash that tells bodies apart."""
    site.publish("/feed", [an_entry()])
    one = await whole(fetcher, a_feed(site.url("/feed")))
    assert b"<rss" in one.body
    assert one.content_type == "application/rss+xml; charset=utf-8"
    assert one.validators.etag
    assert (one.url, one.moved_to) == (site.url("/feed"), None)
    again = await whole(fetcher, a_feed(site.url("/feed")))
    assert again.body_hash == one.body_hash
    site.add("/feed", an_entry(guid="2"))
    assert (await whole(fetcher, a_feed(site.url("/feed")))).body_hash != one.body_hash


async def test_the_publisher_knows_who_asks(site: FakeSite, fetcher: Fetcher) -> None:
    """The request names program and contact, and takes compressed answers."""
    site.publish("/feed", [])
    await fetcher.fetch(a_feed(site.url("/feed")), NEW)
    (request,) = site.requests
    assert request.headers["user-agent"].startswith("watchdesk/")
    assert request.headers["user-agent"].endswith("(+desk@example.org)")
    assert request.headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert "cookie" not in request.headers


async def test_an_unchanged_feed_is_not_sent_again(site: FakeSite, fetcher: Fetcher) -> None:
    """A publisher that knows validators answers 304, until something is new."""
    site.publish("/feed", [an_entry()])
    feed = a_feed(site.url("/feed"))
    first = await whole(fetcher, feed)
    state = after_success(NEW, first, interval=timedelta(minutes=5), now=NOW)
    assert isinstance(await fetcher.fetch(feed, state), NotModified)
    site.add("/feed", an_entry(guid="2"))
    assert isinstance(await fetcher.fetch(feed, state), Fetched)


async def test_validators_are_kept_from_every_answer(site: FakeSite, fetcher: Fetcher) -> None:
    """F13: an ETag that changes alone, in a 304 too, is kept beside the date, and both are sent."""
    state = replace(NEW, validators=Validators(etag='"1"', last_modified=OLD_DATE))
    site.serve("/feed", Answer(status=304, headers={"ETag": '"2"'}, content_length=None))
    answer = await fetcher.fetch(a_feed(site.url("/feed")), state)
    assert answer == NotModified(validators=Validators(etag='"2"', last_modified=OLD_DATE))
    (request,) = site.requests
    assert (request.headers["if-none-match"], request.headers["if-modified-since"]) == ('"1"', OLD_DATE)


async def test_a_whole_fetch_shows_no_validators(site: FakeSite, fetcher: Fetcher) -> None:
    """F12: a publisher that says 304 for ever is asked without validators, and then must send the feed."""
    future = "Mon, 01 Jan 2041 00:00:00 GMT"
    site.serve("/feed", Answer(body=b"<rss/>", last_modified=future))
    feed, state = a_feed(site.url("/feed")), replace(NEW, validators=Validators(last_modified=future))
    assert isinstance(await fetcher.fetch(feed, state), NotModified)
    assert isinstance(await fetcher.fetch(feed, state, whole=True), Fetched)


async def test_a_304_that_was_not_asked_for_is_an_error(site: FakeSite, fetcher: Fetcher) -> None:
    """F12: without validators there is nothing that could be unchanged."""
    site.serve("/feed", Answer(status=304, content_length=None))
    assert "HTTP 304" in (await refusal(fetcher, a_feed(site.url("/feed")))).message


@pytest.mark.parametrize("status", [301, 308])
async def test_permanent_moves_are_reported(site: FakeSite, fetcher: Fetcher, status: int) -> None:
    """F6: only a chain of nothing but permanent redirects says where the feed lives now."""
    site.publish("/new", [an_entry()])
    site.redirect("/old", "/middle", status=status)
    site.redirect("/middle", site.url("/new"), status=status)
    answer = await whole(fetcher, a_feed(site.url("/old")))
    assert answer.moved_to == answer.url == site.url("/new")


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("status", [302, 303, 307])
async def test_temporary_moves_are_followed_only(site: FakeSite, fetcher: Fetcher, status: int, *, first: bool) -> None:
    """F6: one temporary redirect in the chain, wherever, and the feed's URL stays what it was."""
    site.publish("/new", [an_entry()])
    site.redirect("/old", "/middle", status=status if first else 301)
    site.redirect("/middle", "/new", status=301 if first else status)
    answer = await whole(fetcher, a_feed(site.url("/old")))
    assert (answer.moved_to, answer.url) == (None, site.url("/new"))


async def test_redirects_end(site: FakeSite, fetcher: Fetcher) -> None:
    """F6: a loop, and a chain longer than five, end after the sixth request."""
    site.redirect("/loop", "/loop")
    assert "more than 5 redirects" in (await refusal(fetcher, a_feed(site.url("/loop")))).message
    assert len(site.asked("/loop")) == 6


@pytest.mark.parametrize(
    "location",
    [
        *("file:///etc/passwd", "feed:file:///etc/passwd", "source:file:///etc/passwd", "gopher://x/"),
        *("data:text/xml,<rss/>", "http://user:pw@127.0.0.1/", "http://a\\b/", "//["),
    ],
)
async def test_redirects_lead_only_to_the_web(site: FakeSite, fetcher: Fetcher, location: str) -> None:
    """F4, F5: a redirect to another scheme, or to a URL that is not one, is not followed and not repeated."""
    site.redirect("/feed", location)
    message = (await refusal(fetcher, a_feed(site.url("/feed")))).message
    assert "redirected to where it cannot be followed" in message
    assert "pw" not in message


async def test_secrets_stay_with_their_origin(site: FakeSite, elsewhere: FakeSite, fetcher: Fetcher) -> None:
    """F7: login and secret headers are not shown to another origin, whatever it redirects to, nor on a way back."""
    site.redirect("/feed", "/same")
    site.redirect("/same", elsewhere.url("/other"))
    elsewhere.redirect("/other", "/within")
    elsewhere.redirect("/within", site.url("/back"))
    site.publish("/back", [an_entry()])
    feed = a_feed(site.url("/feed"), login=Login(user="desk", password=SecretStr("pw")), headers={"X-Plain": "1"})
    feed = feed.model_copy(update={"headers_env": {"X-Key": "key"}})
    await whole(fetcher, feed)
    for path, shown in (("/feed", True), ("/same", True), ("/back", False)):
        (request,) = site.asked(path)
        assert ("authorization" in request.headers, "x-key" in request.headers) == (shown, shown)
    assert [one.path for one in elsewhere.requests] == ["/other", "/within"]
    for stranger in elsewhere.requests:
        assert not {"authorization", "x-key"} & set(stranger.headers)
        assert stranger.headers["x-plain"] == "1"


async def test_further_pages_see_secrets_only_at_home(site: FakeSite, elsewhere: FakeSite, fetcher: Fetcher) -> None:
    """F7: a further page of a feed is shown its secrets if it is of the feed's own origin, and no page elsewhere is."""
    feed = a_feed(site.url("/feed"), login=Login(user="desk", password=SecretStr("pw")))
    for place in (site, elsewhere):
        place.publish("/page?before=7", [an_entry()])
        answer = await fetcher.fetch(feed, NEW, whole=True, url=place.url("/page?before=7"))
        assert (answer.moved_to, "authorization" in place.requests[-1].headers) == (None, place is site)


async def test_cookies_are_never_kept(site: FakeSite, fetcher: Fetcher) -> None:
    """F7: what a publisher sets is forgotten with its answer."""
    site.serve("/feed", Answer(status=302, headers={"Location": "/set", "Set-Cookie": "id=1; Path=/"}))
    site.serve("/set", Answer(body=b"<rss/>", headers={"Set-Cookie": "id=2; Path=/"}))
    for _ in range(2):
        await fetcher.fetch(a_feed(site.url("/feed")), NEW)
    assert not any("cookie" in request.headers for request in site.requests)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 502, 503, 204, 206, 299, 799])
async def test_other_statuses_are_errors(site: FakeSite, fetcher: Fetcher, status: int) -> None:
    """Whatever is not 200 or an expected 304 is said by its number."""
    site.serve("/feed", Answer(status=status, body=b"" if status == 204 else b"<rss/>", content_length=None))
    error = await refusal(fetcher, a_feed(site.url("/feed")))
    assert error.message.startswith(f"HTTP {status}")
    assert not error.gone


@pytest.mark.parametrize("status", [429, 503])
async def test_the_publishers_wish_to_wait_is_passed_on(site: FakeSite, fetcher: Fetcher, status: int) -> None:
    """F14: Retry-After is read from 429 and 503."""
    site.serve("/feed", Answer(status=status, headers={"Retry-After": "90"}))
    assert (await refusal(fetcher, a_feed(site.url("/feed")))).retry_after == timedelta(seconds=90)
    site.serve("/feed", Answer(status=status, headers={"Retry-After": "-1"}))
    assert (await refusal(fetcher, a_feed(site.url("/feed")))).retry_after is None


async def test_gone_is_told_apart(site: FakeSite, fetcher: Fetcher) -> None:
    """F16: 410 means that the feed has ended."""
    site.serve("/feed", Answer(status=410))
    assert (await refusal(fetcher, a_feed(site.url("/feed")))).gone


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
async def test_an_empty_200_is_an_error(site: FakeSite, fetcher: Fetcher, body: bytes) -> None:
    """F11: nothing is not a feed without entries."""
    site.serve("/feed", Answer(body=body))
    assert "empty body" in (await refusal(fetcher, a_feed(site.url("/feed")))).message


async def test_failures_are_said_plainly(fetcher: Fetcher) -> None:
    """Refused connections and unknown names are said in an operator's words."""
    async with FakeSite() as closed:
        url = closed.url("/feed")
    assert (await refusal(fetcher, a_feed(url))).message == "connection refused"
    async with a_fetcher(FakeResolver()) as nameless:
        error = await refusal(nameless, a_feed("http://no.test/feed"))
        assert error.message == "the name does not resolve"


async def test_what_is_not_http_is_said_plainly(site: FakeSite, fetcher: Fetcher) -> None:
    """F10: garbage instead of an answer, or no answer at all, is this feed's failure."""
    site.serve("/ssh", Answer(raw=b"SSH-2.0-OpenSSH_9.2\r\n"))
    site.serve("/nothing", Answer(raw=b""))
    assert "not HTTP" in (await refusal(fetcher, a_feed(site.url("/ssh")))).message
    assert "without an answer" in (await refusal(fetcher, a_feed(site.url("/nothing")))).message


async def test_plain_http_behind_https_is_said_plainly(fetcher: Fetcher) -> None:
    """F15: a server that does not speak TLS is not spoken to in the clear instead."""

    async def speak_plainly(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(speak_plainly, "127.0.0.1", 0)
    async with server:
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"
        assert "TLS failed" in (await refusal(fetcher, a_feed(url))).message


async def test_one_host_is_asked_politely(site: FakeSite) -> None:
    """L1, L2: ten feeds of one host are fetched two at a time."""
    site.serve("/feed", Answer(body=b"<rss/>", delay=0.03))
    async with a_fetcher() as fetcher:
        await asyncio.gather(*(fetcher.fetch(a_feed(site.url("/feed"), id=f"f{n}"), NEW) for n in range(10)))
    assert len(site.requests) == 10
    assert site.at_once == 2


async def test_a_host_that_has_too_many_requests_is_left_alone(site: FakeSite) -> None:
    """L2: after a 429 to one feed no other feed of the host is asked for a while; another host is asked meanwhile."""
    for url in ("http://news.test/a", "http://news.test/b", "http://other.test/"):
        site.serve(url, Answer(status=429 if url.endswith("a") else 200, body=b"<rss/>"))
    proxy = SecretStr(f"http://127.0.0.1:{site.port}")
    async with a_fetcher(FakeResolver(), proxy=proxy, per_host_pause="0s") as fetcher:
        await refusal(fetcher, a_feed("http://news.test/a", allow_private=False))
        waiting = asyncio.create_task(whole(fetcher, a_feed("http://news.test/b", allow_private=False)))
        await whole(fetcher, a_feed("http://other.test/", allow_private=False))
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert [request.path for request in site.requests] == ["http://news.test/a", "http://other.test/"]


async def test_an_http_proxy_is_asked_for_the_whole_url(site: FakeSite) -> None:
    """Through an HTTP proxy the proxy is dialled; a feed's own proxy, and `direct`, come before the default one."""
    url = "http://news.test/feed"
    site.publish(url, [an_entry()])
    site.publish("/feed", [an_entry()])
    proxy = SecretStr(f"http://desk:pw@127.0.0.1:{site.port}")
    async with a_fetcher(FakeResolver(), proxy=proxy) as fetcher:
        assert (await whole(fetcher, a_feed(url, allow_private=False))).url == url
        await whole(fetcher, a_feed(site.url("/feed"), direct=True))
    async with a_fetcher(FakeResolver()) as fetcher:
        await whole(fetcher, a_feed(url, allow_private=False, proxy=proxy))
    assert [request.path for request in site.requests] == [url, "/feed", url]
    assert site.requests[0].headers["proxy-authorization"]
    assert "proxy-authorization" not in site.requests[1].headers


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks4"])
async def test_a_socks_proxy_resolves_the_name(site: FakeSite, scheme: str) -> None:
    """Through a SOCKS proxy the proxy is given the name, so that only it needs to know the way."""
    site.publish("/feed", [an_entry()])
    asked: list[bytes] = []
    server = await asyncio.start_server(lambda r, w: _socks(r, w, site.port, asked), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, a_fetcher(FakeResolver(), proxy=SecretStr(f"{scheme}://127.0.0.1:{port}")) as fetcher:
        feed = a_feed(site.url("/feed", host="hidden.onion"), allow_private=False)
        assert b"<rss" in (await whole(fetcher, feed)).body
    assert asked == [b"hidden.onion"]


async def _socks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, asked: list[bytes]) -> None:
    """As much of a SOCKS server as one request needs: it leads everybody to the same port here."""
    version = (await reader.readexactly(1))[0]
    if version == 5:
        await reader.readexactly((await reader.readexactly(1))[0])
        writer.write(b"\x05\x00")
        await reader.readexactly(4)
        asked.append(await reader.readexactly((await reader.readexactly(1))[0]))
        await reader.readexactly(2)
        writer.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
    else:
        await reader.readexactly(7)
        await reader.readuntil(b"\0")
        asked.append((await reader.readuntil(b"\0"))[:-1])
        writer.write(b"\x00\x5a" + bytes(6))
    site_reader, site_writer = await asyncio.open_connection("127.0.0.1", port)
    site_writer.write(await reader.readuntil(b"\r\n\r\n"))
    writer.write(await site_reader.read())
    for one in (writer, site_writer):
        one.close()
        await one.wait_closed()


@pytest.mark.parametrize("proxy", ["socks9://127.0.0.1:1080", "127.0.0.1:8080", "http://desk:hidden@:x", "socks5://h"])
async def test_a_proxy_that_is_none_is_said_without_its_secret(site: FakeSite, proxy: str) -> None:
    """A proxy URL that cannot be used is an error that does not repeat it, for it may hold a password."""
    async with a_fetcher(proxy=SecretStr(proxy)) as fetcher:
        message = (await refusal(fetcher, a_feed(site.url("/feed")))).message
    assert "proxy" in message
    assert "hidden" not in message
    assert not site.requests


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_that_is_down_is_named_as_such(scheme: str) -> None:
    """It is the proxy that fails, not the publisher: the operator must look elsewhere."""
    async with FakeSite() as closed:
        proxy = f"{scheme}://desk:hidden@127.0.0.1:{closed.port}"
    async with a_fetcher(FakeResolver(), proxy=SecretStr(proxy)) as fetcher:
        message = (await refusal(fetcher, a_feed("http://news.test/feed"))).message
    assert "the proxy cannot be reached" in message
    assert "hidden" not in message
