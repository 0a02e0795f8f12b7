"""Spellings of addresses that nobody outside may make us dial, and a network that writes down who dials what."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

PUBLIC = "93.184.216.34"  #: stands for the public internet; connections to it are led to a server of the test

#: A host as it may be written in a URL -> the address that some parser or resolver takes it for.
SPELLINGS: dict[str, str] = {
    # loopback
    "127.0.0.1": "127.0.0.1",
    "127.0.0.53": "127.0.0.53",
    "127.255.255.254": "127.255.255.254",
    "127.1": "127.0.0.1",
    "127.0.1": "127.0.0.1",
    "127.0.0.1.": "127.0.0.1",
    "2130706433": "127.0.0.1",
    "02130706433": "127.0.0.1",
    "017700000001": "127.0.0.1",
    "0x7f000001": "127.0.0.1",
    "0X7F000001": "127.0.0.1",
    "0x7f.0.0.1": "127.0.0.1",
    "0x7f.1": "127.0.0.1",
    "0177.0.0.1": "127.0.0.1",
    "0177.0.0.01": "127.0.0.1",
    "00000177.0.0.1": "127.0.0.1",
    "127.0.0.0x1": "127.0.0.1",
    "4294967295": "255.255.255.255",
    "①②⑦.⓪.⓪.①": "127.0.0.1",
    "１２７.0.0.1": "127.0.0.1",
    "127。0。0。1": "127.0.0.1",
    "127｡0｡0｡1": "127.0.0.1",
    "127．0．0．1": "127.0.0.1",
    "%31%32%37.0.0.1": "127.0.0.1",
    "127%2e0%2e0%2e1": "127.0.0.1",
    "localhost": "127.0.0.1",
    "LOCALHOST": "127.0.0.1",
    "localhost.": "127.0.0.1",
    "localhost.localdomain": "127.0.0.1",
    "x.localhost": "127.0.0.1",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ": "127.0.0.1",
    "loc\u00adalhost": "127.0.0.1",
    "127.0.0.1.nip.test": "127.0.0.1",
    "[::1]": "::1",
    "[0:0:0:0:0:0:0:1]": "::1",
    "[::0001]": "::1",
    "[::1%25lo]": "::1",
    "[::1%lo]": "::1",
    # IPv4 in IPv6 dress
    "[::127.0.0.1]": "::127.0.0.1",
    "[::7f00:1]": "::127.0.0.1",
    "[::ffff:127.0.0.1]": "::ffff:127.0.0.1",
    "[::ffff:7f00:1]": "::ffff:127.0.0.1",
    "[0:0:0:0:0:ffff:127.0.0.1]": "::ffff:127.0.0.1",
    "[::ffff:0:127.0.0.1]": "::ffff:0:7f00:1",
    "[64:ff9b::127.0.0.1]": "64:ff9b::7f00:1",
    "[64:ff9b::a9fe:a9fe]": "64:ff9b::a9fe:a9fe",
    "[64:ff9b:1::7f00:1]": "64:ff9b:1::7f00:1",
    "[2002:7f00:1::]": "2002:7f00:1::",
    "[2002:a9fe:a9fe::1]": "2002:a9fe:a9fe::1",
    "[2001:0:7f00:1::]": "2001:0:7f00:1::",
    "[fe80::5efe:127.0.0.1]": "fe80::5efe:7f00:1",
    # the cloud's metadata
    "169.254.169.254": "169.254.169.254",
    "2852039166": "169.254.169.254",
    "0xa9fea9fe": "169.254.169.254",
    "0251.0376.0251.0376": "169.254.169.254",
    "169.254.43518": "169.254.169.254",
    "[::ffff:169.254.169.254]": "::ffff:169.254.169.254",
    "[fd00:ec2::254]": "fd00:ec2::254",
    "metadata.google.internal": "169.254.169.254",
    "100.100.100.200": "100.100.100.200",
    "192.0.0.192": "192.0.0.192",
    # nobody, everybody, and private networks
    "0": "0.0.0.0",
    "0.0.0.0": "0.0.0.0",
    "0.0.0.1": "0.0.0.1",
    "00.00.00.00": "0.0.0.0",
    "[::]": "::",
    "10.0.0.1": "10.0.0.1",
    "10.1": "10.0.0.1",
    "167772161": "10.0.0.1",
    "012.0.0.1": "10.0.0.1",
    "172.16.0.1": "172.16.0.1",
    "172.31.255.255": "172.31.255.255",
    "192.168.0.1": "192.168.0.1",
    "192.168.257": "192.168.1.1",
    "100.64.0.1": "100.64.0.1",
    "100.127.255.255": "100.127.255.255",
    "192.0.2.1": "192.0.2.1",
    "198.18.0.1": "198.18.0.1",
    "192.88.99.1": "192.88.99.1",
    "224.0.0.1": "224.0.0.1",
    "239.255.255.250": "239.255.255.250",
    "240.0.0.1": "240.0.0.1",
    "255.255.255.255": "255.255.255.255",
    "[fc00::1]": "fc00::1",
    "[fe80::1]": "fe80::1",
    "[fe80::1%25eth0]": "fe80::1",
    "[fec0::1]": "fec0::1",
    "[ff02::1]": "ff02::1",
    "[100::1]": "100::1",
    "[2001:db8::1]": "2001:db8::1",
    "[3fff::1]": "3fff::1",
    "[5f00::1]": "5f00::1",
    # two readings of one URL
    "ok.test\\@127.0.0.1": "127.0.0.1",
    "ok.test@127.0.0.1": "127.0.0.1",
    "ok.test:80@127.0.0.1": "127.0.0.1",
    "127.0.0.1#@ok.test": "127.0.0.1",
    "127.0.0.1\\.ok.test": "127.0.0.1",
    "127.0.0.1\t": "127.0.0.1",
    "127.0.\t0.1": "127.0.0.1",
    "127.0.0.1\x00.ok.test": "127.0.0.1",
    "127.0.0.1%00.ok.test": "127.0.0.1",
    "127.0.0.1 ": "127.0.0.1",
    "@127.0.0.1": "127.0.0.1",
    "/127.0.0.1": "127.0.0.1",
}


class Wiretap:
    """What was asked of the name service, and which addresses a socket was told to connect to."""

    def __init__(self, answers: Callable[[str], list[str]]) -> None:
        self.dialled: list[str] = []
        self.asked: list[str] = []
        self._answers = answers
        self.public: tuple[str, int] | None = None  #: where connections to `PUBLIC` end; None: they are refused

    def getaddrinfo(self, host: str | bytes | None, port: object, *_: object, **__: object) -> list[Any]:
        """As the system's: a list of what may be dialled."""
        name = host.decode() if isinstance(host, bytes) else host or ""
        self.asked.append(name)
        found = self._answers(name)
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [_answer(one, int(str(port or 0))) for one in found]

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to all sockets of this process."""
        real = socket.socket.connect

        def connect(sock: socket.socket, place: Any) -> None:
            self.dialled.append(str(place[0]))
            if place[0] == PUBLIC and self.public is not None:
                real(sock, self.public)
            else:
                raise ConnectionRefusedError(111, "refused by the test")

        def connect_ex(sock: socket.socket, place: Any) -> int:
            self.dialled.append(str(place[0]))
            return 111

        with (
            mock.patch.object(socket.socket, "connect", connect),
            mock.patch.object(socket.socket, "connect_ex", connect_ex),
            mock.patch.object(socket, "getaddrinfo", self.getaddrinfo),
        ):
            yield


def _answer(address: str, port: int) -> tuple[Any, ...]:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
