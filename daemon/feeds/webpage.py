"""Bytes of a web page -> its tree, title and language; what the kinds that read HTML have in common. Pure."""

import html
import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from daemon.feeds.charset import decode
from daemon.feeds.fields import read_language
from daemon.feeds.guard import NotAFeedError, web_page_title

_META = re.compile(rb"<meta\s[^<>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_META_WITHIN = 4096  #: bytes


#: Names that do not nest in themselves, or at no cost: void, closed by the next of their kind, or mere style.
_FLAT = frozenset(
    re.findall(
        r"\w+",
        "a area b base body br col dd dt em embed font head hr html i img input li link meta nobr option p param s "
        "small source strike strong td th tr track tt u wbr",
    )
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)")
MAX_DEPTH = 3_000  #: open elements; the HTML parser takes quadratic time over more


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page that may say anything: every tag closed, nothing cleaned."""

    tree: LexborHTMLParser
    title: str  #: as HTML, in one line
    language: str | None


def read_page(body: bytes, *, content_type: str | None) -> WebPage:
    """The page; its encoding is what HTTP says, else its own `meta`, else a guess.

    Errors: NotAFeedError for nesting that only an attack needs (P8).
    """
    meta = _META.search(body[:_META_WITHIN])
    if meta and "charset" not in (content_type or "").lower():
        content_type = f"{content_type or 'text/html'}; charset={meta.group(1).decode('ascii')}"
    text = decode(body, content_type=content_type)
    _check_depth(text)
    tree = LexborHTMLParser(text)
    root = tree.css_first("html")
    language = read_language(root.attributes.get("lang")) if root is not None else None
    return WebPage(tree, html.escape(html.unescape(web_page_title(text)), quote=False), language)


def _check_depth(text: str) -> None:
    """Refuse a page that opens far more elements than it closes. Linear; each name is counted by itself."""
    is_open: Counter[str] = Counter()
    depth = 0
    for found in _TAG.finditer(text):
        name = found.group(2).lower()
        if name in _FLAT:
            continue
        if not found.group(1):
            is_open[name] += 1
            depth += 1
        elif is_open[name]:
            is_open[name] -= 1
            depth -= 1
        if depth > MAX_DEPTH:
            raise NotAFeedError(f"nested deeper than {MAX_DEPTH} elements")


def web_link(base: str, link: str | None) -> str | None:
    """The absolute address of a link, if it leads to the web."""
    try:
        url = urljoin(base, link.strip()) if link and link.strip() else ""
        return url if urlsplit(url).scheme in {"http", "https"} else None
    except ValueError:
        return None
