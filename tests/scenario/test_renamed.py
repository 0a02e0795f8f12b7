"""Feeds that give all their entries new ids at once: nobody is alerted, the operators hear of it once."""

from datetime import timedelta

from daemon.config import Config, Feed, Receiver
from daemon.items.normalise import normalise
from daemon.model import Entry, Item
from daemon.pipeline.ingest import Desk, Visit
from daemon.pipeline.takein import take_in
from daemon.rules.load import build_rules
from daemon.store.database import Transaction, memory_store
from daemon.yamlfile import parse_yaml
from tests.helpers.build import NOW
from tests.helpers.story import RULES, Story

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
    assert told == ["Feed The Wire changed all its ids"]
    story.publish("Weather stays fine")
    assert await story.poll() == []
    assert len(story.ops.messages) == 1


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
