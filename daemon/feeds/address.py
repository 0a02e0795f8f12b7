"""Which URLs may be asked for. Pure.

The same parser (yarl's) reads a URL for this check and for the request, so that the two can never disagree about the
host. Names are not resolved here: `network` checks each address at the moment when it is dialled.
"""

import ipaddress
import re

from yarl import URL

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_USER = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*@", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?\Z", re.IGNORECASE)
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z", re.IGNORECASE)


def parse_url(text: str, *, base: URL | None = None) -> URL:
    """An http or https URL with a host that means the same to everybody, without a fragment.

    `base`: the page that `text` was found on, for a relative one.
    Errors: ValueError with a reason for people; it never quotes the URL, which may hold a secret.
    """
    stripped = text.strip(" \t\r\n")
    if _CONTROLS.search(stripped):
        raise ValueError("the URL holds a control character or a backslash")
    try:
        url = URL(stripped.replace(" ", "%20"))
        if base is not None and (url.raw_host or not url.scheme):  # `http:///host/` means one thing here, another there
            url = base.join(url)
        host = url.raw_host or ""
        _ = url.port
    except (ValueError, TypeError):
        raise ValueError("this is not a URL") from None
    if url.scheme not in {"http", "https"}:
        raise ValueError("only http and https are fetched")
    if _USER.match(stripped) or url.user is not None:
        raise ValueError("the URL holds a user name or a password")
    _check_host(host)
    return url.with_fragment(None)


def _check_host(host: str) -> None:
    if ":" in host:
        try:
            ipaddress.IPv6Address(host)
        except ValueError:
            raise ValueError("the URL's host is not an address") from None
        if "%" in host:
            raise ValueError("the URL's host names a network interface")
        return
    if not _NAME.match(host):
        raise ValueError("the URL has no host" if not host else "the URL's host is not a name")
    if _NUMBER.match(host.rstrip(".").rpartition(".")[2]):
        # 2130706433, 127.1 and 0177.0.0.1 are addresses to some resolvers and names to others.
        try:
            ipaddress.IPv4Address(host)
        except ValueError:
            raise ValueError("the URL's host is an address in an unusual spelling") from None


def same_origin(one: URL, other: URL) -> bool:
    """Whether credentials given for one URL may be shown to the other: same scheme, host and port."""
    return (one.scheme, one.raw_host, one.port) == (other.scheme, other.raw_host, other.port)
