"""Items of a file, or of the store, through the very same functions as the daemon, in memory, in the order given."""

import json
import sys
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from daemon.config import Config, Feed
from daemon.embeddings import Embedder
from daemon.errors import ConfigError, Problem, WatchdeskError
from daemon.items.normalise import normalise
from daemon.model import Entry, VerdictKind
from daemon.pipeline.asked import finding_of
from daemon.pipeline.ingest import Desk, Ingested
from daemon.pipeline.rehearse import Past, rehearse
from daemon.receiving import Receiver
from daemon.rules.load import RuleSet
from daemon.store.database import Transaction

START = datetime(2000, 1, 1, tzinfo=UTC)
NO_FEEDS: Mapping[str, Feed] = {}
_NAMES = ("id", "feed")  #: are told as they are
_TEXTS = ("title", "summary", "body", "url", "feed", "published", "language")


def open_lines(file: Path) -> IO[str]:
    """A file's lines, to be read more than once; what comes through a pipe, as for `-`, is kept in a file meanwhile.

    Errors: WatchdeskError if it cannot be read.
    """
    piped = str(file) == "-"
    try:
        # Not as the terminal's settings would have it: the lines are UTF-8 wherever they come from.
        source: IO[str] = TextIOWrapper(sys.stdin.buffer, "utf-8") if piped else file.open(encoding="utf-8")
        if not piped and source.seekable():
            return source
        with source:
            return _kept(source, file)
    except OSError as error:
        raise WatchdeskError(f"{file} cannot be read: {error.strerror}") from None


def _kept(source: IO[str], file: Path) -> IO[str]:
    kept = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  whoever reads it closes it
    try:
        kept.writelines(lines_of(source, str(file)))
    except BaseException:
        kept.close()
        raise
    return kept


def lines_of(source: Iterable[str], name: str) -> Iterator[str]:
    """The lines. Errors: WatchdeskError where they cannot be read."""
    try:
        yield from source
    except UnicodeDecodeError:
        raise WatchdeskError(f"{name} cannot be read: not UTF-8") from None


def parse_items(lines: Iterable[str], *, name: str, first: int = 1) -> Iterator[dict[str, Any]]:
    """JSON lines -> the items' fields; `first`: the number of the first line.

    Errors: ConfigError with the line that is not an item.
    """
    for number, line in enumerate(lines_of(lines, name), start=first):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except json.JSONDecodeError as error:
            raise ConfigError([Problem(name, number, error.colno, f"not JSON: {error.msg}")]) from None
        except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
            raise ConfigError(
                [Problem(name, number, 0, "not an item: nested too deep, or a number too long")]
            ) from None
        if wrong := _wrong(fields):
            raise ConfigError([Problem(name, number, 0, wrong)])
        yield fields


def _wrong(fields: object) -> str | None:
    if not isinstance(fields, dict):
        return "each line must be a JSON object with id and title"
    if not isinstance(fields.get("id"), str | int) or isinstance(fields.get("id"), bool):
        return "id is missing, or neither text nor a number"
    if not isinstance(fields.get("title"), str):
        return "title is missing, or not text"
    strange = [key for key in _TEXTS if not isinstance(fields.get(key, ""), str | None)]
    if strange:
        return f"{strange[0]} must be text"
    if broken := [key for key in _NAMES if not _is_whole(fields.get(key))]:
        return f"{broken[0]} holds half a character"
    if fields.get("published") and _instant(fields["published"]) is None:
        return f"published: {fields['published']!r} is not an ISO 8601 date"
    return None


def _is_whole(name: object) -> bool:
    """Can it be written? JSON can name half of a character that takes two."""
    try:
        str(name).encode()
    except UnicodeEncodeError:
        return False
    return True


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):  # OverflowError: before the year 1 or after 9999 in UTC
        return None


