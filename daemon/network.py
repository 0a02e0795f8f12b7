"""Which addresses belong to the public internet, and sockets that dial no other. Pure but for making the socket.

Whoever lets somebody else decide where a request goes (a publisher's redirect, a name service) dials by
`guarded_socket`: it judges the address at the moment when it would be dialled, so that a name that changes its answer
between check and use (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

REFUSED = "address in a private network"
MEND = "write allow_private: true if it is your own"

# What `ipaddress` calls global although nothing of the public web lives there.
_NEVER_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4")
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_NEVER_V6 = tuple(
    ipaddress.IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16")
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateAddressError(OSError):
    """The address must not be dialled."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{REFUSED} ({address})")


def is_private(address: str) -> bool:
    """Whether an address lies outside the public internet; what is not an address at all counts as private.

    Law: an IPv4 address in IPv6 dress (mapped, NAT64) is judged as the IPv4 address; 6to4 and Teredo are private.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or (_last_32_bits(parsed) if parsed in _NAT64 else None)
        if inner is None:
            return parsed not in _GLOBAL_V6 or not parsed.is_global or any(parsed in block for block in _NEVER_V6)
        parsed = inner
    return not parsed.is_global or any(parsed in block for block in _NEVER_V4)


def check_server(url: str, *, allow_private: bool) -> None:
    """Whether an operator's own server may stand there: an address in its URL is judged before anything is sent.

    What a name leads to is judged whenever it is dialled. Errors: ValueError that says how to mend it.
    """
    host = urlsplit(url).hostname or ""
    is_address = ":" in host or host.rpartition(".")[2].isdecimal()
    if not allow_private and (host == "localhost" or (is_address and is_private(host))):
        raise ValueError(f"the server is in a private network; {MEND}")


def guarded_socket(address: tuple[Any, ...]) -> socket.socket:
    """A socket for one `getaddrinfo` result. Errors: PrivateAddressError, before anything is sent anywhere."""
    family, kind, protocol, _, place = address
    if is_private(str(place[0])):
        raise PrivateAddressError(str(place[0]))
    return socket.socket(family=family, type=kind, proto=protocol)


def _last_32_bits(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
