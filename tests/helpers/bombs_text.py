"""Bombs in what a feed says: characters, markup, links, dates and ids that no reader should meet as they are."""

from tests.helpers.bomb import Bomb, one, rss_of, xml
from tests.helpers.bombs_xml import ENDS, TAKEN


def dated(date: bytes) -> Bomb:
    """An item with a publication date."""
    return xml(lambda: one(b"<pubDate>" + date + b"</pubDate>"), TAKEN)


def linked(link: bytes) -> Bomb:
    """An item with a link."""
    return xml(lambda: one(b"<link>" + link + b"</link>"), TAKEN)


def titled(title: str) -> Bomb:
    """An item with a title in UTF-8."""
    return xml(lambda: one(title=title.encode("utf-8", "surrogatepass")), TAKEN)


TEXT: dict[str, Bomb] = {
    "P11 reference beyond Unicode": titled("a&#99999999999999999999;b"),
    "P11 reference to a surrogate": titled("a&#xD800;&#xDFFF;b<b>"),
    "P11 reference to NUL": titled("a&#0;&#x1;&#xFFFF;b"),
    "P11 reference of a million digits": titled("a&#" + "9" * 1_000_000 + ";b"),
    "P11 half a million references": xml(lambda: one(title=b"&#1;" * 500_000 + b"end"), ENDS),
    "C1 script in a title": titled("<![CDATA[<svg onload=alert(1)>Helicopter<script>alert(1)</script>]]>"),
    "C1 open comment in a title": titled("<![CDATA[Helicopter <!-- never closed]]>"),
    "C2 script in an Atom title of plain text": xml(
        lambda: (
            b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title type='text'>"
            b"&lt;script&gt;alert(1)&lt;/script&gt;</title><author><name>&lt;img src=x onerror=a()&gt;</name></author>"
            b"</entry></feed>"
        ),
        TAKEN,
    ),
    "C3 javascript link": linked(b"javascript:alert(1)"),
    "C3 data link": linked(b"data:text/html,x"),
    "C3 link with a control": linked(b"java\tscript:alert(1)"),
    "C3 link without host": linked(b"http://[::1"),
    "C3 link of 2 MB": linked(b"http://x.test/" + b"a" * 2_000_000),
    "C4 title of 5 MB": titled("word " * 1_000_000),
    "C4 id of 1 MB": xml(lambda: one(b"<guid>" + b"i" * 1_000_000 + b"</guid>"), TAKEN),
    "C4 word of 2 MB": titled("w" * 2_000_000),
    "C4 author of 1 MB": xml(lambda: one(b"<dc:creator>" + b"x " * 500_000 + b"</dc:creator>"), ENDS),
    "C5 NULs everywhere": xml(lambda: b"\0".join(one()[n : n + 1] for n in range(len(one()))), ENDS),
    "C5 controls": titled("a\x00\x01\x08\x0b\x0c\x1b[31m\x7f\x9bb"),
    "C5 lone surrogates in bytes": titled("a\ud800b\udfffc"),
    "C5 noncharacters": titled("a\ufffe\uffff\U0001fffeb"),
    "C6 bidi overrides": titled("\u202e\u2066\u2067abc" * 1_000),
    "C6 zalgo": titled("a" + "\u0300" * 10_000),
    "C7 zero width": titled("he\u200bli\u00adcop\u2060ter"),
    "C8 nothing but an item": xml(lambda: rss_of(b"<item/>"), ENDS),
    "C8 empty elements": xml(lambda: rss_of(b"<item><title/><link/><guid/><pubDate/><description/></item>"), ENDS),
    "C9 line breaks in a title": titled("a\r\nSubject: b\u2028c\u2029d\x85e"),
    "C10 templates": titled("{{7*7}} {%x%} ${jndi:ldap://x} %s {0.__class__}"),
    "C11 mentions": titled("@everyone &lt;!channel&gt; /ack@bot"),
    "CDATA end in text": titled("a ]]> b"),
    "CDATA in CDATA": titled("<![CDATA[a <![CDATA[ b ]]> c"),
    "CDATA before the root": xml(lambda: one(head=b"<![CDATA[x]]>"), ENDS),
    "CDATA of markup ends": titled("<![CDATA[</title></item></channel></rss>]]>"),
    "Z1 year 0": dated(b"Fri, 01 Jan 0000 00:00:00 GMT"),
    "Z1 year 1": dated(b"0001-01-01T00:00:00+23:59"),
    "Z1 year 9999": dated(b"9999-12-31T23:59:59-23:59"),
    "Z1 year 99999": dated(b"Fri, 01 Jan 99999 00:00:00 GMT"),
    "Z1 year 1970": dated(b"Thu, 01 Jan 1970 00:00:00 GMT"),
    "Z1 year 2041": dated(b"Tue, 01 Jan 2041 00:00:00 GMT"),
    "Z1 zone out of this world": dated(b"Fri, 08 Jul 2016 14:00:00 +9999"),
    "Z1 date of 100,000 digits": dated(b"2" * 100_000),
    "Z1 date of words": dated(b"Freitag, der achte Juli"),
}
