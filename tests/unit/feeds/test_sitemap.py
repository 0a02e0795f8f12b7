"""Sitemaps: which addresses are entries, and which of an index are read."""

import gzip
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.feeds.asked import Answer, Asked
from daemon.feeds.guard import NotAFeedError
from daemon.feeds.sitemap import MAX_ENTRIES, parse

URL = "https://news.example.org/sitemap.xml"
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://news.example.org/2016/07/older</loc><lastmod>2016-07-08T13:00:00+02:00</lastmod></url>
<url>
  <image:image><image:loc>https://news.example.org/a.jpg</image:loc><image:title>A picture</image:title></image:image>
  <loc>https://news.example.org/2016/07/convoy-leaves-port</loc>
  <news:news>
    <news:publication><news:name>Example News</news:name><news:language>en</news:language></news:publication>
    <news:publication_date>2016-07-08T14:00:00Z</news:publication_date>
    <news:title><![CDATA[Convoy leaves port & turns]]></news:title>
    <news:keywords>port, convoy, port</news:keywords>
  </news:news>
</url></urlset>"""


def parsed(text: str, **over: Any) -> Answer:
    """What a sitemap comes to."""
    return parse(text.encode(), Asked(**{"url": URL, "settings": {"pages": 2}, **over}))


def index(**dates: str) -> str:
    """An index of sitemaps with these dates of change; an empty one is left out."""
    rows = [
        f"<sitemap><loc>https://news.example.org/{name}.xml</loc>{date and f'<lastmod>{date}</lastmod>'}</sitemap>"
        for name, date in dates.items()
    ]
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(rows)}</sitemapindex>'


def child(name: str) -> str:
    """The address of a sitemap of the index."""
    return f"https://news.example.org/{name}.xml"


def test_news_are_entries_newest_first() -> None:
    """Title, date, language and keywords are the news extension's; a picture's own address and title are not taken."""
    newer, older = parsed(NEWS)["entries"]
    assert newer == {
        "guid": "https://news.example.org/2016/07/convoy-leaves-port",
        "url": "https://news.example.org/2016/07/convoy-leaves-port",
        "title": "Convoy leaves port &amp; turns",
        "published": "2016-07-08T14:00:00+00:00",
        "updated": None,
        "language": "en",
        "categories": ["port", "convoy"],
    }
    assert (older["title"], older["updated"]) == ("older", "2016-07-08T11:00:00+00:00")


def test_without_titles_the_addresses_speak() -> None:
    """In a sitemap without news the words of the address stand for a title, so that rules have something to read."""
    rows = "<url><loc>https://news.example.org/a/strike-at-the_docks.html</loc></url><url><loc>/relative</loc></url>"
    titles = [one["title"] for one in parsed(f"<urlset>{rows}<url><loc>mailto:a@b</loc></url></urlset>")["entries"]]
    assert titles == ["strike at the docks", "relative"]


def test_a_gzip_file_is_unpacked() -> None:
    """A body that is a gzip file is read like the file in it."""
    body = gzip.compress(NEWS.encode())
    assert parse(body, Asked(url=URL + ".gz"))["entries"] == parsed(NEWS)["entries"]


def test_a_gzip_bomb_is_refused() -> None:
    """F8: a file that unpacks to more than the limit is refused by name, however small it comes."""
    bomb = gzip.compress(b"<urlset>" + b" " * 40_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(NotAFeedError, match="unpacks to more"):
        parse(bomb, Asked(url=URL))
    with pytest.raises(NotAFeedError):
        parse(gzip.compress(NEWS.encode())[:-20], Asked(url=URL))


def test_a_huge_sitemap_gives_its_newest() -> None:
    """Of tens of thousands of addresses only the newest are entries, wherever they stand."""
    rows = "".join(f"<url><loc>/{n}</loc><lastmod>{1950 + n // 30}-01-01</lastmod></url>" for n in range(2_000))
    entries = parsed(f"<urlset>{rows}</urlset>")["entries"]
    assert len(entries) == MAX_ENTRIES
    assert min(str(one["updated"]) for one in entries) > "1982"


def test_a_sitemap_that_breaks_off_keeps_its_whole_rows() -> None:
    """P16: what was whole before the break is taken, and the break is known."""
    answer = parsed(NEWS[: NEWS.index("<news:keywords>")])
    assert [one["title"] for one in answer["entries"]] == ["older"]
    assert answer["truncated"]


@pytest.mark.parametrize("text", ["<rss><channel/></rss>", "<html><title>Log in</title></html>", "{}", "just text"])
def test_what_is_no_sitemap_is_refused(text: str) -> None:
    """A feed, a page or text is no sitemap, and is said to be none."""
    with pytest.raises(NotAFeedError):
        parsed(text)


def test_entities_are_never_expanded() -> None:
    """P1: a document type with entities that grow is dropped; the rows are read without them."""
    bomb = '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    (entry,) = parsed(f"{bomb}<urlset><url><loc>/x&b;y&nbsp;</loc></url></urlset>")["entries"]
    assert entry["url"] == "https://news.example.org/xy"


def test_an_index_leads_to_its_newest_sitemaps() -> None:
    """At first the newest few are read, by date or by number, and none of another host."""
    dated = parsed(index(old="2015-01-01", new="2016-07-08", newer="2016-07-09"))
    assert dated["further"] == [child("newer"), child("new")]
    assert dated["again"]
    numbered = parsed(index(**{"map-9": "", "map-10": "", "map-2": ""}))
    assert numbered["further"] == [child("map-10"), child("map-9")]
    with pytest.raises(NotAFeedError, match="other hosts"):
        parsed("<sitemapindex><sitemap><loc>https://elsewhere.example.com/a.xml</loc></sitemap></sitemapindex>")


def test_only_changed_sitemaps_are_read_again() -> None:
    """A sitemap of the same date is not asked again; a changed, new or failed one is; an archive never."""
    memory = parsed(index(archive="2010-01-01", a="2016-07-08", b="2016-07-09"))["memory"]
    memory = parsed(NEWS, memory=memory, further=child("b"))["memory"]
    same = parsed(index(archive="2010-01-01", a="2016-07-08", b="2016-07-09"), memory=memory)
    assert same["further"] == [child("a")]
    memory = parsed(NEWS, memory=same["memory"], further=child("a"))["memory"]
    later = parsed(index(archive="2010-01-01", a="2016-07-08", b="2016-07-10", c="2016-07-10"), memory=memory)
    assert later["further"] == [child("c"), child("b")]


def test_dates_ahead_shut_nothing_out() -> None:
    """Z2: sitemaps that claim to be of 2041 do not keep today's from being read."""
    now = "2016-07-08T14:00:00+00:00"
    memory = parsed(index(a="2041-01-01", b="2041-01-01", c="2016-07-01"), now=now)["memory"]
    for name in "ab":
        memory = parsed(NEWS, memory=memory, further=child(name))["memory"]
    later = parsed(index(a="2041-01-01", b="2041-01-01", c="2016-07-09"), memory=memory, now=now)
    assert later["further"] == [child("c")]


def test_an_index_within_an_index_is_refused() -> None:
    """An index that leads to indexes could lead on for ever."""
    with pytest.raises(NotAFeedError, match="index within an index"):
        parsed(index(a=""), further=child("b"), memory={"offered": {child("b"): None}})


@given(st.binary(max_size=300), st.integers(0, 600))
def test_any_bytes_are_a_sitemap_or_none(noise: bytes, at: int) -> None:
    """Whatever is put into a sitemap, whole rows are read or it is refused by name."""
    body = NEWS.encode()
    for text in (noise, body[:at] + noise + body[at:], gzip.compress(body)[: at % 200] + noise):
        try:
            answer = parse(text, Asked(url=URL, settings={"pages": 2}))
        except NotAFeedError:
            continue
        assert all(str(one["url"]).startswith(("http://", "https://")) for one in answer["entries"])
