"""Builds and wires everything once: who is who. The only place that asks the clock."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from daemon.channels.registry import Channel, build_channel
from daemon.config import Config
from daemon.errors import StoreError
from daemon.feeds.fetch import Fetcher
from daemon.feeds.parse import Parser
from daemon.pipeline.deliver import Deliverer
from daemon.pipeline.ingest import Desk
from daemon.pipeline.poll import Poller, PollReport
from daemon.pipeline.sweep import sweep
from daemon.rules.load import RuleSet
from daemon.schedule import Schedule
from daemon.store.database import Store

log = logging.getLogger(__name__)

POLL_TICK = timedelta(seconds=0.5)
DELIVER_TICK = timedelta(seconds=1)
SWEEP_TICK = timedelta(minutes=1)
SENDS_MAY_TAKE = timedelta(seconds=10)  #: at a stop, before sends under way are cut off


def utc_now() -> datetime:
    """The clock that everything else is handed."""
    return datetime.now(UTC)


class App:
    """A running watchdesk. `stop` closes the store and all that was built here; channels it was handed stay open."""

    def __init__(
        self,
        config: Config,
        rules: RuleSet,
        store: Store,
        *,
        clock: Callable[[], datetime] = utc_now,
        channels: Mapping[str, Channel] | None = None,
        exercise: bool = False,
    ) -> None:
        self.config = config
        self.store = store
        self.clock = clock
        self.channels = dict(channels) if channels is not None else build_channels(config)
        self._built = tuple(self.channels.values()) if channels is None else ()
        self._store_fails = False
        self._parser = Parser(config.poll.parsers)
        self._fetcher = Fetcher(config.poll, contact=config.contact, room=self._parser.room)
        self._desk = Desk(config=config, rules=rules, exercise=exercise)
        self.poller = Poller(self._desk, store, self._fetcher, self._parser, clock, self._wake)
        self.deliverer = Deliverer(config, store, self.channels, clock)
        self._schedule: Schedule | None = None
        self._woken: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Take up what an earlier process left, and give new feeds their first time."""
        repeats = await self.deliverer.recover()
        if repeats:
            log.warning("sends cut off by a crash will be repeated, labelled", extra={"count": repeats})
        await self.poller.schedule()

    def start_schedule(self) -> None:
        """Let time drive: from here on, polls, deliveries and sweeps run by themselves."""
        now = self.clock()
        self._schedule = Schedule()
        self._schedule.every(POLL_TICK, self.poll_tick, name="poll", first=now)
        self._schedule.every(DELIVER_TICK, self.deliver_tick, name="deliver", first=now)
        self._schedule.every(SWEEP_TICK, self.sweep_tick, name="sweep", first=now)
        self._schedule.start()

    async def poll_tick(self) -> None:
        """Start what is due to be polled."""
        await self._unless_store_fails(self.poller.start_due())

    async def deliver_tick(self) -> None:
        """Start what is due to be sent."""
        await self._unless_store_fails(self.deliverer.start_due())

    async def sweep_tick(self) -> None:
        """Do what time itself causes."""
        now = self.clock()
        await self._unless_store_fails(self.store.write(lambda tx: sweep(tx, self._desk, now=now)))
        await self._unless_store_fails(self.deliverer.sweep())

    async def _unless_store_fails(self, work: Coroutine[Any, Any, object]) -> None:
        """A tick that the store refuses is skipped, and said once a spell; the next one does its work."""
        try:
            await work
        except StoreError as error:
            if not self._store_fails:
                log.warning("store fails, ticks are skipped until it works again", extra={"reason": str(error)})
            self._store_fails = True
        else:
            if self._store_fails:
                log.info("store works again")
            self._store_fails = False

    async def poll_all(self, *, on_report: Callable[[PollReport], None] | None = None) -> list[PollReport]:
        """Poll every enabled feed once, whether due or not, and wait for the results."""
        tasks = [self.poller.start(feed) for feed in self.config.feeds if feed.enabled]
        reports = []
        for done in asyncio.as_completed(tasks):
            report = await done
            reports.append(report)
            if on_report:
                on_report(report)
        await self.poller.flush()
        return reports

    async def deliver_all(self) -> None:
        """Send everything that is due now, what that makes due included, and wait for it."""
        while True:
            await self._settle()
            await self.deliverer.start_due()
            if self.deliverer.idle:
                return
            await self.deliverer.drain()

    async def stop(self) -> None:
        """Stop polling, let sends under way finish, close everything. Nothing is lost: what is not done is in rows."""
        if self._schedule:
            self._schedule.stop()
        await self.poller.stop()
        await self._settle()
        await self.deliverer.stop(within=SENDS_MAY_TAKE)
        await self._fetcher.close()
        await self._parser.close()
        await asyncio.gather(*(channel.close() for channel in self._built), return_exceptions=True)
        await self.store.close()

    def _wake(self) -> None:
        """Something was queued: send it now rather than at the next tick."""
        task = asyncio.create_task(self.deliver_tick())
        self._woken.add(task)
        task.add_done_callback(self._woken.discard)

    async def _settle(self) -> None:
        if self._woken:
            await asyncio.gather(*self._woken, return_exceptions=True)


def build_channels(config: Config) -> dict[str, Channel]:
    """The channel of each receiver."""
    return {name: build_channel(name, receiver) for name, receiver in config.receivers.items()}
