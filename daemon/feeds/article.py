"""A web page -> the text of the article on it, without menus, notices, comments. Pure; runs in the parser's child."""

import html
import re

from selectolax.lexbor import LexborHTMLParser

from daemon.feeds.asked import Answer, Asked
from daemon.feeds.guard import NotAFeedError
from daemon.feeds.webpage import read_page

MAX_HTML = 3_000_000  #: bytes of a page; the longest articles have a tenth of it
MAX_TEXT = 200_000  #: characters
MAX_HEADLINE = 500
_TEXT_TYPES = re.compile(r"\s*(text/html|application/xhtml)", re.IGNORECASE)


def parse(body: bytes, asked: Asked) -> Answer:
    """The article's text and headline, in the answer's memory under `text` and `headline`; empty: none was found.

    Errors: NotAFeedError for what is no web page, or too large a one.
    """
    if asked.content_type and not _TEXT_TYPES.match(asked.content_type):
        raise NotAFeedError(f"not a web page but {asked.content_type.partition(';')[0].strip()[:60]}")
    if len(body) > MAX_HTML:
        raise NotAFeedError(f"larger than {MAX_HTML // 1_000_000} MB")
    page = read_page(body, content_type=asked.content_type)
    from trafilatura import extract  # noqa: PLC0415  most children never need it, and its libraries

    text = extract(page.tree.html or "", include_comments=False, favor_precision=True, with_metadata=False) or ""
    memory = {"text": text[:MAX_TEXT], "headline": _headline(page.tree) or html.unescape(page.title)}
    return Answer(title=page.title, language=page.language, truncated=False, entries=[], memory=memory)


def _headline(tree: LexborHTMLParser) -> str:
    """The page's own headline: what it gives to those who share it, else its first heading; empty: it has none."""
    shared = tree.css_first('meta[property="og:title"]')
    content = (shared.attributes.get("content") if shared is not None else "") or ""
    heading = tree.css_first("h1")
    found = content or (heading.text(separator=" ") if heading is not None else "")
    return " ".join(found.split())[:MAX_HEADLINE]
