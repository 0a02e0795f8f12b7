"""The articles behind items: fetched, matched, and never told twice, through the whole daemon."""

import asyncio
import logging
from datetime import timedelta

import pytest

from daemon.config import Poll
from daemon.errors import StoreError
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.items.fulltext import MAX_ATTEMPTS
from daemon.model import Entry, FullText, Message, TextState
from daemon.pipeline.errands import NOT_WANTED
from daemon.pipeline.fulltext import FullTexts
from daemon.pipeline.ingest import Desk
from tests.helpers.site import Answer
from tests.helpers.story import Story

HTML = {"Content-Type": "text/html; charset=utf-8"}
FILLER = (
    "The harbour master said on Friday that all ships had left the pier in good order and without any delay.",
    "The northern gate stays closed until the last of the containers has been counted by the second shift.",
    "Drivers were asked to take the ring road, where the traffic was heavier than on other summer evenings.",
    "A spokeswoman of the port thanked the crews, and said that work would be taken up again on Monday morning.",
    "The ferry to the islands runs every two hours instead of every hour, and tickets stay good for a week.",
)


def article(*sentences: str, title: str = "Pier closed") -> Answer:
    """A page of a newspaper with menus, a notice and an article."""
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in [*sentences, *FILLER])
    body = f"""<html lang="en"><head><title>{title}</title></head><body>
      <nav><ul><li><a href="/">Home</a></li><li><a href="/census">The census</a></li></ul></nav>
      <div class="cookie-banner"><p>We value an explosion of choice.</p></div>
      <main><article><h1>{title}</h1>{paragraphs}</article></main>
      <footer><p>All rights reserved</p></footer></body></html>"""
    return Answer(body=body.encode(), headers=HTML)


COOKIES = Answer(body=article(title="Your choice").body.replace(b"pier", b"quay"), headers=HTML)


async def begun(story: Story, when: str) -> None:
    """Restart the story with one more feed, `press`, and put its baseline behind it."""
    where = f"url: '{story.site.url('/press')}', name: Press, allow_private: true"
    story.other_feeds = f"  - {{id: press, {where}, full_text: {when}, interval: 60s}}\n"
    old = story.entry("The library lends out a telescope", published=story.now - timedelta(days=2))
    story.site.publish("/press", [old])
    await story.restart()
    await story.poll()


def published(story: Story, title: str, answer: Answer, **over: str) -> Entry:
    """A new entry of the press whose article is on the site."""
    path = f"/article/{story.number + 1}"
    story.site.serve(path, answer)
    return story.publish(title, feed="press", url=story.site.url(path), **over)


async def texts(story: Story) -> list[FullText]:
    """All articles that were ever asked for."""

    def read(tx: object) -> list[FullText]:
        ids = [row[0] for row in tx.connection.exec_driver_sql("SELECT item_id FROM full_text ORDER BY rowid")]
        return [tx.texts.of_item(one) for one in ids]

    return await story.store.read(read)


def reasons(messages: list[Message]) -> list[str]:
    """Why each was sent."""
    return [str(message.facts["reason"]) for message in messages]


async def test_the_first_alert_goes_out_and_the_article_adds_to_it(story: Story) -> None:
    """A matched item alerts at once; what only its article says raises the incident, in its thread, and once."""
    await begun(story, "matched")
    published(story, "Explosion at the pier", article("A helicopter was shot down.", title="Explosion at the pier"))
    told = await story.pass_time(minutes=2)
    assert reasons(told) == ["opened", "escalated"]
    assert told[0].facts["severity"] == "medium"
    assert "helicopter" in told[1].text.lower()
    assert [one.state for one in await texts(story)] == [TextState.TAKEN]
    assert await story.pass_time(minutes=2) == []
    assert await story.poll() == []
    assert len(story.site.asked(f"/article/{story.number}")) == 1


async def test_what_the_article_only_repeats_is_not_told(story: Story) -> None:
    """A rule that held for the title holds for the article, too: one alert."""
    await begun(story, "matched")
    published(story, "Explosion at the pier", article("The explosion was loud.", title="Explosion at the pier"))
    assert reasons(await story.pass_time(minutes=2)) == ["opened"]
    assert [one.state for one in await texts(story)] == [TextState.TAKEN]


async def test_a_note_in_the_article_amends_nothing_that_was_told(story: Story) -> None:
    """What the article says of its earlier versions is of those before the alert: only a new version amends it."""
    await begun(story, "matched")
    note = "This article was amended on Friday."
    entry = published(story, "Explosion at the pier", article(note, title="Explosion at the pier"), body="It was loud.")
    assert reasons(await story.pass_time(minutes=2)) == ["opened"]
    story.site.publish(
        "/press", [story.entry(entry.title, guid=entry.guid, url=entry.url, body=f"It was loud. {note}")]
    )
    assert reasons(await story.pass_time(minutes=2)) == []


