"""Cutting out entries that were seen before: the rest is what it would have been."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.feeds.guard import guard
from daemon.feeds.parser_child import answer
from daemon.feeds.splice import Spans, find_spans
from tests.helpers.build import an_entry
from tests.helpers.site import atom, rss

URL = "https://example.org/news/feed"
HEAD = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
PIECES = (
    "<title>A &amp; B</title>",
    "<title>second title</title>",
    "<link>/news/7</link>",
    "<link>https://example.org/a?b=1&amp;c=2</link>",
    '<guid isPermaLink="false">same</guid>',
    "<guid>https://example.org/g</guid>",
    "<description><![CDATA[<p>Text with </item> and <b>tags</b></p>]]></description>",
    "<description>&lt;p&gt;escaped&lt;/p&gt;</description>",
    '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">&lt;i&gt;long&lt;/i&gt;</content:encoded>',
    "<dc:language>fr</dc:language>",
    '<dc:creator xml:lang="de">A. Writer</dc:creator>',
    "<category>air</category><category>sea</category>",
    '<media:content url="a.jpg" medium="image"><media:title>inner</media:title></media:content>',
    '<enclosure url="/a.mp3" type="audio/mpeg" length="5"/>',
    "<pubDate>Fri, 08 Jul 2016 14:00:00 GMT</pubDate>",
    "<source url='https://other.example/'>Other</source>",
    "<author>desk@example.org (Desk)</author>",
    '<x:item2 xmlns:x="urn:x">unknown</x:item2>',
    "<!-- a comment with <item> in it -->",
    "<image><title>inner</title><url>https://example.org/i.png</url></image>",
    "<title>Ωμέγα — اختبار</title>",
)
ATTRIBUTES = st.sampled_from(("", ' xml:lang="ar"', ' xml:base="/base/"'))
ENTRY = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
BETWEEN = st.sampled_from(
    ("", "\n  ", "<language>en</language>", "<!-- x -->", "<ttl>5</ttl>", "<image><title>i</title></image>")
)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """RSS, RDF and Atom-like documents whose entries stand among other things."""
    inside = "".join(
        f"{draw(BETWEEN)}<item{draw(ATTRIBUTES)}>{entry}</item>" for entry in draw(st.lists(ENTRY, max_size=6))
    )
    frame = draw(
        st.sampled_from(
            (
                HEAD + "<channel><title>F</title>{}</channel></rss>",
                HEAD + "<channel>{}<description>F</description></channel></rss>",
                '<?xml version="1.0"?>'
                + HEAD
                + '<channel xml:lang="en" xml:base="https://b.example/">{}</channel></rss>',
                (
                    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
                    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
                    "<channel><title>F</title></channel>{}</rdf:RDF>"
                ),
                "<!DOCTYPE rss>" + HEAD + "<channel>{}</channel></rss>\n<!-- end -->",
            )
        )
    )
    return frame.format(inside).encode()


@given(body=documents(), pick=st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_cutting_changes_nothing_but_what_is_cut(body: bytes, pick: Any) -> None:
    """Whatever was seen before, the other entries and the feed's own values are as if everything had been parsed."""
    whole = answer(body, url=URL)
    known = tuple(mark for mark in whole["marks"] if pick.random() < 0.5)
    wanted = [entry for entry in whole["entries"] if entry["mark"] not in known]
    assert answer(body, url=URL, known=known) == {**whole, "entries": wanted}


