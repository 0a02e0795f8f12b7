"""What a fetch may cost, whatever the publisher does: size, time, memory."""

import asyncio
import gzip
import time
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta

import brotli
import pytest
import zstandard

from daemon.config import Feed, Poll
from daemon.errors import FetchError
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.model import FeedState
from tests.helpers.build import an_entry
from tests.helpers.site import Answer, FakeSite, rss

NEW = FeedState(feed="wire")
MIB = 1024 * 1024
BODY = rss([an_entry(guid=str(n)) for n in range(20)])


@pytest.fixture
async def site() -> AsyncIterator[FakeSite]:
    """A publisher."""
    async with FakeSite() as publisher:
        yield publisher


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher with little patience, and one place."""
    one = Fetcher(Poll(timeout=timedelta(seconds=1), max_body=MIB, concurrency=1), contact="")
    yield one
    await one.close()


async def reason(fetcher: Fetcher, site: FakeSite, answer: Answer) -> str:
    """Why the answer is not taken; afterwards a healthy feed must be fetched as ever."""
    site.serve("/bad", answer)
    site.serve("/good", Answer(body=BODY))
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(Feed(id="bad", url=site.url("/bad"), allow_private=True), NEW)
    healthy = await fetcher.fetch(Feed(id="good", url=site.url("/good"), allow_private=True), NEW)
    assert isinstance(healthy, Fetched)
    assert healthy.body == BODY
    return caught.value.message


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(BODY)),
        ("deflate", zlib.compress(BODY)),
        ("br", brotli.compress(BODY)),
        ("zstd", zstandard.compress(BODY)),
        ("identity", BODY),
    ],
)
@pytest.mark.parametrize("chunked", [False, True])
async def test_compressed_bodies_are_decoded(
    site: FakeSite, fetcher: Fetcher, encoding: str, body: bytes, *, chunked: bool
) -> None:
    """Each encoding that we ask for gives the document, with and without chunks."""
    site.serve("/feed", Answer(body=body, headers={"Content-Encoding": encoding}, chunked=chunked))
    answer = await fetcher.fetch(Feed(id="wire", url=site.url("/feed"), allow_private=True), NEW)
    assert isinstance(answer, Fetched)
    assert answer.body == BODY


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", gzip.compress(bytes(200 * MIB))),
        ("deflate", zlib.compress(bytes(200 * MIB))),
        ("br", brotli.compress(bytes(200 * MIB), quality=5)),
        ("zstd", zstandard.compress(bytes(200 * MIB))),
    ],
)
async def test_bombs_stop_at_the_cap(site: FakeSite, fetcher: Fetcher, encoding: str, bomb: bytes) -> None:
    """F8: a bomb is given up at the cap, in a fraction of a second, and the slot is free again."""
    started = time.process_time()
    said = await reason(fetcher, site, Answer(body=bomb, headers={"Content-Encoding": encoding}))
    assert said == "the body is larger than 1 MiB"
    assert time.process_time() - started < 0.8


async def test_stacked_encodings_are_refused(site: FakeSite, fetcher: Fetcher) -> None:
    """F8: more than one content encoding is refused before a byte is decoded."""
    twice = gzip.compress(gzip.compress(BODY))
    said = await reason(fetcher, site, Answer(body=twice, headers={"Content-Encoding": "gzip, gzip"}))
    assert said == "more than one content encoding"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b"x" * 65_536, endless=True),
        Answer(body=b"x" * 65_536, endless=True, chunked=True),
        Answer(body=b"x" * (MIB + 1)),
        Answer(body=b"x", content_length=10**12),
        Answer(body=b"x" * (MIB + 1), content_length=None),
        # What decodes to next to nothing is bounded by what was sent.
        Answer(body=gzip.compress(BODY) + bytes(65_536), headers={"Content-Encoding": "gzip"}, endless=True),
        Answer(body=b"\x00\x00\x00\xff\xff" * 9_000, headers={"Content-Encoding": "deflate"}, endless=True),
    ],
)
async def test_bodies_without_end_stop_at_the_cap(site: FakeSite, fetcher: Fetcher, answer: Answer) -> None:
    """F10: an endless or announced too large body is given up."""
    assert await reason(fetcher, site, answer) == "the body is larger than 1 MiB"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=BODY, close_at=500),
        Answer(body=BODY, content_length=len(BODY) + 100),
        Answer(body=BODY, close_at=500, chunked=True),
        Answer(body=BODY, reset_at=500),
        Answer(body=BODY, reset_at=500, chunked=True),
        Answer(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss/\r\nzz\r\n>\r\n0\r\n\r\n"),
        Answer(body=gzip.compress(BODY)[:-20], headers={"Content-Encoding": "gzip"}, content_length=None),
    ],
)
async def test_short_and_broken_bodies_are_errors(site: FakeSite, fetcher: Fetcher, answer: Answer) -> None:
    """F10: a body that is shorter than announced, reset, or broken in its chunks is never taken for whole."""
    said = await reason(fetcher, site, answer)
    assert "broke" in said or "breaks off" in said or "not HTTP" in said


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=BODY, drip=0.05),
        Answer(body=BODY, delay=30),
        Answer(body=BODY, drip=0.05, chunked=True),
        Answer(raw=b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 3, delay=0),
    ],
)
async def test_slow_publishers_are_given_up(site: FakeSite, fetcher: Fetcher, answer: Answer) -> None:
    """F9: drips, silence and headers that break off end at the deadline at the latest, and free their slot."""
    started = time.monotonic()
    said = await reason(fetcher, site, answer)
    assert time.monotonic() - started < 3
    assert "timed out after 1 s" in said or "silent for 1 s" in said or "without an answer" in said


async def test_headers_without_end_are_refused(site: FakeSite, fetcher: Fetcher) -> None:
    """F9: neither one endless header nor endless headers are read for ever."""
    for raw in (
        b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 500_000,
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 50_000,
    ):
        assert "not HTTP that can be understood" in await reason(fetcher, site, Answer(raw=raw))


async def test_long_but_honest_headers_are_read(site: FakeSite, fetcher: Fetcher) -> None:
    """A content security policy of 20 KB is not a reason to miss news."""
    site.serve("/feed", Answer(body=BODY, headers={"Content-Security-Policy": "a" * 20_000}))
    await fetcher.fetch(Feed(id="wire", url=site.url("/feed"), allow_private=True), NEW)


async def test_the_deadline_covers_all_redirects(site: FakeSite, fetcher: Fetcher) -> None:
    """F6, F9: five slow redirects do not get five deadlines."""
    site.serve("/loop", Answer(status=302, headers={"Location": "/loop"}, delay=0.4))
    started = time.monotonic()
    with pytest.raises(FetchError, match="timed out after 1 s"):
        await fetcher.fetch(Feed(id="wire", url=site.url("/loop"), allow_private=True), NEW)
    assert time.monotonic() - started < 2


async def test_waiting_for_a_turn_is_not_the_publishers_fault(site: FakeSite, fetcher: Fetcher) -> None:
    """F9, L2: the deadline runs while a publisher is busy with us, not while we wait for a slot."""
    site.serve("/feed", Answer(body=BODY, delay=0.4))
    feeds = [Feed(id=f"f{n}", url=site.url("/feed"), allow_private=True) for n in range(4)]
    answers = await asyncio.gather(*(fetcher.fetch(feed, NEW) for feed in feeds))
    assert all(isinstance(answer, Fetched) for answer in answers)


async def test_a_cancelled_fetch_frees_its_slot(site: FakeSite, fetcher: Fetcher) -> None:
    """F9: a fetch that is dropped, as at a stop, holds nothing."""
    site.serve("/slow", Answer(body=BODY, delay=30))
    site.serve("/feed", Answer(body=BODY))
    task = asyncio.create_task(fetcher.fetch(Feed(id="slow", url=site.url("/slow"), allow_private=True), NEW))
    await site.arrived.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert isinstance(await fetcher.fetch(Feed(id="wire", url=site.url("/feed"), allow_private=True), NEW), Fetched)


async def test_nothing_is_asked_for_while_there_is_no_room(site: FakeSite) -> None:
    """Bodies that nobody parses yet are bounded: a fetch waits for room, which is no part of its time."""
    site.serve("/feed", Answer(body=BODY))
    room = asyncio.Event()

    async def wait_for_room() -> None:
        await room.wait()

    fetcher = Fetcher(Poll(timeout=timedelta(seconds=1)), contact="", room=wait_for_room)
    try:
        fetch = asyncio.create_task(fetcher.fetch(Feed(id="wire", url=site.url("/feed"), allow_private=True), NEW))
        await asyncio.wait([fetch], timeout=1.2)
        assert not fetch.done()
        assert not site.asked("/feed")
        room.set()
        assert isinstance(await fetch, Fetched)
    finally:
        await fetcher.close()
