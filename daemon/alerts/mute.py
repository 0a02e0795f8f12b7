"""Why an item is not news although it is new to us: it is old, or it was there before us. Pure."""

from datetime import UTC, datetime, timedelta

from daemon.alerts.redated import address_date
from daemon.language.lookback import looks_back
from daemon.model import Item

RESTORED = "restored"  #: how the mute reasons of a restore begin
_EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)  #: earlier dates are what a publisher writes who knows none


def mute_reason(item: Item, *, alert_max_age: timedelta, baseline: bool = False, now: datetime) -> str | None:
    """The reason for which nobody should be woken by this item, or None.

    Law: a date in the future never mutes. An item without a usable date is as old as its arrival, except at a feed's
    first poll (`baseline`), where arrival says nothing: there it is held back.
    """
    published = item.published_at
    if published is None or published < _EARLIEST:
        return "stale: it has no date and was there at the feed's first poll" if baseline else None
    age = now - published
    return f"stale: published {_in_words(age)} before it arrived" if age > alert_max_age else None


def old_story_reason(
    item: Item, *, alert_max_age: timedelta, first_seen: datetime | None, copied_for: timedelta, now: datetime
) -> str | None:
    """The reason for which an item with a new date is an old story, or None.

    `first_seen`: when the same text came for the first time, if it did; within `copied_for` it is an ordinary copy.
    """
    if (words := looks_back(item.title, now=now)) is not None:
        return f"look back: {words}"
    if first_seen is not None and now - first_seen > max(copied_for, alert_max_age):
        return f"re-surfaced: the same text came {_in_words(now - first_seen)} ago"
    if (day := address_date(item, older_than=alert_max_age, now=now)) is not None:
        return f"re-dated: its address says {day.day} {day:%b %Y}"
    return None


def restored_reason(item: Item, *, hold_before: datetime | None, revised: bool, now: datetime) -> str | None:
    """The reason for which an item is held back that may have been told before the store was restored, or None.

    `hold_before`: when it was restored, if its feed has shown nothing since then. Law: only a date between the restore
    and now says that nobody can have told it; a new version counts from when its publisher says that it was changed.
    """
    if hold_before is None:
        return None
    changed = item.updated_at if revised else None
    said = max((date for date in (item.published_at, changed) if date), default=None)
    if said is not None and hold_before < said <= now:
        return None
    return f"{RESTORED}: it may have been told before the store was restored"


def retired_reason(*, first_seen: datetime, now: datetime) -> str:
    """The reason for which a new version of an item is held back of which nobody knows any more who was told."""
    return f"stale: a new version of what came {_in_words(now - first_seen)} ago"


def is_restored(reason: str | None) -> bool:
    """Whether a mute reason is that of a restore: then not even a correction is told."""
    return reason is not None and fate_of(reason) == RESTORED


def fate_of(reason: str) -> str:
    """The name of a mute reason, as an item's fate: what stands before the colon."""
    return reason.partition(":")[0]


def _in_words(age: timedelta) -> str:
    """An age in its largest unit, rounded down: 3 d, 30 h, 12 min."""
    if age >= timedelta(days=2):
        return f"{age.days} d"
    if age >= timedelta(hours=1):
        return f"{age // timedelta(hours=1)} h"
    return f"{age // timedelta(minutes=1)} min"
