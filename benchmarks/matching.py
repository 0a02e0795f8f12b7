"""How fast rules are matched as their number grows, beside other engines on the plain part of the same rules.

Run: `python benchmarks/matching.py [--quick] [--peers]`. Each size runs interpreted and compiled, in turns.
CPU time of one core; items that nothing has seen before, the memory of words warmed on other items; with their evidence
as always (`find`), and only which rules hold (`holding`), which is what the other engines tell; then the same items
again. Ratios hold on any machine, rates on this one.
"""

import argparse
import gc
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import daemon
from benchmarks.matching_peers import PEERS
from benchmarks.matching_rules import STREAM, MadeRule, Maker, items_of, texts_of, write_rules
from daemon.compiled import SWITCH
from daemon.memory import look_for_cycles_seldom
from daemon.model import Item
from daemon.rules.load import RuleSet, load_rules, reload_rules
from daemon.rules.match import find, holding

SIZES = (100, 1_000, 10_000, 50_000)
QUICK_SIZES = (100, 1_000, 10_000)
ROUNDS = 3
CONFIG = """feeds:
  - {id: wire, url: "https://example.org/feed"}
receivers:
  desk: {console: {}}
routes:
  - {to: [desk]}
"""
PEER_RULES = 10_000
WAYS = ("interpreted", "compiled")
OURS, OURS_SHOWN = "watchdesk, all conditions", "the same, with the words of each hit"


def measure(count: int, *, warm: int, items: int) -> dict[str, float]:
    """All figures of one number of rules, in a process of their own."""
    look_for_cycles_seldom()  # as every command does
    train = texts_of(slice(0, 6))
    made = list(Maker(train).rules(count))
    fresh = texts_of(slice(6, 8))
    unseen, others = items_of(fresh[::2], items, seed=2), items_of(fresh[1::2], items, seed=3)  # share no story
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_rules(made, folder)
        before = _resident()
        began = time.process_time()
        rules = load_rules(folder)
        figures = {"rules": count, "load_s": time.process_time() - began}
        figures["reload_s"] = _reload(rules, folder, paths[-1])
    for item in items_of(train, warm, seed=1):
        find(rules, item)
    gc.collect()  # as the daemon does when it starts
    seconds, hits = [], 0
    for item in unseen:
        began = time.process_time()
        hits += len(find(rules, item).matches)
        seconds.append(time.process_time() - began)
    figures["items_s"] = items / sum(seconds)
    began = time.process_time()
    for item in others:
        holding(rules, item)
    figures["unseen_ids_s"] = items / (time.process_time() - began)
    figures["hot_s"], figures["holding_s"] = _rate(find, rules, unseen), _rate(holding, rules, unseen)
    figures["p99_ms"] = 1000 * sorted(seconds)[int(items * 0.99)]
    figures["hits_item"] = hits / items
    figures["mb"] = _resident() - before
    if count == 1_000:
        figures["long_ms"] = _long(rules, train, 1_000_000)
        figures["body_ms"] = _long(rules, train, 100_000)
    return figures


