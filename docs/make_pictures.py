"""Draw the pictures of the docs from the real thing: run the drill and keep what the terminal shows.

Run: `python docs/make_pictures.py`. It writes docs/images/drill.svg, docs/images/message.svg and
docs/images/templates.svg: every kind of message that a desk can get, and what an Arabic report looks like.
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

from daemon.alerts.buttons import standing_buttons
from daemon.channels.console import ConsoleChannel, ConsoleOptions, render_block
from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.channels.telegram_html import render_parts
from daemon.configfile import load_config
from daemon.drill.run import run_drill
from daemon.model import Account, Difference, Evidence, MatchedRule, Message, Run
from tests.helpers.build import NOW
from tests.helpers.templates import templates

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
START = datetime(2016, 7, 8, 14, 2, tzinfo=UTC)


USUAL = {
    "places": ("Palmyra",),
    "things": ("Mi-35",),
    "reliability": "B",
    "item_was": "Helicopter missing near Palmyra",
    "reports": 3,
    "sources": ("The Wire", "The Paper"),
    "changed": ("dead: 2 → 3",),
    "text": "The Wire failed 5 times in a row (timeout): no answer within 30 s.",
    "denied_by": ("the ministry",),
    "rules": (
        MatchedRule(id="helicopter-downed", title="Helicopter downed", revision="abc123", note="Call the duty editor."),
    ),
    "account": Account(
        claims=("the army",),
        best_grade="B",
        best_source="The Wire",
        first_source="The Wire",
        first_at=NOW,
        latest_source="The Paper",
        latest_at=NOW + timedelta(minutes=7),
        differs=(Difference(about="dead", told=(("2", ("The Wire",)), ("3", ("The Paper",)))),),
    ),
}
_TITLE = "إسقاط مروحية Mi-35 شرق تدمر"
ARABIC = {
    **USUAL,
    "item_title": _TITLE,
    "item_summary": "قال الجيش إن المروحية أُسقطت شرق Palmyra صباح اليوم.",
    "source": "الوكالة",
    "language": "ar",
    "evidence": (Evidence(field="title", start=6, end=12, text=_TITLE[6:12]),),
}


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
    keep(console, "drill", title="watchdesk drill")
    draw_templates()
    first = channel.blocks[0]
    (ROOT / "docs" / "images" / "message.svg").write_text(drawn_message(first), encoding="utf-8")


def keep(console: Console, name: str, *, title: str) -> None:
    """Write what a console shows. No font is fetched from anywhere: the viewer's own monospace serves."""
    svg_format = re.sub(r"@font-face\s*\{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    drawn = console.export_svg(title=title, theme=MONOKAI, code_format=svg_format)
    (ROOT / "docs" / "images" / f"{name}.svg").write_text(drawn.replace("Fira Code, ", ""), encoding="utf-8")


def draw_templates() -> None:
    """Every template, as its words and styles are, with its buttons; a right-to-left line stays in one piece."""
    console = Console(record=True, width=112, file=StringIO(), force_terminal=True, highlight=False, markup=False)
    arabic = [(f"{name}, in Arabic", message) for name, message in templates(**ARABIC) if name == "first alert"]
    for name, message in [*templates(**USUAL), *arabic]:
        console.print(Text(f"\n {name} ", style="bold reverse"))
        shown = Text()
        for run in message.runs:
            shown.append(run.text, style=styled(run))
        for line in shown.split("\n", allow_blank=True):
            console.print(Text(line.plain) if RIGHT_TO_LEFT.search(line.plain) else line)
        for row in message.buttons:
            console.print(Text("  ".join(f"[ {button.text} ]" for button in row), style="dim"))
        how = [word for word, holds in (("without a sound", message.silent), ("a reply", message.reply_to)) if holds]
        if how:
            console.print(Text(f"({', '.join(how)})", style="dim italic"))
    keep(console, "templates", title="every kind of message")


def styled(run: Run) -> str:
    """A run's style, in rich's words."""
    words = [name for name in ("bold", "italic") if getattr(run, name)]
    words += ["cyan"] if run.code else []
    words += ["underline blue"] if run.url else []
    return " ".join(words)


def drawn_message(message: Message) -> str:
    """A message as a chat shows it: the very HTML that is sent, with the buttons of an alert, in a bubble."""
    html = render_parts(message.runs)[0].html.replace("\n", "<br/>")
    rows = "".join(
        f'<div class="row">{"".join(f"<span>{one.text}</span>" for one in row)}</div>'
        for row in standing_buttons("incident", acked=False, closed=False)
    )
    height = 150 + 22 * (html.count("<br/>") + len(re.sub(r"<[^>]+>", "", html)) // 140)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="600" height="{height}" viewBox="0 0 600 {height}">
<foreignObject width="600" height="{height}"><div xmlns="http://www.w3.org/1999/xhtml">
<style>
.chat {{ box-sizing: border-box; height: {height}px; padding: 16px; background: #cfdde6; border-radius: 12px;
  font: 15px/1.4 -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: #111; }}
.bubble {{ background: #fff; border-radius: 4px 14px 14px 14px; padding: 10px 14px; overflow-wrap: anywhere; }}
.bubble b:first-child {{ color: #c0392b; }} .bubble a {{ color: #2678b6; text-decoration: none; }}
.row {{ display: flex; gap: 4px; margin-top: 4px; }}
.row span {{ flex: 1; text-align: center; padding: 7px 2px; border-radius: 8px; background: #6d8ba0; color: #fff;
  font-size: 14px; }}
</style><div class="chat"><div class="bubble">{html}</div>{rows}</div></div></foreignObject></svg>
"""


if __name__ == "__main__":
    asyncio.run(main())
