"""Embeddings on, with a small fake: what gets a vector, when, and what becomes of a poll if the model breaks."""

from dataclasses import replace

import pytest

from daemon.model import Report
from daemon.pipeline.ingest import Desk
from tests.helpers.embedding import BrokenEmbedder, FakeEmbedder
from tests.helpers.story import Story


def use(story: Story, embedder: FakeEmbedder) -> None:
    """Let polls ask this embedder."""
    desk = Desk(config=story.running.config, rules=story.rules)
    story.running.poller.take(replace(desk, embedder=embedder))


async def reports(story: Story) -> list[Report]:
    """All reports of open incidents."""
    incidents = await story.store.read(lambda tx: tx.incidents.open())
    return [report for incident in incidents for report in incident.reports]


async def test_only_news_that_match_get_a_vector(story: Story) -> None:
    """What matches no live rule is not looked at, nor what was stored before: a vector is made once, and kept."""
    embedder = FakeEmbedder()
    use(story, embedder)
    story.publish("Helicopter shot down east of Tadmur", summary="Two dead.")
    story.publish("Bakery opens")
    story.publish("A convoy passes")
    await story.poll()
    await story.poll()
    assert embedder.asked == ["Helicopter shot down east of Tadmur. Two dead."]
    (report,) = await reports(story)
    assert report.vector.startswith("fake:")


async def test_a_revised_report_keeps_its_place_and_has_a_new_vector(story: Story) -> None:
    """A new version that still matches is looked at again, for its meaning may have changed."""
    embedder = FakeEmbedder()
    use(story, embedder)
    entry = story.publish("Helicopter shot down east of Tadmur")
    await story.poll()
    (before,) = await reports(story)
    title = "Helicopter shot down near the airport of Tadmur"
    story.site.publish("/wire", [story.entry(title, guid=entry.guid, url=entry.url)])
    await story.poll()
    (after,) = await reports(story)
    assert after.vector
    assert after.vector != before.vector


async def test_a_broken_embedder_costs_no_alert(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever goes wrong with a model is logged; the item is told as if embeddings were off."""
    use(story, BrokenEmbedder())
    story.publish("Helicopter shot down east of Tadmur")
    (message,) = await story.poll()
    assert "Helicopter shot down" in message.text
    assert "no vectors" in caplog.messages
    assert [report.vector for report in await reports(story)] == [""]
