"""Why a fetch failed, in one plain line for operators: no class names, no traceback, no secret. Pure."""

import errno
import ssl
from datetime import timedelta
from http import HTTPStatus

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from daemon.model import FeedHealth
from daemon.network import REFUSED, PrivateAddressError

#: All that a fetch can fail with; anything else is a bug and propagates.
EXPECTED: tuple[type[Exception], ...] = (
    aiohttp.ClientError,
    OSError,  # TimeoutError is one
    ValueError,
    ProxyError,
    ProxyConnectionError,
    ProxyTimeoutError,
)
CONNECT_WITHIN = timedelta(seconds=10)
SPEAK_WITHIN = timedelta(seconds=20)

_STATUS = {
    401: FeedHealth.FORBIDDEN,
    403: FeedHealth.FORBIDDEN,
    407: FeedHealth.FORBIDDEN,
    451: FeedHealth.FORBIDDEN,
    410: FeedHealth.GONE,
}
_ERRNO = {
    errno.ECONNREFUSED: "connection refused",
    errno.ECONNRESET: "the server broke the connection off",
    errno.EPIPE: "the server broke the connection off",
    errno.ENETUNREACH: "no route to host",
    errno.EHOSTUNREACH: "no route to host",
    errno.ENETDOWN: "the network is down",
    errno.ETIMEDOUT: f"no connection within {CONNECT_WITHIN.seconds} s",
    errno.EADDRNOTAVAIL: "no route to host",
    errno.EAFNOSUPPORT: "no route to host",
    errno.EMFILE: "too many open files on this machine",
    errno.ENFILE: "too many open files on this machine",
}


def reason(error: BaseException, *, timeout: timedelta) -> str:
    """What happened, as an operator would say it; `timeout` is the deadline of the whole fetch."""
    if isinstance(error, TimeoutError | ProxyTimeoutError):
        return _timeout(error, timeout)
    if isinstance(error, ProxyError | ProxyConnectionError | aiohttp.ClientProxyConnectionError):
        return "the proxy cannot be reached" if not isinstance(error, ProxyError) else "the proxy refused to connect"
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"the proxy refused: HTTP {error.status}"
    if isinstance(error, aiohttp.ClientError):
        return _client_error(error)
    if isinstance(error, PrivateAddressError):
        return str(error)
    if isinstance(error, OSError):
        return _os_error(error)
    return _first_line(str(error)) or "the fetch failed"


def cause(error: BaseException) -> FeedHealth | None:
    """The state that a failed fetch stands for; None: no more than failing."""
    if isinstance(error, TimeoutError | ProxyTimeoutError):
        return FeedHealth.TIMEOUT
    tls = aiohttp.ClientConnectorCertificateError | aiohttp.ClientConnectorSSLError | ssl.SSLError
    return FeedHealth.TLS if isinstance(error, tls) else None


def status_cause(status: int, *, asked_to_wait: bool) -> FeedHealth | None:
    """The state that an answer with this status stands for; None: no more than failing."""
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.SERVICE_UNAVAILABLE and asked_to_wait):
        return FeedHealth.RATE_LIMITED
    if status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT}:
        return FeedHealth.TIMEOUT
    return _STATUS.get(status)


def status_reason(status: int) -> str:
    """`HTTP 404 Not Found`, in the standard's words, not the server's."""
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"


def _timeout(error: BaseException, timeout: timedelta) -> str:
    if isinstance(error, aiohttp.ConnectionTimeoutError | ProxyTimeoutError):
        return f"no connection within {_seconds(min(CONNECT_WITHIN, timeout))} s"
    if isinstance(error, aiohttp.SocketTimeoutError):
        return f"the server was silent for {_seconds(min(SPEAK_WITHIN, timeout))} s"
    return f"timed out after {_seconds(timeout)} s"


def _seconds(span: timedelta) -> str:
    return f"{span.total_seconds():g}"


def _client_error(error: aiohttp.ClientError) -> str:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "the name does not resolve"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause = error.certificate_error
        why = cause.verify_message if isinstance(cause, ssl.SSLCertVerificationError) else "it is not valid"
        return f"the server's certificate was refused: {_first_line(why)}"
    if isinstance(error, aiohttp.ClientConnectorSSLError):
        return "TLS failed: the server does not speak it, or not a version that is safe"
    if isinstance(error, aiohttp.ClientConnectorError):
        return _os_error(error.os_error)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "the server closed the connection without an answer"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "the body broke off"
    if isinstance(error, aiohttp.ClientResponseError):
        return "the answer is not HTTP that can be understood"
    return _os_error(error) if isinstance(error, OSError) else "the fetch failed"


def _os_error(error: OSError) -> str:
    text = str(error)
    if REFUSED in text:  # several addresses were tried; the reasons come as one text
        return text[text.index(REFUSED) :].partition(",")[0]
    if isinstance(error, ssl.SSLError):
        return "TLS failed"
    return _ERRNO.get(error.errno or 0, "the connection failed")


def _first_line(text: str) -> str:
    return " ".join(text.split())[:200]
