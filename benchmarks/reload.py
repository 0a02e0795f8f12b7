"""How long the event loop stands still while rules are read anew beside it, and how long that takes.

Run: `python benchmarks/reload.py [RULES]`. The loop ticks every 5 ms; the longest gap between two ticks is what a send
or a fetch would have to wait. The gap without any reload, in the same process, is what the machine itself does.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.matching_rules import Maker, texts_of, write_rules
from daemon.rules.load import RuleSet, load_rules, reload_rules

TICK = 0.005  #: seconds


async def gaps(work: Callable[[], object]) -> tuple[float, list[float]]:
    """Run some work in a thread: the seconds it took, and all gaps between ticks meanwhile."""
    began = last = time.perf_counter()
    found = []
    task = asyncio.create_task(asyncio.to_thread(work))
    while not task.done():
        await asyncio.sleep(TICK)
        now = time.perf_counter()
        found.append(now - last - TICK)
        last = now
    await task
    return time.perf_counter() - began, sorted(found)


async def measure(count: int, folder: Path) -> None:
    """Load so many rules, then change one file, then an entity (which has everything built anew)."""
    paths = write_rules(list(Maker(texts_of(slice(0, 6))).rules(count)), folder)
    shared = folder / "bench-entity.yaml"
    shared.write_text("entities:\n  - {id: bench-one, name: Benchtown, kind: place}\n", encoding="utf-8")
    rules = load_rules(folder)
    print(f"{count} rules in {len(paths)} files; gaps of the loop beyond its {TICK * 1000:g} ms")

    def one_file() -> RuleSet:
        paths[-1].write_text(paths[-1].read_text(encoding="utf-8") + "# saved\n", encoding="utf-8")
        return reload_rules(rules, folder)

    def everything() -> RuleSet:
        shared.write_text("entities:\n  - {id: bench-one, name: Benchville, kind: place}\n", encoding="utf-8")
        return reload_rules(rules, folder)

    for name, work in (("nothing", lambda: time.sleep(2)), ("one file", one_file), ("everything", everything)):
        seconds, found = await gaps(work)
        p99 = found[int(len(found) * 0.99)]
        print(f"{name:>10}: {seconds:6.2f} s, longest {found[-1] * 1000:6.1f} ms, p99 {p99 * 1000:6.1f} ms")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, Path(name)))
