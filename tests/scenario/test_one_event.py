"""One event, from its first report on: one alert, a quiet thread, nothing twice."""

from datetime import timedelta

import pytest

from daemon.model import DeliveryState, Silence
from tests.helpers.story import Story


async def test_a_report_reaches_the_desk_with_the_words_that_fired(story: Story) -> None:
    """The first report of an event sounds in the desk's chat, with its evidence, source and link."""
    entry = story.publish("Helicopter shot down east of Tadmur", summary="The crew of two died, a communiqué says.")
    (message,) = await story.poll()
    assert not message.silent
    assert "CRITICAL" in message.text
    assert "fired by: Helicopter, shot down" in message.text
    assert entry.url is not None
    assert entry.url in message.text
    assert "The Wire" in message.text
    assert "Call the duty editor." in message.text
    assert {span["text"] for span in message.facts["evidence"]} == {"Helicopter", "shot down"}
    assert await story.fate(entry) == "alerted"


async def test_a_second_source_confirms_silently_in_the_thread(story: Story) -> None:
    """D13: another source's report of the same event is a silent reply that counts independent sources."""
    story.publish("Helicopter shot down east of Tadmur")
    await story.poll()
    story.publish("Ministry: helicopter crashed near Palmyra, both pilots dead", feed="paper")
    (message,) = await story.poll()
    assert message.silent
    assert message.reply_to == "chat:1"
    assert "Confirmed by The Paper; now 2 independent sources" in message.text


async def test_a_third_report_of_a_known_source_extends(story: Story) -> None:
    """A further report of a source that was counted already adds no source."""
    story.publish("Helicopter shot down east of Tadmur")
    await story.poll()
    story.publish("Second day of search where the helicopter was shot down near Palmyra")
    (message,) = await story.poll()
    assert message.silent
    assert message.facts["sources"] == ["The Wire"]
    assert message.facts["reason"] == "extended"


async def test_a_syndicated_copy_is_told_to_nobody(story: Story) -> None:
    """D13: the same text on another outlet joins the incident, counts for its origin and makes no message."""
    text = "The helicopter was shot down while it supported troops on the road, the ministry says in a statement."
    story.publish("Helicopter shot down near Palmyra, the ministry confirms", summary=text)
    await story.poll()
    copy = story.publish("Helicopter shot down near Palmyra, the ministry confirms", summary=text, feed="paper")
    assert await story.poll() == []
    assert await story.fate(copy) == "copy"
    (incident,) = await story.store.read(lambda tx: tx.incidents.open())
    assert len(incident.reports) == 2
    assert incident.sources == ("The Wire",)


async def test_an_outlets_own_report_under_the_same_headline_is_a_source(story: Story) -> None:
    """D13: an equal headline over a text of its own is another source's report, not a copy."""
    wrecks = "Our correspondent at the base counted two wrecks and spoke to the commander, who blamed a missile."
    parachute = "Villagers told our reporter by telephone that they saw a parachute open above the olive press."
    story.publish("Helicopter shot down near Palmyra", summary=wrecks)
    await story.poll()
    story.publish("Helicopter shot down near Palmyra", summary=parachute, feed="paper")
    (message,) = await story.poll()
    assert message.silent
    assert message.facts["sources"] == ["The Wire", "The Paper"]


@pytest.mark.parametrize("feed", ["wire", "paper"])
@pytest.mark.parametrize("days", [4, 40])
async def test_a_story_that_comes_again_after_days_is_held_back(story: Story, feed: str, days: int) -> None:
    """A report under a new name and date, in any feed, wakes nobody, and the reason is kept; a siren does."""
    lede = "A transport helicopter was shot down on Friday, killing all four on board, two officials said, as forces "
    lede += "pressed an offensive along the highway."
    shelter = "Go to a shelter and stay there until the end of the alarm on Friday. Do not use the lifts of your house."
    told = [
        ("Helicopter shot down near Palmyra, killing four", lede),
        ("Sirens sound after explosion in Mosul", shelter),
    ]
    for title, text in told:
        story.publish(title, summary=text)
    assert len(await story.poll()) == len(told)
    await story.pass_time(days=days)
    report, siren = (story.publish(title, summary=text, feed=feed) for title, text in told)
    assert [message.facts["item"]["title"] for message in await story.poll()] == [siren.title]
    assert await story.fate(report) == "re-surfaced"


async def test_an_edited_headline_is_a_correction_in_the_thread(story: Story) -> None:
    """D9, HOUSE decision 2: a revised item is followed up as corrected, never alerted anew."""
    entry = story.publish("Helicopter shot down near Palmyra")
    await story.poll()
    story.site.publish("/wire", [story.entry("Helicopter crashed near Palmyra", guid=entry.guid, url=entry.url)])
    (message,) = await story.poll()
    assert message.silent
    assert message.reply_to == "chat:1"
    assert "Helicopter shot down near Palmyra → Helicopter crashed near Palmyra" in message.text


async def test_a_keyword_added_later_alerts_once(story: Story) -> None:
    """D10: an item that matches only after a correction is alerted then, and once."""
    entry = story.publish("Incident reported near Palmyra")
    assert await story.poll() == []
    story.site.publish("/wire", [story.entry("Helicopter shot down near Palmyra", guid=entry.guid, url=entry.url)])
    (message,) = await story.poll()
    assert message.facts["reason"] == "opened"
    assert "updated; first published as: Incident reported near Palmyra" in message.text
    assert await story.poll() == []


