"""RSS, RDF and Atom, each as a file of tests/data/feeds beside what it says."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from daemon.feeds.parser_child import answer
from tests.helpers.site import rss

FEEDS = Path(__file__).parents[2] / "data" / "feeds"
CASES = sorted(path.stem for path in FEEDS.glob("*.json"))
URL = "https://example.org/news/feed"


def parsed(body: bytes, **over: Any) -> dict[str, Any]:
    """What comes of a document."""
    return answer(body, **{"url": URL, "content_type": None, **over})


def item(inside: str) -> dict[str, Any]:
    """What comes of one RSS item."""
    found: dict[str, Any] = parsed(f"<rss version='2.0'><channel><item>{inside}</item></channel></rss>".encode())
    only: dict[str, Any] = found["entries"][0]
    return only


@pytest.mark.parametrize("case", CASES)
def test_documents_are_read_as_expected(case: str) -> None:
    """Each format gives the entries that stand in the file beside it; what is not named there is empty."""
    expected = json.loads((FEEDS / f"{case}.json").read_text(encoding="utf-8"))
    found = parsed((FEEDS / f"{case}.xml").read_bytes())
    assert {key: found[key] for key in ("title", "language", "truncated")} == expected["feed"]
    said = [{key: value for key, value in entry.items() if value and key != "mark"} for entry in found["entries"]]
    assert said == expected["entries"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!DOCTYPE html><html><head><title>Sign in\n - Acme</title></head></html>", '"Sign in - Acme"'),
        (b"<html><body><script>challenge()</script></body></html>", "a web page came instead"),
        (b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "neither RSS nor Atom"),
        (b'{"error": "login required"}', "not a JSON Feed"),
        (b"", "empty"),
        (b"\0\0\0", "empty"),
        (b"Too many requests", "plain text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "plain text"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, reason: str) -> None:
    """F11, P13: a login page, a JSON error and an empty body are told apart, in words for operators."""
    error = parsed(body)["error"]
    assert error.startswith("not a feed: ")
    assert reason in error
    assert "\n" not in error


def test_an_empty_feed_is_a_feed() -> None:
    """A feed without entries is healthy: its publisher has nothing to say."""
    assert parsed(rss([]))["entries"] == []
    assert parsed(b"<feed xmlns='http://www.w3.org/2005/Atom'/>")["entries"] == []


@pytest.mark.parametrize("body", [b"/etc/passwd", b"http://127.0.0.1:9/feed", b"file:///etc/passwd", b"/dev/zero"])
def test_a_body_is_never_opened(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """P14: a body that looks like a path or URL is text: nothing is opened, and nobody is called."""

    def refuse(*_: object) -> None:
        raise AssertionError("somebody tried to connect")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert "plain text" in parsed(body)["error"]


def test_external_entities_are_not_read() -> None:
    """P2: neither a file nor a URL named by an entity gets into an entry."""
    doctype = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY lol "lol"><!ENTITY l2 "&lol;&lol;">]>'
    body = doctype + b"<rss version='2.0'><channel><item><title>a&x;&l2;b</title></item></channel></rss>"
    title = parsed(body)["entries"][0]["title"]
    assert "lollol" not in title
    assert title.startswith("a")
    assert title.endswith("b")


@pytest.mark.parametrize(
    "inside",
    [
        "<title>&#99999999999999999999;</title>",
        "<title>&#xD800;</title><b>",
        "<where xmlns='http://www.georss.org/georss'/><point>x</point>",
        "<georss:where/><georss:point>1</georss:point>",
        "<cc:license/><creativeCommons:license></creativeCommons:license>",
        "<media:content fileSize='x' width='-'/><media:thumbnail/>",
        "<enclosure length='-1' url=''/><enclosure/>",
        "<pubDate>Fri, 99 Foo 99999 99:99:99 +9999</pubDate>",
        "<source/><author/><category/><guid/><link/>",
        "<link>http://[::1</link><guid>http://[</guid>",
    ],
)
def test_oddities_cost_at_most_this_feed(inside: str) -> None:
    """P11, P12: what makes feedparser raise is mended or reported; nothing but an answer leaves the child."""
    found = parsed(f"<rss version='2.0'><channel><item><title>x</title>{inside}</item></channel></rss>".encode())
    assert "error" in found or len(found["entries"]) == 1
    json.dumps(found)


@pytest.mark.parametrize(
    ("lost", "flaw"), [(0, None), (15, None), (30, "many characters cannot be read")], ids=["none", "few", "many"]
)
def test_a_feed_of_which_much_is_lost_is_flagged(lost: int, flaw: str | None) -> None:
    """P15: above 1 % of replacement characters a feed is malformed but readable; its entries are taken all the same."""
    summary = "b" * (2_000 - lost) + "\ufffd" * lost
    body = (
        f"<rss version='2.0'><channel><item><title>a</title><description>{summary}</description></item></channel></rss>"
    )
    found = parsed(body.encode())
    assert (found["flaw"], len(found["entries"])) == (flaw, 1)


def test_ids_do_not_move_with_the_feed() -> None:
    """D1: an id is the publisher's text, however the URL of the feed changes; a link is made absolute."""
    body = b"<rss version='2.0'><channel><item><guid>item-7</guid><link>/news/7</link></item></channel></rss>"
    one, other = (parsed(body, url=url)["entries"][0] for url in ("https://a.test/feed", "https://b.test/x/feed"))
    assert one["guid"] == other["guid"] == "item-7"
    assert (one["url"], other["url"]) == ("https://a.test/news/7", "https://b.test/news/7")


def test_a_guid_is_a_link_only_if_it_can_be_one() -> None:
    """An opaque guid is no URL; one that is a URL stands in for a missing link."""
    assert item("<guid>item-7</guid><title>x</title>")["url"] is None
    assert item("<guid>https://example.org/7</guid>")["url"] == "https://example.org/7"


def test_a_content_without_summary_is_not_said_twice() -> None:
    """The body is not repeated as the summary."""
    found = item("<title>x</title><content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
                 "&lt;p&gt;Long&lt;/p&gt;</content:encoded>")  # fmt: skip
    assert (found["summary"], found["body"]) == ("", "<p>Long</p>")


def test_html_is_left_as_it_was_written() -> None:
    """Entries are the publisher's words: cleaning is for later rooms, and nothing is lost before them."""
    text = "<p onclick=x()>a<script>alert(1)</script><a href='/x'>b</a></p>"
    assert item(f"<description><![CDATA[{text}]]></description>")["summary"] == text
