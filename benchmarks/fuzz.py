"""Damaged feeds, by the ten thousands, from bytes to items: nothing raises, nothing hangs, all items are well-formed.

Run: `python benchmarks/fuzz.py [--count 30000] [--start 0]`. A seed that finds something is printed with what it found;
once mended, it belongs into tests/data/fuzz/seeds.txt.
"""

import argparse
import multiprocessing as mp
import os
import sys
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty
from time import monotonic, process_time

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.progress import Progress
from tests.helpers.fuzzing import kept_seeds, wrong_with

LONGEST = 20.0  #: seconds that one document may take before it counts as a hang
SHARE = 100  #: seeds between two signs of life


def work(seeds: list[int], found: "Queue[tuple[int, int, list[str], float]]", me: int) -> None:
    """Try the seeds; tell what each share found, and the seed that is tried next."""
    slowest = 0.0
    for number, seed in enumerate(seeds):
        started = process_time()
        wrong = sorted(set(wrong_with(seed)))
        took = process_time() - started
        slowest = max(slowest, took)
        if wrong or took > 1 or number % SHARE == SHARE - 1 or seed == seeds[-1]:
            found.put((me, seed, wrong, slowest))
    found.put((me, -1, [], 0.0))


def main() -> None:
    """Try them all on all cores; end with 1 if one of them found something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=30_000)
    parser.add_argument("--start", type=int, default=0)
    arguments = parser.parse_args()
    seeds = kept_seeds() + list(range(arguments.start, arguments.start + arguments.count))
    cores = os.cpu_count() or 1
    context = mp.get_context("spawn")
    found = context.Queue()
    workers = [context.Process(target=work, args=(seeds[me::cores], found, me), daemon=True) for me in range(cores)]
    started = monotonic()
    for worker in workers:
        worker.start()
    wrong, slowest, alive = watch(found, {me: monotonic() for me in range(cores)}, len(seeds) // cores)
    for worker in workers:
        worker.terminate()
    print(
        f"fuzz: {len(seeds)} documents in {monotonic() - started:.0f} s, {len(wrong)} found something, "
        f"slowest {slowest:.2f} s of CPU (seeds {arguments.start} to {arguments.start + arguments.count - 1})"
    )
    sys.exit(bool(wrong or alive))


def watch(
    found: "Queue[tuple[int, int, list[str], float]]", alive: dict[int, float], each: int
) -> tuple[list[int], float, dict[int, float]]:
    """Gather what the workers say until all have ended, or one of them hangs; print what they found.

    Returns the seeds that found something, the longest time, and the workers that hang.
    """
    wrong, slowest, last, progress = [], 0.0, dict.fromkeys(alive, 0), Progress()
    while alive:
        try:
            me, seed, said, took = found.get(timeout=1)
        except Empty:
            hanging = [me for me, at in alive.items() if monotonic() - at > LONGEST + SHARE]
            if hanging:
                print(f"a document after seed {[last[me] for me in hanging]} hangs")
                break
            continue
        alive[me], last[me], slowest = monotonic(), seed, max(slowest, took)
        if seed < 0:
            del alive[me]
        elif said:
            wrong.append(seed)
            print(f"seed {seed}: {'; '.join(said)[:300]}")
        progress.say(f"{me}: seed {seed}, {each} each")
    progress.end()
    return wrong, slowest, alive


if __name__ == "__main__":
    main()
