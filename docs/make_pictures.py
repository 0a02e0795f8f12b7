"""Draw the pictures of the docs from the real thing: run the drill and keep what the terminal shows.

Run: `python docs/make_pictures.py`. It writes docs/images/drill.svg.
"""

import asyncio
import re
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from daemon.channels.console import ConsoleChannel, ConsoleOptions, render_block
from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.configfile import load_config
from daemon.drill.run import run_drill
from daemon.model import Message

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
START = datetime(2016, 7, 8, 14, 2, tzinfo=UTC)


class Drawn(ConsoleChannel):
    """The console channel on a console that remembers what it printed, instead of a terminal."""

    def __init__(self, console: Console) -> None:
        super().__init__("desk", ConsoleOptions(colour="always"), console=console)
        self.blocks: list[Message] = []

    async def send(self, message: Message) -> tuple[str, ...]:
        """Keep the message."""
        self.blocks.append(message)
        return (message.key,)


async def main() -> None:
    """Draw the drill as the terminal shows it."""
    console = Console(record=True, width=112, file=StringIO(), force_terminal=True, highlight=False, markup=False)
    channel = Drawn(console)
    config = load_config(ROOT / "config.example.yaml", channel_options=CHANNEL_OPTIONS)
    await run_drill(config, {"terminal": channel}, pace=timedelta(), clock=lambda: START)
    for message in channel.blocks:
        for line in render_block(message, console).split("\n", allow_blank=True):
            # An SVG places each style's text by itself; a right-to-left line must stay in one piece to read right.
            console.print(Text(line.plain) if RIGHT_TO_LEFT.search(line.plain) else line)
    # No font is fetched from anywhere: the viewer's own monospace serves.
    svg_format = re.sub(r"@font-face\s*\{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    drawn = console.export_svg(title="watchdesk drill", theme=MONOKAI, code_format=svg_format)
    (ROOT / "docs" / "images" / "drill.svg").write_text(drawn.replace("Fira Code, ", ""), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
