"""What the desk presses and writes -> done, noted and answered; one loop for each bot.

What was heard is done in one transaction with the number up to which was heard, so that nothing is done twice, and
nothing that was done is forgotten. The answer comes after it; if it does not arrive, the act stands all the same.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from daemon.channels.registry import Ear, address_of
from daemon.config import Config
from daemon.errors import PermanentSendError, SendError, StoreError, TransientSendError
from daemon.model import Answer, Ask, Heard, Menu, Role
from daemon.pipeline.command import obey, said
from daemon.pipeline.commands import COMMANDS
from daemon.pipeline.ingest import Desk
from daemon.pipeline.notices import ear_is_deaf, to_operators
from daemon.pipeline.person import OLDEST, Refusal, ask_of
from daemon.store.database import Store, Transaction

log = logging.getLogger(__name__)

_AGAIN_AFTER = timedelta(seconds=5)
_DEAF_FOR = timedelta(minutes=10)  #: after a refusal for good, such as by another program that reads the same bot (B8)
_SOON = timedelta(seconds=30)
_REFUSED_BEFORE_TOLD = 3  #: in a row
_NOTE_EVERY = timedelta(minutes=1)
_COUNTS_ANEW_AFTER = timedelta(days=6)
_ANSWER_WAITS = timedelta(minutes=1)  #: at most, if the chat is full; who asked has given up after that
_MOST_ASKED = 30  #: by one person in a minute
_MOST_PEOPLE = 1_000  #: whose asks are counted


class Listener:
    """Hears all ears until it is stopped."""

    def __init__(
        self,
        desk: Callable[[], Desk],
        store: Store,
        clock: Callable[[], datetime],
        ears: Sequence[tuple[Ear, frozenset[str]]],
        *,
        wake: Callable[[], None],
        begin: Callable[[str], None],
    ) -> None:
        self._desk, self._store, self._clock, self._wake = desk, store, clock, wake
        self._begin = begin
        self.on_answered: Callable[[Hashable, int], None] = lambda *_: None  #: is told where so much was written
        self._ears = list(ears)
        self._tasks: list[asyncio.Task[None]] = []
        self._answers: set[asyncio.Task[None]] = set()
        self._asked: dict[int | None, deque[datetime]] = {}
        self._was_away: dict[str, bool] = {}  #: bot -> nobody had heard it for long when it was heard first
        self._stopped = False

    async def start(self) -> None:
        """Begin to hear; the chats of the config offer the commands from now on."""
        if not self._stopped:
            self._tasks = [
                asyncio.create_task(self._listen(ear, names), name=f"ear {ear.bot}") for ear, names in self._ears
            ]

    async def stop(self) -> None:
        """Hear no more. What was heard and not done is heard again after the next start."""
        self._stopped = True
        for task in (*self._tasks, *self._answers):
            task.cancel()
        await asyncio.gather(*self._tasks, *self._answers, return_exceptions=True)
        await asyncio.gather(*(ear.close() for ear, _ in self._ears), return_exceptions=True)

    async def _listen(self, ear: Ear, names: frozenset[str]) -> None:
        """Hear until stopped. First, without waiting, what came while nobody heard; then the menus; then for good."""
        refused, offered, wait = 0, False, False
        while True:
            try:
                await self.hear_once(ear, wait=wait)
                refused, wait = 0, True
                if not offered:
                    offered = await self._offer(ear, names)
            except PermanentSendError as error:
                wait = False
                refused += 1
                if refused >= _REFUSED_BEFORE_TOLD:  # once may be a look of `watchdesk telegram chats`
                    await self._tell_deaf(ear, error)
                await asyncio.sleep((_DEAF_FOR if refused >= _REFUSED_BEFORE_TOLD else _SOON).total_seconds())
            except (SendError, StoreError) as error:
                wait = False
                log.warning("chat not heard, tried again", extra={"reason": str(error)})
                pause = error.retry_after if isinstance(error, TransientSendError) else None
                await asyncio.sleep((pause or _AGAIN_AFTER).total_seconds())
            except Exception:  # a bug in hearing must not end the hearing (B7)
                log.exception("hearing failed by a bug")
                await asyncio.sleep(_SOON.total_seconds())

    async def _offer(self, ear: Ear, names: frozenset[str]) -> bool:
        """Let the bot's own chats offer the commands; hearing does not depend on it."""
        config = self._desk().config
        chats = await self._store.read(lambda tx: chats_of(tx, config))
        try:
            await ear.show_commands(menus_of({chat: there for chat, there in chats.items() if names & there}, config))
        except SendError as error:
            log.debug("menus not offered yet", extra={"reason": error.message})
            return False
        return True

    async def hear_once(self, ear: Ear, *, wait: bool = True) -> int:
        """Hear what has come, do it, and answer; returns how much that was.

        Without `wait`, it came while nobody heard: then a press is as old as the time since somebody did.
        """
        before, from_number = await self._store.write(lambda tx: self._heard_before(tx, ear.bot))
        heard = await ear.hear(from_number, wait=wait)
        is_away = before is None or self._clock() - before > OLDEST
        self._was_away.setdefault(ear.bot, is_away)
        for one in heard:
            is_late = self._is_late(one, is_away=is_away and not wait)
            answer = await self._store.write(partial(self._take, heard=one, is_late=is_late), urgent=True)
            if answer is not None:
                self._reply(ear, one, answer)
        if not heard and (before is None or self._clock() - before >= _NOTE_EVERY):
            await self._store.write(lambda tx: tx.acts.save_heard(ear.bot, None, now=self._clock()))
        return len(heard)

    def _is_late(self, heard: Heard, *, is_away: bool) -> bool:
        """Whether it may be older than what is obeyed, as far as can be known of what carries no date (B9)."""
        if heard.waited == timedelta.max:
            return self._was_away[heard.bot]
        return is_away or heard.waited > OLDEST

    def _heard_before(self, tx: Transaction, bot: str) -> tuple[datetime | None, int | None]:
        """When the bot was heard last, and from which number on to ask.

        After a week without any update, Telegram counts on from a number drawn anew: then nothing is taken as known.
        """
        known = tx.acts.heard_up_to(bot)
        if known is None:
            return None, None
        last = tx.feeds.fact(f"heard:{bot}")
        if known.number >= 0 and last and self._clock() - datetime.fromisoformat(last) > _COUNTS_ANEW_AFTER:
            tx.acts.save_heard(bot, -1, now=known.at)
            return known.at, None
        return known.at, known.number + 1

    def _take(self, tx: Transaction, heard: Heard, *, is_late: bool) -> Answer | None:
        """Do what was asked, and note that it was heard, in one transaction; None: nobody is to be answered."""
        now, desk = self._clock(), self._desk()
        known = tx.acts.heard_up_to(heard.bot)
        if known and heard.number <= known.number:
            return None
        tx.acts.save_heard(heard.bot, heard.number, now=now)
        tx.feeds.save_fact(f"heard:{heard.bot}", now.isoformat())
        ask = ask_of(
            heard,
            desk.config,
            chats=chats_of(tx, desk.config),
            about=_incident_of(tx, heard),
            is_late=is_late,
            now=now,
        )
        if ask is None or self._is_flood(heard, now):
            return None
        if isinstance(ask, Refusal):
            log.info("not obeyed", extra={"user": heard.user, "chat": heard.chat, "reason": ask.why})
            return said(ask.told) if ask.told else Answer() if heard.press else None
        return self._obeyed(tx, ask, desk, now=now)

    def _is_flood(self, heard: Heard, now: datetime) -> bool:
        """More than a hand can press or write in a minute: met with silence (B11)."""
        asked = self._asked.setdefault(heard.user, deque(maxlen=_MOST_ASKED))
        is_flood = len(asked) == _MOST_ASKED and timedelta() <= now - asked[0] < _NOTE_EVERY
        asked.append(now)
        if len(self._asked) > _MOST_PEOPLE:
            self._asked.pop(next(iter(self._asked)))
        return is_flood

    def _obeyed(self, tx: Transaction, ask: Ask, desk: Desk, *, now: datetime) -> Answer:
        try:
            return tx.attempt(lambda: obey(tx, ask, desk=desk, now=now, commands=COMMANDS))
        except StoreError:
            raise
        except Exception:  # it would be heard again for ever: better said than stuck (B7)
            log.exception("command failed by a bug", extra={"verb": ask.verb})
            return said("That failed by a bug in watchdesk; it is in the log. Nothing was changed.")

    def _reply(self, ear: Ear, heard: Heard, answer: Answer) -> None:
        """Answer beside the hearing: a slow line holds up nobody else's press."""
        if answer.done:
            self._wake()
        if answer.begins:
            self._begin(answer.begins)
        task = asyncio.create_task(self._answer(ear, heard, answer))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, ear: Ear, heard: Heard, answer: Answer) -> None:
        try:
            count = await self._answered(ear, heard, answer)
            self.on_answered(ear.place(heard.chat), count)
        except SendError as error:
            log.warning("answer not sent", extra={"reason": str(error)})

    @staticmethod
    async def _answered(ear: Ear, heard: Heard, answer: Answer) -> int:
        """How much was written; a full chat is waited for, once and not for long."""
        try:
            return await ear.answer(heard, answer)
        except TransientSendError as error:
            if error.retry_after is None or error.retry_after > _ANSWER_WAITS:
                raise
            await asyncio.sleep(error.retry_after.total_seconds())
            return await ear.answer(heard, answer)

    async def _tell_deaf(self, ear: Ear, error: PermanentSendError) -> None:
        log.error("chat is not heard", extra={"reason": str(error)})
        now, config = self._clock(), self._desk().config
        told = to_operators(ear_is_deaf(ear.bot, reason=error.message, now=now), config)
        try:
            await self._store.write(lambda tx: tx.outbox.enqueue([told], now=now))
        except StoreError as failure:
            log.warning("operators not told", extra={"reason": str(failure)})
        self._wake()


