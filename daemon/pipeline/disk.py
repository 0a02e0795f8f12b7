"""What is done when the store's disk is full, or cannot be believed any more (S6, S7).

Full: polls wait, for what they bring could not be saved; what is stored goes on being sent; the operators are told past
the store; and all goes on by itself when there is room. Failing: what was committed may not be there after a power cut,
so the operators are told and the daemon ends.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from daemon.alerts.compose import compose
from daemon.channels.registry import Channel
from daemon.config import Config
from daemon.errors import SendError
from daemon.model import Alert
from daemon.pipeline import notices
from daemon.store.database import Store

log = logging.getLogger(__name__)

_AGAIN_AFTER = timedelta(seconds=30)  #: until a word that nobody took is tried again
_SAID_LATELY = timedelta(minutes=10)  #: a disk that is full, has room and is full again is told of once in so long
_PATIENCE = timedelta(minutes=1)  #: with one receiver, before the next one is asked
_LAST_WORD, _LAST_WORDS = timedelta(seconds=5), timedelta(seconds=30)  #: with one receiver, and with all, at the end


class Disk:
    """Looks after the store's disk; call `look` every second."""

    def __init__(self, store: Store, channels: Mapping[str, Channel], clock: Callable[[], datetime]) -> None:
        self._store, self._channels, self._clock = store, channels, clock
        self._telling: asyncio.Task[None] | None = None
        self._to_tell: Alert | None = None
        self._try_at: datetime | None = None
        self._said: dict[bool, datetime] = {}  #: full or not -> when that was said
        self._last_said = False
        self.is_full = False  #: polls must wait
        self.has_failed = False
        self.on_failure: Callable[[str], None] = lambda _: None  #: ends the daemon

    async def look(self, config: Config) -> None:
        """Do what the disk's state asks for, and tell it."""
        trouble = self._store.trouble
        if trouble.failed and not self.has_failed:
            self.has_failed = self.is_full = True
            await self._give_up(config, trouble.failed)
        elif trouble.is_full and not self.is_full:
            self.is_full = True
            self._store.reserve.give()
            log.error("disk is full, polls wait", extra={"reason": trouble.reason or "there is hardly any room"})
        elif self.is_full and not self.has_failed and await asyncio.to_thread(self._store.reserve.keep):
            self.is_full = False
            trouble.is_full = False
            log.info("disk has room again, polls go on")
        if not self.has_failed:
            self._say_how_it_is()
        self._go_on_telling(config)

    async def stop(self) -> None:
        """Tell nobody any more."""
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)

    async def _give_up(self, config: Config, reason: str) -> None:
        log.critical("disk fails, the daemon ends", extra={"reason": reason})
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS.total_seconds()):
                await self._shout(config, notices.disk_fails(reason, now=self._clock()), patience=_LAST_WORD)
        self.on_failure(reason)

    def _say_how_it_is(self) -> None:
        """Full, or not any more, unless that is what was said last. Law: what goes on longer than a while is said."""
        now, said = self._clock(), self._said.get(self.is_full)
        if self.is_full is self._last_said or (said is not None and timedelta() <= now - said < _SAID_LATELY):
            return
        self._said[self.is_full], self._last_said = now, self.is_full
        self._to_tell = notices.disk_full(now=now) if self.is_full else notices.disk_has_room(now=now)
        self._try_at = None

    def _go_on_telling(self, config: Config) -> None:
        now, alert = self._clock(), self._to_tell
        is_time = self._try_at is None or not timedelta() < self._try_at - now <= _AGAIN_AFTER
        if alert is not None and is_time and (self._telling is None or self._telling.done()):
            self._try_at = now + _AGAIN_AFTER
            self._telling = asyncio.create_task(self._tell_past_the_store(config, alert))

    async def _tell_past_the_store(self, config: Config, alert: Alert) -> None:
        if await self._shout(config, alert, patience=_PATIENCE) and self._to_tell is alert:
            self._to_tell = None

    async def _shout(self, config: Config, alert: Alert, *, patience: timedelta) -> bool:
        """Send it past the outbox: to the operators, else to whoever hears for them; whether somebody took it."""
        operators = config.receivers.get(config.operators)
        heirs = [operators.fallback] if operators and operators.fallback else []
        for receiver in dict.fromkeys([config.operators, *heirs, *config.receivers]):
            channel = self._channels.get(receiver)
            if channel is not None and await self._took(channel, receiver, alert, patience=patience):
                return True
        return False

    async def _took(self, channel: Channel, receiver: str, alert: Alert, *, patience: timedelta) -> bool:
        now = self._clock()
        delivery = notices.past_the_outbox(alert, receiver, now=now)
        try:
            async with asyncio.timeout(patience.total_seconds()):
                await channel.send(compose(delivery, now=now))
        except SendError as error:
            log.warning("operators not told", extra={"receiver": receiver, "reason": error.message})
        except TimeoutError:
            log.warning("operators not told", extra={"receiver": receiver, "reason": "no answer in time"})
        except Exception:  # a bug in one channel must not keep the others from telling, nor the daemon from its end
            log.exception("channel failed", extra={"receiver": receiver, "delivery": delivery.key})
        else:
            return True
        return False
