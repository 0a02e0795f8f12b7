"""Who says it: independent sources, claims and confirmations, corrections, and old stories that come again."""

from datetime import timedelta

import pytest

from daemon.model import Message
from tests.helpers.story import Story

BODY = (
    "The helicopter was lost on Friday morning while it escorted a convoy of lorries along the desert road, and rescue "
    "teams reached the place of the crash in the afternoon, residents of two villages nearby said by telephone. "
)


async def with_feeds(story: Story, **feeds: str) -> None:
    """Let the daemon poll these feeds, too, past their baselines; each with its further settings."""
    lines = [
        f"  - {{id: {name}, url: '{story.site.url('/' + name)}', allow_private: true, {settings}}}\n"
        for name, settings in feeds.items()
    ]
    story.other_feeds = "".join(lines)
    for name in feeds:
        story.site.publish(f"/{name}", [story.entry("Library lends out its first telescope")])
    await story.restart()
    await story.poll()


def reasons(messages: list[Message]) -> list[str]:
    """Why each was told."""
    return [message.facts["reason"] for message in messages]


async def test_a_headline_without_a_text_is_no_second_source_after_a_night(story: Story) -> None:
    """D13: the same title, word for word, from another outlet thirteen hours later confirms nothing."""
    title = "Explosion kills five soldiers at base in Mosul"
    story.publish(title, summary="")
    assert len(await story.poll()) == 1
    await story.pass_time(hours=13)
    copy = story.publish(title, feed="paper", summary="")
    assert await story.poll() == []
    assert await story.fate(copy) == "copy"


async def test_ten_copies_of_a_wire_story_are_one_source(story: Story) -> None:
    """D13: edited copies under ten headlines, from ten publishers, add no source and make no message."""
    outlets = {f"outlet{n}": f"name: Outlet {n}" for n in range(10)}
    await with_feeds(story, **outlets)
    story.publish("Helicopter shot down near Palmyra", summary=BODY)
    assert reasons(await story.poll()) == ["opened"]
    for number, outlet in enumerate(outlets):
        text = f"{BODY} More from our page {number}."
        copy = story.publish(f"Helicopter shot down near Palmyra: story {number}", summary=text, feed=outlet)
        assert await story.poll() == []
        assert await story.fate(copy) == "copy"
    (incident,) = await story.store.read(lambda tx: tx.incidents.open())
    assert (len(incident.reports), incident.sources) == (11, ("The Wire",))


async def test_who_only_cites_confirms_nothing(story: Story) -> None:
    """Reports that cite one agency, in three languages, are one source; its name stands on the alert."""
    story.publish("Helicopter shot down near Palmyra, according to Reuters")
    (first,) = await story.poll()
    assert "The Wire, citing Reuters" in first.text
    story.publish("По сообщению Рейтер, в районе Пальмиры сбит вертолёт", feed="paper")
    (second,) = await story.poll()
    story.publish("أسقط مسلحون مروحية قرب تدمر نقلا عن رويترز", feed="paper")
    (third,) = await story.poll()
    assert reasons([second, third]) == ["extended", "extended"]
    assert third.facts["sources"] == ["Reuters"]
    assert "1 independent source in 3 reports: Reuters" in third.text
    assert "Also: The Paper, citing Reuters, report 3 of this event" in third.text


async def test_feeds_of_one_publisher_are_one_source(story: Story) -> None:
    """Two services of a broadcaster are counted once."""
    await with_feeds(story, en="publisher: Volga", ru="publisher: Volga")
    story.publish("Helicopter shot down near Palmyra", feed="en")
    await story.poll()
    story.publish("В районе Пальмиры сбит вертолёт", feed="ru")
    (message,) = await story.poll()
    assert (message.facts["reason"], message.facts["sources"]) == ("extended", ["Volga"])


async def test_the_group_claims_the_ministry_confirms_and_the_numbers_differ(story: Story) -> None:
    """An alert shows who claims, who confirms, what differs with its sources, and the grade of the best source."""
    await with_feeds(
        story,
        province="name: Province, tags: [claims], reliability: E",
        agency="name: Agency, reliability: B",
    )
    story.publish("Helicopter shot down near Palmyra, three dead", feed="province")
    (first,) = await story.poll()
    assert "claims: Province" in first.text
    story.now += timedelta(minutes=40)
    title = "Russian Defence Ministry says helicopter crashed near Palmyra, two dead"
    story.publish(title, feed="agency")
    (second,) = await story.poll()
    assert "claims: Province · confirms: Russian Defence Ministry" in second.text
    assert "dead: 2 (Agency), 3 (Province)" in second.text
    assert "2 independent sources in 2 reports: Province, Agency" in second.text
    assert "first 14:00 UTC (Province) · latest 14:40 UTC (Agency) · best grade B (Agency)" in second.text
    assert second.facts["account"]["best_grade"] == "B"


