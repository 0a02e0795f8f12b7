"""Items of the past, for what is tried on them: those that the store holds, or those of a JSONL file."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any

from daemon.cli.beside import read_store
from daemon.cli.replay import START, open_lines, parse_items, past_of, timed
from daemon.config import Config, Feed
from daemon.errors import StoreError, WatchdeskError
from daemon.model import Item
from daemon.pipeline.rehearse import Past
from daemon.store.database import Transaction
from daemon.store.trouble import nothing_at

_PAGE = 500
Given = Past | tuple[dict[str, Any], datetime]  #: an item, or what a line says of one and when it came


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Which items there are, and from when to when."""

    count: int
    since: datetime
    until: datetime
    pages: Iterator[Sequence[Given]]  #: in the order in which they came


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
    return History(count=count, since=first[0].arrived_at if first else since, until=now, pages=_stored(config, since))


def _stored(config: Config, since: datetime) -> Iterator[Sequence[Past]]:
    feeds = {feed.id: feed for feed in config.feeds}
    first_polls = read_store(
        config.store, lambda tx: {name: state.baseline_at for name, state in tx.feeds.states().items()}
    )
    last: Item | None = None
    while page := read_store(config.store, partial(_page, since=since, after=last)):
        last = page[-1]
        yield [
            Past(
                item=item,
                feed=feeds.get(item.feed) or Feed.model_construct(id=item.feed, url="", tags=item.tags),
                now=item.arrived_at,
                baseline=(first_polls or {}).get(item.feed) == item.arrived_at,
            )
            for item in page
        ]


def _page(tx: Transaction, *, since: datetime, after: Item | None) -> list[Item]:
    return tx.items.page(since=since, after=after, limit=_PAGE)


def written(file: Path, *, days: int | None = None) -> History:
    """What a file holds, one item a line; of the last days before its latest item only, if they are given.

    The file is read twice, so that however many items it holds, few are held at once.
    Errors: ConfigError with the line that is no item; WatchdeskError if the file cannot be read.
    """
    text, times, since = open_lines(file), array("d"), START
    until = since
    try:
        for _, until in _items_in(text, file):
            since = since if times else until
            times.append(until.timestamp())
    except WatchdeskError:
        text.close()
        raise
    if days is not None:
        since = max(since, until - timedelta(days=days))
    if not times:
        text.close()
    first = bisect_left(times, since.timestamp())  # they only grow
    pages = _written(text, file, first) if times else iter(())
    return History(count=len(times) - first, since=since, until=until, pages=pages)


def _written(text: IO[str], file: Path, first: int) -> Iterator[Sequence[Given]]:
    with text:
        items = islice(_items_in(text, file), first, None)
        while page := list(islice(items, _PAGE)):
            yield page


def _items_in(text: IO[str], file: Path) -> Iterator[tuple[dict[str, Any], datetime]]:
    text.seek(0)
    return timed(parse_items(text, name=str(file)))


def as_past(one: Given, feeds: Mapping[str, Feed]) -> Past:
    """The item as it came, whichever way it was given; a line may name a feed of the config."""
    return one if isinstance(one, Past) else past_of(one[0], now=one[1], feeds=feeds)
