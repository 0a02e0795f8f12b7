"""S10: a restore re-sends nothing, and says what it could not know. The whole daemon, with a clock that moves."""

from datetime import timedelta
from pathlib import Path

import pytest

from daemon.errors import TransientSendError
from daemon.model import DeliveryState
from daemon.pipeline.measures import LAST_BACKUP
from daemon.store.copying import back_up, stage
from daemon.store.rates import Holding
from tests.helpers.site import Answer
from tests.helpers.story import Story
from tests.scenario.test_relook import MENDED, page

CRASH = "Helicopter shot down near Palmyra"
BLAST = "Explosion in Mosul market"
LATER = "Explosion at the port of Latakia"


def copy_of(story: Story) -> Path:
    """A backup of the story's store, made beside the daemon."""
    copy = story.folder / "copy.sqlite"
    back_up(story.folder / "watchdesk.sqlite", copy, now=story.now)
    return copy


async def restore(story: Story, copy: Path) -> None:
    """Put the backup in the store's place: the daemon ends, and the next one takes it in."""
    stage(copy, story.folder / "watchdesk.sqlite")
    await story.restart()


async def fate_of(story: Story, title: str) -> str | None:
    """What became of the item of that title."""
    return (await story.store.read(lambda tx: tx.items.fates())).get(title, "never seen")


async def test_what_was_told_before_or_after_the_backup_is_not_told_again(story: Story) -> None:
    """S10: neither the alert before the backup nor the one after it comes again; what is published later alerts."""
    story.publish(CRASH)
    assert len(await story.pass_time(minutes=5)) == 1
    copy = copy_of(story)
    story.now += timedelta(hours=1)
    story.publish(BLAST)
    assert len(await story.pass_time(minutes=5)) == 1
    story.now += timedelta(hours=1)
    await restore(story, copy)
    assert not await story.pass_time(seconds=1)
    assert not await story.pass_time(minutes=5)
    assert not await story.pass_time(hours=2)
    assert await fate_of(story, BLAST) == "restored"
    story.publish(LATER)
    (message,) = await story.pass_time(minutes=5)
    assert LATER in message.text


async def test_the_operators_hear_what_is_not_known_and_what_was_held_back(story: Story) -> None:
    """S10: one notice names the two instants and what waited; another, once the feeds have answered, what was held."""
    copy = copy_of(story)
    made_at = story.now
    story.now += timedelta(hours=1)
    story.publish(BLAST)
    await story.pass_time(minutes=5)
    await restore(story, copy)
    await story.pass_time(seconds=1)
    await story.pass_time(seconds=1)
    first, second = story.ops.texts
    assert f"{made_at:%Y-%m-%d %H:%M:%S} UTC" in first
    assert f"in force since {story.now - timedelta(seconds=2):%Y-%m-%d %H:%M:%S} UTC" in first
    assert "Not known" in first
    assert BLAST in second
    assert "/held restored" in second, "whoever wants to know what it says finds its link"
    await story.pass_time(hours=2)
    await story.pass_time(hours=24)
    assert len(story.ops.texts) == 2, "each is told once"
    (act,) = await story.store.read(lambda tx: tx.acts.latest())
    assert act.verb == "restore"
    assert act.id >= 1000, "numbers that acts got after the backup are not given twice"
    last = await story.store.read(lambda tx: tx.feeds.fact(LAST_BACKUP))
    assert last == made_at.isoformat(), "there is a backup: doctor and metrics do not say that none was ever made"


async def test_what_waited_when_the_backup_was_made_is_not_sent(story: Story) -> None:
    """S10: a message that waited then may have been sent since: it is held back, and named to the operators."""
    story.desk.errors = [TransientSendError("desk", "down")]
    story.publish(CRASH)
    assert not await story.pass_time(minutes=5, seconds=0)
    copy = copy_of(story)
    assert len(await story.pass_time(minutes=1)) == 1, "sent after the backup"
    await restore(story, copy)
    assert not await story.pass_time(minutes=5)
    assert not await story.pass_time(hours=1)
    assert CRASH in story.ops.texts[0]
    states = {one.state for one in await story.deliveries() if one.receiver == "desk"}
    assert states == {DeliveryState.MUTED}


async def test_a_cut_off_send_is_not_repeated_by_a_restore(story: Story) -> None:
    """S10: a send that was under way at the backup is not taken for one that a crash cut off."""
    story.publish(CRASH)
    story.desk.errors = [TransientSendError("desk", "down")]
    await story.pass_time(minutes=5)
    now = story.now + timedelta(hours=1)
    claimed = await story.store.write(lambda tx: tx.outbox.start("desk", now=now))
    assert claimed is not None
    await restore(story, copy_of(story))
    assert not await story.pass_time(hours=1)


async def test_a_revision_of_the_time_that_nobody_remembers_is_not_told_again(story: Story) -> None:
    """S10: a correction that went out after the backup does not go out once more."""
    entry = story.publish(CRASH)
    assert len(await story.pass_time(minutes=5)) == 1
    copy = copy_of(story)
    story.site.publish("/wire", [story.entry(f"{CRASH}: crew of three survive", guid=entry.guid, url=entry.url)])
    assert len(await story.pass_time(minutes=5)) == 1
    story.now += timedelta(minutes=5)
    await restore(story, copy)
    assert not await story.pass_time(seconds=1)
    assert not await story.pass_time(hours=1)


