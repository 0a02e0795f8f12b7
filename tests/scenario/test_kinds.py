"""Feeds that are no RSS: Telegram channels, sitemaps, lists and pages as such, over HTTP through the whole daemon."""

import gzip
from collections.abc import Sequence
from datetime import timedelta

import pytest

from daemon.model import FeedHealth, Finding, Item
from daemon.pipeline import asked
from daemon.rules.load import RuleSet
from daemon.rules.match import find
from tests.helpers.preview import Post, landing, preview
from tests.helpers.site import Answer, FakeSite
from tests.helpers.story import Story

CHANNEL = "/s/harbour_watch"


async def begun(story: Story, kind: str, path: str, *more: str) -> None:
    """Restart the story with one more feed, named `other`, and poll it once."""
    lines = [f"id: other, kind: {kind}, url: '{story.site.url(path)}', name: Other, allow_private: true", *more]
    story.other_feeds = f"  - {{{', '.join(lines)}}}\n"
    await story.restart()
    await story.poll()


def posts(story: Story, *numbers: int, text: str = "Quiet at the pier {}") -> list[Post]:
    """Posts of now with these numbers."""
    return [Post(number=number, text=text.format(number), at=story.now) for number in numbers]


def show(story: Story, shown: Sequence[Post], path: str = CHANNEL) -> None:
    """Let the channel's preview show these posts."""
    story.site.serve(path, Answer(body=preview(shown), headers={"Content-Type": "text/html; charset=utf-8"}))


def titles(story: Story) -> list[str]:
    """What the operators were told."""
    return [str(message.facts["title"]) for message in story.ops.messages]


async def test_a_channels_post_alerts_and_its_edit_corrects(story: Story) -> None:
    """A new post alerts with the grade of its source; edited, the same post is followed up, never alerted anew."""
    show(story, posts(story, 10))
    await begun(story, "telegram", "/harbour_watch", "reliability: C")
    news = Post(number=11, text="Helicopter shot down<br/>off the pier", at=story.now)
    show(story, [*posts(story, 10), news])
    (alert,) = await story.poll()
    assert "Other (C) · published" in alert.text
    assert "https://t.me/harbour_watch/11" in alert.text
    show(
        story,
        [
            *posts(story, 10),
            Post(number=11, text="Balloon shot down, no helicopter<br/>off the pier", at=story.now, edited=True),
        ],
    )
    (correction,) = await story.poll()
    assert correction.facts["reason"] == "corrected"
    assert await story.poll() == []


async def test_a_gap_is_paged_back_and_nothing_is_lost(story: Story) -> None:
    """D11: what came between two polls is fetched page by page, and alerts; deleted posts are asked for once."""
    show(story, posts(story, 9, 10))
    await begun(story, "telegram", CHANNEL)
    show(story, posts(story, 40, 41))
    news = Post(number=25, text="Helicopter shot down", at=story.now)
    show(story, [*posts(story, 20), news, *posts(story, 39)], f"{CHANNEL}?before=40")
    show(story, posts(story, 9, 10), f"{CHANNEL}?before=20")
    assert len(await story.poll()) == 1
    assert await story.poll() == []
    earlier = [one.path for one in story.site.requests if "before" in one.path]
    assert earlier == [f"{CHANNEL}?before=40", f"{CHANNEL}?before=20"]
    assert titles(story) == []


async def test_a_page_that_fails_is_asked_for_again(story: Story) -> None:
    """If an earlier page does not come, what came alerts now, and the rest when it comes, after a restart too."""
    show(story, posts(story, 10))
    await begun(story, "telegram", CHANNEL)
    show(story, [*posts(story, 20), Post(number=21, text="Explosion at the pier", at=story.now)])
    story.site.serve(f"{CHANNEL}?before=20", Answer(status=500))
    assert len(await story.poll()) == 1
    assert (await story.state("other")).failures == 0
    await story.restart()
    show(story, [*posts(story, 10), Post(number=15, text="Helicopter shot down", at=story.now)], f"{CHANNEL}?before=20")
    assert len(await story.poll()) == 1
    assert titles(story) == []