async def test_a_denial_is_told_as_one(story: Story) -> None:
    """A ministry that denies is not told as a confirmation."""
    story.publish("Helicopter shot down near Palmyra")
    await story.poll()
    story.publish("Iraqi Defence Ministry denies helicopter was shot down near Palmyra", feed="paper")
    (message,) = await story.poll()
    assert "✖ Denied by Iraqi Defence Ministry, says The Paper" in message.text
    assert "denies: Iraqi Defence Ministry" in message.text


async def test_a_retraction_of_what_was_alerted_sounds(story: Story) -> None:
    """D10: the entry itself takes back what was told; who heard it hears that, with a sound, and once."""
    entry = story.publish("Helicopter shot down near Palmyra", summary="Two dead.")
    await story.poll()
    title = "CORRECTION: library van, not aircraft, broke down near Palmyra"
    story.site.publish("/wire", [story.entry(title, guid=entry.guid, url=entry.url, summary="Nobody was hurt.")])
    (message,) = await story.poll()
    assert (message.facts["reason"], message.silent, message.facts["amendment"]) == ("corrected", False, "correction")
    assert f"⚠ CORRECTION by The Wire: Helicopter shot down near Palmyra → {title}" in message.text
    assert "− Two dead." in message.text
    assert "+ Nobody was hurt." in message.text
    assert await story.poll() == []


async def test_a_retraction_in_a_story_of_its_own_sounds_in_the_thread(story: Story) -> None:
    """A retraction that matches no rule is told where it belongs to an incident, and nowhere else."""
    story.publish("Helicopter shot down near Palmyra, crew of two dead")
    await story.poll()
    story.publish("Agency retracts report: helicopter near Palmyra, crew of two not dead", feed="paper")
    story.publish("Agency retracts report of record harvest", feed="paper")
    (message,) = await story.poll()
    assert (message.facts["reason"], message.silent) == ("corrected", False)
    assert "⚠ RETRACTION by The Paper" in message.text


async def test_a_toll_that_changes_in_a_report_is_shown(story: Story) -> None:
    """D9: a revised text is told when its facts changed, silently; other edits are not."""
    entry = story.publish("Helicopter shot down near Palmyra", summary="Two people were killed.")
    await story.poll()
    again = {"guid": entry.guid, "url": entry.url}
    story.site.publish("/wire", [story.entry(entry.title, summary="In all, two people were killed.", **again)])
    assert await story.poll() == []
    story.site.publish("/wire", [story.entry(entry.title, summary="In all, five people were killed.", **again)])
    (message,) = await story.poll()
    assert message.silent
    assert "dead: 2 → 5" in message.text


async def test_a_live_page_does_not_alert_again(story: Story) -> None:
    """D9: a page that is written on and on makes one alert; its fate says why the rest was not told."""
    url = "https://example.org/news/live/2016"
    entry = story.publish("Live: helicopter shot down near Palmyra", url=url)
    assert reasons(await story.poll()) == ["opened"]
    for number in range(3):
        title = f"Live: helicopter shot down near Palmyra, search goes on, hour {number}"
        last = story.entry(title, guid=entry.guid, url=url)
        story.site.publish("/wire", [last])
        assert await story.poll() == []
    assert await story.fate(last) == "live page"


async def test_a_page_that_keeps_its_address_alerts_once_however_it_is_rewritten(story: Story) -> None:
    """D9, D11: under one plain address, with an id and a date of its own each time, a live page is one item revised."""
    url = "https://example.org/middle-east/latest"
    text = "The helicopter was shot down near Palmyra at dawn. {} The ministry in Damascus named no cause."
    story.publish("Palmyra latest: helicopter shot down", url=url, summary=text.format("Rescuers set out."))
    assert reasons(await story.poll()) == ["opened"]
    versions = ("search for crew of helicopter goes on", "crew of crashed helicopter found", "helicopter: two buried")
    for version in versions:
        await story.pass_time(hours=3)
        last = story.entry(f"Palmyra latest: {version}", url=url, summary=text.format(f"Now: {version}."))
        story.site.publish("/wire", [last])
        assert await story.poll() == []
    (incident,) = await story.store.read(lambda tx: tx.incidents.open())
    (report,) = incident.reports
    assert report.title == "Palmyra latest: helicopter: two buried"
    (item,) = await story.store.read(lambda tx: [one for one in [tx.items.item(report.item_id)] if one])
    assert item.title == report.title


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Latest: Explosion at market in Mosul", "An explosion tore through a market in Mosul, officials in Iraq say."),
        ("Latest: Helicopter crashes in Mosul", "A helicopter of the army crashed on a square in Mosul, Iraq."),
    ],
)
async def test_another_event_at_the_address_of_a_live_page_is_heard(story: Story, title: str, text: str) -> None:
    """D11: what a reused page tells of another place, or finds another rule, is an alert of its own."""
    url = "https://example.org/latest"
    told = "The helicopter was shot down near Palmyra at dawn. The ministry in Damascus named no cause."
    story.publish("Latest: Helicopter shot down near Palmyra", url=url, summary=told)
    assert reasons(await story.poll()) == ["opened"]
    await story.pass_time(hours=3)
    story.site.publish("/wire", [story.entry(title, url=url, summary=text)])
    (message,) = await story.poll()
    assert (message.facts["reason"], message.silent) == ("opened", False)


