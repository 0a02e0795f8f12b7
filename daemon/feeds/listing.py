"""Web pages that list stories and have no feed, by the operator's CSS selectors. Pure.

`item` finds the stories; the other selectors look within each. What is not given is looked for where it usually is.
"""

from collections.abc import Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from daemon.feeds.asked import Answer, Asked, EntryValues
from daemon.feeds.dates import DateReader
from daemon.feeds.guard import NotAFeedError
from daemon.feeds.webpage import read_page, web_link

MAX_ITEMS = 500
_HEADINGS = "h1, h2, h3, h4, h5, h6"


def request_url(url: str) -> str:
    """The URL itself."""
    return url


def parse(body: bytes, asked: Asked) -> Answer:
    """What the selectors find, from the top of the page down.

    Errors: NotAFeedError if no part of the page is an item: the page was made anew, or something else came.
    """
    page, select = read_page(body, content_type=asked.content_type), asked.settings.get("select") or {}
    items = page.tree.css(select.get("item") or "article")[:MAX_ITEMS]
    if not items:
        raise NotAFeedError(f'no part of the page fits select: item; its title is "{page.title}"')
    dates = DateReader(now=asked.now, date_format=select.get("date_format"), language=page.language)
    base = _base(page.tree, asked.url)
    entries = [_entry(item, select, base=base, dates=dates) for item in items]
    return Answer(
        title=page.title,
        language=page.language,
        truncated=False,
        entries=[entry for entry in entries if entry["title"] or entry["url"] or entry["summary"]],
    )


def _base(tree: LexborHTMLParser, url: str) -> str:
    """What the page's links are relative to."""
    node = tree.css_first("base[href]")
    return web_link(url, node.attributes.get("href")) or url if node is not None else url


def _entry(item: LexborNode, select: Mapping[str, Any], *, base: str, dates: DateReader) -> EntryValues:
    link = _link(item, select.get("link"))
    title = item.css_first(select.get("title") or _HEADINGS)
    date = item.css_first(select.get("date") or "time")
    text = item.css_first(select["text"]) if select.get("text") else None
    url = web_link(base, link.attributes.get("href")) if link is not None else None
    return EntryValues(
        guid=url,
        url=url,
        title=_markup(title) or _markup(link) or ("" if select.get("title") else _markup(item)),
        summary=_markup(text),
        published=_date(date, dates) if date is not None else None,
    )


def _link(item: LexborNode, selector: str | None) -> LexborNode | None:
    """The element with the story's address: what the selector finds or a link within it; the item may be one itself."""
    found = item.css_first(selector) if selector else item
    if found is None or found.attributes.get("href"):
        return found
    return found.css_first("a[href]")


def _markup(node: LexborNode | None) -> str:
    return (node.inner_html or "").strip() if node is not None else ""


def _date(node: LexborNode, dates: DateReader) -> str | None:
    """The date that an element holds: for machines if it can, else in words."""
    attributes = node.attributes
    for name in ("datetime", "content", "data-time", "data-timestamp"):
        if found := dates.read(attributes.get(name)):
            return found
    return dates.read(node.text(separator=" ")) or dates.read(attributes.get("title"))
