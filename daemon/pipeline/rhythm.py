"""When each feed is polled next: its class, its habit, and its share of the budget put together.

Keeps caches of rows only: habits, the rates that follow from them, and the stretch that the budget demands this hour.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from daemon.config import Config, Feed
from daemon.feeds import budget, cadence, habit, health
from daemon.feeds.strokes import Profile
from daemon.model import Bounds, FeedHealth, FeedState, Habit, Pace
from daemon.spans import PACES


class Rhythm:
    """The habits of all feeds, and what follows from them."""

    def __init__(self) -> None:
        self.unsaved: dict[str, Habit] = {}  #: of polls that brought nothing, not yet committed
        self._habits: dict[str, Habit] = {}
        self._profiles: dict[str, Profile] = {}
        self._stretch = 1.0
        self._reckoned_for: datetime | None = None

    def load(self, habits: Mapping[str, Habit]) -> None:
        """Begin with the habits of the store."""
        self._habits = dict(habits)
        self._profiles = {feed: habit.profile(one) for feed, one in habits.items()}
        self._reckoned_for = None

    def learned(
        self, feed: str, items: int, *, since: datetime | None, now: datetime, dates: Sequence[datetime] = ()
    ) -> Habit | None:
        """The habit after a poll that brought so many new items; None if there is nothing to save yet.

        Polls that bring nothing are learned from once an hour: what they teach is that nothing came.
        """
        known = self._habits.get(feed)
        if not items and known and known.until and _hour(known.until) == _hour(now):
            return None
        return habit.learn(known, items, since=since, now=now, dates=dates)

    def keep(self, feed: str, learned: Habit | None, *, saved: bool) -> None:
        """Go on with this habit; one that is not saved yet waits for the next commit."""
        if learned is None:
            return
        self._habits[feed] = learned
        self._profiles[feed] = habit.profile(learned)
        if saved:
            self.unsaved.pop(feed, None)
        else:
            self.unsaved[feed] = learned

    def forget(self, feed: str) -> None:
        """Forget a feed's habit: its URL leads to another feed now."""
        self._habits.pop(feed, None)
        self._profiles.pop(feed, None)

    def missing(self, state: FeedState, *, now: datetime) -> float:
        """How many arrivals of the feed were to be expected since its last one."""
        known = self._habits.get(state.feed)
        return health.silence(known, self._profile(state.feed).hourly, last_new_at=state.last_new_at, now=now)

    def wait(
        self, feed: Feed, state: FeedState, config: Config, *, now: datetime, fresh_for: timedelta | None = None
    ) -> timedelta:
        """How long to leave the feed alone after a poll at `now`."""
        rhythm, profile = rhythm_of(feed, config), self._profile(feed.id)
        return cadence.wait(state, rhythm, profile, stretch=self._stretch, fresh_for=fresh_for, now=now)

    async def reckon(self, config: Config, states: Mapping[str, FeedState], *, now: datetime) -> None:
        """Share the budget anew, once an hour; off the loop, for there may be many thousands of feeds."""
        hour = _hour(now)
        if config.poll.budget is None or hour == self._reckoned_for:
            return
        self._reckoned_for = hour
        fixed, claims = 0.0, []
        for feed in config.feeds:
            rhythm = rhythm_of(feed, config)
            if not feed.enabled:
                continue
            if isinstance(rhythm, timedelta):
                fixed += timedelta(minutes=1) / rhythm
                continue
            bounds = cadence.bounds_of(states.get(feed.id) or FeedState(feed=feed.id), rhythm, now=now)
            claims.append((bounds, self._profile(feed.id).hourly))
        left = max(config.poll.budget - fixed, 0.0)
        self._stretch = await asyncio.to_thread(budget.stretch_for, claims, polls_a_minute=left)

    def _profile(self, feed: str) -> Profile:
        return self._profiles.get(feed) or habit.profile(None)


def longest_interval(feed: Feed, config: Config) -> timedelta:
    """The longest that may lie between two polls of a feed that is well; over it, first polls are spread."""
    rhythm = rhythm_of(feed, config)
    return rhythm if isinstance(rhythm, timedelta) else rhythm.longest


def may_hurry(state: FeedState | None) -> bool:
    """Is a feed that the config has changed due at once? Not if its publisher asked for patience."""
    return state is not None and state.health not in {FeedHealth.RATE_LIMITED, FeedHealth.GONE}


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def rhythm_of(feed: Feed, config: Config) -> Bounds | timedelta:
    """The bounds of the feed's class, or its fixed interval."""
    chosen = feed.interval or config.poll.interval
    return PACES[chosen] if isinstance(chosen, Pace) else chosen
