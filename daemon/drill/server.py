"""The drill's publisher: the story's feeds over real HTTP on 127.0.0.1, with validators and 304 as good feeds do.

It serves what has been published so far; when to publish which step is the drill's runner to decide.
"""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from types import TracebackType

from aiohttp import web

from daemon.drill.render import render_feed
from daemon.drill.story import Step, Story, StoryFeed
from daemon.model import Entry

_HOST = "127.0.0.1"
_BASELINE_AGE = timedelta(hours=1)
_SECOND = timedelta(seconds=1)


class DrillSite:
    """A small web site that publishes a story; use it as `async with DrillSite(story, now=now) as site`.

    Law: an answer changes only when a step is published to its feed. Shape: newest entries first.
    """

    def __init__(self, story: Story, *, now: datetime) -> None:
        """Put the baseline into the feeds, dated to the hour before `now`."""
        self._feeds = {feed.id: feed for feed in story.feeds}
        self._entries: dict[str, list[Entry]] = {feed.id: [] for feed in story.feeds}
        self._changed: dict[str, datetime] = {}
        self._runner: web.AppRunner | None = None
        self._base_url = ""
        for feed in story.feeds:
            self._changed[feed.id] = _whole_second(now - 2 * _BASELINE_AGE)
        for step in story.baseline:
            self.publish(step, now=now - _BASELINE_AGE)

    @property
    def base_url(self) -> str:
        """Where the feeds are: `<base_url>/<feed id>`. Errors: RuntimeError before the start."""
        if not self._base_url:
            raise RuntimeError("the drill's site has not been started")
        return self._base_url

    def publish(self, step: Step, *, now: datetime) -> None:
        """Publish a step's entry as of `now`; an entry with a known id takes the old one's place and keeps its date.

        Errors: KeyError if the step's feed is not one of the story's.
        """
        entries = self._entries[step.feed]
        instant = _whole_second(now)
        known = next((index for index, entry in enumerate(entries) if entry.guid == step.entry.guid), None)
        if known is None:
            entries.insert(0, replace(step.entry, published=instant))
        else:
            entries[known] = replace(step.entry, published=entries[known].published, updated=instant)
        # never the same Last-Modified for two answers, or a client without ETags would miss the second
        self._changed[step.feed] = max(instant, self._changed[step.feed] + _SECOND)

    async def start(self) -> None:
        """Listen on a free port of 127.0.0.1. Errors: OSError if there is none."""
        app = web.Application()
        app.router.add_get("/{feed}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, _HOST, 0).start()
        port = self._runner.addresses[0][1]
        self._base_url = f"http://{_HOST}:{port}"

    async def close(self) -> None:
        """Stop listening; safe to repeat."""
        runner, self._runner = self._runner, None
        if runner:
            await runner.cleanup()

    async def __aenter__(self) -> "DrillSite":
        """Start, and be there."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, whatever happened."""
        await self.close()

    async def _answer(self, request: web.Request) -> web.Response:
        feed = self._feeds.get(request.match_info["feed"])
        if feed is None:
            raise web.HTTPNotFound(text="the drill has no such feed")
        return self._document(feed, request)

    def _document(self, feed: StoryFeed, request: web.Request) -> web.Response:
        changed = self._changed[feed.id]
        url = f"{self.base_url}/{feed.id}"
        document = render_feed(feed, self._entries[feed.id], url=url, updated=changed)
        etag = f'"{hashlib.sha256(document.body).hexdigest()[:16]}"'
        headers = {
            "ETag": etag,
            "Last-Modified": format_datetime(changed, usegmt=True),
            "Cache-Control": "no-cache",
        }
        if _is_unchanged(request, etag, changed):
            return web.Response(status=304, headers=headers)
        return web.Response(body=document.body, headers={**headers, "Content-Type": document.content_type})


def _is_unchanged(request: web.Request, etag: str, changed: datetime) -> bool:
    """Whether the client has this very answer. The ETag decides where one is sent (RFC 9110, section 13.1.3)."""
    sent = request.headers.get("If-None-Match")
    if sent is not None:
        return etag in {tag.strip().removeprefix("W/") for tag in sent.split(",")} or sent.strip() == "*"
    since = request.headers.get("If-Modified-Since")
    if since is None:
        return False
    try:
        instant = parsedate_to_datetime(since)
    except ValueError:
        return False
    return instant.tzinfo is not None and changed <= instant


def _whole_second(instant: datetime) -> datetime:
    """HTTP dates know no fractions; a date that is cut off on the wire must equal the one that is kept."""
    return instant.astimezone(UTC).replace(microsecond=0)
