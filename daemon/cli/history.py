"""Items of the past, for what is tried on them: those that the store holds, or those of a JSONL file.

They are told of page by page, and read by whoever works on a page.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Protocol

from daemon.cli.beside import read_store
from daemon.cli.replay import NO_FEEDS, START, lines_of, open_lines, parse_items, past_of, stand_in, timed
from daemon.config import Config, Feed
from daemon.errors import StoreError, WatchdeskError
from daemon.pipeline.rehearse import Past
from daemon.store.database import Transaction
from daemon.store.items import Place
from daemon.store.trouble import nothing_at

_PAGE = 500
Named = tuple[object, Past]  #: an item as it came, and the id that it is told by
_Begin = tuple[int, datetime]  #: of a page: how many lines are before it, and when the item before it came


class Page(Protocol):
    """Some items that follow one another."""

    @property
    def count(self) -> int:
        """How many they are."""

    def read(self, feeds: Mapping[str, Feed]) -> list[Named]:
        """The items, from these feeds where they name one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Which items there are, and from when to when."""

    count: int
    since: datetime
    until: datetime
    pages: Iterator[Page]  #: in the order in which they came
    feeds: Mapping[str, Feed] = field(default_factory=lambda: NO_FEEDS)  #: that they came from, if they are known


def stored(config: Config, *, since: datetime, now: datetime) -> History:
    """What the store holds since then, or since its first item, if that came later; each item in its latest version.

    Errors: StoreError if there is no store.
    """
    found = read_store(
        config.store, lambda tx: (tx.items.arrived(since=since), tx.items.page(since=since, after=None, limit=1))
    )
    if found is None:
        reason = nothing_at(config.store) or f"nothing is stored at {config.store}; run the daemon first"
        raise StoreError(f"{reason}; or give items: replay FILE, diff --jsonl FILE")
    count, first = found
    return History(
        count=count,
        since=first[0].arrived_at if first else since,
        until=now,
        pages=_stored(config.store, since, count),
        feeds={feed.id: feed for feed in config.feeds},
    )


def _stored(store: Path, since: datetime, count: int) -> Iterator[Page]:
    after: Place | None = None
    for begun in range(0, count, _PAGE):
        end = read_store(store, partial(_end, since=since, after=after))
        yield _StoredPage(store=store, since=since, after=after, to=end, count=min(_PAGE, count - begun))
        if end is None:
            return
        after = end


def _end(tx: Transaction, since: datetime, after: Place | None) -> Place | None:
    return tx.items.end_of_page(since=since, after=after, limit=_PAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _StoredPage:
    """Where the items of a page stand in the store."""

    store: Path
    since: datetime
    after: Place | None  #: the end of the page before
    to: Place | None  #: the last item; None: all that follow
    count: int

    def read(self, feeds: Mapping[str, Feed]) -> list[Named]:
        return read_store(self.store, partial(self._read, feeds=feeds)) or []

    def _read(self, tx: Transaction, feeds: Mapping[str, Feed]) -> list[Named]:
        items = tx.items.page(since=self.since, after=self.after, to=self.to, limit=_PAGE)
        first_polls = {name: tx.feeds.state(name).baseline_at for name in {item.feed for item in items}}
        unknown: dict[tuple[str, tuple[str, ...]], Feed] = {}
        named: list[Named] = []
        for item in items:
            feed = feeds.get(item.feed) or unknown.get((item.feed, item.tags))
            if feed is None:
                feed = unknown[item.feed, item.tags] = Feed.model_construct(id=item.feed, url="", tags=item.tags)
            is_first = first_polls[item.feed] == item.arrived_at
            named.append((item.id, Past(item=item, feed=feed, now=item.arrived_at, baseline=is_first)))
        return named


def written(file: Path, *, days: int | None = None) -> History:
    """What a file holds, one item a line; of the last days before its latest item only, if they are given.

    The file is read twice, so that however many items it holds, few are held at once.
    Errors: ConfigError with the line that is no item; WatchdeskError if the file cannot be read.
    """
    text, times, begins, since = open_lines(file), array("d"), list[_Begin](), START
    feeds: dict[str, Feed] = {}
    until, lines = since, _Lines(text, str(file))
    text.seek(0)
    try:
        for fields, now in timed(parse_items(lines, name=str(file))):
            if name := fields.get("feed"):
                feeds.setdefault(name, stand_in(name))
            since = since if times else now
            if not len(times) % _PAGE:
                begins.append((lines.taken - 1 if times else 0, until))
            until = now
            times.append(until.timestamp())
    except WatchdeskError:
        text.close()
        raise
    if days is not None:
        since = max(since, until - timedelta(days=days))
    if not times:
        text.close()
    first = bisect_left(times, since.timestamp())  # they only grow
    pages = _written(text, file, begins, first, len(times)) if times else iter(())
    return History(count=len(times) - first, since=since, until=until, pages=pages, feeds=feeds)


class _Lines:
    """Lines, counted as they are taken."""

    def __init__(self, source: IO[str], name: str) -> None:
        self.taken = 0
        self._lines = lines_of(source, name)

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken += 1
            yield line


def _written(text: IO[str], file: Path, begins: Sequence[_Begin], first: int, count: int) -> Iterator[Page]:
    """The pages from the so-maniest item on."""
    with text:
        text.seek(0)
        lines = lines_of(text, str(file))
        ends = [*(before for before, _ in begins[1:]), None]
        for number, ((before, now), end) in enumerate(zip(begins, ends, strict=True)):
            some = tuple(islice(lines, None if end is None else end - before))
            here = min(_PAGE, count - number * _PAGE)
            skipped = max(0, first - number * _PAGE)
            if skipped < here:
                yield _WrittenPage(
                    lines=some, name=str(file), before=before, now=now, skipped=skipped, count=here - skipped
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class _WrittenPage:
    """Some lines of a file."""

    lines: tuple[str, ...]
    name: str
    before: int  #: lines
    now: datetime  #: when the item before them came
    skipped: int  #: the first items, which are too old
    count: int

    def read(self, feeds: Mapping[str, Feed]) -> list[Named]:
        told = timed(parse_items(self.lines, name=self.name, first=self.before + 1), now=self.now)
        return [
            (fields["id"], past_of(fields, now=now, feeds=feeds)) for fields, now in islice(told, self.skipped, None)
        ]
