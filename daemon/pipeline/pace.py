"""How much a chat may still get in a minute, so that what is urgent finds a slot and no flood control strikes."""

from collections import deque
from datetime import datetime, timedelta

from daemon.alerts.rollup import URGENT

_MINUTE = timedelta(seconds=61)  #: a second more: the other side counts from when a message arrived there
_KEPT = 5  #: slots of a minute that only urgent alerts may use
_BURST, _SPELL = 3, timedelta(seconds=3)  #: so many messages may come at once; then one a second (T4)
_APART = timedelta(seconds=1.5)  #: two messages, once flood control has struck: it forbids such bursts
_CAREFUL = timedelta(minutes=10)  #: for so long


class Pace:
    """The sends and edits of the last minute at one receiver.

    Kept in memory: after a restart, flood control is the judge.
    """

    def __init__(self, limit: int | None) -> None:
        self.limit = limit  #: messages a minute; None: no limit is known
        self._sent: deque[datetime] = deque()
        self._struck_at: datetime | None = None

    def sends(self, now: datetime) -> None:
        """Note a send, whatever becomes of it."""
        self._sent.append(now)

    def struck(self, now: datetime) -> None:
        """Flood control refused what was just sent: it took no slot, and for a while nothing comes at once."""
        self._struck_at = now
        if self._sent:
            self._sent.pop()

    def may_edit(self, now: datetime) -> bool:
        """Whether a message may be edited: only while at most half of the minute's slots are used."""
        self._forget(now)
        return self.limit is None or len(self._sent) < self.limit // 2

    def _forget(self, now: datetime) -> None:
        while self._sent and not now - _MINUTE < self._sent[0] <= now:
            self._sent.popleft()

    def least_rank(self, now: datetime) -> int | None:
        """The least rank that may be sent now; None: nothing may. A clock that was set back forgets what it counted."""
        self._forget(now)
        if self.limit is None:
            return 0
        is_careful = self._struck_at is not None and timedelta() <= now - self._struck_at < _CAREFUL
        burst, spell = (1, _APART) if is_careful else (_BURST, _SPELL)
        if len(self._sent) >= burst and now - self._sent[-burst] < spell:
            return None
        if len(self._sent) < self.limit - _KEPT:
            return 0
        return URGENT if len(self._sent) < self.limit else None
