"""Feeds that give all their entries new ids at once: nobody is alerted, the operators hear of it once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from daemon.config import Config, Feed, Receiver
from daemon.items.normalise import normalise
from daemon.model import Entry, Item, Message
from daemon.pipeline.ingest import Desk, Visit
from daemon.pipeline.takein import take_in
from daemon.rules.load import build_rules
from daemon.store.database import Transaction, memory_store
from daemon.yamlfile import parse_yaml
from tests.helpers.build import NOW
from tests.helpers.story import RULES, Story

MINUTE = timedelta(minutes=1)
TEXT = "Smoke rises over the hills while crews search a dry river bed for the missing pilots."
PLACES = ("Palmyra", "Mosul", "the border", "the coast", "the dam")


async def test_a_renamed_feed_alerts_nobody_and_is_told_once(story: Story) -> None:
    """D1: all ids, addresses and dates change; no message, one notice; what is new beside them alerts."""
    titles = [f"Helicopter shot down near post {number} on the northern road" for number in range(15)]
    for title in titles:
        story.publish(title)
        story.now += timedelta(minutes=1)
    await story.poll()
    story.now += timedelta(hours=5)
    story.site.publish("/wire", [])
    for title in titles:
        story.publish(title)
    news = story.publish("Explosion in Mosul market kills four")
    messages = await story.poll()
    assert [message.facts["item"]["title"] for message in messages] == [news.title]
    told = [message.facts["title"] for message in story.ops.messages]
    assert told == ["Feed The Wire changed its ids"]
    story.publish("Weather stays fine")
    assert await story.poll() == []
    assert len(story.ops.messages) == 1


@pytest.mark.parametrize("changed", [{}, {"guid": None}], ids=["ids", "no ids"])
async def test_a_small_feed_that_is_renamed_alerts_nobody(story: Story, changed: dict[str, None]) -> None:
    """D1: eight entries, also such as are named by their addresses alone, get new names and dates after days."""
    titles = [f"Helicopter shot down near post {number} on the northern road" for number in range(8)]
    assert len(await published(story, titles, summary=TEXT, **changed)) == 8
    await story.pass_time(days=5)
    story.site.publish("/wire", [])
    assert await published(story, titles, summary=TEXT, **changed) == []
    assert [message.facts["title"] for message in story.ops.messages] == ["Feed The Wire changed its ids"]


async def test_a_feed_that_is_renamed_in_two_polls_is_told_once(story: Story) -> None:
    """D1: half of a document comes under new names, then the rest: nobody is alerted, the first part told as a part."""
    titles = [f"Helicopter shot down near post {number} on the northern road" for number in range(16)]
    old = [story.entry(title, summary=TEXT, published=story.now - (20 - n) * MINUTE) for n, title in enumerate(titles)]
    story.site.add("/wire", *old[::-1])
    assert len(await story.poll()) == 16
    await story.pass_time(hours=3)
    new = [story.entry(title, summary=TEXT, published=story.now - (20 - n) * MINUTE) for n, title in enumerate(titles)]
    story.site.publish("/wire", [*new[:7:-1], *old[7::-1]])
    assert await story.poll() == []
    assert "gave 8 of the 16 entries that it shows new ids" in story.ops.texts[-1]
    story.site.publish("/wire", new[::-1])
    assert await story.poll() == []
    assert [message.facts["title"] for message in story.ops.messages] == ["Feed The Wire changed its ids"]


@pytest.mark.parametrize("summary", ["", "Details to follow."])
async def test_headlines_that_come_again_of_other_events_alert(story: Story, summary: str) -> None:
    """Four headlines without texts that come again a day later, in their old order, are four new events."""
    places = ("in the centre of Mosul", "near the port of Tartus", "in the old town of Homs", "in the north of Palmyra")
    titles = [f"Explosion heard by residents {place}" for place in places]
    assert len(await published(story, titles, summary=summary)) == 4
    await story.pass_time(hours=30)
    story.site.publish("/wire", [])
    assert len(await published(story, titles, summary=summary)) == 4
    assert not any("new ids" in text for text in story.ops.texts)


async def published(story: Story, titles: Sequence[str], **over: Any) -> list[Message]:
    """The messages that come of entries of these titles, a minute apart."""
    for title in titles:
        story.publish(title, **over)
        story.now += MINUTE
    return await story.poll()


def entries(feed: Feed, *, edition: int) -> list[Item]:
    """Fifty entries of a feed; another edition gives them other ids, addresses and dates."""
    shifted = NOW + edition * timedelta(hours=30)
    found = []
    for number in range(50):
        words = "Helicopter shot down near" if number == 7 else "Council meets on the budget of"
        entry = Entry(
            guid=f"{edition}-{number}",
            url=f"https://{feed.id}.example/{edition}/{number}",
            title=f"{words} {PLACES[number % 5]}, says {feed.id} in report {number}",
            published=shifted + number * timedelta(minutes=1),
        )
        found.append(normalise(entry, feed, now=shifted + timedelta(hours=1)))
    return found


def test_many_feeds_renamed_at_once_alert_nobody() -> None:
    """D1: 20 feeds of 50 entries under new ids, addresses and dates: not one delivery, and nothing new the next time.

    `benchmarks/renamed.py` does the same with 200 feeds.
    """
    store = memory_store()
    feeds = [Feed.model_construct(id=f"feed{number}", url="") for number in range(20)]
    receivers = {"desk": Receiver.model_construct()}
    config = Config.model_construct(receivers=receivers, feeds=(), routes=(), alert_max_age=timedelta(days=1))
    desk = Desk(config=config, rules=build_rules([parse_yaml(RULES, name="rules.yaml")]))

    def polled(edition: int) -> int:
        def work(tx: Transaction) -> int:
            queued = 0
            for feed in feeds:
                items = entries(feed, edition=edition)
                visit = Visit(feed=feed, now=items[0].arrived_at, baseline=edition == 0)
                queued += sum(one.queued for one in take_in(tx, items, visit=visit, desk=desk))
            return queued

        return store.write_now(work)

    try:
        assert polled(0) > 0
        assert polled(1) == 0
        assert polled(1) == 0
    finally:
        store.close_now()
