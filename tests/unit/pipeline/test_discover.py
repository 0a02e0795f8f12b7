"""A Telegram channel's address is read by its preview, without looking for anything else."""

from collections.abc import AsyncIterator

import pytest

from daemon.config import Feed, Poll
from daemon.errors import ParseError
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.feeds.parse import Parser
from daemon.model import FeedKind, FeedState, Validators
from daemon.pipeline.discover import Discoverer
from tests.helpers.build import NOW
from tests.helpers.preview import Post, landing, preview


class Messenger(Fetcher):
    """Answers every request with one page, and remembers what was asked for."""

    def __init__(self, body: bytes) -> None:
        super().__init__(Poll(), contact="")
        self.body = body
        self.asked: list[str] = []

    async def fetch(self, feed: Feed, state: FeedState, *, whole: bool = False, url: str | None = None) -> Fetched:
        """The page."""
        self.asked.append(url or feed.url)
        return Fetched(
            url="https://t.me/s/harbour_watch",
            body=self.body,
            body_hash="0",
            content_type="text/html; charset=utf-8",
            validators=Validators(),
        )


@pytest.fixture
async def parser() -> AsyncIterator[Parser]:
    """Children that read."""
    opened = Parser(1)
    yield opened
    await opened.close()


async def test_a_channel_is_found(parser: Parser) -> None:
    """One request shows its posts and its title; robots.txt and further pages are not asked for."""
    messenger = Messenger(preview([Post(number=5, text="Crane falls", at=NOW), Post(number=9, text="Quiet", at=NOW)]))
    (found,) = await Discoverer(messenger, parser, lambda: NOW, allow_private=False).find("https://t.me/harbour_watch")
    assert (found.kind, found.url) == (FeedKind.TELEGRAM, "https://t.me/harbour_watch")
    assert [entry.guid for entry in found.parsed.entries] == ["5", "9"]
    assert messenger.asked == ["https://t.me/harbour_watch"]
    await messenger.close()


async def test_a_channel_that_shows_nothing_says_so(parser: Parser) -> None:
    """A channel whose preview is off is no site to look for feeds in."""
    messenger = Messenger(landing())
    with pytest.raises(ParseError, match="shows no posts"):
        await Discoverer(messenger, parser, lambda: NOW, allow_private=False).find("https://t.me/harbour_watch")
    await messenger.close()
