"""How much a word tells: what few reports use tells an event, what many use tells nothing. Pure.

The table beside this file was counted on news of many outlets by `benchmarks/train_incidents.py`: stems that many
reports use, by how rare they are; all other stems are as rare as a stem can be.
"""

import json
from functools import cache
from hashlib import blake2b
from importlib.resources import files

RAREST = 7.5  #: natural logarithm of one report in how many, for stems that the table does not hold


def rareness(stem: str) -> float:
    """How rare a stem is among news reports: the logarithm of one report in how many, 0..RAREST."""
    return _table().get(stem, RAREST)


@cache
def edition() -> str:
    """Which table this is: a short hash of it."""
    return blake2b(_file().encode(), digest_size=4).hexdigest()


@cache
def _table() -> dict[str, float]:
    levels = json.loads(_file())
    return {stem: float(level) for level, stems in levels.items() for stem in stems.split()}


def _file() -> str:
    return files("daemon.incidents").joinpath("commonness.json").read_text(encoding="utf-8")
