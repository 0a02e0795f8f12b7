"""How fast rules are tried on past items: `watchdesk diff` and `watchdesk replay` as a shell calls them, on all cores.

Run: `python benchmarks/diff.py [--items 20000] [--rules 1000] [--busy] [--quick]`. Two sets of rules, in the second
some are worded otherwise. Once with rules that few items meet, as on a desk; with `--busy` also with rules of which
each item meets about three, where nearly all the time goes into gathering incidents. `diff` by matches alone and with
incidents, then `replay`, from a file and from a store: wall and processor time of the whole command, its start and the
loading of the rules included. Then how fast both sets are asked, by itself; `--quick` measures that only.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.matching_rules import NOW, MadeRule, Maker, items_of, texts_of, write_rules
from daemon.cli.history import written
from daemon.cli.processes import cores
from daemon.items.dedup import lookup_keys
from daemon.model import Item
from daemon.rules.both import both
from daemon.rules.load import load_rules, reload_rules
from daemon.rules.match import holding
from daemon.store.database import Transaction, open_store

SAMPLE = 1_500  #: items that none of the rare rules holds for


def main() -> None:
    """Measure both kinds of rules."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--items", type=int, default=20_000)
    options.add_argument("--rules", type=int, default=1_000)
    options.add_argument("--busy", action="store_true")
    options.add_argument("--quick", action="store_true", help="only how fast both sets are asked")
    given = options.parse_args()
    train = texts_of(slice(0, 6))
    print(f"{given.items} items, {given.rules} rules, {cores()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_items(folder / "items.jsonl", given.items)
        made = list(Maker(train).rules(given.rules * 3))
        _measure("few items match", _rare(made, folder / "all")[: given.rules], folder, quick=given.quick)
        if given.busy:
            _measure("most items match", made[: given.rules], folder, quick=given.quick)


def _rare(made: list[MadeRule], folder: Path) -> list[MadeRule]:
    """The rules that hold for none of a sample of items."""
    folder.mkdir()
    write_rules(made, folder)
    rules = load_rules(folder)
    some = items_of(texts_of(slice(0, 6)), SAMPLE, seed=4)
    met = {rule.facts.id for item in some for rule in holding(rules, item)}
    return [one for one in made if one.id not in met]


def _write_items(file: Path, count: int) -> None:
    with file.open("w", encoding="utf-8") as lines:
        for number, item in enumerate(items_of(texts_of(slice(6, 8)), count, seed=2)):
            at = (NOW + timedelta(seconds=30 * number)).isoformat()
            fields = {"id": number, "title": f"{item.title} {number}", "summary": item.summary, "body": item.body}
            lines.write(json.dumps({**fields, "feed": f"wire{number % 40}", "published": at, "language": "en"}) + "\n")


def _measure(title: str, rules: list[MadeRule], folder: Path, *, quick: bool) -> None:
    old, new = folder / f"{title} old", folder / f"{title} new"
    for place in (old, new):
        place.mkdir()
        paths = write_rules(rules, place)
    for path in paths:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("    when:", "    unless: [zebra]\n    when:", 2), encoding="utf-8")
    file = folder / "items.jsonl"
    for more in () if quick else (["--matches"], []):
        _run(f"{title}, {'matches' if more else 'incidents'}", [*map(str, (old, new)), "--jsonl", str(file), *more])
    if not quick:
        count = len(file.read_text(encoding="utf-8").splitlines())
        _timed(f"{title}, replay of a file", ["replay", str(file), "--rules", str(old)], count)
        config = _stored(file, folder)
        words = ["replay", "--config", str(config), "--rules", str(old), "--days", "36500"]
        _timed(f"{title}, replay of a store", words, count)
    before = load_rules(old)
    asked, some = both(before, reload_rules(before, new)), items_of(texts_of(slice(6, 8)), 4_000, seed=3)
    rates, matched = [], 0
    for _ in range(2):
        began = time.process_time()
        matched = sum(any(asked.holding(item)) for item in some)
        rates.append(len(some) / (time.process_time() - began))
    print(
        f"{title}: {matched / len(some):.1%} of the items match; asked of both sets alone, "
        f"{rates[0]:.0f} items a second of one processor when words are new, {rates[1]:.0f} when they were met before"
    )


def _save(tx: Transaction, items: Sequence[Item]) -> None:
    tx.items.save_new([(one, lookup_keys(one), None) for one in items])


def _stored(file: Path, folder: Path) -> Path:
    """The config of a store in which these items have come."""
    config = folder / "config.yaml"
    if not config.exists():
        config.write_text("receivers: {desk: {console: {}}}\n", encoding="utf-8")
        history, store = written(file), open_store(folder / "watchdesk.sqlite")
        for page in history.pages:
            items = [one.item for _, one in page.read({})]
            store.write_now(partial(_save, items=items))
        store.close_now()
    return config


def _run(title: str, words: list[str]) -> None:
    lines = _timed(title, ["diff", *words], None)
    whole = json.loads(lines[-1])
    print(f"    {whole['before']} before and {whole['after']} after")


def _timed(title: str, words: list[str], count: int | None) -> list[str]:
    """What a command says; how long it took is printed. `count`: of items, where its last line does not tell."""
    command = [sys.executable, "-m", "daemon.cli", *words, "--json"]
    began, worked = time.perf_counter(), _processor_time()
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=_environment())
    seconds, worked = time.perf_counter() - began, _processor_time() - worked
    lines = done.stdout.splitlines()
    items = count or json.loads(lines[-1])["items"]
    print(
        f"{title}: {items / seconds:.0f} items/s ({seconds:.1f} s, {worked:.1f} s of processors: "
        f"{items / worked:.0f} items/s a core)"
    )
    return lines


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}


if __name__ == "__main__":
    main()
