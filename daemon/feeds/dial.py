"""Connections to publishers: the address that is dialled is the address that is checked, every time.

A name is resolved by the connector; each address that it gave passes `guarded_socket` at the moment when it would be
dialled, so a name that changes its answer between check and use (DNS rebinding) gains nothing.
"""

import socket
from typing import Protocol

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp_socks import ProxyConnector
from yarl import URL

from daemon.network import PrivateAddressError, guarded_socket, is_private


class Resolver(Protocol):
    """Host names -> addresses."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name. Errors: OSError if it has none."""

    async def close(self) -> None:
        """Let go of what the resolver holds."""


class _Borrowed(aiohttp.abc.AbstractResolver):
    """A resolver for a connector that must not close it."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if not found:  # the connector expects at least one address
            raise OSError("the name has no address")
        return found

    async def close(self) -> None:
        """The owner closes it."""


def build_connector(resolver: Resolver, *, socks: str | None, allow_private: bool) -> aiohttp.TCPConnector:
    """A connector that keeps no connection for later, and dials only what it may.

    `socks`: the SOCKS proxy to go through; then the operator's own proxy is what is dialled, and is not checked.
    Errors: ValueError for a proxy URL that cannot be understood.
    """
    # Kept-alive connections to thousands of hosts cost a gigabyte (measured), and a poll needs one request.
    if socks is not None:
        connector: aiohttp.TCPConnector = ProxyConnector.from_url(socks, rdns=True, force_close=True, limit=0)
        return connector
    return aiohttp.TCPConnector(
        resolver=_Borrowed(resolver),
        use_dns_cache=False,
        force_close=True,
        limit=0,  # politeness is ours: `slots`
        socket_factory=None if allow_private else guarded_socket,
    )


async def check_target(url: URL, resolver: Resolver) -> None:
    """Refuse a target in a private network that a proxy would be asked to dial for us.

    A name that does not resolve here (an onion service, say) is left to the proxy.
    Errors: PrivateAddressError.
    """
    host = url.raw_host or ""
    if is_literal(host):
        addresses = [host]
    else:
        try:
            found = await resolver.resolve(host, url.port or 0, socket.AF_UNSPEC)
        except OSError:
            return
        addresses = [one["host"] for one in found]
    for address in addresses:
        if is_private(address):
            raise PrivateAddressError(address)


def is_literal(host: str) -> bool:
    """Whether a host that `parse_url` let pass is an address, not a name."""
    return ":" in host or host.rpartition(".")[2].isdigit()
