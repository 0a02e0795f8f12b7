"""Telegram's HTML -> plain text and entities, by Telegram's published rules and as strictly as its server.

Written from the documentation of the Bot API, knowing nothing of watchdesk's renderer, so that the two can disagree.
"""

import re
from dataclasses import dataclass

ENTITY_OF = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z-]*)((?:\s+[a-zA-Z-]+(?:=(?:\"[^\"<]*\"|'[^'<]*'|[A-Za-z0-9.\-]+))?)*)\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)=(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9.\-]+))")


class GrammarError(Exception):
    """The text would be refused: "can't parse entities"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A styled stretch, in UTF-16 code units."""

    kind: str
    offset: int
    length: int
    url: str | None = None


def utf16_length(text: str) -> int:
    """How Telegram counts a text."""
    return len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """Plain text and entities. Errors: GrammarError for unknown, unclosed and crossing tags, and for a bare `<`."""
    text: list[str] = []
    units = 0
    open_tags: list[tuple[str, int, str | None]] = []
    entities: list[Entity] = []
    at = 0
    while at < len(source):
        if source[at] == "<":
            tag = _TAG.match(source, at)
            if not tag:
                raise GrammarError(f"Unexpected character in a tag at byte offset {_bytes(source, at)}")
            name = tag[2].lower()
            if tag[1]:
                entity = _closed(name, open_tags, units, _bytes(source, at))
                entities += [entity] if entity.length else []
            elif name not in ENTITY_OF:
                raise GrammarError(f'Unsupported start tag "{name}" at byte offset {_bytes(source, at)}')
            else:
                open_tags.append((name, units, _url(name, tag[3])))
            at = tag.end()
            continue
        reference = _REFERENCE.match(source, at)
        piece = _character(reference) if reference else source[at]
        at = reference.end() if reference else at + 1
        text.append(piece)
        units += utf16_length(piece)
    if open_tags:
        raise GrammarError(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return "".join(text), tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length)))


def _closed(name: str, open_tags: list[tuple[str, int, str | None]], units: int, offset: int) -> Entity:
    if not open_tags:
        raise GrammarError(f"Unexpected end tag at byte offset {offset}")
    expected, start, url = open_tags.pop()
    if name != expected:
        raise GrammarError(f'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{name}>"')
    return Entity(kind=ENTITY_OF[name], offset=start, length=units - start, url=url)


def _url(name: str, attributes: str) -> str | None:
    if name != "a":
        return None
    values = {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _ATTRIBUTE.finditer(attributes)}
    return _REFERENCE.sub(_character, values.get("href", ""))


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _CHARACTERS[found[3]]
    number = int(found[1]) if found[1] else int(found[2], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else found[0]


def _bytes(source: str, at: int) -> int:
    return len(source[:at].encode())
