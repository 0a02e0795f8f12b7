"""Subscriptions at hubs, from the wish in the config to the document that is sent to us (WebSub).

Every change is committed before it is acted upon or answered: a request before it is sent, a verification before its
challenge is echoed, a document before the hub hears that we have it. So a crash costs a repeat, which deduplication
and hubs bear, and never an item.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import blake2b

from daemon.config import Config, Feed, Push
from daemon.errors import FetchError, StoreError
from daemon.feeds import websub
from daemon.feeds.answer import Fetched
from daemon.feeds.fetch import Fetcher
from daemon.feeds.listener import Listener, Pushed, Said
from daemon.model import Subscription, SubscriptionState, Validators
from daemon.pipeline.poll import Poller
from daemon.pipeline.subscriptions import Subscriptions
from daemon.pipeline.underway import UnderWay
from daemon.store.database import Store, Transaction

log = logging.getLogger(__name__)

AT_ONCE = 8  #: requests to hubs, and documents that are taken in or wait for it
WAITING = 4  #: documents of one feed, the one that is taken in included
TAKEN_WITHIN = timedelta(seconds=20)  #: a document; after that its hub is told to send it again
AGAIN_AFTER = 60  #: seconds, that a hub is asked to wait
LISTEN_AGAIN = timedelta(minutes=1)
_NO_CONFIG = Said(status=410)


class Subscriber:
    """Asks hubs, answers them, and has the poller take in what they send. Stop it."""

    def __init__(
        self, config: Config, store: Store, fetcher: Fetcher, poller: Poller, clock: Callable[[], datetime]
    ) -> None:
        self._config = config
        self._store = store
        self._fetcher = fetcher
        self._poller = poller
        self._clock = clock
        self._known: Subscriptions = poller.subscriptions
        self._listener: Listener | None = None
        self._listen_at: datetime | None = None  #: None: at once
        self._aligned = False
        self._parting: Push | None = None  #: what the config has lost, until the hubs have been told
        #: Feeds that this process has seen leave the config: the ways to their hubs.
        self._departed: dict[str, Feed] = {}
        self._ignored: Counter[str] = Counter()  #: by token: not yet saved
        self._requests = UnderWay[None](self._tell_of_bug)
        self._turns: dict[str, asyncio.Lock] = {}
        self._waiting: Counter[str] = Counter()  #: documents, by feed
        self._stopping = False

    def take(self, config: Config, fetcher: Fetcher | None) -> "list[asyncio.Task[None]]":
        """From here on, do as this config says; returns the requests that still use the old fetcher."""
        stay = {feed.id for feed in config.feeds}
        self._parting = self._push if config.push is None and self._known.listening else None
        self._departed |= {feed.id: feed for feed in self._config.feeds}
        self._departed = {feed: one for feed, one in self._departed.items() if feed not in stay}
        self._config, self._aligned, self._listen_at = config, False, None
        self._known.forget_looks()
        self._fetcher = fetcher or self._fetcher
        return self._requests.tasks() if fetcher else []

    @property
    def _push(self) -> Push | None:
        """How hubs are spoken to. Without push in the config: as before, until all of them have been told."""
        return self._config.push or self._parting

    async def step(self) -> None:
        """Listen, follow the config, and ask the hubs whose time has come. Errors: StoreError."""
        if self._stopping:
            return
        await self._listen()
        if not self._aligned:
            await self._align()
        if self._known.is_stale:
            await self._known.load(self._store)
        if self._parting and not self._known.all():
            self._parting = None
            await self._close_listener()
        if not self._known.listening:
            return
        await self._save_ignored()
        now = self._clock()
        for one in self._known.all():
            due = one.next_step_at is not None and one.next_step_at <= now
            if due and one.token not in self._requests and len(self._requests) < AT_ONCE:
                self._requests.start(one.token, self._ask_or_tell(one), title=f"hub of {one.feed}")

    async def drain(self) -> None:
        """Wait for the requests under way."""
        await self._requests.drain()

    async def stop(self) -> None:
        """Stop listening and asking. What was not done is in rows."""
        self._stopping = True
        await self._close_listener()
        await self._requests.stop()
        with suppress(StoreError):  # they are only counts
            await self._save_ignored()

    # --- listening

    async def _listen(self) -> None:
        push, now = self._push, self._clock()
        wanted = (push.place, self._config.poll.max_body) if push else None
        present = (self._listener.place, self._listener.max_body) if self._listener else None
        if wanted == present or (self._listen_at and now < self._listen_at):
            return
        await self._close_listener()
        if wanted is None:
            return
        listener = Listener(self, place=wanted[0], max_body=wanted[1])
        try:
            await listener.open()
        except OSError as error:
            reason = error.strerror or "the address is not known"
            log.warning("hubs cannot reach us, all feeds are polled", extra={"reason": reason})
            self._listen_at = now + LISTEN_AGAIN
            return
        self._listener, self._known.listening = listener, True
        log.info("listening for hubs")

    async def _close_listener(self) -> None:
        self._known.listening = False
        if self._listener is not None:
            listener, self._listener = self._listener, None
            await listener.close()

    async def _align(self) -> None:
        """End the subscriptions that the config does not want any more; poll the others' feeds now."""
        push, now = self._push, self._clock()
        feeds = {feed.id: feed for feed in self._config.feeds} if self._config.push else {}
        self._aligned = True
        try:
            if push is None:
                gone = await self._store.write(lambda tx: tx.subscriptions.forget_all())
                if gone:  # nobody would hear their hubs' questions
                    log.warning("push is off, hubs are left without a word", extra={"count": gone})
            else:
                left = await self._store.write(partial(_leave_unwanted, feeds=feeds, push=push, now=now))
                if left and not self._config.push:
                    log.info("push is off, hubs are told", extra={"count": left})
        except StoreError:
            self._aligned = False
            raise
        self._known.is_stale = True

    async def catch_up(self) -> None:
        """Make feeds that hubs push due at once: what was sent while nobody listened is found by a poll."""
        await self._known.load(self._store)
        for one in self._known.all():
            if one.state is SubscriptionState.LIVE:
                await self._poller.soon(one.feed)

    async def _save_ignored(self) -> None:
        if not self._ignored:
            return
        ignored, self._ignored = self._ignored, Counter()

        def save(tx: Transaction) -> None:
            for token, count in ignored.items():
                tx.subscriptions.change(token, partial(_more_ignored, count=count))

        try:
            await self._store.write(save)
        except StoreError:
            self._ignored += ignored
            raise
        self._known.is_stale = True

    # --- asking

    def _tell_of_bug(self, token: str, error: BaseException) -> None:
        one = self._known.of_token(token)
        log.error("hub not asked because of a bug", extra={"feed": one.feed if one else None}, exc_info=error)

    async def _ask_or_tell(self, one: Subscription) -> None:
        try:
            await self._ask(one)
        except StoreError as error:
            log.warning("hub not asked, tried again", extra={"feed": one.feed, "reason": str(error)})

    async def _ask(self, one: Subscription) -> None:
        """One request, noted before it is made."""
        now = self._clock()
        was_live = one.state is SubscriptionState.LIVE
        asked = await self._known.change(self._store, one.token, lambda row: websub.before_request(row, now=now))
        if asked is None:
            return
        if was_live and asked.state is not SubscriptionState.LIVE:
            log.warning("lease of a hub ran out, the feed is polled", extra={"feed": one.feed})
            await self._poller.soon(one.feed)
        feed, push = self._way_to(asked), self._push
        if feed is None or push is None:
            await self._known.change(self._store, one.token, lambda _: None)
            return
        try:
            await self._fetcher.send_form(feed, asked.hub, websub.request_form(asked, lease=push.lease))
        except FetchError as error:
            log.warning("hub refused or not reached, tried again", extra={"feed": one.feed, "reason": error.message})
            now, reason = self._clock(), error.message
            await self._known.change(self._store, one.token, lambda row: _refused(row, reason, now=now))

    def _way_to(self, one: Subscription) -> Feed | None:
        """The feed whose proxy and permissions a request to its hub uses; None: there is no way any more.

        A feed that the config has lost had perhaps a proxy of its own: to go without it would show who we are. So its
        hub is told of the end as the feed was asked, if this process knows how that was or the row says that it was
        plain; otherwise the lease is left to run out.
        """
        present = next((feed for feed in self._config.feeds if feed.id == one.feed), None)
        if present or one.state is not SubscriptionState.LEAVING:
            return present
        return self._departed.get(one.feed) or (Feed(id=one.feed, url=one.topic) if one.plain else None)

    # --- being told

    def knows(self, token: str) -> bool:
        """Is this the token of a subscription?"""
        return self._known.of_token(token) is not None

    async def asked(self, token: str, query: Mapping[str, str]) -> Said:
        """A hub asks whether we meant it."""
        push, now = self._push, self._clock()
        if push is None:
            return _NO_CONFIG
        reply = websub.Reply(status=404)

        def decide(row: Subscription) -> Subscription | None:
            nonlocal reply
            reply = websub.answer_question(row, query, lease=push.lease, now=now)
            return None if reply.over else reply.after or row

        try:
            before = self._known.of_token(token)
            after = await self._known.change(self._store, token, decide)
        except StoreError:
            return Said(status=503, retry_after=AGAIN_AFTER)
        if before and after:
            await self._tell(before, after)
        return Said(status=reply.status, text=reply.text)

    async def _tell(self, before: Subscription, after: Subscription) -> None:
        facts = {"feed": after.feed, "until": after.lease_ends_at and after.lease_ends_at.isoformat()}
        if after.state is SubscriptionState.DENIED:
            log.warning("hub denied a subscription", extra={"feed": after.feed, "reason": after.last_error})
            if before.state is SubscriptionState.LIVE:
                await self._poller.soon(after.feed)
        elif after.lease_ends_at != before.lease_ends_at:
            log.info("hub verified a subscription", extra=facts)

    async def pushed(self, token: str, document: Pushed) -> Said:
        """A hub sends a document; it hears that we have it once it is committed.

        Law: whoever cannot sign learns nothing: to them every document is taken, and none is.
        """
        one, push = self._known.of_token(token), self._push
        feed = self._way_to(one) if one else None
        if one is None or push is None or feed is None or one.state is SubscriptionState.LEAVING:
            return _NO_CONFIG
        why_not = websub.is_signed(one.secret, document.body, document.signatures, allow_sha1=push.allow_sha1)
        if why_not:
            if not self._ignored[token]:  # once a tick at most
                log.warning("pushed document ignored", extra={"feed": feed.id, "reason": why_not})
            self._ignored[token] += 1
            return Said(status=202)
        if self._waiting[feed.id] >= WAITING or self._waiting.total() >= AT_ONCE:
            return await self._later(feed, "too many wait")
        self._waiting[feed.id] += 1
        try:
            async with asyncio.timeout(TAKEN_WITHIN.total_seconds()):
                return await self._take_in(one, feed, document)
        except TimeoutError:
            return await self._later(feed, "it took too long")
        finally:
            self._waiting[feed.id] -= 1
            if not self._waiting[feed.id]:
                del self._waiting[feed.id]
                self._turns.pop(feed.id, None)

    async def _take_in(self, one: Subscription, feed: Feed, document: Pushed) -> Said:
        """Have the poller take in a document, after those of the same feed that came before it."""
        async with self._turns.setdefault(feed.id, asyncio.Lock()):
            await self._poller.rest(feed.id)
            if self._stopping or self._way_to(one) != feed:
                return Said(status=503, retry_after=AGAIN_AFTER)
            now = self._clock()

            def count(tx: Transaction) -> None:
                tx.subscriptions.change(one.token, lambda row: websub.after_push(row, now=now))

            task = self._poller.start_pushed(feed, _as_fetched(one, document), count)
            await asyncio.wait([task])
        self._known.is_stale = True
        taken = not task.cancelled() and task.exception() is None and task.result().saved
        return Said(status=202) if taken else Said(status=503, retry_after=AGAIN_AFTER)

    async def _later(self, feed: Feed, reason: str) -> Said:
        """Ask the hub to send it again, and do not rely on it."""
        log.warning("pushed document put off, the feed is polled", extra={"feed": feed.id, "reason": reason})
        with suppress(StoreError):  # the hub sends it again, and the feed is polled some time
            await self._poller.soon(feed.id)
        return Said(status=503, retry_after=AGAIN_AFTER)


