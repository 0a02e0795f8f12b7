"""The supervisor hears when we are ready, reload, live and stop; over a real datagram socket."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from daemon.cli.systemd import Supervisor


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    """A supervisor's socket, at a path of its own."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.setblocking(False)
        yield ear


def heard(ear: socket.socket) -> list[str]:
    """All that was said until now."""
    found = []
    while True:
        try:
            found.append(ear.recv(4096).decode())
        except BlockingIOError:
            return found


def test_each_state_is_said_as_systemd_reads_it(ear: socket.socket) -> None:
    """READY, RELOADING with the instant of the monotonic clock, READY again, STOPPING: in datagrams of their own."""
    supervisor = Supervisor({"NOTIFY_SOCKET": ear.getsockname()}, monotonic=lambda: 12.5)
    supervisor.ready("3 feeds, 2 rules")
    supervisor.reloading()
    assert supervisor.is_reloading
    supervisor.ready("applied")
    assert not supervisor.is_reloading
    supervisor.stopping()
    assert heard(ear) == [
        "READY=1\nSTATUS=3 feeds, 2 rules",
        "RELOADING=1\nMONOTONIC_USEC=12500000",
        "READY=1\nSTATUS=applied",
        "STOPPING=1",
    ]


def test_a_word_of_life_comes_twice_within_the_time_that_is_waited(ear: socket.socket) -> None:
    """H10: of many beats those are said that keep the watchdog quiet, and no more."""
    now = [0.0]
    environment = {"NOTIFY_SOCKET": ear.getsockname(), "WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}
    supervisor = Supervisor(environment, monotonic=lambda: now[0])
    for beat in range(240):
        now[0] = beat * 0.5
        supervisor.alive()
    assert heard(ear) == ["WATCHDOG=1"] * 4


@pytest.mark.parametrize("more", [{}, {"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}, {"WATCHDOG_USEC": "soon"}])
def test_no_word_of_life_is_said_that_nobody_of_ours_waits_for(ear: socket.socket, more: dict[str, str]) -> None:
    """Without a watchdog, or with one that is another process's, nothing is said."""
    supervisor = Supervisor({"NOTIFY_SOCKET": ear.getsockname(), **more}, monotonic=lambda: 1.0)
    supervisor.alive()
    assert heard(ear) == []


def test_an_abstract_address_is_reached() -> None:
    """Systemd may give a name in the abstract space, written with an @."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        name = f"watchdesk-test-{os.getpid()}"
        ear.bind("\0" + name)
        ear.setblocking(False)
        Supervisor({"NOTIFY_SOCKET": f"@{name}"}).stopping()
        assert heard(ear) == ["STOPPING=1"]


def test_a_supervisor_that_is_gone_is_no_trouble(tmp_path: Path) -> None:
    """Nobody there, or no socket at all: the daemon goes on."""
    Supervisor({"NOTIFY_SOCKET": str(tmp_path / "nobody")}).ready("x")
    Supervisor({}).stopping()
