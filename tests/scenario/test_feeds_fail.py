"""Feeds that fail, lie or break off: their trouble stays their own, and nothing is lost by it."""

from datetime import timedelta

import pytest

from daemon.model import FeedHealth, Finding, Item
from daemon.pipeline import asked
from daemon.rules.load import RuleSet
from daemon.rules.match import find
from tests.helpers.site import Answer, rss
from tests.helpers.story import Story


async def test_one_feeds_failure_leaves_the_others_alone(story: Story) -> None:
    """A feed that answers 500 is counted and backed off; its neighbour alerts as ever."""
    story.site.serve("/paper", Answer(status=500))
    story.publish("Helicopter shot down near Palmyra")
    assert len(await story.poll()) == 1
    state = await story.state("paper")
    assert (state.health, state.failures, state.last_error) == (FeedHealth.FAILING, 1, "HTTP 500 Internal Server Error")


async def test_a_page_that_is_no_feed_changes_nothing(story: Story) -> None:
    """F11: a login page keeps items and validators as they were; the operators hear of the fifth in a row, once."""
    before = await story.state()
    story.site.serve("/wire", Answer(body=b"<html><body><h1>Please log in</h1></body></html>"))
    for _ in range(7):
        await story.poll()
    state = await story.state()
    assert state.health is FeedHealth.NOT_A_FEED
    assert (state.validators, state.body_hash) == (before.validators, before.body_hash)
    assert [message.facts["title"] for message in story.ops.messages] == ["Feed The Wire fails"]
    story.publish("Helicopter shot down near Palmyra")
    assert len(await story.poll()) == 1
    assert [message.facts["title"] for message in story.ops.messages][1:] == ["Feed The Wire is back"]


async def test_both_validators_are_sent_and_renewed(story: Story) -> None:
    """F13: ETag and Last-Modified are both kept from every answer, 304 included, and both sent."""
    story.site.serve("/wire", Answer(body=rss([story.entry("News")]), etag='"1"', last_modified="Fri, 08 Jul 2016"))
    await story.poll()
    story.site.serve("/wire", Answer(status=304, etag='"2"', last_modified="Sat, 09 Jul 2016"))
    await story.poll()
    await story.poll()
    headers = story.site.asked("/wire")[-1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"2"', "Sat, 09 Jul 2016")


async def test_a_feed_that_never_changes_is_fetched_whole_each_day(story: Story) -> None:
    """F12: after a day of 304 the feed is asked without validators, so that a broken ETag cannot silence it."""
    story.site.serve("/wire", Answer(body=rss([story.entry("News")]), etag='"for ever"'))
    await story.poll()
    await story.pass_time(hours=1)
    assert "if-none-match" in story.site.asked("/wire")[-1].headers
    story.now += timedelta(hours=24)
    await story.poll()
    assert "if-none-match" not in story.site.asked("/wire")[-1].headers


async def test_retry_after_is_obeyed(story: Story) -> None:
    """F14: a publisher's wait is kept, and a long one is told to the operators."""
    story.site.serve("/wire", Answer(status=429, headers={"Retry-After": "7200"}))
    await story.poll()
    asked = len(story.site.asked("/wire"))
    await story.pass_time(minutes=119)
    assert len(story.site.asked("/wire")) == asked
    await story.pass_time(minutes=2)
    assert len(story.site.asked("/wire")) == asked + 1
    assert story.ops.messages[0].facts["title"] == "Feed The Wire is put off"


async def test_a_document_that_breaks_off_is_taken_as_far_as_it_is_whole(story: Story) -> None:
    """P16: whole items count, the half one does not, and the validators are not kept, so the rest comes next time."""
    entries = [story.entry("Helicopter shot down near Palmyra"), story.entry("Explosion in Mosul")]
    whole = rss(entries)
    cut = whole[: whole.index(b"Explosion in Mosul") + 5]
    story.site.serve("/wire", Answer(body=cut, etag='"cut"'))
    assert [message.facts["item"]["title"] for message in await story.poll()] == [entries[0].title]
    assert (await story.state()).validators.etag != '"cut"'
    story.site.serve("/wire", Answer(body=whole, etag='"whole"'))
    assert [message.facts["item"]["title"] for message in await story.poll()] == [entries[1].title]


async def test_a_body_that_is_the_same_is_not_parsed_again(story: Story) -> None:
    """An equal body without validators is recognised by its hash, and counts as a success."""
    story.site.serve("/wire", Answer(body=rss([story.entry("News")])))
    await story.poll()
    reports = await story.running.poll_all()
    assert {report.feed: report.outcome for report in reports} == {"wire": "unchanged", "paper": "unchanged"}


async def test_a_foreign_feed_cannot_suppress_by_copying_ids(story: Story) -> None:
    """D6: ids are a feed's own; a hostile feed that shows another's id first takes nothing away."""
    story.site.add("/paper", story.entry("Recipes for the summer", guid="tag:wire:1", url="https://evil.example/1"))
    await story.poll()
    story.publish("Helicopter shot down near Palmyra", guid="tag:wire:1")
    assert len(await story.poll()) == 1


async def test_a_private_address_is_refused_unless_the_feed_may(story: Story) -> None:
    """F1: without `allow_private` a feed cannot lead to this machine, and the reason is said in one line."""
    config = story.config()
    feed = config.feeds[0].model_copy(update={"allow_private": False})
    report = await story.running.poller.poll(feed)
    assert report.outcome == "failed"
    assert report.error is not None
    assert "private" in report.error


async def test_an_item_that_trips_over_a_bug_takes_no_other_with_it(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One poisonous item is left out, whole, and logged; its neighbours in the same poll alert."""

    def poisoned(rules: RuleSet, item: Item) -> Finding:
        if "poison" in item.title:
            raise ZeroDivisionError
        return find(rules, item)

    monkeypatch.setattr(asked, "find", poisoned)
    story.publish("Helicopter shot down near Palmyra")
    story.publish("Explosion of poison in Mosul")
    story.publish("Explosion in Mosul")
    assert len(await story.poll()) == 2
    assert "Explosion of poison in Mosul" not in await story.store.read(lambda tx: tx.items.fates())


async def test_two_stories_of_one_document_are_two(story: Story) -> None:
    """D3: entries that share a link or an id within one document are told apart by their words."""
    front = "https://example.org/"
    story.site.add(
        "/wire",
        story.entry("Helicopter shot down near Palmyra", url=front),
        story.entry("Explosion in Mosul", url=front),
    )
    assert [message.facts["reason"] for message in await story.poll()] == ["opened", "opened"]


async def test_a_bug_in_a_poll_backs_off(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that nobody thought of counts as a failure: the publisher is not asked at every tick."""

    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(story.running.poller._parser, "read", broken)
    story.publish("Helicopter shot down near Palmyra")
    await story.poll()
    asked = len(story.site.asked("/wire"))
    await story.pass_time(seconds=10)
    assert len(story.site.asked("/wire")) == asked
    state = await story.state()
    assert (state.failures, state.last_error) == (1, "bug: ZeroDivisionError")
