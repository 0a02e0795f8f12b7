"""Due feeds -> fetch -> parse -> ingest. A feed's failure stays its own.

One transaction holds everything that a poll brought: items, incidents, outbox rows and the feed's new validators. A
crash before its commit leads to the same poll again, never to an item that was noted as seen and not told.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from daemon.config import Config, Feed
from daemon.errors import FeedError, StoreError
from daemon.feeds import cadence
from daemon.feeds.fetch import Fetched, Fetcher, NotModified
from daemon.feeds.parse import Parsed, Parser
from daemon.feeds.request import identity, memory_key
from daemon.items import dedup
from daemon.items.normalise import normalise
from daemon.model import FeedHealth, FeedState, Item, Planned, Shown, VerdictKind
from daemon.pipeline.document import Reader
from daemon.pipeline.ingest import Desk, Ingested, Visit, ingest
from daemon.pipeline.known import KnownItems
from daemon.pipeline.notices import feed_notice, missed_notice
from daemon.store.database import Store, Transaction

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
_AFTER_STORE_ERROR = timedelta(seconds=10)
_QUIET_BATCH = 100  #: polls that brought nothing share a commit, up to so many
MAX_MARKS = 5_000  #: of one document; one with more entries is parsed in full each time


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """What one poll of one feed came to, for people and `watchdesk poll --json`."""

    feed: str
    outcome: str  #: new | unchanged | failed
    new: int = 0
    revised: int = 0
    queued: int = 0  #: deliveries that now wait in the outbox
    milliseconds: int = 0
    error: str | None = None


class Poller:
    """Polls feeds; keeps nothing between ticks but what is under way, and quiet results not yet committed."""

    def __init__(
        self, desk: Desk, store: Store, fetcher: Fetcher, parser: Parser, clock: Clock, on_queued: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._store = store
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self._on_queued = on_queued
        self._under_way: dict[str, asyncio.Task[PollReport]] = {}
        self._quiet: dict[str, FeedState] = {}
        self._states: dict[str, FeedState] = {}
        self._spared_until: dict[str, datetime] = {}
        self._changed: frozenset[str] = frozenset()  #: feeds that the config has changed since the last scheduling
        self._scheduled = True
        self._stopping = False

    @property
    def _config(self) -> Config:
        return self._desk.config

    @property
    def _reader(self) -> Reader:
        return Reader(self._fetcher, self._parser, self._clock)

    async def schedule(self) -> None:
        """Load what is known of the feeds, give new ones a first time, and forget what another URL taught."""
        changed, self._changed, self._scheduled = self._changed, frozenset(), True
        try:
            await self._schedule([feed for feed in self._config.feeds if feed.enabled], changed)
        except StoreError:
            self._changed, self._scheduled = self._changed | changed, False
            raise

    async def _schedule(self, feeds: Sequence[Feed], changed: frozenset[str]) -> None:
        """The same for these feeds; those `changed` in the config are due at once."""
        under_way = set(self._under_way)  # their states may be newer than those in the store
        known = await self._store.read(lambda tx: tx.feeds.states())
        now = self._clock()
        fresh = {feed.id: self._interval(feed) for feed in feeds if feed.id not in known}
        first = cadence.first_polls(fresh, now=now)
        loaded = {
            feed.id: known.get(feed.id) or FeedState(feed=feed.id, next_poll_at=first.get(feed.id)) for feed in feeds
        }
        states = {feed.id: cadence.for_url(loaded[feed.id], identity(feed), now=now) for feed in feeds}
        states |= {name: replace(states[name], next_poll_at=now) for name in changed if _may_hurry(states.get(name))}
        to_save = [one for name, one in states.items() if one != known.get(name) and name not in under_way]
        await self._store.write(lambda tx: tx.feeds.save(to_save))
        self._states = {name: self._states.get(name, one) if name in under_way else one for name, one in states.items()}

    def take(
        self, desk: Desk, fetcher: Fetcher | None = None, parser: Parser | None = None
    ) -> "list[asyncio.Task[PollReport]]":
        """From here on, poll what this desk has, with these tools; returns the polls that were dropped for it.

        Law: a poll under way goes on if its feed and its tools stay as they are, and is taken in by the new desk. What
        a dropped one had not committed is polled again.
        """
        before = {feed.id: feed for feed in self._config.feeds}
        after = {feed.id: feed for feed in desk.config.feeds if feed.enabled}
        self._changed |= {name for name, feed in after.items() if name in before and before[name] != feed}
        stay = {name for name, feed in after.items() if before.get(name) == feed} if not (fetcher or parser) else set()
        dropped = [self._under_way.pop(name) for name in list(self._under_way) if name not in stay]
        for task in dropped:
            task.cancel()
        self._desk = desk
        self._fetcher, self._parser = fetcher or self._fetcher, parser or self._parser
        self._scheduled = False
        return dropped

    def _interval(self, feed: Feed) -> timedelta:
        return feed.interval or self._config.poll.interval

    async def start_due(self) -> None:
        """Start polling every feed whose time has come and that is not being polled already."""
        if self._stopping:
            return
        await self.flush()
        if not self._scheduled:
            await self.schedule()
        now = self._clock()
        due = set(await self._store.read(lambda tx: tx.feeds.due(now=now)))
        if not due:
            return
        for feed in self._config.feeds:
            spared = self._spared_until.get(feed.id, now) > now
            if feed.id in due and feed.enabled and not spared and feed.id not in self._under_way:
                self.start(feed)

    def start(self, feed: Feed) -> "asyncio.Task[PollReport]":
        """Poll a feed now, whether or not it is due."""
        task = asyncio.create_task(self.poll(feed), name=f"poll {feed.id}")
        self._under_way[feed.id] = task
        task.add_done_callback(lambda done: self._ended(feed.id, done))
        return task

    def _ended(self, feed_id: str, task: "asyncio.Task[PollReport]") -> None:
        if self._under_way.get(feed_id) is task:
            del self._under_way[feed_id]
        if not task.cancelled() and (error := task.exception()):
            log.error("poll failed by a bug", extra={"feed": feed_id}, exc_info=error)

    async def drain(self) -> None:
        """Wait for the polls under way, and commit what was quiet."""
        while self._under_way:
            await asyncio.wait(list(self._under_way.values()))
            await asyncio.sleep(0)  # let the tasks' callbacks run
        await self.flush()

    async def stop(self) -> None:
        """Start nothing new and drop the polls under way: what they had not committed is polled again next time."""
        self._stopping = True
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(StoreError):  # they are only polled a little earlier next time
            await self.flush()

    async def flush(self) -> None:
        """Commit the states of feeds that had nothing new."""
        if self._quiet:
            states, self._quiet = list(self._quiet.values()), {}
            try:
                await self._store.write(lambda tx: tx.feeds.save(states))
            except StoreError:
                newer = {feed for feed, state in self._states.items() if state not in states}
                self._quiet = {**{one.feed: one for one in states if one.feed not in newer}, **self._quiet}
                raise

    async def poll(self, feed: Feed) -> PollReport:
        """One feed, from its publisher to the outbox. Expected failures are in the report, not raised."""
        started = time.monotonic()
        state = self._states.get(feed.id) or FeedState(feed=feed.id)
        try:
            report = await self._poll_or_fail(feed, state)
        except StoreError as error:
            log.warning("poll not saved, tried again", extra={"feed": feed.id, "reason": str(error)})
            # Nothing was committed, so the feed stays due; the publisher is only spared until the store works again.
            self._spared_until[feed.id] = self._clock() + _AFTER_STORE_ERROR
            report = PollReport(feed=feed.id, outcome="failed", error=str(error))
        milliseconds = round((time.monotonic() - started) * 1000)
        return _told(replace(report, milliseconds=milliseconds), exercise=self._desk.exercise)

    async def _poll_or_fail(self, feed: Feed, state: FeedState) -> PollReport:
        try:
            return await self._poll(feed, state)
        except StoreError:
            raise
        except Exception as surprise:
            if not isinstance(surprise, FeedError):
                log.exception("poll failed by a bug", extra={"feed": feed.id})
            bug = FeedError(feed.id, f"bug: {type(surprise).__name__}")  # it backs off like any failure, and is told
            error = surprise if isinstance(surprise, FeedError) else bug
            after = cadence.after_failure(state, error, interval=self._interval(feed), now=self._clock())
            await self._save_quiet(feed, state, after)
            return PollReport(feed=feed.id, outcome="failed", error=error.message)

    async def _poll(self, feed: Feed, state: FeedState) -> PollReport:
        answer = await self._fetcher.fetch(feed, state, whole=cadence.wants_whole(state, now=self._clock()))
        if isinstance(answer, NotModified) or answer.body_hash == state.body_hash:
            after = cadence.after_success(state, answer, interval=self._interval(feed), now=self._clock())
            await self._save_quiet(feed, state, after)
            return PollReport(feed=feed.id, outcome="unchanged")
        about = memory_key(feed)
        memory = await self._store.read(lambda tx: tx.feeds.memory(feed.id, about=about)) if about else {}
        shown = Shown() if about else await self._shown(feed, state)
        parsed = await self._reader.read(feed, answer, memory=memory, known=tuple(shown.marks))
        return await self._save_news(feed, state, answer, parsed, shown)

    async def _shown(self, feed: Feed, state: FeedState) -> Shown:
        """What need not be parsed again; nothing before the baseline, and once a day (retention counts the sights)."""
        if state.baseline_at is None:
            return Shown()
        shown = await self._store.read(lambda tx: tx.feeds.shown(feed.id))
        return shown if cadence.may_cut(shown, now=self._clock()) else Shown()

    async def _save_news(
        self, feed: Feed, state: FeedState, answer: Fetched, parsed: Parsed, shown: Shown
    ) -> PollReport:
        now = self._clock()
        items = await asyncio.to_thread(_items, feed, parsed, now)  # megabytes of HTML must not hold up the loop
        after_shown = _shown_now(parsed, items, shown, now=now)
        items = _oldest_first(items)
        still = frozenset(key for mark in parsed.known for key in shown.marks[mark])
        visit = Visit(feed=feed, now=now, baseline=state.baseline_at is None, shown=still)

        def save(tx: Transaction) -> tuple[list[Ingested], FeedState]:
            ingested = take_in(tx, items, visit=visit, desk=self._desk)
            whole = not (parsed.truncated or parsed.again) and len(ingested) == len(items)
            news = not visit.baseline and any(one.verdict.kind is not VerdictKind.UNCHANGED for one in ingested)
            after = cadence.after_success(
                state, answer, interval=self._interval(feed), now=now, truncated=not whole, news=news
            )
            self._save_state(tx, feed, state, after, now=now)
            if len(ingested) == len(items):
                self._remember(tx, feed, parsed, now=now)
            if whole:  # else what was not taken in must come again
                tx.feeds.save_shown(feed.id, after_shown)
            return ingested, after

        ingested, after = await self._store.write(save)
        self._quiet.pop(feed.id, None)  # an older state that was not committed yet must not come after this one
        self._states[feed.id] = after
        queued = sum(one.queued for one in ingested)
        if queued or parsed.missed:
            self._on_queued()
        counts = [one.verdict.kind for one in ingested]
        new = sum(kind in {VerdictKind.NEW, VerdictKind.DUPLICATE} for kind in counts)
        revised = counts.count(VerdictKind.REVISED)
        outcome = "new" if new or revised else "unchanged"
        error = "the document breaks off; its whole items were taken" if parsed.truncated else None
        return PollReport(feed=feed.id, outcome=outcome, new=new, revised=revised, queued=queued, error=error)

    def _remember(self, tx: Transaction, feed: Feed, parsed: Parsed, *, now: datetime) -> None:
        """Save what the feed's kind wants to find at the next poll; tell of entries that could not be had."""
        if (about := memory_key(feed)) and parsed.memory:
            tx.feeds.save_memory(feed.id, parsed.memory, about=about)
        if parsed.missed:
            told = missed_notice(feed.id, label=feed.label, count=parsed.missed, now=now)
            tx.outbox.enqueue([Planned(alert=told, receiver=self._config.operators, silent=True)], now=now)

    async def _save_quiet(self, feed: Feed, before: FeedState, after: FeedState) -> None:
        """Keep the state of a poll that brought no items; with cause to tell the operators, both in one commit."""
        now = self._clock()
        if feed_notice(before, after, label=feed.label, now=now):
            await self._store.write(lambda tx: self._save_state(tx, feed, before, after, now=now))
            self._quiet.pop(feed.id, None)
            self._on_queued()
        else:
            self._quiet[feed.id] = after
        self._states[feed.id] = after
        if len(self._quiet) >= _QUIET_BATCH:
            await self.flush()

    def _save_state(self, tx: Transaction, feed: Feed, before: FeedState, after: FeedState, *, now: datetime) -> None:
        """Save a feed's state, and what it gives cause to tell the operators."""
        tx.feeds.save([after])
        # A secret URL may lead on to another secret one: where to is for nobody's screen.
        shown = replace(after, moved_to="another address") if feed.url_is_secret and after.moved_to else after
        if notice := feed_notice(before, shown, label=feed.label, now=now):
            to_operators = Planned(alert=notice, receiver=self._config.operators, silent=True)
            tx.outbox.enqueue([to_operators], now=now)


