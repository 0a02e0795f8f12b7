"""Ports for what a config must name before it listens, though other tests open theirs at the same moment."""

import os
import socket
from itertools import count

_FIRST, _PORTS = 20_000, 10_000  #: below what systems hand out by themselves to whoever asks for any port
_tried = count(os.getpid() * 97)  #: processes that run tests beside each other begin far apart


def free_port() -> int:
    """A port of this machine that nobody listens on, and that no two callers are given."""
    for number in _tried:
        port = _FIRST + number % _PORTS
        with socket.socket() as place:
            try:
                place.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise AssertionError("counting never ends")
