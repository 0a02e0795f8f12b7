"""The pool of children: what a body does to its child reaches nobody else."""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from io import BytesIO

import pytest

from daemon.errors import ParseError
from daemon.feeds import parse
from daemon.feeds.asked import Asked
from daemon.feeds.frames import LENGTH, frame
from daemon.feeds.parse import Parsed, Parser
from daemon.feeds.parser_child import READY, serve
from tests.helpers.build import NOW, an_entry
from tests.helpers.site import atom, rss

EMAIL_BOMB = b"<rss version='2.0'><channel><item><author>a@" + b"a." * 60_000 + b"</author></item></channel></rss>"


@pytest.fixture
async def parser() -> AsyncIterator[Parser]:
    """One child, with little patience."""
    pool = Parser(1, seconds=0.7)
    yield pool
    await pool.close()


async def parsed(parser: Parser, body: bytes, *, content_type: str | None = None) -> Parsed:
    """What a pool makes of a body."""
    return await parser.parse(body, feed="wire", url="https://example.org/feed", content_type=content_type)


async def test_entries_come_back_as_published(parser: Parser) -> None:
    """RSS and Atom give the same entries, in the document's order, dates in aware UTC."""
    entries = (an_entry(guid="1", body="<p>all of it</p>", categories=("air",)), an_entry(guid="2", published=None))
    for document in (rss(entries, title="Feed"), atom(entries, title="Feed")):
        found = await parsed(parser, document)
        assert found.title == "Feed"
        assert not found.truncated
        assert [(one.guid, one.url, one.title, one.summary) for one in found.entries] == [
            (one.guid, one.url, one.title, one.summary) for one in entries
        ]
        assert found.entries[0].published == NOW
        assert found.entries[0].body == "<p>all of it</p>"
        assert found.entries[0].categories == ("air",)
    assert found.entries[1].published is None


async def test_json_feeds_are_parsed_too(parser: Parser) -> None:
    """A JSON Feed is known by its content, not its content type."""
    body = (
        b'{"version": "https://jsonfeed.org/version/1.1", "language": "fr", "items": [{"id": "1", "title": "a & b"}]}'
    )
    found = await parsed(parser, body, content_type="text/plain")
    assert (found.language, found.entries[0].title) == ("fr", "a &amp; b")


async def test_a_document_that_breaks_off_keeps_its_whole_items(parser: Parser) -> None:
    """P16: whole items are taken, the partial one is not, and the document is known to be cut."""
    body = rss([an_entry(guid=str(n)) for n in range(20)])
    for cut in (body.index(b"</guid>", 3_000), len(body) - 30):
        found = await parsed(parser, body[:cut])
        assert found.truncated
        assert [one.guid for one in found.entries] == [str(n) for n in range(body[:cut].count(b"</item>"))]


@pytest.mark.parametrize("body", [b"", b"<html><title>Sign in</title></html>", b'{"error": 1}', b"nothing"])
async def test_what_is_no_feed_is_a_parse_error(parser: Parser, body: bytes) -> None:
    """F11, P13: login pages, JSON errors and empty bodies are errors of their feed, with a reason."""
    with pytest.raises(ParseError, match=r"^wire: not a feed: ") as caught:
        await parsed(parser, body)
    assert not caught.value.crashed


async def test_a_body_that_takes_too_long_is_given_up(parser: Parser) -> None:
    """P5, H6: the child is killed at its deadline, and the next feed meets a healthy one."""
    started = time.monotonic()
    with pytest.raises(ParseError, match=r"longer than 0\.7 s") as caught:
        await parsed(parser, EMAIL_BOMB)
    assert caught.value.crashed
    assert time.monotonic() - started < 8
    assert (await parsed(parser, rss([an_entry()]))).entries


async def test_other_children_go_on_while_one_hangs() -> None:
    """P5: a bomb in one child delays no feed that another child parses."""
    pool = Parser(2, seconds=3)
    try:
        bomb = asyncio.create_task(parsed(pool, EMAIL_BOMB))
        assert all([(await parsed(pool, rss([an_entry()]))).entries for _ in range(10)])
        assert not bomb.done()
        bomb.cancel()
        await asyncio.gather(bomb, return_exceptions=True)
        assert (await parsed(pool, rss([an_entry()]))).entries
    finally:
        await pool.close()


async def test_slow_documents_give_their_place_to_the_next() -> None:
    """P5, L3: bombs hold every place, and healthy feeds are parsed by other children, of which there are few."""
    pool = Parser(1, seconds=60, slow_after=0.1)
    bombs = [asyncio.create_task(parsed(pool, EMAIL_BOMB)) for _ in range(2)]
    try:
        assert all([(await parsed(pool, rss([an_entry()]))).entries for _ in range(3)])
        assert not any(bomb.done() for bomb in bombs)
        assert len(pool._children) == 3
    finally:
        for bomb in bombs:
            bomb.cancel()
        await asyncio.gather(*bombs, return_exceptions=True)
        await pool.close()


BOMBS = {
    "P6": b"<description>&lt;a style=&quot;" + b"url(" * 20_000 + b"</description>",
    "P6 comments": b"<description>" + b"<!--" * 40_000 + b"</description>",
    "P7": b"<category>x</category>" * 2_900,
    "P7 entries": (b"<category>x</category>" * 2_900 + b"</item><item>") * 30,
    "P11": b"<title>" + b"&#99999999999;" * 9_000 + b"<b></title>",
}


