"""A site's page -> the addresses of feeds that it names; robots.txt -> its sitemaps; a feed -> its hub. Pure.

All three run in the parser's child, for the bytes are a stranger's; what they find stands in the answer's memory.
"""

import html
import re
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from daemon.feeds.asked import Answer, Asked
from daemon.feeds.charset import decode
from daemon.feeds.webpage import read_page, web_link

MAX_FOUND = 20
MAX_LINKS = 5_000  #: of a page, that are looked at
#: Where feeds stand on sites that do not name them.
USUAL_PATHS = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json")
_TYPES = re.compile(
    r"application/(rss|atom|rdf|feed)\+(xml|json)|application/json|(text|application)/xml", re.IGNORECASE
)
_LOOKS = re.compile(r"(?:^|[/._-])(?:rss|feeds?|atom)(?:$|[/._?-])|\.(?:rss|rdf)$", re.IGNORECASE)
_LONGEST = 200  #: characters of a title
_SITEMAP = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_HUB_WITHIN = 65_536  #: characters at a feed's head
_LINK = re.compile(r"<(?:[A-Za-z0-9]{1,20}:)?link\s([^<>]{1,4000})>", re.IGNORECASE)
_REL_HUB = re.compile(r"rel\s{0,5}=\s{0,5}[\"'](?:[^\"']{0,200}\s)?hub[\s\"']", re.IGNORECASE)
_HREF = re.compile(r"href\s{0,5}=\s{0,5}[\"']([^\"']{1,2000})[\"']", re.IGNORECASE)
_JSON_HUB = re.compile(r'"hubs"\s{0,20}:\s{0,20}\[[^\]]{0,2000}?"url"\s{0,20}:\s{0,20}"([^"\\]{1,2000})"')


def parse(body: bytes, asked: Asked) -> Answer:
    """The feeds that a page names: memory has `feeds` with `url` and `title`, `link rel=alternate` first.

    Shape: each address once, the page's own order, at most `MAX_FOUND`; links are taken only if the head names none.
    Errors: NotAFeedError for a page that no browser would show.
    """
    tree = read_page(body, content_type=asked.content_type).tree
    base = _base(tree, asked.url)
    named = [node for node in tree.css("link[href]") if _is_feed(node)]
    links = [] if named else tree.css("a[href]")[:MAX_LINKS]
    nodes = named or [node for node in links if _LOOKS.search(node.attributes.get("href") or "")]
    found: dict[str, str] = {}
    for node in nodes:
        url = web_link(base, node.attributes.get("href"))
        if url and len(found) < MAX_FOUND:
            title = node.attributes.get("title") or ("" if named else node.text())
            found.setdefault(url, " ".join(html.unescape(title).split())[:_LONGEST])
    return _answer(feeds=[{"url": url, "title": title} for url, title in found.items()])


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return web_link(url, node.attributes.get("href")) or url if node is not None else url


def _is_feed(node: LexborNode) -> bool:
    """Is it a link to another form of the page that can be a feed? A JSON API's is none."""
    rel, kind = (node.attributes.get("rel") or "").lower().split(), (node.attributes.get("type") or "").strip()
    known = _TYPES.fullmatch(kind.partition(";")[0].strip()) is not None
    return known and ("feed" in rel or ("alternate" in rel and "stylesheet" not in rel))


def usual_urls(url: str) -> list[str]:
    """Where to look on a site that names no feed: below the given page, and at the site's root. Pure guesses."""
    root = urljoin(url, "/")
    bases = [url if url.endswith("/") else f"{url}/"] if urlsplit(url).path.strip("/") else []
    tried = [urljoin(base, path) for base in bases for path in USUAL_PATHS[:2]]
    return [*tried, *(urljoin(root, path) for path in USUAL_PATHS)]


def parse_robots(body: bytes, asked: Asked) -> Answer:
    """The sitemaps that a robots.txt names, those of news first: memory has `feeds` with `url`."""
    text = decode(body[:500_000], content_type=asked.content_type)
    urls = [url for found in _SITEMAP.findall(text) if (url := web_link(asked.url, found))]
    ordered = sorted(dict.fromkeys(urls), key=lambda url: "news" not in urlsplit(url).path.lower())
    return _answer(feeds=[{"url": url, "title": ""} for url in ordered[:MAX_FOUND]])


def parse_hub(body: bytes, asked: Asked) -> Answer:
    """The WebSub hub that a feed's document names (https://www.w3.org/TR/websub/#discovery): memory has `hub`."""
    text = decode(body[: 4 * _HUB_WITHIN], content_type=asked.content_type)[:_HUB_WITHIN]
    for link in _LINK.findall(text):
        href = _HREF.search(link)
        if href and _REL_HUB.search(link) and (hub := web_link(asked.url, html.unescape(href.group(1)))):
            return _answer(hub=hub)
    listed = _JSON_HUB.search(text) if text.lstrip()[:1] == "{" else None
    hub = web_link(asked.url, listed.group(1)) if listed else None
    return _answer(hub=hub) if hub else _answer()


def _answer(**memory: object) -> Answer:
    return Answer(title="", language=None, truncated=False, entries=[], memory=dict(memory))