async def test_posts_that_could_not_be_had_are_counted_and_told(story: Story) -> None:
    """D11: a gap that no page leads back through is told once, with its size."""
    show(story, posts(story, 10))
    await begun(story, "telegram", CHANNEL)
    show(story, posts(story, 60))
    show(story, posts(story, 60), f"{CHANNEL}?before=60")
    await story.poll()
    await story.poll()
    await story.running.deliver_all()
    assert titles(story) == ["Feed Other may have lost posts"]
    assert "Up to 49 posts" in story.ops.messages[0].text


async def test_pages_are_bounded(story: Story) -> None:
    """A gap costs at most `pages` requests a poll; the next poll goes on where this one ended."""
    show(story, posts(story, 10))
    await begun(story, "telegram", CHANNEL, "pages: 2")
    show(story, posts(story, 100))
    for before in range(100, 90, -1):
        show(story, posts(story, before - 1), f"{CHANNEL}?before={before}")
    await story.poll()
    await story.poll()
    earlier = [one.path.rpartition("=")[2] for one in story.site.requests if "before" in one.path]
    assert earlier == ["100", "99", "98", "97"]


async def test_a_preview_that_is_turned_off_is_a_state(story: Story) -> None:
    """A channel that leads to its landing page is "preview off": told once, and once more when it is back."""
    show(story, posts(story, 10))
    await begun(story, "telegram", CHANNEL)
    story.site.redirect(CHANNEL, "/harbour_watch")
    story.site.serve("/harbour_watch", Answer(body=landing()))
    for _ in range(7):
        await story.poll()
    assert (await story.state("other")).health is FeedHealth.PREVIEW_OFF
    assert titles(story) == ["Feed Other has no preview"]
    show(story, [*posts(story, 10), Post(number=11, text="Helicopter shot down", at=story.now)])
    assert len(await story.poll()) == 1
    assert titles(story)[1:] == ["Feed Other is back"]


async def test_forwards_of_one_post_are_one_source(story: Story) -> None:
    """A channel that forwards speaks with its origin's voice, and without the grade that is its own."""
    show(story, posts(story, 10))
    await begun(story, "telegram", CHANNEL, "reliability: A")
    origin = ("Port Radio", "https://t.me/port_radio/5")
    show(story, [Post(number=11, text="Helicopter shot down", at=story.now, forwarded=origin)])
    (alert,) = await story.poll()
    assert alert.facts["item"]["source"] == "Port Radio (@port_radio)"
    assert alert.facts["item"]["reliability"] is None


async def test_ten_forwards_of_one_post_are_one_source(story: Story) -> None:
    """Ten channels that forward one post make one alert and nine copies: one independent source."""
    names = [f"channel_{number}" for number in range(10)]
    story.other_feeds = "".join(
        f"  - {{id: {name}, kind: telegram, url: '{story.site.url('/' + name)}', allow_private: true}}\n"
        for name in names
    )
    for name in names:
        show(story, posts(story, 10, text=f"Quiet at {name} {{}}"), path=f"/s/{name}")
    await story.restart()
    await story.poll()
    origin = ("Port Radio", "https://t.me/port_radio/5")
    text = "Helicopter shot down near Palmyra on its way to the airfield, both pilots are dead, says the port office"
    for name in names:
        show(story, [Post(number=11, text=text, at=story.now, forwarded=origin)], path=f"/s/{name}")
    messages = await story.poll()
    (incident,) = await story.store.read(lambda tx: tx.incidents.open())
    assert [message.facts["reason"] for message in messages] == ["opened"]
    assert (len(incident.reports), incident.sources) == (10, ("Port Radio (@port_radio)",))


