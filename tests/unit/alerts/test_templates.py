"""Any text through every template: what goes out is what Telegram's grammar, Slack and Matrix take.

The suite takes some thousand strings; `make naughty` takes fifty thousand.
"""

import os
import random
import sys
from itertools import cycle
from unicodedata import bidirectional

import pytest
from rich.console import Console

from daemon.channels.console import render_block
from daemon.channels.matrix import _content as matrix_event
from daemon.channels.slack import _content as slack_post
from daemon.channels.telegram_html import MAX_ENTITIES, MAX_UNITS, render_parts
from daemon.model import AlertReason, Message
from tests.helpers.telegram_grammar import parse_html, utf16_length
from tests.helpers.templates import kinds, templates, texts_of

COUNT = int(os.environ.get("WATCHDESK_NAUGHTY", "1500"))
NAUGHTY = [
    "", " ", "\u200b", "\x00", "\ufffe", "\ud800", "a" * 5_000, "🚁" * 3_000, "\u0301" * 3_000, "\n" * 50, "<b>",
    "</b>",
    "<a href='javascript:alert(1)'>x</a>", "<svg onload=alert(1)>", "&lt;script&gt;", "&#0;", "&#x110000;", "&;",
    "&amp",
    "{{7*7}}", "{% raw %}", "${jndi:ldap://e.example/a}", "%s%n%x", "{0.__class__}", "`rm -rf /`", "*b* _i_ ~s~ ||s||",
    "@everyone", "@desk_bot", "<!channel>", "<@U123>", "/ack@desk_bot", "/mute all 8h", "#hash", "tg://user?id=1",
    "\x1b[31mred\x1b[0m", "\r\nBcc: evil@e.example", "\u202eevil\u202c", "\u2066\u2067\u2068", "\u200f\u200e",
    "تدمر helicopter سقطت", "סיקורסקי MH-53", "вертолёт", "直升机", "ﷺ" * 40, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "İi̇ıI", "ﬁ½①",
    "http://e.example/" + "a" * 3_000, "https://e.example/?a=1&b=\"<>'", "NULL", "NaN", "1e309", "-0", "true",
    "../../etc/passwd",
    "'; DROP TABLE item; --", "0x7fffffff", "\\", "\\u0000", "\t\v\f", "\u2028\u2029", "\U000e0001\U000e0041",
]  # fmt: skip
ISOLATES = {"LRE", "RLE", "LRO", "RLO", "PDF"}


def strings(count: int) -> list[str]:
    """The naughty ones, and as many again as are wanted: drawn with a fixed seed from all of Unicode."""
    draw = random.Random(6)
    pieces = [*NAUGHTY, "helicopter", " shot down ", "Palmyra", "\n"]

    def one() -> str:
        if draw.random() < 0.5:
            return "".join(draw.choice(pieces)[:200] for _ in range(draw.randrange(1, 9)))
        return "".join(chr(draw.randrange(sys.maxunicode + 1)) for _ in range(draw.randrange(1, 200)))

    return [*NAUGHTY, *(one() for _ in range(max(0, count - len(NAUGHTY))))]


def check(name: str, text: str, message: Message) -> None:
    """What goes out of a template is taken by every screen."""
    for part in render_parts(message.runs):
        shown, entities = parse_html(part.html)
        assert shown == part.text, (name, text)
        assert shown.strip(), (name, text)
        assert utf16_length(shown) <= MAX_UNITS, (name, text)
        assert len(entities) <= MAX_ENTITIES, (name, text)
        assert not {bidirectional(char) for char in shown} & ISOLATES, (name, text)
    assert render_parts(message.runs), (name, text)
    for block in slack_post(message)["blocks"]:
        assert all(one["text"].encode() for one in block["elements"][0]["elements"]), (name, text)
    assert matrix_event(message)["formatted_body"].encode(), (name, text)


@pytest.mark.parametrize("text", NAUGHTY, ids=lambda text: ascii(text[:20]))
def test_a_naughty_string_goes_through_every_template(text: str) -> None:
    """C1–C6, C9–C11, T5–T7: each of them, in each place of each message, is text and nothing else."""
    for name, message in templates(**texts_of(text)):
        check(name, text, message)


def test_random_strings_go_through_the_templates() -> None:
    """Strings of all of Unicode, each through one template after the other: the grammar takes all."""
    through: dict[str, int] = {}
    names = cycle(kinds())
    for text in strings(COUNT)[len(NAUGHTY) :]:
        wanted = next(names)
        check(wanted, text, kinds(**texts_of(text))[wanted]())
        through[wanted] = through.get(wanted, 0) + 1
    assert len(through) >= len(AlertReason) + 6


def test_every_reason_has_a_template() -> None:
    """A new reason to tell something cannot be added without being put before these laws, and into the picture."""
    assert {str(message.facts["reason"]) for _, message in templates()} == {one.value for one in AlertReason}


@pytest.mark.parametrize("text", ["\x1b[31mred", "[bold]x[/]", "\u202eevil", "a\rb"])
def test_a_terminal_shows_every_template_as_text(text: str) -> None:
    """C6, C9: no escape and no override reaches a terminal."""
    console = Console(width=100)
    for _, message in templates(**texts_of(text)):
        plain = render_block(message, console).plain
        assert not {"\x1b", "\r", "\u202e"} & set(plain)
