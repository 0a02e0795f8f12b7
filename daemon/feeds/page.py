"""A web page as such: each change of its readable text is an entry that tells what was added and removed. Pure.

The first look only remembers. What moves within the page is no change; nor is what the config lets us ignore, such as
a clock or a counter of visitors.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from daemon.feeds.asked import Answer, Asked, EntryValues
from daemon.feeds.guard import NotAFeedError
from daemon.feeds.webpage import read_page

MAX_TEXT = 400_000  #: characters of a page that are remembered; a longer page must be narrowed by `select: {text: …}`
MAX_SHOWN = 100  #: sentences added, and as many removed, that an entry shows
_UNREAD = "script, style, noscript, template, svg, head, iframe, object"
_BLOCKS = (
    "address, article, aside, blockquote, br, dd, details, div, dl, dt, fieldset, figcaption, figure, footer, form, "
    "h1, h2, h3, h4, h5, h6, header, hr, li, main, nav, ol, option, p, pre, section, summary, table, td, th, tr, ul"
)
_BREAK = "\x1e"  #: between blocks; a line break of the source is only a space
_SENTENCE_END = re.compile(r"(?<=[.!?…。؟।])\s+")
_TEXT_TYPES = re.compile(r"\s*(text/|application/(xhtml|xml))", re.IGNORECASE)


def request_url(url: str) -> str:
    """The URL itself."""
    return url


def parse(body: bytes, asked: Asked) -> Answer:
    """The change since the last look, as one entry; none if there is none, or nothing to compare with.

    Law: the entry's guid is made of the number of the change, so a page that goes back and forth is told each time,
    and a poll repeated after a crash tells the same change under the same guid.
    Errors: NotAFeedError for what is no page, or one without readable text.
    """
    if asked.content_type and not _TEXT_TYPES.match(asked.content_type):
        raise NotAFeedError(f"not a web page but {asked.content_type.partition(';')[0].strip()[:60]}")
    page = read_page(body, content_type=asked.content_type)
    now = _sentences(page.tree, asked)
    before, turn = asked.memory.get("text"), int(asked.memory.get("turn", 0))
    added, removed = ([], []) if before is None else (_beyond(now, before), _beyond(before, now))
    changed = bool(added or removed)
    turn += changed
    return Answer(
        title=page.title,
        language=page.language,
        truncated=False,
        entries=[_entry(asked.url, page.title, turn, added, removed)] if changed else [],
        memory={"text": now, "turn": turn},
    )


def _sentences(tree: LexborHTMLParser, asked: Asked) -> list[str]:
    """The sentences of the page's readable text, or of the part that the config selects, in order."""
    select, ignore = asked.settings.get("select") or {}, asked.settings.get("ignore") or ()
    for selector in (_UNREAD, *ignore):
        for node in tree.css(selector):
            node.decompose()
    for node in tree.css(_BLOCKS):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)
    wanted = select.get("text")
    parts = tree.css(wanted) if wanted else [tree.body] if tree.body is not None else []
    if not parts and wanted:
        raise NotAFeedError("no part of the page fits select: text")
    text = _BREAK.join(part.text() for part in parts if part is not None)
    if len(text) > MAX_TEXT:
        raise NotAFeedError(f"more than {MAX_TEXT} characters of text; narrow it by select: {{text: …}}")
    found = [sentence for line in text.split(_BREAK) for sentence in _SENTENCE_END.split(" ".join(line.split()))]
    counted = _without_ignored(found, [re.compile(one) for one in asked.settings.get("ignore_text") or ()])
    if not counted:
        raise NotAFeedError("the page has no readable text; it may need JavaScript, or a login")
    return counted


def _without_ignored(sentences: Iterable[str], ignored: Sequence[re.Pattern[str]]) -> list[str]:
    kept = []
    for sentence in sentences:
        left = sentence
        for pattern in ignored:
            left = pattern.sub("", left)
        left = " ".join(left.split())
        if any(sign.isalnum() for sign in left):
            kept.append(left)
    return kept


def _beyond(sentences: Sequence[str], others: Iterable[str]) -> list[str]:
    """The sentences that the others lack, each as often as it is lacking, in order."""
    rest = Counter(others)
    lacking = []
    for sentence in sentences:
        if rest[sentence] > 0:
            rest[sentence] -= 1
        else:
            lacking.append(sentence)
    return lacking


def _entry(url: str, title: str, turn: int, added: Sequence[str], removed: Sequence[str]) -> EntryValues:
    """One change. Its URL opens the page; the fragment tells it from the page's other changes."""
    digest = blake2b("\n".join([*added, "", *removed]).encode("utf-8", "replace"), digest_size=8).hexdigest()
    first = html.escape(added[0] if added else f"removed: {removed[0]}", quote=False)
    return EntryValues(
        guid=f"change-{turn}-{digest}",
        url=urlsplit(url)._replace(fragment=f"change-{turn}").geturl(),
        title=f"{title}: {first}" if title else first,
        summary="",
        # The number makes a change that comes a second time a text of its own: else it would count as seen.
        body=f"<p>Change {turn} of this page.</p>{_listed('Added', added)}{_listed('Removed', removed)}",
    )


def _listed(heading: str, sentences: Sequence[str]) -> str:
    shown = [f"<p>{html.escape(one, quote=False)}</p>" for one in sentences[:MAX_SHOWN]]
    more = len(sentences) - MAX_SHOWN
    rest = f"<p>… and {more} more</p>" if more > 0 else ""
    return f"<p>{heading}:</p>{''.join(shown)}{rest}" if shown else ""
