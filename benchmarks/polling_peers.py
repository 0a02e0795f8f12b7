"""Other programs on the same farm of feeds: what a round of polls costs them. Run by `polling.py`.

`python benchmarks/polling_peers.py NAME FOLDER PORT FEEDS` polls once for each line it reads, and answers with the CPU
and wall seconds that took. The `reader` library must be installed for that Python, newsboat and rss2email as programs.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.farm import address


def urls(port: int, feeds: int) -> list[str]:
    """Where the farm's feeds are."""
    return [f"http://{address(number)}:{port}/feed/{number}.xml" for number in range(feeds)]


def reader_round(folder: Path, port: int, feeds: int) -> Callable[[], None]:
    """A round of the reader library, with as many threads as its documentation uses."""
    from reader import make_reader

    library = make_reader(str(folder / "reader.sqlite"))
    for url in urls(port, feeds):
        library.add_feed(url)
    return lambda: library.update_feeds(scheduled=False, workers=10)


def newsboat_round(folder: Path, port: int, feeds: int) -> Callable[[], None]:
    """A round of newsboat, with a hundred threads."""
    (folder / "urls").write_text("\n".join(urls(port, feeds)))
    (folder / "config").write_text("reload-threads 100\nauto-reload no\n")
    command = ["newsboat", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload"]
    return lambda: _run(command, folder)


def rss2email_round(folder: Path, port: int, feeds: int) -> Callable[[], None]:
    """A round of rss2email that sends nothing."""
    command = ["r2e", "-c", "r2e.cfg", "-d", "r2e.json"]
    _run([*command, "new", "desk@example.org"], folder)
    for number, url in enumerate(urls(port, feeds)):
        _run([*command, "add", f"f{number}", url], folder)
    return lambda: _run([*command, "run", "--no-send"], folder)


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


ROUNDS = {"reader": reader_round, "newsboat": newsboat_round, "rss2email": rss2email_round}


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def main() -> None:
    """Poll once for each line on standard input; print CPU and wall seconds."""
    name, folder, port, feeds = sys.argv[1:5]
    poll = ROUNDS[name](Path(folder), int(port), int(feeds))
    print("ready", flush=True)
    for _ in sys.stdin:
        cpu, began = _cpu(), time.monotonic()
        poll()
        print(_cpu() - cpu, time.monotonic() - began, flush=True)


if __name__ == "__main__":
    main()
