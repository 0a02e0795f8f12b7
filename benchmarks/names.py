"""How well names are told apart: our comparison of names beside rapidfuzz's, on labelled pairs and on watch lists.

`python -m benchmarks.names [--all] [--show]`: `--all` takes every alias instead of a sample, `--show` prints the first
50 wrong answers, which are for reading, not for keeping.
"""

import csv
import gzip
import json
import math
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process, utils

from daemon.rules.nameparts import Part, Role, parts_of_name, readings_of
from daemon.rules.names import SAME_NAME_100, name_score, score_of_parts, usual_weight

NAMES = Path(__file__).parents[2] / "shared" / "data" / "names"
SAMPLE = 1_200
SHOWN = 50
RELATED = 60  #: below it an alias is mostly another name altogether, which no spelling can tell


class Pair(NamedTuple):
    """A labelled pair."""

    one: str
    other: str
    same: bool


def labelled_pairs(path: Path) -> list[Pair]:
    """The pairs that people made; machine-proposed ones are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["case_group"].startswith("synth_")]
    return [Pair(row["name1"], row["name2"], row["is_match"] == "true") for row in rows]


def f1(pairs: Iterable[Pair], score: Callable[[str, str], float], least: float) -> float:
    """F1 of the matcher that says yes from a score on."""
    counts = Counter((score(pair.one, pair.other) >= least, pair.same) for pair in pairs)
    hits = counts[True, True]
    return 2 * hits / max(2 * hits + counts[True, False] + counts[False, True], 1)


def best_threshold(pairs: Sequence[Pair], score: Callable[[str, str], float]) -> int:
    """The threshold with the best F1 on these pairs."""
    return max(range(50, 100), key=lambda least: f1(pairs, score, least))


def token_set(one: str, other: str) -> float:
    """The baseline."""
    return fuzz.token_set_ratio(one, other, processor=utils.default_process)


def is_tuned_on(pair: Pair) -> bool:
    """Is the pair in the half that thresholds are chosen on?"""
    return blake2b(f"{pair.one}|{pair.other}".encode(), digest_size=1).digest()[0] % 2 == 0


def measure_pairs(*, show: bool) -> None:
    """Yes or no on the labelled pairs."""
    pairs = labelled_pairs(NAMES / "opensanctions_cases.csv")
    tuned, held = [one for one in pairs if is_tuned_on(one)], [one for one in pairs if not is_tuned_on(one)]
    print(f"labelled pairs: {len(pairs)} ({len(tuned)} to tune on, {len(held)} held out); F1")
    print(f"{'':18}{'threshold':>10}{'tuned on':>10}{'held out':>10}{'whole':>10}{'best on whole':>15}")
    for label, score in (("ours", name_score), ("token_set_ratio", token_set)):
        least = best_threshold(tuned, score)
        row = [f1(part, score, least) for part in (tuned, held, pairs)]
        row.append(f1(pairs, score, best_threshold(pairs, score)))
        print(f"{label:18}{least:>10}" + "".join(f"{one:>10.3f}" for one in row[:3]) + f"{row[3]:>15.3f}")
    shipped = f1(pairs, name_score, SAME_NAME_100)
    print(f"ours at the shipped threshold of {SAME_NAME_100}: {shipped:.3f}; best published: 0.89\n")
    wrong = [one for one in pairs if (name_score(one.one, one.other) >= SAME_NAME_100) != one.same]
    print(f"wrong: {sum(not one.same for one in wrong)} false positives, {sum(one.same for one in wrong)} missed")
    for pair in wrong[:SHOWN] if show else ():
        verdict, score = "missed" if pair.same else "FALSE", name_score(pair.one, pair.other)
        print(f"  {verdict} {score:5.1f} {pair.one} | {pair.other}")


class Roll:
    """Primary names; a query -> the likeliest of them."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.readings = [readings_of(name) for name in names]
        self.plain = [utils.default_process(name) for name in names]
        self.bones = [bones_of(name) for name in names]
        self.keys = [" ".join(part.key for part in parts_of_name(name)) for name in names]
        self.shared = Counter(part.key for name in names for part in set(parts_of_name(name)))
        self.by_key: dict[str, set[int]] = defaultdict(set)
        for number, name in enumerate(names):
            told = [part for part in parts_of_name(name) if part.role is not Role.SMALL]
            for part in told:
                for key in (part.key, part.bones):
                    self.by_key[key].add(number)
            self.by_key["".join(part.text[0] for part in told)].add(number)

    def weight(self, part: Part) -> float:
        """A word that many names share says less."""
        return usual_weight(part) * (0.25 + 0.75 * math.log(len(self.names) / (1 + self.shared[part.key])) / 8)

    def best(self, query: str, near: Iterable[int]) -> int:
        """The likeliest of the near names and of those that share a word."""
        parts = parts_of_name(query)
        found = set(near)
        for part in parts:
            for key in (part.key, part.bones, part.text):
                if len(self.by_key.get(key, ())) <= 150:
                    found |= self.by_key.get(key, set())
        asked = readings_of(query)
        ranked = ((self._score(asked, number), self._tie(query, number), -number) for number in found)
        return -max(ranked, default=(0.0, 0.0, 0))[2]

    def _score(self, asked: Sequence[Sequence[Part]], number: int) -> float:
        return max(score_of_parts(one, other, weight=self.weight) for one in asked for other in self.readings[number])

    def _tie(self, query: str, number: int) -> float:
        return fuzz.token_sort_ratio(query, self.names[number], processor=utils.default_process)


