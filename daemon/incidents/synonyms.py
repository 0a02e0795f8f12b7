"""A stem -> the one that stands for all stems which say about the same: `quake` is `earthquake`. Pure.

`synonyms.txt` holds a group a line, written by hand for the words that news chooses between. A word of several groups
counts for the first. Syrian is Syria here, too: one outlet names the country, another one the people.
"""

from functools import cache
from importlib.resources import files

from daemon.language.inflect import crude_stem


def meaning(stem: str) -> str:
    """The stem that stands for a stem's group; a stem without one stands for itself."""
    return _meanings().get(stem, stem)


def by_meaning(weights: dict[str, float]) -> dict[str, float]:
    """Weights of stems, added up by what the stems mean."""
    meanings = _meanings()
    found: dict[str, float] = {}
    for stem, weight in weights.items():
        key = meanings.get(stem, stem)
        found[key] = found.get(key, 0.0) + weight
    return found


@cache
def _meanings() -> dict[str, str]:
    meanings: dict[str, str] = {}
    for line in files("daemon.incidents").joinpath("synonyms.txt").read_text(encoding="utf-8").splitlines():
        stems = [crude_stem(word) for word in line.split()]
        for stem in stems:
            meanings.setdefault(stem, stems[0])
    return meanings
