"""Forty small feeds of our own: eight formats, each in five languages and encodings. What the fuzzer mutates."""

import json
from xml.sax.saxutils import escape

_SCRIPTS = {
    "en": ("Helicopter shot down east of Palmyra", "utf-8"),
    "ru": ("Сбит вертолёт к востоку от Пальмиры", "cp1251"),
    "ar": ("إسقاط مروحية شرق تدمر", "cp1256"),
    "ja": ("パルミラ東方でヘリコプター撃墜", "shift_jis"),
    "de": ("Über Palmyra wurde ein Hubschrauber abgeschossen", "utf-16"),
}
_MODULES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:georss="http://www.georss.org/georss" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom"'
)


def _prolog(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>\n'


def _rss091(title: str, _: str) -> str:
    item = f"<item><title>{title}</title><link>https://example.org/1</link><description>{title}.</description></item>"
    return (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "rss-0.91.dtd">'
        f'<rss version="0.91"><channel><title>Wire</title><language>en</language>{item * 2}</channel></rss>'
    )


def _rss20(title: str, language: str) -> str:
    item = (
        f"<item><title>{title}</title><link>https://example.org/1?a=1&amp;b=2</link>"
        f'<guid isPermaLink="false">tag:1</guid><pubDate>Fri, 08 Jul 2016 14:00:00 +0300</pubDate>'
        f"<category domain='x'>War</category><author>a@example.org (A)</author><description><![CDATA[<p>{title}</p>]]>"
        "</description><enclosure url='https://example.org/a.mp3' length='1' type='audio/mpeg'/></item>"
    )
    return f'<rss version="2.0"><channel><title>Wire</title><language>{language}</language>{item * 3}</channel></rss>'


def _modules(title: str, _: str) -> str:
    text = escape(f"<p>{title} <a href='/x'>&nbsp;more</a></p>")
    item = (
        f"<item><title>{title}</title><dc:creator>A</dc:creator><dc:date>2016-07-08T14:00:00Z</dc:date>"
        f"<content:encoded>{text}</content:encoded><media:group><media:content url='https://example.org/a.jpg' "
        "fileSize='12' width='3'/><media:thumbnail url='https://example.org/b.jpg'/></media:group>"
        "<georss:point>34.55 38.27</georss:point><itunes:keywords>a,b</itunes:keywords>"
        "<georss:where><Point><pos>1 2</pos></Point></georss:where></item>"
    )
    link = "<atom:link rel='hub' href='https://hub.example.org/'/>"
    return f'<rss version="2.0" {_MODULES}><channel><title>W</title>{link}{item * 2}</channel></rss>'


def _rdf(title: str, _: str) -> str:
    item = (
        f'<item rdf:about="https://example.org/1"><title>{title}</title><link>https://example.org/1</link>'
        f"<description>{title}</description><dc:subject>War</dc:subject></item>"
    )
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Wire</title></channel>{item * 2}</rdf:RDF>'
    )


def _atom03(title: str, _: str) -> str:
    entry = (
        f"<entry><title mode='escaped'>{title}</title><id>urn:1</id><issued>2016-07-08T14:00:00Z</issued>"
        f"<content type='text/html' mode='escaped'>&lt;p&gt;{title}&lt;/p&gt;</content></entry>"
    )
    return f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Wire</title>{entry * 2}</feed>'


def _atom10(title: str, language: str) -> str:
    entry = (
        f"<entry><title type='html'>&lt;b&gt;{title}&lt;/b&gt;</title><id>tag:example.org,2016:1</id>"
        "<link rel='alternate' href='https://example.org/1'/><published>2016-07-08T14:00:00+03:00</published>"
        "<updated>2016-07-08T14:00:00.5Z</updated><author><name>A</name></author><category term='War' label='w'/>"
        f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{title}<br/></p></div></content></entry>"
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}"><title>W</title>{entry * 2}</feed>'


def _json11(title: str, language: str) -> str:
    item = {
        "id": "1",
        "url": "https://example.org/1",
        "title": title,
        "content_html": f"<p>{title}</p>",
        "date_published": "2016-07-08T14:00:00+03:00",
        "tags": ["war", "air"],
        "authors": [{"name": "A"}],
        "attachments": [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}],
    }
    document = {"version": "https://jsonfeed.org/version/1.1", "language": language, "title": "W", "items": [item] * 2}
    return json.dumps(document, ensure_ascii=False)


def _page(title: str, language: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<ul><li><a href="/1">{title}</a><time datetime="2016-07-08">8 July</time></li></ul></body></html>'
    )


def _documents() -> list[bytes]:
    """All feeds, encoded as they declare."""
    found = []
    for make in (_rss091, _rss20, _modules, _rdf, _atom03, _atom10, _json11, _page):
        for language, (title, encoding) in _SCRIPTS.items():
            has_prolog = make not in {_json11, _page}
            text = (_prolog(encoding) if has_prolog else "") + make(title, language)
            found.append(text.encode(encoding if has_prolog else "utf-8", "xmlcharrefreplace"))
    return found


CORPUS = _documents()
