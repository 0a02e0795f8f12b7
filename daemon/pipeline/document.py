"""A feed's answer, and the further pages that its kind asks for -> one parsed document.

A page that does not come takes nothing with it: what was read is taken in, and the kind asks for the rest next time.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from daemon.config import Feed
from daemon.errors import FeedError, FetchError
from daemon.feeds.fetch import Fetched, Fetcher
from daemon.feeds.parse import Parsed, Parser
from daemon.feeds.request import asked_of
from daemon.model import FeedState

log = logging.getLogger(__name__)


class Reader:
    """Reads documents of all kinds, page by page, through the same fetcher and parser as everything else."""

    def __init__(self, fetcher: Fetcher, parser: Parser, clock: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock

    async def read(
        self, feed: Feed, answer: Fetched, *, memory: Mapping[str, Any], known: Sequence[str] = ()
    ) -> Parsed:
        """The document: the entries of all its pages, and what its kind remembers at the end of the last.

        `known`: marks of entries that the document may be read without.

        Law: at most `feed.pages` further requests. With pages left unread the document is to be read again.
        Errors: ParseError if the first page cannot be read.
        """
        document = await self._page(feed, answer, memory=memory, further=None, known=known)
        for _ in range(feed.pages):
            if not document.further:
                break
            try:
                document = _joined(document, await self._next(feed, document))
            except FeedError as error:
                log.warning("further page not read, tried again", extra={"feed": feed.id, "reason": error.message})
                document = replace(document, further=document.further[1:], again=True)
                if isinstance(error, FetchError) and error.retry_after is not None:
                    break  # who asks for patience is asked nothing more in this poll
        return replace(document, again=document.again or bool(document.further))

    async def _next(self, feed: Feed, document: Parsed) -> Parsed:
        url = document.further[0]
        answer = await self._fetcher.fetch(feed, FeedState(feed=feed.id), whole=True, url=url)
        if not isinstance(answer, Fetched):
            raise FeedError(feed.id, "a further page was not sent")
        return await self._page(feed, answer, memory=document.memory, further=url)

    async def _page(
        self,
        feed: Feed,
        answer: Fetched,
        *,
        memory: Mapping[str, Any],
        further: str | None,
        known: Sequence[str] = (),
    ) -> Parsed:
        asked = asked_of(
            feed,
            url=answer.url,
            content_type=answer.content_type,
            now=self._clock(),
            memory=memory,
            further=further,
        )
        asked = replace(asked, known=known)
        return await self._parser.read(answer.body, asked, feed=feed.id)


def _joined(document: Parsed, page: Parsed) -> Parsed:
    """The document with one further page; the newest memory, and the pages that are still to be read."""
    return replace(
        document,
        entries=(*document.entries, *page.entries),
        marks=(*document.marks, *page.marks),
        memory=page.memory,
        further=(*page.further, *document.further[1:]),
        again=document.again or page.again or page.truncated,
        missed=document.missed + page.missed,
    )
