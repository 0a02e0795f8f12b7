"""Conditions over several items: what an operator asks of rates, of order, and of silence. Pure nouns.

They hold numbers and names only: the words of what is counted are an ordinary condition beside them, in the rule.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from daemon.rules.condition import Any, Condition, EntityNamed, EntityOfKind

By = Literal["incident", "entity", "feed"]
DAY = timedelta(days=1)

#: The condition of a rule that no item meets by itself: an order of rules, or a silence.
NO_ITEM: Condition = Any(())


@dataclass(frozen=True, slots=True)
class Count:
    """So many items within a time."""

    at_least: int
    within: timedelta
    by: By | None = None

    @property
    def horizon(self) -> timedelta:
        """Older items say nothing any more."""
        return self.within


@dataclass(frozen=True, slots=True)
class Spike:
    """So many times as many items as in the same hours of the days before."""

    ratio: float
    window: timedelta
    baseline: timedelta
    at_least: int
    by: By | None = None

    @property
    def step(self) -> timedelta:
        """From one period to the one it is compared with: a day, or as many days as a longer window needs."""
        return DAY * max(1, -(-self.window // DAY))

    @property
    def periods(self) -> int:
        """How many earlier periods there are."""
        return self.baseline // self.step

    @property
    def horizon(self) -> timedelta:
        """Older items say nothing any more."""
        return self.step * self.periods + self.window


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """An entity, or else a word of the rule's condition, that was not seen for so long."""

    within: timedelta
    entity: EntityNamed | EntityOfKind | None

    @property
    def by(self) -> None:
        """Each value counts for itself."""
        return

    @property
    def horizon(self) -> timedelta:
        """Older sights say nothing any more."""
        return self.within


@dataclass(frozen=True, slots=True)
class Order:
    """Rules that matched one after another, on different items."""

    rules: tuple[str, ...]
    within: timedelta
    by: By | None = None

    @property
    def horizon(self) -> timedelta:
        """Older matches say nothing any more."""
        return self.within


@dataclass(frozen=True, slots=True)
class Absence:
    """Feeds that are quiet for so long."""

    ids: frozenset[str]
    tags: frozenset[str]
    but: frozenset[str]  #: tags or ids of feeds that are not meant
    quiet_for: timedelta | None  #: None: longer than each feed's own habit

    def means(self, feed: str, tags: frozenset[str]) -> bool:
        """Is the feed one of those that should speak?"""
        if self.but & (tags | {feed}):
            return False
        return feed in self.ids or bool(self.tags & tags)


RateCondition = Count | Spike | FirstSeen | Order | Absence
