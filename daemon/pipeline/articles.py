"""Which items have the article behind them noted as due, in the transaction that took them in."""

from datetime import datetime

from daemon.config import Feed
from daemon.feeds.request import kind_of
from daemon.items.fulltext import wants_text, with_text
from daemon.model import FeedKind, Finding, Item, Verdict
from daemon.store.database import Transaction

FULL_TEXT = "full text"  #: the verdict's reason for an item that comes again with its article


def with_known_text(tx: Transaction, item: Item, feed: Feed) -> Item:
    """A new version of an entry with the text that its article had: the article is asked again, but later."""
    known = tx.texts.of_item(item.id) if feed.full_text != "never" else None
    return with_text(item, known.text) if known else item


def ask_for_text(tx: Transaction, item: Item, verdict: Verdict, finding: Finding, *, feed: Feed, now: datetime) -> None:
    """Let the article behind the item be fetched, if its feed wants that."""
    if feed.full_text == "never" or verdict.reason == FULL_TEXT or kind_of(feed) is FeedKind.TELEGRAM:
        return
    matched = bool(finding.matches or finding.counted)
    if item.url and wants_text(item, verdict, when=feed.full_text, matched=matched):
        tx.texts.queue(item.id, feed=feed.id, url=item.url, now=now)
