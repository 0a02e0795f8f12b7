"""The pages of alerted items are looked at again for a day, and what changed there is told in the thread, once."""

import pytest

from daemon.model import Message
from tests.helpers.build import NOW
from tests.helpers.site import Answer
from tests.helpers.story import Story

HTML = {"Content-Type": "text/html; charset=utf-8"}
TITLE = "Helicopter shot down near Palmyra"
MENDED = "Helicopter made an emergency landing near Palmyra"


def page(headline: str, text: str = "The army said so.") -> Answer:
    """The page of a story."""
    head = f'<html lang="en"><head><title>{headline} | The Wire</title><meta property="og:title" content="{headline}">'
    return Answer(body=f"{head}</head><body><h1>{headline}</h1><p>{text}</p></body></html>".encode(), headers=HTML)


def revise(story: Story, title: str) -> None:
    """Let the feed show its only entry under another title."""
    values = {"guid": "tag:example.org,2016:1", "url": story.site.url("/story"), "published": NOW}
    entry = story.entry(title, **values)
    story.site.publish("/wire", [entry])


async def alerted(story: Story, *answers: Answer, settings: str = "look_again: 24h\n") -> list[Message]:
    """An alert whose page gives these answers, one a look."""
    story.settings = settings
    await story.restart()
    story.site.serve("/story", *answers)
    story.publish(TITLE, url=story.site.url("/story"))
    return await story.pass_time(minutes=5)


async def a_day(story: Story) -> list[Message]:
    """What the desk gets in a day, and in the hour after it."""
    told = []
    for _ in range(25 * 4):
        told += await story.pass_time(minutes=15)
    return told


def looks(story: Story) -> int:
    """How often the page was asked for."""
    return sum(one.path == "/story" for one in story.site.requests)


async def test_a_changed_headline_is_told_in_the_thread_once(story: Story) -> None:
    """The page reads otherwise: a silent follow-up says how, in the incident's thread, and nothing after it."""
    (alert,) = await alerted(story, page(TITLE), page(MENDED))
    (told,) = await a_day(story)
    assert f"Headline changed: {TITLE} → {MENDED}" in told.text
    assert told.silent
    assert told.reply_to == "chat:1"
    assert alert.facts["incident"] == told.facts["incident"]
    assert 6 <= looks(story) <= 9


async def test_a_page_that_is_taken_down_is_told(story: Story) -> None:
    """410, twice in a row: the desk hears it, with a sound; then the page is left alone."""
    await alerted(story, page(TITLE), Answer(status=410))
    (told,) = await a_day(story)
    assert f"Taken down by The Wire: {TITLE}" in told.text
    assert not told.silent
    assert looks(story) == 3


async def test_a_page_that_leads_to_the_start_page_is_told_whatever_that_is(story: Story) -> None:
    """Led home, twice in a row: taken down, though nobody can read what the start page is made of."""
    home = Answer(status=302, headers={"Location": "/"})
    story.site.serve("/", Answer(body=b"%PDF", headers={"Content-Type": "application/pdf"}))
    await alerted(story, page(TITLE), home)
    (told,) = await a_day(story)
    assert f"Taken down by The Wire: {TITLE}" in told.text


async def test_a_correction_on_the_page_is_told(story: Story) -> None:
    """The page says that it was wrong: the desk hears it, with a sound, though the feed says nothing."""
    await alerted(story, page(TITLE), page(f"CORRECTION: {TITLE}"))
    (told,) = await a_day(story)
    assert "CORRECTION by The Wire" in told.text
    assert not told.silent


async def test_what_cannot_be_had_says_nothing(story: Story) -> None:
    """Errors of the server, captchas and pictures are no change of the story."""
    captcha = Answer(status=403, body=b"<h1>Are you human?</h1>", headers=HTML)
    picture = Answer(body=b"\x89PNG", headers={"Content-Type": "image/png"})
    await alerted(story, page(TITLE), Answer(status=500), captcha, picture, page(TITLE))
    assert await a_day(story) == []


async def test_a_page_in_a_private_network_is_not_looked_at(story: Story) -> None:
    """F1: the fetcher's guard holds: a feed that may not lead into a private network gets no look there."""
    story.other_feeds = f"  - {{id: press, url: '{story.site.url('/press')}', name: Press}}\n"
    story.settings = "look_again: 24h\n"
    await story.restart()
    secret = story.site.url("/secret")
    story.publish(TITLE, url=secret)
    await story.pass_time(minutes=5)
    await story.store.write(lambda tx: tx.connection.exec_driver_sql("UPDATE page SET feed = 'press'"))
    await a_day(story)
    assert [one.path for one in story.site.requests if one.path == "/secret"] == []


async def test_it_can_be_turned_off(story: Story) -> None:
    """`look_again: never`: no page is asked for."""
    await alerted(story, page(TITLE), settings="look_again: never\n")
    await a_day(story)
    assert looks(story) == 0