def _may_hurry(state: FeedState | None) -> bool:
    """Is a feed that the config has changed due at once? Not if its publisher asked for patience."""
    return state is not None and state.health not in {FeedHealth.PUT_OFF, FeedHealth.GONE}


def take_in(tx: Transaction, items: Sequence[Item], *, visit: Visit, desk: Desk) -> list[Ingested]:
    """Take the items of one poll in, one after the other; what became of each that did not trip over a bug."""
    known = KnownItems(tx, items)
    visit = replace(visit, shown=visit.shown | known.keys)
    ingested = []
    for item in items:
        try:
            one = tx.attempt(partial(ingest, tx, item, known.of(item), visit=visit, desk=desk))
        except Exception:  # one item that trips over a bug must not take the feed's others with it
            log.exception("item not taken in", extra={"feed": visit.feed.id, "item_id": item.id})
            continue
        known.add(one)
        ingested.append(one)
    tx.items.touch(known.stored, now=visit.now)
    return ingested


def _items(feed: Feed, parsed: Parsed, now: datetime) -> list[Item]:
    return [normalise(entry, feed, now=now, language=parsed.language) for entry in parsed.entries]


def _shown_now(parsed: Parsed, items: Sequence[Item], before: Shown, *, now: datetime) -> Shown:
    """What to remember of a document: the marks of its entries alone, and under which keys they are known."""
    if len(parsed.marks) + len(parsed.known) > MAX_MARKS:
        return Shown()
    kept = {mark: before.marks[mark] for mark in sorted(parsed.known)}
    fresh = {mark: dedup.shown_keys(item) for mark, item in zip(parsed.marks, items, strict=False)}
    return Shown(marks={**kept, **fresh}, whole_at=before.whole_at or now)


def _oldest_first(items: Sequence[Item]) -> list[Item]:
    """Feeds show the newest first; an event is told from its first report on."""
    oldest_last = enumerate(items)  # of two with the same date, the one that stands lower in the feed came first
    ordered = sorted(oldest_last, key=lambda one: (one[1].published_at or one[1].arrived_at, -one[0]))
    return [item for _, item in ordered]


def _told(report: PollReport, *, exercise: bool) -> PollReport:
    facts = {"feed": report.feed, "new": report.new, "revised": report.revised, "ms": report.milliseconds}
    if report.outcome == "failed":
        log.warning("poll failed", extra={"feed": report.feed, "reason": report.error, "ms": report.milliseconds})
    else:
        level = logging.INFO if report.outcome == "new" and not exercise else logging.DEBUG
        log.log(level, "polled", extra={**facts, "queued": report.queued, "reason": report.error})
    return report
