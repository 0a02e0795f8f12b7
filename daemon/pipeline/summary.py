"""Once a day to the operators: how many sources are live, which are not and why, and what was new."""

from datetime import datetime, time, timedelta

from daemon.config import Config
from daemon.feeds.health import ADVICE, GOOD
from daemon.model import FeedState
from daemon.pipeline import notices
from daemon.store.database import Transaction

_DAY = "daily summary"  #: the day of the last one, among the store's small facts
_MOST_LINES = 30


def summarise(tx: Transaction, config: Config, *, now: datetime) -> bool:
    """Queue the summary if its time has come today; returns whether it was queued.

    Law: once a day, late rather than never; a desk's first day begins with the next one's.
    """
    if config.daily_summary == "never":
        return False
    due_day = (now - _since_midnight(config.daily_summary)).date().isoformat()
    known = tx.feeds.fact(_DAY)
    if known is not None and known >= due_day:
        return False
    tx.feeds.save_fact(_DAY, due_day)
    if known is None:
        return False
    states = tx.feeds.states()
    feeds = [(feed, states.get(feed.id) or FeedState(feed=feed.id)) for feed in config.feeds if feed.enabled]
    bad = [(feed.label, state) for feed, state in feeds if state.health not in GOOD]
    lines = [_line(label, state) for label, state in bad[:_MOST_LINES]]
    if len(bad) > _MOST_LINES:
        lines.append(f"and {len(bad) - _MOST_LINES} more (see watchdesk feeds)")
    arrived = tx.items.arrived(since=now - timedelta(days=1))
    lines.append(f"New items in 24 hours: {arrived}.")
    told = notices.daily_summary(lines, live=len(feeds) - len(bad), total=len(feeds), now=now)
    tx.outbox.enqueue([notices.to_operators(told, config)], now=now)
    return True


def _line(label: str, state: FeedState) -> str:
    reason = f": {state.last_error}" if state.last_error else ""
    return f"{label} – {state.health}{reason}. To do: {ADVICE.get(state.health, 'nothing')}."


def _since_midnight(text: str) -> timedelta:
    at = time.fromisoformat(text)
    return timedelta(hours=at.hour, minutes=at.minute)
