"""Quiet hours: when a receiver's alerts come without a sound, by the clock of its own zone. Pure."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from daemon.model import Severity
from daemon.receiving import Quiet


def is_quiet(quiet: Quiet | None, severity: Severity, *, now: datetime) -> bool:
    """Whether an alert of this severity is sent without a sound at this moment.

    Law: by the wall clock of the zone, so that on days when the clock is put forward or back the hours are those that
    people see (Z5). What is as severe as `except_from` always sounds. Hours over midnight begin in a day's evening.
    """
    if quiet is None or severity.rank >= quiet.except_from.rank:
        return False
    local = now.astimezone(ZoneInfo(quiet.zone))
    start, end, clock = time.fromisoformat(quiet.start), time.fromisoformat(quiet.end), local.time()
    today = local.weekday()
    if start < end:
        return start <= clock < end and today in quiet.weekdays
    return (clock >= start and today in quiet.weekdays) or (clock < end and (today - 1) % 7 in quiet.weekdays)
