"""A publisher's markup -> one line of plain text. Pure; does not cut: `normalise` knows the limits.

The HTML parser only decides where a tag, a comment or an entity begins and ends. Every tag is first renamed to an empty
element, so that hostile nesting cannot cost more than its length, and no rule of tree building can move or lose text.
"""

import html
import re
import unicodedata
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big button cite code data del dfn em font i ins kbd label mark math meter nobr "
        "output picture progress q rp rt ruby s samp small span strike strong sub sup svg time tt u var wbr",
    )
)
_BLOCK = frozenset(
    re.findall(
        r"\w+",
        "address area article aside audio base basefont blockquote body br canvas caption center circle col colgroup "
        "dd defs details dialog dir div dl dt ellipse embed fieldset figcaption figure footer form frame frameset g h1 "
        "h2 h3 h4 h5 h6 head header hgroup hr html iframe img image input legend li line link main map menu meta nav "
        "noembed noframes noscript object ol optgroup option p param path plaintext polygon polyline pre rect search "
        "section select slot source stop summary symbol table tbody td template textarea tfoot th thead title tr track "
        "ul use video xmp",
    )
)
_DROPPED = frozenset({"script", "style"})  #: with all that stands between the tags
#: Each known tag as it begins in nearly all markup -> the empty element that it becomes.
_EMPTIED = {
    f"<{slash}{name}": f"{space}<{slash}wbr"
    for names, space in ((_INLINE, ""), (_BLOCK, " "))
    for name in names
    for slash in ("", "/")
}
_OPENING = re.compile(
    r"<(?:(/?)([A-Za-z][A-Za-z0-9]*(?:[:-][A-Za-z0-9:-]*)?)(?=[\s/>]|\Z)(?=(\s+[\w-]+=)?)|(!--)|(!\[CDATA\[)|[!?])?"
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARKUP = re.compile(r"[<&]")

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"  #: controls that separate words: folded with other white space, not removed
_REMOVED = {
    code
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
    if chr(code) not in _SPACES
}
_REMOVED |= {*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0)}
_REMOVED |= {plane * 0x10000 + low for plane in range(17) for low in (0xFFFE, 0xFFFF)}
_CLEANING = dict.fromkeys(_REMOVED)
#: Where there can be something to remove: nearly no text has any, and looking costs a tenth of translating.
_UNCLEAN = re.compile(
    "[" + "".join(re.escape(chr(code)) for code in sorted(_REMOVED) if code < 0x10000) + "\U0001fffe-\U0010ffff]"
)

_MARKS = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))
#: No script stacks more than a few marks; 30 is the bound of UAX #15's stream-safe text. Normalising sorts each stack,
#: in quadratic time: 600,000 marks on one letter took five minutes.
_MOST_MARKS = 30
_STACK = re.compile(f"([{_MARKS}]{{{_MOST_MARKS}}})[{_MARKS}]+")
#: Where a stack can be at all. `re` looks through a set's ranges beyond U+FFFF one by one; with a single range there,
#: and a bare set at the beginning, it is fifty times quicker.
_MAYBE_MARK = "[" + "".join(one for one in _MARKS if one < "\U00010000") + "\U00010000-\U0010ffff]"
_MAYBE_STACK = re.compile(f"{_MAYBE_MARK}{_MAYBE_MARK}{{{_MOST_MARKS},}}")


def plain_text(markup: str) -> str:
    """The words of an HTML fragment, or of text that only looks a little like one.

    Law: NFC; one line; no control, surrogate, non-character or bidi override; never raises.
    """
    return clean(_without_markup(_allowed(markup)))


def plain_title(markup: str) -> str:
    """The words of a title; entities that were escaped twice are decoded once more."""
    if not _MARKUP.search(markup):
        return clean(markup)
    once = plain_text(markup)
    return clean(_ENTITY.sub(lambda found: html.unescape(found.group()), once))


def clean(text: str) -> str:
    """Text in NFC, in one line, without the characters that no screen or database should meet.

    Law: cleaning twice changes nothing.
    """
    words = _allowed(text).split()
    cleaned = " ".join(words)
    if cleaned.isascii():
        return cleaned
    composed = unicodedata.normalize("NFC", _joined(words))
    return _joined(composed.split())  # again, for composing makes two marks of a few


def _allowed(text: str) -> str:
    """The text without the characters that nobody should meet."""
    return text.translate(_CLEANING) if _UNCLEAN.search(text) else text


def _joined(words: Sequence[str]) -> str:
    """The words in one line, none with a stack of marks."""
    stacked = max(map(len, words), default=0) > _MOST_MARKS
    return " ".join(map(_unstacked, words) if stacked else words)


def _unstacked(word: str) -> str:
    if len(word) <= _MOST_MARKS:
        return word
    return _MAYBE_STACK.sub(lambda found: _STACK.sub(r"\1", found.group()), word)


def _without_markup(markup: str) -> str:
    if not _MARKUP.search(markup):
        return markup
    parser = LexborHTMLParser("<body>" + _flattened(markup))
    parser.strip_tags(sorted(_DROPPED))
    return parser.body.text(deep=True) if parser.body is not None else ""


def _flattened(markup: str) -> str:
    """The same markup with every known tag renamed to an empty element; a `<` that opens none is escaped.

    Law: takes time in proportion to its length.
    """
    lower = markup.lower()
    if len(lower) != len(markup):  # a few capitals grow in lower case (U+0130), which would move every place after them
        lower = markup
    ends = {name: lower.rfind(f"</{name}") for name in _DROPPED}
    ends |= {"--": markup.rfind("-->"), ">": markup.rfind(">")}

    def renamed(found: re.Match[str]) -> str:
        if ends[">"] > found.start() and (emptied := _EMPTIED.get(found.group())):
            return emptied
        slash, name, attribute, comment, cdata = found.groups()
        if name is None:
            if cdata:
                return " "
            opens = found.group() != "<" and ends["--" if comment else ">"] > found.start()
        elif name.lower() in _DROPPED:
            opens = bool(slash) or ends[name.lower()] > found.start()
        else:
            # Without any `>` after it this is a "<" of the text, or a tag that the publisher cut in the middle.
            opens = _is_known(name) and (ends[">"] > found.start() or bool(attribute))
            if opens:
                return f"{'' if name.lower() in _INLINE else ' '}<{slash}wbr"
        return found.group() if opens else "&lt;" + found.group()[1:]

    flat = _OPENING.sub(renamed, markup)
    return flat.replace("]]>", " ") if "<![CDATA[" in markup else flat


def _is_known(name: str) -> bool:
    """Whether a name is an element's: HTML's own, or one with a hyphen or a prefix (`o:p`, `my-widget`)."""
    return name.lower() in _INLINE or name.lower() in _BLOCK or ":" in name or "-" in name
