"""What must be true of a body before feedparser sees it: cheap, linear checks and repairs. Pure.

feedparser's regular expressions take quadratic or cubic time, or gigabytes, on input that is easy to write: long XML
declarations, entity bombs, attributes and nesting without end, line breaks before the root. All of that is refused or
removed here; the rest is what the child's limits are for (`parse`).
"""

import re
from dataclasses import dataclass

from daemon.feeds.charset import DECLARATION_WITHIN, decode
from daemon.feeds.outline import OutlineError, outline
from daemon.feeds.splice import Spans, find_spans

MAX_BODY = 32 * 1024 * 1024  #: bytes, whatever the config allows to be fetched
_PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n'
#: Not allowed in XML 1.0 whatever one writes (https://www.w3.org/TR/xml/#charsets); no screen wants them either.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
_REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]+|[0-9]+);?")
_SPACE = re.compile(r"\s*")
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<>]{1,200})", re.IGNORECASE)
_DOCTYPE_STOP = re.compile(r"[\"'\[\]<>]")


class NotAFeedError(Exception):
    """The body is no feed, or none that can be parsed safely; the message says why, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A body that may be parsed."""

    text: str  #: with our own XML declaration, without DOCTYPE; for JSON as it came
    json: bool
    truncated: bool = False  #: the document breaks off; a partial entry at its end is already cut away
    root: str = ""  #: name of the root element, in lower case
    spans: Spans | None = None  #: of its entries in `text`; None: it is not well-formed, or odd


def guard(body: bytes, *, content_type: str | None) -> Guarded:
    """The body as text that is safe to hand to a parser.

    Law: time and memory in proportion to the body; whole entries of a feed are kept as they are.
    Errors: NotAFeedError.
    """
    if len(body) > MAX_BODY:
        raise NotAFeedError(f"larger than {MAX_BODY // 1024 // 1024} MiB")
    decoded = decode(body, content_type=content_type)
    if quick := _well_formed(decoded.lstrip("\ufeff \t\r\n")):
        return quick
    text = _ILLEGAL.sub("", decoded).lstrip("\ufeff \t\r\n")
    if not text.strip():
        raise NotAFeedError("the body is empty")
    if text[0] in "{[":
        return Guarded(text=text, json=True)
    text = _without_head(text)
    if "<" not in text:
        raise NotAFeedError("this is plain text")
    try:
        seen = outline(text)
    except OutlineError as error:
        raise NotAFeedError(str(error)) from error
    whole = text[: seen.cut_at] + seen.closing
    return Guarded(
        text=_PROLOG + _REFERENCE.sub(_valid_reference, whole),
        json=False,
        truncated=seen.truncated,
        root=seen.root,
    )


def _well_formed(text: str) -> Guarded | None:
    """A feed that expat finds well-formed within all limits: there is nothing to repair. None: look closer."""
    if not text.startswith("<"):
        return None
    try:
        text = _PROLOG + _without_head(text)
    except NotAFeedError:
        return None
    spans = find_spans(text.encode("utf-8", "surrogatepass"))
    return Guarded(text=text, json=False, root=spans.root, spans=spans) if spans else None


def web_page_title(text: str) -> str:
    """The title that a web page gives itself, in one short line; empty if there is none."""
    found = _TITLE.search(text[:100_000])
    return " ".join(found.group(1).split())[:80] if found else ""


def _without_head(text: str) -> str:
    """The document from its root element on: no XML declaration, DOCTYPE, comments or stylesheets before it."""
    at = 0
    while True:
        at = _after_space(text, at)
        if text.startswith("<?", at):
            is_declaration = text.startswith("<?xml", at) and not text.startswith("<?xml-", at)
            end = text.find("?>", at, at + DECLARATION_WITHIN if is_declaration else len(text))
            if end < 0:
                raise NotAFeedError("the XML declaration has no end, or one that is too far away")
            at = end + 2
        elif text.startswith("<!--", at):
            end = text.find("-->", at + 4)
            if end < 0:
                raise NotAFeedError("a comment before the root has no end")
            at = end + 3
        elif text[at : at + 9].lower() == "<!doctype":
            at = _after_doctype(text, at + 9)
        else:
            return text[at:]


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _after_doctype(text: str, at: int) -> int:
    """Where a DOCTYPE ends, its internal subset with all entities included: nothing of it is ever read (P1, P2)."""
    depth = 0
    while found := _DOCTYPE_STOP.search(text, at):
        sign, at = found.group(), found.end()
        if sign in "\"'":
            # An apostrophe in a comment of the subset pairs with nothing; the document goes on without a partner.
            end = text.find(sign, at)
            at = end + 1 if end >= 0 else at
        elif text.startswith("<!--", at - 1):
            end = text.find("-->", at)
            at = end + 3 if end >= 0 else len(text)
        elif sign in "[]":
            depth = max(depth + (1 if sign == "[" else -1), 0)
        elif sign == ">" and depth == 0:
            return at
    raise NotAFeedError("the DOCTYPE has no end")


def _valid_reference(found: re.Match[str]) -> str:
    """A character reference, or U+FFFD for one to a character that does not exist (P11)."""
    digits = found.group(1)
    is_hex = digits[0] in "xX"
    number = digits[1:].lstrip("0") if is_hex else digits.lstrip("0")
    code = int(number or "0", 16 if is_hex else 10) if len(number) <= 7 else 0x110000
    legal = code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return found.group() if legal else "\ufffd"
