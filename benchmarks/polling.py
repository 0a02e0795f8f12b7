"""What polling costs, through the whole daemon: fetching, parser children, store, rules and schedule.

Run: `python benchmarks/polling.py [--quick] [--feeds N] [--soak [--minutes N]]`. The feeds come from a server process
of its own (`farm.py`), each from its own address, so that politeness per host is in force; the server's CPU is not
counted. Feeds are on loopback, so they are allowed private addresses. CPU is that of the daemon and its children;
it grows when other programs share the machine, so compare figures of one run only.
"""

import argparse
import asyncio
import logging
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.farm_bench import ROOT, Bench, Server, Spent, memory, reset_peak
from benchmarks.polling_soak import soak
from daemon.cli.loop import run

PROGRAMS = {"newsboat": "newsboat", "rss2email": "r2e"}
PEER_FEEDS = 200  #: they take long; a peer that starts anew for each round pays for that with so few feeds
ORDERS = {
    "cold": "revision=0",
    "all 304": "revision=0",
    "same body, no validators": "revision=0&validators=0",
    "one new entry in each": "revision=1",
}
AIMS = {"cold": 15.0, "all 304": 0.7, "same body, no validators": 1.2, "one new entry in each": 5.0}


async def round_of(bench: Bench, name: str, orders: str) -> None:
    """Poll every feed once, by the schedule's own ticks, and print what it took."""
    bench.server.order(orders)
    bench.ahead += timedelta(hours=1)  # all are due
    reset_peak(bench.server)
    before = Spent.now(bench.server)
    while await bench.server.served() < bench.feeds:
        await asyncio.sleep(0.1)
    await bench.app.poller.drain()  # with the last commit
    after = Spent.now(bench.server)
    cpu = (after.cpu - before.cpu) / bench.feeds * 1000
    rate = bench.feeds / (after.wall - before.wall)
    daemon, children = memory(bench.server)
    print(
        f"{name:26} {rate:7.0f} feeds/s {cpu:7.2f} CPU s per 1,000 feeds (aim {AIMS[name]:g})"
        f"   peak {daemon:.0f} MB + children {children:.0f} MB",
        flush=True,
    )


async def rounds(folder: Path, feeds: int, server: Server) -> None:
    """The four scenarios, one after the other on one store."""
    server.order("revision=0")
    bench = Bench(folder, feeds, server)
    await bench.app.start()
    bench.app.start_schedule()
    try:
        for name, orders in ORDERS.items():
            await round_of(bench, name, orders)
    finally:
        await bench.app.stop()


def peers(python: str, feeds: int) -> None:
    """The same rounds by other programs, as far as they are installed; one line says which are missing."""
    asked = subprocess.run([python, "-c", "import reader"], check=False, stderr=subprocess.DEVNULL)
    here = {name: bool(shutil.which(command)) for name, command in PROGRAMS.items()} | {"reader": not asked.returncode}
    for name in (name for name, found in here.items() if found):
        server = Server(feeds)
        try:
            with tempfile.TemporaryDirectory() as folder:
                _peer_rounds(name, Path(folder), server, python, feeds)
        finally:
            server.close()
    if missing := [name for name, found in here.items() if not found]:
        print(f"not installed, so not measured beside: {', '.join(missing)}")


def _peer_rounds(name: str, folder: Path, server: Server, python: str, feeds: int) -> None:
    script = str(ROOT / "benchmarks" / "polling_peers.py")
    command = [python, script, name, str(folder), str(server.port), str(feeds)]
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
                f"  {name:10} {what:26} {feeds / wall:7.0f} feeds/s"
                f" {cpu / feeds * 1000:7.2f} CPU s per 1,000 feeds (of {feeds})",
                flush=True,
            )
        peer.stdin.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="500 feeds")
    parser.add_argument("--feeds", type=int, default=5_000)
    parser.add_argument("--peer-python", default=sys.executable, help="a Python that has the reader library")
    parser.add_argument("--peer-feeds", type=int, default=PEER_FEEDS, help="feeds that the others poll")
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
    peers(options.peer_python, options.peer_feeds)


if __name__ == "__main__":
    main()
