"""Fixtures for all tests, and the wall round them: nothing may reach beyond this machine."""

import logging
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings

from tests.helpers.canaries import LogWatch

# A process that runs tests for another one inherits the size of a terminal that it does not have.
for _name in ("COLUMNS", "LINES"):
    os.environ.pop(_name, None)
# An example's wall clock says how busy the machine is; how fast things are is measured in benchmarks/.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
#: What takes longest, as it waits for processes: begun first, so that at the end nobody waits for one of them.
LONGEST = ("test_process", "test_disk", "test_bombs", "test_reload_process", "test_backup_process", "test_readme")
_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


def _is_local(address: Any) -> bool:
    return not isinstance(address, tuple) or str(address[0]).startswith(("127.", "::1")) or address[0] == "localhost"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests first, in whatever order they and all others are."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse every connection that leaves 127.0.0.0/8, so that no test can depend on the internet."""

    def connect(self: socket.socket, address: Any) -> None:
        if not _is_local(address):
            raise AssertionError(f"a test tried to reach {address!r}")
        return _connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        if not _is_local(address):
            raise AssertionError(f"a test tried to reach {address!r}")
        return _connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect_ex)
    return


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """Give the log back as it was: a command sends it, at its own level, to a stream that ends with the command."""
    root, ours = logging.getLogger(), logging.getLogger("daemon")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


@pytest.fixture(autouse=True)
def no_secret_in_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """T16: whatever a test makes the daemon log, at any level, no secret of the tests stands in it."""
    watch, ours = LogWatch(), logging.getLogger("daemon")  # at the root, a command would send it away
    level = ours.level
    ours.addHandler(watch)
    ours.setLevel(logging.DEBUG)
    caplog.handler.setLevel(logging.WARNING)  # what a test gets to see unless it asks for more
    yield
    caplog.handler.setLevel(logging.NOTSET)
    ours.setLevel(level)
    ours.removeHandler(watch)
    assert watch.leaks == []


@pytest.fixture
def now() -> datetime:
    """The instant at which most stories begin: 8 July 2016, 14:00 UTC."""
    return datetime(2016, 7, 8, 14, 0, tzinfo=UTC)
