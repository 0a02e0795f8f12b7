"""The daemon on a farm of feeds: what `polling.py` and its soak measure with.

The feeds come from a server process of its own (`farm.py`); its CPU is not counted. CPU and memory are those of the
daemon, which runs in this process, and of its children.
"""

import asyncio
import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

from benchmarks.farm import address
from benchmarks.memory import Memory
from daemon.app import App
from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.configfile import load_config
from daemon.rules.load import load_rules
from daemon.store.database import open_store
from tests.helpers.chat import RecordingChannel

ROOT = Path(__file__).parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """The farm's process, and orders to it."""

    def __init__(self, feeds: int) -> None:
        command = [sys.executable, str(ROOT / "benchmarks" / "farm.py"), str(feeds)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def order(self, query: str) -> None:
        """Change how feeds are answered."""
        with urlopen(f"http://127.0.0.1:{self.port}/control?{query}", timeout=300) as answer:
            answer.read()

    async def served(self) -> int:
        """How many feeds were answered since the last order."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(b"GET /stats HTTP/1.1\r\nConnection: close\r\n\r\n")
        text = (await reader.read()).partition(b"\r\n\r\n")[2].decode()
        writer.close()
        return sum(int(part.rpartition(":")[2]) for part in text.strip("{}").split(","))

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()


@dataclass(frozen=True)
class Spent:
    """What the daemon and its children have used so far."""

    cpu: float
    wall: float

    @classmethod
    def now(cls, server: Server) -> "Spent":
        """Read it; the server is not one of the daemon's children."""
        pids = [os.getpid(), *(pid for pid in _children() if pid != server.process.pid)]
        return cls(sum(map(_cpu_of, pids)), time.monotonic())


def _children() -> list[int]:
    return [int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS  # with that of children which have ended


def memory(server: Server, *, key: str = "VmHWM") -> tuple[float, float]:
    """MB of the daemon, and of its children together: at their peak, or now with `VmRSS`."""
    sizes = []
    for pid in (os.getpid(), *(pid for pid in _children() if pid != server.process.pid)):
        with suppress(FileNotFoundError):  # a child that has just ended
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            sizes.append(sum(int(line.split()[1]) for line in lines if line.startswith(key)) / 1024)
    return sizes[0], sum(sizes[1:])


def reset_peak(server: Server) -> None:
    """Let the peak of the daemon and of its children begin at what they hold now."""
    for pid in (os.getpid(), *(pid for pid in _children() if pid != server.process.pid)):
        with suppress(FileNotFoundError, ProcessLookupError):
            Memory(pid).reset()


class Bench:
    """The daemon on the farm's feeds, with a clock that can be moved on."""

    def __init__(self, folder: Path, feeds: int, server: Server, *, interval: str = "5m", rules: str = "rules") -> None:
        self.feeds, self.server = feeds, server
        self.ahead = timedelta()
        config = load_config(write_config(folder, feeds, server.port, interval), channel_options=CHANNEL_OPTIONS)
        store = open_store(folder / "bench.sqlite")
        self.app = App(config, load_rules(ROOT / rules), store, clock=self.clock, channels={"desk": RecordingChannel()})

    def clock(self) -> datetime:
        """Now, as the daemon sees it."""
        return datetime.now(UTC) + self.ahead


def write_config(folder: Path, feeds: int, port: int, interval: str) -> Path:
    """config.yaml for so many feeds of the farm."""
    lines = [
        "store: bench.sqlite",
        "rules: rules/",
        "receivers: {desk: {console: {}}}",
        f"poll: {{interval: {interval}}}",
    ]
    lines += ["feeds:"]
    lines += [
        f"  - {{id: f{number}, url: 'http://{address(number)}:{port}/feed/{number}.xml', name: F{number}, "
        "allow_private: true}"
        for number in range(feeds)
    ]
    path = folder / "config.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