async def test_always_finds_what_the_feed_does_not_say(story: Story) -> None:
    """With `always`, a rule that only the article fits alerts when it has come; menus and notices count for nothing."""
    await begun(story, "always")
    entry = published(story, "Pier closed", article("A helicopter was shot down."))
    (alert,) = await story.pass_time(minutes=2)
    assert alert.facts["reason"] == "opened"
    assert "Pier closed" in alert.text
    assert "was:" not in alert.text.lower()
    assert await story.fate(entry) == "alerted"
    published(story, "Pier opened", article(title="Pier opened"))
    assert await story.pass_time(minutes=2) == []
    assert [one.state for one in await texts(story)] == [TextState.TAKEN] * 2


@pytest.mark.parametrize(("when", "title"), [("matched", "Pier closed"), ("never", "Explosion at the pier")])
async def test_nothing_is_fetched_that_nobody_asked_for(story: Story, when: str, title: str) -> None:
    """Without a match, or with `never`, no article is asked for; nor behind copies, old entries, and a first poll."""
    await begun(story, when)
    published(story, title, article("A helicopter was shot down."))
    await story.pass_time(minutes=2)
    assert await texts(story) == []
    await begun(story, "always")
    story.publish("Crane falls over at the northern pier", feed="wire", guid="x")
    await story.poll()
    published(story, "Crane falls over at the northern pier", article())
    published(story, "Pier was closed long ago", article(), published=story.now - timedelta(days=9))
    await story.pass_time(minutes=2)
    assert await texts(story) == []
    assert not [one for one in story.site.requests if "article" in one.path]