def sitemap(*rows: tuple[str, str], news: bool = True) -> bytes:
    """A news sitemap of titles and dates."""
    urls = "".join(
        f"<url><loc>https://example.org/{n}</loc><news:news><news:publication_date>{date}</news:publication_date>"
        f"<news:title>{title}</news:title></news:news></url>"
        for n, (title, date) in enumerate(rows)
    )
    return f'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'.encode()


def index(site: FakeSite, **dates: str) -> bytes:
    """An index of sitemaps on the same site."""
    rows = [
        f"<sitemap><loc>{site.url(f'/{one}.xml.gz')}</loc><lastmod>{day}</lastmod></sitemap>"
        for one, day in dates.items()
    ]
    return f"<sitemapindex>{''.join(rows)}</sitemapindex>".encode()


async def test_a_news_sitemap_alerts(story: Story) -> None:
    """An address that is new in a sitemap alerts under its news title; one that fails is read at the next poll."""
    date = story.now.isoformat()
    story.site.serve("/index.xml", Answer(body=index(story.site, a="2016-07-01")))
    story.site.serve("/a.xml.gz", Answer(body=gzip.compress(sitemap(("Census begins", date)))))
    await begun(story, "sitemap", "/index.xml")
    assert len(story.site.asked("/a.xml.gz")) == 1
    await story.poll()
    assert len(story.site.asked("/a.xml.gz")) == 1, "a sitemap of the same date is not asked again"
    story.site.serve("/index.xml", Answer(body=index(story.site, a="2016-07-08", b="2016-07-08")))
    story.site.serve("/b.xml.gz", Answer(status=503))
    rows = (("Census begins", date), ("Helicopter shot down", date))
    story.site.serve("/a.xml.gz", Answer(body=gzip.compress(sitemap(*rows))))
    assert len(await story.poll()) == 1
    story.site.serve("/b.xml.gz", Answer(body=gzip.compress(sitemap(*rows, ("Explosion at a mill", date)))))
    assert [message.facts["title"] for message in await story.poll()] == ["Explosion at a mill"]
    story.site.serve("/index.xml", Answer(body=index(story.site, b="2016-07-08")))
    await story.poll()
    assert (await story.state("other")).health is FeedHealth.LIVE, "no changed sitemap is not an empty feed"


async def test_a_site_that_asks_for_patience_is_left_alone(story: Story) -> None:
    """F14: the first further page that is put off ends the poll's requests; what is left is read at the next poll."""
    story.site.serve("/index.xml", Answer(body=index(story.site, a="2016-07-01", b="2016-07-01", c="2016-07-01")))
    for name in "abc":
        story.site.serve(f"/{name}.xml.gz", Answer(status=429, headers={"Retry-After": "60"}))
    await begun(story, "sitemap", "/index.xml")
    assert sum(len(story.site.asked(f"/{name}.xml.gz")) for name in "abc") == 1
    for name in "abc":
        body = sitemap((f"Explosion at mill {name}", story.now.isoformat()))
        story.site.serve(f"/{name}.xml.gz", Answer(body=body.replace(b"example.org/", f"example.org/{name}".encode())))
    await story.poll()
    assert sum(len(story.site.asked(f"/{name}.xml.gz")) for name in "abc") == 4


async def test_a_list_alerts(story: Story) -> None:
    """A story that is new on a page without a feed alerts; if the page is made anew, the feed says so."""
    row = "<li class=n><a href=/{0}>{1}</a> <time>2 minutes ago</time></li>"
    story.site.serve("/press", Answer(body=row.format(1, "Census begins").encode()))
    await begun(story, "list", "/press", "select: {item: li.n}")
    page = row.format(2, "Helicopter shot down") + row.format(1, "Census begins")
    story.site.serve("/press", Answer(body=page.encode()))
    (alert,) = await story.poll()
    assert story.site.url("/2") in alert.text
    assert "published 13:58 UTC" in alert.text
    story.site.serve("/press", Answer(body=b"<title>Relaunch</title>"))
    await story.poll()
    state = await story.state("other")
    assert state.health is FeedHealth.NOT_A_FEED
    assert "select: item" in str(state.last_error)


