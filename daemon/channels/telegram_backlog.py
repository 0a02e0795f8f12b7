"""How long what Telegram brings has waited there, at least. Pure.

A press carries no date. But updates are numbered one after the other, and Telegram says how many wait: what had such a
number at a look was there at that look, and is as old as it, however late it comes.
"""

from collections import deque
from datetime import timedelta

LOOK_EVERY = 60.0  #: seconds
_KEPT = 86_400.0  #: seconds that Telegram keeps an update
SINCE_BEFORE = timedelta.max  #: it waited when nobody heard yet: as old as the time since somebody did


class Backlog:
    """What waited at Telegram, look by look. Instants are seconds of any clock that is never set."""

    def __init__(self) -> None:
        self._looks: deque[tuple[float, int]] = deque()
        self._before: int | None = None
        self._looked_at: float | None = None

    def opened(self, *, known: int | None, pending: int) -> None:
        """Note what waited when we began to hear. `known`: the highest number of what was heard before, if any was."""
        self._before = known + pending if known is not None and pending else None

    def is_time(self, at: float) -> bool:
        """Whether it is time for another look."""
        return self._looked_at is None or at - self._looked_at >= LOOK_EVERY

    def looked(self, *, known: int | None, pending: int, at: float) -> None:
        """Note what waits at a look."""
        self._looked_at = at
        if known is not None and pending:
            self._looks.append((at, known + pending))
        while self._looks and at - self._looks[0][0] > _KEPT:
            self._looks.popleft()

    def waited(self, number: int, *, at: float) -> timedelta:
        """For how long an update that came now has waited, at least."""
        if self._before is not None and number <= self._before:
            return SINCE_BEFORE
        first = next((then for then, highest in self._looks if number <= highest), at)
        return timedelta(seconds=at - first)