def replay_items(
    items: Iterable[dict[str, Any]], rules: RuleSet, *, join_all: bool, embedder: Embedder | None = None
) -> Iterator[dict[str, Any]]:
    """The stable form of what became of each item, in the order given; see `watchdesk replay --help`."""
    named = ((fields["id"], past_of(fields, now=now)) for fields, now in timed(items))
    yield from replay_past(named, rules, join_all=join_all, embedder=embedder)


def replay_past(
    past: Iterable[tuple[object, Past]],
    rules: RuleSet,
    *,
    join_all: bool,
    embedder: Embedder | None = None,
    feeds: Iterable[Feed] = (),
) -> Iterator[dict[str, Any]]:
    """The same of items as they came, each with the id that it is told by; `feeds`: the desk's, which they may cite."""
    desk = Desk(config=without_receivers(feeds), rules=rules, join_all=join_all, embedder=embedder)
    ids: deque[object] = deque()  #: of the items under way, as the input has them
    names: dict[str, Any] = {}  #: our item id -> the id of the input

    def noting() -> Iterator[Past]:
        for item_id, one in past:
            ids.append(item_id)
            yield one

    def told(tx: Transaction, past: Past, one: Ingested) -> dict[str, Any]:
        item_id = ids.popleft()
        names.setdefault(one.item.id, item_id)
        return {"id": item_id, **_result(tx, past, one, desk, names)}

    yield from rehearse(noting(), desk, told=told)


def timed(items: Iterable[dict[str, Any]], *, now: datetime = START) -> Iterator[tuple[dict[str, Any], datetime]]:
    """The items, each with when it came: as published, but never before the one ahead of it, which came at `now`."""
    for fields in items:
        published = _instant(fields.get("published") or "")
        now = max(now, published) if published else now
        yield fields, now


def past_of(fields: dict[str, Any], *, now: datetime, feeds: Mapping[str, Feed] = NO_FEEDS) -> Past:
    """An item's fields, as a line holds them -> the item as it came, from one of these feeds if it names it."""
    name = fields.get("feed") or "replay"
    feed = feeds.get(name) or stand_in(name)
    entry = Entry(
        guid=json.dumps(fields["id"]),  # 1 and "1" are two items
        url=fields.get("url"),
        title=fields["title"],
        summary=fields.get("summary") or "",
        body=fields.get("body") or "",
        published=_instant(fields.get("published") or ""),
        language=fields.get("language"),
    )
    item = normalise(entry, feed, now=now)
    if not fields.get("feed"):
        item = replace(item, source="")  # nobody knows who speaks: that two items share a file says nothing
    return Past(item=item, feed=feed, now=now)


@lru_cache(maxsize=1_000)
def stand_in(name: str) -> Feed:
    """A feed that nobody configured; kept, because to make one costs as much as to read an item."""
    return Feed.model_construct(id=name, url="")


def without_receivers(feeds: Iterable[Feed] = ()) -> Config:
    """No receivers, and nothing is stale: a replay tells what happens to items, not who hears of it."""
    return Config.model_construct(
        receivers=dict[str, Receiver](), feeds=tuple(feeds), routes=(), alert_max_age=timedelta(days=365_000)
    )


def _result(tx: Transaction, past: Past, one: Ingested, desk: Desk, names: dict[str, Any]) -> dict[str, Any]:
    unchanged = one.verdict.kind is VerdictKind.UNCHANGED
    finding = finding_of(desk.rules, one.item, past.asked) if unchanged else one.finding
    incident_id = one.incident_id or (tx.incidents.id_of_item(one.item.id) if unchanged else None)
    duplicate = one.verdict.kind is VerdictKind.DUPLICATE
    return {
        "verdict": one.verdict.kind.value,
        "duplicate_of": names.get(one.verdict.of or "") if duplicate else None,
        "incident": incident_id,
        "matches": [
            {
                "rule": match.rule.id,
                "severity": match.rule.severity.value,
                "evidence": [span._asdict() for span in match.evidence],
            }
            for match in finding.matches
        ],
    }
