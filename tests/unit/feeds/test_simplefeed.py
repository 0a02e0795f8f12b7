"""Simple feeds read without feedparser: the same as with it, and everything else left to it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.feeds import xmlfeed
from daemon.feeds.guard import guard
from daemon.feeds.parser_child import answer
from daemon.feeds.simplefeed import read_simple
from tests.unit.feeds.test_splice import documents

URL = "https://example.org/news/feed"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)
TEXT = st.sampled_from(
    (
        "", " ", "Acme recalls kettles", "Tom &amp; Jerry", "a &lt;b&gt;bold&lt;/b&gt; claim", "5 &lt; 6", "A&amp;amp;",
        "Ωμέγα — اختبار", "CafÃ© au lait", "café", "\x85dots", "<![CDATA[<p>Two <i>words</i></p>]]>", "a@b.example (B)",
        "&amp;lt;p&amp;gt;", "two\n lines", "<!-- c -->x", "&#x80;", "&#xA0;x&#xA0;", "name &lt;a@b.example&gt;",
    )
)  # fmt: skip
LINK = st.sampled_from(
    (
        "https://example.org/a/1.html", "http://example.org:8080/x?a=1&amp;b=2", "/relative", "", "HTTP://Example.org/",
        "https://example.org/ü", "https://example.org/a#b", "https://example.org//b/../c?", "javascript:alert(1)",
        "https://example.org/a;b=1", "https://example.org/?q=a%20b", "https:///x.example/y", "ftp://example.org/f",
        " https://example.org/spaces ", "https://example.org/a,b:c@d!", "https://example.org",
    )
)  # fmt: skip
DATE = st.sampled_from(
    (
        "Fri, 08 Jul 2016 14:00:00 GMT", "Fri, 8 Jul 2016 14:00:00 +0530", "08 Jul 2016 14:00 EST", "yesterday", "",
        "2016-07-08T14:00:00Z", "2016-07-08T14:00:00-03:30", "2016-07-08T14:00:00.25+02:00", "2016-07-08",
        "Fri, 31 Feb 2016 14:00:00 GMT", "Fri, 08 Jul 2016 23:59:60 GMT", "Wed, 08 Jul 2016 24:00:00 GMT",
        "2016-07-08T14:00:00+0200", "Sat, 08 Jul 2016 01:00:00 -0000", "2016-02-30T00:00:00Z",
        "Fri, 08 jul 2016 14:00:00 GMT", "Fri, 08 Jul 16 14:00:00 GMT", "Fri, 08 Jul 2016 00:10:00 +1200",
    )
)  # fmt: skip


def an_element(text: st.SearchStrategy[str], *forms: str) -> st.SearchStrategy[str]:
    """One of these forms with such a text in it."""
    return st.builds(lambda form, value: form.replace("{}", value), st.sampled_from(forms), text)


RSS_PIECES = st.one_of(
    an_element(TEXT, "<title>{}</title>", "<title type='html'>{}</title>", "<atom:title>{}</atom:title>"),
    an_element(LINK, "<link>{}</link>", "<link/>", "<atom:link href='{}'/>", "<link rel='x'>{}</link>"),
    an_element(LINK, "<guid>{}</guid>", "<guid isPermaLink='false'>{}</guid>", "<guid isPermaLink='TRUE'>{}</guid>"),
    an_element(DATE, "<pubDate>{}</pubDate>", "<dc:date>{}</dc:date>", "<pubdate>{}</pubdate>"),
    an_element(TEXT, "<description>{}</description>", "<description xml:lang='de'>{}</description>"),
    an_element(TEXT, "<content:encoded>{}</content:encoded>", "<summary>{}</summary>", "<content>{}</content>"),
    an_element(TEXT, "<dc:creator>{}</dc:creator>", "<author>{}</author>"),
    an_element(TEXT, "<category>{}</category>", "<category domain='d'>{}</category>", "<dc:subject>{}</dc:subject>"),
    an_element(LINK, "<enclosure url='{}' type='Image/PNG' length='5'/>", "<enclosure href='{}'/>", "<enclosure/>"),
    an_element(
        LINK,
        "<media:content url='{}' medium='image' fileSize='7'/>",
        "<media:content url='{}'>x</media:content>",
        "<media:thumbnail url='{}' width='5'/>",
        "<media:thumbnail>{}</media:thumbnail>",
    ),
    an_element(TEXT, "<comments>{}</comments>", "<slash:comments>{}</slash:comments>", "<source url='u'>{}</source>"),
    an_element(TEXT, "<description>{}<b>nested</b></description>", "<x>{}</x>", "<image><title>{}</title></image>"),
)
ATOM_PIECES = st.one_of(
    an_element(TEXT, "<title>{}</title>", "<title type='html'>{}</title>", "<title type='xhtml'>{}</title>"),
    an_element(LINK, "<link href='{}'/>", "<link href='{}' rel='alternate' type='Text/HTML'/>", "<link>{}</link>"),
    an_element(LINK, "<link rel='enclosure' type='audio/mpeg' length='9' href='{}'/>", "<link rel='Self' href='{}'/>"),
    an_element(LINK, "<link rel='alternate' type='application/json' href='{}'/>", "<link rel='via' href='{}'/>"),
    an_element(LINK, "<id>{}</id>", "<guid>{}</guid>"),
    an_element(DATE, "<published>{}</published>", "<updated>{}</updated>", "<issued>{}</issued>"),
    an_element(
        TEXT,
        "<author><name>{}</name></author>",
        "<author><name>{}</name><uri>https://example.org/u</uri></author>",
        "<author><uri>u</uri><name>{}</name></author>",
        "<author>{}</author>",
        "<author><name>A</name><email>{}</email></author>",
    ),
    an_element(TEXT, "<summary>{}</summary>", "<summary type='html'>{}</summary>", "<summary type='TEXT'>{}</summary>"),
    an_element(TEXT, "<content type='html'>{}</content>", "<content>{}</content>", "<content src='x'>{}</content>"),
    an_element(TEXT, "<category term='t' label='L'/>", "<category term='t'>{}</category>", "<category>{}</category>"),
)
RSS_HEAD = st.sampled_from(
    (
        "<title>F</title><language>fr</language>", "<image><url>u</url><title>i</title><link>l</link></image>",
        "<atom:link href='x' rel='self'/><sy:updatePeriod>hourly</sy:updatePeriod>", "<author>x</author>",
        "<dc:language>de</dc:language>", "<description>a<b>c</b></description>", "<managingEditor>M</managingEditor>",
        "<x:y xmlns:x='urn:x'/>", "<textInput><name>q</name></textInput>", "<link>https://example.org/</link>",
        "<image/>", "<title xml:lang='de'>F</title>", "<source>s</source>", "<title> A &lt;b&gt;c&lt;/b&gt; </title>",
        "<title>CafÃ© &amp;amp; Ω</title>", "<title/>", "<title type='html'>h</title>", "<title>\x85</title>",
        "<image><name>n</name><title>i</title></image>", "<author><title>i</title></author>",
        "<image><language>it</language></image>", "<language>pt-BR</language>", "<language> Klingon! </language>",
        "<atom:link rel='hub' href='https://hub.example/'/>", "<atom:link rel='Self Hub' href='https://e.org/f'/>",
        "<link rel='self' href='https://e.org/f'>text</link>", "<atom:link rel='hub' url='https://hub.example/'/>",
        "<atom:link rel='hub' href='https://hub.example/' uri='x'/>", "<atom:title>A</atom:title>", "<title>G</title>",
    )
)  # fmt: skip
ATOM_HEAD = st.sampled_from(
    ("<title>F</title>", "<author><name>N</name></author>", "<author><name>N</name><email>e@x.example</email></author>",
     "<link href='/x'/>", "<updated>2016-07-08T14:00:00Z</updated>", "<rights type='html'>r</rights>",
     "<title type='html'>&lt;b&gt;F&lt;/b&gt;</title>", "<title type='xhtml'>F</title>",
     "<title type='x/y'>Rg==</title>", "<link rel='hub' href='https://hub.example/'/>", "<link rel='hub'/>",
     "<link rel='self' href='https://e.org/f'/>", "<link rel='self' href='HTTPS://e.org/%C3%A4'/>",
     "<language>de</language>", "<subtitle type='x/y'>Rg==</subtitle>",
     "<author><title>t</title></author>", "<rights type='xhtml'>r</rights>", "<link href='x'>text</link>")
)  # fmt: skip


@st.composite
def feeds(draw: st.DrawFn) -> bytes:
    """RSS and Atom documents, of the elements that feeds use and a few odd ones."""
    atom = draw(st.booleans())
    pieces, heads, name = (ATOM_PIECES, ATOM_HEAD, "entry") if atom else (RSS_PIECES, RSS_HEAD, "item")
    rest = st.lists(pieces, min_size=1, max_size=5).map("".join)
    inside = "".join(draw(st.lists(heads, max_size=3)))
    inside += "".join(f"<{name}>{one}</{name}>" for one in draw(st.lists(rest, min_size=1, max_size=3)))
    if atom:
        root = draw(st.sampled_from(("", "", "", " xml:lang='de'", " xml:base='/b/'")))
        return f"<feed xmlns='http://www.w3.org/2005/Atom'{root}>{inside}</feed>".encode()
    root = draw(st.sampled_from(("version='2.0'", "", "version='0.91'", "xmlns:m='http://purl.org/dc/elements/1.1/'")))
    return f"<rss {NAMESPACES} {root}><channel>{inside}</channel></rss>".encode()


def read_by_feedparser(body: bytes, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the child answers if nothing is simple."""
    with monkeypatch.context() as patch:
        patch.setattr(xmlfeed, "read_simple", lambda _text: None)
        return answer(body, url=URL)


