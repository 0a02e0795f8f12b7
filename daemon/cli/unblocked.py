"""A log that never holds up whoever writes into it: lines wait in a bounded queue, and a thread writes them out (H9).

A journal that hangs, or a pipe that nobody reads, must not stop polls and sends. What does not fit is counted and said
as soon as there is room.
"""

import logging
import queue
import threading
import time
from contextlib import suppress

log = logging.getLogger(__name__)

MOST_WAITING = 10_000  #: lines
_LAST_WORDS = 2.0  #: seconds that the end of the process waits for what is not written yet


class Unblocked(logging.Handler):
    """Hands lines to another handler, in a thread of its own. Law: `emit` never waits."""

    def __init__(self, target: logging.Handler, *, most: int = MOST_WAITING, last_words: float = _LAST_WORDS) -> None:
        super().__init__()
        self._target = target
        self._last_words = last_words
        self._lines: queue.Queue[logging.LogRecord] = queue.Queue(most)
        self._lost = 0
        self._ended = threading.Event()
        threading.Thread(target=self._write, name="log", daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        """Let the line be written; one that does not fit is counted."""
        try:
            self._lines.put_nowait(record)
        except queue.Full:  # a line that tells of lost ones may be lost itself: they count on
            self._lost += vars(record).get("count", 1) if record.name == __name__ else 1

    def flush(self) -> None:
        """Wait until what was said is written, but not for long: the other side may hang."""
        end = time.monotonic() + self._last_words
        while self._lines.unfinished_tasks and time.monotonic() < end:
            time.sleep(0.01)

    def close(self) -> None:
        """Write what waits, as far as it can be written, and let go of the target."""
        self.flush()
        self._ended.set()
        if not self._lines.unfinished_tasks:  # else the thread is stuck in it, and dies with the process
            self._target.close()
        super().close()

    def _write(self) -> None:
        while not self._ended.is_set():
            try:
                record = self._lines.get(timeout=0.5)
            except queue.Empty:
                continue
            with suppress(Exception):  # whatever a stream raises: there is nobody left to tell
                self._target.handle(record)
                self._tell_lost()
            self._lines.task_done()

    def _tell_lost(self) -> None:
        """There is room again: say how much was lost, as a line of its own."""
        if self._lost and not self._lines.full():
            lost, self._lost = self._lost, 0
            log.error("lines of the log are lost, nobody took them", extra={"count": lost})
