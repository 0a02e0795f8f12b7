import asyncio
import io
import os
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from daemon.channels.console import ConsoleChannel, ConsoleOptions
from daemon.errors import PermanentSendError, TransientSendError
from daemon.model import Run, Severity
from tests.helpers.chat import a_message


class Terminal(io.StringIO):
    """A terminal that keeps what it is written."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def a_channel(file: io.TextIOBase, *, patience: float = 10, **over: object) -> ConsoleChannel:
    """A channel that writes into a file or a terminal."""
    console = Console(file=file, width=60, highlight=False, markup=False, _environ={"TERM": "xterm"}, **over)
    return ConsoleChannel("terminal", ConsoleOptions(), console=console, patience=timedelta(seconds=patience))


async def test_an_alert_is_a_block_behind_a_bar():
    """Every line of an alert stands behind a bar, after an empty line."""
    file = io.StringIO()
    references = await a_channel(file).send(a_message("one\ntwo"))
    assert file.getvalue() == "\n▌ one\n▌ two\n"
    assert references == ("alert-1:desk",)


async def test_a_follow_up_hangs_under_a_corner():
    """Follow-ups are indented, so that the thread can be seen."""
    file = io.StringIO()
    await a_channel(file).send(a_message("✔ Confirmed by RT\ntitle", reply_to="alert-0:desk"))
    assert file.getvalue() == "  └ ✔ Confirmed by RT\n    title\n"


async def test_colours_only_on_a_terminal():
    """A file holds no escapes; a terminal shows the severity's colour and bold evidence."""
    message = a_message(runs=(Run(text="shot down", bold=True),), severity=Severity.CRITICAL)
    file, terminal = io.StringIO(), Terminal()
    await a_channel(file).send(message)
    await a_channel(terminal).send(message)
    assert "\x1b" not in file.getvalue()
    assert "\x1b[1;31mshot down\x1b[0m" in terminal.getvalue()


async def test_long_lines_are_wrapped_behind_the_bar_and_addresses_are_not():
    """On a terminal words wrap within the block; an address stays whole, so that it can be clicked."""
    terminal = Terminal()
    url = "https://example.org/" + "a" * 80
    await a_channel(terminal, no_color=True).send(a_message("word " * 30 + "\n" + url))
    lines = terminal.getvalue().splitlines()
    assert all(len(line) <= 70 for line in lines if "http" not in line)
    assert sum("▌" in line for line in lines) == len(lines) - 1
    assert any(line.endswith(url) for line in lines)


@given(st.text(alphabet=st.characters(codec=None)))
async def test_no_text_can_steer_the_terminal(text: str):
    """No control character of an item reaches the terminal, whatever the item holds (C9)."""
    file = io.StringIO()
    await a_channel(file).send(a_message(text))
    shown = file.getvalue()
    assert not any((ord(char) < 32 and char not in "\n\t") or 0x7F <= ord(char) < 0xA0 for char in shown)


@pytest.mark.parametrize("text", ["[bold red]x[/]", ":smile:", "[link=https://e.org]x[/link]", "{{7*7}}", "%s [/]"])
async def test_no_text_is_read_as_markup(text: str):
    """Markup and emoji codes of rich in an item's text are shown as they are (C10)."""
    file = io.StringIO()
    await a_channel(file).send(a_message(text))
    assert file.getvalue() == f"\n▌ {text}\n"


async def test_letters_that_the_terminal_lacks_do_not_stop_the_alert():
    """A terminal without Unicode shows question marks, and the rest of the words."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="ascii")
    await a_channel(file).send(a_message("Пальмира: helicopter"))
    assert b"? ????????: helicopter" in raw.getvalue()


async def test_a_reader_who_left_is_an_error_of_this_receiver_only():
    """A broken pipe or a closed output makes the delivery fail for good and leaves the daemon alone (H9)."""
    reader, writer = os.pipe()
    os.close(reader)
    file = os.fdopen(writer, "w")
    with pytest.raises(PermanentSendError):
        await a_channel(file).send(a_message())
    os.close(os.open(os.devnull, os.O_RDONLY))
    closed = io.StringIO()
    closed.close()
    with pytest.raises(PermanentSendError):
        await a_channel(closed).send(a_message())
    with pytest.raises(BrokenPipeError):
        file.close()


async def test_a_full_disk_is_tried_again():
    """What may pass, such as a full disk under a redirected output, is transient."""

    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(TransientSendError) as caught:
        await a_channel(Full()).send(a_message())
    assert caught.value.message == "cannot write: No space left on device"


async def test_a_blocked_terminal_holds_up_nobody():
    """While a write is stuck, sends fail at once and the loop goes on; later alerts come through again (H9)."""
    gate = threading.Event()

    class Blocked(io.StringIO):
        def write(self, text: str) -> int:
            gate.wait(timeout=30)
            return super().write(text)

    file = Blocked()
    channel = a_channel(file, patience=0.05)
    with pytest.raises(TransientSendError) as first:
        await channel.send(a_message())
    with pytest.raises(TransientSendError) as second:
        await channel.send(a_message())
    assert (first.value.ambiguous, second.value.ambiguous) == (True, False)
    gate.set()
    async with asyncio.timeout(10):
        while "again" not in file.getvalue():
            with suppress(TransientSendError):
                await channel.send(a_message("again"))
            await asyncio.sleep(0)
    assert "Palmyra" in file.getvalue()


@pytest.mark.parametrize(("colour", "escapes"), [("always", True), ("never", False), ("auto", False)])
async def test_the_standard_output_is_the_default(capsys: pytest.CaptureFixture[str], colour: str, *, escapes: bool):
    """Without a console of its own the channel prints to the standard output, coloured as the config says."""
    channel = ConsoleChannel("terminal", ConsoleOptions(colour=colour))
    await channel.send(a_message(runs=(Run(text="shot down", bold=True),)))
    await channel.close()
    shown = capsys.readouterr().out
    assert "shot down" in shown
    assert ("\x1b" in shown) is escapes