@pytest.mark.parametrize("name", BOMBS)
async def test_bombs_end_within_the_deadline(parser: Parser, name: str) -> None:
    """P6, P7, P11: what passes the guards is parsed, refused or given up in time."""
    body = b"<rss version='2.0'><channel><item>" + BOMBS[name] + b"</item></channel></rss>"
    started = time.monotonic()
    with suppress(ParseError):
        await parsed(parser, body)
    assert time.monotonic() - started < 8


async def test_memory_is_limited() -> None:
    """P1, H7: a body that needs more memory than a child may have is an error of its feed alone."""
    pool = Parser(1, memory_bytes=192 * 1024 * 1024)
    try:
        with pytest.raises(ParseError, match=r"memory|crashed") as caught:
            await parsed(pool, rss([an_entry(title="x" * 30_000_000)]))
        assert caught.value.crashed
        assert (await parsed(pool, rss([an_entry()]))).entries
    finally:
        await pool.close()


async def test_a_child_that_dies_is_replaced(parser: Parser) -> None:
    """H5: a child that crashed, or was killed from outside, costs no feed but the one it had."""
    await parsed(parser, rss([an_entry()]))
    (child,) = parser._children
    os.kill(child._process.pid, 9)
    await child._process.wait()
    assert (await parsed(parser, rss([an_entry()]))).entries


async def test_children_are_recycled(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a parser leaks over thousands of feeds ends with its child."""
    monkeypatch.setattr(parse, "RECYCLED_AFTER", 2)
    seen = set()
    for _ in range(5):
        await parsed(parser, rss([an_entry()]))
        seen |= {child._process.pid for child in parser._children}
    assert len(parser._children) <= 1
    assert len(seen) >= 2


def test_a_child_that_holds_much_memory_ends_after_its_answer() -> None:
    """A heap in bits and pieces is given back to the system, and the answer is not lost."""
    request = frame(json.dumps(Asked(url="https://e.org/").header()).encode()) + frame(rss([an_entry()]))
    source, sink = BytesIO(request * 2), BytesIO()
    serve(source, sink, alarm_seconds=5, spent_bytes=0)
    sink.seek(0)
    ready, answered, rest = (sink.read(LENGTH.unpack(sink.read(LENGTH.size) or bytes(4))[0]) for _ in range(3))
    assert ready == READY
    assert json.loads(answered)["spent"]
    assert len(json.loads(answered)["entries"]) == 1
    assert not rest


async def test_there_is_no_room_while_many_bodies_wait(parser: Parser) -> None:
    """Bodies that wait for a child are bounded: whoever asks for room waits until one of them is done."""
    bodies = [asyncio.create_task(parsed(parser, rss([an_entry()]))) for _ in range(parse.BODIES_A_WORKER - 1)]
    await asyncio.sleep(0)
    await asyncio.wait_for(parser.room(), 0.1)
    bodies.append(asyncio.create_task(parsed(parser, EMAIL_BOMB)))
    await asyncio.sleep(0)
    room = asyncio.create_task(parser.room())
    await asyncio.sleep(0)
    assert not room.done()
    await asyncio.gather(*bodies[:-1])
    await asyncio.wait_for(room, 1)
    with pytest.raises(ParseError):
        await bodies[-1]


async def test_a_child_can_be_killed_in_the_middle_of_its_answer() -> None:
    """H6: a deadline that falls into a long answer costs that feed, not the place of its child for ever."""
    pool = Parser(1)
    try:
        task = asyncio.create_task(parsed(pool, rss([an_entry(title="word " * 2_000_000)])))
        async with asyncio.timeout(30):
            while not any(len(child._out._buffer) > 500_000 for child in pool._children):  # noqa: ASYNC110 no event tells
                await asyncio.sleep(0)
        task.cancel()
        async with asyncio.timeout(10):
            await asyncio.gather(task, return_exceptions=True)
            assert (await parsed(pool, rss([an_entry()]))).entries
    finally:
        await pool.close()


async def test_too_large_a_body_never_reaches_a_child(parser: Parser) -> None:
    """P9: there is a size beyond which nothing is even looked at."""
    with pytest.raises(ParseError, match="larger than"):
        await parsed(parser, b" " * (64 * 1024 * 1024 + 1))
    assert not parser._children


async def test_children_know_no_secrets(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    """A publisher's bytes never share a process with our environment."""
    monkeypatch.setenv("TELEGRAM_TOKEN", "1234:secret")
    assert "TELEGRAM_TOKEN" not in parse._environment()
    assert (await parsed(parser, rss([an_entry()]))).entries


async def test_a_closed_pool_leaves_no_process() -> None:
    """Closing ends the children at work, too."""
    pool = Parser(1)
    await parsed(pool, rss([an_entry()]))
    (child,) = pool._children
    task = asyncio.create_task(parsed(pool, EMAIL_BOMB))
    for _ in range(5):
        await asyncio.sleep(0)
    assert not task.done()
    await pool.close()
    assert not child.alive
    with pytest.raises(ParseError):
        await task
