"""What is known of each feed between two polls, and what of it still waits to be committed.

A poll that brought nothing costs no commit of its own: such states are saved together. After a crash those feeds are
polled a little earlier, and that is all.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from daemon.config import Config, Feed
from daemon.errors import StoreError
from daemon.feeds import cadence
from daemon.feeds.request import identity
from daemon.model import FeedHealth, FeedState, Habit
from daemon.pipeline.notices import feed_notice, to_operators
from daemon.pipeline.rhythm import Rhythm, longest_interval, may_hurry
from daemon.store.database import Store, Transaction

HURRY_WITHIN = timedelta(minutes=2)
MANY = 100  #: quiet polls that share a commit at most


class States:
    """The state of each feed, by id; a copy of the rows, ahead of them by what is quiet."""

    def __init__(self, store: Store, rhythm: Rhythm) -> None:
        self._store = store
        self._rhythm = rhythm
        self._known: dict[str, FeedState] = {}
        self._quiet: dict[str, FeedState] = {}  #: not committed yet

    def of(self, feed: str) -> FeedState | None:
        """What is known of a feed."""
        return self._known.get(feed)

    def all(self) -> Mapping[str, FeedState]:
        """What is known of all feeds."""
        return self._known

    def _load(self, states: Mapping[str, FeedState], *, under_way: Collection[str]) -> None:
        """Go on with these feeds; of those that are being polled, what is known here may be newer."""
        self._known = {
            feed: self._known.get(feed, state) if feed in under_way else state for feed, state in states.items()
        }

    async def schedule(
        self, config: Config, *, changed: Collection[str], under_way: Collection[str], clock: Callable[[], datetime]
    ) -> None:
        """Load what is known of the config's feeds, give new ones a first time, forget what another URL taught.

        Those `changed` in the config are due at once. Errors: StoreError.
        """
        feeds = [feed for feed in config.feeds if feed.enabled]
        known, habits = await self._store.read(lambda tx: (tx.feeds.states(), tx.feeds.habits()))
        now = clock()
        self._rhythm.load({feed.id: habits[feed.id] for feed in feeds if feed.id in habits})
        fresh = {feed.id: longest_interval(feed, config) for feed in feeds if feed.id not in known}
        first = cadence.first_polls(fresh, now=now)
        loaded = {
            feed.id: known.get(feed.id) or FeedState(feed=feed.id, next_poll_at=first.get(feed.id)) for feed in feeds
        }
        states = {feed.id: cadence.for_url(loaded[feed.id], identity(feed), now=now) for feed in feeds}
        states |= {name: replace(states[name], next_poll_at=now) for name in changed if may_hurry(states.get(name))}
        for name, one in states.items():
            if loaded[name].url_key not in {one.url_key, None}:
                self._rhythm.forget(name)
        to_save = [one for name, one in states.items() if one != known.get(name) and name not in under_way]
        await self._store.write(lambda tx: tx.feeds.save(to_save))
        self._load(states, under_way=under_way)

    def hurry(self, feeds: Collection[str], *, now: datetime) -> None:
        """Let these failing feeds be due soon, each at its own moment; `flush` commits it."""
        waiting = [state for feed in sorted(feeds) if (state := self.of(feed))]
        start = cadence.first_polls({state.feed: HURRY_WITHIN for state in waiting}, now=now)
        for state in waiting:
            later = state.next_poll_at is not None and state.next_poll_at > start[state.feed]
            if state.failures and later and state.health is not FeedHealth.RATE_LIMITED:
                self.keep_quiet(replace(state, next_poll_at=start[state.feed]))

    def keep_quiet(self, state: FeedState) -> None:
        """Go on with this state, and commit it with the next `flush`."""
        self._known[state.feed] = self._quiet[state.feed] = state

    def keep_saved(self, state: FeedState, learned: Habit | None = None) -> None:
        """Go on with this state and habit, which are committed: an older state must not come after them."""
        self._rhythm.keep(state.feed, learned, saved=True)
        self._quiet.pop(state.feed, None)
        self._known[state.feed] = state

    async def flush(self, *, if_many: bool = False) -> None:
        """Commit what is quiet; with `if_many` only if that is enough for a commit.

        Errors: StoreError; then it goes on waiting.
        """
        if not (self._quiet or self._rhythm.unsaved) or (if_many and len(self._quiet) < MANY):
            return
        states, self._quiet = list(self._quiet.values()), {}
        habits, self._rhythm.unsaved = self._rhythm.unsaved, {}

        def save(tx: Transaction) -> None:
            tx.feeds.save(states)
            tx.feeds.save_habits(habits)

        try:
            await self._store.write(save)
        except StoreError:
            self._rhythm.unsaved = {**habits, **self._rhythm.unsaved}
            newer = {feed for feed, state in self._known.items() if state not in states}
            self._quiet = {**{one.feed: one for one in states if one.feed not in newer}, **self._quiet}
            raise


def save_state(
    tx: Transaction, feed: Feed, before: FeedState, after: FeedState, *, config: Config, now: datetime
) -> None:
    """Save a feed's state, and what it gives cause to tell the operators."""
    tx.feeds.save([after])
    # A secret URL may lead on to another secret one: where to is for nobody's screen.
    shown = replace(after, moved_to="another address") if feed.url_is_secret and after.moved_to else after
    if notice := feed_notice(before, shown, label=feed.label, now=now):
        tx.outbox.enqueue([to_operators(notice, config)], now=now)
