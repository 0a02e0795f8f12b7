"""How far apart two reports are."""

from datetime import timedelta

from daemon.incidents.moments import apart
from tests.helpers.build import NOW
from tests.unit.incidents.builders import a_report

DAY = timedelta(days=1)


def test_what_was_old_when_it_came_is_as_far_apart_as_its_dates() -> None:
    """A first poll brings the reports of days at once; only where a date is missing do arrivals count."""
    monday, friday = (a_report("Rain in Lakeside", published_at=NOW - days * DAY) for days in (7, 3))
    undated = a_report("Rain", published_at=None, at=NOW + timedelta(hours=1))
    assert apart(monday, friday) == apart(friday, monday) == 4 * DAY
    assert apart(monday, undated) == apart(undated, monday) == timedelta(hours=1)


def test_a_date_that_is_wrong_parts_nothing_alone() -> None:
    """Reports that came together are together, whatever one of them says of its day; of no date more than that."""
    today = a_report("Rain in Lakeside", published_at=NOW)
    for lie in (-400 * DAY, 400 * DAY):
        liar = a_report("Rain in Lakeside", published_at=NOW + lie)
        assert apart(today, liar) == apart(liar, today) == timedelta(0)
