"""The registry of kinds, and what a feed of the config is asked by."""

import re
from dataclasses import replace

import pytest

from daemon.config import Feed
from daemon.errors import ParseError
from daemon.feeds.asked import Asked
from daemon.feeds.kinds import KINDS
from daemon.feeds.parse import Parser
from daemon.feeds.request import identity, kind_of, memory_key, request_url
from daemon.model import FeedKind
from daemon.selection import Select
from tests.helpers.preview import Post, landing, preview
from tests.house.tree import ROOT

URL = "https://example.org/x"


def test_every_kind_is_there_and_described() -> None:
    """Each kind that the config knows has its code in the registry and its row in docs/feeds.md."""
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "feeds.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(KINDS) == set(FeedKind) - {FeedKind.AUTO}
    assert set(KINDS) <= set(rows)


@pytest.mark.parametrize(
    ("url", "kind", "asked"),
    [
        ("https://example.org/rss", FeedKind.RSS, "https://example.org/rss"),
        ("https://t.me/harbour_watch", FeedKind.TELEGRAM, "https://t.me/s/harbour_watch"),
        ("https://www.t.me/s/harbour_watch", FeedKind.TELEGRAM, "https://www.t.me/s/harbour_watch"),
        ("https://not-t.me/harbour_watch", FeedKind.RSS, "https://not-t.me/harbour_watch"),
    ],
)
def test_the_url_tells_the_kind(url: str, kind: FeedKind, asked: str) -> None:
    """Without a kind, addresses of Telegram are its channels, and all others are feeds; a kind that is given counts."""
    feed = Feed(id="other", url=url)
    assert (kind_of(feed), request_url(feed)) == (kind, asked)
    assert kind_of(feed.model_copy(update={"kind": FeedKind.PAGE})) is FeedKind.PAGE


def test_a_memory_belongs_to_what_it_is_about() -> None:
    """Another address, kind or selector makes another memory; more pages do not; what keeps none has no key."""
    page = Feed(id="other", url=URL, kind=FeedKind.PAGE)
    others = [
        page.model_copy(update={"url": f"{URL}/2"}),
        page.model_copy(update={"kind": FeedKind.TELEGRAM}),
        page.model_copy(update={"select": Select(text="main")}),
        page.model_copy(update={"ignore_text": ("x",)}),
    ]
    assert len({memory_key(feed) for feed in (page, *others)}) == 5
    assert memory_key(page.model_copy(update={"pages": 9, "name": "X"})) == memory_key(page)
    assert memory_key(Feed(id="wire", url=URL)) is None
    assert identity(Feed(id="wire", url=URL)) == URL


async def test_every_kind_is_read_in_the_child() -> None:
    """What a kind answers comes whole through the child: entries, memory, further pages, and the state it names."""
    asked = Asked(url="https://t.me/s/harbour_watch", kind="telegram", memory={"last": 4})
    forwarded = Post(number=9, text="x", forwarded=("Port Radio", "https://t.me/port_radio/5"), reply_to=3)
    parser = Parser(1)
    try:
        parsed = await parser.read(preview([forwarded]), asked, feed="other")
        assert (parsed.entries[0].guid, parsed.entries[0].origin) == ("9", "Port Radio (@port_radio)")
        assert parsed.entries[0].reply_to == "https://t.me/harbour_watch/3"
        assert parsed.further == ("https://t.me/s/harbour_watch?before=9",)
        assert parsed.memory["last"] == 9
        with pytest.raises(ParseError) as off:
            await parser.read(landing(), asked, feed="other")
        assert off.value.preview_off
        with pytest.raises(ParseError, match="KeyError"):
            await parser.read(b"x", replace(asked, kind="no such kind"), feed="other")
    finally:
        await parser.close()