async def test_nothing_is_told_twice(story: Story) -> None:
    """D7: an item that vanishes from its feed and comes back, unchanged, is not alerted again."""
    entry = story.publish("Helicopter shot down near Palmyra")
    assert len(await story.poll()) == 1
    story.site.publish("/wire", [story.entry("Library closes early")])
    assert await story.poll() == []
    story.now += timedelta(days=30)
    story.site.publish("/wire", [entry])
    assert await story.poll() == []


async def test_a_restart_tells_nothing_again(story: Story) -> None:
    """What was seen and sent is in rows: a new process knows it."""
    story.publish("Helicopter shot down near Palmyra")
    assert len(await story.poll()) == 1
    await story.restart()
    story.site.publish("/wire", [*story.site._entries["/wire"], story.entry("Weather")])
    assert await story.poll() == []


async def test_another_event_is_another_alert(story: Story) -> None:
    """A helicopter lost elsewhere, or something else at the same place, is not a follow-up."""
    story.publish("Helicopter shot down near Palmyra")
    story.publish("Helicopter shot down near Mosul")
    story.publish("Explosion in Palmyra")
    messages = await story.poll()
    assert [message.facts["reason"] for message in messages] == ["opened"] * 3
    assert len({message.facts["incident"] for message in messages}) == 3


async def test_look_alikes_are_not_told(story: Story) -> None:
    """A word in another sense, or a namesake of a place, makes no alert."""
    story.publish("Helicopter tours over the Grand Canyon reopen")
    story.publish("Palmyra, New York, council approves its budget")
    assert await story.poll() == []
    assert await story.store.read(lambda tx: tx.incidents.open()) == []


async def test_reports_in_three_scripts_are_one_incident(story: Story) -> None:
    """Tadmur, Пальмира and تدمر are one place, and a helicopter lost there is one event."""
    story.publish("Helicopter shot down east of Tadmur")
    story.publish("В районе Пальмиры сбит вертолёт, экипаж погиб", feed="paper")
    story.publish("إسقاط مروحية: أسقط مقاتلون مروحية شرق تدمر", feed="paper")
    messages = await story.poll()
    assert [message.facts["reason"] for message in messages].count("opened") == 1
    (incident,) = await story.store.read(lambda tx: tx.incidents.open())
    assert len(incident.reports) == 3


async def test_a_low_severity_makes_no_sound(story: Story) -> None:
    """A rule of low severity alerts silently."""
    story.publish("The census begins on Monday")
    (message,) = await story.poll()
    assert message.silent


async def test_a_rule_on_trial_alerts_nobody(story: Story) -> None:
    """A shadow rule's matches are kept with the fate `shadow`, and open no incident."""
    entry = story.publish("A convoy leaves the city")
    assert await story.poll() == []
    assert await story.fate(entry) == "shadow"
    assert await story.store.read(lambda tx: tx.incidents.open()) == []


async def test_a_quiet_incident_is_closed_and_a_later_report_links_back(story: Story) -> None:
    """HOUSE decision 3: after 72 h without a report a new one opens a new incident, which names the old one."""
    story.publish("Helicopter shot down near Palmyra")
    (first,) = await story.poll()
    await story.pass_time(hours=73)
    assert await story.store.read(lambda tx: tx.incidents.open()) == []
    story.publish("Helicopter shot down near Palmyra again")
    (second,) = await story.poll()
    assert second.facts["reason"] == "opened"
    assert second.facts["incident"] != first.facts["incident"]
    assert second.facts["previous"] == first.facts["incident"]


async def test_an_incident_that_nobody_was_told_of_is_not_named(story: Story) -> None:
    """An alert does not say that it follows an incident whose only alert was held back; the incident itself does."""
    hour = timedelta(hours=1)
    quiet = Silence(id="s1", feeds=("wire",), starts_at=story.now, ends_at=story.now + hour, why="drill", by="Anna")
    await story.store.write(lambda tx: tx.silences.save(quiet))
    story.publish("Helicopter shot down near Palmyra")
    assert await story.poll() == []
    await story.pass_time(hours=73)
    story.publish("Helicopter shot down near Palmyra again")
    (second,) = [one for one in await story.poll() if one.facts["reason"] == "opened"]
    assert second.facts["previous"] is None
    (incident,) = await story.store.read(lambda tx: tx.incidents.open())
    assert incident.previous is not None


async def test_every_matched_item_has_a_fate(story: Story) -> None:
    """HOUSE principle 9: nothing that matched is without a named reason, and every delivery has an end or a time."""
    entries = [
        story.publish("Helicopter shot down near Palmyra"),
        story.publish("Explosion in Mosul", published=story.now - timedelta(days=3)),
        story.publish("A convoy leaves the city"),
    ]
    await story.poll()
    fates = [await story.fate(entry) for entry in entries]
    assert fates == ["alerted", "stale", "shadow"]
    states = {one.mute_reason is not None: one.state for one in await story.deliveries()}
    assert states == {False: DeliveryState.SENT, True: DeliveryState.MUTED}


async def test_keys_lead_to_the_last_days_alone(story: Story) -> None:
    """L5: after twice `incidents.quiet_for` no key leads to an incident any more, and the incident is still there."""
    story.publish("Helicopter shot down near Palmyra")
    await story.poll()
    keys = "SELECT count(*) FROM incident_key"
    assert await story.store.read(lambda tx: tx.connection.exec_driver_sql(keys).scalar_one()) > 0
    await story.pass_time(days=6, minutes=1)
    assert await story.store.read(lambda tx: tx.connection.exec_driver_sql(keys).scalar_one()) == 0
    story.publish("Helicopter shot down near Palmyra again")
    (message,) = await story.poll()
    assert message.facts["reason"] == "opened"