async def test_a_live_page_that_turns_to_another_place_is_heard(story: Story) -> None:
    """D9, D11: under its id and address, too, a page is held only as long as it tells of where it told of."""
    url = "https://example.org/latest"
    first = story.publish("Live: helicopter shot down near Palmyra", url=url)
    await story.poll()
    story.site.publish("/wire", [story.entry("Live: helicopter shot down in Mosul", guid=first.guid, url=url)])
    (message,) = await story.poll()
    assert (message.facts["reason"], message.silent) == ("corrected", False)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Live: explosion in Mosul kills 3", "Live: explosion in Mosul kills 40"),
        ("Direct hit on Mosul hospital: explosion kills 3", "Direct hit on Mosul hospital: explosion kills 40"),
        ("Latest explosion in Mosul kills 3: mayor", "Latest explosion in Mosul kills 40: mayor"),
        ("Live grenade explosion in Mosul court: 2 dead", "Live grenade explosion in Mosul court: 40 dead"),
    ],
)
async def test_a_toll_that_rises_strongly_is_told(story: Story, was: str, now: str) -> None:
    """D9: also of a live page, in its thread and silently; headlines with such a word in them are no live pages."""
    first = story.publish(was, summary="It happened in Mosul on Monday.")
    assert reasons(await story.poll()) == ["opened"]
    again = story.entry(now, guid=first.guid, url=first.url, summary="It happened in Mosul on Monday.")
    story.site.publish("/wire", [again])
    (message,) = await story.poll()
    assert (message.facts["reason"], message.silent) == ("corrected", True)
    assert "40" in message.text


@pytest.mark.parametrize(
    ("was", "told", "now", "tells"),
    [
        (
            "Live: explosion in Mosul kills 3",
            "An explosion in Mosul killed three people at a market in the old town, police in Mosul said.",
            "Live: another explosion in Mosul kills 5 at school",
            "An explosion in Mosul killed five people at a school in the east, police in Mosul said.",
        ),
        (
            "Iraq latest: explosion at Mosul market kills 3",
            "Iraq police said an explosion hit a market in Mosul.",
            "Iraq latest: explosion at Mosul school kills 9 pupils",
            "Iraq police said an explosion hit a school in Mosul.",
        ),
    ],
)
async def test_a_live_page_that_turns_to_another_event_is_heard(
    story: Story, was: str, told: str, now: str, tells: str
) -> None:
    """D9, D11: under a new id and date at its address, what it calls another, or what hit something else, sounds."""
    url = "https://example.org/live"
    story.publish(was, url=url, summary=told)
    assert reasons(await story.poll()) == ["opened"]
    await story.pass_time(hours=9)
    story.site.publish("/wire", [story.entry(now, url=url, summary=tells)])
    (message,) = await story.poll()
    assert not message.silent
    assert now in message.text


async def test_old_stories_under_a_new_date_alert_nobody(story: Story) -> None:
    """A look back, an address with an old day, and an old text shown again are held back; the fate names why."""
    long = BODY + BODY.replace("helicopter", "aircraft")
    first = story.publish("Helicopter shot down near Palmyra", summary=long)
    await story.poll()
    await story.pass_time(hours=24 * 9)
    look_back = story.publish("On this day: helicopter shot down near Mosul")
    dated = story.publish("Explosion in Mosul kills two", url="https://example.org/2016/05/01/mosul")
    copied = story.publish("Helicopter shot down near Palmyra", summary=long, feed="paper")
    assert await story.poll() == []
    assert await story.fate(look_back) == "look back"
    assert await story.fate(dated) == "re-dated"
    assert await story.fate(copied) == "re-surfaced"
    same = story.entry(first.title, summary=long, url="https://example.org/again")
    story.site.publish("/wire", [same])
    assert await story.poll() == []


async def test_who_cites_a_feed_of_ours_confirms_nothing(story: Story) -> None:
    """A report that cites another feed of the desk counts for that one, and the two are one source."""
    await with_feeds(story, rudaw="name: Rudaw")
    story.publish("Helicopter shot down near Palmyra", feed="rudaw")
    assert reasons(await story.poll()) == ["opened"]
    story.publish("Military helicopter shot down near Palmyra, official tells Rudaw", feed="paper")
    (second,) = await story.poll()
    assert (second.facts["reason"], second.facts["sources"]) == ("extended", ["Rudaw"])
