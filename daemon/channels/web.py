"""What channels over HTTP have in common: one session without surprises, and what a failure of the line means."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from daemon.errors import SendError, TransientSendError
from daemon.network import MEND, REFUSED, guarded_socket

MAX_ANSWER = 1024 * 1024  #: bytes; Slack answers with the whole message, twice, six bytes a letter
_MAX_WAIT = timedelta(hours=6)
#: Failures before the request went out: nothing can have arrived.
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
LINE = (aiohttp.ClientError, TimeoutError)  #: all that a line can fail with


@dataclass(frozen=True, slots=True)
class Answered:
    """What a server said."""

    status: int
    content: Mapping[str, Any]  #: empty if it is no JSON object
    wait: timedelta | None  #: its Retry-After


class Line:
    """A channel's way to its server: opened at the first request, closed with the channel."""

    def __init__(self, receiver: str, timeout: timedelta, *, allow_private: bool) -> None:
        self._receiver, self._timeout, self._allow_private = receiver, timeout, allow_private
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The session of all requests."""
        if self._session is None:
            self._session = _open_session(self._timeout, allow_private=self._allow_private)
        return self._session

    async def ask(self, method: str, url: str, content: Mapping[str, Any], *, token: str) -> Answered:
        """One request of JSON as the owner of the token, and what was said. Errors: TransientSendError."""
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with self.session.request(
                method, url, json=content, headers=headers, allow_redirects=False
            ) as response:
                raw, status = await read_answer(response), response.status
                wait = parse_wait(response.headers.get("Retry-After"), now=datetime.now(UTC))
        except LINE as error:
            raise line_error(self._receiver, error) from None
        return Answered(status, _parsed(raw), wait)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


async def read_answer(response: aiohttp.ClientResponse) -> bytes:
    """All that a server says, up to the largest answer: one read gives no more than what has come by then."""
    raw = bytearray()
    while len(raw) < MAX_ANSWER and (piece := await response.content.read(MAX_ANSWER - len(raw))):
        raw += piece
    return bytes(raw)


def _parsed(raw: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _open_session(timeout: timedelta, *, allow_private: bool) -> aiohttp.ClientSession:
    """A session that keeps no cookies and no connections, and asks no environment variable for a proxy."""
    seconds = timeout.total_seconds()
    return aiohttp.ClientSession(
        # A kept connection that the server has just dropped would make a lost request look like a lost answer.
        connector=aiohttp.TCPConnector(force_close=True, socket_factory=None if allow_private else guarded_socket),
        timeout=aiohttp.ClientTimeout(total=seconds, sock_connect=seconds / 2),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
    )


def line_error(receiver: str, error: BaseException) -> SendError:
    """What a failed line means. Law: nothing of the URL stands in it; raise it without its cause."""
    if isinstance(error, _NOT_SENT):
        return TransientSendError(receiver, _no_connection(error))
    reason = f"no answer after the request went out ({type(error).__name__})"
    return TransientSendError(receiver, reason, ambiguous=True)


def _no_connection(error: BaseException) -> str:
    """Why there was none. A name may lead elsewhere tomorrow, so a refused address is tried again like any other."""
    if isinstance(error, aiohttp.ClientConnectorError) and REFUSED in str(error.os_error):
        return f"the server's name leads into a private network; {MEND}"
    return f"no connection ({type(error).__name__})"


def parse_wait(value: str | None, *, now: datetime) -> timedelta | None:
    """Retry-After, in seconds or as a date; None for junk and for the past; never more than six hours."""
    text = (value or "").strip()
    if text.isdecimal() and text.isascii():
        return min(timedelta(seconds=int(text[:9])), _MAX_WAIT) or None
    try:
        moment = parsedate_to_datetime(text)
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, OverflowError):
        return None
    return min(wait, _MAX_WAIT) if wait > timedelta() else None
