"""A parsed document -> its items, taken in one after the other, the oldest first; one that trips hurts no other."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from daemon.config import Config, Feed
from daemon.errors import StoreError
from daemon.feeds.cadence import Document
from daemon.feeds.parse import Parsed
from daemon.feeds.request import kind_of, memory_key
from daemon.items import dedup
from daemon.items.churn import renamed
from daemon.items.normalise import normalise
from daemon.model import FeedKind, FeedState, Habit, Item, Shown, VerdictKind
from daemon.pipeline.ingest import RENAMED, Desk, Ingested, Visit, ingest, judge, recognise, save
from daemon.pipeline.known import KnownItems
from daemon.pipeline.notices import missed_notice, renamed_notice, to_operators
from daemon.pipeline.report import PollReport
from daemon.pipeline.rhythm import Rhythm
from daemon.store.database import Transaction

MAX_MARKS = 5_000  #: of one document; one with more entries is parsed in full each time
NEWS = frozenset({VerdictKind.NEW, VerdictKind.DUPLICATE})  #: entries that the feed had not shown before
log = logging.getLogger(__name__)


def take_in(tx: Transaction, items: Sequence[Item], *, visit: Visit, desk: Desk) -> list[Ingested]:
    """Take the items of one poll in, one after the other; what became of each that did not trip over a bug."""
    try:
        return tx.attempt(partial(_take_in, tx, items, visit=visit, desk=desk, apart=False))
    except StoreError:
        raise
    except Exception:  # noqa: BLE001  which item trips over a bug shows when each is tried apart
        return _take_in(tx, items, visit=visit, desk=desk, apart=True)


def _take_in(tx: Transaction, items: Sequence[Item], *, visit: Visit, desk: Desk, apart: bool) -> list[Ingested]:
    """`apart`: one item that trips over a bug does not take the feed's others with it; half as much again of work."""
    known = KnownItems(tx, items)
    shown = visit.shown | known.keys
    still = partial(known.besides, tx, visit.feed.id, visit.shown)
    new_names = {} if visit.baseline else renamed(items, known.of, still, shown=shown)
    visit = replace(visit, shown=shown, renamed=new_names)
    ingest_all = _ingest_apart if apart else _ingest_together
    ingested = ingest_all(tx, items, known, visit=visit, desk=desk)
    tx.items.touch(known.stored, now=visit.now)
    return ingested


def _ingest_together(
    tx: Transaction, items: Sequence[Item], known: KnownItems, *, visit: Visit, desk: Desk
) -> list[Ingested]:
    """Recognise all, save all in one go, judge each: what an item is does not depend on what follows from others."""
    recognised = []
    for item in items:
        one = recognise(tx, item, known.of(item), visit=visit)
        known.add(one)
        recognised.append(one)
    save(tx, recognised)
    return [judge(tx, one, visit=visit, desk=desk) for one in recognised]


def _ingest_apart(
    tx: Transaction, items: Sequence[Item], known: KnownItems, *, visit: Visit, desk: Desk
) -> list[Ingested]:
    ingested = []
    for item in items:
        try:
            one = tx.attempt(partial(ingest, tx, item, known.of(item), visit=visit, desk=desk))
        except StoreError:
            raise
        except Exception:
            log.exception("item not taken in", extra={"feed": visit.feed.id, "item_id": item.id})
            continue
        known.add(one)
        ingested.append(one)
    return ingested


def document_of(feed: Feed, state: FeedState, parsed: Parsed, ingested: Sequence[Ingested]) -> Document:
    """What a poll learned of the document as a whole.

    A document of new entries alone, after one that had any, is a gap; kinds that remember find their gaps themselves.
    """
    baseline, kinds = state.baseline_at is None or state.hold_before is not None, [one.verdict.kind for one in ingested]
    gap = not (baseline or memory_key(feed) or parsed.truncated or parsed.known) and bool(state.entries and kinds)
    return Document(
        entries=len(parsed.entries) + len(parsed.known) or _shown_besides(feed, state),
        news=not baseline and any(kind is not VerdictKind.UNCHANGED for kind in kinds),
        truncated=parsed.truncated or parsed.again or len(kinds) != len(parsed.entries),
        hints=parsed.hints,
        flaw=parsed.flaw,
        gap=gap and all(kind in NEWS for kind in kinds),
    )


