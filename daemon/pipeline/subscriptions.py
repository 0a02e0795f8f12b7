"""Which feeds are pushed, as polls see it: what their documents offer, and how far the hubs are to be trusted.

The rows are the truth; what is kept here is a copy of them, renewed after each commit that changes them.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from daemon.config import Config, Feed
from daemon.feeds import websub
from daemon.feeds.answer import Fetched
from daemon.feeds.parse import Parsed
from daemon.model import Offer, Subscription, SubscriptionState
from daemon.store.database import Store, Transaction


def fresh_words() -> websub.Fresh:
    """A token and a secret that nobody guesses: 32 random bytes each."""
    return websub.Fresh(token=secrets.token_urlsafe(32), secret=secrets.token_urlsafe(32))


class Subscriptions:
    """A copy of the subscriptions in the store, and what polls have to say about them."""

    def __init__(self) -> None:
        self.listening = False  #: can hubs reach us?
        self.is_stale = True  #: have the rows changed since they were copied?
        self._by_token: dict[str, Subscription] = {}
        self._by_feed: dict[str, Subscription] = {}
        self._looked: set[tuple[str, str]] = set()  #: feeds, and their URLs, whose document was seen by this process

    async def load(self, store: Store) -> None:
        """Copy the rows. Errors: StoreError."""
        self.is_stale = False
        try:
            found = await store.read(lambda tx: tx.subscriptions.all())
        except BaseException:
            self.is_stale = True
            raise
        self._by_token = {one.token: one for one in found}
        self._by_feed = {one.feed: one for one in found if one.state is not SubscriptionState.LEAVING}

    async def change(
        self, store: Store, token: str, work: Callable[[Subscription], Subscription | None]
    ) -> Subscription | None:
        """Change one row, and the copy with it; what `work` makes None of is removed. Errors: StoreError."""
        after = await store.write(lambda tx: tx.subscriptions.change(token, work))
        self.is_stale = True
        await self.load(store)
        return after

    def of_token(self, token: str) -> Subscription | None:
        """The subscription whose callback has this token."""
        return self._by_token.get(token)

    def of_feed(self, feed: str) -> Subscription | None:
        """The feed's subscription that is not leaving."""
        return self._by_feed.get(feed)

    def all(self) -> list[Subscription]:
        """All of them, those that are leaving included."""
        return list(self._by_token.values())

    def wants_document(self, feed: Feed) -> bool:
        """Must the feed's document be read, even if it is the same, to learn which hubs it names?"""
        asked = (feed.id, feed.url)
        return feed.push and self.listening and feed.id not in self._by_feed and asked not in self._looked

    def forget_looks(self) -> None:
        """Look at every feed's document again: the config has changed."""
        self._looked.clear()

    def pace(
        self, feed: Feed, config: Config, interval: timedelta, *, now: datetime, one: Subscription | None = None
    ) -> timedelta:
        """How long to leave a feed alone: the slower pace if what it publishes is sent to us anyway.

        `one`: the feed's subscription, where it is newer than the copy.
        """
        one = one or self._by_feed.get(feed.id)
        if one is None or config.push is None or not self.listening or not websub.is_trusted(one, now=now):
            return interval
        slower: timedelta = config.push.poll_every
        return max(interval, slower)

    def note(
        self, tx: Transaction, feed: Feed, offer: Offer | None, *, config: Config, news: bool, now: datetime
    ) -> Subscription | None:
        """Save what a poll's document means for the feed's subscription, in the poll's own transaction.

        `offer`: None: the document broke off before it could say; `news`: the poll found what had not been pushed.
        Returns the subscription as it stands now, if it goes on.
        """
        if not feed.push or config.push is None or not self.listening:
            return None
        current = tx.subscriptions.of_feed(feed.id)
        if current and current.state is SubscriptionState.LIVE:
            current = replace(current, unpushed=min(current.unpushed + 1, 1_000) if news else 0)
            tx.subscriptions.save([current])
        push, fresh = config.push, fresh_words()
        changed = websub.follow(current, offer, feed=feed, push=push, fresh=fresh, now=now) if offer else []
        tx.subscriptions.save(changed)
        return None if changed else current

    def noted(self, feed: Feed) -> None:
        """What `note` saved is committed."""
        if feed.push and self.listening:
            self._looked.add((feed.id, feed.url))
            self.is_stale = True


def offer_of(answer: Fetched, parsed: Parsed) -> Offer | None:
    """The hubs that headers and document name, the headers first; None if the document broke off before it could."""
    if parsed.truncated and not answer.offer.hubs and not parsed.offer.hubs:
        return None
    return Offer(hubs=answer.offer.hubs or parsed.offer.hubs, topic=answer.offer.topic or parsed.offer.topic)
