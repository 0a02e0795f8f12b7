"""Quiet hours, by the wall clock of a zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from daemon.alerts.quiet import is_quiet
from daemon.model import Severity
from daemon.receiving import Quiet

NIGHT = Quiet.model_validate({"start": "22:00", "end": "07:00", "zone": "Europe/Kyiv"})
ZONES = ["Europe/Kyiv", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo", "UTC"]


@pytest.mark.parametrize(
    ("hour", "severity", "quiet"),
    [(20, Severity.HIGH, True), (5, Severity.LOW, False), (3, Severity.HIGH, True), (20, Severity.CRITICAL, False)],
)
def test_the_night_is_quiet_but_for_what_is_critical(hour: int, severity: Severity, quiet: bool) -> None:
    """From 22:00 to 07:00 in Kyiv is 20:00 to 05:00 UTC in winter; without quiet hours everything sounds."""
    now = datetime(2026, 1, 14, hour, 30, tzinfo=UTC)
    assert is_quiet(NIGHT, severity, now=now) is quiet
    assert not is_quiet(None, severity, now=now)


def test_a_night_that_begins_on_a_named_day_lasts_into_the_next() -> None:
    """Hours over midnight belong to the evening in which they begin."""
    friday = NIGHT.model_copy(update={"days": ("fri",), "zone": "UTC"})
    friday_night, saturday_night = datetime(2026, 1, 16, 23, tzinfo=UTC), datetime(2026, 1, 17, 23, tzinfo=UTC)
    assert is_quiet(friday, Severity.LOW, now=friday_night)
    assert is_quiet(friday, Severity.LOW, now=friday_night + timedelta(hours=5))
    assert not is_quiet(friday, Severity.LOW, now=saturday_night)


@pytest.mark.parametrize("zone", ZONES)
def test_each_minute_of_a_year_is_judged_by_the_clock_that_people_see(zone: str) -> None:
    """Z5: also on days when the clock is put forward or back, and in zones off by half an hour."""
    night = NIGHT.model_copy(update={"zone": zone})
    now = datetime(2026, 1, 1, tzinfo=UTC)
    while now.year == 2026:
        local = now.astimezone(ZoneInfo(zone))
        assert is_quiet(night, Severity.LOW, now=now) is (local.hour >= 22 or local.hour < 7)
        now += timedelta(minutes=29)
