"""Learn how much each trait of two names weighs when the likeliest name of a list is sought.

`python benchmarks/train_names.py` writes `daemon/rules/nameweights.json`: a logistic model in which the right name
competes with the others that the index proposes. Only entries of the tuned half of the OFAC list are asked, persons
among persons and bodies among bodies. Needs numpy; the daemon does not.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.names import NAMES, PROTOCOLS, queries_of, records
from daemon.rules.nametraits import Traits
from daemon.rules.roll import Roll

_WEIGHTS = Path(__file__).parents[1] / "daemon" / "rules" / "nameweights.json"
_STEPS, _PACE, _RIDGE = 400, 0.05, 1.0

Contest = tuple[list[Traits], int]  #: the traits of the proposed names, and the place of the right one among them


def contests(label: str) -> Iterator[Contest]:
    """What each alias of the tuned half is like, to the right name and to the others; without it nothing is learned."""
    protocol = next(one for one in PROTOCOLS if one.label == label)
    entries = [one for one in records(NAMES / f"{protocol.list}.jsonl.gz") if protocol.among in {"", one["type"]}]
    roll = Roll([str(entry["name"]) for entry in entries])
    for query in queries_of(protocol, entries):
        if query.tuned:
            compared = roll.compared(query.alias)
            numbers = [number for _, number in compared]
            if query.wanted in numbers:
                yield [traits for traits, _ in compared], numbers.index(query.wanted)


def learned(told: Sequence[Contest]) -> dict[str, float]:
    """The weights under which the right names win most: softmax over each contest, by Adam, with a ridge."""
    import numpy as np

    rows = np.concatenate([np.array(traits) for traits, _ in told])
    scale = rows.std(0) + 1e-6
    rows = rows / scale
    lengths = np.array([len(traits) for traits, _ in told])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    right = rows[starts + np.array([place for _, place in told])].sum(0)
    owner = np.repeat(np.arange(len(told)), lengths)
    weights, drift, spread = np.zeros((3, rows.shape[1]))
    for step in range(1, _STEPS + 1):
        logits = rows @ weights
        odds = np.exp(logits - np.maximum.reduceat(logits, starts)[owner])
        chances = odds / np.add.reduceat(odds, starts)[owner]
        slope = (chances @ rows - right + _RIDGE * weights) / len(told)
        drift, spread = 0.9 * drift + 0.1 * slope, 0.999 * spread + 0.001 * slope**2
        weights = weights - _PACE * (drift / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-9)
    return {name: round(float(weight), 3) for name, weight in zip(Traits._fields, weights / scale, strict=True)}


def main() -> None:
    """Learn, and write what was learned into the rules room."""
    if not NAMES.is_dir():
        sys.exit(f"no names at {NAMES.name}: nothing to learn from")
    told = [one for label in ("ofac, persons among persons", "ofac, bodies among bodies") for one in contests(label)]
    weights = learned(told)
    _WEIGHTS.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")
    print(f"{len(told)} contests\n{weights}")


if __name__ == "__main__":
    main()
