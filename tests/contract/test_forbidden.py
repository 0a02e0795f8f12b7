"""No spelling of a forbidden address, by whatever way in, makes a socket connect by whatever way out."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from daemon.pipeline.discover import MAX_TRIED
from tests.helpers.forbidden import PUBLIC, SPELLINGS, Wiretap
from tests.helpers.site import Answer, FakeSite, Request
from tests.helpers.story import Story
from tests.helpers.ways_out import WAYS_OUT, WayOut

#: Way out -> what its server says when it takes something.
TAKEN = {
    "slack": b'{"ok": true, "channel": "C0123456789", "ts": "1.2"}',
    "matrix": b'{"event_id": "$1"}',
}
SETTINGS = "look_again: 24h\npoll: {interval: 5m, per_host_pause: 0s}\n"
ADDRESSES = sorted(set(SPELLINGS.values()))


def means(name: str) -> list[str]:
    """What a careless system's resolver takes a spelling for."""
    shown = {host.strip("[]"): address for host, address in SPELLINGS.items()}
    return [shown.get(name.lower(), shown.get(name, "127.0.0.1"))] if name != "outer.test" else [PUBLIC]


class Outer(FakeSite):
    """A public server that answers for whatever stands below /feed as for it: APIs put their methods there."""

    def _answer(self, request: Request) -> Answer:
        return super()._answer(replace(request, path="/feed") if request.path.startswith("/feed/") else request)


@pytest.fixture
def way_out(request: pytest.FixtureRequest) -> WayOut:
    """A way out of the registry."""
    return WAYS_OUT[request.param]


def _breaches(tap: Wiretap) -> list[str]:
    return [address for address in tap.dialled if address != PUBLIC]


def test_there_are_many_spellings() -> None:
    """G10: at least 64 forms of addresses, of all kinds, are tried by every way in and out."""
    assert len(SPELLINGS) >= 64
    assert len(ADDRESSES) >= 32


@pytest.mark.parametrize("way_out", WAYS_OUT, indirect=True)
async def test_no_spelling_in_a_url_is_dialled(way_out: WayOut) -> None:
    """F3, F4: written into the URL itself, no form of a private address reaches a socket."""
    tap = Wiretap(means)
    with tap.listening():
        for host in SPELLINGS:
            for scheme in ("http", "https"):
                assert not await way_out(f"{scheme}://{host}/feed")
    assert tap.dialled == []