@given(body=st.one_of(feeds(), documents()))
@settings(max_examples=300, deadline=None)
def test_the_short_way_gives_what_feedparser_gives(body: bytes) -> None:
    """Whatever stands in a feed, its entries and its own values are the same both ways."""
    with pytest.MonkeyPatch.context() as patch:
        assert answer(body, url=URL) == read_by_feedparser(body, patch)


@given(form=st.sampled_from(("rss", "atom")), link=LINK, date=DATE, text=TEXT, body=TEXT)
@settings(max_examples=300, deadline=None)
def test_the_values_of_usual_feeds_are_the_same(form: str, link: str, date: str, text: str, body: str) -> None:
    """In a feed that has one of each, every link, date and text comes out the same both ways."""
    document = {
        "rss": f"<rss {NAMESPACES} version='2.0'><channel><title>F</title><item><title>{text}</title>"
        f"<description>{body}</description><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate>"
        f"<dc:creator>{text}</dc:creator><category>{body}</category></item></channel></rss>",
        "atom": f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>{text}</title><id>{link}</id>"
        f"<link href='{link}'/><updated>{date}</updated><summary>{body}</summary><content type='html'>{text}</content>"
        "</entry></feed>",
    }[form].encode()
    with pytest.MonkeyPatch.context() as patch:
        assert answer(document, url=URL) == read_by_feedparser(document, patch)