async def test_feeds_that_came_since_the_backup_are_held_as_well(story: Story) -> None:
    """S10: a feed that the backup does not know may have been told of; its next document is held back."""
    copy = copy_of(story)
    story.feeds = ("wire", "paper", "radio")
    story.publish(BLAST, feed="radio")
    await story.restart()
    assert len(await story.pass_time(minutes=5)) == 1
    await restore(story, copy)
    assert not await story.pass_time(minutes=5)
    assert not await story.pass_time(hours=1)


async def test_a_feed_that_was_down_is_held_back_when_it_answers(story: Story) -> None:
    """S10: the hold waits for the feed's first document, however late; what is dated after the restore alerts."""
    copy = copy_of(story)
    blast = story.publish(BLAST)
    assert len(await story.pass_time(minutes=5)) == 1
    story.site.serve("/wire", Answer(status=503))
    await restore(story, copy)
    assert not await story.pass_time(hours=1)
    story.site.publish("/wire", [blast, story.entry(LATER)])
    story.now += timedelta(hours=6)
    (message,) = await story.pass_time(seconds=1)
    assert LATER in message.text


async def test_escalations_and_ends_of_silences_are_not_told_again(story: Story) -> None:
    """S10: a step that was due, and a silence that ended, since the backup count as told."""
    story.settings = "routes: [{to: [desk], escalate: [{after: 10m, to: [ops]}]}]\n"
    await story.restart()
    story.publish(CRASH)
    await story.pass_time(minutes=5)
    copy = copy_of(story)
    await story.pass_time(minutes=20)
    await story.pass_time(seconds=1)
    assert [one for one in story.ops.texts if CRASH in one], "the next level heard"
    before = len(story.ops.texts)
    await restore(story, copy)
    await story.pass_time(minutes=5)
    await story.pass_time(hours=1)
    assert len(story.ops.texts) == before + 1, "the notice of the restore alone"
    assert "1 escalations" in story.ops.texts[-1]


async def test_a_quiet_feed_is_not_told_of_twice(story: Story) -> None:
    """S10: a feed whose silence was due before the restore counts as told of."""
    at = story.now
    holding = Holding(series="quiet", key="wire", holds=False, heard_at=at, due_at=at + timedelta(hours=1))
    await story.store.write(lambda tx: tx.rates.save_holding(holding))
    copy = copy_of(story)
    story.now += timedelta(hours=2)
    await restore(story, copy)
    (known,) = await story.store.read(lambda tx: tx.rates.holdings())
    assert known.holds


async def test_a_backup_that_was_copied_by_hand_is_known_as_one(story: Story, tmp_path: Path) -> None:
    """S10: whoever copies a backup over the store without the command gets the same: nothing is sent again."""
    copy = copy_of(story)
    story.publish(BLAST)
    assert len(await story.pass_time(minutes=5)) == 1
    await story.end()
    for beside in tmp_path.glob("watchdesk.sqlite-*"):
        beside.unlink()
    (tmp_path / "watchdesk.sqlite").write_bytes(copy.read_bytes())
    await story.begin()
    assert not await story.pass_time(minutes=5)
    assert "restored from a backup" in story.ops.messages[-1].subject


@pytest.mark.parametrize("later", [page(MENDED), page(f"CORRECTION: {CRASH}"), Answer(status=410)])
async def test_what_a_page_said_otherwise_after_the_backup_is_not_told_again(story: Story, later: Answer) -> None:
    """S10: another headline, a correction, a page taken down: told after the backup, none is told by the restore."""
    story.settings = "look_again: 24h\n"
    await story.restart()
    story.site.serve("/story", page(CRASH), later)
    story.publish(CRASH, url=story.site.url("/story"))
    assert len(await story.pass_time(minutes=5)) == 1
    assert not await story.pass_time(minutes=11), "the first look"
    copy = copy_of(story)
    told = [one for _ in range(8) for one in await story.pass_time(minutes=15)]
    assert len(told) == 1
    await restore(story, copy)
    assert [one for _ in range(24) for one in await story.pass_time(hours=1)] == []


async def test_what_a_page_says_otherwise_after_the_restore_is_told(story: Story) -> None:
    """S10: a restore loses no correction that is yet to come."""
    story.settings = "look_again: 24h\n"
    await story.restart()
    story.site.serve("/story", page(CRASH), page(MENDED), page(f"CORRECTION: {MENDED}"))
    story.publish(CRASH, url=story.site.url("/story"))
    assert len(await story.pass_time(minutes=5)) == 1
    assert not await story.pass_time(minutes=11), "the first look"
    await restore(story, copy_of(story))
    (told,) = [one for _ in range(8) for one in await story.pass_time(minutes=15)]
    assert "CORRECTION by The Wire" in told.text


@pytest.mark.parametrize("times", [1, 2])
async def test_a_restart_after_a_restore_holds_nothing_more_back(story: Story, times: int) -> None:
    """S10: a restore is settled once; later starts are ordinary ones."""
    copy = copy_of(story)
    story.now += timedelta(hours=1)
    await restore(story, copy)
    await story.pass_time(minutes=5)
    for _ in range(times):
        await story.restart()
    story.publish(BLAST)
    assert len(await story.pass_time(minutes=5)) == 1
