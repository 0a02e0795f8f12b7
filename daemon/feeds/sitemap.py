"""Sitemaps, above all news sitemaps, plain or gzipped, and indexes of them. Pure.

Formats: https://www.sitemaps.org/protocol.html and Google's news extension. Of an index only the newest sitemaps are
read, and later those that changed: an index may lead to decades of archives.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from daemon.feeds.asked import Answer, Asked, EntryValues
from daemon.feeds.dates import read_instant
from daemon.feeds.decode import DecodeError, build_decoder
from daemon.feeds.fields import read_categories, read_language
from daemon.feeds.guard import MAX_BODY, NotAFeedError, guard, web_page_title
from daemon.feeds.webpage import web_link

MAX_ENTRIES = 1_000  #: of one sitemap: the newest; a news sitemap has no more
_GZIP = b"\x1f\x8b"
_ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}
_MAX_VALUE = 4_096  #: characters of one element
_NUMBER = re.compile(r"([0-9]+)")
_SLUG = re.compile(r"[-_+]+")


def request_url(url: str) -> str:
    """The URL itself."""
    return url


def parse(body: bytes, asked: Asked) -> Answer:
    """The addresses of a sitemap as entries; of an index, which sitemaps to read next.

    Errors: NotAFeedError.
    """
    found = _elements(_unzipped(body), content_type=asked.content_type)
    if found.root == "sitemapindex":
        if asked.further is not None:
            raise NotAFeedError("an index within an index of sitemaps")
        return _index(found, asked)
    read = dict(asked.memory.get("read", {}))
    if asked.further is not None:
        read[asked.further] = asked.memory.get("offered", {}).get(asked.further)
    entries = [entry for values in found.rows if (entry := _entry(values, base=asked.url))]
    newest = sorted(entries, key=lambda one: one["published"] or one["updated"] or "", reverse=True)[:MAX_ENTRIES]
    answer = Answer(title="", language=None, truncated=found.broken, entries=newest)
    return {**answer, "memory": {**asked.memory, "read": read}} if asked.further is not None else answer


def _unzipped(body: bytes) -> bytes:
    """The body of a gzip file, or what is none as it is. Errors: NotAFeedError for a bomb or a damaged file."""
    if not body.startswith(_GZIP):
        return body
    decoder, plain = build_decoder("gzip"), bytearray()
    try:
        for start in range(0, len(body), 65536):
            for piece in decoder.feed(body[start : start + 65536]):
                plain += piece
                if len(plain) > MAX_BODY:
                    raise NotAFeedError(f"unpacks to more than {MAX_BODY // 1024 // 1024} MiB")
        decoder.finish()
    except DecodeError as error:
        raise NotAFeedError(str(error)) from error
    return bytes(plain)


@dataclass(slots=True)
class _Found:
    """The rows of a sitemap while it is read: element name, without prefix -> text."""

    root: str = ""
    broken: bool = False  #: not well-formed to the end; the rows before are whole
    rows: list[dict[str, str]] = field(default_factory=list)


def _elements(body: bytes, *, content_type: str | None) -> _Found:
    guarded = guard(body, content_type=content_type)
    root = guarded.root.rpartition(":")[2]
    if guarded.json or root not in _ROOTS:
        title = "" if guarded.json else web_page_title(guarded.text)
        raise NotAFeedError(f'not a sitemap: "{title}"' if title else "not a sitemap")
    walk = _Walk(_Found(root=root), row=_ROOTS[root])
    parser = expat.ParserCreate()
    parser.UseForeignDTD(True)
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.text
    try:
        parser.Parse(guarded.text.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        walk.found.broken = True
    if guarded.truncated:  # its last row was closed by us, and may lack anything
        walk.found.broken = True
        del walk.found.rows[-1:]
    return walk.found


class _Walk:
    """Follows the parser; keeps what stands in a row, and in the row's own news."""

    def __init__(self, found: _Found, *, row: str) -> None:
        self.found = found
        self._row_name = row
        self._path: list[str] = []
        self._row: dict[str, str] | None = None
        self._text: list[str] = []

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        self._path.append(local)
        self._text = []
        if local == self._row_name and len(self._path) == 2:
            self._row = {}

    def text(self, text: str) -> None:
        if self._row is not None:
            self._text.append(text)

    def end(self, _name: str) -> None:
        within, local = self._path[2:-1], self._path.pop()
        if self._row is None:
            return
        if len(self._path) == 1:
            self.found.rows.append(self._row)
            self._row = None
        elif not within or within[0] == "news":  # images and videos have a `loc` and `title` of their own
            self._row.setdefault(local, "".join(self._text).strip()[:_MAX_VALUE])
        self._text = []


def _entry(row: Mapping[str, str], *, base: str) -> EntryValues | None:
    url = web_link(base, row.get("loc"))
    if url is None:
        return None
    return EntryValues(
        guid=row["loc"],
        url=url,
        title=html.escape(row.get("title") or _title_of(url), quote=False),
        published=read_instant(row.get("publication_date")),
        updated=read_instant(row.get("lastmod")),
        language=read_language(row.get("language")),
        categories=read_categories(word.strip() for word in row.get("keywords", "").split(",")),
    )


def _title_of(url: str) -> str:
    """The words of the address, for a sitemap without titles: `/2024/convoy-leaves-port` -> `convoy leaves port`."""
    last = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    return " ".join(_SLUG.split(re.sub(r"\.[a-z]{2,5}\Z", "", last))).strip()


def _index(found: _Found, asked: Asked) -> Answer:
    """Which sitemaps of an index to read now: the newest that are new or changed.

    Law: at most `pages`, of the index's own host. At the first poll the newest; from then on none that was last
    changed before the oldest of those, so that archives are never read.
    """
    most = int(asked.settings.get("pages", 0))
    here = {url: read_instant(row.get("lastmod")) for row in found.rows if (url := _near(asked.url, row.get("loc")))}
    if found.rows and not here:
        raise NotAFeedError("the index of sitemaps leads to other hosts only")
    newest = sorted(here, key=lambda url: (here[url] or "", _natural(url)), reverse=True)
    read = {url: date for url, date in asked.memory.get("read", {}).items() if url in here}
    begin = [here[url] or "" for url in newest[:most]] + ([asked.now] if asked.now else [])  # dates may lie ahead
    since = asked.memory.get("since") or min(begin, default="")
    due = [url for url in newest if (here[url] or "") >= since and not (here[url] and read.get(url) == here[url])]
    memory: dict[str, Any] = {"read": read, "since": since, "offered": {url: here[url] for url in due[:most]}}
    return Answer(
        title="",
        language=None,
        truncated=found.broken,
        entries=[],
        memory=memory,
        further=due[:most],
        again=True,  # sitemaps change under an index that stays the same
    )


def _near(base: str, link: str | None) -> str | None:
    """The absolute address of a sitemap, if it is of the index's own host."""
    url = web_link(base, link)
    return url if url and _host(url) == _host(base) else None


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _natural(url: str) -> list[tuple[int, str]]:
    """A sort key by which `sitemap-10` comes after `sitemap-9`."""
    return [(int(part[:18]), "") if part.isdigit() else (0, part) for part in _NUMBER.split(url)]
