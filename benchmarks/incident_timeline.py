"""The drill's incident in time, as it is told to a desk: one SVG, drawn by hand from the messages of a real drill."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from daemon.channels.registry import CHANNEL_OPTIONS
from daemon.configfile import load_config
from daemon.drill.run import run_drill
from daemon.drill.story import Step, load_story
from daemon.model import Message

_START = datetime(2016, 7, 8, 14, 2, tzinfo=UTC)
_BETWEEN = timedelta(minutes=7)
_CONFIG = Path(__file__).parent.parent / "config.example.yaml"
_WIDTH, _TOP, _ROW = 980, 84, 46
_LINE, _TEXT = 120, 146  #: x of the line, and of what is said
_CUT = 100  #: characters of a title
_DRILL = (" (drill)", " (تمرين)")
_COLOURS = {"opened": "#b3261e", "confirmed": "#1f5fa8", "corrected": "#8a6d00", "extended": "#2e7d32"}
_QUIET = "#8a8a8a"
_SAID = {"copy": "the same text elsewhere: no new source, no message", "nothing": "another event: no rule matches"}


@dataclass
class _Heard:
    """A receiver that remembers."""

    messages: list[Message]

    async def send(self, message: Message) -> tuple[str, ...]:
        """Keep the message."""
        self.messages.append(message)
        return (message.key,)

    async def close(self) -> None:
        """Nothing to close."""


def write(folder: Path) -> None:
    """Play the drill and draw what came of it."""
    messages, steps = asyncio.run(_played())
    path = folder / "drill-timeline.svg"
    path.write_text(drawing(messages, steps), encoding="utf-8")
    print(f"drawn: {path}")


async def _played() -> tuple[list[Message], list[tuple[datetime, Step]]]:
    desk, steps, now = _Heard([]), list[tuple[datetime, Step]](), _START

    def on_step(step: Step) -> None:
        nonlocal now
        now += _BETWEEN
        steps.append((now, step))

    config = load_config(_CONFIG, channel_options=CHANNEL_OPTIONS)
    await run_drill(config, {"terminal": desk}, pace=timedelta(), clock=lambda: now, on_step=on_step)
    return desk.messages, steps


def drawing(messages: list[Message], steps: list[tuple[datetime, Step]]) -> str:
    """Every entry that was published after the baseline, from top to bottom, and what the desk heard of it."""
    told = {datetime.fromisoformat(one.facts["created"]): one.facts for one in messages}
    height = _TOP + _ROW * len(steps) + 70
    first, last = messages[0].facts, messages[-1].facts
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif">',
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
        f'<text x="24" y="34" font-size="18" font-weight="bold">{escape(first["title"])}</text>',
        f'<text x="24" y="56" font-size="13" fill="#444">{escape(_summary(last, len(messages)))}</text>',
        f'<path d="M{_LINE} {_TOP}V{_TOP + _ROW * len(steps) - 18}" stroke="#ccc" stroke-width="2"/>',
    ]
    for number, (at, step) in enumerate(steps):
        parts += _row(_TOP + 18 + _ROW * number, at, step, told.get(at))
    parts += _account(_TOP + _ROW * len(steps) + 22, last["account"])
    return "\n".join([*parts, "</svg>"]) + "\n"


def _summary(last: Mapping[str, Any], messages: int) -> str:
    return (
        f"The drill of 8 July 2016: {last['reports']} reports, {len(last['sources'])} independent sources, one alert, "
        f"{messages - 1} quiet follow-ups in its thread. Steps are seven minutes apart here."
    )


def _row(y: int, at: datetime, step: Step, told: Mapping[str, Any] | None) -> Iterator[str]:
    publishers = {feed.id: feed.publisher for feed in load_story().feeds}
    colour = _COLOURS[told["reason"]] if told else _QUIET
    dot = f'fill="{colour}"' if told else f'fill="white" stroke="{_QUIET}" stroke-width="1.5"'
    source = _plain(told["item"]["source"] if told else publishers[step.feed])
    said = f"{told['reason']} · source {len(told['sources'])}" if told else _SAID[step.outcome]
    if told and told["reason"] not in {"opened", "confirmed"}:
        said = f"{told['reason']} · no new source"
    title = step.entry.title if len(step.entry.title) <= _CUT else f"{step.entry.title[: _CUT - 1].rstrip()}…"
    yield f'<text x="{_LINE - 22}" y="{y + 4}" font-size="12" fill="#666" text-anchor="end">{at:%H:%M}</text>'
    yield f'<circle cx="{_LINE}" cy="{y}" r="{7 if told else 4}" {dot}/>'
    ink = "#111" if told else _QUIET
    yield f'<text x="{_TEXT}" y="{y - 2}" font-size="14" fill="{ink}">{escape(title)}</text>'
    weight = ' font-weight="bold"' if told else ""
    yield (
        f'<text x="{_TEXT}" y="{y + 15}" font-size="12" fill="{colour}"><tspan{weight}>{escape(said)}</tspan>'
        f'<tspan fill="#666"> · {escape(source)}</tspan></text>'
    )


def _plain(names: str) -> str:
    """Names without the drill's mark, which the headline says once."""
    for mark in _DRILL:
        names = names.replace(mark, "")
    return names


def _account(y: int, account: dict[str, Any]) -> Iterator[str]:
    for number, stance in enumerate(("claims", "confirms")):
        who = _plain(", ".join(account[stance]))
        yield (
            f'<text x="{_TEXT}" y="{y + 20 * number}" font-size="13"><tspan font-weight="bold">{stance}</tspan>'
            f'<tspan fill="#444"> {escape(who)}</tspan></text>'
        )


if __name__ == "__main__":
    write(Path())
