"""Message -> a block in the terminal: a bar in the severity's colour, follow-ups as a thread under a corner.

Colours appear on a terminal only. Nothing of an item's text is read as markup, as an emoji code or as an escape.
"""

import asyncio
import io
from datetime import timedelta
from typing import Any, Literal, cast

from rich.console import Console
from rich.style import Style
from rich.text import Text

from daemon.channels.plain import plain_text
from daemon.channels.thread import in_thread
from daemon.errors import PermanentSendError, TransientSendError
from daemon.model import Message, Run, Severity
from daemon.section import Section

_PATIENCE = timedelta(seconds=10)  #: with a terminal that takes no text
_COLOURS = {
    Severity.LOW: "blue",
    Severity.MEDIUM: "yellow",
    Severity.HIGH: "dark_orange",
    Severity.CRITICAL: "red",
}


class ConsoleOptions(Section):
    """How alerts look in the terminal."""

    colour: Literal["auto", "always", "never"] = "auto"  #: auto: on a terminal only


class ConsoleChannel:
    """The standard output, or whatever console is given. A message's reference is its key."""

    def __init__(
        self,
        receiver: str,
        options: ConsoleOptions,
        *,
        console: Console | None = None,
        patience: timedelta = _PATIENCE,
    ) -> None:
        self._receiver = receiver
        self._patience = patience
        self._console = console or _build_console(options)
        self._turn = asyncio.Lock()
        self._stuck: asyncio.Future[None] | None = None

    async def send(self, message: Message) -> tuple[str, ...]:
        """Print the message as one block.

        Errors: PermanentSendError if nobody reads any more; TransientSendError if the terminal takes no text (H9).
        """
        if message.parts_sent:
            return message.parts_sent
        async with self._turn:
            if self._stuck is not None and not self._stuck.done():
                raise TransientSendError(self._receiver, "the terminal still takes no text")
            file, text = self._console.file, _rendered(message, self._console)
            writing = self._stuck = in_thread(lambda: _write(file, text), name="console")
            try:
                await asyncio.wait_for(asyncio.shield(writing), self._patience.total_seconds())
            except TimeoutError as error:
                raise TransientSendError(self._receiver, "the terminal takes no text", ambiguous=True) from error
            except BrokenPipeError as error:
                raise PermanentSendError(self._receiver, "nobody reads the output any more") from error
            except ValueError as error:  # what Python says of a closed file
                raise PermanentSendError(self._receiver, "the output is closed") from error
            except OSError as error:
                raise TransientSendError(self._receiver, f"cannot write: {error.strerror or error}") from error
        return (message.key,)

    async def close(self) -> None:
        """Nothing to close: the terminal is not ours."""


def _build_console(options: ConsoleOptions) -> Console:
    forced = {"auto": None, "always": True, "never": None}[options.colour]
    return Console(force_terminal=forced, no_color=options.colour == "never" or None, highlight=False, markup=False)


def _rendered(message: Message, console: Console) -> str:
    """What the console would print. Its own `capture` would touch the real output, which may be blocked."""
    paper = io.StringIO()
    twin = Console(
        file=paper,
        force_terminal=console.is_terminal,
        color_system=cast("Any", console.color_system),  # rich gives a str, and takes only certain ones
        no_color=console.no_color,
        width=console.width,
        legacy_windows=False,
    )
    twin.print(render_block(message, console), soft_wrap=True)
    return paper.getvalue()


def render_block(message: Message, console: Console) -> Text:
    """The message's lines, each behind a bar, or, for a follow-up, indented under a corner."""
    body = Text()
    for run in message.runs:
        body.append(plain_text(run.text), _style(run, message.severity))
    block = Text("" if message.reply_to else "\n")
    for index, line in enumerate(_lines(body, console)):
        if message.reply_to:
            block.append("  └ " if index == 0 else "    ", "dim")
        else:
            block.append("▌ ", _COLOURS[message.severity])
        block.append_text(line).append("\n")
    block.right_crop(1)
    return block


def _lines(body: Text, console: Console) -> list[Text]:
    """The text's lines, wrapped on a terminal; an address stays whole, so that it can be clicked."""
    lines: list[Text] = []
    for line in body.split("\n", allow_blank=False):
        wraps = console.is_terminal and " " in line.plain
        lines += line.wrap(console, max(console.width - 4, 20)) if wraps else [line]
    return lines


def _style(run: Run, severity: Severity) -> Style:
    colour = _COLOURS[severity] if run.bold else "cyan" if run.code else None
    return Style(
        color=colour, bold=run.bold or None, italic=run.italic or None, underline=(run.url is not None) or None
    )


def _write(file: Any, text: str) -> None:
    """Write and flush; what the terminal's encoding lacks becomes a question mark."""
    encoding = getattr(file, "encoding", None) or "utf-8"
    file.write(text.encode(encoding, "replace").decode(encoding))
    file.flush()
