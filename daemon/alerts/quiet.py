"""Quiet and active hours: when a receiver's alerts come without a sound, or wait, by its own clock. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from daemon.model import Severity
from daemon.receiving import Active, Hours, Quiet

_WEEK = 8  #: days in which any weekday comes again


def is_quiet(quiet: Quiet | None, severity: Severity, *, now: datetime) -> bool:
    """Whether an alert of this severity is sent without a sound at this moment.

    Law: what is as severe as `except_from` always sounds.
    """
    return quiet is not None and severity.rank < quiet.except_from.rank and is_within(quiet, now=now)


def waits_until(active: Active | None, *, now: datetime) -> datetime | None:
    """When the next active hours of a receiver begin; None: it hears now."""
    if active is None or is_within(active, now=now):
        return None
    zone = ZoneInfo(active.zone)
    today, start = now.astimezone(zone).date(), time.fromisoformat(active.start)
    days = [today + timedelta(days=ahead) for ahead in range(_WEEK + 1)]
    walls = [datetime.combine(day, start, zone) for day in days if day.weekday() in active.weekdays]
    # Where the clock is put back over the start, it comes twice. In UTC, for two instants of one zone are compared by
    # their wall clocks.
    starts = [wall.replace(fold=fold).astimezone(now.tzinfo) for wall in walls for fold in (0, 1)]
    return min(one for one in starts if one > now)


def is_within(hours: Hours, *, now: datetime) -> bool:
    """Whether these hours hold at this moment.

    Law: by the wall clock of the zone, so that on days when the clock is put forward or back the hours are those that
    people see (Z5). Hours over midnight begin in a day's evening.
    """
    local = now.astimezone(ZoneInfo(hours.zone))
    start, end, clock = time.fromisoformat(hours.start), time.fromisoformat(hours.end), local.time()
    today = local.weekday()
    if start < end:
        return start <= clock < end and today in hours.weekdays
    return (clock >= start and today in hours.weekdays) or (clock < end and (today - 1) % 7 in hours.weekdays)


def has_sound(sound_from: Severity | None, severity: Severity, *, planned: bool, opens: bool) -> bool:
    """Whether a receiver's message makes a sound: as planned, within what the receiver wants to be woken by."""
    if sound_from is None:
        return planned
    return severity.rank >= sound_from.rank and (planned or opens)