async def test_other_selectors_read_the_same_page_again(story: Story) -> None:
    """After a change of its selectors a page is read anew, as a new feed's first poll, though it is the same."""
    page = "<li class=n><a href=/1>Census</a></li><li class=m><a href=/2>Helicopter shot down</a></li>"
    story.site.serve("/press", Answer(body=page.encode(), etag='"1"'))
    await begun(story, "list", "/press", "select: {item: li.n}")
    await begun(story, "list", "/press", "select: {item: li}")
    assert await story.fate(story.entry("Helicopter shot down")) == "stale"


async def test_a_changed_page_alerts_with_the_difference(story: Story) -> None:
    """Each change of a page alerts with what was added, also the same one again; a clock is no change."""
    page = "<title>Status</title><p>{}</p><p class=clock>{}</p>"
    story.site.serve("/status", Answer(body=page.format("All calm.", 1).encode()))
    await begun(story, "page", "/status", "ignore: [.clock]")
    assert (await story.state("other")).health is FeedHealth.LIVE, "a page without a change is not an empty feed"
    seen = []
    for turn, text in enumerate(("All calm.", "Helicopter shot down.", "All calm.", "Helicopter shot down.")):
        story.now += timedelta(minutes=5)
        story.site.serve("/status", Answer(body=page.format(text, turn + 2).encode()))
        seen.append([message.facts["item"]["title"] for message in await story.poll()])
    assert seen[0] == []
    assert seen[1] == ["Status: Helicopter shot down."]
    assert seen[3] == ["Status: Helicopter shot down."]


async def test_a_change_that_was_not_taken_in_is_told_later(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a kind remembers is saved with the items or not at all: a change that trips over a bug is told next time."""
    story.site.serve("/status", Answer(body=b"<p>All calm.</p>"))
    await begun(story, "page", "/status")

    def broken(rules: RuleSet, item: Item) -> Finding:
        raise RuntimeError("a bug")

    story.site.serve("/status", Answer(body=b"<p>Helicopter shot down.</p>"))
    monkeypatch.setattr(asked, "find", broken)
    assert await story.poll() == []
    monkeypatch.setattr(asked, "find", find)
    assert len(await story.poll()) == 1


async def test_another_setting_forgets_what_was_remembered(story: Story) -> None:
    """A page of which another part is watched from now on has not changed by that."""
    story.site.serve("/status", Answer(body=b"<title>S</title><header>Helicopter</header><main>All calm.</main>"))
    await begun(story, "page", "/status", "select: {text: main}")
    story.site.serve(
        "/status", Answer(body=b"<title>S</title><header>Helicopter shot down</header><main>All calm.</main>")
    )
    await begun(story, "page", "/status")
    assert story.desk.messages == []


@pytest.mark.parametrize("kind", ["telegram", "sitemap", "list", "page"])
async def test_hostile_pages_cost_only_their_feed(story: Story, kind: str) -> None:
    """P8: nesting, bombs and nonsense in a page of any kind leave the other feeds alone."""
    story.site.serve("/bad", Answer(status=404))
    select = ("select: {item: li}",) if kind == "list" else ()
    await begun(story, kind, "/bad", *select)
    bodies = (
        b"<div>" * 300_000,
        b"<li><a href='" * 100_000,
        b"\x1f\x8b" + bytes(range(256)) * 100,
        gzip.compress(b"<urlset>" * 2_000_000),
        b"<urlset>" + b"<url><loc>" * 50_000,
        "<p>\ud800\u202e\x00".encode("utf-8", "surrogatepass") * 1000,
    )
    for number, body in enumerate(bodies):
        story.site.serve("/bad", Answer(body=body))
        entry = story.publish(f"Explosion number {number} at mill {number}")
        await story.poll()
        assert await story.fate(entry) in {"alerted", "followed up"}
        state = await story.state("other")
        assert bool(state.last_error) == bool(state.failures), number
