"""What is too old is let go, in small pieces; nothing that is let go makes an old story news again."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from daemon.cli import cli
from daemon.model import Act, Ruling
from daemon.pipeline.retain import AT_ONCE, Keeper, preview
from daemon.store.database import Transaction, memory_store, open_store
from daemon.store.examine import examine
from daemon.upkeep import Retention
from tests.helpers.build import NOW, an_incident, an_item
from tests.helpers.story import Story, told_story

CRASH = "Helicopter shot down near Palmyra"
WEEK = timedelta(days=7)
SHORT = Retention(items=WEEK, incidents=WEEK, deliveries=WEEK, audit=WEEK)


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    """A daemon that keeps everything for a week, behind its baseline."""
    settings = "retention: {items: 7d, incidents: 7d, deliveries: 7d, audit: 7d}\nincidents: {quiet_for: 24h}\n"
    async with told_story(tmp_path, settings=settings) as told:
        yield told


async def let_go(story: Story) -> int:
    """Let today's run come to its end; how many rows it let go."""
    gone = 0
    keeper = Keeper()
    while count := await keeper.step(story.store, story.running.config.retention, now=story.now):
        gone += count
    return gone


async def pass_days(story: Story, days: int) -> None:
    """Let days pass, with a sweep on each, so that incidents close and leave what can be found."""
    for _ in range(days):
        await story.pass_time(days=1)


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("revised", [True, False])
async def test_an_old_story_stays_known_when_all_of_it_was_let_go(story: Story, *, dated: bool, revised: bool) -> None:
    """S10: shown again after its text, incident and deliveries are gone, as it was or reworded, it alerts nobody."""
    entry = story.publish(CRASH, published=story.now if dated else None)
    assert len(await story.pass_time(minutes=5)) == 1
    await pass_days(story, 30)
    assert await let_go(story) > 0
    assert await story.deliveries() == []
    story.site.publish("/wire", [story.entry("Nothing else")])
    await story.pass_time(hours=6)
    title = f"{CRASH}: all four aboard survived" if revised else CRASH
    again = story.entry(title, guid=entry.guid, url=entry.url, published=story.now if dated else None)
    story.site.publish("/wire", [again])
    assert await story.pass_time(hours=6) == []
    assert await story.pass_time(hours=6) == []


async def test_what_is_open_or_waits_is_kept_however_old(story: Story) -> None:
    """An incident that is open, its items and deliveries are kept, and so is a delivery that waits."""
    await story.end()
    story.settings = story.settings.replace("quiet_for: 24h", "quiet_for: 60d")
    await story.begin()
    story.publish(CRASH)
    assert len(await story.pass_time(minutes=5)) == 1
    await pass_days(story, 20)
    await let_go(story)
    (incident,) = await story.store.read(lambda tx: tx.incidents.open())
    item = await story.store.read(lambda tx: tx.items.item(incident.reports[0].item_id))
    assert item is not None
    assert item.title == CRASH
    assert [one.receiver for one in await story.deliveries() if one.alert.incident_id] == ["desk"]
    story.publish(f"{CRASH}: pilot rescued")
    (message,) = await story.pass_time(days=1)
    assert message.reply_to, "it is told in the thread of the first"


async def test_a_run_is_made_of_small_transactions_and_ends_for_the_day() -> None:
    """No transaction lets more go than some milliseconds' work; a finished run is not begun again on that day."""
    store, keeper = memory_store(), Keeper()
    items = [(an_item(id=f"i{n}", summary="words", guid_key=f"g{n}"), [f"g:{n}"], None) for n in range(450)]
    await store.write(lambda tx: tx.items.save_new(items))
    counts = []
    later = NOW + timedelta(days=8)
    while count := await keeper.step(store, SHORT, now=later):
        counts.append(count)
    assert counts == [AT_ONCE, AT_ONCE, 50]
    assert await keeper.step(store, SHORT, now=later + timedelta(hours=1)) == 0
    known = await store.read(lambda tx: tx.items.known([f"g:{n}" for n in range(450)]))
    assert len(known) == 450, "all are still recognised"
    item = await store.read(lambda tx: tx.items.item("i7"))
    assert item is not None
    assert item.summary == ""
    await store.close()


async def test_what_is_let_go_makes_room(tmp_path: Path) -> None:
    """What the texts took is free within the file afterwards, so that the file stops growing."""
    path = tmp_path / "watchdesk.sqlite"
    store, keeper = open_store(path), Keeper()
    items = [(an_item(id=f"i{n}", body="word " * 500, guid_key=f"g{n}"), [f"g:{n}"], None) for n in range(400)]
    await store.write(lambda tx: tx.items.save_new(items))
    while await keeper.step(store, SHORT, now=NOW + timedelta(days=8)):
        pass
    await store.close()
    seen = examine(path)
    assert seen.free_bytes > 400 * 2500 * 0.8
    assert seen.problems == ()


