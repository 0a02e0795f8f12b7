"""What the desk presses and writes -> done, noted and answered; one loop for each bot.

What was heard is done in one transaction with the number up to which was heard, so that nothing is done twice, and
nothing that was done is forgotten. The answer comes after it; if it does not arrive, the act stands all the same.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from daemon.channels.registry import Ear, address_of
from daemon.config import Config
from daemon.errors import PermanentSendError, SendError, StoreError, TransientSendError
from daemon.model import Answer, Ask, Heard
from daemon.pipeline.command import obey, said
from daemon.pipeline.commands import COMMANDS
from daemon.pipeline.ingest import Desk
from daemon.pipeline.notices import ear_is_deaf, to_operators
from daemon.pipeline.person import OLDEST, Refusal, ask_of
from daemon.store.database import Store, Transaction

log = logging.getLogger(__name__)

_AGAIN_AFTER = timedelta(seconds=5)
_DEAF_FOR = timedelta(minutes=10)  #: after a refusal for good, such as by another program that reads the same bot (B8)
_NOTE_EVERY = timedelta(minutes=1)


class Listener:
    """Hears all ears until it is stopped."""

    def __init__(
        self,
        desk: Callable[[], Desk],
        store: Store,
        clock: Callable[[], datetime],
        ears: Sequence[Ear],
        *,
        wake: Callable[[], None],
    ) -> None:
        self._desk, self._store, self._clock, self._wake = desk, store, clock, wake
        self._ears = list(ears)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to hear; the chats of the config offer the commands from now on."""
        self._tasks = [asyncio.create_task(self._listen(ear), name=f"ear {ear.bot}") for ear in self._ears]

    async def stop(self) -> None:
        """Hear no more. What was heard and not done is heard again after the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(ear.close() for ear in self._ears), return_exceptions=True)

    async def _listen(self, ear: Ear) -> None:
        offered = False
        while True:
            try:
                if not offered:
                    await self._offer(ear)
                    offered = True
                await self.hear_once(ear)
            except PermanentSendError as error:
                await self._tell_deaf(ear, error)
                await asyncio.sleep(_DEAF_FOR.total_seconds())
            except (SendError, StoreError) as error:
                log.warning("chat not heard, tried again", extra={"reason": str(error)})
                wait = error.retry_after if isinstance(error, TransientSendError) else None
                await asyncio.sleep((wait or _AGAIN_AFTER).total_seconds())

    async def _offer(self, ear: Ear) -> None:
        commands = {one.verb: one.help for one in COMMANDS.values() if one.in_menu}
        chats = await self._store.read(lambda tx: chats_of(tx, self._desk().config))
        await ear.show_commands(sorted(chats), commands)

    async def hear_once(self, ear: Ear) -> int:
        """Hear what has come, do it, and answer; returns how much that was."""
        before = await self._store.read(lambda tx: tx.acts.heard_up_to(ear.bot))
        heard = await ear.hear(before.number + 1 if before else None)
        since = before.at if before else self._clock()
        for one in heard:
            answer = await self._store.write(partial(self._take, heard=one, since=since))
            if answer is not None:
                await self._answer(ear, one, answer)
        if not heard and self._clock() - since >= _NOTE_EVERY:
            await self._store.write(lambda tx: tx.acts.save_heard(ear.bot, None, now=self._clock()))
        return len(heard)

    def _take(self, tx: Transaction, heard: Heard, *, since: datetime) -> Answer | None:
        """Do what was asked, and note that it was heard, in one transaction; None: nobody is to be answered."""
        now, desk = self._clock(), self._desk()
        known = tx.acts.heard_up_to(heard.bot)
        if known and known.number is not None and heard.number <= known.number:
            return None
        tx.acts.save_heard(heard.bot, heard.number, now=now)
        ask = ask_of(
            heard,
            desk.config,
            chats=chats_of(tx, desk.config),
            about=_incident_of(tx, heard),
            is_late=now - since > OLDEST,
            now=now,
        )
        if ask is None:
            return None
        if isinstance(ask, Refusal):
            log.info("not obeyed", extra={"user": heard.user, "chat": heard.chat, "reason": ask.why})
            return said(ask.told) if ask.told else Answer() if heard.press else None
        return self._obeyed(tx, ask, desk, now=now)

    def _obeyed(self, tx: Transaction, ask: Ask, desk: Desk, *, now: datetime) -> Answer:
        try:
            return tx.attempt(lambda: obey(tx, ask, desk=desk, now=now, commands=COMMANDS))
        except StoreError:
            raise
        except Exception:  # it would be heard again for ever: better said than stuck (B7)
            log.exception("command failed by a bug", extra={"verb": ask.verb})
            return said("That failed by a bug in watchdesk; it is in the log. Nothing was changed.")

    async def _answer(self, ear: Ear, heard: Heard, answer: Answer) -> None:
        if answer.done:
            self._wake()
        try:
            await ear.answer(heard, answer)
        except SendError as error:
            log.warning("answer not sent", extra={"reason": str(error)})

    async def _tell_deaf(self, ear: Ear, error: PermanentSendError) -> None:
        log.error("chat is not heard", extra={"reason": str(error)})
        now, config = self._clock(), self._desk().config
        told = to_operators(ear_is_deaf(ear.bot, reason=error.message, now=now), config)
        try:
            await self._store.write(lambda tx: tx.outbox.enqueue([told], now=now))
        except StoreError as failure:
            log.warning("operators not told", extra={"reason": str(failure)})
        self._wake()


def chats_of(tx: Transaction, config: Config) -> Mapping[int, str]:
    """Chat -> the receiver whose chat it is now, moves included."""
    states = tx.outbox.receivers()
    found = {}
    for name, receiver in config.receivers.items():
        address, state = address_of(receiver), states.get(name)
        if state and state.moved_to and state.moved_from == address:
            address = state.moved_to
        if address and address.lstrip("-").isdecimal():
            found[int(address)] = name
    return found


def _incident_of(tx: Transaction, heard: Heard) -> str | None:
    """The incident of the message that a command replies to."""
    if heard.message is None or heard.code is not None:
        return None
    delivery = tx.deliveries.of_message(heard.message)
    return delivery.alert.incident_id if delivery else None
