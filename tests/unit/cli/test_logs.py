"""The log: it holds up nobody, loses nothing silently, and is one object a line if asked."""

import json
import logging
import os
import threading
from collections.abc import Callable, Iterator

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from daemon.cli import unblocked
from daemon.cli.logs import QUIET, JsonLines, Lines
from daemon.cli.unblocked import Unblocked


def _record(text: str = "polled", **facts: object) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "daemon.test", "levelno": 20, "levelname": "INFO", "msg": text, **facts})


def _in_a_thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


@pytest.fixture
def own_logger() -> Iterator[logging.Logger]:
    """The logger by which a log speaks of itself; its handlers are gone after the test."""
    logger = logging.getLogger(unblocked.__name__)
    before = logger.handlers[:]
    yield logger
    logger.handlers[:] = before


def test_a_tick_that_is_left_out_is_no_line_of_the_log() -> None:
    """The library's word of late ticks is kept out by the names under which it speaks: it would come twice a second."""
    scheduler = AsyncIOScheduler()
    executor = scheduler._create_default_executor()
    scheduler.add_executor(executor)
    speaks = {scheduler._logger.name, f"apscheduler.executors.{executor.__class__.__name__}"}
    assert all(any(name == one or name.startswith(f"{one}.") for one in QUIET) for name in speaks)


def test_a_pipe_that_nobody_reads_holds_up_nobody(own_logger: logging.Logger) -> None:
    """H9: whoever logs goes on while the pipe is full; what did not fit is counted, and said when there is room."""
    read, write = os.pipe()
    with os.fdopen(write, "w", encoding="utf-8") as pipe:
        target = logging.StreamHandler(pipe)
        target.setFormatter(Lines())
        handler = Unblocked(target, most=100, last_words=0.1)
        own_logger.addHandler(handler)
        logged = _in_a_thread(lambda: [handler.handle(_record("x" * 500)) for _ in range(1000)] and None)
        logged.join(20)
        assert not logged.is_alive(), "the pipe takes 64 KiB, and nobody reads it"
        said: list[str] = []
        with os.fdopen(read, encoding="utf-8") as other:
            reading = _in_a_thread(lambda: said.extend(other))
            handler._last_words = 20.0
            handler.flush()
            handler.handle(_record("after"))
            handler.flush()
            handler.close()
            pipe.close()
            reading.join(20)
    text = "".join(said)
    assert "lines of the log are lost, nobody took them count=" in text
    lost = sum(int(line.rpartition("count=")[2]) for line in said if "count=" in line)
    assert text.count("x" * 500) + lost == 1000
    assert "after" in text


def test_a_stream_that_is_closed_is_no_trouble() -> None:
    """H9: a broken pipe ends no thread and raises nothing where it is logged."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb", buffering=0) as pipe:
        handler = Unblocked(logging.StreamHandler(_Text(pipe.fileno())), last_words=5)
        for _ in range(3):
            handler.handle(_record())
        handler.flush()
        handler.close()


def test_a_line_that_cannot_be_written_ends_nothing() -> None:
    """H9: whatever writing a line raises, the next one is written."""
    written: list[str] = []

    class Picky(logging.Handler):
        def handle(self, record: logging.LogRecord) -> bool:
            if not written:
                written.append("refused")
                raise RuntimeError("a stream of a kind of its own")
            written.append(record.getMessage())
            return True

    handler = Unblocked(Picky(), last_words=5)
    handler.handle(_record("one"))
    handler.handle(_record("two"))
    handler.flush()
    handler.close()
    assert written == ["refused", "two"]


class _Text:
    """A stream without a buffer, so that its end shows at once."""

    def __init__(self, number: int) -> None:
        self._number = number

    def write(self, text: str) -> None:
        os.write(self._number, text.encode())

    def flush(self) -> None:
        """Nothing waits."""


@pytest.mark.parametrize("title", ["plain", "two\nlines", 'quo"te', "\x1b[31mred", "تدمر"])
def test_a_line_of_json_is_one_object_whatever_stands_in_it(title: str) -> None:
    """An event is one line that parses, with its facts under their names and its instant in UTC."""
    line = JsonLines().format(_record("polled", feed="bbc", title=title, new=3))
    assert "\n" not in line
    event = json.loads(line)
    assert (event["event"], event["level"], event["logger"]) == ("polled", "info", "daemon.test")
    assert (event["feed"], event["title"], event["new"]) == ("bbc", title, 3)
    assert event["at"].endswith("+00:00")


def test_a_line_for_people_cannot_be_broken_by_what_is_in_it() -> None:
    """Text from outside neither begins a line of its own nor drives the terminal."""
    line = Lines().format(_record("polled", title="a\nINFO forged\x1b[2J"))
    assert "\n" not in line
    assert "\x1b" not in line