async def test_items_that_a_false_alarm_names_keep_their_text() -> None:
    """What the desk called a false alarm can still become a test of its rule; an undone word holds nothing."""
    store, keeper = memory_store(), Keeper()
    both = [(an_item(id=one, summary="words", guid_key=one), [f"g:{one}"], None) for one in ("alarm", "undone", "free")]
    later = NOW + timedelta(days=8)
    acts = [
        Act(key=one, at=later, by="Anna", by_key="a", verb="false", target="x", before={"item": one}, undone_by=undone)
        for one, undone in (("alarm", None), ("undone", 1))
    ]
    await store.write(lambda tx: [tx.items.save_new(both), *map(tx.acts.save, acts)])
    while await keeper.step(store, SHORT, now=later):
        pass
    found = await store.read(lambda tx: {one: tx.items.item(one) for one in ("alarm", "undone", "free")})
    assert {name for name, item in found.items() if item and item.summary} == {"alarm"}
    await store.close()


async def test_items_that_a_ruling_names_keep_their_text() -> None:
    """A labelled pair is whole for good: what the desk ruled can be measured by years later."""
    store, keeper = memory_store(), Keeper()
    both = [(an_item(id=one, summary="words", guid_key=one), [f"g:{one}"], None) for one in ("ruled", "other", "free")]
    ruling = Ruling(item="ruled", other="other", same=False, by="desk", why="two", at=NOW, evidence={})
    await store.write(lambda tx: [tx.items.save_new(both), tx.rulings.save([ruling])])
    later = NOW + timedelta(days=30)
    while await keeper.step(store, SHORT, now=later):
        pass
    found = await store.read(lambda tx: {one: tx.items.item(one) for one in ("ruled", "other", "free")})
    assert {name for name, item in found.items() if item and item.summary} == {"ruled", "other"}
    await store.close()


async def test_the_preview_is_what_the_run_does() -> None:
    """What is said beforehand is what goes, of each kind, and saying it changes nothing."""
    store, keeper = memory_store(), Keeper()
    closed = an_incident(id="closed", closed_at=NOW, reports=())
    opened = an_incident(id="open", reports=())
    items = [(an_item(id=f"i{n}", summary="words", guid_key=f"g{n}"), [f"g:{n}"], None) for n in range(3)]

    def prepare(tx: Transaction) -> None:
        tx.items.save_new(items)
        for one in (closed, opened):
            tx.incidents.save(one)
        tx.items.move(["i0"], incident_id="open")
        tx.incidents.forget_past(before=NOW + timedelta(days=1))

    await store.write(prepare)
    later: datetime = NOW + timedelta(days=10)
    said = await store.read(lambda tx: preview(tx, SHORT, now=later))
    assert {one.kind: (one.count, one.held) for one in said} == {
        "incidents": (1, 0),
        "deliveries": (0, 0),
        "items": (2, 1),
        "audit": (0, 0),
    }
    assert said == await store.read(lambda tx: preview(tx, SHORT, now=later))
    gone = 0
    while count := await keeper.step(store, SHORT, now=later):
        gone += count
    assert gone == 3
    assert await store.read(lambda tx: tx.incidents.incident("open")) is not None
    assert await store.read(lambda tx: tx.incidents.incident("closed")) is None
    await store.close()


async def test_without_a_retention_nothing_is_let_go() -> None:
    """Who says nothing keeps everything."""
    store = memory_store()
    await store.write(lambda tx: tx.items.save_new([(an_item(summary="words"), ["g:1"], None)]))
    assert await Keeper().step(store, Retention(), now=NOW + timedelta(days=4000)) == 0
    item = await store.read(lambda tx: tx.items.item("item-1"))
    assert item is not None
    assert item.summary
    await store.close()


def test_the_command_shows_the_preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`watchdesk retention` names each kind; a period that is too short is refused with the reason."""
    monkeypatch.setenv("COLUMNS", "200")
    config = tmp_path / "config.yaml"
    config.write_text("receivers: {desk: {console: {}}}\nretention: {items: 90d}\n", encoding="utf-8")
    open_store(tmp_path / "watchdesk.sqlite").close_now()
    shown = CliRunner().invoke(cli, ["retention", "--json", "--config", str(config)])
    kinds = [json.loads(line) for line in shown.stdout.splitlines()]
    assert {one["kind"]: one["before"] is None for one in kinds} == {
        **dict.fromkeys(("incidents", "deliveries", "audit"), True),
        "items": False,
    }
    assert "kept for good" in CliRunner().invoke(cli, ["retention", "--config", str(config)]).output
    config.write_text("receivers: {desk: {console: {}}}\nretention: {items: 1d}\n", encoding="utf-8")
    assert "7d at least" in str(CliRunner().invoke(cli, ["retention", "--config", str(config)]).exception)
