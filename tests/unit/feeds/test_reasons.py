"""Why a fetch failed, in one line."""

import errno
import ssl
from datetime import timedelta

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from daemon.feeds.reasons import EXPECTED, reason, status_reason
from daemon.network import PrivateAddressError

KEY = ConnectionKey("example.org", 443, True, True, None, None, None)


def certificate_error(why: str) -> aiohttp.ClientConnectorCertificateError:
    """What the client raises for a certificate that was refused."""
    cause = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED]")
    cause.verify_message = why
    return aiohttp.ClientConnectorCertificateError(KEY, cause)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TimeoutError(), "timed out after 30 s"),
        (aiohttp.ConnectionTimeoutError(), "no connection within 10 s"),
        (aiohttp.SocketTimeoutError(), "the server was silent for 20 s"),
        (ProxyTimeoutError(), "no connection within 10 s"),
        (ProxyConnectionError("socks5://desk:pw@proxy"), "the proxy cannot be reached"),
        (ProxyError("desk:pw", error_code=5), "the proxy refused to connect"),
        (certificate_error("certificate has expired"), "the server's certificate was refused: certificate has expired"),
        (aiohttp.ClientConnectorError(KEY, OSError(errno.EHOSTUNREACH, "x")), "no route to host"),
        (aiohttp.ClientConnectorError(KEY, OSError(errno.ENETUNREACH, "x")), "no route to host"),
        (aiohttp.ClientConnectorError(KEY, OSError(errno.ECONNREFUSED, "x")), "connection refused"),
        (aiohttp.ClientConnectorDNSError(KEY, OSError(-2, "x")), "the name does not resolve"),
        (aiohttp.ServerDisconnectedError(), "the server closed the connection without an answer"),
        (aiohttp.ClientPayloadError("Response payload is not completed"), "the body broke off"),
        (ConnectionResetError(errno.ECONNRESET, "x"), "the server broke the connection off"),
        (PrivateAddressError("10.0.0.1"), "address in a private network (10.0.0.1)"),
        (
            aiohttp.ClientConnectorError(
                KEY, OSError("Multiple exceptions: address in a private network (::1), [Errno 111] refused")
            ),
            "address in a private network (::1)",
        ),
        (OSError("whatever"), "the connection failed"),
        (aiohttp.ClientError("desk:pw"), "the fetch failed"),
        (ValueError("two\nlines"), "two lines"),
    ],
)
def test_failures_are_said_in_one_plain_line(error: Exception, said: str) -> None:
    """Each expected failure has words of its own, without class names, numbers of the system, or secrets (F15)."""
    assert isinstance(error, EXPECTED)
    assert reason(error, timeout=timedelta(seconds=30)) == said


def test_a_deadline_shorter_than_the_idle_time_is_named() -> None:
    """F9: the seconds that are said are the ones that were waited."""
    assert reason(aiohttp.SocketTimeoutError(), timeout=timedelta(seconds=2.5)) == "the server was silent for 2.5 s"


def test_statuses_are_named_by_the_standard() -> None:
    """The phrase is the standard's; an unknown number stands alone."""
    assert status_reason(503) == "HTTP 503 Service Unavailable"
    assert status_reason(799) == "HTTP 799"
