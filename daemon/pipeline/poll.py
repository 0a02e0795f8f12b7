"""Due feeds -> fetch -> parse -> ingest. A feed's failure stays its own.

One transaction holds everything that a poll brought: items, incidents, outbox rows and the feed's new validators. A
crash before its commit leads to the same poll again, never to an item that was noted as seen and not told.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from daemon.config import Config, Feed
from daemon.errors import FeedError, ParseError, StoreError
from daemon.feeds import cadence
from daemon.feeds.fetch import Fetched, Fetcher, NotModified
from daemon.feeds.parse import Parsed, Parser
from daemon.feeds.request import asked_of, memory_key
from daemon.model import FeedState, Habit, Item, Offer, Shown, VerdictKind
from daemon.pipeline.document import Reader
from daemon.pipeline.ingest import Desk, Ingested, Visit
from daemon.pipeline.meaning import Meanings
from daemon.pipeline.notices import feed_notice
from daemon.pipeline.report import Failures, PollReport, log_report
from daemon.pipeline.rhythm import Rhythm, longest_interval, may_hurry
from daemon.pipeline.states import States, save_state
from daemon.pipeline.subscriptions import Subscriptions, offer_of
from daemon.pipeline.takein import (
    document_of,
    items_of,
    learned_from,
    oldest_first,
    remember,
    report_of,
    shown_now,
    take_in,
    tell_of_new_names,
)
from daemon.pipeline.underway import UnderWay
from daemon.store.database import Store, Transaction

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
_AFTER_STORE_ERROR = timedelta(seconds=10)
_AFTER_PUSH = timedelta(minutes=1)  #: whoever pushes cannot make us poll more often


class Poller:
    """Polls feeds; keeps nothing between ticks but what is under way, and quiet results not yet committed."""

    def __init__(
        self, desk: Desk, store: Store, fetcher: Fetcher, parser: Parser, clock: Clock, on_queued: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._enabled = _enabled(desk.config)
        self._store = store
        self._fetcher = fetcher
        self._parser = parser
        self._clock = clock
        self._on_queued = on_queued
        self.on_report: Callable[[PollReport], None] = lambda _: None  #: is told what each poll came to
        self._under_way = UnderWay[PollReport](_tell_of_bug)
        self._rhythm = Rhythm()
        self._states = States(store, self._rhythm)
        self.subscriptions = Subscriptions()
        self._meanings = Meanings()
        self._failures = Failures()
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
            await self._states.schedule(
                self._config, changed=changed, under_way=set(self._under_way.names()), clock=self._clock
            )
        except StoreError:
            self._changed, self._scheduled = self._changed | changed, False
            raise

    def take(
        self, desk: Desk, fetcher: Fetcher | None = None, parser: Parser | None = None
    ) -> "list[asyncio.Task[PollReport]]":
        """From here on, poll what this desk has, with these tools; returns the polls that were dropped for it.

        Law: a poll under way goes on if its feed and its tools stay as they are, and is taken in by the new desk. What
        a dropped one had not committed is polled again.
        """
        before = {feed.id: feed for feed in self._config.feeds}
        after = _enabled(desk.config)
        self._changed |= {name for name, feed in after.items() if name in before and before[name] != feed}
        stay = {name for name, feed in after.items() if before.get(name) == feed} if not (fetcher or parser) else set()
        dropped = [self._under_way.drop(name) for name in self._under_way.names() if name not in stay]
        self._desk, self._enabled = desk, after
        self._fetcher, self._parser = fetcher or self._fetcher, parser or self._parser
        self._scheduled = False
        return dropped

    async def start_due(self) -> None:
        """Start polling every feed whose time has come and that is not being polled already."""
        if self._stopping:
            return
        await self._states.flush()
        if not self._scheduled:
            await self.schedule()
        now = self._clock()
        await self._rhythm.reckon(self._config, self._states.all(), now=now)
        self._failures.tell(now=now)
        due = await self._store.read(lambda tx: tx.feeds.due(now=now))
        now = self._clock()  # polls have ended since: what is known here may be newer than the rows
        waiting = [name for name in due if name not in self._under_way]
        for feed in self._urgent_first(waiting):
            spared = self._spared_until.get(feed.id, now) > now
            if not spared and cadence.is_due(self._states.of(feed.id), now=now):
                self.start(feed)

    def _urgent_first(self, due: Sequence[str]) -> list[Feed]:
        """The feeds to poll in the order in which they wait for places: the fast ones, then those due the longest."""
        if not due:
            return []
        found = [self._enabled[name] for name in due if name in self._enabled]
        return sorted(found, key=lambda feed: longest_interval(feed, self._config))

    async def hurry(self, feeds: Collection[str]) -> None:
        """Poll these failing feeds soon: what kept them back is over for others that failed with them."""
        self._states.hurry(feeds, now=self._clock())
        await self._states.flush()

    def start(self, feed: Feed) -> "asyncio.Task[PollReport]":
        """Poll a feed now, whether or not it is due."""
        return self._under_way.start(feed.id, self.poll(feed), title=f"poll {feed.id}")

    def start_pushed(
        self, feed: Feed, document: Fetched, note: Callable[[Transaction], None]
    ) -> "asyncio.Task[PollReport]":
        """Take in a document that a hub sent; `note` is saved with it. The feed must not be under way: `rest` first."""
        return self._under_way.start(feed.id, self._pushed(feed, document, note), title=f"push {feed.id}")

    async def rest(self, feed_id: str) -> None:
        """Wait until nothing is under way for a feed."""
        await self._under_way.rest(feed_id)

    async def soon(self, feed_id: str) -> None:
        """Make a feed due, but not within a minute after its last poll, nor while its publisher asks for patience."""
        state, now = self._states.of(feed_id), self._clock()
        if state is None or not may_hurry(state):
            return
        soonest = max(now, state.last_poll_at + _AFTER_PUSH) if state.last_poll_at else now
        if state.next_poll_at is not None and state.next_poll_at > soonest:
            self._states.keep_quiet(replace(state, next_poll_at=soonest))
            await self._states.flush()

    async def drain(self) -> None:
        """Wait for the polls under way, and commit what was quiet."""
        await self._under_way.drain()
        await self._states.flush()

    async def stop(self) -> None:
        """Start nothing new and drop the polls under way: what they had not committed is polled again next time."""
        self._stopping = True
        await self._under_way.stop()
        self._failures.tell(now=self._clock(), at_once=True)
        with suppress(StoreError):  # they are only polled a little earlier next time
            await self._states.flush()

    async def flush(self) -> None:
        """Commit the states of feeds that had nothing new."""
        await self._states.flush()

    async def poll(self, feed: Feed) -> PollReport:
        """One feed, from its publisher to the outbox. Expected failures are in the report, not raised."""
        started = time.monotonic()
        state = self._states.of(feed.id) or FeedState(feed=feed.id)
        try:
            report = await self._poll_or_fail(feed, state)
        except StoreError as error:
            log.warning("poll not saved, tried again", extra={"feed": feed.id, "reason": str(error)})
            # Nothing was committed, so the feed stays due; the publisher is only spared until the store works again.
            self._spared_until[feed.id] = self._clock() + _AFTER_STORE_ERROR
            report = PollReport(feed=feed.id, outcome="failed", error=str(error), saved=False)
        milliseconds = round((time.monotonic() - started) * 1000)
        self._failures.add(report, now=self._clock())
        return self._told(replace(report, milliseconds=milliseconds))

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
            now = self._clock()
            interval = self._rhythm.wait(feed, state, self._config, now=now)
            after = cadence.after_failure(state, error, interval=interval, now=now)
            await self._save_quiet(feed, state, after)
            return PollReport(feed=feed.id, outcome="failed", error=error.message)

    async def _poll(self, feed: Feed, state: FeedState) -> PollReport:
        look = self.subscriptions.wants_document(feed)
        answer = await self._fetcher.fetch(feed, state, whole=look or cadence.wants_whole(state, now=self._clock()))
        if isinstance(answer, NotModified) or (answer.body_hash == state.body_hash and not look):
            now = self._clock()
            learned = self._rhythm.learned(feed.id, 0, since=state.last_success_at, now=now)
            self._rhythm.keep(feed.id, learned, saved=False)
            interval = self._rhythm.wait(feed, state, self._config, now=now, fresh_for=answer.fresh_for)
            interval = self.subscriptions.pace(feed, self._config, interval, now=now)
            missing = self._rhythm.missing(state, now=now)
            after = cadence.after_success(state, answer, interval=interval, now=now, missing=missing)
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
        items = await items_of(feed, parsed, now)
        after_shown = shown_now(parsed, items, shown, now=now)
        items = oldest_first(items)
        still = frozenset(key for mark in parsed.known for key in shown.marks[mark])
        baseline, hold_before = state.baseline_at is None, state.hold_before
        visit = Visit(feed=feed, now=now, baseline=baseline, shown=still, hold_before=hold_before)
        visit = await self._with_meaning(visit, items)

        def save(tx: Transaction) -> tuple[list[Ingested], FeedState, Habit | None]:
            ingested = take_in(tx, items, visit=visit, desk=self._desk)
            learned = learned_from(ingested, self._rhythm, state, visit=visit)
            after = self._after(feed, state, answer, parsed, ingested, now=now)
            after = self._with_push(tx, feed, after, offer_of(answer, parsed), now=now)
            if learned:
                tx.feeds.save_habits({feed.id: learned})
            save_state(tx, feed, state, after, config=self._config, now=now)
            tell_of_new_names(tx, feed, parsed, ingested, config=self._config, now=now)
            if len(ingested) == len(items):
                remember(tx, feed, parsed, config=self._config, now=now)
            if after.body_hash == answer.body_hash:  # it was taken in whole; else what was not must come again
                tx.feeds.save_shown(feed.id, after_shown)
            return ingested, after, learned

        ingested, after, learned = await self._store.write(save)
        self._states.keep_saved(after, learned)
        self.subscriptions.noted(feed)
        return self._woken(report_of(feed, parsed, ingested), parsed)

    async def _with_meaning(self, visit: Visit, items: Sequence[Item]) -> Visit:
        vectors = await self._meanings.of(items, visit=visit, desk=self._desk, store=self._store)
        return replace(visit, vectors=vectors) if vectors else visit

    def _woken(self, report: PollReport, parsed: Parsed) -> PollReport:
        """The report; who sends what is queued by it is woken."""
        if report.queued or parsed.missed:
            self._on_queued()
        return report

    async def _pushed(self, feed: Feed, document: Fetched, note: Callable[[Transaction], None]) -> PollReport:
        """A document that a hub sent, down the same way. One that cannot be read, or not wholly, leads to a poll."""
        started, poll_too = time.monotonic(), False
        try:
            report, poll_too = await self._take_pushed(feed, document, note)
        except StoreError as error:
            report = PollReport(feed=feed.id, outcome="failed", error=str(error), saved=False)
        except ParseError as error:
            report, poll_too = PollReport(feed=feed.id, outcome="failed", error=error.message), True
        if poll_too:
            with suppress(StoreError):  # it is polled at its ordinary time then
                await self.soon(feed.id)
        milliseconds = round((time.monotonic() - started) * 1000)
        return self._told(replace(report, milliseconds=milliseconds, pushed=True))

    def _told(self, report: PollReport) -> PollReport:
        self.on_report(report)
        return log_report(report, exercise=self._desk.exercise)

    async def _take_pushed(
        self, feed: Feed, document: Fetched, note: Callable[[Transaction], None]
    ) -> tuple[PollReport, bool]:
        """The report, and whether the feed should be polled because the document did not tell all."""
        state = self._states.of(feed.id)
        if state is None or state.baseline_at is None or state.hold_before:  # its next poll says what is old
            return PollReport(feed=feed.id, outcome="failed", error="pushed before the first poll"), True
        now = self._clock()
        asked = asked_of(feed, url=document.url, content_type=document.content_type, now=now)
        parsed = await self._parser.read(document.body, asked, feed=feed.id)
        items = oldest_first(await items_of(feed, parsed, now))
        visit = await self._with_meaning(Visit(feed=feed, now=now, baseline=False), items)

        def save(tx: Transaction) -> tuple[list[Ingested], FeedState, Habit | None]:
            ingested = take_in(tx, items, visit=visit, desk=self._desk)
            learned, after = None, self._states.of(feed.id) or state
            if any(one.verdict.kind is not VerdictKind.UNCHANGED for one in ingested):
                learned = learned_from(ingested, self._rhythm, after, visit=visit)
                after = replace(after, last_new_at=now, silence=0.0, last_success_at=now)
            if learned:
                tx.feeds.save_habits({feed.id: learned})
            tx.feeds.save([after])
            note(tx)
            return ingested, after, learned

        ingested, after, learned = await self._store.write(save)
        self._states.keep_saved(after, learned)
        return self._woken(report_of(feed, parsed, ingested), parsed), parsed.truncated or len(ingested) < len(items)

    def _after(
        self,
        feed: Feed,
        state: FeedState,
        answer: Fetched,
        parsed: Parsed,
        ingested: Sequence[Ingested],
        *,
        now: datetime,
    ) -> FeedState:
        """The state after a poll whose document was read."""
        document = document_of(feed, state, parsed, ingested)
        told = replace(state, hints=document.hints, gap_at=now if document.gap else state.gap_at)
        return cadence.after_success(
            state,
            answer,
            interval=self._rhythm.wait(feed, told, self._config, now=now, fresh_for=answer.fresh_for),
            now=now,
            document=document,
            missing=self._rhythm.missing(state, now=now),
        )

    def _with_push(
        self, tx: Transaction, feed: Feed, after: FeedState, offer: Offer | None, *, now: datetime
    ) -> FeedState:
        """The state, at the slower pace of a feed that is pushed; what the document says of hubs is saved."""
        news = after.last_new_at == now
        one = self.subscriptions.note(tx, feed, offer, config=self._config, news=news, now=now)
        interval = (after.next_poll_at or now) - now
        pace = self.subscriptions.pace(feed, self._config, interval, now=now, one=one)
        return replace(after, next_poll_at=now + pace)

    async def _save_quiet(self, feed: Feed, before: FeedState, after: FeedState) -> None:
        """Keep the state of a poll that brought no items; with cause to tell the operators, both in one commit."""
        now = self._clock()
        if feed_notice(before, after, label=feed.label, now=now):
            await self._store.write(lambda tx: save_state(tx, feed, before, after, config=self._config, now=now))
            self._states.keep_saved(after)
            self._on_queued()
        else:
            self._states.keep_quiet(after)
        await self._states.flush(if_many=True)


def _enabled(config: Config) -> dict[str, Feed]:
    """The feeds that are polled, by id; looked up at each tick, and there may be many thousands."""
    return {feed.id: feed for feed in config.feeds if feed.enabled}


def _tell_of_bug(feed: str, error: BaseException) -> None:
    log.error("poll failed by a bug", extra={"feed": feed}, exc_info=error)
