"""How benchmarks say how far they are: never line over line into a log."""

import io
import sys

import pytest

from benchmarks.progress import Progress
from tests.house.tree import ROOT


class Terminal(io.StringIO):
    """A stream that goes over its lines."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_a_log_gets_few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where lines stay, a thousand steps in a moment are one line, whole, and nothing goes over it."""
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)
    progress = Progress()
    for number in range(1_000):
        progress.say(f"step {number}")
    progress.end()
    assert log.getvalue() == "step 0\n"


def test_a_terminal_gets_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal each step goes over the one before, and what follows begins a line of its own."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    progress = Progress()
    progress.say("a long step")
    progress.say("2")
    progress.end()
    assert terminal.getvalue() == "\ra long step\x1b[K\r2\x1b[K\n"


def test_no_benchmark_does_it_by_itself() -> None:
    """There is one way to say how far a measurement is."""
    own = [
        path.name for path in (ROOT / "benchmarks").glob("*.py") if 'end="", file=sys.stderr' in path.read_text("utf-8")
    ]
    assert own == []
