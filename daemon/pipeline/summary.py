"""By the clock, unasked: the operators' daily summary, the shift's handover, and the word that the desk is alive."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from daemon.config import Config
from daemon.feeds.health import GOOD, advice
from daemon.model import DeliveryState, FeedState, Planned, Severity
from daemon.pipeline import notices
from daemon.pipeline.asking import handover_lines
from daemon.pipeline.ingest import Desk
from daemon.pipeline.withheld import summed
from daemon.store.database import Transaction

#: Among the store's small facts: the day or the time of the last one.
_DAY, _SHIFT, _ALIVE = "daily summary", "handover", "desk alive"
_LONGEST_SHIFT = timedelta(hours=24)
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
    lines += told_of(tx, since=now - timedelta(days=1))
    told = notices.daily_summary(lines, live=len(feeds) - len(bad), total=len(feeds), now=now)
    tx.outbox.enqueue([notices.to_operators(told, config)], now=now)
    return True


def told_of(tx: Transaction, *, since: datetime) -> list[str]:
    """What was alerted since then, by severity, and what was not."""
    found = tx.deliveries.severities_alerted(since=since)
    counted = ", ".join(f"{found[one]} {one}" for one in reversed(Severity) if found.get(one))
    return [f"Alerted: {counted or 'nothing'}.", f"Held back: {summed(tx, since=since)}."]


def hand_over(tx: Transaction, desk: Desk, *, now: datetime) -> bool:
    """Tell the shift's summary if a time for it has come since the last one; returns whether it was told.

    Law: once for each time, late rather than never; of several that were missed, the latest. A desk's first one comes
    at the next time.
    """
    settings = desk.config.handover
    if settings is None:
        return False
    due = _latest(settings.at, desk.config.zone, now=now)
    known = tx.feeds.fact(_SHIFT)
    before = datetime.fromisoformat(known) if known else None
    if before is not None and due <= before <= now:
        return False
    tx.feeds.save_fact(_SHIFT, due.isoformat())
    if before is None:
        return False
    since = max(before, now - _LONGEST_SHIFT) if before < now else now - _LONGEST_SHIFT
    told = notices.shift_summary(list(handover_lines(tx, desk, since=since, now=now)), now=due)
    tx.outbox.enqueue([Planned(alert=told, receiver=name, silent=True) for name in settings.to], now=now)
    return True


def _latest(times: Sequence[str], zone: str, *, now: datetime) -> datetime:
    """The latest of these times of day that has come, by the clock of a zone."""
    local = now.astimezone(ZoneInfo(zone))
    days = [local.date() - timedelta(days=back) for back in (0, 1, 2)]
    moments = [datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone)) for day in days for at in times]
    return max(one for moment in moments if (one := moment.astimezone(now.tzinfo)) <= now)


def say_alive(tx: Transaction, config: Config, *, now: datetime) -> bool:
    """Say in the chats, without a sound, that watchdesk is there, if it is time to; returns whether it was said."""
    settings = config.alive
    if settings is None:
        return False
    known = tx.feeds.fact(_ALIVE)
    before = datetime.fromisoformat(known) if known else None
    if before is not None and before <= now < before + settings.every:
        return False
    tx.feeds.save_fact(_ALIVE, now.isoformat())
    text = "Sources live {live}/{feeds}, {waiting} waiting to be sent.".format(**alive_counts(tx, config))
    told = notices.desk_alive(text, now=now)
    tx.outbox.enqueue([Planned(alert=told, receiver=name, silent=True) for name in settings.to], now=now)
    return True


def alive_counts(tx: Transaction, config: Config) -> dict[str, int]:
    """How many sources are live, of how many, and how many messages wait to be sent."""
    states, counts = tx.feeds.states(), tx.outbox.counts()
    feeds = [feed.id for feed in config.feeds if feed.enabled]
    live = sum(states[one].health in GOOD for one in feeds if one in states)
    waiting = counts.get(DeliveryState.PENDING.value, 0) + counts.get(DeliveryState.SENDING.value, 0)
    return {"live": live, "feeds": len(feeds), "waiting": waiting}


def count_as_told(tx: Transaction, config: Config, *, now: datetime) -> None:
    """Let what the clock has called for until now count as told: the daily summary, the handover, the word of life."""
    if config.daily_summary != "never":
        tx.feeds.save_fact(_DAY, (now - _since_midnight(config.daily_summary)).date().isoformat())
    if config.handover is not None:
        tx.feeds.save_fact(_SHIFT, _latest(config.handover.at, config.zone, now=now).isoformat())
    if config.alive is not None:
        tx.feeds.save_fact(_ALIVE, now.isoformat())


def _line(label: str, state: FeedState) -> str:
    reason = f": {state.last_error}" if state.last_error else ""
    return f"{label} – {state.health}{reason}. To do: {advice(state) or 'nothing'}."


def _since_midnight(text: str) -> timedelta:
    at = time.fromisoformat(text)
    return timedelta(hours=at.hour, minutes=at.minute)
