"""Made reports of made events: words as unevenly used as those of news are, with places, things and rules."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import accumulate

from benchmarks.incident_sets import DATA, stream, stream_weeks
from daemon.model import Report

_SIZES = (1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 12)  #: reports of an event; one event of 400 is told a hundred times
_GREAT, _ONE_OF = 100, 400
_EVENT, _OWN, _OTHER, _TITLE = 80, 50, 25, 9  #: words of an event; of it and of others in a report; in its title
_PLACES, _THINGS, _RULES = 3_000, 300, 60


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Words as a week of collected news writes them, and sums of their counts; made words where there is no news."""
    if (DATA / "stream").is_dir():
        counts = Counter(word for one in stream(stream_weeks()[:1]) for word in f"{one.title} {one.text}".split())
        return list(counts), list(accumulate(counts.values()))
    draw = random.Random(1)
    words = ["".join(draw.choice("bcdfglmnprstvz") + draw.choice("aeiou") for _ in range(3)) for _ in range(20_000)]
    return words, list(accumulate(1.0 / (rank + 10) for rank in range(len(words))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened: the words that it is told in, and what rules and a gazetteer find in them."""

    words: list[str]
    rule: str
    place: str
    thing: str


class Teller:
    """Tells events, each by one or more reports; the same seed tells the same."""

    def __init__(self, *, seed: int) -> None:
        self._draw, self._seed, self._count = random.Random(seed), seed, 0

    def event(self) -> Event:
        """A new event."""
        return Event(
            words=self._words(_EVENT),
            rule=f"rule-{self._one_of(_RULES)}",
            place=f"place-{self._one_of(_PLACES)}",
            thing=f"thing-{self._one_of(_THINGS)}",
        )

    def reports(self, event: Event, *, at: datetime) -> Iterator[Report]:
        """As many reports as such an event has."""
        size = _GREAT if self._draw.random() < 1 / _ONE_OF else self._draw.choice(_SIZES)
        return (self.report(event, at=at) for _ in range(size))

    def report(self, event: Event, *, at: datetime) -> Report:
        """One more report of an event."""
        self._count += 1
        feed = f"feed{self._count % 500}"
        words = self._draw.sample(event.words, _OWN) + self._words(_OTHER)
        title = " ".join(event.words[:4] + words[: _TITLE - 4])
        self._draw.shuffle(words)
        return Report(
            item_id=f"{self._seed}-{self._count}",
            feed=feed,
            source=feed,
            title=title,
            text=" ".join(words)[:600],
            url=f"https://{feed}.example/{self._count}",
            arrived_at=at,
            published_at=at,
            rules=frozenset({event.rule}),
            entities=frozenset({event.place, event.thing}),
            kinds={event.place: "place", event.thing: "aircraft"},
            ancestors={event.place: (f"country-{event.place[-1]}",), event.thing: ("aircraft",)},
        )

    def _words(self, count: int) -> list[str]:
        words, sums = vocabulary()
        return self._draw.choices(words, cum_weights=sums, k=count)

    def _one_of(self, count: int) -> int:
        """Small numbers far more often than great ones."""
        return int(count * self._draw.random() ** 3)
