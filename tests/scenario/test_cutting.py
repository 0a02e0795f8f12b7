"""Entries that were seen before are cut out before parsing, and nobody can tell by what the desk hears."""

from typing import Any

import pytest

from daemon.model import Finding, Item, Shown
from daemon.pipeline import asked
from daemon.rules.load import RuleSet
from daemon.rules.match import find
from tests.helpers.site import Answer
from tests.helpers.story import Story


async def shown(story: Story) -> Shown:
    """What is remembered of the feed's last document."""
    return await story.store.read(lambda tx: tx.feeds.shown("wire"))


async def test_only_marks_of_the_last_document_are_kept(story: Story) -> None:
    """What a feed no longer shows is forgotten; what it shows is remembered once."""
    first = await shown(story)
    story.publish("Helicopter shot down near Palmyra")
    assert len(await story.poll()) == 1
    second = await shown(story)
    assert set(second.marks) > set(first.marks)
    assert len(second.marks) == 2
    story.site.publish("/wire", [story.entry("Explosion in Mosul")])
    assert len(await story.poll()) == 1
    assert len((await shown(story)).marks) == 1
    assert not set((await shown(story)).marks) & set(second.marks)


async def test_a_revision_is_seen_among_cut_entries(story: Story) -> None:
    """An entry whose bytes changed is parsed again and told as corrected; its neighbours are left alone."""
    old = story.publish("Helicopter shot down near Palmyra")
    calm = story.entry("Library opens a garden")
    story.site.add("/wire", calm)
    assert len(await story.poll()) == 1
    changed = story.entry("Helicopter shot down near Palmyra, two dead", guid=old.guid, url=old.url)
    story.site.publish("/wire", [calm, changed])
    (told,) = await story.poll()
    assert told.facts["reason"] == "corrected"


async def test_a_cut_entry_is_still_shown(story: Story) -> None:
    """D3: a new story under the address of one that the document still shows is no revision of it, though cut."""
    page = "https://example.org/live"
    story.publish("Helicopter shot down near Palmyra", url=page)
    assert [message.facts["reason"] for message in await story.poll()] == ["opened"]
    story.publish("Helicopter shot down near Palmyra again", url=page)
    (told,) = await story.poll()
    assert told.facts["reason"] != "corrected"


async def test_an_item_that_was_not_taken_in_comes_again(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """H5: marks are saved with the items or not at all: one that tripped over a bug is parsed again, not cut."""
    broken = True

    def poisonous(rules: RuleSet, item: Item) -> Finding:
        if broken and item.title.startswith("Explosion"):
            raise ZeroDivisionError
        return find(rules, item)

    monkeypatch.setattr(asked, "find", poisonous)
    story.publish("Explosion in Mosul")
    assert await story.poll() == []
    broken = False
    assert len(await story.poll()) == 1


async def test_a_document_is_parsed_whole_each_day(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a day nothing is cut, so that what a feed goes on showing is seen to be shown."""
    cut = []
    read = story.running.poller._reader._parser.read

    async def recorded(body: bytes, asked: Any, *, feed: str) -> Any:
        if feed == "wire":
            cut.append(len(asked.known))
        return await read(body, asked, feed=feed)

    monkeypatch.setattr(story.running.poller._reader._parser, "read", recorded)
    for hours in (1, 1, 23, 1):
        story.publish("Library buys a piano")
        await story.pass_time(hours=hours)
    assert cut == [1, 2, 0, 4]


async def test_media_and_place_reach_the_webhooks_facts(story: Story) -> None:
    """What a feed says beside the text (picture, files, place, people) is stored and stands in the alert's facts."""
    body = (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:georss="http://www.georss.org/georss">'
        "<channel><item><guid>9</guid><title>Helicopter shot down near Palmyra</title>"
        f"<pubDate>{story.now:%a, %d %b %Y %H:%M:%S} GMT</pubDate><author>N. Okafor</author>"
        '<media:thumbnail url="/small.jpg"/><enclosure url="/talk.mp3" type="audio/mpeg" length="9"/>'
        "<georss:point>34.55 38.28</georss:point></item></channel></rss>"
    )
    story.site.serve("/wire", Answer(body=body.encode()))
    (told,) = await story.poll()
    item = told.facts["item"]
    assert item["thumbnail"] == story.site.url("/small.jpg")
    assert item["point"] == {"latitude": 34.55, "longitude": 38.28}
    assert item["enclosures"] == [{"url": story.site.url("/talk.mp3"), "type": "audio/mpeg", "bytes": 9}]
    assert item["authors"] == ["N. Okafor"]
    stored = await story.store.read(lambda tx: tx.items.item(item["id"]))
    assert stored is not None
    assert stored.point is not None
    assert (stored.thumbnail, stored.point.latitude) == (story.site.url("/small.jpg"), 34.55)
