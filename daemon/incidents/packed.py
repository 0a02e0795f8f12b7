"""The wording of a report as a few bytes, so that the next decision reads it instead of working it out. Pure."""

from array import array
from functools import cache, lru_cache
from sys import intern

from daemon.incidents.commonness import edition, rareness
from daemon.incidents.particulars import lines_of
from daemon.incidents.wording import Wording, wording
from daemon.model import Report

#: Of what `wording` finds in a text: who changes that raises it, and what was packed before is not read any more.
VERSION = "3"

_LINES = 16
_END = b"\0"  #: of the lines; what follows are the weights, as the machine keeps them


def wording_of(report: Report) -> Wording:
    """The wording of a report: as it was packed, else worked out of its text; both are the same."""
    return (unpacked(report.words) if report.words else None) or wording(report)


def packed(words: Wording) -> bytes:
    """A wording in lines, in the order of its fields; then the weights of its stems."""
    named, numbers, years, *others = lines_of(words.particulars)
    lines = [
        _version(),
        " ".join(words.title),
        " ".join(words.stems),
        " ".join(sorted(words.names)),
        " ".join(sorted(words.places)),
        *(named, numbers, years),
        "" if words.magnitude is None else repr(words.magnitude),
        "foreign" if words.foreign else "",
        str(words.length),
        *others,
    ]
    return "\n".join(lines).encode("utf-8", "surrogatepass") + _END + array("d", words.stems.values()).tobytes()


@lru_cache(maxsize=3_072)
def unpacked(kept: bytes) -> Wording | None:
    """The wording that was packed; None if another version packed it."""
    text, _, weights = kept.partition(_END)
    lines = text.decode("utf-8", "surrogatepass").split("\n")
    if lines[0] != _version() or len(lines) != _LINES:
        return None
    title, foreign = tuple(map(intern, lines[1].split())), bool(lines[9])
    return Wording(
        title=title,
        stems=dict(zip(map(intern, lines[2].split()), array("d", weights), strict=True)),
        headline={stem: rareness(stem, foreign=foreign) for stem in title},
        names=frozenset(lines[3].split()),
        places=frozenset(lines[4].split()),
        magnitude=float(lines[8]) if lines[8] else None,
        foreign=foreign,
        length=int(lines[10]),
        told=(*lines[5:8], *lines[11:]),
    )


@cache
def _version() -> str:
    return f"{VERSION}-{edition()}"