def _rate(ask: Callable[[RuleSet, Item], object], rules: RuleSet, items: list[Item]) -> float:
    """Items a second when every word of them was met before; the best of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for item in items:
            ask(rules, item)
        taken.append(time.process_time() - began)
    return len(items) / min(taken)


def _reload(rules: RuleSet, folder: Path, changed: Path) -> float:
    """Seconds to take up one changed file: a rule of it gets one word more."""
    text = changed.read_text(encoding="utf-8")
    place = text.rindex("severity: low")
    changed.write_text(f"{text[:place]}severity: high{text[place + len('severity: low') :]}", encoding="utf-8")
    began = time.process_time()
    reload_rules(rules, folder)
    return time.process_time() - began


def _long(rules: RuleSet, texts: list[str], letters: int) -> float:
    """Milliseconds for one text of so many characters."""
    body = " ".join(texts)[:letters]
    body = (body * (letters // len(body) + 1))[:letters]
    item = Item(id="long", feed="wire", source="wire", title="", summary="", body=body, language="en",
                arrived_at=items_of(texts, 1, seed=1)[0].arrived_at)  # fmt: skip
    find(rules, item)
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        find(rules, item)
        times.append(1000 * (time.process_time() - began))
    return median(times)


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peers(count: int, items: int) -> None:
    """Ours on all conditions, and every engine that is there on the plain part, in turns."""
    train = texts_of(slice(0, 6))
    made: list[MadeRule] = list(Maker(train).rules(count))
    unseen = items_of(texts_of(slice(6, 8)), items * ROUNDS, seed=2)
    with tempfile.TemporaryDirectory() as name:
        write_rules(made, Path(name))
        rules = load_rules(Path(name))
    for item in items_of(train, 2_000, seed=1):
        find(rules, item)
    engines = {name: build({one.id: one.plain for one in made}) for name, build in PEERS.items()}
    rates: dict[str, list[float]] = {}
    for turn in range(ROUNDS):
        chunk = unseen[turn * items : (turn + 1) * items]
        half = items // 2  # so that each half is new to whoever looks at it
        rates.setdefault(OURS, []).append(_of_turn(partial(holding, rules), chunk[:half]))
        rates.setdefault(OURS_SHOWN, []).append(_of_turn(partial(find, rules), chunk[half:]))
        for name, engine in engines.items():
            if engine is not None:
                slow = name in {"naive re", "spaCy Matcher"}
                texts = [
                    f"{item.title} {item.summary} {item.body}" for item in chunk[: max(2, items // (50 if slow else 4))]
                ]
                rates.setdefault(name, []).append(_of_turn(engine, texts))
    ours = median(rates[OURS])
    print(f"\n{count:,} rules; the others: literal words and phrases only, any of them a hit; which rules hold")
    print(f"{'engine':36}{'items/s':>10}{'ours is':>12}")
    for name, measured in rates.items():
        print(f"{name:36}{median(measured):10,.1f}{ours / median(measured):11,.1f}x")
    for name, engine in engines.items():
        if engine is None:
            print(f"{name:36}   skipped: not installed (dependency group bench)")


def _of_turn(ask: Callable[[Any], object], asked: Sequence[Any]) -> float:
    """Items a second."""
    began = time.process_time()
    for one in asked:
        ask(one)
    return len(asked) / (time.process_time() - began)


def check_seconds(count: int) -> float:
    """Seconds that `watchdesk check` takes for so many rules, start included."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rules").mkdir()
        write_rules(list(Maker(texts_of(slice(0, 6))).rules(count)), folder / "rules")
        config = folder / "config.yaml"
        config.write_text(
            CONFIG,
            encoding="utf-8",
        )
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run(
            [sys.executable, "-m", "daemon.cli", "check", "--config", str(config)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            print(f"check: {(done.stdout + done.stderr)[:500]}")
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def _of_one(size: int, way: str, *, quick: bool) -> dict[str, float]:
    """The figures of one number of rules, interpreted or compiled, from a process of its own."""
    command = [sys.executable, __file__, "--one", str(size), *(["--quick"] if quick else [])]
    environment = {**os.environ, SWITCH: "1" if way == "interpreted" else ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    row: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return row


def _print_growth(way: str, rows: list[dict[str, float]]) -> None:
    """How the rate falls as rules grow, and how long a long text takes."""
    big, small = rows[-1], next(row for row in rows if row["rules"] == 1_000)
    growth, again = (
        math.log(small[key] / big[key]) / math.log(big["rules"] / small["rules"]) for key in ("items_s", "hot_s")
    )
    print(f"{way}: growth exponent from 1,000 to {big['rules']:,} rules {growth:.2f}, again {again:.2f}; "
          f"one text against 1,000 rules: 1,000,000 characters {small['long_ms']:.0f} ms, "
          f"100,000 (the longest body an item has) {small['body_ms']:.0f} ms")  # fmt: skip


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 10,000 rules, fewer items")
    parser.add_argument("--peers", action="store_true", help="other engines, too (the default without --quick)")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    warm, items = (1_500, 300) if options.quick else (10_000, 1_000)
    if options.one:
        print(json.dumps(measure(options.one, warm=warm, items=items)))
        return
    if not STREAM.is_dir():
        print("the stream of real items is not there; the text is generated, its figures are not comparable")
    print("items/s: unseen, with the evidence, and only which rules hold; the same items again, both")
    print(f"{'rules':>7} {'way':12}{'unseen':>8}{'ids':>8}{'again':>8}{'ids':>8}{'p99 ms':>8}{'hits/item':>11}"
          f"{'load s':>8}{'reload s':>10}{'MB':>7}")  # fmt: skip
    rows: dict[str, list[dict[str, float]]] = {}
    for size in QUICK_SIZES if options.quick else SIZES:
        for way in WAYS if daemon.matching == "compiled" else WAYS[:1]:
            row = _of_one(size, way, quick=options.quick)
            rows.setdefault(way, []).append(row)
            print(
                f"{size:7,} {way:12}{row['items_s']:8,.0f}{row['unseen_ids_s']:8,.0f}"
                f"{row['hot_s']:8,.0f}{row['holding_s']:8,.0f}"
                f"{row['p99_ms']:8.2f}{row['hits_item']:11.1f}"
                f"{row['load_s']:8.2f}{row['reload_s']:10.3f}{row['mb']:7.0f}",
                flush=True,
            )
    if daemon.matching != "compiled":
        print(f"matching is {daemon.matching}: there is no second row (make compile)")
    for way, measured in rows.items():
        _print_growth(way, measured)
    print(f"watchdesk check of 10,000 rules: {check_seconds(10_000):.1f} s")
    if options.peers or not options.quick:
        peers(PEER_RULES, 100 if options.quick else 300)


if __name__ == "__main__":
    main()
