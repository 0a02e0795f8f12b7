"""How well names are told apart: our comparison of names beside rapidfuzz's, on labelled pairs and on watch lists.

`python -m benchmarks.names [--all] [--show]`: `--all` takes every alias instead of a sample, `--show` prints the first
50 wrong answers, which are for reading, not for keeping.
"""

import csv
import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process, utils

from daemon.rules.names import SAME_NAME_100, name_score
from daemon.rules.roll import Roll

NAMES = Path(__file__).parents[2] / "shared" / "data" / "names"
SAMPLE = 1_200
SHOWN = 50


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
        verdict, scored = "missed" if pair.same else "FALSE", name_score(pair.one, pair.other)
        print(f"  {verdict} {scored:5.1f} {pair.one} | {pair.other}")


def token_set_answers(query: str, plain: Sequence[str]) -> tuple[int, set[int]]:
    """The baseline's first answer, and all names that share its top score."""
    scores = [fuzz.token_set_ratio(utils.default_process(query), name) for name in plain]
    top = max(scores)
    return scores.index(top), {number for number, score in enumerate(scores) if score == top}


class Query(NamedTuple):
    """An alias, and the number of the entry that it belongs to."""

    alias: str
    wanted: int
    tuned: bool  #: does the entry belong to the half that was looked at while tuning?


#: Others to compare with, each by the first of its best answers.
PEERS: dict[str, Callable[..., float]] = {"token_sort": fuzz.token_sort_ratio, "WRatio": fuzz.WRatio}


def measure_roll(label: str, queries: Sequence[Query], names: Sequence[str], *, show: bool) -> None:
    """Top-1 of alias -> primary name: ours and the baseline's by half, beside others."""
    roll, plain = Roll(names), [utils.default_process(name) for name in names]
    spent = 0.0
    right: dict[str, list[bool]] = defaultdict(list)
    for query in queries:
        half = "tuned" if query.tuned else "held"
        first, top = token_set_answers(query.alias, plain)
        began = time.process_time()
        answer = roll.best(query.alias)
        spent += time.process_time() - began
        for part in ("whole", half):
            right[f"ours {part}"].append(answer == query.wanted)
            right[f"theirs {part}"].append(first == query.wanted)
        right["lenient"].append(query.wanted in top)
        for peer, scorer in PEERS.items():
            found = process.extractOne(utils.default_process(query.alias), plain, scorer=scorer)
            right[peer].append(found is not None and found[2] == query.wanted)
        if show and answer != query.wanted and query.tuned:
            print(f"    {query.alias} -> {names[answer] if answer is not None else '-'}; not {names[query.wanted]}")
    parts = [right[f"{who} {part}"] for who in ("ours", "theirs") for part in ("whole", "tuned", "held")]
    row = "".join(
        f"{sum(part) / max(len(part), 1):>8.3f}"
        for part in (*parts, right["lenient"], *(right[peer] for peer in PEERS))
    )
    print(f"{label:28}{len(queries):>6}{len(names):>6}{row}{1000 * spent / max(len(queries), 1):>7.1f}", flush=True)


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


def queries_of(protocol: Protocol, entries: Sequence[dict[str, Any]]) -> list[Query]:
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
        "set: token_set_ratio, the first of its best; lenient: right if the name shares its top score; ms: ours, each"
    )
    columns = ("ours", "tuned", "held", "set", "tuned", "held", "lenient", *(peer[:7] for peer in PEERS))
    print(f"{'':28}{'asked':>6}{'names':>6}" + "".join(f"{column:>8}" for column in columns) + f"{'ms':>7}")
    for protocol in PROTOCOLS:
        entries = [one for one in records(NAMES / f"{protocol.list}.jsonl.gz") if protocol.among in {"", one["type"]}]
        names = [str(entry["name"]) for entry in entries]
        measure_roll(protocol.label, sampled(queries_of(protocol, entries), whole=whole), names, show=show)


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
