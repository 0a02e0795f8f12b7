"""What is known of each feed between two polls, and what of it still waits to be committed.

A poll that brought nothing costs no commit of its own: such states are saved together. After a crash those feeds are
polled a little earlier, and that is all.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from daemon.config import Config, Feed
from daemon.errors import StoreError
from daemon.model import FeedState, Habit
from daemon.pipeline.notices import feed_notice, to_operators
from daemon.pipeline.rhythm import Rhythm
from daemon.store.database import Store, Transaction

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

    def load(self, states: Mapping[str, FeedState], *, under_way: Collection[str]) -> None:
        """Go on with these feeds; of those that are being polled, what is known here may be newer."""
        self._known = {
            feed: self._known.get(feed, state) if feed in under_way else state for feed, state in states.items()
        }

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
