"""What a page, a robots.txt and a feed's head name."""

import pytest

from daemon.feeds.asked import Asked
from daemon.feeds.kinds import KINDS, READERS
from daemon.feeds.site import MAX_FOUND, parse, parse_hub, parse_robots, usual_urls

ASKED = Asked(url="https://news.example/world/")


def named(html: str) -> list[tuple[str, str]]:
    """The addresses and titles that a page names."""
    return [(one["url"], one["title"]) for one in parse(html.encode(), ASKED).get("memory", {})["feeds"]]


def test_every_kind_can_be_read_and_more() -> None:
    """The child reads all kinds of feed, and what leads to them."""
    assert set(READERS) - set(KINDS) == {"site", "robots", "hub", "opml", "article"}


def test_alternate_links_are_feeds() -> None:
    """`link rel=alternate` of a feed's type counts, relative to the page or its base, each address once."""
    assert named(
        """<html><head><base href="/a/"><link rel="Alternate" type="application/rss+xml" title="Top  &amp; more"
        href="rss">
        <link rel="alternate" type="application/atom+xml; charset=utf-8" href="https://b.example/atom">
        <link rel="alternate" type="application/feed+json" href="feed.json">
        <link rel="alternate" type="application/rss+xml" href="rss">
        <link rel="alternate" hreflang="fr" href="/fr"><link rel="alternate stylesheet" type="text/xml" href="/x.css">
        <link rel="stylesheet" type="text/css" href="/y.css">
        <link rel="alternate" type="application/rss+xml" href="javascript:x">
        <link rel="feed" type="application/rss+xml" href="/feed"></head><body><a href="/rss.xml">not asked</a></body>"""
    ) == [
        ("https://news.example/a/rss", "Top & more"),
        ("https://b.example/atom", ""),
        ("https://news.example/a/feed.json", ""),
        ("https://news.example/feed", ""),
    ]


def test_links_of_the_text_are_taken_if_the_head_names_none() -> None:
    """A link that looks like a feed's counts with its words; words within words do not."""
    assert named(
        """<a href="/rss/world">World <b>news</b></a><a href="/feedback">Write to us</a><a href="/x.rss">x</a>
        <a href="/embassy">y</a><a href="/feed/">z</a><a href="mailto:feed@news.example">m</a>"""
    ) == [
        ("https://news.example/rss/world", "World news"),
        ("https://news.example/x.rss", "x"),
        ("https://news.example/feed/", "z"),
    ]


def test_a_page_names_no_more_than_can_be_tried() -> None:
    """A page of ten thousand links is cut; one without any names none."""
    assert len(named("".join(f'<a href="/feed/{number}">x</a>' for number in range(10_000)))) == MAX_FOUND
    assert named("<p>nothing</p>") == []


def test_usual_places() -> None:
    """Below the page first, then at the root; nothing twice for a front page."""
    assert usual_urls("https://news.example/world")[:3] == [
        "https://news.example/world/feed",
        "https://news.example/world/rss",
        "https://news.example/feed",
    ]
    front = usual_urls("https://news.example/")
    assert len(front) == len(set(front))
    assert all(one.startswith("https://news.example/") and one.count("/") == 3 for one in front)


def test_robots_name_sitemaps() -> None:
    """Lines `Sitemap:` count in any case, those of news first; all else of the file does not."""
    text = b"User-agent: *\r\nDisallow: /x\r\nsitemap: https://news.example/all.xml\r\nSITEMAP:/news-map.xml\n"
    text += b"# Sitemap: no\nSitemap: ftp://x/"
    found = parse_robots(text, ASKED).get("memory", {})["feeds"]
    assert [one["url"] for one in found] == ["https://news.example/news-map.xml", "https://news.example/all.xml"]


@pytest.mark.parametrize(
    ("body", "hub"),
    [
        ("<rss><channel><atom:link rel='hub' href='https://hub.example/?a=1&amp;b=2'/>", "https://hub.example/?a=1&b=2"),
        ('<feed><link href="/hub" rel="self hub"/>', "https://news.example/hub"),
        ('<feed><link rel="self" href="https://a.example"/><link rel="hubbub" href="https://b.example"/>', None),
        ('{"version": "x", "hubs": [{"type": "WebSub", "url": "https://hub.example/"}]}', "https://hub.example/"),
        ("<rss><channel><link rel='hub' href='javascript:x'/>", None),
    ],
)  # fmt: skip
def test_a_feed_names_its_hub(body: str, hub: str | None) -> None:
    """A WebSub hub is found in RSS, Atom and JSON Feed, if it is on the web."""
    assert parse_hub(body.encode(), ASKED).get("memory", {}).get("hub") == hub