def _shown_besides(feed: Feed, state: FeedState) -> int:
    """What a document without entries shows all the same: a page stands unchanged, an index has no changed sitemap."""
    kind = kind_of(feed)
    return 1 if kind is FeedKind.PAGE else state.entries or 0 if kind is FeedKind.SITEMAP else 0


async def items_of(feed: Feed, parsed: Parsed, now: datetime) -> list[Item]:
    """The items of a document, in its order; in a thread, for megabytes of HTML must not hold up the loop."""
    return await asyncio.to_thread(_items_of, feed, parsed, now)


def _items_of(feed: Feed, parsed: Parsed, now: datetime) -> list[Item]:
    return [normalise(entry, feed, now=now, language=parsed.language) for entry in parsed.entries]


def shown_now(parsed: Parsed, items: Sequence[Item], before: Shown, *, now: datetime) -> Shown:
    """What to remember of a document: the marks of its entries alone, and under which keys they are known."""
    if len(parsed.marks) + len(parsed.known) > MAX_MARKS:
        return Shown()
    kept = {mark: before.marks[mark] for mark in sorted(parsed.known)}
    fresh = {mark: dedup.shown_keys(item) for mark, item in zip(parsed.marks, items, strict=False)}
    return Shown(marks={**kept, **fresh}, whole_at=before.whole_at or now)


def oldest_first(items: Sequence[Item]) -> list[Item]:
    """Feeds show the newest first; an event is told from its first report on."""
    oldest_last = enumerate(items)  # of two with the same date, the one that stands lower in the feed came first
    ordered = sorted(oldest_last, key=lambda one: (one[1].published_at or one[1].arrived_at, -one[0]))
    return [item for _, item in ordered]


def report_of(feed: Feed, parsed: Parsed, ingested: Sequence[Ingested]) -> PollReport:
    """What was taken in, as a report."""
    counts = [one.verdict.kind for one in ingested]
    new = sum(kind in NEWS for kind in counts)
    revised = counts.count(VerdictKind.REVISED)
    return PollReport(
        feed=feed.id,
        outcome="new" if new or revised else "unchanged",
        new=new,
        revised=revised,
        queued=sum(one.queued for one in ingested),
        error="the document breaks off; its whole items were taken" if parsed.truncated else None,
    )


def learned_from(ingested: Sequence[Ingested], rhythm: Rhythm, state: FeedState, *, visit: Visit) -> Habit | None:
    """What a poll teaches of the feed's habit; a baseline teaches nothing, for its items came at any time."""
    new = [] if visit.baseline else [one.item.published_at for one in ingested if one.verdict.kind in NEWS]
    dates = [date for date in new if date]
    return rhythm.learned(visit.feed.id, len(new), since=state.last_success_at, now=visit.now, dates=dates)


def remember(tx: Transaction, feed: Feed, parsed: Parsed, *, config: Config, now: datetime) -> None:
    """Save what the feed's kind wants to find at the next poll; tell of entries that could not be had."""
    if (about := memory_key(feed)) and parsed.memory:
        tx.feeds.save_memory(feed.id, parsed.memory, about=about)
    if parsed.missed:
        told = missed_notice(feed.id, label=feed.label, count=parsed.missed, now=now)
        tx.outbox.enqueue([to_operators(told, config)], now=now)


def tell_of_new_names(
    tx: Transaction, feed: Feed, parsed: Parsed, ingested: Sequence[Ingested], *, config: Config, now: datetime
) -> None:
    """Tell the operators, once, that a feed has changed the ids of its entries, or of how many of them."""
    count = sum(one.verdict.reason == RENAMED for one in ingested)
    if count:
        shown = max(count, len(parsed.entries) + len(parsed.known))
        told = renamed_notice(feed.id, label=feed.label, count=count, shown=shown, now=now)
        tx.outbox.enqueue([to_operators(told, config)], now=now)