USUAL = (
    f"<rss version='2.0' {NAMESPACES}><channel><title>F</title><atom:link href='https://e.org/f' rel='self' type='t'/>"
    "<item><title>T</title><link>https://example.org/1</link><guid isPermaLink='false'>1</guid>"
    "<pubDate>Fri, 08 Jul 2016 14:00:00 GMT</pubDate><dc:creator>A</dc:creator><category>c</category>"
    "<description>D</description><content:encoded>E</content:encoded><slash:comments>0</slash:comments>"
    "<media:content url='https://example.org/i.png' medium='image'/></item></channel></rss>"
)
USUAL_ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title><author><name>N</name></author><entry><title>T</title>"
    "<id>1</id><link href='https://example.org/1'/><updated>2016-07-08T14:00:00Z</updated><author><name>A</name>"
    "</author><content type='html'>C</content></entry></feed>"
)


@pytest.mark.parametrize("text", [USUAL, USUAL_ATOM])
def test_usual_feeds_are_simple(text: str) -> None:
    """The properties above are about the short way: feeds as programs write them go it."""
    spans = guard(text.encode(), content_type=None).spans
    assert spans is not None
    found = read_simple(spans.text)
    assert found is not None
    assert [entry["title"] for entry in found.entries] == ["T"]
    assert found.head is not None
    assert found.head["title"] == "F"


@pytest.mark.parametrize(
    ("usual", "odd"),
    [
        ("<rss ", "<rss xml:base='/b/' "),
        ("<channel>", "<channel xml:lang='de'>"),
        ("<title>T</title>", "<title>T</title><title>U</title>"),
        ("<title>T</title>", "<title>a &lt;b&gt;</title>"),
        ("<item>", "<item about='x'>"),
        ("</item>", "<georss:point xmlns:georss='http://www.georss.org/georss'>1 2</georss:point></item>"),
        ("<category>", "<category domain='d'>"),
        (">A<", ">a@b.example<"),
        ("Jul 2016", "Juli 2016"),
        ("https://example.org/1", "/1"),
        ("<title>T</title>", "<title>T\u0085U</title>"),
        ("<description>D", "<description>D<p/>"),
        ("xmlns:dc=", "xmlns:content2='http://purl.org/rss/1.0/modules/content/' xmlns:dc="),
        ("http://purl.org/dc/elements/1.1/", "urn:dc"),
        ("<title>F</title>", "<dc:language>de</dc:language>"),
        ("rss", "rdf"),
    ],
)
def test_what_is_odd_is_left_to_feedparser(usual: str, odd: str) -> None:
    """One thing of which the outcome is not certain, and the whole document goes to feedparser."""
    assert usual in USUAL
    assert read_simple(USUAL.replace(usual, odd).encode()) is None


@pytest.mark.parametrize(
    "odd",
    [
        "<title>a</title><title>b</title>",
        "<title>a\u0085b</title>",
        "<author><title>a</title></author>",
        "<image><name>n</name></image>",
        "<atom:link rel='hub' href='/hub'/>",
        "<atom:link rel='self' href='https://e.org/f'>x</atom:link>",
        "<language type='x'>de</language>",
    ],
)
def test_an_odd_head_is_left_to_feedparser_alone(odd: str) -> None:
    """The entries of a feed whose own values are not certain are read the short way all the same."""
    found = read_simple(USUAL.replace("<title>F</title>", odd).encode())
    assert found is not None
    assert found.head is None
    assert len(found.entries) == 1


def test_broken_xml_is_left_to_feedparser() -> None:
    """A document that expat refuses is never read in part."""
    assert read_simple(USUAL[:-5].encode()) is None
