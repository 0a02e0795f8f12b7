"""Processes that share work are gone when who asked is."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress

import pytest

from daemon.cli.processes import Sides, by_page, working
from daemon.errors import WatchdeskError

LONG = """
import os
import signal
from daemon.cli.processes import working

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests in the background ignores it

def work():
    os.write(1, b"at work\\n")
    signal.pause()

with working(None, None, 2, method="fork") as submit:
    submit(work)
    submit(work).result()
"""


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_who_asked(sign: signal.Signals) -> None:
    """Ctrl-C ends at once what would take long, and who is killed leaves nobody behind: the pipe has no writer left."""
    asking = subprocess.Popen(
        [sys.executable, "-c", LONG], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert asking.stdout is not None
    try:
        assert [asking.stdout.readline() for _ in range(2)] == [b"at work\n"] * 2
        asking.send_signal(sign)
        asking.communicate(timeout=30)  # until the last of them has closed the pipe
        assert asking.returncode != 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(asking.pid, signal.SIGKILL)
        asking.wait()


def test_a_process_that_is_killed_is_said() -> None:
    """One that the system ends, as for lack of memory, is an error with what to do, not a traceback."""
    with pytest.raises(WatchdeskError, match="--jobs"), working(None, Sides({}, {}).made, 2) as submit:
        submit(os._exit, 1).result()


def test_a_bug_is_told_as_it_is_and_ends_all() -> None:
    """What goes wrong in a page is raised where its result is asked for."""
    with pytest.raises(ZeroDivisionError), working(None, Sides({}, {}).made, 2) as submit:
        list(by_page(iter([[1], [0], [2]]), lambda page: submit(divmod, 1, page[0]), 2))


def test_few_pages_are_under_way_at_once() -> None:
    """However many pages there are, no more than three for each process are taken before a result is; all come back."""
    taken = []

    def pages() -> Iterator[list[int]]:
        for number in range(50):
            taken.append(number)
            yield [number]

    def submit(page: object) -> Future[object]:
        future: Future[object] = Future()
        future.set_result(page)
        return future

    for jobs, ahead in ((1, 1), (2, 6)):
        taken.clear()
        results = by_page(pages(), submit, jobs)
        assert next(results) == ([0], [0])
        assert len(taken) == ahead
        assert [page for page, _ in results] == [[number] for number in range(1, 50)]
