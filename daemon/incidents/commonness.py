"""How much a word tells: what few reports use tells an event, what many use tells nothing. Pure.

The tables beside this file were counted by `benchmarks/train_incidents.py`: stems that many reports use, by how rare
they are; all other stems are as rare as a stem can be. One table is of English news and what else came with it, one
of all other languages: German "die" is in every report, English "die" tells much.
"""

import json
from functools import cache
from hashlib import blake2b
from importlib.resources import files

RAREST = 8.5  #: natural logarithm of one report in how many, for stems that no table holds


def rareness(stem: str, *, foreign: bool = False) -> float:
    """How rare a stem is among news reports: the logarithm of one report in how many, 0..RAREST.

    `foreign` says that the report is in another language than English.
    """
    return table(foreign=foreign).get(stem, RAREST)


def table(*, foreign: bool) -> dict[str, float]:
    """The same of all stems that are not as rare as can be."""
    news, elsewhere = _tables()
    return elsewhere if foreign else news


@cache
def edition() -> str:
    """Which tables these are: a short hash of them."""
    return blake2b(_file().encode(), digest_size=4).hexdigest()


@cache
def _tables() -> tuple[dict[str, float], dict[str, float]]:
    tables = json.loads(_file())
    news, elsewhere = (
        {stem: float(level) for level, stems in tables[name].items() for stem in stems.split()}
        for name in ("news", "elsewhere")
    )
    return news, {**news, **elsewhere}


def _file() -> str:
    return files("daemon.incidents").joinpath("commonness.json").read_text(encoding="utf-8")