def _leave_unwanted(tx: Transaction, *, feeds: Mapping[str, Feed], push: Push, now: datetime) -> int:
    """Begin to end the subscriptions that are not wanted any more; how many."""
    unwanted: Sequence[Subscription] = [
        one
        for one in tx.subscriptions.all()
        if one.state is not SubscriptionState.LEAVING and not websub.still_wanted(one, feeds, push)
    ]
    tx.subscriptions.save([websub.leave(one, now=now) for one in unwanted])
    for one in tx.subscriptions.all():
        feed = feeds.get(one.feed)
        if feed and one.plain != websub.is_plain(feed):
            tx.subscriptions.save([replace(one, plain=websub.is_plain(feed))])
    return len(unwanted)


def _more_ignored(row: Subscription, *, count: int) -> Subscription:
    return replace(row, ignored=row.ignored + count)


def _refused(row: Subscription, reason: str, *, now: datetime) -> Subscription:
    """The row after a refusal, unless the hub has verified meanwhile."""
    return row if row.asked_at is None else websub.after_refusal(row, reason, now=now)


def _as_fetched(one: Subscription, document: Pushed) -> Fetched:
    """A pushed document as if it had been fetched at its topic."""
    return Fetched(
        url=one.topic,
        body=document.body,
        body_hash=blake2b(document.body, digest_size=32).hexdigest(),
        content_type=document.content_type,
        validators=Validators(),
    )
