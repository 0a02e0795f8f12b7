"""What was told is taken back, corrected or denied: who still stands by it, and that the desk hears it once."""

from dataclasses import replace

import pytest

from daemon.rules.load import build_rules
from daemon.store.database import Transaction
from daemon.yamlfile import parse_yaml
from tests.helpers.story import RULES, Story

NOTE = "This article was amended on 9 July 2016. An earlier version of this article misstated that two had died."
LEDE = "Residents of two villages saw smoke rise behind the ridge where the road leads to the mine. " * 8


@pytest.mark.parametrize(
    "title",
    [
        "RETRACTION: explosion in Mosul did not happen",
        "Interior Ministry denies explosion in Mosul",
        "CORRECTION: no explosion in Mosul",
    ],
)
async def test_who_takes_back_or_denies_does_not_fill_min_sources(story: Story, title: str) -> None:
    """An event that waits for its second source is told to nobody because another takes it back or denies it."""
    story.rules = build_rules([parse_yaml(waiting_for_two(), name="rules.yaml")])
    await story.restart()
    story.publish("Explosion in Mosul")
    denial = story.publish(title, feed="paper")
    assert await story.poll() == []
    assert await story.fate(denial) == "below min_sources"
    (incident,) = await story.store.read(lambda tx: tx.incidents.open())
    assert (len(incident.reports), incident.sources) == (2, ("The Wire",))


async def test_a_denial_and_a_retraction_add_no_source(story: Story) -> None:
    """Both are told, with who denies and who retracts; the count of sources stays."""
    story.publish("Helicopter shot down near Palmyra")
    await story.poll()
    story.publish("Iraqi Defence Ministry denies helicopter was shot down near Palmyra", feed="paper")
    (denial,) = await story.poll()
    story.publish("RETRACTION: helicopter was not shot down near Palmyra", feed="paper")
    (retraction,) = await story.poll()
    assert "✖ Denied by Iraqi Defence Ministry, says The Paper, report 2" in denial.text
    assert "1 independent source in 2 reports: The Wire" in denial.text
    assert "denies: Iraqi Defence Ministry · retracts: The Paper" in retraction.text
    assert "1 independent source in 3 reports: The Wire" in retraction.text
    assert retraction.facts["account"]["retracts"] == ["The Paper"]


async def test_nobody_stands_by_what_its_only_source_took_back(story: Story) -> None:
    """D10: a report that its source retracts gives no claim, toll or source; the next source is the first again."""
    entry = story.publish("Helicopter shot down near Palmyra, five dead")
    await story.poll()
    again = {"guid": entry.guid, "url": entry.url}
    story.site.publish("/wire", [story.entry("RETRACTED: Helicopter shot down near Palmyra, five dead", **again)])
    (retraction,) = await story.poll()
    assert (retraction.silent, retraction.facts["sources"]) == (False, [])
    story.publish("Helicopter shot down near Palmyra, two dead", feed="paper")
    (message,) = await story.poll()
    assert "1 independent source in 2 reports: The Paper" in message.text
    assert "dead:" not in message.text
    (incident,) = await story.store.read(lambda tx: tx.incidents.open())
    assert incident.sources == ("The Paper",)


def waiting_for_two() -> str:
    """The rules, with an explosion that is told when two sources tell of it."""
    return RULES.replace("when: explosion", "min_sources: 2\n    when: explosion")


@pytest.mark.parametrize(
    "title",
    [
        "KILL: 3 soldiers dead in explosion in Mosul",
        "Explosion in Mosul: army retracts claim that it seized the city",
        "WITHDRAWN: troops leave Mosul after explosion",
        "Police deny explosion at Mosul market was an attack",
        "Mosul police deny that market explosion was an attack",
    ],
)
async def test_what_only_looks_taken_back_fills_min_sources(story: Story, title: str) -> None:
    """Two outlets that tell of one event are two sources, whatever else they say is withdrawn, retracted or denied."""
    story.rules = build_rules([parse_yaml(waiting_for_two(), name="rules.yaml")])
    await story.restart()
    story.publish(title)
    assert await story.poll() == []
    story.publish("Explosion in Mosul kills 20", feed="paper")
    (message,) = await story.poll()
    assert message.facts["sources"] == ["The Wire", "The Paper"]


