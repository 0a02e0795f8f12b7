"""A real daemon under a supervisor: what it says over a real datagram socket, from start to stop."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.scenario.test_process import RULES, Daemon


@dataclass
class Supervisor:
    """What systemd is to the daemon: an ear for its words."""

    ear: socket.socket
    said: list[str] = field(default_factory=list)

    async def hears(self, beginning: str) -> str:
        """Wait for a word that begins so; the words before it are kept, too."""
        async with asyncio.timeout(30):
            while True:
                word = (await asyncio.get_running_loop().sock_recv(self.ear, 4096)).decode()
                self.said.append(word)
                if word.startswith(beginning):
                    return word


@pytest.fixture
async def supervisor(tmp_path: Path) -> AsyncIterator[Supervisor]:
    """An ear at a path of its own."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.setblocking(False)
        yield Supervisor(ear)


async def test_a_daemon_says_how_it_is(tmp_path: Path, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    """H2, H10: ready once it works, alive while its loop and ticks go on, reloading and ready again, then stopping."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rules.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "config.yaml").write_text("receivers: {desk: {console: {}}}\n", encoding="utf-8")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "1000000")
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    daemon = Daemon(tmp_path)
    process = await daemon.start()
    try:
        assert await supervisor.hears("READY=1") == "READY=1\nSTATUS=0 feeds, 1 rules"
        await supervisor.hears("WATCHDOG=1")
        process.send_signal(signal.SIGHUP)
        assert "MONOTONIC_USEC=" in await supervisor.hears("RELOADING=1")
        assert await supervisor.hears("READY=1") == "READY=1\nSTATUS=applied, 1 rules"
        assert await daemon.end() == 0
        await supervisor.hears("STOPPING=1")
    finally:
        if process.returncode is None:
            process.kill()
    assert not [word for word in supervisor.said if not word.startswith(("READY", "WATCHDOG", "RELOADING", "STOPPING"))]