@pytest.mark.parametrize("way_out", WAYS_OUT, indirect=True)
async def test_no_redirect_leads_to_one(way_out: WayOut) -> None:
    """F1, F3, F4: named in a redirect of a public server, no form of a private address reaches a socket."""
    tap = Wiretap(means)
    async with Outer() as outer, FakeSite() as canary:
        tap.public = ("127.0.0.1", outer.port)
        with tap.listening():
            for host in SPELLINGS:
                location = f"http://{host}:{canary.port}/feed".encode("utf-8", "replace")
                outer.serve("/feed", Answer(raw=b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\n\r\n"))
                assert not await way_out(f"http://outer.test:{outer.port}/feed")
        assert len(outer.requests) == len(SPELLINGS)
        assert canary.requests == []
    assert set(tap.dialled) == {PUBLIC}


@pytest.mark.parametrize("way_out", WAYS_OUT, indirect=True)
async def test_no_name_leads_to_one(way_out: WayOut) -> None:
    """F3: given by the name service, no private address reaches a socket."""
    for address in ADDRESSES:
        tap = Wiretap(lambda _, address=address: [address])
        with tap.listening():
            assert not await way_out("http://inner.test/feed")
        assert (tap.asked, tap.dialled) == (["inner.test"], [])


@pytest.mark.parametrize("way_out", WAYS_OUT, indirect=True)
@pytest.mark.parametrize("first", ["public", "private"])
async def test_no_rebinding_leads_to_one(way_out: WayOut, first: str) -> None:
    """F2: a name that gives another answer at each question never gets its private one dialled."""
    for address in ADDRESSES:
        answers = _in_turn([PUBLIC, address] if first == "public" else [address, PUBLIC])
        tap = Wiretap(lambda _, answers=answers: [next(answers)])
        with tap.listening():
            for _ in range(4):
                assert not await way_out("http://rebind.test/feed")
        assert _breaches(tap) == []
        assert tap.dialled


@pytest.mark.parametrize("way_out", WAYS_OUT, indirect=True)
@pytest.mark.parametrize("order", [1, -1])
async def test_no_mixed_answer_leads_to_one(way_out: WayOut, order: int) -> None:
    """F2: of an answer with public and private addresses only the public ones reach a socket."""
    for address in ADDRESSES:
        tap = Wiretap(lambda _, address=address: [PUBLIC, address][::order])
        with tap.listening():
            assert not await way_out("http://mixed.test/feed")
        assert set(tap.dialled) == {PUBLIC}


async def test_no_page_leads_to_one() -> None:
    """F3, F4: named by a page as its feed, or by robots.txt as a sitemap, no private address reaches a socket."""
    tap = Wiretap(means)
    hosts = list(SPELLINGS)
    async with FakeSite() as outer, FakeSite() as canary:
        tap.public = ("127.0.0.1", outer.port)
        with tap.listening():
            for start in range(0, len(hosts), MAX_TRIED):
                urls = [f"http://{host}:{canary.port}/feed" for host in hosts[start : start + MAX_TRIED]]
                links = "".join(
                    f'<link rel="alternate" type="application/rss+xml" href={quoteattr(one)}>' for one in urls
                )
                outer.serve("/", Answer(body=f"<html><head>{links}</head></html>".encode("utf-8", "replace")))
                maps = "".join(f"Sitemap: {one}\n" for one in urls[:2])
                outer.serve("/robots.txt", Answer(body=maps.encode("utf-8", "replace")))
                assert not await WAYS_OUT["discovery"](f"http://outer.test:{outer.port}/")
        assert len(outer.asked("/robots.txt")) > len(hosts) // MAX_TRIED
        assert canary.requests == []
    assert set(tap.dialled) == {PUBLIC}


@pytest.mark.parametrize("way_out", WAYS_OUT, indirect=True)
async def test_a_public_server_is_reached(way_out: WayOut) -> None:
    """The wire-tap works: a public server is dialled, and answers."""
    tap = Wiretap(means)
    async with Outer() as outer:
        tap.public = ("127.0.0.1", outer.port)
        outer.serve("/feed", Answer(body=TAKEN.get(way_out.__name__, b"<rss/>")))
        with tap.listening():
            assert await way_out(f"http://outer.test:{outer.port}/feed")
    assert tap.dialled == [PUBLIC]


def _in_turn(addresses: list[str]) -> "Iterable[str]":
    """The addresses again and again."""
    while True:
        yield from addresses


async def test_no_item_leads_to_one(tmp_path: Path) -> None:
    """C12, F3, F4: nothing that an item names is dialled there: its page, its pictures, its files; pictures nowhere.

    Every item matches, so that its article is fetched and its page looked at again, through the whole daemon.
    """
    tap = Wiretap(means)
    async with FakeSite() as outer, FakeSite() as canary:
        tap.public, public = ("127.0.0.1", outer.port), f"http://outer.test:{outer.port}"
        feed = f"  - {{id: press, url: '{public}/press', name: Press, full_text: always, interval: 60s}}\n"
        story = Story(tmp_path, outer, feeds=(), settings=SETTINGS, other_feeds=feed)
        entries = [
            story.entry(
                f"Explosion number {number} in a district",
                url=f"http://{host}:{canary.port}/story",
                summary=escape(f'<img src="http://{host}:{canary.port}/body.png">'),
                thumbnail=f"http://{host}:{canary.port}/picture.png",
            )
            for number, host in enumerate(SPELLINGS)
            if "\x00" not in host  # no XML can hold it
        ]
        entries += [story.entry("Explosion at the pier", url=f"{public}/pier", thumbnail=f"{public}/pier.png")]
        outer.serve("/pier", Answer(body=b"<html><h1>Explosion at the pier</h1></html>"))
        with tap.listening():
            await story.begin()
            outer.publish("/press", entries)
            await story.poll()
            for _ in range(8):
                await story.pass_time(minutes=20)
            told = len(story.desk.messages)
            await story.end()
        assert told > 0
        assert {one.path for one in outer.requests} == {"/press", "/pier"}
        assert canary.requests == []
    assert set(tap.dialled) == {PUBLIC}
