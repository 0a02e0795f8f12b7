"""One feed's bytes by conditional GET: with limits, politely, and with no way into the inner network.

Redirects are followed here and not by the HTTP library, because every hop is checked anew: its URL, its address, and
whether it may see the feed's secrets. Nothing is kept between fetches: no cookies, no connections.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import blake2b

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from daemon.config import Feed, Poll
from daemon.errors import FetchError
from daemon.feeds.address import parse_url, same_origin
from daemon.feeds.answer import Fetched, NotModified
from daemon.feeds.decode import PIECE, DecodeError, build_decoder
from daemon.feeds.dial import Resolver, build_connector, check_target, is_literal
from daemon.feeds.headers import (
    is_conditional,
    read_date,
    read_fresh_for,
    read_retry_after,
    read_validators,
    request_headers,
    user_agent,
)
from daemon.feeds.hublinks import read_link_headers
from daemon.feeds.reasons import CONNECT_WITHIN, EXPECTED, SPEAK_WITHIN, cause, reason, status_cause, status_reason
from daemon.feeds.request import request_url
from daemon.feeds.resolve import SystemResolver
from daemon.feeds.slots import LONGEST_HOLD, Slots
from daemon.model import FeedHealth, FeedState, Validators
from daemon.network import PrivateAddressError, is_private

__all__ = ["Fetched", "Fetcher", "NotModified", "Resolver"]

Room = Callable[[], Awaitable[None]]

_TOO_MANY = 429
_PERMANENT = frozenset({301, 308})
_REPEATED = frozenset({307, 308})  #: redirects that say to repeat a POST as it is
_REDIRECTS = _PERMANENT | {302, 303, 307}
_LONGEST_HEADER = 32 * 1024  #: bytes; content security policies outgrow the library's 8 KiB
_SOCKS = {"socks4": "socks4", "socks4a": "socks4", "socks5": "socks5", "socks5h": "socks5"}


@dataclass(frozen=True, slots=True)
class _Redirect:
    to: URL
    permanent: bool


class _Deadline:
    """A budget of time that runs only while we keep a server busy, not while we wait for our turn."""

    def __init__(self, span: timedelta) -> None:
        self._left = span.total_seconds()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(self._left):
                yield
        finally:
            self._left -= clock() - started


async def _plenty() -> None:
    """There is always room."""


class Fetcher:
    """Fetches feeds; owns the sessions, and the slots that make it polite. Close it."""

    def __init__(self, poll: Poll, *, contact: str, resolver: Resolver | None = None, room: Room | None = None) -> None:
        """`room` is awaited before each request: it holds up fetching while too many bodies wait to be parsed."""
        self._poll = poll
        self._contact = contact
        self._room = room or _plenty
        self._resolver: Resolver = resolver or SystemResolver()
        self._slots = Slots(total=poll.concurrency, per_host=poll.per_host, pause=poll.per_host_pause)
        self._sessions: dict[tuple[str | None, bool], aiohttp.ClientSession] = {}
        seconds = poll.timeout.total_seconds()
        self._timeout = aiohttp.ClientTimeout(
            total=None,  # ours: `_Deadline`, over all redirects
            sock_connect=min(seconds, CONNECT_WITHIN.total_seconds()),
            sock_read=min(seconds, SPEAK_WITHIN.total_seconds()),
        )

    async def fetch(
        self, feed: Feed, state: FeedState, *, whole: bool = False, url: str | None = None
    ) -> Fetched | NotModified:
        """The feed's body, or the word that it has not changed since `state`.

        `whole`: ask without validators, so that the answer is a body. `url`: a further page of the feed; the feed's
        secrets are shown to it only if it is of the feed's own origin.
        Errors: FetchError for all that can go wrong between here and a complete, decoded body.
        """
        validators = Validators() if whole else state.validators
        try:
            return await self._follow(feed, url or request_url(feed), validators)
        except EXPECTED as error:
            raise FetchError(feed.id, reason(error, timeout=self._poll.timeout), cause=cause(error)) from error

    async def send_form(self, feed: Feed, url: str, form: Mapping[str, str]) -> None:
        """Send a form to a place that the feed's document named, such as a hub; the feed's secrets stay at home.

        Law: a redirect is followed only if it says to repeat the form elsewhere (307, 308).
        Errors: FetchError for whatever is not a 2xx.
        """
        try:
            await self._deliver(feed, parse_url(url), form)
        except EXPECTED as error:
            raise FetchError(feed.id, reason(error, timeout=self._poll.timeout)) from error

    async def _deliver(self, feed: Feed, url: URL, form: Mapping[str, str]) -> None:
        deadline = _Deadline(self._poll.timeout)
        headers = CIMultiDict({"User-Agent": user_agent(self._contact)})
        for _ in range(self._poll.max_redirects + 1):
            async with self._open(feed, url, headers, deadline, form=form) as response:
                if 200 <= response.status < 300:
                    return
                if response.status not in _REPEATED or "Location" not in response.headers:
                    wait = read_retry_after(response.headers) if response.status in {429, 503} else None
                    raise FetchError(feed.id, status_reason(response.status), retry_after=wait)
                target = _target(url, response.headers["Location"])
            url = target
        raise FetchError(feed.id, f"more than {self._poll.max_redirects} redirects")

    async def close(self) -> None:
        """End all sessions. Fetches under way fail."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()
        await self._resolver.close()

    async def _follow(self, feed: Feed, start: str, validators: Validators) -> Fetched | NotModified:
        """Ask, and ask again where the answer is elsewhere."""
        deadline = _Deadline(self._poll.timeout)
        url = first = parse_url(start)
        trusted, permanent = same_origin(parse_url(feed.url), url), True
        for _ in range(self._poll.max_redirects + 1):
            answer = await self._ask(feed, url, validators, deadline, trusted=trusted)
            if not isinstance(answer, _Redirect):
                moved = str(url) if permanent and str(url) != str(first) else None
                return replace(answer, moved_to=moved)
            # Once a chain has left the origin its secrets are meant for, a way back does not bring them back.
            trusted = trusted and same_origin(url, answer.to)
            permanent = permanent and answer.permanent
            url = answer.to
        raise FetchError(feed.id, f"more than {self._poll.max_redirects} redirects")

    async def _ask(
        self, feed: Feed, url: URL, validators: Validators, deadline: _Deadline, *, trusted: bool
    ) -> Fetched | NotModified | _Redirect:
        """One request to one host."""
        headers = request_headers(feed, validators, contact=self._contact, trusted=trusted)
        async with self._open(feed, url, headers, deadline) as response:
            return await self._read(feed, url, validators, response)

    @asynccontextmanager
    async def _open(
        self,
        feed: Feed,
        url: URL,
        headers: CIMultiDict[str],
        deadline: _Deadline,
        *,
        form: Mapping[str, str] | None = None,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Ask one host, in its turn and through every guard; with a form it is a POST."""
        proxy = _proxy_of(feed, self._poll)
        # A host of our own network needs no pause: whoever allowed it can say what it bears.
        async with self._slots.slot(url.raw_host or "", pausing=not feed.allow_private):
            await self._room()
            async with deadline.running():
                if not feed.allow_private:
                    await self._check(url, proxied=proxy is not None)
                session = self._session(proxy, allow_private=feed.allow_private)
                http_proxy = proxy if proxy is not None and proxy.scheme in {"http", "https"} else None
                method = "GET" if form is None else "POST"
                async with session.request(
                    method, url, headers=headers, data=form, proxy=http_proxy, allow_redirects=False
                ) as response:
                    if response.status == _TOO_MANY:
                        self._slots.hold_off(url.raw_host or "", read_retry_after(response.headers) or LONGEST_HOLD)
                    yield response

    async def _check(self, url: URL, *, proxied: bool) -> None:
        """Refuse what is known to be private before anything is dialled; `dial` checks what names resolve to."""
        host = url.raw_host or ""
        if proxied:
            await check_target(url, self._resolver)
        elif is_literal(host) and is_private(host):
            raise PrivateAddressError(host)

    def _session(self, proxy: URL | None, *, allow_private: bool) -> aiohttp.ClientSession:
        socks = proxy if proxy is not None and proxy.scheme in _SOCKS else None
        # Through an HTTP proxy it is the operator's proxy that is dialled, and that may well be private.
        free = allow_private or proxy is not None
        key = (str(socks) if socks else None, free)
        if key not in self._sessions:
            way = str(socks.with_scheme(_SOCKS[socks.scheme])) if socks else None
            connector = build_connector(self._resolver, socks=way, allow_private=free)
            self._sessions[key] = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=self._timeout,
                auto_decompress=False,
                trust_env=False,
                max_line_size=_LONGEST_HEADER,
                max_field_size=_LONGEST_HEADER,
            )
        return self._sessions[key]

    async def _read(
        self, feed: Feed, url: URL, validators: Validators, response: aiohttp.ClientResponse
    ) -> Fetched | NotModified | _Redirect:
        """What one answer means."""
        status = response.status
        if status == 304 and is_conditional(validators):
            return NotModified(
                validators=read_validators(response.headers, before=validators),
                fresh_for=read_fresh_for(response.headers),
                said_at=read_date(response.headers),
            )
        if status in _REDIRECTS and "Location" in response.headers:
            return _Redirect(_target(url, response.headers["Location"]), status in _PERMANENT)
        if status != 200:
            wait = read_retry_after(response.headers) if status in {429, 503} else None
            said = status_cause(status, asked_to_wait=wait is not None)
            raise FetchError(
                feed.id, status_reason(status), retry_after=wait, gone=status == 410, cause=said, status=status
            )
        body = await _body(response, max_bytes=self._poll.max_body)
        if not body.strip():
            raise FetchError(feed.id, "HTTP 200 with an empty body", cause=FeedHealth.NOT_A_FEED)
        return Fetched(
            url=str(url),
            body=body,
            body_hash=blake2b(body, digest_size=32).hexdigest(),
            content_type=response.headers.get("Content-Type"),
            validators=read_validators(response.headers),
            fresh_for=read_fresh_for(response.headers),
            offer=read_link_headers(response.headers.getall("Link", []), base=str(url)),
            said_at=read_date(response.headers),
        )


def _target(url: URL, location: str) -> URL:
    """Where a redirect leads. Errors: ValueError with the reason why nobody should go there."""
    try:
        target = parse_url(location, base=url)
    except ValueError as error:
        raise ValueError(f"redirected to where it cannot be followed: {error}") from None
    if url.scheme == "https" and target.scheme == "http":
        raise ValueError("redirected from https to http, where anybody on the way could write the feed")
    return target


async def _body(response: aiohttp.ClientResponse, *, max_bytes: int) -> bytes:
    """The whole body, decoded. Errors: DecodeError as soon as it is too large, sent or decoded."""
    decoder = build_decoder(",".join(response.headers.getall("Content-Encoding", [])))
    too_large = DecodeError(f"the body is larger than {max_bytes / 1024 / 1024:g} MiB")
    if (response.content_length or 0) > max_bytes:
        raise too_large
    body, sent = bytearray(), 0
    async for chunk in response.content.iter_chunked(PIECE):
        sent += len(chunk)
        for piece in decoder.feed(chunk):
            body += piece
            if len(body) > max_bytes:
                raise too_large
        if sent > max_bytes:
            raise too_large
    decoder.finish()
    return bytes(body)


def _proxy_of(feed: Feed, poll: Poll) -> URL | None:
    """The proxy to go through. Errors: ValueError that does not quote it, for it may hold a password."""
    secret = None if feed.direct else feed.proxy or poll.proxy
    if secret is None:
        return None
    try:
        proxy = URL(secret.get_secret_value())
        usable = bool(proxy.host and proxy.port)
    except ValueError:
        usable = False
    if not usable or proxy.scheme not in {"http", "https", *_SOCKS}:
        raise ValueError("the proxy's URL is not understood; write http, https, socks4 or socks5, with a port")
    return proxy
