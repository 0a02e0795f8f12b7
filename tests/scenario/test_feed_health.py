"""Every state of a feed, reached over HTTP with a moved clock; what operators hear of it, once; and when it is over."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.errors import ParseError
from daemon.model import FeedHealth
from tests.helpers.site import Answer, FakeSite, rss
from tests.helpers.story import Story

MANY = tuple(f"feed{n}" for n in range(12))


def told(story: Story) -> list[str]:
    """The subjects of what the operators got."""
    return [message.facts["title"] for message in story.ops.messages]


@pytest.fixture
async def many(tmp_path: Path) -> AsyncIterator[Story]:
    """A desk of twelve feeds whose baseline is behind it."""
    async with FakeSite() as site:
        story = Story(tmp_path, site, feeds=MANY)
        for feed in MANY:
            site.publish(f"/{feed}", [story.entry("Library lends out its first telescope")])
        await story.begin()
        await story.poll()
        yield story
        await story.end()


async def test_live_and_not_modified(story: Story) -> None:
    """A poll that brings a document is live, one that brings the word that nothing changed is not modified."""
    assert (await story.state()).health is FeedHealth.LIVE
    await story.poll()
    assert (await story.state()).health is FeedHealth.NOT_MODIFIED
    story.publish("Explosion in Mosul")
    await story.poll()
    assert (await story.state()).health is FeedHealth.LIVE


async def test_a_feed_without_entries_is_empty(story: Story) -> None:
    """A feed that shows nothing at all is empty, also when it says that nothing changed; no gap is seen after it."""
    story.site.publish("/wire", [])
    await story.poll()
    await story.poll()
    assert (await story.state()).health is FeedHealth.EMPTY
    story.site.publish("/wire", [story.entry("Explosion in Mosul")])
    assert len(await story.poll()) == 1
    assert told(story) == []


async def test_malformed_but_readable(story: Story) -> None:
    """A document that breaks the rules of XML and can be read alerts, and is malformed."""
    body = rss([story.entry("Explosion in Mosul")]).replace(b"<description>News", b"<description>News & more <br>", 1)
    story.site.serve("/wire", Answer(body=body))
    assert len(await story.poll()) == 1
    state = await story.state()
    assert state.health is FeedHealth.MALFORMED
    assert state.flaw is not None


async def test_moved_after_three_redirects(story: Story) -> None:
    """F6: permanent redirects to the same place make a feed moved at the third poll, told once."""
    story.site.publish("/new", [story.entry("Library closes early")])
    story.site.redirect("/wire", story.site.url("/new"), status=301)
    states = []
    for _ in range(4):
        await story.poll()
        states.append((await story.state()).health)
    assert states[:2] == [FeedHealth.LIVE, FeedHealth.NOT_MODIFIED]
    assert states[2:] == [FeedHealth.MOVED, FeedHealth.MOVED]
    assert told(story).count("Feed The Wire has moved") == 1


@pytest.mark.parametrize(
    ("answer", "health", "error"),
    [
        (Answer(status=500), FeedHealth.FAILING, "HTTP 500"),
        (Answer(status=403), FeedHealth.FORBIDDEN, "HTTP 403"),
        (Answer(status=401), FeedHealth.FORBIDDEN, "HTTP 401"),
        (Answer(status=429), FeedHealth.RATE_LIMITED, "HTTP 429"),
        (Answer(status=503, headers={"Retry-After": "60"}), FeedHealth.RATE_LIMITED, "HTTP 503"),
        (Answer(status=504), FeedHealth.TIMEOUT, "HTTP 504"),
        (Answer(body=b"<html><title>Sign in</title></html>"), FeedHealth.NOT_A_FEED, "a login page"),
        (Answer(body=b"<html><p>Checking your browser</p></html>"), FeedHealth.NOT_A_FEED, "a captcha page"),
        (Answer(body=b"  "), FeedHealth.NOT_A_FEED, "empty body"),
    ],
)
async def test_failures_have_their_states(story: Story, answer: Answer, health: FeedHealth, error: str) -> None:
    """F11, F14: what kept a feed from being read is its state; five in a row are told once, and so is its return."""
    story.site.serve("/wire", answer)
    for _ in range(7):
        await story.poll()
    state = await story.state()
    assert state.health is health
    assert error in (state.last_error or "")
    assert len(told(story)) == 1
    story.publish("Explosion in Mosul")
    await story.poll()
    assert told(story)[1:] == ["Feed The Wire is back"]


async def test_a_server_that_stays_silent_is_a_timeout(tmp_path: Path) -> None:
    """F9: a publisher who takes the request and says nothing is a timeout."""
    async with FakeSite() as site:
        story = Story(tmp_path, site, feeds=("wire",), settings="poll: {interval: 5m, timeout: 1s}\n")
        site.serve("/wire", Answer(delay=60))
        await story.begin()
        await story.poll()
        assert (await story.state()).health is FeedHealth.TIMEOUT
        await story.end()


async def test_no_tls_is_a_state(story: Story) -> None:
    """F15: an https URL behind which nobody speaks TLS is refused, and says so."""

    async def refuse(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/wire"
        await story.running.poller.poll(story.config().feeds[0].model_copy(update={"url": url}))
    state = await story.state()
    assert state.health is FeedHealth.TLS
    assert "TLS" in (state.last_error or "")


async def test_gone_is_told_at_once(story: Story) -> None:
    """F16: 410 is told at the first time, asked once a day, and its return is told."""
    story.site.serve("/wire", Answer(status=410))
    await story.poll()
    assert (await story.state()).health is FeedHealth.GONE
    assert told(story) == ["Feed The Wire has ended"]
    asked = len(story.site.asked("/wire"))
    await story.pass_time(hours=23)
    assert len(story.site.asked("/wire")) == asked
    story.publish("Explosion in Mosul")
    assert len(await story.pass_time(hours=2)) == 1
    await story.pass_time(minutes=1)
    assert told(story) == ["Feed The Wire has ended", "Feed The Wire is back"]


async def test_quarantine(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """H5: a document that brings the parser down three times in a row is quarantined, told once."""

    async def crash(*_: object, **__: object) -> None:
        raise ParseError("wire", "parsing took longer than 10 s", crashed=True)

    with monkeypatch.context() as patch:
        patch.setattr(story.running.poller._parser, "read", crash)
        for number in range(4):
            story.site.serve("/wire", Answer(body=rss([story.entry(f"Poison {number}")])))
            await story.poll()
    assert (await story.state()).health is FeedHealth.QUARANTINED
    assert told(story) == ["Feed The Wire hangs the parser"]
    story.publish("Explosion in Mosul")
    await story.poll()
    assert told(story)[1:] == ["Feed The Wire is back"]


async def test_quiet_longer_than_its_habit(story: Story) -> None:
    """F12: a feed that posted every three hours for eleven days is quiet after a few without; an item ends that."""
    shown = [story.publish("Town council meets")]
    await story.poll()
    for _ in range(11 * 8):
        shown = [story.entry("Town council meets"), *shown][:5]
        story.site.publish("/wire", shown)
        story.now += timedelta(hours=3)
        await story.poll()
    assert told(story) == []
    for _ in range(6 * 8):
        await story.pass_time(hours=3)
    assert (await story.state()).health is FeedHealth.QUIET
    assert told(story) == ["Feed The Wire has gone quiet"]
    story.publish("Explosion in Mosul")
    await story.pass_time(hours=3)
    await story.pass_time(minutes=1)
    assert told(story) == ["Feed The Wire has gone quiet", "Feed The Wire is back"]


async def test_a_gap_is_told_and_polled_sooner(tmp_path: Path) -> None:
    """D11: a document that shows nothing of the one before is told once, and the feed is polled sooner from then on."""
    async with FakeSite() as site:
        story = Story(tmp_path, site, feeds=("wire",), settings="poll: {interval: normal}\n")
        site.publish("/wire", [story.entry("Library opens")])
        await story.begin()
        await story.poll()
        story.now += timedelta(hours=1)
        site.publish("/wire", [story.entry("Library closes"), story.entry("Museum opens")])
        await story.poll()
        state = await story.state()
        assert told(story) == ["Feed The Wire may have lost items"]
        assert state.next_poll_at == story.now + timedelta(minutes=5)
        story.now += timedelta(hours=1)
        site.publish("/wire", [story.entry("Museum closes")])
        await story.poll()
        assert len(told(story)) == 1
        await story.end()


async def test_an_outage_is_one_message_and_one_return(many: Story) -> None:
    """Ten of twelve feeds that fail together are one message that names them; when all are back, one more."""
    for feed in MANY[:10]:
        many.site.serve(f"/{feed}", Answer(status=502))
    for _ in range(8):
        await many.pass_time(minutes=5)
    assert told(many) == ["10 feeds fail together"]
    assert "The Feed9" in many.ops.messages[0].facts["text"]
    for _ in range(20):
        await many.pass_time(minutes=30)
    assert len(told(many)) == 1
    for feed in MANY[:10]:
        many.publish("Explosion in Mosul", feed=feed)
    first_back = min([(await many.state(feed)).next_poll_at or many.now for feed in MANY[:10]])
    many.now = max(many.now, first_back)
    for _ in range(6):
        await many.pass_time(minutes=2)
    states = [(await many.state(feed)).failures for feed in MANY]
    assert states == [0] * 12
    assert told(many) == ["10 feeds fail together", "10 feeds are back"]


async def test_the_daily_summary_says_how_many_sources_are_live(tmp_path: Path) -> None:
    """Once a day, at the configured time, the operators read how many sources are live, and which are not and why."""
    async with FakeSite() as site:
        story = Story(tmp_path, site, settings="daily_summary: '06:00'\n")
        for feed in story.feeds:
            site.publish(f"/{feed}", [story.entry("Library opens")])
        site.serve("/paper", Answer(status=403))
        await story.begin()
        await story.pass_time(minutes=1)
        assert not [title for title in told(story) if "live" in title]
        for _ in range(3 * 24):
            await story.pass_time(hours=1)
        summaries = [message for message in story.ops.messages if "live" in message.facts["title"]]
        assert [message.facts["title"] for message in summaries] == ["Sources live 1/2"] * 3
        assert "The Paper – forbidden: HTTP 403 Forbidden" in summaries[-1].facts["text"]
        await story.end()


async def test_habits_survive_a_restart(story: Story) -> None:
    """What was learned of a feed is in the store with its polls."""
    for _ in range(5):
        story.publish("Town council meets")
        story.now += timedelta(hours=1)
        await story.poll()
    await story.restart()
    habits = await story.store.read(lambda tx: tx.feeds.habits())
    assert 4 < habits["wire"].items <= 5
    assert habits["paper"].items == 0


async def test_a_busy_feed_is_polled_more_often(tmp_path: Path) -> None:
    """In one class, a feed that posts all the time is polled more often than one that never does."""
    async with FakeSite() as site:
        story = Story(tmp_path, site, settings="poll: {interval: slow}\n")
        for feed in story.feeds:
            site.publish(f"/{feed}", [story.entry("Library opens")])
        await story.begin()
        await story.poll()
        before = {feed: len(site.asked(f"/{feed}")) for feed in story.feeds}
        for number in range(2 * 48):
            site.publish("/wire", [story.entry(f"Town council meets again, {n}") for n in range(number, number + 3)])
            await story.pass_time(minutes=30)
        polls = {feed: len(site.asked(f"/{feed}")) - before[feed] for feed in story.feeds}
        assert polls["wire"] > 2 * polls["paper"] > 0
        await story.end()


async def test_who_stays_out_of_a_group_is_named(many: Story) -> None:
    """Of ten feeds that failed together nine are back: told an hour later, whether or not the tenth ever comes."""
    for feed in MANY[:10]:
        many.site.serve(f"/{feed}", Answer(status=502))
    for _ in range(8):
        await many.pass_time(minutes=5)
    for feed in MANY[:9]:
        many.publish("Explosion in Mosul", feed=feed)
    for _ in range(60):
        await many.pass_time(minutes=5)
    assert told(many) == ["10 feeds fail together", "9 feeds are back"]
    assert "Still in trouble: The Feed9." in many.ops.messages[1].facts["text"]