@pytest.mark.parametrize(
    ("answer", "state", "error"),
    [
        (Answer(body=b"<html><body><p>Please log in to read.</p></body></html>", headers=HTML), "too short", "charac"),
        (Answer(body=b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "failed", "application/pdf"),
        (COOKIES, "another page", "title"),
        (Answer(body=b"<div>" * 9_000, headers=HTML), "failed", "nested"),
        (Answer(status=410), "failed", "410"),
    ],
    ids=["paywall", "pdf", "cookies", "bomb", "gone"],
)
async def test_what_is_no_article_is_not_taken(
    story: Story, caplog: pytest.LogCaptureFixture, answer: Answer, state: str, error: str
) -> None:
    """A paywall, a cookie page, another kind of file, a hostile page: it ends in a named state; that is all."""
    await begun(story, "always")
    published(story, "Explosion near pier", answer, summary="An explosion was heard.")
    with caplog.at_level(logging.WARNING):
        assert reasons(await story.pass_time(minutes=2)) == ["opened"]
    (text,) = await texts(story)
    assert (text.state.value, text.text) == (state, "")
    assert error in (text.error or "")
    assert "full text not had" in caplog.messages
    await story.pass_time(hours=9)
    assert len(story.site.asked(f"/article/{story.number}")) == 1


async def test_failures_are_tried_again_and_end(story: Story) -> None:
    """A server that fails is asked a few times, ever later, across a restart; then the feed's words must do."""
    await begun(story, "always")
    published(story, "Pier closed", Answer(status=500))
    await story.pass_time(minutes=2)
    path = f"/article/{story.number}"
    assert len(story.site.asked(path)) == 1
    await story.pass_time(seconds=10)
    assert len(story.site.asked(path)) == 1
    await story.restart()
    for _ in range(9):
        await story.pass_time(hours=3)
    assert len(story.site.asked(path)) == MAX_ATTEMPTS
    assert [(one.state, one.error) for one in await texts(story)] == [
        (TextState.FAILED, "HTTP 500 Internal Server Error")
    ]


async def test_patience_is_kept(story: Story) -> None:
    """Retry-After of an article's server is obeyed, and then the text comes."""
    await begun(story, "always")
    published(story, "Pier closed", Answer(status=429, headers={"Retry-After": "1800"}))
    story.site.serve(
        f"/article/{story.number}",
        Answer(status=429, headers={"Retry-After": "1800"}),
        article("A helicopter was shot down."),
    )
    assert await story.pass_time(minutes=2) == []
    assert await story.pass_time(minutes=20) == []
    assert len(story.site.asked(f"/article/{story.number}")) == 1
    assert reasons(await story.pass_time(minutes=20)) == ["opened"]


async def test_a_stop_in_the_middle_loses_nothing(story: Story) -> None:
    """An article that is under way when the daemon stops is due still, and fetched by the next one."""
    await begun(story, "always")
    entry = published(story, "Pier closed", article("A helicopter was shot down."))
    path = entry.url.partition(str(story.site.port))[2]
    story.site.serve(path, Answer(delay=60), article("A helicopter was shot down."))
    story.now += timedelta(minutes=2)
    await story.running.poll_tick()
    await story.running.poller.drain()
    await story.running.texts.start_due()
    while not story.site.asked(path):
        story.site.arrived.clear()
        await story.site.arrived.wait()
    await story.restart()
    assert [one.state for one in await texts(story)] == [TextState.DUE]
    assert reasons(await story.pass_time(minutes=1)) == ["opened"]


async def test_a_reload_drops_nothing(story: Story) -> None:
    """With other settings of the fetcher in force, an article that was under way is fetched again by the new one."""
    await begun(story, "always")
    entry = published(story, "Pier closed", article("A helicopter was shot down."))
    path = (entry.url or "").partition(str(story.site.port))[2]
    story.site.serve(path, Answer(delay=60), article("A helicopter was shot down."))
    story.now += timedelta(minutes=2)
    await story.running.poll_tick()
    await story.running.poller.drain()
    await story.running.texts.start_due()
    while not story.site.asked(path):
        story.site.arrived.clear()
        await story.site.arrived.wait()
    story.settings = "poll: {timeout: 20s}\n"
    story.running.take(story.config(), story.rules)
    assert reasons(await story.pass_time(seconds=1)) == ["opened"]
    assert len(story.site.asked(path)) == 2


async def test_a_revision_keeps_the_text_and_asks_anew(story: Story) -> None:
    """The article's rules are not told again when the publisher revises the entry, before or after it comes anew."""
    await begun(story, "always")
    entry = published(story, "Pier closed", article("A helicopter was shot down."))
    assert reasons(await story.pass_time(minutes=2)) == ["opened"]
    story.site.publish("/press", [story.entry("Pier closed", guid=entry.guid, url=entry.url, summary="Until Monday.")])
    assert await story.pass_time(minutes=2) == []
    path = entry.url.partition(str(story.site.port))[2]
    assert len(story.site.asked(path)) == 2
    (text,) = await texts(story)
    assert text.state is TextState.TAKEN
    item = await story.store.read(lambda tx: tx.items.item(text.item_id))
    assert item is not None
    assert (item.summary, "helicopter" in item.body) == ("Until Monday.", True)


async def test_a_store_that_fails_repeats_the_article(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    """If what came cannot be saved, nothing of it is; the article is fetched again when the store works."""
    await begun(story, "always")
    published(story, "Pier closed", article("A helicopter was shot down."))
    story.now += timedelta(minutes=2)
    await story.running.poll_tick()
    await story.running.poller.drain()
    write, story.store.write = story.store.write, _refuse
    with caplog.at_level(logging.WARNING):
        await story.running.texts.drain()
    story.store.write = write
    assert "full text not saved, tried again" in caplog.messages
    assert reasons(await story.pass_time(seconds=20)) == ["opened"]


async def _refuse(_: object) -> None:
    await asyncio.sleep(0)
    raise StoreError("the disk is full")


class BrokenFetcher(Fetcher):
    """One with a bug."""

    async def fetch(self, *_: object, **__: object) -> Fetched:
        """Trip."""
        raise KeyError("x")


async def test_a_bug_comes_to_an_end(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever breaks in fetching an article is logged, counts as a try, and takes nothing else with it."""
    await begun(story, "always")
    broken = BrokenFetcher(Poll(), contact="")
    published(story, "Pier closed", article("A helicopter was shot down."))
    await story.running.poller.start(story.running.config.feeds[-1])
    story.running.texts.take(Desk(config=story.running.config, rules=story.rules), fetcher=broken)
    for _ in range(2 * MAX_ATTEMPTS):
        await story.running.texts.drain()
        story.now += timedelta(hours=3)
    assert [(one.state, one.attempts, one.error) for one in await texts(story)] == [
        (TextState.FAILED, MAX_ATTEMPTS, "bug: KeyError")
    ]
    assert caplog.messages.count("full text failed by a bug") == MAX_ATTEMPTS
    await broken.close()


async def test_a_feed_that_wants_none_any_more_gets_none(story: Story) -> None:
    """Articles of a feed whose `full_text` was turned off are dropped, with the reason; only so many are under way."""
    await begun(story, "always")
    for _ in range(3 * FullTexts.at_once):
        published(story, f"Pier {story.number} closed", Answer(status=500))
    story.site.at_once = 0
    await story.pass_time(minutes=2)
    assert 0 < story.site.at_once <= FullTexts.at_once
    asked = len(story.site.requests)
    story.other_feeds = story.other_feeds.replace("always", "never")
    await story.restart()
    await story.pass_time(hours=2)
    assert len([one for one in story.site.requests[asked:] if "article" in one.path]) == 0
    assert {(one.state, one.error) for one in await texts(story)} == {(TextState.FAILED, NOT_WANTED)}
