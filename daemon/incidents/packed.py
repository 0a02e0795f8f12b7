"""The wording of a report as a few bytes, so that the next decision reads it instead of working it out. Pure."""

from array import array
from collections.abc import Iterable
from functools import lru_cache

from daemon.incidents.commonness import edition, rareness
from daemon.incidents.particulars import Pair
from daemon.incidents.wording import Wording, wording
from daemon.model import Report

#: Of what `wording` finds in a text: who changes that raises it, and what was packed before is not read any more.
VERSION = "2"

_LINES = 15
_JOINT = "_"  #: between the stems of a pair; no word holds it
_END = b"\0"  #: of the lines; what follows are the weights, as the machine keeps them


def wording_of(report: Report) -> Wording:
    """The wording of a report: as it was packed, else worked out of its text; both are the same."""
    return (unpacked(report.words) if report.words else None) or wording(report)


def packed(words: Wording) -> bytes:
    """A wording in lines, in the order of its fields; then the weights of its stems."""
    lines = [
        _version(),
        " ".join(words.title),
        " ".join(words.stems),
        *(" ".join(sorted(one)) for one in (words.names, words.places, words.named, words.numbers, words.years)),
        "" if words.magnitude is None else repr(words.magnitude),
        "foreign" if words.foreign else "",
        str(words.length),
        _pairs(words.neighbours),
        _pairs(words.full_names),
        " ".join(sorted(words.dates)),
        _pairs((noun, number) for noun, numbers in words.counts.items() for number in numbers),
    ]
    return "\n".join(lines).encode("utf-8", "surrogatepass") + _END + array("d", words.stems.values()).tobytes()


@lru_cache(maxsize=3_072)
def unpacked(kept: bytes) -> Wording | None:
    """The wording that was packed; None if another version packed it."""
    text, _, weights = kept.partition(_END)
    lines = text.decode("utf-8", "surrogatepass").split("\n")
    if lines[0] != _version() or len(lines) != _LINES:
        return None
    title, foreign = tuple(lines[1].split()), bool(lines[9])
    return Wording(
        title=title,
        stems=dict(zip(lines[2].split(), array("d", weights), strict=True)),
        headline={stem: rareness(stem, foreign=foreign) for stem in title},
        names=frozenset(lines[3].split()),
        places=frozenset(lines[4].split()),
        named=frozenset(lines[5].split()),
        numbers=frozenset(lines[6].split()),
        years=frozenset(lines[7].split()),
        magnitude=float(lines[8]) if lines[8] else None,
        foreign=foreign,
        length=int(lines[10]),
        neighbours=frozenset(_read_pairs(lines[11])),
        full_names=frozenset(_read_pairs(lines[12])),
        dates=frozenset(lines[13].split()),
        counts=_gathered(_read_pairs(lines[14])),
    )


def _pairs(pairs: Iterable[Pair]) -> str:
    return " ".join(sorted(f"{one}{_JOINT}{other}" for one, other in pairs))


def _read_pairs(line: str) -> list[Pair]:
    return [(one, other) for one, _, other in (pair.partition(_JOINT) for pair in line.split())]


def _gathered(pairs: Iterable[Pair]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for noun, number in pairs:
        found[noun] = found.get(noun, frozenset()) | {number}
    return found


def _version() -> str:
    return f"{VERSION}-{edition()}"
