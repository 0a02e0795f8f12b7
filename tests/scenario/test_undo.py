"""The desk undoes what was joined, and joins what was not; its word holds."""

import pytest

from daemon.errors import WatchdeskError
from daemon.model import Incident
from daemon.pipeline import undo
from tests.helpers.story import Story


async def incidents(story: Story) -> list[Incident]:
    """All that is open."""
    return await story.store.read(lambda tx: tx.incidents.open())


async def test_a_report_that_was_split_off_stays_apart(story: Story) -> None:
    """The hidden event has its own incident: the next report of it alerts, with its own thread; the pair is kept."""
    story.publish("Helicopter shot down near Palmyra on Friday")
    await story.poll()
    story.publish("Army helicopter shot down near Palmyra: crew of three rescued by farmers", feed="paper")
    await story.poll()
    (whole,) = await incidents(story)
    first, second = (next(one.item_id for one in whole.reports if one.feed == feed) for feed in ("wire", "paper"))
    now = story.now
    await story.store.write(lambda tx: undo.split(tx, second, by="desk", why="two machines", now=now))
    one, other = await incidents(story)
    assert [len(one.reports), len(other.reports)] == [1, 1]
    story.publish("Crew of three rescued by farmers after army helicopter shot down near Palmyra")
    (message,) = await story.poll()
    assert message.facts["incident"] == next(found.id for found in (one, other) if found.reports[0].item_id == second)
    assert message.facts["reason"] == "opened"
    (pair,) = await story.store.read(lambda tx: tx.rulings.all())
    assert (pair.item, pair.other, pair.same, pair.by, pair.why) == (
        second,
        first,
        False,
        "desk",
        "two machines",
    )
    assert 0 < pair.evidence["score"] <= 1
    assert pair.evidence["incident"] == whole.id


async def test_incidents_that_were_joined_stay_one(story: Story) -> None:
    """Both threads' reports stand in the older one, and what follows either of them joins it."""
    story.publish("Helicopter shot down near Palmyra")
    story.publish("Explosion in Mosul")
    await story.poll()
    one, other = await incidents(story)
    now = story.now
    whole = await story.store.write(lambda tx: undo.join(tx, other.id, one.id, by="desk", why="one attack", now=now))
    assert [found.id for found in await incidents(story)] == [whole.id]
    story.publish("Explosion in Mosul heard for miles", feed="paper")
    await story.poll()
    (only,) = await incidents(story)
    assert len(only.reports) == 3
    gone = other.id if whole.id == one.id else one.id
    empty = await story.store.read(lambda tx: tx.incidents.incident(gone))
    assert empty is not None
    assert (empty.reports, empty.joined_to) == ((), whole.id)
    (pair,) = await story.store.read(lambda tx: tx.rulings.all())
    assert pair.same
    assert pair.evidence["reason"] in {"nothing alike enough", "nothing to compare with"}
    assert 0 <= pair.evidence["score"] < 1
    assert pair.evidence.keys() >= {"incident", "joined"}


async def test_what_cannot_be_undone_changes_nothing(story: Story) -> None:
    """An unknown report or incident is an error in plain words."""
    story.publish("Helicopter shot down near Palmyra")
    await story.poll()
    (before,) = await incidents(story)
    now = story.now
    with pytest.raises(WatchdeskError, match="no incident has a report nobody"):
        await story.store.write(lambda tx: undo.split(tx, "nobody", by="desk", why="", now=now))
    with pytest.raises(WatchdeskError, match="there is no incident nowhere"):
        await story.store.write(lambda tx: undo.join(tx, before.id, "nowhere", by="desk", why="", now=now))
    assert await incidents(story) == [before]
    assert await story.store.read(lambda tx: tx.rulings.all()) == []
