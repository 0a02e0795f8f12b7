"""The wording of a report as one short text, so that the next decision reads it instead of working it out. Pure.

What the words weigh is not kept: it follows from how common they are among news, a table that a release may change.
"""

from functools import lru_cache
from sys import intern

from daemon.incidents.commonness import rareness
from daemon.incidents.wording import Wording, weighed, wording
from daemon.model import Report

#: Of what is packed. Whoever changes what `wording` finds in a text raises it: what older ones packed is not read.
VERSION = "1"

_LINES = 10


def wording_of(report: Report) -> Wording:
    """The wording of a report: as it was packed, else worked out of its text; both are the same."""
    return (unpacked(report.words) if report.words else None) or wording(report)


def packed(words: Wording) -> str:
    """A wording in lines: version, title, stems, how often the text uses each, names and the like, magnitude."""
    stems = sorted(words.uses)
    return "\n".join(
        [
            VERSION,
            " ".join(words.title),
            " ".join(stems),
            " ".join(str(words.uses[stem]) for stem in stems),
            *(" ".join(sorted(one)) for one in (words.names, words.places, words.named, words.numbers, words.years)),
            "" if words.magnitude is None else repr(words.magnitude),
        ]
    )


@lru_cache(maxsize=4_096)
def unpacked(text: str) -> Wording | None:
    """The wording that was packed; None if another version packed it."""
    lines = text.split("\n")
    if lines[0] != VERSION or len(lines) != _LINES:
        return None
    title = tuple(map(intern, lines[1].split()))
    uses = dict(zip(map(intern, lines[2].split()), map(int, lines[3].split()), strict=True))
    names, places, named, numbers, years = (frozenset(line.split()) for line in lines[4:9])
    return Wording(
        title=title,
        uses=uses,
        stems=weighed(uses, frozenset(title)),
        headline={stem: rareness(stem) for stem in title},
        names=names,
        places=places,
        named=named,
        numbers=numbers,
        years=years,
        magnitude=float(lines[9]) if lines[9] else None,
    )
