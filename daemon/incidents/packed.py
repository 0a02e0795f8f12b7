"""The wording of a report as a few bytes, so that the next decision reads it instead of working it out. Pure."""

from array import array
from functools import cache

from daemon.incidents.commonness import RAREST, edition, table
from daemon.incidents.particulars import Counts, counts_of, lines_of
from daemon.incidents.sums import Weights, product, product_with
from daemon.incidents.wording import Wording, wording
from daemon.model import Report

#: Of what `wording` finds in a text: who changes that raises it, and what was packed before is not read any more.
VERSION = "4"

_LINES = 16
_SIZE = 8  #: bytes of a weight
_END = b"\0"  #: of the lines; what follows are the weights, as the machine keeps them


class KeptWording:
    """A wording that was packed, read only as far as it is asked: most candidates are unlike, and that shows at once.

    Law: what it says is what the wording says that it is read of.
    """

    def __init__(self, lines: list[str], weights: bytes) -> None:
        """Both as `packed` made them."""
        self._lines, self._packed_weights = lines, weights
        self._wording: Wording | None = None
        self._vocabulary: list[str] | None = None
        self._stems: Weights | None = None
        self.magnitude = float(lines[8]) if lines[8] else None

    @property
    def wording(self) -> Wording:
        """All of it."""
        if self._wording is None:
            self._wording = _read(self._lines, self.stems)
        return self._wording

    @property
    def stems(self) -> Weights:
        """Stem -> weight."""
        if self._stems is None:
            weights = self._weights()
            stems: Weights = {}
            for place, stem in enumerate(self.vocabulary):
                stems[stem] = weights[place]
            self._stems = stems
        return self._stems

    @property
    def names(self) -> frozenset[str]:
        """Stems of words that the title writes as names."""
        return frozenset(self._lines[3].split())

    @property
    def places(self) -> frozenset[str]:
        """Those that stand after a word for where."""
        return frozenset(self._lines[4].split())

    @property
    def vocabulary(self) -> list[str]:
        """Its stems."""
        if self._vocabulary is None:
            self._vocabulary = self._lines[2].split()
        return self._vocabulary

    @property
    def counts(self) -> Counts:
        """Stem of a noun -> the numbers before it."""
        return counts_of(self._lines[-1])

    def likeness(self, own: Weights) -> float:
        """The cosine with the stems of another wording, 0..1."""
        if self._stems is not None:
            return product(own, self._stems)
        return product_with(own, self.vocabulary, self._weights())

    def _weights(self) -> "array[float]":
        return array("d", self._packed_weights)

    def lacks(self, names: frozenset[str]) -> frozenset[str]:
        """Those of the names that it does not hold."""
        told = f" {self._lines[2]} "
        return frozenset([name for name in names if f" {name} " not in told])


Words = Wording | KeptWording


def wording_of(report: Report) -> Words:
    """The wording of a report: as it was packed, else worked out of its text; both are the same."""
    return (kept_wording(report.words) if report.words else None) or wording(report)


def kept_wording(kept: bytes) -> KeptWording | None:
    """The wording that was packed; None if another version packed it, or something is missing."""
    told, _, weights = kept.partition(_END)
    lines = told.decode("utf-8", "surrogatepass").split("\n")
    if lines[0] != _version() or len(lines) != _LINES:
        return None
    stems = lines[2].count(" ") + 1 if lines[2] else 0
    return KeptWording(lines, weights) if len(weights) == _SIZE * stems else None


def packed(words: Wording) -> bytes:
    """A wording in lines, in the order of its fields; then the weights of its stems, which are sorted."""
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


def _read(lines: list[str], stems: Weights) -> Wording:
    title, foreign = tuple(lines[1].split()), bool(lines[9])
    rare = table(foreign=foreign)
    return Wording(
        title=title,
        stems=stems,
        headline={stem: rare.get(stem, RAREST) for stem in title},
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
