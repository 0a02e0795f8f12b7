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

from daemon.rules.nameparts import Part, Role, family_of, parts_of_name, readings_of
from daemon.rules.names import SAME_NAME_100, name_score, score_of_parts, usual_weight

NAMES = Path(__file__).parents[2] / "shared" / "data" / "names"
SAMPLE = 1_200
SHOWN = 50
_FAMILY, _ORDER = 0.2, 0.1  #: what the family name alone and the letters alone add to a score when names are ranked


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
    """The threshold with the best F1 on these pairs; of several the middle one."""
    found = [f1(pairs, score, least) for least in range(50, 100)]
    best = [50 + place for place, one in enumerate(found) if one == max(found)]
    return best[len(best) // 2]


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
        self.families = [family_of(name) for name in names]
        self.keys = [" ".join(part.key for part in parts_of_name(name)) for name in names]
        self.shared = Counter(key for name in names for key in set(map(rarity_key, parts_of_name(name))))
        self.by_key: dict[str, set[int]] = defaultdict(set)
        for number, name in enumerate(names):
            told = [part for part in parts_of_name(name) if part.role is not Role.SMALL]
            for part in told:
                for key in (part.key, part.bones):
                    self.by_key[key].add(number)
            self.by_key["".join(part.text[0] for part in told)].add(number)

    def weight(self, part: Part) -> float:
        """A word that many names share says less."""
        rarity = math.log(len(self.names) / (1 + self.shared[rarity_key(part)])) / math.log(len(self.names) / 2)
        return usual_weight(part) * (0.1 + 0.9 * max(rarity, 0.0))

    def near(self, query: str) -> set[int]:
        """The names that share a word that few have, and those whose letters, sounds or consonants are nearest."""
        key = " ".join(part.key for part in parts_of_name(query))
        plain = utils.default_process(query)
        found = {*nearest(plain, self.plain), *nearest(key, self.keys), *nearest(bones_of(query), self.bones)}
        for part in parts_of_name(query):
            for shared in (part.key, part.bones, part.text):
                if len(self.by_key.get(shared, ())) <= 150:
                    found |= self.by_key.get(shared, set())
        return found

    def best(self, query: str) -> int:
        """The likeliest name."""
        asked, family = readings_of(query), family_of(query)

        def rank(number: int) -> tuple[float, int]:
            whole = max(
                score_of_parts(one, other, weight=self.weight) for one in asked for other in self.readings[number]
            )
            letters = fuzz.token_sort_ratio(query, self.names[number], processor=utils.default_process)
            return whole + _FAMILY * score_of_parts(family, self.families[number]) + _ORDER * letters, -number

        return max(self.near(query), key=rank, default=0)


def rarity_key(part: Part) -> str:
    """By what a word counts as the same word, when it is asked how many names share it."""
    return part.bones if len(part.bones) > 1 else part.key


@lru_cache(maxsize=100_000)
def bones_of(name: str) -> str:
    """The consonants of a name's words."""
    return " ".join(part.bones for part in parts_of_name(name) if part.role is not Role.SMALL)


def nearest(sought: str, choices: Sequence[str]) -> list[int]:
    """The numbers of the most similar strings, best first."""
    return [number for _, _, number in process.extract(sought, choices, scorer=fuzz.token_set_ratio, limit=20)]


def token_set_answers(query: str, roll: Roll) -> tuple[int, set[int]]:
    """The baseline's first answer, and all names that share its top score."""
    sought = utils.default_process(query)
    scores = [fuzz.token_set_ratio(sought, name) for name in roll.plain]
    top = max(scores)
    return scores.index(top), {number for number, score in enumerate(scores) if score == top}


class Query(NamedTuple):
    """An alias, and the number of the entry that it belongs to."""

    alias: str
    wanted: int
    tuned: bool  #: does the entry belong to the half that was looked at while tuning?


def measure_roll(label: str, queries: Sequence[Query], roll: Roll, *, show: bool) -> None:
    """Top-1 of alias -> primary name, ours and the baseline's; both halves of ours."""
    theirs = lenient = 0
    spent = 0.0
    right: dict[bool, list[bool]] = {True: [], False: []}
    for query in queries:
        first, top = token_set_answers(query.alias, roll)
        theirs, lenient = theirs + (first == query.wanted), lenient + (query.wanted in top)
        began = time.process_time()
        answer = roll.best(query.alias)
        spent += time.process_time() - began
        right[query.tuned].append(answer == query.wanted)
        if show and answer != query.wanted and query.tuned:
            print(f"    {query.alias} -> {roll.names[answer]}; not {roll.names[query.wanted]}")
    count = max(len(queries), 1)
    share = [sum(part) / max(len(part), 1) for part in (right[True] + right[False], right[True], right[False])]
    print(
        f"{label:30}{len(queries):>7}{len(roll.names):>7}{share[0]:>8.3f}{share[1]:>8.3f}{share[2]:>10.3f}"
        f"{theirs / count:>17.3f}{lenient / count:>12.3f}{1000 * spent / count:>9.1f}",
        flush=True,
    )


def records(path: Path) -> list[dict[str, object]]:
    """The records of a list."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def sampled(queries: list[Query], *, whole: bool) -> list[Query]:
    """All queries, or the same sample each time."""
    if whole or len(queries) <= SAMPLE:
        return queries
    return sorted(queries, key=lambda query: blake2b(query.alias.encode(), digest_size=8).digest())[:SAMPLE]


class Protocol(NamedTuple):
    """Whose aliases are asked, among which names."""

    label: str
    list: str
    asked: str = ""  #: type of the entries whose aliases are asked; empty: all
    among: str = ""  #: type of the entries whose primary names are in the gazetteer; empty: all
    key: str = "aliases"


PROTOCOLS = (
    Protocol("ofac, persons among persons", "ofac", "individual", "individual"),
    Protocol("ofac, persons among all", "ofac", "individual"),
    Protocol("ofac, bodies among bodies", "ofac", "entity", "entity"),
    Protocol("ofac, vessels among vessels", "ofac", "vessel", "vessel"),
    Protocol("ofac, all among all", "ofac"),
    Protocol("un, all among all", "un"),
    Protocol("un, original script", "un", key="original_script"),
)


def queries_of(protocol: Protocol, entries: Sequence[dict[str, object]]) -> list[Query]:
    """The aliases to ask; one that is the primary name letter by letter is not asked."""
    return [
        Query(alias, number, blake2b(str(entry["id"]).encode(), digest_size=1).digest()[0] % 2 == 0)
        for number, entry in enumerate(entries)
        if protocol.asked in {"", entry["type"]}
        for alias in dict.fromkeys(entry.get(protocol.key, ()))
        if str(alias).strip() and alias != entry["name"]
    ]


def measure_lists(*, whole: bool, show: bool) -> None:
    """Alias -> primary name on the two lists, by every protocol that makes sense."""
    print("\nalias to primary name, top-1; an entry is in the tuned or the held half by a hash of its id;")
    print(
        "token_set_ratio: the first of the best; lenient: right if the name is among several that share the top score"
    )
    print(f"{'':30}{'asked':>7}{'names':>7}{'ours':>8}{'tuned':>8}{'held out':>10}", end="")
    print(f"{'token_set_ratio':>17}{'(lenient)':>12}{'ms each':>9}")
    for protocol in PROTOCOLS:
        entries = [one for one in records(NAMES / f"{protocol.list}.jsonl.gz") if protocol.among in {"", one["type"]}]
        roll = Roll([str(entry["name"]) for entry in entries])
        measure_roll(protocol.label, sampled(queries_of(protocol, entries), whole=whole), roll, show=show)


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
