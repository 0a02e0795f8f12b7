"""Quiet hours, by the wall clock of a zone."""

from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from daemon.alerts.quiet import has_sound, is_quiet, is_within, waits_until
from daemon.model import Severity
from daemon.receiving import Active, Quiet

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


@pytest.mark.parametrize("zone", ZONES)
def test_what_waits_for_active_hours_waits_until_they_begin(zone: str) -> None:
    """Z5: through a year, the time waited for is the first at which the hours hold, and at most a week away."""
    office = Active.model_validate({"start": "09:00", "end": "17:00", "zone": zone, "days": ["mon", "tue", "fri"]})
    now = datetime(2026, 1, 1, tzinfo=UTC)
    while now.year == 2026:
        until = waits_until(office, now=now)
        if until is None:
            assert is_within(office, now=now)
        else:
            assert is_within(office, now=until)
            assert timedelta() < until - now <= timedelta(days=4)
            assert not is_within(office, now=until - timedelta(minutes=1))
        now += timedelta(hours=7, minutes=13)


def test_hours_that_begin_twice_in_a_night_are_not_waited_for_till_the_next() -> None:
    """Z5: the clock is put back over their start: what comes between waits for the second one, not for a day."""
    early = Active.model_validate({"start": "02:30", "end": "10:00", "zone": "Europe/Berlin"})
    between = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 02:10 for the second time
    assert waits_until(early, now=between) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_without_active_hours_nothing_waits() -> None:
    """Who names no hours hears at any."""
    assert waits_until(None, now=datetime(2026, 1, 14, 3, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("sound_from", "severity", "planned", "opens", "sounds"),
    [
        (None, Severity.LOW, False, True, False),
        (None, Severity.HIGH, True, True, True),
        (Severity.LOW, Severity.LOW, False, True, True),
        (Severity.LOW, Severity.LOW, False, False, False),
        (Severity.HIGH, Severity.MEDIUM, True, True, False),
        (Severity.HIGH, Severity.MEDIUM, True, False, False),
        (Severity.HIGH, Severity.HIGH, True, False, True),
    ],
)
def test_each_receiver_says_from_which_severity_on_it_is_woken(
    sound_from: Severity | None, severity: Severity, planned: bool, opens: bool, sounds: bool
) -> None:
    """A further report stays silent whatever its severity; a first alert sounds from the receiver's own severity on."""
    assert has_sound(sound_from, severity, planned=planned, opens=opens) is sounds


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../../etc/passwd", "UTC+3", "EUROPE\x00", 3])
def test_a_zone_that_nobody_knows_is_refused(zone: object) -> None:
    """Z6: a mistyped zone is an error of the config, not a wrong hour; zones come with `tzdata` in any case."""
    with pytest.raises(ValidationError, match="write a time zone"):
        Quiet.model_validate({"start": "22:00", "end": "07:00", "zone": zone})
    assert version("tzdata") >= "2026.1"