@given(body=documents())
@settings(max_examples=60, deadline=None)
def test_well_formed_documents_can_be_cut(body: bytes) -> None:
    """The property above is about cutting, not about the long way."""
    spans = guard(body, content_type=None).spans
    assert spans is not None
    assert len(spans.entries) == len(answer(body, url=URL)["entries"])
    assert all(spans.text[start:end].startswith(b"<item") for start, end in spans.entries)
    assert all(spans.text[start:end].endswith(b"</item>") for start, end in spans.entries)


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item><title>x</title></item>",
        "<rss><channel><item>&nbsp;</item></channel></rss>",
        "<rss><channel><item><x:y/></item></channel></rss>",
        "<rss><channel><item><item/></item></channel></rss>",
        "<rss><channel><item/></channel></rss>",
        "<rss><item>a</item><channel><item>b</item></channel></rss>",
        "<rss><channel/><channel><item>b</item></channel></rss>",
        "<rss><channel><item>a</item><title>late</title><item>b</item></channel></rss>",
        "<rss><channel><div><item>a</item></div></channel></rss>",
        "<rss xmlns:o='urn:other'><channel><o:item>a</o:item></channel></rss>",
        "<html><body><item>a</item></body></html>",
        "<rss><channel><item>" + "<b>" * 2_001 + "</b>" * 2_001 + "</item></channel></rss>",
        "<rss><channel><item>" + "<category>c</category>" * 3_001 + "</item></channel></rss>",
        "<rss><channel><item><keywords>" + "a," * 3_001 + "</keywords></item></channel></rss>",
        "<rss><channel><item><a " + " ".join(f"a{n}='1'" for n in range(301)) + "/></item></channel></rss>",
        f"<rss><channel><{'n' * 201}/></channel></rss>",
        "<rss><channel><item>\x01</item></channel></rss>",
        "<rss><channel><item>&#xD800;</item></channel></rss>",
        "",
    ],
)
def test_what_is_odd_is_not_cut(text: str) -> None:
    """P7, P8, P11: a document that is not well-formed, has misplaced entries or passes a limit goes the long way."""
    assert find_spans(text.encode()) is None


def marks_of(text: str, url: str = URL) -> list[str]:
    """The marks of a document's entries."""
    spans = find_spans(text.encode())
    assert isinstance(spans, Spans)
    return spans.marks(url)


def test_a_mark_stands_for_an_entry_in_its_surroundings() -> None:
    """Equal bytes have equal marks; other bytes, another base, language or namespace round them, or URL do not."""
    one = "<rss><channel><title>a</title><item>1</item><item>2</item><item>1</item></channel></rss>"
    first, second, third = marks_of(one)
    assert first == third != second
    assert marks_of(one.replace("<title>a</title>", "<title>b</title><ttl>5</ttl>")) == [first, second, third]
    for other in ("<rss xml:base='/x/'>", "<rss xml:lang='fr'>", "<rss xmlns:a='urn:a'>"):
        assert first not in marks_of(one.replace("<rss>", other))
    assert first not in marks_of(one.replace("<channel>", "<channel xml:lang='fr'>"))
    assert first not in marks_of(one, url="https://moved.example/feed")


def test_documents_that_cannot_be_cut_are_compared_by_what_they_say() -> None:
    """Ill-formed feeds and JSON Feeds leave out known entries, too, after they were parsed."""
    items = [{"id": str(number), "title": "x"} for number in range(3)]
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
    ill = b"<rss><channel><item><title>a&nbsp;b</title></item><item><title>c</title></item></channel></rss>"
    for body in (feed, ill):
        whole = answer(body, url=URL)
        rest = answer(body, url=URL, known=tuple(whole["marks"][1:]))
        assert rest["entries"] == whole["entries"][:1]
        assert rest["marks"] == whole["marks"]


def test_only_what_is_new_reaches_feedparser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The document that feedparser gets does not grow with the entries that were seen before."""
    sizes = []

    def parse(stream: Any, **over: Any) -> Any:
        sizes.append(len(stream.getvalue()))
        return real(stream, **over)

    from daemon.feeds import xmlfeed

    real = xmlfeed.feedparser.parse
    monkeypatch.setattr(xmlfeed.feedparser, "parse", parse)
    monkeypatch.setattr(xmlfeed, "read_simple", lambda _text: None)
    for made in (rss, atom):
        sizes.clear()
        old = [an_entry(guid=str(number), summary="text " * 100) for number in range(30)]
        known = tuple(answer(made(old), url=URL)["marks"])
        found = answer(made([an_entry(guid="new"), *old]), url=URL, known=known)
        assert [entry["guid"] for entry in found["entries"]] == ["new"]
        assert sizes[1] < sizes[0] / 10


@given(st.binary(max_size=300))
def test_any_bytes_are_answered(body: bytes) -> None:
    """P10: bytes of any kind have spans or none; nothing is raised."""
    spans = find_spans(body)
    assert spans is None or spans.without(set()) == body