@lru_cache(maxsize=100_000)
def bones_of(name: str) -> str:
    """The consonants of a name's words."""
    return " ".join(part.bones for part in parts_of_name(name) if part.role is not Role.SMALL)


def nearest(sought: str, choices: Sequence[str], limit: int) -> list[int]:
    """The numbers of the most similar strings, best first."""
    return [number for _, _, number in process.extract(sought, choices, scorer=fuzz.token_set_ratio, limit=limit)]


def measure_roll(label: str, queries: Sequence[tuple[str, int]], roll: Roll, *, show: bool) -> None:
    """Top-1 of alias -> primary name, ours and the baseline's."""
    ours = theirs = related = ours_related = theirs_related = 0
    spent = 0.0
    wrong = []
    for query, wanted in queries:
        baseline = nearest(utils.default_process(query), roll.plain, 20)
        theirs += baseline[0] == wanted
        began = time.process_time()
        key = " ".join(part.key for part in parts_of_name(query))
        near = [*baseline, *nearest(key, roll.keys, 20), *nearest(bones_of(query), roll.bones, 20)]
        answer = roll.best(query, near)
        spent += time.process_time() - began
        ours += answer == wanted
        if token_set(query, roll.names[wanted]) >= RELATED:
            related += 1
            ours_related += answer == wanted
            theirs_related += baseline[0] == wanted
        if answer != wanted:
            wrong.append((query, roll.names[answer], roll.names[wanted]))
    count = max(len(queries), 1)
    print(
        f"{label:24}{len(queries):>7}{len(roll.names):>7}{ours / count:>9.3f}{theirs / count:>17.3f}"
        f"{related:>9}{ours_related / max(related, 1):>9.3f}{theirs_related / max(related, 1):>17.3f}"
        f"{1000 * spent / count:>10.1f}"
    )
    for query, found, wanted in wrong[:SHOWN] if show else ():
        print(f"    {query} -> {found}; not {wanted}")


def records(path: Path) -> list[dict[str, object]]:
    """The records of a list."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def sampled(queries: list[tuple[str, int]], *, whole: bool) -> list[tuple[str, int]]:
    """All queries, or the same sample each time."""
    if whole or len(queries) <= SAMPLE:
        return queries
    return sorted(queries, key=lambda query: blake2b(repr(query).encode(), digest_size=8).digest())[:SAMPLE]


def measure_lists(*, whole: bool, show: bool) -> None:
    """Alias -> primary name on the two lists."""
    print(f"\nalias to primary name, top-1; related: the two are at least {RELATED} alike by token_set_ratio")
    head = f"{'ours':>9}{'token_set_ratio':>17}"
    print(f"{'':24}{'asked':>7}{'names':>7}{head}{'related':>9}{head}{'ms each':>10}")
    for label, keys in (("ofac", ("aliases",)), ("un", ("aliases",)), ("un, original script", ("original_script",))):
        entries = records(NAMES / f"{label.partition(',')[0]}.jsonl.gz")
        roll = Roll([str(entry["name"]) for entry in entries])
        queries = [
            (alias, number)
            for number, entry in enumerate(entries)
            for key in keys
            for alias in dict.fromkeys(entry.get(key, ()))
            if str(alias).strip() and alias != entry["name"]
        ]
        measure_roll(label, sampled(queries, whole=whole), roll, show=show)


def main() -> None:
    """Measure all that is there."""
    if not NAMES.is_dir():
        print(f"no names to measure on: {NAMES} is not there")
        return
    show = "--show" in sys.argv
    measure_pairs(show=show)
    measure_lists(whole="--all" in sys.argv, show=show)


if __name__ == "__main__":
    main()
