"""Builds and wires everything once: who is who."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from daemon import memory
from daemon.channels.registry import Channel, build_channel, build_ears
from daemon.clock import utc_now
from daemon.config import Config
from daemon.embeddings import embedder
from daemon.errors import StoreError
from daemon.feeds.fetch import Fetcher
from daemon.feeds.parse import Parser
from daemon.outgoing import DELIVER_TICK, SENDS_MAY_TAKE, Outgoing
from daemon.pipeline.configured import adopt_silences
from daemon.pipeline.disk import Disk
from daemon.pipeline.fulltext import FullTexts
from daemon.pipeline.heartbeat import Heart
from daemon.pipeline.ingest import Desk
from daemon.pipeline.listen import Listener
from daemon.pipeline.poll import Poller
from daemon.pipeline.relook import Relooks
from daemon.pipeline.report import PollReport
from daemon.pipeline.reread import read_stored
from daemon.pipeline.restoring import settle_restore
from daemon.pipeline.retain import Keeper
from daemon.pipeline.subscribe import Subscriber
from daemon.pipeline.sweep import sweep
from daemon.pipeline.watch import watch
from daemon.rules.load import RuleSet
from daemon.schedule import Job, Schedule
from daemon.store.database import Store
from daemon.watched import Watched

log = logging.getLogger(__name__)

POLL_TICK = timedelta(seconds=0.5)
SWEEP_TICK = timedelta(minutes=1)
RETAIN_TICK = timedelta(seconds=1)
WATCH_TICK = timedelta(seconds=0.5)  #: a change is seen, has settled and is read within two seconds


class App:
    """A running watchdesk. `stop` closes the store and all that was built here; channels it was handed stay open."""

    def __init__(  # noqa: PLR0913 - all that may be handed in
        self,
        config: Config,
        rules: RuleSet,
        store: Store,
        *,
        clock: Callable[[], datetime] = utc_now,
        channels: Mapping[str, Channel] | None = None,
        outgoing: Outgoing | None = None,
        exercise: bool = False,
        new_parser: Callable[[int], Parser] = Parser,
    ) -> None:
        self.config = config
        self.store = store
        self.clock = clock
        self._handed = dict(channels) if channels is not None else {}
        self._outgoing = outgoing or Outgoing(config, store, clock, channels=channels)
        self.channels, self.deliverer = self._outgoing.channels, self._outgoing.deliverer
        self._built = [] if channels is not None else list(self._outgoing.built)
        self._store_fails = False
        self._new_parser = new_parser
        self._parser = new_parser(config.poll.parsers)
        self._fetcher = Fetcher(config.poll, contact=config.contact, room=self._parser.room)
        made = embedder(wanted=config.incidents.embeddings)
        self._desk = Desk(config=config, rules=rules, exercise=exercise, embedder=made)
        self.poller = Poller(self._desk, store, self._fetcher, self._parser, clock, self._wake)
        self.subscriber = Subscriber(config, store, self._fetcher, self.poller, clock)
        self.texts = FullTexts(self._desk, store, self._fetcher, self._parser, clock, self._wake)
        self.relooks = Relooks(config, store, self._fetcher, self._parser, clock, self._wake)
        self.disk = Disk(store, self.channels, clock)
        self._heart = Heart(config.heartbeat)
        self._keeper = Keeper()
        self.watched = Watched(store, clock)
        self.poller.on_report, self.deliverer.on_attempt = self.watched.polled, self.watched.attempted
        for delivery, at in self._outgoing.attempts:
            self.watched.attempted(delivery, at=at)
        self._hears = channels is None  # who hands in channels has no chats that answer
        self.listener = self._new_listener()
        self._schedule: Schedule | None = None
        self.on_drill: Callable[[Sequence[str]], Coroutine[Any, Any, None]] | None = None  #: set by who can run one
        self._woken: set[asyncio.Task[None]] = set()
        self._closing: set[asyncio.Task[None]] = set()

    def _new_listener(self) -> Listener:
        """Nobody is listed, or no receiver can answer: then there are no ears."""
        ears = build_ears(self.config.receivers) if self._hears and self.config.people else []
        made = Listener(lambda: self._desk, self.store, self.clock, ears, wake=self._wake, begin=self._begin)
        made.on_answered = self.deliverer.answered
        return made

    @property
    def rules(self) -> RuleSet:
        """The rules in force."""
        return self._desk.rules

    async def start(self) -> None:
        """Take up what an earlier process left, and give new feeds their first time."""
        now = self.clock()
        if await self.store.write(lambda tx: settle_restore(tx, self._desk, now=now)):
            log.warning("the store is a restored backup: nothing is sent again, what is not known is told")
        await self.store.write(read_stored)
        await self._adopt_silences()
        await self._outgoing.recover()
        await self.poller.schedule()
        await self.subscriber.catch_up()
        await self.listener.start()

    def take(self, config: Config, rules: RuleSet) -> None:
        """Put another config and rule set in force.

        Law: both or, if anything fails, neither; each poll is taken in by one of them from start to end. What is queued
        stays queued, what is being sent is sent to its end. The store stays the one that is open.
        Errors: whatever building a channel raises.
        """
        channels = self._new_channels(config)
        parser = self._new_parser(config.poll.parsers) if config.poll.parsers != self.config.poll.parsers else None
        changed = config.poll != self.config.poll or config.contact != self.config.contact
        room = (parser or self._parser).room
        fetcher = Fetcher(config.poll, contact=config.contact, room=room) if changed else None
        # From here on nothing can fail, and nothing else runs until all of it is done.
        before = self.config
        made = embedder(wanted=config.incidents.embeddings)
        self._desk = replace(self._desk, config=config, rules=rules, embedder=made)
        self.config = config
        polls = [*self.poller.take(self._desk, fetcher, parser), *self.texts.take(self._desk, fetcher, parser)]
        polls += self.relooks.take(config, fetcher, parser)
        requests = self.subscriber.take(config, fetcher)
        unused = self.deliverer.take(config, channels)
        if channels:
            self._later(self._unless_store_fails(self.store.write(lambda tx: tx.outbox.try_now([*channels]))))
        old_fetcher, old_parser = self._fetcher, self._parser
        self._fetcher, self._parser = fetcher or old_fetcher, parser or old_parser
        self._built += channels.values()
        tools = [old for old, new in ((old_fetcher, fetcher), (old_parser, parser)) if new is not None]
        self._later(_close_after([*polls, *requests], tools))
        self._listen_anew(before)
        if self._schedule:
            self._later(self.watched.follow(config))
        if before.silences != config.silences:
            self._later(self._unless_store_fails(self._adopt_silences()))  # the sweep does it, if that fails
        if before.heartbeat != config.heartbeat:
            old, self._heart = self._heart, Heart(config.heartbeat)
            self._later(old.close())
        for channel, lane in unused:
            if not any(channel is one for one in self._handed.values()):
                self._built = [one for one in self._built if one is not channel]
                self._later(_close_after([lane] if lane else [], [channel]))

    async def _adopt_silences(self) -> None:
        await self.store.write(lambda tx: adopt_silences(tx, self.config, now=self.clock()))

    def _listen_anew(self, before: Config) -> None:
        """Hear other bots and offer other menus, where receivers or people have changed; rights are asked each time."""
        if (before.receivers, before.people) == (self.config.receivers, self.config.people):
            return
        former, new = self.listener, self._new_listener()
        self.listener = new

        async def change() -> None:
            await former.stop()
            await new.start()  # unless it was stopped meanwhile

        self._later(change())

    def _new_channels(self, config: Config) -> dict[str, Channel]:
        """A channel for each receiver that is new, or whose channel or options have changed."""
        found = {}
        for name, receiver in config.receivers.items():
            before = self.config.receivers.get(name)
            if before and (before.channel, before.options) == (receiver.channel, receiver.options):
                continue
            found[name] = self._handed.get(name) or build_channel(name, receiver)
        return found

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    def start_schedule(self, *, watch: Job | None = None) -> None:
        """Let time drive: from here on, polls, deliveries and sweeps run by themselves; so does `watch`, if given."""
        now = self.clock()
        self._schedule = Schedule()
        self._schedule.every(POLL_TICK, self.poll_tick, name="poll", first=now)
        self._schedule.every(DELIVER_TICK, self.deliver_tick, name="deliver", first=now)
        self._schedule.every(SWEEP_TICK, self.sweep_tick, name="sweep", first=now)
        self._schedule.every(RETAIN_TICK, self.retain_tick, name="retain", first=now)
        if watch:
            self._schedule.every(WATCH_TICK, watch, name="watch", first=now)
        self._schedule.start()
        self._outgoing.hand_over()
        self._later(self.watched.begin(self.config))

    async def poll_tick(self) -> None:
        """Start what is due to be polled, and the articles due; ask the hubs whose time has come."""
        if not self.disk.is_full:
            await self._unless_store_fails(self.subscriber.step())
            await self._unless_store_fails(self.poller.start_due())
            await self._unless_store_fails(self.texts.start_due())
            await self._unless_store_fails(self.relooks.start_due())
        self.watched.ticked("poll")

    async def deliver_tick(self) -> None:
        """Start what is due to be sent, whatever the disk is like."""
        await self.disk.look(self.config)
        await self._unless_store_fails(self.deliverer.start_due())
        self.watched.ticked("deliver")

    async def sweep_tick(self) -> None:
        """Do what time itself causes."""
        now = self.clock()
        await self._unless_store_fails(self._sweep(now))
        await self._unless_store_fails(self._watch_feeds())
        await self._unless_store_fails(self.deliverer.sweep())
        if self._schedule:
            await self.watched.follow(self.config)
        self.watched.ticked("sweep")
        memory.give_back()

    async def retain_tick(self) -> None:
        """Let a few rows go that are too old to be kept, if there are any today."""
        await self._unless_store_fails(self._keeper.step(self.store, self.config.retention, now=self.clock()))

    async def _sweep(self, now: datetime) -> None:
        """What time causes; then, since the store has taken it, the word that all is well."""
        await self.store.write(lambda tx: sweep(tx, self._desk, now=now))
        await self._heart.beat(self.store, self.config, now=now)

    async def _watch_feeds(self) -> None:
        """Tell the operators of feeds in trouble, and try those again whose common trouble seems to be over."""
        now = self.clock()
        await self.poller.flush()
        decision = await self.store.write(lambda tx: watch(tx, self.config, now=now))
        if decision.hurry:
            await self.poller.hurry(decision.hurry)
        if decision.notices:
            self._wake()

    async def _unless_store_fails(self, work: Coroutine[Any, Any, object]) -> None:
        """A tick that the store refuses is skipped, and said once a spell; the next one does its work."""
        try:
            await work
            if self._store_fails:  # the work may have had nothing to ask it
                await self.store.read(lambda _: None)
        except StoreError as error:
            if not self._store_fails:
                log.warning("store fails, ticks are skipped until it works again", extra={"reason": str(error)})
            self._store_fails = True
            self.watched.metrics.store_failed()
        else:
            if self._store_fails:
                log.info("store works again")
            self._store_fails = False

    async def poll_all(self, *, on_report: Callable[[PollReport], None] | None = None) -> list[PollReport]:
        """Poll every enabled feed once, whether due or not, fetch the articles due, and wait for the results."""
        tasks = [self.poller.start(feed) for feed in self.config.feeds if feed.enabled]
        reports = []
        for done in asyncio.as_completed(tasks):
            report = await done
            reports.append(report)
            if on_report:
                on_report(report)
        await self.texts.drain()
        await self._watch_feeds()
        return reports

    async def deliver_all(self, *, patient: bool = False) -> None:
        """Send everything that is due now, what that makes due included, and wait for it.

        `patient`: wait, too, for chats that may only get so much in a minute; by the real clock.
        """
        while True:
            await self._settle()
            await self.deliverer.start_due()
            if not self.deliverer.idle:
                await self.deliverer.drain()
            elif patient and await self.deliverer.is_held_up():
                await asyncio.sleep(DELIVER_TICK.total_seconds())
            else:
                return

    async def stop(self) -> None:
        """Stop polling, let sends under way finish, close everything. Nothing is lost: what is not done is in rows."""
        if self._schedule:
            self._schedule.stop()
        self._outgoing.hand_over()
        await self.watched.end()
        await self.disk.stop()
        await self.listener.stop()
        await self.subscriber.stop()
        await self.poller.stop()
        await self.texts.stop()
        await self.relooks.stop()
        await self._settle()
        await self.deliverer.stop(within=SENDS_MAY_TAKE)
        await asyncio.gather(*self._closing, return_exceptions=True)
        await self._heart.close()
        await self._fetcher.close()
        await self._parser.close()
        await asyncio.gather(*(channel.close() for channel in self._built), return_exceptions=True)
        await self.store.close()

    def _begin(self, what: str) -> None:
        """Begin what somebody asked for in a chat and what takes longer than an answer: a drill."""
        verb, *receivers = what.split()
        if verb == "drill" and self.on_drill:
            self._later(self.on_drill(receivers))

    def _wake(self) -> None:
        """Something was queued: send it now rather than at the next tick."""
        task = asyncio.create_task(self.deliver_tick())
        self._woken.add(task)
        task.add_done_callback(self._woken.discard)

    async def _settle(self) -> None:
        if self._woken:
            await asyncio.gather(*self._woken, return_exceptions=True)


async def _close_after(tasks: Sequence["asyncio.Task[Any]"], unused: Sequence[Channel | Fetcher | Parser]) -> None:
    """Close what is not used any more, as soon as those have ended that may still use it."""
    if tasks:
        await asyncio.wait(tasks)
    await asyncio.gather(*(one.close() for one in unused), return_exceptions=True)
