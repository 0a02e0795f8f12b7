"""What waits in the outbox goes out as soon as the store is open: it needs neither rules nor feeds.

An app takes the deliverer over, with what is under way. Queued is queued: whatever the rules will be, no wait is longer
because they take time to be read, and a start that they fail has told what was known before.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from daemon.channels.registry import Channel, build_channel
from daemon.config import Config
from daemon.errors import StoreError
from daemon.model import Delivery
from daemon.pipeline.deliver import Deliverer
from daemon.store.copying import COPIED
from daemon.store.database import Store

log = logging.getLogger(__name__)

DELIVER_TICK = timedelta(seconds=1)
SENDS_MAY_TAKE = timedelta(seconds=10)  #: at a stop, before sends under way are cut off


class Outgoing:
    """A config's channels, and the deliverer that sends through them. Begin it; hand it to an app, or stop it."""

    def __init__(
        self,
        config: Config,
        store: Store,
        clock: Callable[[], datetime],
        *,
        channels: Mapping[str, Channel] | None = None,
    ) -> None:
        self.channels = dict(channels) if channels is not None else build_channels(config)
        self.built = tuple(self.channels.values())  #: as they are now: a receiver that moves gets another one
        self.deliverer = Deliverer(config, store, self.channels, clock)
        self.has_begun = False
        self.attempts: list[tuple[Delivery, datetime]] = []  #: that were made before an app took over
        self.config, self.store = config, store
        self._clock = clock
        self._ticking: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Send what waits, from now on.

        Law: a restored store is left alone: its app decides first what of it may go out. Errors: StoreError.
        """
        if await self.store.read(lambda tx: tx.feeds.fact(COPIED)):
            return
        await self.recover()
        self.deliverer.on_attempt = lambda delivery: self.attempts.append((delivery, self._clock()))
        self._ticking = asyncio.create_task(self._tick(), name="outgoing")

    async def recover(self) -> None:
        """Take up what an earlier process left, once: later on, what is being sent is not what was cut off."""
        if self.has_begun:
            return
        self.has_begun = True
        repeats = await self.deliverer.recover()
        if repeats:
            log.warning("sends cut off by a crash will be repeated, labelled", extra={"count": repeats})

    async def _tick(self) -> None:
        while True:
            try:
                with suppress(StoreError):  # the next tick finds it again
                    await self.deliverer.start_due()
            except Exception:  # what waits is all that a start can do: a bug must not end it
                log.exception("tick failed because of a bug")
            await asyncio.sleep(DELIVER_TICK.total_seconds())

    def hand_over(self) -> None:
        """Start nothing more by itself; what is under way goes on."""
        if self._ticking is not None:
            self._ticking.cancel()

    async def stop(self) -> None:
        """Give sends under way the time to finish, and close the channels. For who hands it to no app."""
        self.hand_over()
        await self.deliverer.stop(within=SENDS_MAY_TAKE)
        await asyncio.gather(*(channel.close() for channel in self.built), return_exceptions=True)


def build_channels(config: Config) -> dict[str, Channel]:
    """The channel of each receiver."""
    return {name: build_channel(name, receiver) for name, receiver in config.receivers.items()}
