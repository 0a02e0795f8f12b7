"""Outbox -> channels, at least once.

Each receiver is a lane of its own: one message at a time, in order, and no lane waits for another. An attempt is
committed before it is made, and its result after it, so a crash between both is known and the repeat is labelled.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from daemon.alerts.compose import compose
from daemon.channels.registry import Channel, build_channel
from daemon.config import Config
from daemon.errors import PermanentSendError, SendError, StoreError, TransientSendError
from daemon.model import Alert, AlertReason, Delivery, DeliveryState, Planned
from daemon.pipeline import notices, retry
from daemon.store.database import Store, Transaction
from daemon.store.outbox import ReceiverState

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
_SAVE_AGAIN_AFTER = timedelta(seconds=1)


class Deliverer:
    """Sends what is due. Call `start_due` whenever something may be due; `drain` waits for what is under way."""

    def __init__(self, config: Config, store: Store, channels: dict[str, Channel], clock: Clock) -> None:
        self._config = config
        self._store = store
        self._channels = channels
        self._clock = clock
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._stopping = False

    async def recover(self) -> int:
        """After a start: what an earlier process left unfinished will be sent again, labelled."""
        states: dict[str, ReceiverState] = await self._store.read(lambda tx: tx.outbox.receivers())
        for name, state in states.items():
            if state.moved_to and name in self._channels:
                await self._move(name, state.moved_to)
        return await self._store.write(lambda tx: tx.outbox.recover(after=retry.AMBIGUOUS_WAIT))

    async def start_due(self) -> None:
        """Start a lane for every receiver that has something due and no lane yet."""
        if self._stopping:
            return
        waiting = await self._store.read(lambda tx: tx.outbox.waiting_receivers(now=self._clock()))
        for receiver in waiting:
            if receiver not in self._lanes:
                lane = asyncio.create_task(self._run_lane(receiver), name=f"lane {receiver}")
                self._lanes[receiver] = lane
                lane.add_done_callback(partial(self._ended, receiver))

    async def drain(self) -> None:
        """Wait until every lane that is under way has nothing due any more."""
        while self._lanes:
            await asyncio.wait(list(self._lanes.values()))
            await asyncio.sleep(0)  # let the lanes' callbacks run

    async def stop(self, *, within: timedelta) -> None:
        """Start nothing new, and give sends under way the time to finish."""
        self._stopping = True
        lanes = list(self._lanes.values())
        if lanes:
            _, late = await asyncio.wait(lanes, timeout=within.total_seconds())
            for lane in late:
                lane.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*late, return_exceptions=True)

    def _ended(self, receiver: str, lane: "asyncio.Task[None]") -> None:
        self._lanes.pop(receiver, None)
        if not lane.cancelled() and (error := lane.exception()):
            log.error("lane failed", extra={"receiver": receiver}, exc_info=error)

    async def _run_lane(self, receiver: str) -> None:
        while not self._stopping:
            try:
                delivery = await self._store.write(lambda tx: tx.outbox.start(receiver, now=self._clock()))
            except StoreError as error:
                log.warning("outbox not readable, tried again", extra={"receiver": receiver, "reason": str(error)})
                return
            if delivery is None:
                return
            await self._attempt(delivery)

    async def _attempt(self, delivery: Delivery) -> None:
        """Send one claimed delivery and save what came of it."""
        try:
            parts = await self._send(delivery)
        except SendError as failure:
            error = failure  # `failure` ends with this block; the save may come later
            failed = retry.after_error(delivery, error, now=self._clock())
            self._log_failure(failed, error)
            if isinstance(error, PermanentSendError) and error.moved_to:
                await self._move(delivery.receiver, error.moved_to)
            await self._save(lambda tx: self._save_failure(tx, failed, error))
        else:
            done = retry.after_success(delivery, parts)
            level = logging.DEBUG if delivery.alert.exercise else logging.INFO
            log.log(level, "delivered", extra={"delivery": delivery.key, "receiver": delivery.receiver})
            await self._save(lambda tx: self._save_success(tx, done))

    async def _send(self, delivery: Delivery) -> tuple[str, ...]:
        channel = self._channels.get(delivery.receiver)
        if channel is None:
            raise PermanentSendError(delivery.receiver, "this receiver is no longer in the config")
        incident = delivery.alert.incident_id
        reply_to = None
        if incident and delivery.alert.reason is not AlertReason.OPENED:
            reply_to = await self._store.read(lambda tx: tx.outbox.thread(incident, delivery.receiver))
        message = compose(delivery, reply_to=reply_to, now=self._clock())
        try:
            return await channel.send(message)
        except SendError:
            raise
        except Exception as error:  # a channel's bug must not stop the lane, nor lose the alert
            log.exception("channel failed", extra={"receiver": delivery.receiver, "delivery": delivery.key})
            raise TransientSendError(
                delivery.receiver, f"bug in channel: {type(error).__name__}", ambiguous=True
            ) from error

    async def _move(self, receiver: str, address: str) -> None:
        """From here on, the receiver is found at its new address."""
        former = self._channels[receiver]
        self._channels[receiver] = build_channel(receiver, self._config.receivers[receiver], address=address)
        await former.close()

    async def _save(self, work: Callable[[Transaction], None]) -> None:
        """Save a result, however long the store takes: forgetting it would repeat or lose a message."""
        warned = False
        while True:
            try:
                await self._store.write(work)
            except StoreError as error:
                if not warned:
                    log.warning("result of a delivery not saved yet", extra={"reason": str(error)})
                warned = True
                await asyncio.sleep(_SAVE_AGAIN_AFTER.total_seconds())
            else:
                return

    def _save_success(self, tx: Transaction, delivery: Delivery) -> None:
        tx.outbox.finish(delivery, now=self._clock())
        state = tx.outbox.receiver(delivery.receiver)
        if state.down_since or state.not_before:
            tx.outbox.save_receiver(replace(state, down_since=None, down_reason=None, not_before=None))

    def _save_failure(self, tx: Transaction, delivery: Delivery, error: SendError) -> None:
        now = self._clock()
        tx.outbox.finish(delivery, now=now)
        state = tx.outbox.receiver(delivery.receiver)
        if isinstance(error, TransientSendError) and error.retry_after:
            tx.outbox.save_receiver(replace(state, not_before=now + error.retry_after))
        elif isinstance(error, PermanentSendError) and error.moved_to:
            tx.outbox.save_receiver(replace(state, moved_to=error.moved_to))
            self._tell_operators(tx, notices.receiver_moved(delivery.receiver, error.moved_to, now=now))
        elif delivery.state is DeliveryState.DEAD:
            self._save_dead(tx, delivery, state)

    def _save_dead(self, tx: Transaction, delivery: Delivery, state: ReceiverState) -> None:
        """Give the alert to the fallback, and tell the operators: once for a receiver that is down."""
        now = self._clock()
        fallback = self._fallback(delivery.receiver)
        if fallback and delivery.alert.reason is not AlertReason.TEST:
            tx.outbox.enqueue([Planned(alert=delivery.alert, receiver=fallback, silent=False)], now=now)
        since = state.down_since or now
        tx.outbox.save_receiver(replace(state, down_since=since, down_reason=delivery.last_error))
        reason = delivery.last_error or "no reason given"
        down = notices.receiver_down(delivery, reason=reason, since=since, fallback=fallback, now=now)
        self._tell_operators(tx, down, about=delivery.receiver)

    def _fallback(self, receiver: str) -> str | None:
        settings = self._config.receivers.get(receiver)
        heir = (settings.fallback if settings else None) or self._config.operators
        return heir if heir != receiver and heir in self._channels else None

    def _tell_operators(self, tx: Transaction, alert: Alert, *, about: str | None = None) -> None:
        """Queue a notice; what concerns the operators' own receiver goes to its fallback, or at least to the log."""
        operators = self._config.operators
        to = self._fallback(operators) if operators == about else operators
        if to is None:
            log.error("operators cannot be told", extra={"reason": alert.text})
            return
        tx.outbox.enqueue([Planned(alert=alert, receiver=to, silent=False)], now=self._clock())

    @staticmethod
    def _log_failure(delivery: Delivery, error: SendError) -> None:
        facts = {"delivery": delivery.key, "receiver": delivery.receiver, "reason": error.message}
        if delivery.state is DeliveryState.DEAD:
            log.error("delivery dead", extra=facts)
        else:
            log.warning("delivery failed, will be tried again", extra=facts)
