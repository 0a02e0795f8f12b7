"""What channels over HTTP have in common: one session without surprises, and what a failure of the line means."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from daemon.errors import SendError, TransientSendError
from daemon.network import REFUSED, guarded_socket

MAX_ANSWER = 64 * 1024
MEND = "write allow_private: true if it is your own"
_MAX_WAIT = timedelta(hours=6)
#: Failures before the request went out: nothing can have arrived.
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
LINE = (aiohttp.ClientError, TimeoutError)  #: all that a line can fail with


def open_session(timeout: timedelta, *, allow_private: bool) -> aiohttp.ClientSession:
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
