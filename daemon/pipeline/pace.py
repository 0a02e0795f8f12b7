"""How much a chat may still get in a minute, so that what is urgent finds a slot and no flood control strikes."""

from collections import deque
from datetime import datetime, timedelta

from daemon.alerts.rollup import URGENT

_MINUTE = timedelta(seconds=60)
_KEPT = 5  #: slots of a minute that only urgent alerts may use
_BURST, _SPELL = 3, timedelta(seconds=3)  #: so many messages may come at once; then one a second (T4)


class Pace:
    """The sends and edits of the last minute at one receiver.

    Kept in memory: after a restart, flood control is the judge.
    """

    def __init__(self, limit: int | None) -> None:
        self.limit = limit  #: messages a minute; None: no limit is known
        self._sent: deque[datetime] = deque()

    def sends(self, now: datetime) -> None:
        """Note a send, whatever becomes of it."""
        self._sent.append(now)

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
        if len(self._sent) >= _BURST and now - self._sent[-_BURST] < _SPELL:
            return None
        if len(self._sent) < self.limit - _KEPT:
            return 0
        return URGENT if len(self._sent) < self.limit else None
