"""Time: baselines, stale stories, wrong dates, late ticks."""

from datetime import UTC, datetime, timedelta

import pytest

from daemon.model import DeliveryState
from tests.helpers.story import Story


async def test_a_new_feed_alerts_only_on_what_is_young(story: Story) -> None:
    """D12, HOUSE decision 1: the first poll stores all, and alerts only on entries younger than `alert_max_age`."""
    story.feeds = ("wire", "paper", "fresh")
    entries = [
        story.entry("Helicopter shot down near Palmyra"),
        story.entry("Explosion in Mosul", published=story.now - timedelta(hours=25)),
        story.entry("Explosion in Palmyra", published=None),
    ]
    story.site.publish("/fresh", entries)
    await story.restart()
    messages = await story.poll()
    assert [message.facts["item"]["title"] for message in messages] == ["Helicopter shot down near Palmyra"]
    assert [await story.fate(entry) for entry in entries] == ["alerted", "stale", "stale"]


async def test_an_old_story_shown_again_is_held_back_with_its_reason(story: Story) -> None:
    """HOUSE decision 1: a story of last week that appears today is muted as stale, and the reason is kept."""
    story.publish("Explosion in Mosul", published=story.now - timedelta(days=7))
    assert await story.poll() == []
    (held,) = await story.deliveries()
    assert held.state is DeliveryState.MUTED
    assert held.mute_reason is not None
    assert held.mute_reason.startswith("stale: published 7 d")


async def test_a_stale_report_does_not_swallow_todays(story: Story) -> None:
    """A held-back old report gathers no new ones round itself: today's event is alerted."""
    story.publish("Explosion in Mosul", published=story.now - timedelta(days=7))
    await story.poll()
    story.publish("Explosion in Mosul kills two")
    (message,) = await story.poll()
    assert message.facts["reason"] == "opened"


@pytest.mark.parametrize(
    "published", [datetime(2041, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), None], ids=str
)
async def test_a_wrong_date_alerts_all_the_same(story: Story, published: datetime | None) -> None:
    """Z1: an item dated 2041, 1970 or not at all is judged by its arrival."""
    story.publish("Helicopter shot down near Palmyra", published=published)
    assert len(await story.poll()) == 1


async def test_items_after_one_dated_2041_still_alert(story: Story) -> None:
    """Z2: there is no high-water mark by the publisher's date."""
    story.publish("Explosion in Mosul", published=datetime(2041, 1, 1, tzinfo=UTC))
    await story.poll()
    story.publish("Helicopter shot down near Palmyra")
    assert len(await story.poll()) == 1


async def test_a_late_wake_up_polls_late_and_drops_nothing(story: Story) -> None:
    """Z4: after hours of standstill what was due is polled once, and sent."""
    story.publish("Helicopter shot down near Palmyra")
    asked = len(story.site.asked("/wire"))
    assert len(await story.pass_time(hours=5)) == 1
    assert len(story.site.asked("/wire")) == asked + 1


async def test_a_feed_is_polled_at_its_interval(story: Story) -> None:
    """Time drives: nothing is polled before it is due, everything when it is."""
    asked = len(story.site.asked("/wire"))
    await story.pass_time(seconds=200)
    assert len(story.site.asked("/wire")) == asked
    await story.pass_time(seconds=200)
    assert len(story.site.asked("/wire")) == asked + 1


async def test_what_a_feed_still_lists_is_never_new_again(story: Story) -> None:
    """D8: an entry without a date that stays in its feed for 500 days, or comes back after 390, alerts nobody again."""
    listed = story.publish("Explosion in Mosul market", published=None)
    gone = story.publish("Helicopter shot down near Palmyra", published=None)
    assert len(await story.poll()) == 2
    story.site.publish("/wire", [listed])
    assert await story.pass_time(days=110) == []
    assert await story.pass_time(days=390) == []
    story.site.publish("/wire", [gone, listed])
    assert await story.poll() == []
    assert await story.pass_time(days=30) == []
