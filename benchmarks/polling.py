"""What polling costs, through the whole daemon: fetching, parser children, store, rules and schedule.

Run: `python benchmarks/polling.py [--quick] [--feeds N] [--soak [--minutes N]]`. The feeds come from a server process
of its own (`farm.py`), each from its own address, so that politeness per host is in force; the server's CPU is not
counted. Feeds are on loopback, so they are allowed private addresses. CPU is that of the daemon and its children;
it grows when other programs share the machine, so compare figures of one run only.
"""

import argparse
import asyncio
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.farm import address
from daemon.app import App
from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.cli.loop import run
from daemon.configfile import load_config
from daemon.rules.load import load_rules
from daemon.store.database import open_store
from tests.helpers.chat import RecordingChannel

PROGRAMS = {"newsboat": "newsboat", "rss2email": "r2e"}
PEER_FEEDS = 200  #: they take long
ORDERS = {
    "cold": "revision=0",
    "all 304": "revision=0",
    "same body, no validators": "revision=0&validators=0",
    "one new entry in each": "revision=1",
}
AIMS = {"cold": 20.0, "all 304": 0.7, "same body, no validators": 1.2, "one new entry in each": 5.0}
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
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        sizes.append(next(int(line.split()[1]) for line in lines if line.startswith(key)) / 1024)
    return sizes[0], sum(sizes[1:])


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

    async def round(self, name: str, orders: str) -> None:
        """Poll every feed once, by the schedule's own ticks, and print what it took."""
        self.server.order(orders)
        self.ahead += timedelta(hours=1)  # all are due
        before = Spent.now(self.server)
        while await self.server.served() < self.feeds:
            await asyncio.sleep(0.1)
        await self.app.poller.drain()
        after = Spent.now(self.server)
        cpu = (after.cpu - before.cpu) / self.feeds * 1000
        rate = self.feeds / (after.wall - before.wall)
        daemon, children = memory(self.server)
        print(
            f"{name:26} {rate:7.0f} feeds/s {cpu:7.2f} CPU s per 1,000 feeds (aim {AIMS[name]:g})"
            f"   peak {daemon:.0f} MB + children {children:.0f} MB",
            flush=True,
        )

    async def overdue(self) -> int:
        """How many feeds should be being polled."""
        return len(await self.app.store.read(lambda tx: tx.feeds.due(now=self.clock())))

    async def soak(self, minutes: float, interval: timedelta) -> None:
        """Let the schedule drive, 90 % of the answers unchanged, and print lag, stalls, memory and CPU."""
        self.server.order("revision=0&change_every=10&ready=0")
        await asyncio.sleep(5)  # what had fallen due while the farm was made
        before, lags, stalls, resident = Spent.now(self.server), Lags(self), [], 0.0
        end = time.monotonic() + minutes * 60
        while (began := time.monotonic()) < end:
            await asyncio.sleep(0.02)
            stalls.append((time.monotonic() - began - 0.02) * 1000)
            if len(stalls) % 500 == 0:
                resident = max(resident, sum(memory(self.server, key="VmRSS")))
                await lags.look()
        after = Spent.now(self.server)
        polls, wall = await self.server.served(), after.wall - before.wall
        wanted = self.feeds * wall / interval.total_seconds()
        print(
            f"soak of {self.feeds} feeds every {interval.total_seconds():g} s for {wall:.0f} s: {polls} polls of"
            f" {wanted:.0f} wanted; lag p99 {_p99(lags.seconds):.1f} s (aim 5);"
            f" stall p99 {_p99(stalls):.0f} ms (aim 100),"
            f" longest {max(stalls):.0f} ms; memory {resident:.0f} MB with children (aim 400);"
            f" {(after.cpu - before.cpu) / wall:.2f} of a core (aim 1)",
            flush=True,
        )


class Lags:
    """How long feeds have been due and not polled, looked at again and again from the store."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.seconds: list[float] = []

    async def look(self) -> None:
        """Note the lag of every feed, 0 for those that are not due."""
        await self._bench.app.poller.flush()
        states = await self._bench.app.store.read(lambda tx: tx.feeds.states())
        now = self._bench.clock()
        self.seconds += [
            max(0.0, (now - state.next_poll_at).total_seconds()) for state in states.values() if state.next_poll_at
        ]


def _p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]


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


async def rounds(folder: Path, feeds: int, server: Server) -> None:
    """The four scenarios, one after the other on one store."""
    server.order("revision=0")
    bench = Bench(folder, feeds, server)
    await bench.app.start()
    bench.app.start_schedule()
    try:
        for name, orders in ORDERS.items():
            await bench.round(name, orders)
    finally:
        await bench.app.stop()


async def soak(folder: Path, feeds: int, server: Server, minutes: float, seconds: int) -> None:
    """One long run of the schedule, after a first poll of every feed at the pace that a start has."""
    server.order("revision=0")
    bench = Bench(folder, feeds, server, interval=f"{seconds}s")
    await bench.app.start()
    bench.app.start_schedule()
    try:
        print(f"first polls of {feeds} feeds, spread over {seconds} s ...", flush=True)
        while await server.served() < feeds or await bench.overdue() > feeds / 100:
            await asyncio.sleep(1)
        await bench.soak(minutes, timedelta(seconds=seconds))
    finally:
        await bench.app.stop()


def peers(python: str) -> None:
    """The same rounds by other programs, as far as they are installed; one line says which are missing."""
    asked = subprocess.run([python, "-c", "import reader"], check=False, stderr=subprocess.DEVNULL)
    here = {name: bool(shutil.which(command)) for name, command in PROGRAMS.items()} | {"reader": not asked.returncode}
    for name in (name for name, found in here.items() if found):
        server = Server(PEER_FEEDS)
        try:
            with tempfile.TemporaryDirectory() as folder:
                _peer_rounds(name, Path(folder), server, python)
        finally:
            server.close()
    if missing := [name for name, found in here.items() if not found]:
        print(f"not installed, so not measured beside: {', '.join(missing)}")


def _peer_rounds(name: str, folder: Path, server: Server, python: str) -> None:
    script = str(ROOT / "benchmarks" / "polling_peers.py")
    command = [python, script, name, str(folder), str(server.port), str(PEER_FEEDS)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True) as peer:
        assert peer.stdin is not None
        assert peer.stdout is not None
        if not peer.stdout.readline():
            print(f"  {name} does not run here, so it is not measured beside")
            return
        for what, orders in ORDERS.items():
            server.order(orders)
            peer.stdin.write("poll\n")
            peer.stdin.flush()
            cpu, wall = map(float, peer.stdout.readline().split())
            print(
                f"  {name:10} {what:26} {PEER_FEEDS / wall:7.0f} feeds/s"
                f" {cpu / PEER_FEEDS * 1000:7.2f} CPU s per 1,000 feeds",
                flush=True,
            )
        peer.stdin.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="500 feeds")
    parser.add_argument("--feeds", type=int, default=5_000)
    parser.add_argument("--peer-python", default=sys.executable, help="a Python that has the reader library")
    parser.add_argument("--soak", action="store_true", help="let the schedule drive instead")
    parser.add_argument("--minutes", type=float, default=10.0, help="of the soak")
    parser.add_argument("--interval", type=int, default=300, help="of the soak, in seconds")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    feeds = 500 if options.quick else options.feeds
    server = Server(feeds)
    try:
        with tempfile.TemporaryDirectory() as name:
            if options.soak:
                run(soak(Path(name), feeds, server, options.minutes, options.interval))
                return
            run(rounds(Path(name), feeds, server))
    finally:
        server.close()
    peers(options.peer_python)


if __name__ == "__main__":
    main()
