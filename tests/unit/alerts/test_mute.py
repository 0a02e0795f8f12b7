"""What is new to us and yet no news."""

from datetime import UTC, datetime, timedelta

import pytest

from daemon.alerts.mute import mute_reason
from daemon.config import Feed
from daemon.items.normalise import normalise
from tests.helpers.build import NOW, an_entry, an_item

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "reason"),
    [
        (3 * DAY + timedelta(hours=2), "stale: published 3 d before it arrived"),
        (timedelta(hours=30), "stale: published 30 h before it arrived"),
        (DAY + timedelta(seconds=1), "stale: published 24 h before it arrived"),
        (DAY, None),
        (timedelta(0), None),
        (-timedelta(hours=5), None),
        (-1000 * DAY, None),
    ],
)
def test_old_stories_are_held_back(age: timedelta, reason: str | None) -> None:
    """D12: what was published longer ago than `alert_max_age` wakes nobody; Z1: what is dated ahead is not held."""
    item = an_item(published_at=NOW - age)
    assert mute_reason(item, alert_max_age=DAY, now=NOW) == reason
    assert mute_reason(item, alert_max_age=DAY, baseline=True, now=NOW) == reason


def test_a_date_far_ahead_is_a_date() -> None:
    """Z1: an entry dated 2041 is no entry without date: it is not held back at a feed's first poll."""
    feed = Feed(id="wire", url="https://example.org/feed")
    item = normalise(an_entry(published=NOW.replace(year=2041)), feed, now=NOW)
    assert mute_reason(item, alert_max_age=DAY, baseline=True, now=NOW) is None


def test_the_age_is_told_in_fitting_units() -> None:
    """A short limit is told in minutes."""
    item = an_item(published_at=NOW - timedelta(minutes=59))
    assert mute_reason(item, alert_max_age=timedelta(minutes=5), now=NOW) == "stale: published 59 min before it arrived"


@pytest.mark.parametrize("published", [None, datetime(1970, 1, 1, tzinfo=UTC)])
def test_without_a_usable_date_arrival_decides(published: datetime | None) -> None:
    """Z1: no date, or the epoch, is no age; D12: at a feed's first poll, though, arrival says nothing."""
    item = an_item(published_at=published)
    assert mute_reason(item, alert_max_age=DAY, now=NOW) is None
    assert (mute_reason(item, alert_max_age=DAY, baseline=True, now=NOW) or "").startswith("stale: ")
