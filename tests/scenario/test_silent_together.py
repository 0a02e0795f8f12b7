"""Feeds that answer and show nothing new any more, several at once: a cache on the way that gives old documents."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from daemon.model import Entry, FeedHealth
from tests.helpers.site import FakeSite
from tests.helpers.story import Story

#: Feed -> its news come each so many hours. Those of `STUCK` fall silent together.
EVERY = {"wire": 3, "paper": 3, "radio": 3, "weekly": 6, "agency": 3, "ministry": 3}
STUCK = ("wire", "paper", "radio", "weekly")
DAYS_TO_KNOW = 11
Shown = dict[str, list[Entry]]


def told(story: Story) -> list[str]:
    """The subjects of what the operators got."""
    return [message.facts["title"] for message in story.ops.messages]


async def three_hours(story: Story, shown: Shown, number: int, *, stuck: tuple[str, ...] = ()) -> None:
    """Let three hours pass in which every feed that is not stuck publishes as ever."""
    for feed, hours in EVERY.items():
        if feed not in stuck and number * 3 % hours == 0:
            shown[feed] = [story.entry(f"{feed} {number}"), *shown.get(feed, [])][:4]
            story.site.publish(f"/{feed}", shown[feed])
    await story.pass_time(hours=3)


@pytest.fixture
async def silent(tmp_path: Path) -> AsyncIterator[tuple[Story, Shown]]:
    """A desk whose feeds have been looked at for long enough to know their habits."""
    async with FakeSite() as site:
        story, shown = Story(tmp_path, site, feeds=tuple(EVERY)), Shown()
        await story.begin()
        for number in range(DAYS_TO_KNOW * 8):
            await three_hours(story, shown, number)
        story.ops.messages.clear()
        yield story, shown
        await story.end()


async def test_feeds_that_fall_silent_together_are_one_message(silent: tuple[Story, Shown]) -> None:
    """F12: four of six feeds that fall silent are one message, also the one that posts seldom; so is their return."""
    known, shown = silent
    for number in range(7 * 8):
        await three_hours(known, shown, number, stuck=STUCK)
    assert told(known) == ["4 feeds have gone quiet together"]
    text = known.ops.messages[0].facts["text"]
    assert all(f"The {feed.title()}" in text for feed in STUCK)
    assert "The Agency" not in text
    assert (await known.state("weekly")).health is FeedHealth.QUIET
    assert (await known.state("agency")).health in {FeedHealth.LIVE, FeedHealth.NOT_MODIFIED}
    await three_hours(known, shown, 0)
    await known.pass_time(seconds=61)
    assert told(known)[1:] == ["4 feeds are back"]


async def test_one_of_them_comes_back_first(silent: tuple[Story, Shown]) -> None:
    """F12: who of a group has news again is named after an hour, and the others as still in trouble."""
    known, shown = silent
    for number in range(7 * 8):
        await three_hours(known, shown, number, stuck=STUCK)
    await three_hours(known, shown, 0, stuck=STUCK[1:])
    for _ in range(2):
        await known.pass_time(hours=1)
    assert told(known)[1:] == ["Feed The Wire is back"]
    assert "Still in trouble: The Paper, The Radio, The Weekly." in known.ops.messages[1].facts["text"]
