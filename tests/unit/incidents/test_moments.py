"""How far apart two reports are."""

from datetime import timedelta

from daemon.incidents.moments import apart
from tests.helpers.build import NOW
from tests.unit.incidents.builders import a_report


def test_reports_of_one_poll_are_as_far_apart_as_their_dates() -> None:
    """A first poll brings the reports of days at once; only where a date is missing do arrivals count."""
    monday = a_report("Rain in Lakeside", published_at=NOW - timedelta(days=3))
    today, undated = a_report("Rain floods Lakeside"), a_report("Rain", published_at=None, at=NOW + timedelta(hours=1))
    assert apart(monday, today) == apart(today, monday) == timedelta(days=3)
    assert apart(monday, undated) == apart(undated, monday) == timedelta(hours=1)
