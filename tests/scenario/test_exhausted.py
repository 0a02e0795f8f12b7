"""The machine runs out of file descriptors: polls wait, nothing is lost, and all goes on by itself."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from daemon.memory import allow_many_files
from tests.helpers.story import Story

NEWS = "Helicopter shot down near Palmyra"


@contextmanager
def no_files() -> Iterator[None]:
    """No file or connection can be opened beside those that are open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(one.name) for one in Path("/proc/self/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(highest, hard), hard))
    taken: list[int] = []
    try:
        with suppress(OSError):
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        yield
    finally:
        for one in taken:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_daemon_may_open_more_files_than_its_fetches_can_take() -> None:
    """H8: the usual limit of 1,024 is raised as far as the system lets us, so that sends find what fetches leave."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        allow_many_files()
        raised, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert raised >= min(hard, 4 * 1_000) > 256


async def test_without_file_descriptors_polls_wait_and_nothing_is_lost(story: Story) -> None:
    """H8: fetches fail with a plain reason and nothing falls over; the next poll brings what there is, once."""
    story.publish(NEWS)
    with no_files():
        assert await story.pass_time(minutes=5) == []
    state = await story.state()
    assert "open files" in (state.last_error or "")
    told = []
    for _ in range(4):
        told += await story.pass_time(minutes=10)
    assert sum(NEWS in one.text for one in told) == 1
