"""The wordings of an incident's reports -> what they say together. Pure."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from math import log

from daemon.incidents.packed import Words, kept_wording, wording_of
from daemon.incidents.particulars import Counts, Pair, Particulars
from daemon.incidents.sums import Weights, added, by_beginning, squares, told_by_several
from daemon.incidents.synonyms import by_meaning
from daemon.incidents.wording import Wording
from daemon.model import Report

Telling = Weights  #: stem -> how well it tells these incidents apart, 0..1; what is missing: 1


class Gathered:
    """The words of an incident's reports, taken together. Law: at least one report."""

    def __init__(self, kept: Sequence[Words]) -> None:
        """Nothing is summed up, or read, before it is asked for: most candidates are unlike, and that shows at once."""
        self.kept = kept

    def likenesses(self, own: Weights) -> list[float]:
        """The cosines of some weighed stems with those of each report, 0..1, in their order."""
        return [one.likeness(own) for one in self.kept]

    @cached_property
    def told(self) -> Sequence[Wording]:
        """What each report says."""
        return [one.wording for one in self.kept]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All stems."""
        return frozenset().union(*(one.vocabulary for one in self.kept))

    @cached_property
    def stems(self) -> Weights:
        """Stem -> its weights in all reports, added up."""
        return added([one.stems for one in self.kept])

    @cached_property
    def length(self) -> float:
        """The square of the length of these weights, as a vector."""
        return squares(self.stems)

    @cached_property
    def meanings(self) -> Weights:
        """The same weights, with words of one meaning as one."""
        return by_meaning(self.stems)

    @cached_property
    def beginnings(self) -> Weights:
        """The same weights, with words of one beginning as one: inflected forms, in most languages."""
        return by_beginning(self.stems)

    @cached_property
    def headlines(self) -> Weights:
        """Stem of the titles -> rareness, added up."""
        return added([one.headline for one in self.told])

    @cached_property
    def titles(self) -> Sequence[str]:
        """The stems of each title."""
        return [" ".join(one.title) for one in self.told]

    @cached_property
    def title_meanings(self) -> Sequence[Weights]:
        """Of each title, the rareness of its words, with words of one meaning as one."""
        return [by_meaning(one.headline) for one in self.told]

    @cached_property
    def particulars(self) -> Sequence[Particulars]:
        """Those of each report."""
        return [one.particulars for one in self.told]

    @cached_property
    def names(self) -> Weights:
        """Stem written as a name -> in which share of the reports."""
        return _shares([one.named for one in self.particulars])

    @cached_property
    def full_names(self) -> dict[Pair, float]:
        """Two neighbouring stems of a name -> in which share of the reports."""
        return _shares([one.full_names for one in self.particulars])

    @cached_property
    def title_names(self) -> Weights:
        """Stem that a title writes as a name -> in which share of the reports."""
        return _shares([one.names for one in self.told])

    @cached_property
    def neighbours(self) -> frozenset[Pair]:
        """All pairs of neighbouring stems."""
        return frozenset().union(*(one.neighbours for one in self.particulars))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """All numbers that are told."""
        return frozenset().union(*(one.numbers for one in self.particulars))

    @cached_property
    def years(self) -> frozenset[str]:
        """All years that are told."""
        return frozenset().union(*(one.years for one in self.particulars))

    @cached_property
    def dates(self) -> frozenset[str]:
        """All days of the year that are told."""
        return frozenset().union(*(one.dates for one in self.particulars))

    @cached_property
    def weekdays(self) -> frozenset[str]:
        """All days of the week that are told."""
        return frozenset().union(*(one.weekdays for one in self.particulars))

    @cached_property
    def usual(self) -> Weights:
        """Stem that more than half of the reports hold -> the mean of its weights."""
        count = len(self.kept)
        if count == 1:
            return self.stems
        held = Counter(chain.from_iterable([one.stems for one in self.kept]))
        return {stem: self.stems[stem] / count for stem, reports in held.items() if 2 * reports > count}

    @cached_property
    def counts(self) -> Counts:
        """Stem of a noun -> all numbers that stand before it."""
        found: Counts = {}
        for one in self.kept:
            for noun, numbers in one.counts.items():
                found[noun] = found.get(noun, frozenset()) | numbers
        return found

    @cached_property
    def cohesion(self) -> float | None:
        """The mean cosine between two of the reports; None for a single one."""
        count = len(self.told)
        if count == 1:
            return None
        return (self.length - count) / (count * (count - 1))


def gathered_of(reports: Sequence[Report]) -> Gathered:
    """The words of these reports; kept, because what is going on is asked for again and again."""
    kept = tuple(one.words for one in reports)
    return (_gathered(kept) if all(kept) else None) or Gathered([wording_of(one) for one in reports])


@lru_cache(maxsize=512)
def _gathered(kept: tuple[bytes, ...]) -> Gathered | None:
    words = [one for one in map(kept_wording, kept) if one is not None]
    return Gathered(words) if len(words) == len(kept) else None


def telling(candidates: Sequence[Gathered]) -> Telling:
    """How well each stem tells these incidents apart: what all of them hold tells nothing."""
    counts = Counter(chain.from_iterable([one.vocabulary for one in candidates]))
    most = len(candidates) + 1
    tells = [0.0, *(log(most / count) / log(most) for count in range(1, most))]
    return told_by_several(counts, tells)


def _shares(told: Sequence[Collection[str]]) -> dict[str, float]:
    counts = Counter(chain.from_iterable(told))
    return {key: count / len(told) for key, count in counts.items()}
