"""Outbox -> channels, at least once.

Each receiver is a lane of its own: one message at a time, in order, and no lane waits for another. An attempt is
committed before it is made, and its result after it, so a crash between both is known and the repeat is labelled.
"""

import asyncio
import logging
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from daemon.alerts.compose import compose
from daemon.channels.parts import put_off_in
from daemon.channels.registry import Channel, Editing, address_of, build_channel
from daemon.config import Config
from daemon.errors import PermanentSendError, SendError, StoreError, TransientSendError
from daemon.model import Alert, Delivery, DeliveryState, Message, Planned
from daemon.pipeline import failover, live, notices, retry
from daemon.pipeline.claim import claim_next, is_hushed
from daemon.pipeline.pace import Pace
from daemon.pipeline.refusals import note_refusals
from daemon.pipeline.underway import UnderWay
from daemon.store.database import Store, Transaction
from daemon.store.outbox import ReceiverState

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
_SAVE_AGAIN_AFTER = timedelta(seconds=1)
_STRANDED_AFTER = timedelta(minutes=10)  #: longer than any send takes


class Deliverer:
    """Sends what is due. Call `start_due` whenever something may be due; `drain` waits for what is under way."""

    def __init__(self, config: Config, store: Store, channels: dict[str, Channel], clock: Clock) -> None:
        self._config = config
        self._store = store
        self._channels = channels
        self._clock = clock
        self._lanes = UnderWay[None](_tell_of_bug)
        self._own: list[Channel] = []  #: built here, at addresses that receivers have moved to
        self._moved: set[str] = set()  #: receivers whose channel is one of these
        self._paces: dict[Hashable, Pace] = {}
        self._moves_known = True
        self._stopping = False
        self.on_attempt: Callable[[Delivery], None] = lambda _: None  #: is told what each attempt came to

    async def recover(self) -> int:
        """After a start: what an earlier process left unfinished will be sent again, labelled."""
        await self._follow_moves()
        now = self._clock()
        return await self._store.write(lambda tx: self._recover(tx, now))

    @staticmethod
    def _recover(tx: Transaction, now: datetime) -> int:
        tx.outbox.try_refused()
        return tx.outbox.recover(now=now, after=retry.AMBIGUOUS_WAIT)

    async def _follow_moves(self) -> None:
        """Find receivers that have moved where they are now, unless the config names another address since then."""
        states: dict[str, ReceiverState] = await self._store.read(lambda tx: tx.outbox.receivers())
        self._moves_known = True
        for name, state in states.items():
            receiver = self._config.receivers.get(name)
            if receiver and state.moved_to and state.moved_from == address_of(receiver) and name not in self._moved:
                self._move(name, state.moved_to)

    def take(
        self, config: Config, channels: Mapping[str, Channel]
    ) -> "list[tuple[Channel, asyncio.Task[None] | None]]":
        """From here on, deliver by this config: `channels` has one for each receiver that is new or has changed.

        Returns the channels that are not used any more, each with the lane that may still be sending through it: close
        it when that has ended. What is queued for a receiver that is gone goes to its heir, as a dead delivery does.
        """
        gone = [name for name in self._channels if name in channels or name not in config.receivers]
        replaced = [(self._channels.pop(name), self._lanes.task(name)) for name in gone]
        self._moved -= set(gone)
        given_up = {id(channel) for channel, _ in replaced}
        self._own = [channel for channel in self._own if id(channel) not in given_up]
        self._channels.update(channels)
        self._config, self._moves_known = config, False
        return replaced

    async def start_due(self) -> None:
        """Start a lane for every receiver that has something due and no lane yet."""
        if self._stopping:
            return
        if not self._moves_known:
            await self._follow_moves()
        for receiver in await self._store.read(self._waiting, urgent=True):
            if receiver not in self._lanes:
                self._lanes.start(receiver, self._run_lane(receiver), title=f"lane {receiver}")

    def _waiting(self, tx: Transaction) -> list[str]:
        """The receivers for which something is to be sent, or edited."""
        now = self._clock()
        behind = tx.live.waiting_receivers(edited_before=now - live.PAUSE)
        editable = [name for name in behind if isinstance(self._channels.get(name), Editing)]
        due = [name for name, rank in tx.outbox.waiting_receivers(now=now).items() if self._may(name, rank, now)]
        return list(dict.fromkeys([*due, *editable]))

    async def is_held_up(self) -> bool:
        """Whether something is due that only the pace of its chat holds up."""
        now = self._clock()
        due = await self._store.read(lambda tx: tx.outbox.waiting_receivers(now=now))
        return any(not self._may(name, rank, now) for name, rank in due.items())

    def _may(self, receiver: str, rank: int, now: datetime) -> bool:
        least = self._pace_of(receiver).least_rank(now)
        return least is not None and rank >= least

    async def drain(self) -> None:
        """Wait until every lane that is under way has nothing due any more."""
        await self._lanes.drain()

    @property
    def idle(self) -> bool:
        """Whether no lane is under way."""
        return not self._lanes

    async def sweep(self) -> None:
        """What time itself causes: receivers that are out for too long, and sends that were never finished."""
        now = self._clock()
        await self._store.write(lambda tx: self._sweep(tx, now))

    def _sweep(self, tx: Transaction, now: datetime) -> None:
        tx.outbox.recover(now=now, after=retry.AMBIGUOUS_WAIT, idle_for=_STRANDED_AFTER)
        for state in tx.outbox.receivers().values():
            if failover.is_out(state, now=now):
                self._fail_over(tx, state, tx.outbox.pending(state.receiver), now=now)

    async def stop(self, *, within: timedelta) -> None:
        """Start nothing new, and give sends under way the time to finish."""
        self._stopping = True
        await self._lanes.stop(within=within)
        await asyncio.gather(*(channel.close() for channel in self._own), return_exceptions=True)

    async def _run_lane(self, receiver: str) -> None:
        pace = self._pace_of(receiver)
        while not self._stopping:
            try:
                claim = await self._store.write(lambda tx: self._claim(tx, receiver, pace), urgent=True)
            except StoreError as error:
                log.warning("outbox not readable, tried again", extra={"receiver": receiver, "reason": str(error)})
                return
            if claim is None:
                await self._bring_up_to_date(receiver)
                return
            await self._attempt(*claim)

    def _claim(self, tx: Transaction, receiver: str, pace: Pace) -> tuple[Delivery, str | None] | None:
        return claim_next(tx, receiver, pace, settings=self._config.receivers.get(receiver), now=self._clock())

    def _pace_of(self, receiver: str) -> Pace:
        """How much the receiver's chat may still get; receivers that share a chat share what it may get."""
        channel = self._channels.get(receiver)
        limit, place = getattr(channel, "per_minute", None), getattr(channel, "place", receiver)
        known = self._paces.get(place)
        if known is None or known.limit != limit:
            known = self._paces[place] = Pace(limit)
        return known

    async def _bring_up_to_date(self, receiver: str) -> None:
        """Let one first message show what is known by now; the next one is for the next tick."""
        channel = self._channels.get(receiver)
        if not isinstance(channel, Editing):
            return
        try:
            edit = await self._store.write(lambda tx: live.next_edit(tx, receiver, now=self._clock()))
        except StoreError as error:
            log.warning("edits not readable, tried again", extra={"receiver": receiver, "reason": str(error)})
            return
        if edit is None or not self._pace_of(receiver).may_edit(self._clock()):
            return
        self._pace_of(receiver).sends(self._clock())
        failure = None
        try:
            await channel.edit(edit.reference, self._pressable(edit.message))
        except SendError as error:
            failure = error
            self._note_flood(receiver, error)
            log.warning("message not edited", extra={"receiver": receiver, "reason": error.message})
        await self._save(lambda tx: live.save_edit(tx, edit, failure, now=self._clock()))

    async def _attempt(self, delivery: Delivery, reply_to: str | None) -> None:
        """Send one claimed delivery and save what came of it."""
        channel = self._channels.get(delivery.receiver)
        try:
            message = self._message(delivery, reply_to)
            parts = await self._send(delivery.receiver, channel, message)
        except SendError as failure:
            successor = self._channels.get(delivery.receiver)
            mended = channel is not None and successor is not None and channel is not successor
            error = _try_the_new_one(failure) if mended else failure
            failed = retry.after_error(delivery, error, now=self._clock())
            self._note_flood(delivery.receiver, error)
            self._log_failure(failed, error)
            self.on_attempt(failed)
            await self._save(lambda tx: self._save_failure(tx, failed, error))
            if isinstance(error, PermanentSendError) and error.moved_to and delivery.receiver in self._config.receivers:
                self._move(delivery.receiver, error.moved_to)
        else:
            done = retry.after_success(delivery, parts)
            level = logging.DEBUG if delivery.alert.exercise else logging.INFO
            log.log(level, "delivered", extra={"delivery": delivery.key, "receiver": delivery.receiver})
            self.on_attempt(done)
            await self._save(lambda tx: self._save_success(tx, done))

    def answered(self, place: Hashable, count: int) -> None:
        """So many answers were written where a receiver's messages are counted as well."""
        for name, channel in self._channels.items():
            if getattr(channel, "place", None) == place:
                for _ in range(count):
                    self._pace_of(name).sends(self._clock())
                return

    def _note_flood(self, receiver: str, error: SendError) -> None:
        if isinstance(error, TransientSendError) and error.retry_after:
            self._pace_of(receiver).struck(self._clock())

    def _message(self, delivery: Delivery, reply_to: str | None) -> Message:
        try:
            now = self._clock()
            message = compose(delivery, reply_to=reply_to, now=now)
            silent = is_hushed(delivery, self._config.receivers.get(delivery.receiver), now=now)
            return self._pressable(replace(message, silent=silent))
        except Exception as error:  # it would fail for ever: better dead and told than stuck
            log.exception("message not composed", extra={"delivery": delivery.key})
            reason = f"bug while writing the message: {type(error).__name__}"
            raise PermanentSendError(delivery.receiver, reason) from error

    def _pressable(self, message: Message) -> Message:
        """The message, without buttons if nobody is listed whose presses would be heard."""
        return message if self._config.people else replace(message, buttons=())

    @staticmethod
    async def _send(receiver: str, channel: Channel | None, message: Message) -> tuple[str, ...]:
        if channel is None:
            raise PermanentSendError(receiver, "this receiver is no longer in the config")
        try:
            return await channel.send(message)
        except SendError:
            raise
        except Exception as error:  # a channel's bug must not stop the lane, nor lose the alert
            log.exception("channel failed", extra={"receiver": receiver, "delivery": message.key})
            reason = f"bug in the channel: {type(error).__name__}"
            raise TransientSendError(receiver, reason, ambiguous=True) from error

    def _move(self, receiver: str, address: str) -> None:
        """From here on, the receiver is found at its new address; its former channel stays with whoever built it."""
        moved = build_channel(receiver, self._config.receivers[receiver], address=address)
        self._own.append(moved)
        self._moved.add(receiver)
        self._channels[receiver] = moved

    async def _save(self, work: Callable[[Transaction], None]) -> None:
        """Save a result, however long the store takes: forgetting it would repeat or lose a message."""
        warned = False
        while True:
            try:
                await self._store.write(work, urgent=True)
            except StoreError as error:
                if not warned:
                    log.warning("result of a delivery not saved yet", extra={"reason": str(error)})
                warned = True
                await asyncio.sleep(_SAVE_AGAIN_AFTER.total_seconds())
            else:
                return

    def _save_success(self, tx: Transaction, delivery: Delivery) -> None:
        now = self._clock()
        tx.outbox.finish(delivery, now=now)
        note_refusals(tx, delivery.receiver, delivery.parts_sent, self._config, now=now)
        if isinstance(self._channels.get(delivery.receiver), Editing):
            live.follow(tx, delivery)
        state = tx.outbox.receiver(delivery.receiver)
        if state.failing_since or state.not_before:
            tx.outbox.save_receiver(failover.after_success(state))

    def _save_failure(self, tx: Transaction, delivery: Delivery, error: SendError) -> None:
        now = self._clock()
        tx.outbox.finish(delivery, now=now)
        state = tx.outbox.receiver(delivery.receiver)
        settings = self._config.receivers.get(delivery.receiver)
        moved_to = error.moved_to if isinstance(error, PermanentSendError) else None
        if moved_to and settings and delivery.state is DeliveryState.PENDING:
            moved_from = address_of(settings)
            tx.outbox.save_receiver(replace(state, moved_from=moved_from, moved_to=moved_to))
            self._tell_operators(tx, notices.receiver_moved(delivery.receiver, moved_to, now=now))
            return
        # The others have it: that is no outage, and those who do not have it yet are named.
        for_some = delivery.state is DeliveryState.PENDING and bool(put_off_in(error.sent))
        state = failover.after_success(state) if for_some else failover.after_failure(state, error, now=now)
        tx.outbox.save_receiver(state)
        if for_some and delivery.attempts >= retry.TOLD_AFTER:
            note_refusals(tx, delivery.receiver, delivery.parts_sent, self._config, now=now)
        if delivery.state is DeliveryState.DEAD:
            self._fail_over(tx, state, [delivery], now=now)
        elif failover.is_out(state, now=now):
            self._fail_over(tx, state, tx.outbox.pending(delivery.receiver), now=now)

    def _fail_over(self, tx: Transaction, state: ReceiverState, lost: Iterable[Delivery], *, now: datetime) -> None:
        """Let the fallback hear what this receiver does not, and tell the operators, once a spell."""
        told = [one for one in lost if failover.needs_fallback(one, state, now=now)]
        fallback = self._fallback(state.receiver)
        if fallback:
            heirs = [Planned(alert=one.alert, receiver=fallback, silent=one.silent) for one in told]
            tx.outbox.enqueue(heirs, now=now)
        if told:
            since = state.failing_since or now
            reason = state.reason or "no reason given"
            down = notices.receiver_down(state.receiver, reason=reason, since=since, fallback=fallback, now=now)
            self._tell_operators(tx, down, about=state.receiver)

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


def _tell_of_bug(receiver: str, error: BaseException) -> None:
    log.error("lane failed", extra={"receiver": receiver}, exc_info=error)


def _try_the_new_one(error: SendError) -> SendError:
    """What a channel said that was replaced while it sent: a refusal says nothing of the channel that is there now."""
    if isinstance(error, PermanentSendError):
        return TransientSendError(error.receiver, error.message, sent=error.sent)
    return error
