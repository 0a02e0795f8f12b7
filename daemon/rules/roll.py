"""A roll of names, as a watch list has them; a name that is asked -> the likeliest of the roll. Pure.

A cheap index proposes names that have words like those of the asked name, the rare words first; `nametraits` decides.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process

from daemon.rules.nameparts import Part, Role
from daemon.rules.names import likeness, usual_weight
from daemon.rules.nametraits import Traits, Whole, chance, traits_of, whole, worth
from daemon.rules.namewords import same_meaning

_PROPOSED = 60  #: names that are compared in full
_ALIKE = 40  #: words of the roll that a word of the asked name may be like
_SAME_OUTLINE = 3.0  #: nats
_LEAST = 55.0  #: similarity of spellings, sounds or consonants from which two words are looked at


class Roll:
    """Names, each known by its place; a name that is asked -> those that it may be."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self._wholes = [whole(name) for name in names]
        self._shared = Counter(key for one in self._wholes for key in set(map(_rarity_key, _words(one))))
        self._words: dict[str, Part] = {}
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._joined: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self._wholes):
            for reading in one.readings:
                for outline in _outlines(_told(reading)):
                    self._joined[outline].append(number)
            for part in dict.fromkeys(_words(one)):
                self._words[part.text] = part
                self._holders[part.text].append(number)
        self._texts = list(self._words)
        self._keys = [self._words[text].key for text in self._texts]
        self._bones = [self._words[text].bones for text in self._texts]
        self._alike: dict[Part, dict[str, float]] = {}

    def rarity(self, part: Part) -> float:
        """How rare a word is in the roll, in nats, by its role too."""
        return usual_weight(part) * math.log((1 + len(self.names)) / (1 + self._shared[_rarity_key(part)]))

    def weight(self, part: Part) -> float:
        """A word that many names share says less, 0..1."""
        most = math.log((2 + len(self.names)) / 2)
        return usual_weight(part) * 0.1 + 0.9 * self.rarity(part) / most

    def best(self, asked: str) -> int | None:
        """The place of the likeliest name; None if no name is anything like it."""
        found = self.ranked(asked)
        return found[0][1] if found else None

    def ranked(self, asked: str) -> list[tuple[float, int]]:
        """The likeliest names, best first, each with its logits and its place."""
        found = [(chance(traits), number) for traits, number in self.compared(asked)]
        return sorted(found, key=lambda one: (-one[0], one[1]))

    def compared(self, asked: str) -> list[tuple[Traits, int]]:
        """The names that may be meant, with their traits."""
        sought = whole(asked)
        return [
            (traits_of(sought, self._wholes[number], rarity=self.rarity, weight=self.weight), number)
            for number in self.proposed(sought)
        ]

    def proposed(self, asked: Whole) -> list[int]:
        """The places of the names whose words are most like the asked ones, rare words weighing more."""
        found: dict[int, float] = defaultdict(float)
        for part in dict.fromkeys(_words(asked)):
            gains: dict[int, float] = {}
            for text, gain in self._like(part).items():
                for number in self._holders[text]:
                    gains[number] = max(gains.get(number, 0.0), gain)
            for number, gain in gains.items():
                found[number] += gain
        for reading in asked.readings:
            for outline in _outlines(_told(reading)):
                for number in self._joined.get(outline, ()):
                    found[number] += _SAME_OUTLINE
        return heapq.nlargest(_PROPOSED, found, key=lambda number: (found[number], -number))

    def _like(self, part: Part) -> dict[str, float]:
        """The words of the roll that are like a word, with what finding them there says."""
        known = self._alike.get(part)
        if known is None:
            known = {}
            for text in self._near(part):
                gain = worth(likeness(part, self._words[text])) * self.rarity(self._words[text])
                if gain:
                    known[text] = gain
            if len(self._alike) > 20_000:
                self._alike.clear()
            self._alike[part] = known
        return known

    def _near(self, part: Part) -> set[str]:
        found = ({part.text} | same_meaning(part.text)) & self._words.keys()
        for sought, among in ((part.text, self._texts), (part.key, self._keys), (part.bones, self._bones)):
            if len(sought) > 1:
                for _, _, number in process.extract(
                    sought, among, scorer=fuzz.ratio, limit=_ALIKE, score_cutoff=_LEAST
                ):
                    found.add(self._texts[number])
        return found


def _words(one: Whole) -> list[Part]:
    return [part for reading in one.readings for part in _told(reading)]


def _told(reading: Sequence[Part]) -> Sequence[Part]:
    return [part for part in reading if part.role is not Role.SMALL] or reading


def _outlines(told: Sequence[Part]) -> set[str]:
    """What a name has with one that is written in other words: its letters in one, its initials, joined consonants."""
    joined = {part.bones for part in told} | {a.bones + b.bones for a, b in pairwise(told)}
    initials = "".join(part.text[0] for part in told)
    return {"".join(part.text for part in told), initials if len(initials) > 2 else "", *joined} - {""}


def _rarity_key(part: Part) -> str:
    """By what a word counts as the same word, when it is asked how many names share it."""
    return part.bones if len(part.bones) > 1 else part.key