def menus_of(chats: Mapping[int, frozenset[str]], config: Config) -> list[Menu]:
    """What each chat offers: to everybody what a reader may, to those who may more what they may there."""
    menus = []
    for chat, receivers in sorted(chats.items()):
        menus.append(Menu(chat=chat, commands=_offered(Role.READER)))
        for one in config.people or ():
            role, listed = one.role_in(receivers), not one.receivers or set(one.receivers) & receivers
            if listed and role is not Role.READER and (chat < 0 or chat == one.telegram):
                menus.append(Menu(chat=chat, user=one.telegram if chat < 0 else None, commands=_offered(role)))
    return menus


def _offered(role: Role) -> Mapping[str, str]:
    return {one.verb: one.help for one in COMMANDS.values() if one.in_menu and one.role.rank <= role.rank}


def chats_of(tx: Transaction, config: Config) -> Mapping[int, frozenset[str]]:
    """Chat -> the receivers whose chat it is now, or whose topics are in it; moves included."""
    states = tx.outbox.receivers()
    found: dict[int, frozenset[str]] = {}
    for name, receiver in config.receivers.items():
        address, state = address_of(receiver), states.get(name)
        if state and state.moved_to and state.moved_from == address:
            address = state.moved_to
        if address and address.lstrip("-").isdecimal():
            found[int(address)] = found.get(int(address), frozenset()) | {name}
    return found


def _incident_of(tx: Transaction, heard: Heard) -> str | None:
    """The incident of the message that a command replies to."""
    if not heard.text or heard.message is None or heard.code is not None:
        return None
    delivery = tx.deliveries.of_message(heard.message)
    return delivery.alert.incident_id if delivery else None
