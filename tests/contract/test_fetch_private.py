"""No way into private networks: every hop, every disguise, at the moment of dialling."""

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from daemon.config import Feed, Poll
from daemon.errors import FetchError
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.model import FeedState
from daemon.network import PrivateAddressError, guarded_socket
from tests.helpers.build import an_entry
from tests.helpers.names import FakeResolver
from tests.helpers.site import FakeSite
from tests.unit.feeds.test_address import PRIVATE

NEW = FeedState(feed="wire")
PUBLIC = "93.184.216.34"


@pytest.fixture
async def site() -> AsyncIterator[FakeSite]:
    """A server inside the private network, which a feed may try to reach through us."""
    async with FakeSite() as inner:
        inner.publish("/feed", [an_entry()])
        yield inner


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that somebody tried to connect to; all of them are refused."""
    addresses: list[str] = []

    def connect(_: socket.socket, address: Any) -> None:
        addresses.append(address[0])
        raise ConnectionRefusedError(111, "refused by the test")

    monkeypatch.setattr(socket.socket, "connect", connect)
    return addresses


async def message(url: str, resolver: FakeResolver, **over: Any) -> str:
    """Why a feed at this URL cannot be fetched."""
    fetcher = Fetcher(Poll(**over), contact="", resolver=resolver)
    try:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(Feed(id="wire", url=url), NEW)
    finally:
        await fetcher.close()
    return caught.value.message


@pytest.mark.parametrize("address", [one for one in PRIVATE if one.count(".") == 3 or one.count(":") > 1])
async def test_names_that_lead_inside_are_never_dialled(address: str, dialled: list[str]) -> None:
    """F3: whatever form of a private address a name resolves to, no socket is opened."""
    said = await message("http://inner.test/feed", FakeResolver(inner_test=address))
    assert said == f"address in a private network ({address})"
    assert dialled == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
    ],
)
async def test_addresses_in_the_url_are_never_dialled(host: str, dialled: list[str]) -> None:
    """F3: the same for an address that stands in the URL itself; no name service is asked."""
    resolver = FakeResolver()
    said = await message(f"http://{host}/feed", resolver)
    assert said.startswith(("address in a private network", "the URL's host is"))
    assert (dialled, resolver.asked) == ([], [])


@pytest.mark.parametrize("host", ["2130706433", "0177.0.0.1", "127.1", "0"])
async def test_unusual_spellings_never_reach_a_resolver(host: str, dialled: list[str]) -> None:
    """F3: numbers that system resolvers take for addresses are refused before anybody is asked."""
    resolver = FakeResolver()
    assert "unusual spelling" in await message(f"http://{host}/feed", resolver)
    assert (dialled, resolver.asked) == ([], [])


async def test_a_name_that_changes_its_answer_gains_nothing(dialled: list[str]) -> None:
    """F2: it is the address that would be dialled that is checked, at every connection anew."""
    resolver = FakeResolver(rebind_test=[[PUBLIC], ["127.0.0.1"]])
    fetcher = Fetcher(Poll(), contact="", resolver=resolver)
    said = []
    for _ in range(2):
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(Feed(id="wire", url="http://rebind.test/feed"), NEW)
        said.append(caught.value.message)
    await fetcher.close()
    assert said == ["connection refused", "address in a private network (127.0.0.1)"]
    assert dialled == [PUBLIC]


@pytest.mark.parametrize("order", [[PUBLIC, "127.0.0.1", "::1"], ["::1", "10.0.0.1", PUBLIC]])
async def test_of_several_addresses_only_the_private_ones_are_refused(order: list[str], dialled: list[str]) -> None:
    """F2: one bad address in an answer refuses that address, and the others are tried."""
    await message("http://mixed.test/feed", FakeResolver(mixed_test=order))
    assert set(dialled) == {PUBLIC}


async def test_redirects_do_not_lead_inside(site: FakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """F1: a redirect from a public host to an inner address or name is refused, and no byte of it is read."""
    async with FakeSite() as outer:
        resolver = FakeResolver(inner_test="127.0.0.1")
        # A public address cannot be served in a test: for this one, the outer site's loopback address counts as public.
        monkeypatch.setattr("daemon.network.is_private", lambda address: address != "127.0.0.9")
        real = socket.socket.connect
        monkeypatch.setattr(socket.socket, "connect", lambda sock, _: real(sock, ("127.0.0.1", outer.port)))
        resolver.add("outer.test", "127.0.0.9")
        for target in (site.url("/feed"), site.url("/feed", host="inner.test"), "http://169.254.169.254/latest/"):
            outer.redirect("/feed", target)
            said = await message(outer.url("/feed", host="outer.test"), resolver)
            assert said.startswith("address in a private network")
    assert len(outer.requests) == 3
    assert site.requests == []


async def test_an_allowed_feed_may_lead_inside(site: FakeSite) -> None:
    """`allow_private` opens the inner network for that feed, and for no other that shares the fetcher."""
    fetcher = Fetcher(Poll(), contact="", resolver=FakeResolver(inner_test="127.0.0.1"))
    url = site.url("/feed", host="inner.test")
    assert isinstance(await fetcher.fetch(Feed(id="a", url=url, allow_private=True), NEW), Fetched)
    with pytest.raises(FetchError, match="private network"):
        await fetcher.fetch(Feed(id="b", url=url), NEW)
    await fetcher.close()
    assert len(site.requests) == 1


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_a_proxy_is_no_way_inside(scheme: str, site: FakeSite) -> None:
    """F1, F3: a proxy is not asked for a literal inner address, nor for a name that resolves to one here."""
    resolver = FakeResolver(inner_test=[PUBLIC, "10.0.0.1"])
    proxy = SecretStr(f"{scheme}://127.0.0.1:{site.port}")
    for url in ("http://169.254.169.254/", "http://[::1]/", "http://inner.test/"):
        assert (await message(url, resolver, proxy=proxy)).startswith("address in a private network")
    assert site.requests == []


def test_the_socket_is_refused_before_it_exists() -> None:
    """F2: the guard judges what `getaddrinfo` gave, and makes sockets for public addresses only."""
    with pytest.raises(PrivateAddressError):
        guarded_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80)))
    with guarded_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC, 80))) as made:
        assert made.family == socket.AF_INET