async def test_what_was_looked_at_outlives_a_restart(story: Story) -> None:
    """What is due stands in the store: a stop of some hours makes looks late, and tells nothing twice."""
    await alerted(story, page(TITLE), page(MENDED))
    await story.pass_time(minutes=15)
    await story.restart()
    told = await story.pass_time(hours=6)
    await story.restart()
    told += await a_day(story)
    assert sum("Headline changed" in one.text for one in told) == 1


@pytest.mark.parametrize("title", [MENDED, f"CORRECTION: {TITLE}"])
async def test_what_the_page_told_the_feed_does_not_tell_again(story: Story, title: str) -> None:
    """The feed follows its page an hour later: nobody hears the same change twice, but what comes after it is told."""
    await alerted(story, page(TITLE), page(title))
    told = await story.pass_time(minutes=15) + await story.pass_time(minutes=45)
    assert len(told) == 1
    revise(story, title)
    assert await a_day(story) == []
    revise(story, "Helicopter crashed near Palmyra, crew alive")
    (later,) = await story.pass_time(minutes=5)
    assert f"Headline changed: {title} → Helicopter crashed near Palmyra, crew alive" in later.text


@pytest.mark.parametrize("title", [MENDED, f"CORRECTION: {TITLE}"])
async def test_what_the_feed_told_the_page_does_not_tell_again(story: Story, title: str) -> None:
    """The page follows its feed: nobody hears the same change twice."""
    await alerted(story, page(TITLE), page(TITLE), page(title))
    await story.pass_time(minutes=15)
    revise(story, title)
    assert len(await story.pass_time(minutes=5)) == 1
    assert await a_day(story) == []


async def test_who_gets_digests_hears_of_a_page_in_one(story: Story) -> None:
    """A page that changes while its alert waits for a digest neither hurries the alert nor comes by itself."""
    settings = "look_again: 24h\nroutes: [{to: [desk], digest: {every: 3h}}]\n"
    story.settings = settings
    await story.restart()
    story.site.serve("/story", page("Explosion in Aleppo bakery"), page("Fire in Aleppo bakery"))
    story.publish("Explosion in Aleppo bakery", url=story.site.url("/story"))
    (digest,) = await a_day(story)
    assert "Digest: 1 incident, 1 other message" in digest.text


class Broken:
    """A reader of pages with a bug."""

    def __init__(self) -> None:
        self.asked = 0

    async def read(self, *_: object, **__: object) -> None:
        """Fail as nobody foresaw."""
        self.asked += 1
        raise ZeroDivisionError


async def test_a_bug_in_reading_a_page_does_not_ask_for_it_again_and_again(story: Story) -> None:
    """A page that trips the reader is looked at as seldom as any other, and left after a day."""
    await alerted(story, page(TITLE))
    broken = story.running.relooks._parser = Broken()  # type: ignore[assignment]
    await story.pass_time(minutes=10)
    for _ in range(30):
        await story.pass_time(seconds=11)
    assert broken.asked == 1
    await a_day(story)
    assert broken.asked <= 9
    assert not await story.store.read(lambda tx: tx.pages.due(now=story.now, limit=9))


async def test_a_bug_in_what_a_look_tells_does_not_repeat_the_look(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """News that a bug keeps from being told count as a look that says nothing; the page waits for its next time."""
    await alerted(story, page(TITLE), page(MENDED))
    monkeypatch.delattr("daemon.pipeline.relook.matter_of_incident")
    before = looks(story)
    for _ in range(40):
        await story.pass_time(minutes=1)
    assert looks(story) == before + 2


async def test_a_feed_that_is_turned_off_leaves_its_pages_watched(story: Story) -> None:
    """Nobody polls it any more, but the desk was told of its item: what the page takes back, the desk hears."""
    await alerted(story, page(TITLE), page(MENDED))
    wire = f"{{id: wire, url: '{story.site.url('/wire')}', enabled: false, allow_private: true}}"
    story.feeds, story.other_feeds = (), f"  - {wire}\n"
    await story.restart()
    (told,) = await a_day(story)
    assert f"Headline changed: {TITLE} → {MENDED}" in told.text


async def test_the_page_of_a_feed_that_is_gone_is_dropped(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    """A feed leaves the config: the pages of its items are asked for no more, and the log says why, once each."""
    caplog.set_level("INFO", logger="daemon")
    await alerted(story, page(TITLE))
    await story.store.write(lambda tx: tx.connection.exec_driver_sql("UPDATE page SET feed = 'former'"))
    await a_day(story)
    assert looks(story) == 0
    assert not await story.store.read(lambda tx: tx.pages.due(now=story.now, limit=9))
    (said,) = [one for one in caplog.records if one.message == "not asked for any more"]
    assert vars(said)["reason"] == "its feed is not polled any more, or wants it no more"