async def test_the_last_source_that_takes_it_back_is_heard(story: Story) -> None:
    """D10: when nobody stands by an event any more the desk hears it, though the words were told of another source."""
    story.publish("Explosion in Mosul, five dead")
    await story.poll()
    story.publish("Explosion in Mosul kills five", feed="paper")
    await story.poll()
    story.publish("RETRACTION: explosion in Mosul did not happen")
    (first,) = await story.poll()
    story.publish("RETRACTION: explosion in Mosul did not happen", feed="paper")
    (last,) = await story.poll()
    assert [one.silent for one in (first, last)] == [False, False]
    assert [one.facts["sources"] for one in (first, last)] == [["The Paper"], []]


async def test_a_second_correction_by_a_note_sounds(story: Story) -> None:
    """D10: a text that is amended once more, below the same headline, is told once more."""
    entry = story.publish("Explosion in Mosul", summary="Four died.")
    await story.poll()
    again = {"guid": entry.guid, "url": entry.url}
    second = "This article was amended on 10 July 2016. An earlier version of this article misstated the toll as five."
    heard = []
    for text in (f"Five died. {NOTE}", f"Six died. {second}", f"Six died. {NOTE} {second}"):
        story.site.publish("/wire", [story.entry(entry.title, summary=text, **again)])
        heard.append([one.facts.get("amendment") for one in await story.poll()])
    assert heard[:2] == [["correction"], ["correction"]]
    assert "correction" not in heard[2]


async def test_what_was_retracted_in_an_old_store_stays_so(story: Story) -> None:
    """A report of an earlier version of watchdesk, which kept no retractions, is read again at the first start."""
    story.publish("Helicopter shot down near Palmyra, five dead")
    await story.poll()
    story.publish("RETRACTED: Helicopter shot down near Palmyra, five dead")
    await story.poll()

    def grow_old(tx: Transaction) -> None:
        (incident,) = tx.incidents.open()
        for one in incident.reports:
            joining = tx.incidents.joining(one.item_id)
            assert joining
            old = replace(one, amends=None, amended=(), only_denies=False)
            tx.incidents.save_report(incident, old, joining=joining, keys=(), words=one.words)
        tx.feeds.forget_fact("reports_read")

    await story.store.write(grow_old)
    (before,) = await story.store.read(lambda tx: tx.incidents.open())
    await story.restart()
    (after,) = await story.store.read(lambda tx: tx.incidents.open())
    assert (before.sources, after.sources) == (("The Wire",), ())
    assert [one.words for one in after.reports] == [one.words for one in before.reports]


@pytest.mark.parametrize("lede", ["", LEDE])
async def test_a_note_in_a_text_sounds_once(story: Story, lede: str) -> None:
    """D10: a correction sounds wherever in the text it comes, with the toll that is gone: once, over restarts."""
    entry = story.publish("Explosion in Mosul", summary=f"Two died. {lede}")
    await story.poll()
    again = {"guid": entry.guid, "url": entry.url}
    corrected = f"Three were hurt. {lede}{NOTE}"
    story.site.publish("/wire", [story.entry(entry.title, summary=corrected, **again)])
    (message,) = await story.poll()
    assert (message.silent, message.facts["amendment"]) == (False, "correction")
    assert "dead: 2 → none told" in message.text
    await story.restart()
    for text in (f"{corrected} The search goes on.", f"Three were hurt. {lede}", corrected):
        story.site.publish("/wire", [story.entry(entry.title, summary=text, **again)])
        assert [one.facts["amendment"] for one in await story.poll()] == []


async def test_a_toll_that_is_told_no_more_is_told_silently(story: Story) -> None:
    """D9: a fact that a new version drops is shown in the thread; a text that was only cut off drops nothing."""
    entry = story.publish("Explosion in Mosul", summary="An explosion in Mosul. Two people were killed.")
    await story.poll()
    again = {"guid": entry.guid, "url": entry.url}
    story.site.publish("/wire", [story.entry(entry.title, summary="An explosion in Mosul.", **again)])
    assert await story.poll() == []
    story.site.publish("/wire", [story.entry(entry.title, summary="An explosion. Two people were killed.", **again)])
    await story.poll()
    story.site.publish("/wire", [story.entry(entry.title, summary="An explosion. All are well.", **again)])
    (message,) = await story.poll()
    assert message.silent
    assert "dead: 2 → none told" in message.text
