"""Bombs in the shape of XML: entities, size, depth, and what makes a parser's regular expressions run away."""

from tests.helpers.bomb import Bomb, item, one, rss_of, xml

REFUSED = "failed: not a feed"
TAKEN = "new 1"
#: A parser's worst case: it may be read, refused or given up, but it must end.
ENDS = r"new \d+|unchanged 0|failed: (not a feed|parsing took longer|parsing needs too much memory|cannot be parsed)"


def doctype(subset: bytes, inside: bytes = b"&a;") -> bytes:
    """An item whose title asks for an entity of the DOCTYPE."""
    return one(head=b"<!DOCTYPE rss [" + subset + b"]>", title=b"Helicopter " + inside)


def laughs() -> bytes:
    """Entities that hold ten of each other, nine levels deep."""
    levels = [b"<!ENTITY a0 'lol'>"]
    levels += [b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)]
    return doctype(b"".join(levels), b"&a9;")


def nested(depth: int, tag: bytes = b"<a>") -> bytes:
    """An item with so many open elements in it."""
    return one(tag * depth)


XML: dict[str, Bomb] = {
    "P1 quadratic entity": xml(lambda: doctype(b"<!ENTITY a '" + b"a" * 50_000 + b"'>", b"&a;" * 50_000), TAKEN),
    "P1 entity in an attribute": xml(
        lambda: one(b"<a b='" + b"&a;" * 20_000 + b"'/>", head=b"<!DOCTYPE r [<!ENTITY a '" + b"a" * 9_999 + b"'>]>"),
        TAKEN,
    ),
    "P1 thirty thousand entities": xml(
        lambda: doctype(b"".join(b"<!ENTITY a%d 'x'>" % n for n in range(30_000)), b"&a29999;"), TAKEN
    ),
    "P2 billion laughs": xml(laughs, TAKEN),
    "P2 external entity of a file": xml(lambda: doctype(b"<!ENTITY a SYSTEM 'file:///etc/passwd'>"), TAKEN),
    "P2 external entity of a URL": xml(lambda: doctype(b"<!ENTITY a SYSTEM 'http://127.0.0.1:9/x'>"), TAKEN),
    "P2 external entity of a device": xml(lambda: doctype(b"<!ENTITY a SYSTEM '/dev/zero'>"), TAKEN),
    "P2 parameter entity": xml(lambda: doctype(b"<!ENTITY % p SYSTEM 'http://127.0.0.1:9/p'> %p;"), TAKEN),
    "P2 external DTD": xml(lambda: one(head=b"<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/rss.dtd'>"), TAKEN),
    "P2 entity that holds itself": xml(lambda: doctype(b"<!ENTITY a '&b;'><!ENTITY b '&a;'>"), TAKEN),
    "P2 entity with markup": xml(lambda: doctype(b"<!ENTITY a '</title></item><item><title>x'>"), TAKEN),
    "P2 attribute defaults": xml(lambda: doctype(b"<!ATTLIST rss version CDATA '9.9'>", b""), TAKEN),
    "P2 XInclude": xml(
        lambda: one(b"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/>"), TAKEN
    ),
    "P2 stylesheet instruction": xml(
        lambda: one(head=b"<?xml-stylesheet type='text/xsl' href='http://127.0.0.1:9/x.xsl'?>"), TAKEN
    ),
    "P2 DOCTYPE without end": xml(lambda: b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 100_000, REFUSED),
    "P2 DOCTYPE within the root": xml(lambda: one(b"<!DOCTYPE x [<!ENTITY a 'b'>]>&a;"), ENDS),
    "P3 prolog repeats encoding": xml(lambda: one(head=b"<?xml " + b"encoding='' " * 1_600 + b"?>"), REFUSED),
    "P3 prolog without end": xml(lambda: b"<?xml version='1.0' " + b"encoding=''" * 20_000, REFUSED),
    "P3 prolog of spaces": xml(lambda: one(head=b"<?xml" + b" " * 100_000 + b"version='1.0'?>"), REFUSED),
    "P4 newlines before the root": xml(lambda: one(head=b"\n" * 1_000_000), TAKEN),
    "P4 carriage returns before the root": xml(lambda: one(head=b"\r" * 1_000_000), TAKEN),
    "P4 comments before the root": xml(lambda: one(head=b"<!-- x -->\n" * 50_000), TAKEN),
    "P4 instructions before the root": xml(lambda: one(head=b"<?a b?>" * 30_000), TAKEN),
    "P5 author a.a.a": xml(lambda: one(b"<author>a@" + b"a." * 60_000 + b"</author>"), ENDS),
    "P5 author without at": xml(lambda: one(b"<author>" + b"a" * 64_000 + b"</author>"), ENDS),
    "P5 managing editor": xml(
        lambda: rss_of(b"<managingEditor>" + b"a." * 30_000 + b"</managingEditor>" + item(b"")), ENDS
    ),
    "P6 style of urls": xml(
        lambda: one(b"<description>&lt;a style=&quot;" + b"url(" * 20_000 + b"&quot;&gt;</description>"), ENDS
    ),
    "P6 comments that never end": xml(lambda: one(b"<description>" + b"&lt;!--" * 40_000 + b"</description>"), ENDS),
    "P6 open tags in a description": xml(lambda: one(b"<description>" + b"&lt;a " * 60_000 + b"</description>"), ENDS),
    "P6 ampersands": xml(lambda: one(b"<description>" + b"&amp;" * 200_000 + b"</description>"), ENDS),
    "P7 attributes on the root": xml(
        lambda: b"<rss " + b"".join(b"a%d='' " % n for n in range(20_000)) + b"><channel/></rss>", REFUSED
    ),
    "P7 attributes in an item": xml(
        lambda: one(b"<a " + b"".join(b"a%d='' " % n for n in range(20_000)) + b"/>"), REFUSED
    ),
    "P7 the same attribute again": xml(lambda: one(b"<a " + b"b='c' " * 200 + b"/>"), ENDS),
    "P7 huge attribute": xml(lambda: one(b"<link href='" + b"a" * 4_000_000 + b"'/>"), ENDS),
    "P7 namespaces": xml(lambda: one(b"".join(b"<a xmlns:n%d='urn:n%d'/>" % (n, n) for n in range(10_000))), ENDS),
    "P7 categories": xml(lambda: one(b"<category>x</category>" * 40_000), REFUSED),
    "P7 enclosures": xml(lambda: one(b"<enclosure url='http://x.test/a.mp3' length='1'/>" * 2_000), ENDS),
    "P7 hundred thousand entries": xml(lambda: rss_of(b"<item><title>x</title></item>" * 100_000), "failed: "),
    "P7 twenty thousand entries": xml(lambda: rss_of(b"<item><guid>x</guid></item>" * 20_001), "failed: "),
    "P7 entry in entry": xml(lambda: rss_of(b"<item><title>x</title>" * 1_000 + b"</item>" * 1_000), ENDS),
    "P8 nesting": xml(lambda: nested(1_000_000), REFUSED),
    "P8 nesting below the cap": xml(lambda: nested(1_500), ENDS),
    "P8 nesting in HTML": xml(lambda: one(b"<description><![CDATA[" + b"<b>" * 100_000 + b"x]]></description>"), TAKEN),
    "P8 closing tags only": xml(lambda: one(b"</a>" * 200_000), ENDS),
    "P9 long name": xml(lambda: b"<" + b"a" * 4_000_000 + b">", REFUSED),
    "P9 long comment": xml(lambda: one(b"<!--" + b"-a" * 2_000_000 + b"-->"), ENDS),
    "P9 long text": xml(lambda: one(b"<description>" + b"word " * 1_000_000 + b"</description>"), ENDS),
    "P12 empty georss": xml(
        lambda: one(
            b"<where xmlns='http://www.georss.org/georss'/><point xmlns='http://www.georss.org/georss'>x</point>"
        ),
        ENDS,
    ),
    "P12 empty licence": xml(
        lambda: one(
            b"<license xmlns='http://backend.userland.com/creativeCommonsRssModule'/><media:content fileSize='-'/>"
        ),
        ENDS,
    ),
    "P16 breaks off in an item": xml(lambda: rss_of(item(b"") + item(b"<guid>2"))[:-30], TAKEN),
    "P16 breaks off in the prolog": xml(lambda: b"<?xml version='1.", REFUSED),
    "P16 breaks off in CDATA": xml(lambda: b"<rss><channel>" + item(b"") + b"<item><title><![CDATA[open", TAKEN),
}
