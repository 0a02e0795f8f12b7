"""Nothing is dropped without a count that the desk can open; and what is told by the clock."""

from datetime import timedelta

import pytest

from daemon.model import Answer, Ask, Person, Role
from daemon.pipeline.command import obey
from daemon.pipeline.commands import COMMANDS
from daemon.pipeline.ingest import Desk
from tests.helpers.story import Story

INHIBIT = "inhibit: {by: critical, up_to: medium}\n"
SHIFTS = 'zone: Europe/Kyiv\nhandover: {at: ["06:00", "18:00"], to: [desk]}\n'
ALIVE = "alive: {to: [ops], every: 1h}\n"


async def asked(story: Story, verb: str, *words: str) -> Answer:
    """What a reader is answered."""
    anna = Person(key="telegram:1", name="Anna", role=Role.READER)
    ask = Ask(key=f"k{verb}{words}", verb=verb, words=words, person=anna, asked_at=story.now)
    desk = Desk(config=story.running.config, rules=story.rules)
    return await story.store.read(lambda tx: obey(tx, ask, desk=desk, now=story.now, commands=COMMANDS))


async def published(story: Story, *titles: str) -> None:
    """Let these come, one after the other."""
    for title in titles:
        story.publish(title)
        await story.pass_time(minutes=5)


async def test_what_was_held_back_is_summed_and_can_be_opened(story: Story) -> None:
    """By reason, with the items; an inhibited one names the incident that holds it back."""
    story.settings = INHIBIT
    await story.restart()
    await published(story, "Helicopter shot down near Palmyra", "Explosion heard in a Palmyra suburb")
    story.publish("Explosion in Mosul", published=story.now - timedelta(days=3))
    await story.pass_time(minutes=5)
    assert "Held back in 24 h 2 (inhibited 1, stale 1): /held" in (await asked(story, "status")).text
    assert "inhibited 1" in (await asked(story, "handover")).text
    summed = (await asked(story, "held")).text
    assert "• stale 1: /held stale" in summed
    opened = (await asked(story, "held", "inhibited")).text
    assert "Explosion heard in a Palmyra suburb" in opened
    assert "is going on there" in opened
    assert "there is: inhibited, stale" in (await asked(story, "held", "nonsense")).text


async def test_what_is_held_back_leaves_the_count_after_a_day(story: Story) -> None:
    """The sum is of the last 24 hours; before anything is held back, it says nothing."""
    assert "Held back in 24 h: nothing" in (await asked(story, "held")).text
    story.publish("Explosion in Mosul", published=story.now - timedelta(days=3))
    await story.pass_time(minutes=5)
    assert "stale 1" in (await asked(story, "held")).text
    story.now += timedelta(days=1, minutes=1)
    assert "Held back in 24 h: nothing" in (await asked(story, "held")).text


async def test_the_shift_is_handed_over_at_its_times(story: Story) -> None:
    """By the desk's own clock (18:00 in Kyiv is 15:00 UTC in summer), once a time, late after a stop, never twice."""
    story.settings = SHIFTS
    await story.restart()
    await published(story, "Helicopter shot down near Palmyra")
    assert [one for one in story.desk.texts if "Handover" in one] == []
    await story.pass_time(minutes=60)
    await story.pass_time(minutes=5)
    (told,) = [one for one in story.desk.texts if "Handover" in one]
    assert "Open: 1, nobody's 1" in told
    assert "Busiest rules: helicopter-downed 1" in told
    await story.end()
    story.now += timedelta(hours=30)
    await story.begin()
    await story.pass_time(minutes=1)
    await story.pass_time(minutes=1)
    assert sum("Handover" in one for one in story.desk.texts) == 2


async def test_the_desk_says_that_it_is_alive(story: Story) -> None:
    """H11: each hour, without a sound, and not for every hour of a stop."""
    story.settings = ALIVE
    await story.restart()
    for _ in range(6):
        await story.pass_time(minutes=25)
    story.now += timedelta(hours=10)
    await story.pass_time(minutes=1)
    await story.pass_time(minutes=1)
    alive = [one for one in story.ops.messages if "Desk alive" in one.text]
    assert len(alive) == 3
    assert all(one.silent for one in alive)
    assert "Sources live 2/2" in alive[0].text


async def test_the_daily_summary_counts_alerts_and_what_was_held_back(story: Story) -> None:
    """What was told by severity, and what was not, stands beside the sources."""
    story.settings = 'daily_summary: "15:00"\n'
    await story.restart()
    await story.pass_time(minutes=1)
    await published(story, "Helicopter shot down near Palmyra", "Explosion in Oslo")
    await story.pass_time(minutes=60)
    await story.pass_time(minutes=1)
    (told,) = [one for one in story.ops.texts if "New items in 24 hours" in one]
    assert "Alerted: 1 critical, 1 medium." in told
    assert "Held back: nothing." in told


@pytest.mark.parametrize(
    "title",
    [
        "Anniversary of the Mosul attack: explosion kills 20 at ceremony",
        "Годовщина вторжения: взрыв в городе Мосул, трое погибших",
        "Remembering the dead of Mosul, 10 years on: explosion kills 5 at vigil",
        "ذكرى مجزرة سبايكر: انفجار في الموصل يقتل 20",
    ],
)
async def test_news_on_an_anniversary_alerts(story: Story, title: str) -> None:
    """A title that begins with an anniversary and tells what happened today is no look back."""
    story.publish(title)
    assert len(await story.pass_time(minutes=5)) == 1


async def test_a_title_that_only_keeps_an_anniversary_alerts_nobody(story: Story) -> None:
    """What tells where the old event was, and that it is remembered, is held back as a look back."""
    story.publish("Anniversary of explosion in Mosul: survivors remember")
    assert await story.pass_time(minutes=5) == []


async def test_an_address_of_odd_letters_alerts(story: Story) -> None:
    """A folder that begins as a month's name does dates nothing, and no letter of an address loses an item."""
    for number, folder in enumerate(("market", "mayor", "\u017fep", "april-2")):
        story.publish(f"Explosion in Mosul, part {number}", url=f"https://wire.example/2016/{folder}/{number}")
    await story.pass_time(minutes=5)
    fates = await story.store.read(lambda tx: tx.items.fates())
    assert [fates[f"Explosion in Mosul, part {number}"] for number in range(4)] == ["alerted"] * 4
