"""RSS, RDF, Atom and JSON Feed: what a publisher makes for readers. Pure; `parse` runs in the parser's child."""

from typing import cast

from daemon.feeds.asked import Answer, Asked
from daemon.feeds.guard import guard
from daemon.feeds.jsonfeed import parse_json


def request_url(url: str) -> str:
    """The URL itself."""
    return url


def parse(body: bytes, asked: Asked) -> Answer:
    """The feed's entries. Errors: NotAFeedError."""
    from daemon.feeds.xmlfeed import parse_xml  # noqa: PLC0415  only the child should carry feedparser

    guarded = guard(body, content_type=asked.content_type)
    if guarded.json:
        return cast("Answer", parse_json(guarded.text, url=asked.url))
    return cast("Answer", parse_xml(guarded, url=asked.url, known=frozenset(asked.known)))
